//! Line breaks in items and statements.

use super::fit::{Shape, WIDTH, margin, pad, rewrite, rewrite_assign_rhs, rewrite_match_arm};
use super::text::{
    begins_literal, closing, has_literal, last_group, list, open_brackets, split_once, width,
};

/// The lines in rustfmt's layout.
pub(in super::super) fn layout(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        let import = import(rest);
        let laid_out = import.or_else(|| item_line(rest));
        let (used, fitted) = laid_out.unwrap_or_else(|| (1, (*line).to_owned()));
        out.push_str(&fitted);
        out.push('\n');
        rest = rest.get(used..).unwrap_or(after);
    }
    out
}

/// A statement, field, arm or head of an item, laid out, and the number of lines consumed.
fn item_line(lines: &[&str]) -> Option<(usize, String)> {
    let indent = indent(lines.first()?);
    let (used, flat) = logical_line(lines)?;
    let is_of_field = flat.starts_with("#[wire(") && is_field(lines.get(used..)?);
    let fitted = match is_of_field && indent + width(&flat) == WIDTH {
        true => attribute_list(flat.strip_prefix("#[")?.strip_suffix(")]")?, indent)?,
        false => fit_line(&flat, indent)?,
    };
    Some((used, format!("{}{fitted}", pad(indent))))
}

/// An import, and the number of lines consumed. One that does not fit on a line has as many names per line as fit.
fn import(lines: &[&str]) -> Option<(usize, String)> {
    let (first, rest) = lines.split_first()?;
    if !first.starts_with("use ") {
        return None;
    }
    let mut flat = (*first).to_owned();
    let mut used = 1;
    for line in rest {
        if flat.ends_with(';') {
            break;
        }
        join(&mut flat, line.trim_start());
        used += 1;
    }
    let Some((path, names)) = flat
        .strip_suffix("};")
        .and_then(|flat| flat.split_once('{'))
    else {
        return Some((used, flat));
    };
    let names = list(names);
    let flat = format!("{path}{{{}}};", names.join(", "));
    // rustfmt subtracts the braces, and then the comma after the last name.
    if width(&flat) + 2 <= WIDTH {
        return Some((used, flat));
    }
    let mut text = format!("{path}{{\n   ");
    let (mut column, mut is_broken) = (3, false);
    for (index, name) in names.iter().enumerate() {
        // rustfmt counts the last comma if a line was broken before.
        let is_bare = index + 1 == names.len() && !is_broken;
        let comma = usize::from(!is_bare);
        // 2 = the space, and a reserved column
        if index > 0 && column + width(name) + comma + 2 > WIDTH {
            text.push_str("\n   ");
            (column, is_broken) = (3, true);
        }
        text.push_str(&format!(" {name},"));
        column += width(name) + 2;
    }
    Some((used, text + "\n};"))
}

