//! The parts of a page, found by the words that stand between them.

use super::syntax::{self, Role, Syntax};
use crate::import::page::error::PageError;
use crate::import::page::mark::{ITEM, beginning};
use crate::import::page::source::is_snake_of;
use crate::words::capitalised;

/// The parts of one operation's page.
pub(crate) struct Sections<'p> {
    /// The class in the signature, such as `ImageBuilder` in `ImageBuilder.Client.get_image`.
    pub class: &'p str,
    /// The method, such as `get_image`.
    pub method: &'p str,
    /// What the operation does, up to the link to the API documentation.
    pub description: &'p str,
    /// The request.
    pub request: Part<'p>,
    /// The response, where there is one.
    pub response: Option<Part<'p>>,
    /// What follows the response: exceptions and examples.
    tail: &'p str,
    page: &'p str,
}

/// The request or the response.
pub(crate) struct Part<'p> {
    /// The syntax, or why it cannot be read. `None`: the page does not show it.
    pub syntax: Read,
    /// The text of its structure.
    pub text: &'p str,
}

/// The longest name of a class or a method.
const LONGEST_NAME: usize = 200;

const SEE_ALSO: &str = "See also: AWS API Documentation";
const TOO_LARGE: &str = "# This section is too large to render";

impl<'p> Sections<'p> {
    /// Finds the parts.
    pub(crate) fn find(page: &'p str) -> Result<Self, PageError> {
        let signature = signature(page)?;
        let body = signature.rest;
        let (before, syntax, after) = request_syntax(body, signature.method)
            .ok_or_else(|| PageError::NoSyntax(signature.method.to_owned()))?;
        let description = before
            .find(SEE_ALSO)
            .map_or(before, |end| before.split_at(end).0);
        if let Some(other) = other_operation(after, signature.method) {
            return Err(PageError::Joined(
                signature.method.to_owned(),
                other.to_owned(),
            ));
        }
        let (parameters, returns, tail) = split_returns(after, signature.method)
            .ok_or_else(|| PageError::Cut(signature.method.to_owned()))?;
        Ok(Self {
            class: signature.class,
            method: signature.method,
            description,
            request: Part {
                syntax,
                text: parameters
                    .split_once("Parameters:")
                    .map_or(parameters, |(_, text)| text),
            },
            response: returns,
            tail,
            page,
        })
    }

    /// The exceptions in the page's order.
    pub(crate) fn exceptions(&self) -> Vec<String> {
        self.tail
            .split(".Client.exceptions.")
            .skip(1)
            .map(exception)
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// Whether the page ends within the name of an exception, or before it.
    pub(crate) fn ends_within_exceptions(&self) -> bool {
        let is_whole = |name: &str| ENDS.iter().any(|end| name.ends_with(end));
        let names = self.exceptions();
        let last_line = self.tail.trim_end_matches(is_mark).lines().last();
        let last_line = last_line.unwrap_or_default().trim_matches(is_mark);
        match last_line.rsplit_once(NAMED) {
            // Names of some services end in other words.
            Some((_, name)) => {
                !is_whole(name) && (names.len() < 2 || names.iter().any(|it| is_whole(it)))
            }
            None => {
                let (class, rest) = last_line.split_once('.').unwrap_or((last_line, ""));
                !class.is_empty()
                    && self.class.starts_with(class)
                    && NAMED.starts_with(&format!(".{rest}"))
            }
        }
    }

    /// What the page shows to be code: names of members and values of enumerations.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &str> {
        let syntaxes = [Some(&self.request), self.response.as_ref()];
        syntaxes
            .into_iter()
            .flatten()
            .filter_map(|part| part.syntax.as_ref()?.as_ref().ok())
            .flat_map(|syntax| &syntax.nodes)
            .flat_map(|node| {
                let name = match &node.role {
                    Role::Member(name) => Some(name),
                    _ => None,
                };
                name.into_iter().chain(&node.values).map(String::as_str)
            })
    }

