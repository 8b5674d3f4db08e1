//! An operation's page in the AWS API Reference: how its request and response are written on the wire,
//! the bounds of its members, the statuses of its errors. boto3's page has none of that, and this one
//! has none of the nested members' docs; [`Imported::lay`] lays what it says over what boto3's says. What
//! is nested has pages of its own there, one for each [`DataType`].
//!
//! [`pieces`] reads any form of such a page, [`message`], [`tree`] and [`xml`] its syntaxes, [`facts`] what
//! is said of each parameter; [`locate`] finds where each stands. [`lay`] puts all of it where it belongs,
//! with [`body`] and [`elements`] for what JSON and XML tell, [`member`] and [`nested`] for what is said of
//! members, and [`errors`].

mod body;
mod data_type;
mod elements;
mod errors;
mod facts;
mod html;
mod lay;
mod locate;
mod member;
mod message;
mod nested;
mod piece;
mod pieces;
mod side;
mod text;
mod tree;
mod xml;

pub use data_type::DataType;
pub use errors::KnownError;
pub(super) use errors::is_message;
pub(super) use member::is_recursive;
pub use side::Laid;

use super::error::PageError;
use super::prose::token::is_name_of_words;
use super::source::{Guide, is_snake_of};
use super::source_of;
use crate::spec::{Protocol, Source};
use facts::Facts;
use message::{Body, Message};
use piece::{Head, Piece};

/// An operation's page in the AWS API Reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The operation, such as `GetImage`.
    pub operation: String,
    /// The service's id, such as `imagebuilder`, where the page has the links to the SDKs.
    pub service: Option<String>,
    /// The version of the API, such as `2019-12-02`.
    pub version: Option<String>,
    source: Source,
    request: Message,
    response: Message,
    parameters: Vec<Member>,
    elements: Vec<Member>,
    errors: Vec<Error>,
}

/// A parameter or an element, and what is said of it.
#[derive(Clone, Debug, PartialEq)]
struct Member {
    head: Head,
    /// It is in the URI or a header.
    is_outside_body: bool,
    facts: Facts,
}

/// An error, as its page has it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Error {
    /// Its name: the shape's, or its code on the wire.
    name: String,
    doc: Option<String>,
    status: Option<u16>,
    members: Vec<String>,
}

/// What names of errors end with.
const ERRORS: [&str; 3] = ["Exception", "Error", "Fault"];

const STATUS: &str = "HTTP Status Code:";

impl Reference {
    /// Reads a page, in HTML, Markdown or as text. `name` is its file name, kept as its source.
    ///
    /// # Errors
    /// It is no such page, or has several operations.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, PageError> {
        let document = super::source::decoded(bytes)?;
        let reader = Reader::of(document.as_ref())?;
        let operation = reader.operation.ok_or(PageError::NotAPage)?;
        let guides = Guide::all(document.as_ref());
        let guide = guides
            .iter()
            .find(|guide| guide.operation.eq_ignore_ascii_case(&operation));
        Ok(Self {
            operation,
            service: guide.map(|guide| guide.service.clone()),
            version: guide.and_then(|guide| guide.version.clone()),
            source: source_of(name, bytes),
            request: reader.request.unwrap_or_default(),
            response: reader.response.unwrap_or_default(),
            parameters: reader.parameters,
            elements: reader.elements,
            errors: reader.errors,
        })
    }

    /// The file that it was read from.
    #[must_use]
    pub fn page(&self) -> &str {
        self.source.page.as_deref().unwrap_or_default()
    }

    /// Whether it is of the operation that boto3 calls `method`.
    #[must_use]
    pub fn is_of(&self, method: &str) -> bool {
        is_snake_of(method, &self.operation)
    }

    /// Whether the request is shown as a message of HTTP: services that speak JSON-RPC or the query
    /// protocols show none, as all of theirs have the same target.
    #[must_use]
    pub fn shows_target(&self) -> bool {
        self.request.target.is_some()
    }

    /// Whether members are called as their elements are: in XML, and by the query protocols, whose
    /// messages are not shown.
    fn names_elements(&self) -> bool {
        let is_json = |message: &Message| matches!(message.body, Body::Json(_));
        match self.shows_target() {
            true => self.protocol() == Some(Protocol::RestXml),
            false => !is_json(&self.request) && !is_json(&self.response),
        }
    }

    /// What the service speaks, where its messages tell.
    #[must_use]
    pub fn protocol(&self) -> Option<Protocol> {
        let is_json = |message: &Message| {
            let is_json = |(_, value): &(String, message::Value)| value.text == "application/json";
            message.headers.iter().any(is_json)
        };
        let is_xml = |message: &Message| matches!(message.body, Body::Xml(_));
        let any = |is: &dyn Fn(&Message) -> bool| is(&self.request) || is(&self.response);
        if !self.shows_target() {
            None
        } else if any(&is_xml) {
            Some(Protocol::RestXml)
        } else {
            any(&is_json).then_some(Protocol::RestJson)
        }
    }
}

