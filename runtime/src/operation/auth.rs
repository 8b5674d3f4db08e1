//! How requests are authorized.

/// How an operation's requests are authorized.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Auth {
    /// Signature Version 4.
    #[default]
    SigV4,
    /// Signature Version 4 with `UNSIGNED-PAYLOAD` in place of the body's hash.
    SigV4UnsignedBody,
    /// Signature Version 4A.
    SigV4a,
    /// A bearer token.
    Bearer,
    /// Not at all.
    None,
}
