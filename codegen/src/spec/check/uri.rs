//! URI templates, and templates of hosts.

/// What is wrong with a URI template; `None` where nothing is.
pub(super) fn problem(uri: &str) -> Option<&'static str> {
    let (path, query) = match uri.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (uri, None),
    };
    if !path.starts_with('/') {
        return Some("it does not begin with `/`");
    }
    if path.starts_with("//") {
        return Some("what follows `//` would be a host");
    }
    if query.is_some_and(|query| query.contains(['{', '}'])) {
        return Some("its query has braces, and no member can fill them");
    }
    if path.split('/').any(|part| matches!(part, "." | "..")) {
        return Some("`.` and `..` are taken out of a path before it is sent");
    }
    let Some(literals) = literals(path, |label| is_label(label.trim_end_matches('+'))) else {
        return Some("its braces are empty, nested or unmatched");
    };
    let is_plain = |text: &str| text.bytes().all(is_plain) && has_whole_escapes(text);
    let has_plain_path = literals.iter().all(|text| is_plain(text));
    (!(has_plain_path && query.is_none_or(is_plain)))
        .then_some("it has characters that a URI has to escape")
}

/// Whether a template makes a host: letters and labels in braces, of `words` where there are any.
pub(super) fn is_host(host: &str, words: &[&str]) -> bool {
    let is_right = |label: &str| is_label(label) && (words.is_empty() || words.contains(&label));
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    !host.is_empty()
        && host.len() <= 253
        && !host.contains("..")
        && literals(host, is_right)
            .is_some_and(|literals| literals.iter().all(|text| text.bytes().all(is_letter)))
}

/// The labels of a template, without a `+`.
pub(crate) fn labels(template: &str) -> impl Iterator<Item = &str> {
    let path = template.split('?').next().unwrap_or_default();
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .map(|label| label.trim_end_matches('+'))
}

/// What stands between the labels of a template; `None` where its braces do not match or stand
/// around something else.
fn literals(template: &str, is_label: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    let mut parts = template.split('{');
    let mut literals = vec![parts.next()?];
    for part in parts {
        let (label, literal) = part.split_once('}')?;
        if !is_label(label) {
            return None;
        }
        literals.push(literal);
    }
    let is_whole = literals.iter().all(|literal| !literal.contains('}'));
    is_whole.then_some(literals)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Of a path or query: RFC 3986, 3.3 and 3.4, with `/` and `?`.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&byte)
}

/// Whether two digits follow each `%`.
fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        rest.get(..2)
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}
