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
    /// The fluent builder.
    pub builder: String,
    /// Seconds between two polls.
    pub delay: u32,
    /// The maximum number of polls.
    pub max_attempts: u32,
    /// The acceptors.
    pub acceptors: Vec<Acceptor>,
}

/// An acceptor of a waiter.
#[derive(Clone, Debug)]
pub struct Acceptor {
    /// The state if it matches.
    pub state: AcceptorState,
    /// The condition.
    pub matcher: Matcher,
}

/// The condition of an acceptor.
#[derive(Clone, Debug)]
pub enum Matcher {
    /// Values at a path of wire names, and the expected one.
    Path(Quantifier, String, Expected),
    /// Values of an expression, and the expected one.
    Expression(Quantifier, Expression, Expected),
    /// The HTTP status.
    Status(u16),
    /// The error's code.
    ErrorCode(String),
    /// Whether the call failed.
    Error(bool),
}

/// The expected value.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// A string.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
}

/// An expression in wire names.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Names with `.` between them, `[]` after a list for its elements, `*` for the values
    /// of a map; `@` for the value itself.
    Path(String),
    /// A value.
    Literal(Expected),
    /// The length of a list, a map or a string.
    Length(Box<Self>),
    /// A binary operator.
    Both(Operator, Box<Self>, Box<Self>),
    /// The negation.
    Not(Box<Self>),
    /// The elements of a list that match a condition.
    Filter(Box<Self>, Box<Self>),
    /// The value at a path of every element.
    Each(Box<Self>, String),
}

/// The state of a wait if an acceptor matches: a variant of the runtime's `AcceptorState`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AcceptorState {
    /// The state is reached.
    Success,
    /// The state cannot be reached any more.
    Failure,
    /// Polling continues.
    Retry,
}

/// How many values must be equal to the expected one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quantifier {
    /// The only one.
    One,
    /// All, and at least one.
    All,
    /// Any.
    Any,
}

/// A binary operator: a variant of the runtime's `Expression`.
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