/// The part of a page that is being read.
#[derive(Clone, Copy, Default, Eq, Ord, PartialEq, PartialOrd)]
enum Part {
    #[default]
    Description,
    /// Of a data type: its members.
    Contents,
    RequestSyntax,
    UriParameters,
    Parameters,
    ResponseSyntax,
    Elements,
    Errors,
    After,
}

#[derive(Default)]
struct Reader {
    part: Part,
    operation: Option<String>,
    request: Option<Message>,
    response: Option<Message>,
    parameters: Vec<Member>,
    elements: Vec<Member>,
    /// The members of a data type.
    contents: Vec<Member>,
    errors: Vec<Error>,
    /// The last error has its status: what follows is the next one.
    is_error_over: bool,
}

impl Reader {
    fn of(document: &str) -> Result<Self, PageError> {
        let mut reader = Self::default();
        for piece in pieces::pieces(document) {
            reader.take(piece)?;
        }
        Ok(reader)
    }

    fn take(&mut self, piece: Piece) -> Result<(), PageError> {
        match piece {
            Piece::Heading(heading) => return self.heading(heading),
            Piece::Code(code) => match self.part {
                Part::RequestSyntax if self.request.is_none() => {
                    self.request = Some(Message::parse(&code));
                }
                Part::ResponseSyntax if self.response.is_none() => {
                    self.response = Some(Message::parse(&code));
                }
                _ => {}
            },
            Piece::Head(head) => match self.part {
                Part::UriParameters => self.parameters.push(Member::new(head, true)),
                Part::Parameters => self.parameters.push(Member::new(head, false)),
                Part::Elements => self.elements.push(Member::new(head, false)),
                Part::Contents => self.contents.push(Member::new(head, false)),
                Part::Errors => self.error(head.name),
                _ => {}
            },
            Piece::Text(line) => self.line(&line),
        }
        Ok(())
    }

    fn heading(&mut self, heading: String) -> Result<(), PageError> {
        if self.operation.is_none()
            && is_name_of_words(&heading)
            && !matches!(heading.as_str(), "Contents" | "Errors")
        {
            self.operation = Some(heading);
            return Ok(());
        }
        let part = match heading.as_str() {
            "Contents" => Part::Contents,
            "Request Syntax" => Part::RequestSyntax,
            "URI Request Parameters" => Part::UriParameters,
            "Request Parameters" | "Request Body" => Part::Parameters,
            "Response Syntax" => Part::ResponseSyntax,
            "Response Elements" => Part::Elements,
            "Errors" => Part::Errors,
            "Example" | "Examples" | "Sample Request" | "See Also" => Part::After,
            // Notes and tables have headings of their own.
            _ => return Ok(()),
        };
        if part < self.part && part != Part::Parameters {
            return Err(PageError::Several(2));
        }
        self.part = part;
        Ok(())
    }

    fn error(&mut self, name: String) {
        let is_error = ERRORS.iter().any(|end| name.ends_with(end));
        if let (false, Some(error)) = (self.is_error_over || is_error, self.errors.last_mut()) {
            error.members.push(name);
            return;
        }
        self.is_error_over = false;
        self.errors.push(Error {
            name,
            ..Error::default()
        });
    }

    fn line(&mut self, line: &str) {
        match self.part {
            Part::UriParameters | Part::Parameters => {
                if let Some(member) = self.parameters.last_mut() {
                    member.facts.take(line);
                }
            }
            Part::Elements => {
                if let Some(member) = self.elements.last_mut() {
                    member.facts.take(line);
                }
            }
            Part::Contents => {
                if let Some(member) = self.contents.last_mut() {
                    member.facts.take(line);
                }
            }
            Part::Errors => {
                let Some(error) = self.errors.last_mut().filter(|_| !self.is_error_over) else {
                    return;
                };
                if let Some(status) = line.strip_prefix(STATUS) {
                    error.status = status.trim().parse().ok();
                    self.is_error_over = true;
                } else if error.members.is_empty() {
                    let doc = error.doc.get_or_insert_default();
                    if !doc.is_empty() {
                        doc.push('\n');
                    }
                    doc.push_str(line);
                }
            }
            _ => {}
        }
    }
}

impl Member {
    fn new(head: Head, is_outside_body: bool) -> Self {
        Self {
            head,
            is_outside_body,
            facts: Facts::default(),
        }
    }
}
