//! Text from tokens, as rustfmt would have it.

use crate::output::MARK;
use proc_macro2::TokenStream;

/// A file: header, then its items with a blank line between them.
pub(super) fn render(source: &str, tokens: TokenStream) -> Result<String, syn::Error> {
    let file: syn::File = syn::parse2(tokens)?;
    let text = spaced(&prettyplease::unparse(&file));
    Ok(format!(
        "// {MARK} by cargo xtask regen from {source}. Do not edit.\n\n{text}"
    ))
}

/// The text with blank lines between items and between functions, which prettyplease leaves out.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    for line in text.lines() {
        if begins_a_group(previous, line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

/// Whether a blank line belongs between two lines.
fn begins_a_group(previous: &str, line: &str) -> bool {
    if previous.is_empty() || line.is_empty() {
        return false;
    }
    let ends_item = matches!(previous, "}" | ");" | "};") || {
        let is_use = kind(previous).is_some();
        let same = is_use && kind(previous) == kind(line);
        let statement = previous.ends_with(';') && !previous.starts_with(' ');
        (statement && !same && !previous.starts_with('#')) || (previous.starts_with("//!") && !line.starts_with("//!"))
    };
    let is_inner = |line: &str| line.starts_with("#![");
    if is_inner(previous) && !is_inner(line) {
        return true;
    }
    let ends_function = previous == "    }" && line != "}" && line.starts_with("    ");
    let ends_associated = previous.starts_with("    const ") || previous.starts_with("    pub const ");
    let ends_associated_type =
        previous.starts_with("    type ") && !line.starts_with("    type ");
    ends_item
        || ends_function
        || (ends_associated && previous.ends_with(';') && line != "}")
        || (ends_associated_type && line != "}")
}

/// What a line at the top level is, for lines that stand together.
fn kind(line: &str) -> Option<&'static str> {
    if line.starts_with("use ") || line.starts_with("#[cfg(feature = \"client\")]") {
        Some("use")
    } else if line.starts_with("pub use ") {
        Some("pub use")
    } else if line.starts_with("mod ") || line.starts_with("pub mod ") {
        Some("mod")
    } else {
        None
    }
}
