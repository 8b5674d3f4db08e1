//! XML as a value, to be compared.

use roxmltree::{Document, Node};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The tree of a document, without what says nothing: prefixes, the order of attributes, white space between
/// elements. `None` where it is no XML.
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
    let children: Vec<Value> = node
        .children()
        .filter(Node::is_element)
        .map(element)
        .collect();
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
        assert_eq!(tree("<a>"), None);
    }
}
