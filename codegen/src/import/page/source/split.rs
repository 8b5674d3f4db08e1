//! The operations of a document: old sites have all of a service on one page.

use crate::import::page::mark::ITEM;

/// The text of each operation: what begins with its signature. A document of one is given whole.
pub(crate) fn operations(text: &str) -> Vec<&str> {
    let signatures = signatures(text);
    let mut parts: Vec<&str> = Vec::new();
    for (at, (start, is_client)) in signatures.iter().enumerate() {
        let end = signatures.get(at + 1).map_or(text.len(), |(next, _)| *next);
        let part = text.get(*start..end).unwrap_or_default();
        if *is_client && part.contains("Request Syntax") {
            parts.push(part);
        }
    }
    if parts.len() < 2 { vec![text] } else { parts }
}

/// The parts of a document in any form but HTML, each of which has one operation: in some forms what stands
/// between two operations shows what a page is, so they are told apart before anything is read.
pub(crate) fn documents(document: &str) -> Vec<&str> {
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for (start, line) in lines(document) {
        if let Some(method) = begins(line)
            && starts.last().is_none_or(|(_, before)| *before != method)
        {
            starts.push((start, method));
        }
    }
    let end_of = |at: usize| starts.get(at + 1).map_or(document.len(), |(next, _)| *next);
    let has_syntax = |at: usize, start: usize| {
        let part = document.get(start..end_of(at)).unwrap_or_default();
        part.contains(CALL) || part.contains(TOO_LARGE)
    };
    // What has no syntax, such as a list of names, belongs to the operation above it.
    let operations = starts.iter().enumerate();
    let operations = operations.filter(|(at, (start, _))| has_syntax(*at, *start));
    let mut begins: Vec<usize> = operations.map(|(_, (start, _))| *start).collect();
    if begins.len() < 2 {
        return vec![document];
    }
    if let Some(first) = begins.first_mut() {
        *first = 0;
    }
    begins.push(document.len());
    let parts = begins.iter().zip(begins.iter().skip(1));
    parts
        .filter_map(|(start, end)| document.get(*start..*end))
        .collect()
}

/// What every operation's syntax begins with.
const CALL: &str = "response = client.";

/// What stands in its place where it is too long.
const TOO_LARGE: &str = "This section is too large to render";

/// The lines of a text, and where each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// The longest line that is looked at.
const LONGEST: usize = 400;

/// What the line that an operation's documentation begins with names, in any form of text.
fn begins(line: &str) -> Option<&str> {
    if line.len() > LONGEST {
        return None;
    }
    const METHOD: &str = ".. py:method::";
    let text = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let text = text.strip_prefix(METHOD).unwrap_or(text).trim();
    if text.contains(" method of botocore.client.") {
        // What stands above it in `help` names the method, too.
        return text.split('(').next();
    }
    if let Some((_, call)) = text.split_once("Signature:") {
        return call.split_once("client.")?.1.split('(').next();
    }
    let (class, rest) = text.split_once(".Client")?;
    let is_class = !class.is_empty() && class.chars().all(|c| c.is_ascii_alphanumeric());
    // Some forms put blanks or marks around the name.
    let name = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '\\')))?;
    let (name, rest) = name.split_at(end);
    let call = rest.trim_start_matches([' ', '*', '_', '`']);
    let is_call = call.starts_with("()") || call.starts_with('(') && call.contains("kwargs");
    (is_class && is_call).then_some(name)
}

/// Where the lines begin that are the signature of something, and whether it is a client's method.
fn signatures(text: &str) -> Vec<(usize, bool)> {
    let mut signatures: Vec<(usize, bool)> = Vec::new();
    let mut before = "";
    for (start, line) in lines(text) {
        let signature = line.trim_start_matches([ITEM, '-', ' ']);
        let class = signature.strip_prefix("class ");
        let name = class.unwrap_or(signature);
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
        let (name, rest) = name.split_at(end.unwrap_or(name.len()));
        let is_client = name.contains(".Client.") && rest.starts_with('(');
        let is_other = class.is_some()
            && (name.contains(".Paginator.") || name.contains(".Waiter.") || name.contains('.'));
        if (is_client && name != before) || is_other {
            before = name;
            signatures.push((start, is_client));
        }
    }
    signatures
}

#[cfg(test)]
mod tests {
    use super::{begins, operations};

    #[test]
    fn operations_are_told_apart_by_their_signatures() {
        let page = "x.Client.close()\nCloses.\nx.Client.get(**kwargs)\nRequest Syntax\na\n\
                    x.Client.put(**kwargs)\nRequest Syntax\nb\nclass x.Paginator.List\nRequest Syntax\n";
        assert_eq!(
            operations(page),
            [
                "x.Client.get(**kwargs)\nRequest Syntax\na\n",
                "x.Client.put(**kwargs)\nRequest Syntax\nb\n"
            ]
        );
        let one =
            "x / Client / get\nx.Client.get(**kwargs)\nRequest Syntax\nx.Client.exceptions.Gone\n";
        assert_eq!(operations(one), [one]);
    }

    #[test]
    fn the_line_that_an_operation_begins_with_is_told_in_every_form() {
        for line in [
            "x.Client.get_it(**kwargs)¶",
            "- x.Client.get_it(**kwargs)",
            "        x.Client. get_it ( ** kwargs ) ¶",
            "x.Client.get_it(_** kwargs_)¶",
            "   x.Client.get_it(**kwargs)[8]¶",
            ".. py:method:: x.Client.get_it(**kwargs)",
            "get_it(*args, **kwargs) method of botocore.client.X instance",
            "Signature: client.get_it(*args, **kwargs)",
        ] {
            assert_eq!(begins(line), Some("get_it"), "{line}");
        }
        for line in ["x.Client.exceptions.Gone", "Call x.Client.get_it() first."] {
            assert_eq!(begins(line), None, "{line}");
        }
    }
}
