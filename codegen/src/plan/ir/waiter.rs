//! Waiters.

/// A waiter.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Its name, such as `ImageAvailable`.
    pub name: String,
    /// The client's method, such as `wait_until_image_available`.
    pub method: String,
    /// The constant that holds it.
    pub constant: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The operation's module and the prefix of its types.
    pub operation: (String, String),
    /// Seconds between two attempts.
    pub delay: u32,
    /// How many attempts there are.
    pub max_attempts: u32,
    /// What an answer means.
    pub acceptors: Vec<Acceptor>,
}

/// What an answer means to a waiter.
#[derive(Clone, Debug)]
pub struct Acceptor {
    /// The variant of the runtime's `WaitState`.
    pub state: &'static str,
    /// When it fits.
    pub matcher: Matcher,
}

/// When an acceptor fits.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// A variant of the runtime's `Matcher`, the path in wire names, and the value.
    Path(&'static str, String, Expected),
    /// A variant of the runtime's `Matcher`, the expression, and the value.
    Expression(&'static str, Expression, Expected),
    /// The HTTP status.
    Status(u16),
    /// The error's code.
    ErrorCode(String),
    /// Whether there is an error.
    Error(bool),
}

/// What a value is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Text.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
}

/// An expression in wire names.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Names with `.` between them, `[]` behind a list whose elements are meant, `*` for the values
    /// of a map; `@` for the value itself.
    Path(String),
    /// A value.
    Literal(Expected),
    /// The length of a list, a map or a text.
    Length(Box<Self>),
    /// A variant of the runtime's `Expression` that takes two.
    Both(&'static str, Box<Self>, Box<Self>),
    /// Whether it is not so.
    Not(Box<Self>),
    /// The elements of a list for which the second is so.
    Filter(Box<Self>, Box<Self>),
    /// The value at a path of every element.
    Each(Box<Self>, String),
}
