//! Codecs: how a protocol writes and reads bodies.

/// The functions of the runtime that write and read the bodies of a protocol. They are named here
/// and not in `emit`, so that a protocol is a single file of `plan/protocol/`; the goldens of each
/// protocol compile them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Codec {
    /// Where the functions are.
    pub home: CodecHome,
    /// The method of the runtime's `RequestBuilder` that builds a request with a value as its body.
    pub write: &'static str,
    /// The method for a body that is one member, an empty structure if it is absent.
    pub payload: &'static str,
    /// The method for a body that is one member, empty if it is absent.
    pub payload_or_empty: &'static str,
    /// The function that parses an output.
    pub read: &'static str,
    /// The function that parses one member.
    pub read_payload: &'static str,
    /// The function that parses an error response.
    pub failure: &'static str,
    /// The module of the runtime whose `ErrorResponse` and `modeled` parse exceptions, if they are not
    /// those for JSON.
    pub modeled: Option<&'static str>,
    /// The method of the runtime's `eventstream::Received` that parses events; `None` if the protocol has no
    /// event streams.
    pub events: Option<&'static str>,
}

/// Where the functions of a codec are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CodecHome {
    /// In a module of the runtime's `__codegen`.
    Module(&'static str),
    /// They are methods of a static of the crate, which has the exceptions to the protocol's rule;
    /// the methods that write take it as their first argument, and `read` takes the operation's input.
    Table {
        /// The crate's module.
        module: &'static str,
        /// The static.
        name: &'static str,
    },
}
