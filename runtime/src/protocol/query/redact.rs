//! Forms and XML without what is not to be recorded.

use super::xml::{self, name};
use crate::protocol::XmlLimits;
use roxmltree::Node;

const REDACTED: &str = "REDACTED";

/// A form or an XML document without the values of these members, at any depth; `None` where it is
/// neither.
pub(crate) fn redacted(text: &str, sensitive: &[&str]) -> Option<String> {
    if text.starts_with("Action=") {
        Some(redacted_form(text, sensitive))
    } else if text.trim_start().starts_with('<') {
        redacted_xml(text, sensitive)
    } else {
        None
    }
}

/// Forms write names with a capital, in EC2.
fn is_sensitive(name: &str, sensitive: &[&str]) -> bool {
    sensitive
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

fn redacted_form(form: &str, sensitive: &[&str]) -> String {
    let pairs = form.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.split('.').any(|part| is_sensitive(part, sensitive)) => {
            format!("{name}={REDACTED}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Elements and their texts alone; `None` where it is no XML.
fn redacted_xml(text: &str, sensitive: &[&str]) -> Option<String> {
    let document = xml::document(text.as_bytes(), &XmlLimits::default()).ok()?;
    let mut made = String::with_capacity(text.len());
    write(document.root_element(), sensitive, false, &mut made);
    Some(made)
}

/// Writes an element, as deep as the limits of XML let it be.
fn write(element: Node<'_, '_>, sensitive: &[&str], is_secret: bool, made: &mut String) {
    let tag = name(element);
    let is_secret = is_secret || is_sensitive(tag, sensitive);
    made.push_str(&format!("<{tag}>"));
    if element.first_element_child().is_none() {
        let text = xml::text(element);
        match is_secret && !text.is_empty() {
            true => made.push_str(stand_in(&text)),
            false => made.push_str(&escaped(&text)),
        }
    }
    for child in xml::elements(element) {
        write(child, sensitive, is_secret, made);
    }
    made.push_str(&format!("</{tag}>"));
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
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
    fn the_pairs_of_sensitive_members_are_blank() {
        let form = "Action=A&Version=1&UserData=x&Part.1.Secret.Key=y&Open=z";
        let expected = "Action=A&Version=1&UserData=REDACTED&Part.1.Secret.Key=REDACTED&Open=z";
        assert_eq!(
            redacted(form, &["userData", "Secret"]).as_deref(),
            Some(expected)
        );
        assert_eq!(redacted(form, &[]).as_deref(), Some(form));
    }

    #[test]
    fn sensitive_elements_keep_their_form_alone() {
        let xml = "<r a='1'>\n<open>x&amp;</open><s><k><![CDATA[<]]>y</k><n>7</n><e/></s></r>";
        let expected = "<r><open>x&amp;</open><s><k>REDACTED</k><n>0</n><e></e></s></r>";
        assert_eq!(redacted(xml, &["s"]).as_deref(), Some(expected));
        assert_eq!(redacted("<r><s>x</r>", &["s"]), None);
        assert_eq!(redacted("plain", &["s"]), None);
    }
}