    /// The operation's name: a word of the page that becomes the method when it is written in snake
    /// case, or else the method's words in Pascal case.
    /// The flag says whether the page has the word: the method does not tell an acronym's capitals.
    pub(crate) fn operation_name(&self) -> (String, bool) {
        self.page
            .split(|c: char| !c.is_ascii_alphanumeric())
            .find(|word| {
                // All in capitals, it is part of a value: `ENCRYPT_DECRYPT`.
                let is_value = !word.contains(|c: char| c.is_ascii_lowercase());
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    && !is_value
                    && is_snake_of(self.method, word)
            })
            .map_or_else(
                || (pascal(self.method), false),
                |word| (word.to_owned(), true),
            )
    }
}

fn pascal(method: &str) -> String {
    method.split('_').map(capitalised).collect()
}

struct Signature<'p> {
    class: &'p str,
    method: &'p str,
    rest: &'p str,
}

/// Finds `Class.Client.method(`, or says what the page is instead.
fn signature(page: &str) -> Result<Signature<'_>, PageError> {
    let client = page.match_indices(".Client.").find_map(|(at, dot)| {
        let (before, after) = (page.get(..at)?, page.get(at + dot.len()..)?);
        let class = before
            .rsplit(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .filter(|class| is_name(class))?;
        let is_method = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let (method, rest) = after.split_at(after.find(|c| !is_method(c))?);
        (rest.starts_with('(') && is_name(method)).then_some((
            at,
            Signature {
                class,
                method,
                rest,
            },
        ))
    });
    let other = [(".Paginator.", "a paginator"), (".Waiter.", "a waiter")]
        .into_iter()
        .filter_map(|(dot, what)| Some((page.find(dot)?, dot, what)))
        .min();
    match (client, other) {
        (Some((client, _)), Some((at, dot, what))) if at < client => {
            Err(other_kind(page, at, dot, what))
        }
        (None, Some((at, dot, what))) => Err(other_kind(page, at, dot, what)),
        (Some((_, signature)), _) => Ok(signature),
        (None, None) => Err(PageError::NotAPage),
    }
}

fn other_kind(page: &str, at: usize, dot: &str, what: &str) -> PageError {
    let name = page.get(at + dot.len()..).unwrap_or_default();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = end.map_or(name, |end| name.split_at(end).0);
    let named = if is_name(name) {
        format!(" (`{name}`)")
    } else {
        String::new()
    };
    PageError::OtherKind(format!(
        "it is the page of {what}{named}, not of an operation: import that of the client's method"
    ))
}

fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
}

/// What a syntax reads as, or nothing where the page does not show it.
type Read = Option<Result<Syntax, syntax::Error>>;

/// What stands before the request syntax, the syntax, and what stands after it.
fn request_syntax<'t>(text: &'t str, method: &str) -> Option<(&'t str, Read, &'t str)> {
    let call = format!("response = client.{method}(");
    after_heading(text, "Request Syntax", |after| {
        if let Some(syntax) = after.strip_prefix(&call) {
            let (syntax, after) = Syntax::request(syntax);
            Some((Some(syntax), after))
        } else {
            after.starts_with(TOO_LARGE).then_some((None, after))
        }
    })
}

/// What stands before the response syntax, the syntax, and what stands after it.
fn response_syntax(text: &str) -> Option<(&str, Read, &str)> {
    after_heading(text, "Response Syntax", |after| {
        if after.starts_with('{') {
            let (syntax, after) = Syntax::response(after);
            Some((Some(syntax), after))
        } else {
            after.starts_with(TOO_LARGE).then_some((None, after))
        }
    })
}

/// Reads what stands after the first `heading` after which `read` finds something, and what stands
/// before it.
fn after_heading<'t>(
    text: &'t str,
    heading: &str,
    read: impl Fn(&'t str) -> Option<(Read, &'t str)>,
) -> Option<(&'t str, Read, &'t str)> {
    const BEHIND: [&str; 4] = [":", "¶", "[link]", "[¶]"];
    let find = |text: &'t str, at: usize| {
        let (before, after) = text.split_at_checked(at)?;
        let after = after.get(heading.len()..)?.trim_start();
        // A copy may show the heading's link.
        let after = BEHIND
            .iter()
            .find_map(|it| after.strip_prefix(it))
            .unwrap_or(after);
        let (syntax, after) = read(after.trim_start())?;
        Some((before, syntax, after))
    };
    let mut found = text.match_indices(heading);
    found.find_map(|(at, _)| find(text, at)).or_else(|| {
        let lower = text.to_ascii_lowercase();
        let heading = heading.to_ascii_lowercase();
        let mut found = lower.match_indices(&heading);
        found.find_map(|(at, _)| find(text, at))
    })
}

