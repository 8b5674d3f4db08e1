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
    // What leaves out classes leaves out that it is a field.
    let is_marked = text.contains("\n- ") || text.starts_with("- ");
    for line in text.lines() {
        // Several pages may stand in one text.
        is_over = (is_over || is_footer(line)) && !line.contains("(**kwargs)");
        if is_over {
            continue;
        }
        let label = match is_html {
            true if is_marked => of_field(line).filter(|_| line.starts_with("- ")),
            _ => canonical(line),
        };
        match signature(line) {
            Some(signature) => labelled.push_str(&signature),
            None => labelled.push_str(label.unwrap_or(line)),
        }
        labelled.push('\n');
    }
    labelled
}

/// A document whose labels and headings are as their form writes them: without what stands behind a heading
/// in a copy (`¶`, `[link]`), and in the capitals that the documentation has; labels with their colon.
/// Nothing where they are so already.
pub(super) fn plain(document: &str) -> Option<String> {
    let mut plain: Option<String> = None;
    let mut at = 0;
    for line in document.lines() {
        let next = || {
            let rest = document.get(at + line.len()..).unwrap_or_default();
            rest.lines().map(str::trim).find(|line| !line.is_empty())
        };
        let changed = (line.len() <= LONGEST_LABEL)
            .then(|| plain_line(line, next))
            .flatten();
        match (&mut plain, &changed) {
            (Some(text), _) => text.push_str(changed.as_deref().unwrap_or(line)),
            (None, Some(changed)) => {
                let mut text = document.get(..at).unwrap_or_default().to_owned();
                text.push_str(changed);
                plain = Some(text);
            }
            (None, None) => {}
        }
        if let Some(text) = &mut plain {
            text.push('\n');
        }
        at += line.len() + 1;
    }
    plain
}

/// The longest line that is looked at as a label or a heading.
const LONGEST_LABEL: usize = 400;

/// A label or a heading as it should be, where the line is one and is not so.
fn plain_line<'t>(line: &'t str, next: impl Fn() -> Option<&'t str>) -> Option<String> {
    const HEADINGS: [&str; 3] = ["Request Syntax", "Response Syntax", "Response Structure"];
    const LABELS: [&str; 3] = ["Parameters", "Return type", "Returns"];
    const MARKS: [char; 7] = [' ', '\t', '-', '*', '_', '#', '\u{1}'];
    let text = line.trim_start_matches(MARKS);
    let (start, _) = line.split_at(line.len() - text.len());
    let end = text.find(['¶', '[', '#', '\u{f0c1}']).unwrap_or(text.len());
    let (words, link) = text.split_at(end);
    let core = words.trim_end_matches(|c| MARKS.contains(&c) || c == ':');
    let (_, behind) = words.split_at(core.len());
    let is_junk = link.is_empty()
        || link.starts_with(['¶', '#', '\u{f0c1}'])
        || link.starts_with('[') && link.trim_end().ends_with([']', ')']);
    if !is_junk {
        return None;
    }
    let emphasis = behind.trim_matches([' ', '\t', ':']);
    if let Some(heading) = HEADINGS.iter().find(|it| it.eq_ignore_ascii_case(core)) {
        let is_plain = core == *heading && link.is_empty() && !behind.contains(':');
        return (!is_plain).then(|| format!("{start}{heading}{emphasis}"));
    }
    let label = LABELS.iter().find(|it| it.eq_ignore_ascii_case(core))?;
    if behind.contains(':') {
        return (!link.is_empty()).then(|| format!("{start}{core}{emphasis}:"));
    }
    // A word of prose, or of navigation, unless what follows is what follows a label.
    let next = next()?;
    let text = next.trim_start_matches(MARKS);
    let is_label = match *label {
        "Parameters" => text.contains(" (") && text.contains(") "),
        "Return type" => matches!(text, "dict" | "None"),
        _ => text.eq_ignore_ascii_case("None") || starts_with_heading(text),
    };
    is_label.then(|| format!("{start}{core}{emphasis}:"))
}

fn starts_with_heading(text: &str) -> bool {
    const RESPONSE: &str = "Response Syntax";
    let start = text.get(..RESPONSE.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(RESPONSE))
}

/// A text whose heads all have the dash that smart quotes make of two hyphens.
pub(crate) fn dashed(text: &str) -> String {
    with_dashes(text, ") --")
}

/// A text whose heads have the dash of the documentation, where a tool made another of all of them.
pub(crate) fn with_its_dashes(text: String) -> String {
    const OTHERS: [&str; 7] = [") --", ") —", ") -", ") −", ") ―", ") :", "):"];
    let has = |mark: &str| {
        let mut found = text.match_indices(mark);
        found.any(|(at, _)| is_type(word_before(text.get(..at).unwrap_or_default())))
    };
    if has(") –") {
        return text;
    }
    match OTHERS.iter().find(|mark| has(mark)) {
        Some(mark) => with_dashes(&text, mark),
        None => text,
    }
}

/// A text in which `mark` behind a type is the dash of a head.
fn with_dashes(text: &str, mark: &str) -> String {
    let mut parts = text.split(mark);
    let mut dashed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_head = is_type(word_before(&dashed));
        dashed.push_str(if is_head { ") –" } else { mark });
        dashed.push_str(part);
    }
    dashed
}

/// What stands in the parentheses that are open at the end of a text.
fn word_before(text: &str) -> &str {
    text.rsplit_once('(').map_or("", |(_, word)| word)
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
