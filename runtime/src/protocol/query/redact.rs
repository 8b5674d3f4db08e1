//! Forms and XML without what is not to be recorded.

use super::xml::{self, name};
use roxmltree::Node;
use std::ops::Range;

const REDACTED: &str = "REDACTED";

/// A form or an XML document without the values of these members, at any depth; other text as it is.
pub(crate) fn redacted(text: &str, sensitive: &[&str]) -> String {
    if sensitive.is_empty() {
        text.to_owned()
    } else if text.starts_with("Action=") {
        redacted_form(text, sensitive)
    } else if text.trim_start().starts_with('<') {
        redacted_xml(text, sensitive).unwrap_or_else(|| REDACTED.to_owned())
    } else {
        text.to_owned()
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

/// `None` where it is no XML.
fn redacted_xml(text: &str, sensitive: &[&str]) -> Option<String> {
    let document = xml::document(text.as_bytes()).ok()?;
    let secrets = document
        .descendants()
        .filter(|node| node.is_element() && node.text().is_some())
        .filter(|node| node.first_element_child().is_none())
        .filter(|node| {
            node.ancestors()
                .any(|around| is_sensitive(name(around), sensitive))
        });
    let mut made = String::with_capacity(text.len());
    let mut end = 0;
    for secret in secrets {
        let Range { start, end: after } = secret.range();
        made.push_str(text.get(end..start)?);
        let tag = name(secret);
        made.push_str(&format!("<{tag}>{}</{tag}>", stand_in(secret)));
        end = after;
    }
    made.push_str(text.get(end..)?);
    Some(made)
}

/// A value of the same form, so that it can be read again.
fn stand_in(node: Node<'_, '_>) -> &'static str {
    match &*xml::text(node) {
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
        assert_eq!(redacted(form, &["userData", "Secret"]), expected);
        assert_eq!(redacted(form, &[]), form);
    }

    #[test]
    fn sensitive_elements_keep_their_form_alone() {
        let xml = "<r a='1'><open>x</open><s><k><![CDATA[<]]>y</k><n>7</n><e/></s></r>";
        let expected = "<r a='1'><open>x</open><s><k>REDACTED</k><n>0</n><e/></s></r>";
        assert_eq!(redacted(xml, &["s"]), expected);
        assert_eq!(redacted("<r><s>x</r>", &["s"]), "REDACTED");
        assert_eq!(redacted("plain", &["s"]), "plain");
    }
}