/// Another operation's method, whose syntax stands behind that of `method`: the document has both, and its
/// form does not show where the second one begins.
fn other_operation<'t>(text: &'t str, method: &str) -> Option<&'t str> {
    text.match_indices("Request Syntax")
        .find_map(|(at, heading)| {
            let after = text.get(at + heading.len()..)?.trim_start();
            let call = after.strip_prefix("response = client.")?;
            let (other, _) = call.split_once('(')?;
            (other != method && is_name(other)).then_some(other)
        })
}

/// Splits what follows the request syntax: parameters, response, and what follows it.
fn split_returns<'t>(text: &'t str, method: &str) -> Option<(&'t str, Option<Part<'t>>, &'t str)> {
    const NONE: [&str; 2] = ["- Returns:", "- returns:"];
    const RETURNS: [&str; 4] = ["- Return type:", "- rtype:", "- Returns:", "- returns:"];
    let Some((before, syntax, after)) = response_syntax(text) else {
        // That there is none is said: else the page was cut.
        let is_said = NONE.iter().any(|mark| {
            let after = text.split_once(mark).map(|(_, after)| after.trim_start());
            after.is_some_and(|after| after.trim_start_matches(ITEM).starts_with("None"))
        });
        if !is_said {
            let (parameters, tail) = text.split_at(none_in_line(text)?);
            return Some((without_labels(parameters), None, tail));
        }
        let returns = RETURNS.iter().filter_map(|mark| text.find(mark)).min();
        let end = returns.unwrap_or_else(|| tail(text, method));
        let (parameters, tail) = text.split_at(end);
        return Some((parameters, None, tail));
    };
    let returns = RETURNS.iter().find_map(|mark| before.rfind(mark));
    let parameters = match returns {
        Some(at) => before.split_at(at).0,
        None => without_labels(before),
    };
    let structure = after
        .split_once("Response Structure")
        .map_or(after, |(_, structure)| structure);
    let (structure, tail) = structure.split_at(tail(structure, method));
    let part = Part {
        syntax,
        text: structure,
    };
    Some((parameters, Some(part), tail))
}

/// Where `Returns: None` stands in a text that has lost its lines.
fn none_in_line(text: &str) -> Option<usize> {
    const NONE: &str = "returns: none";
    let lower = text.to_ascii_lowercase();
    let (at, _) = lower.rmatch_indices(NONE).find(|(at, _)| {
        let ends = |c: char| !c.is_alphanumeric();
        let after = lower.get(at + NONE.len()..).unwrap_or_default();
        let before = lower.get(..*at).unwrap_or_default();
        before.ends_with(ends) && (after.is_empty() || after.starts_with(char::is_whitespace))
    })?;
    Some(at)
}

/// What stands before a response without the labels at its end, in a text that has lost its lines:
/// `Return type: dict Returns:`.
fn without_labels(text: &str) -> &str {
    let without = |text: &'_ str, word: &str| -> Option<usize> {
        let text = text.trim_end_matches(is_mark);
        let at = text.len().checked_sub(word.len())?;
        let is_it = text.get(at..)?.eq_ignore_ascii_case(word);
        (is_it && !text.get(..at)?.ends_with(char::is_alphanumeric)).then_some(at)
    };
    let mut rest = text;
    for word in ["returns", "dict", "return type"] {
        match without(rest, word).and_then(|at| text.get(..at)) {
            Some(before) => rest = before,
            None if word == "dict" => {}
            None => break,
        }
    }
    rest
}

/// Where the exceptions or the examples begin that follow a structure.
fn tail(text: &str, method: &str) -> usize {
    let ends = [exceptions(text), examples(text, method)];
    ends.into_iter().flatten().min().unwrap_or(text.len())
}

