//! Why a page cannot be imported.

use crate::diagnostic::Diagnostics;
use crate::escape;
use std::fmt;

/// Why a page cannot be imported.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PageError {
    /// It is not UTF-8.
    Encoding,
    /// It has invalid names.
    Names(Diagnostics),
    /// It is not the page of a boto3 client's method.
    NotAPage,
    /// It is a page of the AWS API Reference.
    ApiReference,
    /// It is the page of a data type in the AWS API Reference.
    DataType,
    /// It is another kind of page: which.
    OtherKind(String),
    /// It has this many operations.
    Several(usize),
    /// It ends before the response of this method.
    Cut(String),
    /// The pages of two methods are joined, and their format does not show where the second one begins.
    Joined(String, String),
    /// Its HTML article is not closed.
    CutArticle,
    /// The page of this method has no request syntax, as it calls no operation.
    NoSyntax(String),
    /// The request or response syntax cannot be parsed.
    Syntax {
        /// `request` or `response`.
        section: &'static str,
        /// What is wrong.
        message: String,
        /// What stands there.
        near: String,
    },
}

impl fmt::Display for PageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => formatter.write_str(
                "it is not UTF-8: save it as UTF-8, or convert it, as with \
                 `iconv -f WINDOWS-1252 -t UTF-8`",
            ),
            Self::Names(problems) => {
                let all = problems.0.iter().map(|problem| {
                    let path = match problem.at.path.as_str() {
                        "" => String::new(),
                        path => format!("{}: ", escape::line(path)),
                    };
                    format!("{path}{}; {}", problem.message, problem.help)
                });
                formatter.write_str(&all.collect::<Vec<_>>().join("\n"))
            }
            Self::NotAPage => formatter.write_str(
                "it is not the page of a boto3 client's operation: \
                 no signature such as `imagebuilder.Client.get_image(**kwargs)`; \
                 save the page of the operation itself, such as `imagebuilder/client/get_image.html`",
            ),
            Self::ApiReference => formatter.write_str(
                "it is a page of the AWS API Reference, which tells how an operation is called over \
                 HTTP: give the page of the operation in boto3's documentation with it",
            ),
            Self::DataType => formatter.write_str(
                "it is the page of a data type in the AWS API Reference, which has the bounds of nested \
                 members: give the page of an operation that has it in boto3's documentation, and that \
                 operation's page in the AWS API Reference, with it",
            ),
            Self::OtherKind(what) => formatter.write_str(what),
            Self::Several(count) => write!(
                formatter,
                "it has {count} operations, and one is asked for: save the page of one, or import them all"
            ),
            Self::Cut(method) => write!(
                formatter,
                "the page of `{method}` ends before its response: it has neither a response syntax nor \
                 `Returns: None`, so a part of it is missing; save the page again in full"
            ),
            Self::Joined(method, other) => write!(
                formatter,
                "the page of `{method}` goes on with `{other}`, and nothing in its form shows where that begins: \
                 save each in a file of its own"
            ),
            Self::CutArticle => formatter.write_str(
                "the page ends within its article, so a part of it is missing; save the page again in full",
            ),
            Self::NoSyntax(method) => write!(
                formatter,
                "`{method}` has no request syntax: it is not the page of an operation of the service"
            ),
            Self::Syntax {
                section,
                message,
                near,
            } => write!(formatter, "the {section} syntax: {message}, at `{near}`"),
        }
    }
}

impl std::error::Error for PageError {}
