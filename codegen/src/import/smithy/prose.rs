//! Converting documentation, which is CommonMark with HTML, to HTML.

use super::super::model::json::Node;
use super::ast::{Ast, Kind, Shape, Traits};
use pulldown_cmark::{Parser, html};
use std::collections::BTreeMap;

const DOCUMENTATION: &str = "smithy.api#documentation";

/// Makes all documentation of an AST HTML, with what else is worth reading at its end: links to
/// other pages, and the values of a number that has names for them.
pub(super) fn to_html(ast: &mut Ast) {
    let values: BTreeMap<String, (String, String)> = ast
        .shapes
        .iter()
        .filter(|(_, shape)| shape.kind == Kind::IntEnum)
        .map(|(id, shape)| {
            let own = html_of(&shape.traits).unwrap_or_default();
            (id.clone(), (own, values_of(shape)))
        })
        .collect();
    for shape in ast.shapes.values_mut() {
        convert(&mut shape.traits);
        for member in shape.members.values_mut() {
            convert(&mut member.traits);
            if let Some((own, values)) = values.get(&member.target) {
                let doc = match member.traits.get(DOCUMENTATION) {
                    Some(Node::Text(doc)) => format!("{doc}{values}"),
                    _ => format!("{own}{values}"),
                };
                member
                    .traits
                    .insert(DOCUMENTATION.to_owned(), Node::Text(doc));
            }
        }
    }
}

fn convert(traits: &mut Traits) {
    if let Some(html) = html_of(traits) {
        traits.insert(DOCUMENTATION.to_owned(), Node::Text(html));
    }
}

fn html_of(traits: &Traits) -> Option<String> {
    let mut text = match traits.get(DOCUMENTATION) {
        Some(Node::Text(text)) => commonmark_or_html(text),
        _ => String::new(),
    };
    if let Some(Node::Object(links)) = traits.get("smithy.api#externalDocumentation") {
        for (name, url) in links {
            if let Node::Text(url) = url {
                let (name, url) = (escaped(name), escaped(url));
                text.push_str(&format!("<p><a href=\"{url}\">{name}</a></p>"));
            }
        }
    }
    (!text.is_empty()).then_some(text)
}

/// The HTML of one text.
pub(super) fn commonmark_or_html(text: &str) -> String {
    if is_html(text) {
        text.to_owned()
    } else {
        commonmark(text)
    }
}

/// AWS's own documentation is HTML throughout, in which nothing is meant as CommonMark.
fn is_html(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

fn commonmark(text: &str) -> String {
    let mut made = String::new();
    html::push_html(&mut made, Parser::new(text));
    made
}

fn values_of(shape: &Shape) -> String {
    let mut list = String::from("<p>Values:</p><ul>");
    for (name, member) in &shape.members {
        let value = member.traits.get("smithy.api#enumValue");
        let value = value.map_or_else(String::new, |value| value.to_json().to_string());
        let doc = html_of(&member.traits);
        let doc = doc.map_or_else(String::new, |doc| format!(": {doc}"));
        let (value, name) = (escaped(&value), escaped(name));
        list.push_str(&format!(
            "<li><code>{value}</code> <code>{name}</code>{doc}</li>"
        ));
    }
    list.push_str("</ul>");
    list
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