/// Where the examples begin: the heading before the first call.
fn examples(text: &str, method: &str) -> Option<usize> {
    let call = text.find(&format!("response = client.{method}("))?;
    text.get(..call)?.rfind("Examples")
}

/// Where the section of the exceptions begins.
fn exceptions(text: &str) -> Option<usize> {
    const HEADING: &str = "Exceptions";
    /// How far from the heading the first exception is named.
    const NEAR: usize = 400;
    text.match_indices(HEADING)
        .find(|(at, _)| {
            let after = text.get(at + HEADING.len()..).unwrap_or_default();
            let near = beginning(after, NEAR);
            let mut words = near.split(|c: char| c.is_whitespace() || c == ITEM);
            // Marks of items are of any form: `☆`.
            let first = words.find(|word| word.contains(char::is_alphanumeric));
            first.is_some_and(|word| word.contains(NAMED))
        })
        .map(|(at, _)| {
            // The marks of a heading are no doc of the last member.
            let before = text.get(..at).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            let marks = text.get(line..at).unwrap_or_default();
            if marks.chars().all(is_mark) { line } else { at }
        })
        .or_else(|| listed_exceptions(text))
}

/// The name of an exception, of the text that begins with it. lynx breaks it where its line is full, and
/// the rest stands alone behind it, or in the next line: a name that ends as those of exceptions do only
/// with the word behind it was broken.
fn exception(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_whole = |name: &str| ENDS.iter().any(|end| name.ends_with(end));
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if rest.starts_with(NEXT_PAGE) {
        // The next page's class stands right behind it.
        let ends = ENDS
            .iter()
            .filter_map(|end| Some(name.rfind(end)? + end.len()));
        return name
            .get(..ends.max().unwrap_or(name.len()))
            .unwrap_or(name)
            .to_owned();
    }
    let mut lines = rest.lines().map(str::trim);
    let rest = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let joined = format!("{name}{rest}");
    match !is_whole(name) && rest.chars().all(is_part) && is_whole(&joined) {
        true => joined,
        false => name.to_owned(),
    }
}

/// What stands behind the class in the first line of a page.
const NEXT_PAGE: &str = " / Client / ";

/// What the names of nearly all exceptions end in.
const ENDS: [&str; 4] = ["Exception", "Error", "Fault", "Failure"];

/// What marks a heading or an item.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || c == ITEM || matches!(c, '-' | '*' | '•' | '_' | '`' | ':' | '#')
}

/// What names an exception.
const NAMED: &str = ".Client.exceptions.";

/// Where exceptions are listed, whatever their heading is: the first line that is the name of one and
/// nothing else.
fn listed_exceptions(text: &str) -> Option<usize> {
    let mut heading = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_matches(is_mark);
        let is_name = bare.contains(NAMED) && !bare.contains(char::is_whitespace);
        if is_name {
            return Some(heading.unwrap_or(at));
        }
        // A heading before it is no doc of the last member.
        let words: Vec<&str> = bare.split_whitespace().collect();
        if !words.is_empty() {
            let is_heading = words.len() <= 3
                && words.iter().any(|word| {
                    let word = word.to_ascii_lowercase();
                    matches!(word.as_str(), "exceptions" | "errors" | "raises")
                });
            heading = is_heading.then_some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::exception;

    #[test]
    fn the_name_of_an_exception_is_whole_where_its_line_was_full() {
        for (text, name) in [
            ("NotFoundException\n- X", "NotFoundException"),
            (
                "EndpointNotInUseExcept ion\n- X",
                "EndpointNotInUseException",
            ),
            ("NotFoundException - X", "NotFoundException"),
            ("NotFoundException", "NotFoundException"),
            (
                "EndpointNotInUseExcept\nion\n- X",
                "EndpointNotInUseException",
            ),
            (
                "EndpointNotInUse\nException\n- X",
                "EndpointNotInUseException",
            ),
            ("NotFoundException\nimagebuilder", "NotFoundException"),
            ("NotFoundException\nprevious\n", "NotFoundException"),
            ("QueueDoesNotExist\nsqs", "QueueDoesNotExist"),
            ("NotFoundException\nExamples\n", "NotFoundException"),
        ] {
            assert_eq!(exception(text), name, "{text}");
        }
    }
}
