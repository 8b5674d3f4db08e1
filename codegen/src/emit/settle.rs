//! Where prettyplease lays out code otherwise than rustfmt, rustfmt's way.
//!
//! Each rule knows one form that generated code has; a form that no rule knows is left alone, and
//! the tests run rustfmt over what is generated.

/// The widest line that prettyplease writes, and the `max_width` given to rustfmt.
pub(super) const WIDTH: usize = 89;
/// rustfmt puts the brace of a function on its own line from this width on.
const RETURN_WIDTH: usize = 86;

/// rustfmt keeps a return type on one line up to this width, its brace aside.
const RETURN_LIMIT: usize = 91;

/// The lines as rustfmt would have them.
pub(super) fn settle(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let settled = RULES.iter().find_map(|rule| rule(rest));
        let (used, new) = settled.unwrap_or_else(|| (1, vec![(*line).to_owned()]));
        for line in new {
            out.push_str(&line);
            out.push('\n');
        }
        rest = rest.get(used..).unwrap_or(after);
    }
    out
}

/// Takes lines from the beginning: how many, and what stands in their place.
type Rule = fn(&[&str]) -> Option<(usize, Vec<String>)>;

const RULES: [Rule; 12] = [
    only_element,
    arm_of_call,
    empty,
    arm,
    chain,
    field,
    assignment,
    generic_type,
    short_return,
    broken_return,
    method_call,
    literal,
];

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn pad(indent: usize) -> String {
    " ".repeat(indent)
}

/// The arguments that stand one per line below an opening line, and the closing line.
fn broken_arguments<'a>(lines: &[&'a str]) -> Option<(Vec<&'a str>, &'a str)> {
    let (open, rest) = lines.split_first()?;
    let inner = indent(open) + 4;
    let mut arguments = Vec::new();
    for line in rest {
        if indent(line) == indent(open) {
            return (!arguments.is_empty()).then(|| (arguments, line.trim_start()));
        }
        let argument = line.strip_suffix(',').filter(|_| indent(line) == inner)?;
        arguments.push(argument.trim_start());
    }
    None
}

/// `let x = f(` with broken arguments: the whole call goes to the next line, where it fits there.
fn assignment(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let open = lines.first()?.strip_suffix('(')?;
    let (left, right) = open.split_once(" = ")?;
    if left.trim_start().starts_with("//") {
        return None;
    }
    let (arguments, close) = broken_arguments(lines)?;
    let call = format!(
        "{}{right}({}{close}",
        pad(indent(open) + 4),
        arguments.join(", ")
    );
    (call.len() <= WIDTH).then(|| (arguments.len() + 2, vec![format!("{left} ="), call]))
}

/// `name: Option<` with a broken parameter: the whole type goes to the next line.
fn generic_type(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let open = lines.first()?.strip_suffix('<')?;
    let (name, generic) = open.rsplit_once(": ")?;
    let (parameters, close) = broken_arguments(lines)?;
    let ty = format!(
        "{}{generic}<{}{close}",
        pad(indent(open) + 4),
        parameters.join(", ")
    );
    (close.starts_with('>') && ty.len() <= WIDTH)
        .then(|| (parameters.len() + 2, vec![format!("{name}:"), ty]))
}

/// `) -> T {` that is nearly full: the brace gets a line of its own.
fn short_return(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let line = lines.first()?;
    let signature = line.strip_suffix(" {")?;
    let is_return = line.trim_start().starts_with(") -> ");
    (is_return && line.len() >= RETURN_WIDTH).then(|| {
        let brace = format!("{}{{", pad(indent(line)));
        (1, vec![signature.to_owned(), brace])
    })
}

/// `) -> Result<` with broken parameters: one line, and the brace on its own.
fn broken_return(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let open = lines.first()?;
    if !open.trim_start().starts_with(") -> ") || !open.ends_with('<') {
        return None;
    }
    let (parameters, close) = broken_arguments(lines)?;
    let signature = format!("{open}{}>", parameters.join(", "));
    (close == "> {" && signature.len() <= RETURN_LIMIT).then(|| {
        let brace = format!("{}{{", pad(indent(open)));
        (parameters.len() + 2, vec![signature, brace])
    })
}

/// `request` with `.method(` and broken arguments below: the method stands on the first line.
fn method_call(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let (receiver, rest) = lines.split_first()?;
    let is_name = receiver
        .trim_start()
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let method = rest.first()?.trim_start();
    let is_call = method.starts_with('.') && method.ends_with('(');
    if !is_name || receiver.trim_start().is_empty() || !is_call {
        return None;
    }
    let outer = pad(indent(receiver));
    let close = format!("{outer}    );");
    let arguments = rest.iter().skip(1).position(|line| **line == close)?;
    let mut settled = vec![format!("{receiver}{method}")];
    let below = rest.iter().skip(1).take(arguments + 1);
    settled.extend(below.map(|line| line.get(4..).unwrap_or_default().to_owned()));
    Some((arguments + 3, settled))
}

/// An arm of a `match` that fits but for its comma: the body gets braces.
fn arm(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let line = lines.first()?;
    let (pattern, body) = line.strip_suffix(',')?.split_once(" => ")?;
    (line.len() > WIDTH && !pattern.trim_start().starts_with("//")).then(|| {
        let outer = pad(indent(line));
        let settled = vec![
            format!("{pattern} => {{"),
            format!("{outer}    {body}"),
            format!("{outer}}}"),
        ];
        (1, settled)
    })
}

