//! Text from tokens, in rustfmt's layout.

use super::layout::{WIDTH, layout};
use crate::escape::{comment, xml_comment};
use crate::naming::NameTable;
use crate::output::MARK;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Item;

/// A file: header, then its items.
pub(super) fn file(source: &str, pieces: Vec<String>) -> String {
    format!("// {}\n\n{}", provenance(source), pieces.join("\n"))
}

/// Items with a blank line between them.
pub(super) fn items(tokens: TokenStream) -> Result<String, syn::Error> {
    let mut file: syn::File = syn::parse2(tokens)?;
    file.items.sort_by_cached_key(order);
    Ok(spaced(&layout(&prettyplease::unparse(&file))))
}

/// Makes rustfmt use the same layout as prettyplease.
pub(super) fn rustfmt_config(source: &str) -> String {
    format!(
        "# {}\n\nedition = \"2024\"\nmax_width = {WIDTH}\nuse_small_heuristics = \"Max\"\n\
         struct_lit_width = 0\nshort_array_element_width_threshold = 0\nmerge_derives = false\n",
        provenance(source)
    )
}

/// The table of names, one per line.
pub(super) fn name_table(source: &str, names: &NameTable) -> String {
    format!("# {}\n{names}", provenance(source))
}

/// An image in the docs.
pub(super) fn picture(source: &str, svg: &str) -> String {
    format!("<!-- {} -->\n{svg}", xml_comment(&provenance(source)))
}

/// The spec file's path below `spec/`, wherever that is: the same spec gives the same bytes.
fn provenance(source: &str) -> String {
    let mut parts = source.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let folder = parts.next().unwrap_or_default();
    let source = comment(&format!("spec/{folder}/{file}"));
    format!("{MARK} by cargo xtask regen from {source}. Do not edit.")
}

/// Modules first, then imports, each in rustfmt's order, then other items in their own.
fn order(item: &Item) -> (u8, Vec<(u8, String)>) {
    match item {
        Item::Mod(module) if module.content.is_none() => {
            let name = module.ident.to_string();
            // Only modules are sorted as plain text, without regard to numbers.
            (0, vec![(0, name.trim_start_matches("r#").to_owned())])
        }
        Item::Use(import) => {
            let is_public = !matches!(import.vis, syn::Visibility::Inherited);
            let path = import.tree.to_token_stream().to_string();
            // A renamed crate is sorted before its contents.
            let path = path
                .split(" as ")
                .next()
                .unwrap_or_default()
                .replace(' ', "");
            (
                1 + u8::from(is_public),
                path.split("::").map(segment).collect(),
            )
        }
        _ => (3, Vec::new()),
    }
}

/// A segment of an import's path: `crate` before other crates, a group after names.
fn segment(segment: &str) -> (u8, String) {
    let rank = match segment.chars().next() {
        _ if segment == "crate" => 0,
        Some('{') => 3,
        Some('*') => 2,
        _ => 1,
    };
    (rank, versioned(segment.trim_end_matches(';')))
}

/// A sort key with rustfmt's order: underscores first, numbers by value.
pub(super) fn versioned(name: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for char in name.trim_start_matches("r#").chars().chain([' ']) {
        if char.is_ascii_digit() {
            digits.push(char);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>20}"));
            digits.clear();
        }
        key.push(if char == '_' { ' ' } else { char });
    }
    key
}

/// The text with blank lines between items and between functions, which prettyplease omits; within
/// modules too.
fn spaced(text: &str) -> String {
    let Some((before, rest)) = text.split_once(MODULE) else {
        return spaced_items(text);
    };
    let (inside, after) = rest.split_once("\n}\n").unwrap_or((rest, ""));
    let dedented: Vec<_> = inside
        .lines()
        .map(|line| line.strip_prefix(INDENT).unwrap_or(line))
        .collect();
    let mut out = spaced_items(&format!("{before}{MODULE}"));
    out.truncate(out.trim_end().len());
    for line in spaced_items(&dedented.join("\n")).lines() {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(INDENT);
            out.push_str(line);
        }
    }
    out.push_str("\n}\n");
    out + &spaced_items(after)
}

fn spaced_items(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    let mut group = Group::Other;
    for (index, line) in lines.iter().enumerate() {
        // Docs and attributes, of one line or several, belong to the item below.
        let item = match is_attribute(line) {
            true => lines
                .iter()
                .skip(index)
                .find(|line| !is_attribute(line) && !line.starts_with([' ', ')'])),
            false => Some(line),
        };
        let next = item.and_then(|line| Group::of(line)).unwrap_or(group);
        if !previous.is_empty() && begins_a_group(previous, group, line, next) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
        group = next;
    }
    out
}

/// The first line of the module of code that needs the client.
const MODULE: &str = "\nmod with_client {\n";

/// How deep a module's items are.
const INDENT: &str = "    ";

fn is_attribute(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with("///")
}

/// Lines without blank lines between them at the top level of a file.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Group {
    InnerDoc,
    InnerAttribute,
    Module,
    Use,
    PublicUse,
    Other,
}

impl Group {
    /// The group that a line begins or continues; `None` if it is part of the line before.
    fn of(line: &str) -> Option<Self> {
        const STARTS: [(&str, Group); 7] = [
            ("//!", Group::InnerDoc),
            ("#![", Group::InnerAttribute),
            ("mod ", Group::Module),
            ("pub mod ", Group::Module),
            ("use ", Group::Use),
            ("pub use ", Group::PublicUse),
            ("pub(crate) use ", Group::PublicUse),
        ];
        let start = STARTS.iter().find(|(start, _)| line.starts_with(start));
        match start {
            Some((_, Self::Module)) if !line.ends_with(';') => Some(Self::Other),
            Some((_, group)) => Some(*group),
            None if line.starts_with([' ', '}', ')']) => None,
            None => Some(Self::Other),
        }
    }
}

/// Whether a blank line belongs between two lines.
fn begins_a_group(previous: &str, group: Group, line: &str, next: Group) -> bool {
    if group != next {
        return true;
    }
    let at_top = |line: &str| !line.starts_with([' ', '}', ')']);
    let ends_item = group == Group::Other
        && at_top(line)
        && !previous.starts_with(' ')
        && !is_attribute(previous)
        && previous.ends_with(['}', ';']);
    let inside_item = line.starts_with("    ") && !line.starts_with("     ");
    let is_macro = previous.starts_with("    ") && previous.ends_with("!();");
    let ends_function = (previous == "    }" || is_macro) && inside_item;
    let ends_associated = ["    type ", "    const ", "    pub const "]
        .iter()
        .any(|start| {
            previous.starts_with(start) && previous.ends_with(';') && !line.starts_with(start)
        });
    ends_item || ends_function || (ends_associated && inside_item)
}
