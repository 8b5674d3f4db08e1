//! XML without what is not to be recorded.

use super::read;
use super::tree::Node;
use crate::protocol::XmlLimits;

/// What stands in place of a value.
pub(in crate::protocol) const REDACTED: &str = "REDACTED";

/// Whether a name is one of these members'. Forms write names with a capital, in EC2.
pub(in crate::protocol) fn is_sensitive(name: &str, sensitive: &[&str]) -> bool {
    sensitive
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements, their attributes and texts alone; `None` where it is no XML.
pub(in crate::protocol) fn redacted(text: &str, sensitive: &[&str]) -> Option<String> {
    if !text.trim_start().starts_with('<') {
        return None;
    }
    let document = read::document(text.as_bytes(), &XmlLimits::default()).ok()?;
    let mut made = String::with_capacity(text.len());
    write(document.root_element(), sensitive, false, &mut made);
    Some(made)
}

/// Writes an element, as deep as the limits of XML let it be.
fn write(element: Node<'_, '_>, sensitive: &[&str], is_secret: bool, made: &mut String) {
    let tag = element.name();
    let is_secret = is_secret || is_sensitive(tag, sensitive);
    made.push_str(&format!("<{tag}"));
    for attribute in element.attributes() {
        let (name, value) = (attribute.name, &*attribute.value);
        let value = match is_secret || is_sensitive(name, sensitive) {
            true => stand_in(value).into(),
            false => escaped(value),
        };
        made.push_str(&format!(" {name}=\"{value}\""));
    }
    made.push('>');
    if !element.has_elements() {
        let text = element.text();
        match is_secret && !text.is_empty() {
            true => made.push_str(stand_in(&text)),
            false => made.push_str(&escaped(&text)),
        }
    }
    for child in element.elements() {
        write(child, sensitive, is_secret, made);
    }
    made.push_str(&format!("</{tag}>"));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A value of the same form, so that it can be read again.
fn stand_in(text: &str) -> &'static str {
    match text {
        "true" => "true",
        "false" => "false",
        number if number.trim().parse::<f64>().is_ok() => "0",
        _ => REDACTED,
    }
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn sensitive_elements_keep_their_form_alone() {
        let xml = "<r a='&quot;1' x:b='2' xmlns:x='u'>\n<open s='0'>x&amp;</open><s><k><![CDATA[<]]>y</k><n>7</n><e/></s></r>";
        let expected = r#"<r a="&quot;1" b="2"><open s="0">x&amp;</open><s><k>REDACTED</k><n>0</n><e></e></s></r>"#;
        assert_eq!(redacted(xml, &["s"]).as_deref(), Some(expected));
        assert_eq!(redacted("<r><s>x</r>", &["s"]), None);
        assert_eq!(redacted("plain", &["s"]), None);
    }
}