/// `let x = y` with one call of a method below: both go to the next line, where they fit there.
fn chain(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let (line, rest) = lines.split_first()?;
    let (left, receiver) = line.split_once(" = ")?;
    let method = rest.first()?.trim_start();
    if !method.starts_with('.') || !method.ends_with(';') || receiver.contains(['(', '"', '/']) {
        return None;
    }
    let call = format!("{}{receiver}{method}", pad(indent(line) + 4));
    (call.len() <= WIDTH).then(|| (2, vec![format!("{left} ="), call]))
}

/// A field that fits but for its comma: a type goes to the next line, a call breaks at its last
/// method.
fn field(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let line = lines.first()?;
    let (name, value) = line.split_once(": ")?;
    let is_field =
        !name.trim_start().contains([' ', '/', '"']) || name.trim_start().starts_with("pub ");
    if line.len() <= WIDTH || !is_field || !value.ends_with(',') {
        return None;
    }
    let inner = pad(indent(line) + 4);
    if value.starts_with(['&', 'O']) || name.trim_start().starts_with("pub ") {
        return Some((1, vec![format!("{name}:"), format!("{inner}{value}")]));
    }
    let call = value
        .strip_suffix("),")
        .and_then(|value| value.split_once('('));
    if let Some((function, argument)) = call.filter(|(function, _)| !function.contains('.')) {
        let settled = vec![
            format!("{name}: {function}("),
            format!("{inner}{argument},"),
            format!("{}),", pad(indent(line))),
        ];
        return Some((1, settled));
    }
    let (receiver, method) = value.rsplit_once('.')?;
    let settled = vec![format!("{name}: {receiver}"), format!("{inner}.{method}")];
    Some((1, settled))
}

/// An arm whose body is nothing but a broken call: no braces.
fn arm_of_call(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let (open, rest) = lines.split_first()?;
    let pattern = open.strip_suffix(" => {")?;
    let call = rest.first()?.trim_start().strip_suffix('(')?;
    let (arguments, close) = broken_arguments(rest)?;
    let end = rest.get(arguments.len() + 2)?.trim_start();
    let head = format!("{pattern} => {call}(");
    if end != "}" || !matches!(close, ")" | ")?") || head.len() >= WIDTH {
        return None;
    }
    let outer = pad(indent(open));
    let mut settled = vec![head];
    settled.extend(
        arguments
            .iter()
            .map(|argument| format!("{outer}    {argument},")),
    );
    settled.push(format!("{outer}{close},"));
    Some((arguments.len() + 4, settled))
}

/// An array whose only element is a broken literal: both begin and end together.
fn only_element(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let (open, rest) = lines.split_first()?;
    let (element, rest) = rest.split_first()?;
    if !open.ends_with("&[") || !element.ends_with(" {") {
        return None;
    }
    let length = rest
        .iter()
        .position(|line| indent(line) <= indent(element))?;
    let end = rest.get(length + 1)?;
    let end = end.trim_start();
    let closes = matches!(end, "]," | "];");
    if rest.get(length)?.trim_start() != "}," || !closes {
        return None;
    }
    let mut settled = vec![format!("{open}{}", element.trim_start())];
    let inner = rest.iter().take(length);
    settled.extend(inner.map(|line| line.get(4..).unwrap_or(line).to_owned()));
    settled.push(format!("{}}}{end}", pad(indent(open))));
    Some((length + 4, settled))
}

/// Empty braces on two lines.
fn empty(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let (open, rest) = lines.split_first()?;
    let is_empty = open.ends_with(" {") && rest.first()?.trim_start() == "}";
    is_empty.then(|| (2, vec![format!("{open}}}")]))
}

/// A struct's literal on one line: one field per line.
fn literal(lines: &[&str]) -> Option<(usize, Vec<String>)> {
    let line = lines.first()?;
    let (head, fields) = line.split_once(" { ")?;
    let (fields, end) = fields.rsplit_once(" }")?;
    let name = head.trim_start().rsplit(' ').next()?;
    let is_type = name.starts_with(|char: char| char.is_ascii_uppercase());
    let is_statement = head.trim_start() == name || head.contains(" = ");
    if !is_type || !is_statement || !(end.is_empty() || end == ";") {
        return None;
    }
    let outer = pad(indent(line));
    let mut settled = vec![format!("{head} {{")];
    settled.extend(
        fields
            .split(", ")
            .map(|field| format!("{outer}    {field},")),
    );
    settled.push(format!("{outer}}}{end}"));
    Some((1, settled))
}

#[cfg(test)]
mod tests {
    use super::settle;

    #[test]
    fn a_call_that_fits_on_the_next_line_goes_there() {
        let broken =
            "    let request = Request::new(\n        Method::GET,\n        \"/x\",\n    );\n";
        let settled = "    let request =\n        Request::new(Method::GET, \"/x\");\n";
        assert_eq!(settle(broken), settled);
    }

    #[test]
    fn a_method_stands_with_its_receiver() {
        let broken =
            "    request\n        .label(\n            \"a\",\n            &self.a,\n        );\n";
        let settled = "    request.label(\n        \"a\",\n        &self.a,\n    );\n";
        assert_eq!(settle(broken), settled);
    }

    #[test]
    fn a_literal_has_a_field_per_line() {
        assert_eq!(
            settle("        Self { client, name: None }\n"),
            "        Self {\n            client,\n            name: None,\n        }\n"
        );
        assert_eq!(
            settle("    pub fn f() -> Self {\n"),
            "    pub fn f() -> Self {\n"
        );
    }
}
