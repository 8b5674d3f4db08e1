//! XML as a value, to be compared.

// `value["key"]` is null where serde_json finds nothing.
#![allow(clippy::indexing_slicing)]

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The tree of a document, without what says nothing: prefixes, the order of attributes, of elements with
/// different names and of a map's entries, white space between elements. `None` where it is no XML.
pub(super) fn tree(text: &str) -> Option<Value> {
    let document = Document::parse(text.trim()).ok()?;
    Some(element(document.root_element()))
}

fn element(node: Node<'_, '_>) -> Value {
    let name = |namespace: Option<&str>, name: &str| {
        format!("{{{}}}{name}", namespace.unwrap_or_default())
    };
    let attributes: BTreeMap<String, &str> = node
        .attributes()
        .map(|attribute| {
            (
                name(attribute.namespace(), attribute.name()),
                attribute.value(),
            )
        })
        .collect();
    let mut children: Vec<Value> = node
        .children()
        .filter(Node::is_element)
        .map(element)
        .collect();
    // Elements of one name keep their order, but for entries: of a key and a value.
    let key = |child: &Value| match child["children"].as_array().map(Vec::as_slice) {
        Some([key, _]) => key["text"].to_string(),
        _ => String::new(),
    };
    children.sort_by_key(|child| (child["name"].to_string(), key(child)));
    let text: String = node.children().filter_map(|child| child.text()).collect();
    json!({
        "name": name(node.tag_name().namespace(), node.tag_name().name()),
        "attributes": attributes,
        "text": if children.is_empty() { text } else { String::new() },
        "children": children,
    })
}

#[cfg(test)]
mod tests {
    use super::tree;

    #[test]
    fn what_says_nothing_is_not_compared() {
        let one = "<?xml version='1.0'?><a x='1' y='2' xmlns='u'>\n <b> c</b></a>";
        assert_eq!(
            tree(one),
            tree("<n:a y='2' x='1' xmlns:n='u'><n:b> c</n:b></n:a>")
        );
        for other in [
            "<a x='1' y='2'><b> c</b></a>",
            "<a x='1' y='2' xmlns='u'><b>c</b></a>",
        ] {
            assert_ne!(tree(one), tree(other));
        }
        assert_eq!(
            tree("<a><b>1</b><c/><b>2</b></a>"),
            tree("<a><b>1</b><b>2</b><c/></a>")
        );
        assert_ne!(
            tree("<a><b>1</b><b>2</b></a>"),
            tree("<a><b>2</b><b>1</b></a>")
        );
        assert_eq!(tree("<a>"), None);
    }
}
