//! How a protocol writes and reads bodies.

/// The functions of the runtime that write and read the bodies of a protocol. They are named here
/// and not in what writes Rust, so that a protocol is a file of `plan/protocol/` and no more; the
/// goldens of each protocol compile them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Codec {
    /// Where the functions that read are.
    pub home: CodecHome,
    /// The method of the runtime's `RequestBuilder` that ends a request with a value as its body.
    pub write: &'static str,
    /// The method that ends a request with one member as its body, an empty structure where it is absent.
    pub payload: &'static str,
    /// The method that ends a request with one member as its body, none where it is absent.
    pub payload_or_empty: &'static str,
    /// The function that reads an output from a body.
    pub read: &'static str,
    /// The function that reads one member from a body.
    pub read_payload: &'static str,
    /// The function that reads a failure.
    pub failure: &'static str,
    /// The module of the runtime whose `ErrorResponse` and `modeled` read exceptions, where those for JSON
    /// do not.
    pub modeled: Option<&'static str>,
    /// The method of the runtime's `eventstream::Received` that reads events; `None` where there is no
    /// stream of them.
    pub events: Option<&'static str>,
}

/// Where the functions of a codec are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CodecHome {
    /// In a module of the runtime's `__codegen`.
    Module(&'static str),
    /// They are methods of a static of the crate, which has what the protocol's rule does not give;
    /// the methods that write take it as their first argument, and `read` the operation's input as a parameter.
    Table {
        /// The module of the crate.
        module: &'static str,
        /// The static.
        name: &'static str,
    },
}
