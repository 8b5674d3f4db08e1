//! Names with prefixes, and the namespaces that those stand for.

use super::chars;
use std::borrow::Cow;

/// The namespace of the prefix `xml`, which is always declared.
const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of the prefix `xmlns`, which never is.
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// The name of an element or of an attribute.
#[derive(Clone, Copy)]
pub(super) struct Name<'i> {
    pub(super) whole: &'i str,
    pub(super) prefix: &'i str,
    pub(super) local: &'i str,
}

impl<'i> Name<'i> {
    /// A name, with the byte of the colon in it.
    pub(super) fn new(whole: &'i str, colon: Option<usize>) -> Self {
        let (prefix, local) = match colon {
            Some(colon) => (
                whole.get(..colon).unwrap_or_default(),
                whole.get(colon + 1..).unwrap_or_default(),
            ),
            None => ("", whole),
        };
        Self {
            whole,
            prefix,
            local,
        }
    }

    /// Whether its parts begin as names may.
    pub(super) fn is_one(self) -> bool {
        chars::begins_name(self.local)
            && (self.prefix.is_empty() || chars::begins_name(self.prefix))
    }

    pub(super) fn declares_namespace(self) -> bool {
        self.prefix == "xmlns" || self.whole == "xmlns"
    }
}

/// The prefixes that are declared, the inner ones last.
#[derive(Default)]
pub(super) struct Prefixes<'i>(Vec<(&'i str, Cow<'i, str>)>);

impl<'i> Prefixes<'i> {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Takes in what an attribute declares.
    pub(super) fn declare(&mut self, name: Name<'i>, uri: Cow<'i, str>) -> Result<(), String> {
        let is_xml = name.prefix == "xmlns" && name.local == "xml";
        if uri == XMLNS {
            return Err("the 'xmlns' URI must not be declared, but is".to_owned());
        }
        if is_xml != (uri == XML) {
            return Err(match is_xml {
                true => "'xml' namespace prefix mapped to wrong URI".to_owned(),
                false => "the 'xml' namespace URI is used for not 'xml' prefix".to_owned(),
            });
        }
        // Names without a prefix are what they are, whatever their namespace.
        if name.prefix == "xmlns" && !is_xml {
            self.0.push((name.local, uri));
        }
        Ok(())
    }

    /// Refuses a tag with a prefix that is not declared, or with an attribute twice.
    pub(super) fn resolve(&self, element: Name<'i>, attributes: &[Name<'i>]) -> Result<(), String> {
        if element.prefix == "xmlns" {
            return Err("the 'xmlns' prefix must not be used, but is".to_owned());
        }
        self.uri(element.prefix)?;
        let prefixed = |name: &&Name<'i>| !(name.prefix.is_empty() || name.declares_namespace());
        for (index, name) in attributes.iter().enumerate() {
            if !prefixed(&name) {
                continue;
            }
            let uri = self.uri(name.prefix)?;
            let before = attributes.iter().take(index);
            let mut same = before
                .filter(|other| other.local == name.local)
                .filter(prefixed);
            if same.any(|other| self.uri(other.prefix) == Ok(uri)) {
                return Err(format!("attribute '{}' is already defined", name.local));
            }
        }
        Ok(())
    }

    /// The namespace of a prefix; an empty one has what does not matter here.
    fn uri(&self, prefix: &str) -> Result<&str, String> {
        if prefix.is_empty() {
            return Ok("");
        }
        if prefix == "xml" {
            return Ok(XML);
        }
        let mut declared = self.0.iter().rev();
        match declared.find(|(declared, _)| *declared == prefix) {
            Some((_, uri)) => Ok(uri),
            None => Err(format!("an unknown namespace prefix '{prefix}'")),
        }
    }
}
