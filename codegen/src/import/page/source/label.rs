//! The labels of a page's fields, which every form writes in its own way.

/// A label in the way of the documentation's own HTML, where a line is one: `- Parameters:`.
pub(crate) fn canonical(line: &str) -> Option<&'static str> {
    named(bare(line).strip_suffix(':')?)
}

/// The label of a field of HTML, whose colon may be the style sheet's.
fn of_field(line: &str) -> Option<&'static str> {
    let text = bare(line);
    named(text.strip_suffix(':').unwrap_or(text))
}

fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{1}' | '-' | '*' | '_'))
}

fn named(name: &str) -> Option<&'static str> {
    const LABELS: [(&str, &str); 3] = [
        ("parameters", "- Parameters:"),
        ("return type", "- Return type:"),
        ("returns", "- Returns:"),
    ];
    let name = name.trim_end().trim_end_matches('*');
    LABELS
        .iter()
        .find(|(label, _)| name.eq_ignore_ascii_case(label))
        .map(|(_, canonical)| *canonical)
}

/// A text whose labels are all written in that way. Those of HTML are fields, which are marked.
pub(crate) fn labelled(text: &str, is_html: bool) -> String {
    let mut labelled = String::with_capacity(text.len());
    let mut is_over = false;
    for line in text.lines() {
        // Several pages may stand in one text.
        is_over = (is_over || is_footer(line)) && !line.contains("(**kwargs)");
        if is_over {
            continue;
        }
        let label = match is_html {
            true => of_field(line).filter(|_| line.starts_with("- ")),
            false => canonical(line),
        };
        match signature(line) {
            Some(signature) => labelled.push_str(&signature),
            None => labelled.push_str(label.unwrap_or(line)),
        }
        labelled.push('\n');
    }
    labelled
}

/// A text whose heads all have the dash that smart quotes make of two hyphens.
pub(crate) fn dashed(text: &str) -> String {
    const HYPHENS: &str = ") --";
    let mut parts = text.split(HYPHENS);
    let mut dashed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let word = dashed.rsplit_once('(').map_or("", |(_, word)| word);
        dashed.push_str(if is_type(word) { ") –" } else { HYPHENS });
        dashed.push_str(part);
    }
    dashed
}

/// Whether a head may name a type in this way.
fn is_type(word: &str) -> bool {
    const LONGEST: usize = 40;
    const TYPES: [&str; 13] = [
        "string",
        "str or dict",
        "boolean",
        "integer",
        "float",
        "datetime",
        "bytes",
        "bytes or seekable file-like object",
        "list",
        "dict",
        "document",
        "StreamingBody",
        "EventStream",
    ];
    let word = word.trim_matches([' ', '\n', '\u{1}', ':', '`', '.']);
    word.len() < LONGEST && (TYPES.contains(&word) || word.contains("StreamingBody"))
}

/// Whether what follows is the end of the site's page.
fn is_footer(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Copyright ©") || line.starts_with("Copyright (C)")
}

/// The longest line with a signature.
const LONGEST_SIGNATURE: usize = 400;

/// The signature on a line, where a tool put spaces into it: `x.Client. get ( ** kwargs )`.
fn signature(line: &str) -> Option<String> {
    if line.len() > LONGEST_SIGNATURE || !line.contains(".Client. ") {
        return None;
    }
    let closed: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let rest = closed.trim_start_matches(['\u{1}', '-']);
    let (class, call) = rest.split_once(".Client.")?;
    let (method, arguments) = call.split_once('(')?;
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_end = arguments.trim_end_matches(['¶', '#']).ends_with(')');
    (is_name(class) && is_name(method) && is_end).then_some(closed)
}

#[cfg(test)]
mod tests {
    use super::{canonical, signature};

    #[test]
    fn labels_of_every_form_are_known() {
        for (line, label) in [
            ("- Parameters:", Some("- Parameters:")),
            ("PARAMETERS:", Some("- Parameters:")),
            ("        Parameters :", Some("- Parameters:")),
            ("  - Return type:", Some("- Return type:")),
            ("RETURNS:", Some("- Returns:")),
            ("**Returns**:", Some("- Returns:")),
            ("The parameters:", None),
            ("Parameters", None),
        ] {
            assert_eq!(canonical(line), label, "{line}");
        }
    }

    #[test]
    fn a_signature_with_spaces_is_closed_up() {
        let line = "  x.Client. get_it ( ** kwargs ) ¶";
        assert_eq!(
            signature(line).as_deref(),
            Some("x.Client.get_it(**kwargs)¶")
        );
        assert_eq!(signature("It calls x.Client. Then (it) ends"), None);
    }
}