/// Whether a field follows, after more attributes and docs.
fn is_field(lines: &[&str]) -> bool {
    let mut lines = lines.iter().map(|line| line.trim_start());
    let next = lines.find(|line| !line.starts_with("#[") && !line.starts_with("//"));
    next.is_some_and(|line| line.starts_with("pub "))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A statement, field, arm or head of an item on one line, and the number of lines consumed.
fn logical_line(lines: &[&str]) -> Option<(usize, String)> {
    let (first, rest) = lines.split_first()?;
    let mut flat = first.trim_start().to_owned();
    if flat.starts_with("pub use ")
        || flat.starts_with("//")
        || flat.starts_with(['}', ')', ']', '>'])
    {
        return None;
    }
    let mut used = 1;
    for line in rest {
        let line = line.trim_start();
        let goes_on = !is_block(&flat)
            && (line.starts_with(['.', '?'])
                || flat.ends_with([':', '='])
                || flat.starts_with("impl") && !flat.ends_with('}')
                || open_brackets(&flat) > 0);
        if !goes_on {
            break;
        }
        join(&mut flat, line);
        used += 1;
    }
    if flat.ends_with(" {") && rest.get(used - 1)?.trim_start() == "}" {
        return Some((used + 1, flat + "}"));
    }
    let flat = without_braces(flat)?;
    if open_brackets(flat.strip_suffix('{').unwrap_or(&flat)) > 0 {
        return None;
    }
    if let Some(pattern) = flat.strip_suffix(" => {") {
        let (body_lines, body) = logical_line(rest.get(used - 1..)?)?;
        let end = rest.get(used - 1 + body_lines)?.trim_start();
        let is_expression = !body.ends_with([';', '{', ',']);
        return (is_expression && matches!(end, "}" | "},"))
            .then(|| (used + body_lines + 1, format!("{pattern} => {body},")));
    }
    Some((used, flat))
}

/// Whether a line ends with a brace that opens a block of statements or items.
fn is_block(flat: &str) -> bool {
    let before = flat.strip_suffix(" {");
    before.is_some_and(|before| !begins_literal(before) && !before.ends_with('|'))
}

/// The closures without the braces around their bodies.
fn without_braces(mut flat: String) -> Option<String> {
    while let Some(open) = flat.find("| { ") {
        let body = flat.get(open + 4..)?;
        let length = closing(body)?;
        let (body, rest) = (body.get(..length)?, body.get(length + 1..)?);
        flat = format!("{}| {}{rest}", flat.get(..open)?, body.trim_end());
    }
    Some(flat)
}

/// Appends a line to the code before it.
fn join(flat: &mut String, line: &str) {
    if line.starts_with([')', ']', '>', '}']) && flat.ends_with(',') {
        flat.pop();
    }
    let is_close = line.starts_with([')', ']', '>', '.', '?']);
    let is_empty = flat.ends_with('{') && line.starts_with('}');
    if !is_close && !is_empty && !flat.ends_with(['(', '[', '<']) {
        flat.push(' ');
    }
    flat.push_str(line);
}

/// A logical line, broken by rustfmt's rules; `None` if none of them applies.
fn fit_line(flat: &str, indent: usize) -> Option<String> {
    let shape = Shape::indented(indent);
    // rustfmt reserves a column for a field's comma after the field's attributes too.
    let of_value = margin_of_value(flat);
    let margin = match flat {
        _ if flat.starts_with("#[serde(") => 1,
        // It subtracts a derive's `()]` twice.
        _ if flat.starts_with("#[derive(") => 3,
        _ => of_value,
    };
    // rustfmt does not count the indentation of an `impl`.
    let used = if flat.starts_with("impl") { 0 } else { indent };
    let fits = used + width(flat) + margin <= WIDTH && !has_literal(flat);
    if let Some(signature) = flat.strip_suffix(" {").filter(|_| flat.contains("fn ")) {
        return if fits {
            Some(flat.to_owned())
        } else {
            function(signature, indent)
        };
    }
    if fits {
        return Some(flat.to_owned());
    }
    if flat.starts_with("impl") {
        return implementation(flat, indent);
    }
    if let Some(head) = flat.strip_suffix(" {") {
        let is_type = head.contains("struct ") || head.contains("enum ");
        // A pattern bound to a name has no other place to break.
        let is_pattern = head.starts_with("if let ") && head.ends_with(" = self");
        return (is_type || is_pattern).then(|| format!("{head}\n{}{{", pad(indent)));
    }
    if let Some(attribute) = flat.strip_prefix("#[") {
        return attribute
            .strip_suffix(")]")
            .and_then(|list| attribute_list(list, indent));
    }
    if let Some((pattern, body)) = split_once(flat, " => ") {
        return rewrite_match_arm(pattern, body.strip_suffix(',')?, shape);
    }
    let (code, end) = match flat.strip_suffix([';', ',']) {
        Some(code) => (code, flat.strip_prefix(code)?),
        None => (flat, ""),
    };
    let shape = shape.sub_width(end.len() + of_value)?;
    let fitted = if let Some((left, right)) = split_once(code, " = ") {
        rewrite_assign_rhs(&format!("{left} ="), right, shape)
    } else if let Some((name, ty)) = split_once(code, ": ") {
        rewrite_assign_rhs(&format!("{name}:"), ty, shape)
    } else {
        rewrite(code, shape)
    };
    Some(fitted? + end)
}

/// The columns reserved after the value of `let name = value;` or `place = value;`.
fn margin_of_value(flat: &str) -> usize {
    let code = flat.strip_suffix(';');
    let value = code.and_then(|it| split_once(it, " = "));
    value.map_or(0, |(_, value)| margin(value))
}

/// `impl Trait for T {` that does not fit on a line.
fn implementation(flat: &str, indent: usize) -> Option<String> {
    let (head, is_empty) = match flat.strip_suffix(" {}") {
        Some(head) => (head, true),
        None => (flat.strip_suffix(" {")?, false),
    };
    // 2 = ` {`
    if is_empty && width(head) + 2 <= WIDTH {
        return Some(flat.to_owned());
    }
    let (interface, ty) = head.rsplit_once(" for ")?;
    let margin = pad(indent);
    let end = match is_empty {
        true => format!("{{\n{margin}}}"),
        false => "{".to_owned(),
    };
    Some(format!(
        "{interface}\n{}for {ty}\n{margin}{end}",
        pad(indent + 4)
    ))
}

/// `#[name(items)]` that does not fit on a line.
fn attribute_list(attribute: &str, indent: usize) -> Option<String> {
    let (name, items) = attribute.split_once('(')?;
    let inner = format!("\n{}", pad(indent + 4));
    let items = match name {
        // These stay on one line, and their comma counts too.
        "derive" => format!("{items},"),
        _ => list(items).join(&format!(",{inner}")),
    };
    Some(format!("#[{name}({inner}{items}\n{})]", pad(indent)))
}

/// `fn name(parameters) -> T {` that does not fit on a line.
fn function(signature: &str, indent: usize) -> Option<String> {
    let (head, ty) = match split_once(signature, " -> ") {
        Some((head, ty)) => (head, Some(ty)),
        None => (signature, None),
    };
    let (name, _, parameters) = last_group(head)?;
    let shape = Shape::indented(indent + 4).sub_width(1)?;
    let mut text = format!("{name}(\n");
    for parameter in list(parameters) {
        let parameter = match split_once(parameter, ": ") {
            Some((name, ty)) => {
                // In a trait, rustfmt counts neither the parameter's indentation nor its comma.
                let shape = if ty.starts_with("impl ") {
                    shape.add_width(5)
                } else {
                    shape
                };
                let room = shape.offset_left(name.len() + 2);
                let broken = room.and_then(|shape| rewrite(ty, shape));
                // A line that fits in no layout exceeds the width.
                format!("{name}: {}", broken.as_deref().unwrap_or(ty))
            }
            None => parameter.to_owned(),
        };
        text.push_str(&format!("{}{parameter},\n", pad(indent + 4)));
    }
    let mut last = format!("{})", pad(indent));
    if let Some(ty) = ty {
        // rustfmt counts the arrow here, but not the parenthesis.
        let ty = rewrite(ty, Shape::indented(indent).sub_width(3)?)?;
        last.push_str(&format!(" -> {ty}"));
    }
    text.push_str(&last);
    // rustfmt counts the indentation twice.
    let is_full = width(last.lines().last()?) + 2 > WIDTH.saturating_sub(indent);
    text.push_str(&if is_full {
        format!("\n{}{{", pad(indent))
    } else {
        " {".to_owned()
    });
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::layout;

    #[test]
    fn what_fits_on_a_line_is_on_one() {
        let broken =
            "    request\n        .label(\n            \"a\",\n            &self.a,\n        );\n";
        assert_eq!(layout(broken), "    request.label(\"a\", &self.a);\n");
    }

    #[test]
    fn a_value_that_fits_on_the_next_line_goes_there() {
        let name = "n".repeat(60);
        let broken =
            format!("    let {name} = Request::new(\n        Method::GET,\n        1,\n    );\n");
        let laid_out = format!("    let {name} =\n        Request::new(Method::GET, 1);\n");
        assert_eq!(layout(&broken), laid_out);
    }

    #[test]
    fn a_tried_chain_needs_room_for_its_end_twice() {
        for (letters, breaks) in [(42, false), (43, true)] {
            let name = "n".repeat(letters);
            let whole = format!("        let {name} = XML.output::<Self>(response)?;\n");
            let broken =
                format!("        let {name} =\n            XML.output::<Self>(response)?;\n");
            let laid_out = if breaks { &broken } else { &whole };
            assert_eq!(&layout(&whole), laid_out, "{letters}");
        }
    }

    #[test]
    fn a_parameter_breaks_where_rustfmt_has_no_room_for_its_type() {
        let function = |letters: usize, ty: &str| {
            let name = "n".repeat(letters);
            format!("    pub fn f(\n        {name}: {ty},\n    ) -> Self {{\n        x\n    }}\n")
        };
        for (letters, breaks) in [(66, false), (67, true), (74, true), (75, false)] {
            let whole = function(letters, "impl Into<String>");
            let broken = function(letters, "impl Into<\n            String,\n        >");
            let laid_out = if breaks { &broken } else { &whole };
            assert_eq!(&layout(&whole), laid_out, "{letters}");
            assert_eq!(&layout(&broken), laid_out, "{letters}");
        }
    }

    #[test]
    fn a_literal_has_a_field_per_line() {
        assert_eq!(
            layout("        Self { client, name: None }\n"),
            "        Self {\n            client,\n            name: None,\n        }\n"
        );
        assert_eq!(
            layout("    pub fn f() -> Self {\n"),
            "    pub fn f() -> Self {\n"
        );
    }
}
