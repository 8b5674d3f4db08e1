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
    /// The title of its constant.
    pub title: String,
    /// Its docs.
    pub doc: Vec<String>,
    /// The operation's module.
    pub module: String,
    /// The operation's input.
    pub input: String,
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
    /// What follows where it fits.
    pub state: AcceptorState,
    /// When it fits.
    pub matcher: Matcher,
}

/// When an acceptor fits.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// Values at a path, in wire names, and what they are compared with.
    Path(Quantifier, String, Expected),
    /// Values of an expression, and what they are compared with.
    Expression(Quantifier, Expression, Expected),
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
    /// What an operator makes of two.
    Both(Operator, Box<Self>, Box<Self>),
    /// Whether it is not so.
    Not(Box<Self>),
    /// The elements of a list for which the second is so.
    Filter(Box<Self>, Box<Self>),
    /// The value at a path of every element.
    Each(Box<Self>, String),
}

/// What follows where an acceptor fits: a variant of the runtime's `AcceptorState`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AcceptorState {
    /// The wait is over.
    Success,
    /// What is waited for will not come.
    Failure,
    /// It is asked again.
    Retry,
}

/// How many values must be as expected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quantifier {
    /// The one there is.
    One,
    /// All, of which there is at least one.
    All,
    /// Any.
    Any,
}

/// What an expression makes of two: a variant of the runtime's `Expression`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operator {
    /// `&&`.
    And,
    /// `||`.
    Or,
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
}
