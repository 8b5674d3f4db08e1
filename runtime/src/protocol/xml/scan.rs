//! A look at XML before it is parsed, whose work grows with its length alone.

use crate::protocol::XmlLimits;

/// What was found so far.
struct Scan<'a> {
    limits: &'a XmlLimits,
    depth: usize,
    namespaces: usize,
    nodes: usize,
}

/// Refuses XML that holds more than it may. Whether it is well-formed is left to the parser.
pub(super) fn check(xml: &str, limits: &XmlLimits) -> Result<(), &'static str> {
    let mut scan = Scan {
        limits,
        depth: 0,
        namespaces: 0,
        nodes: 0,
    };
    let mut rest = xml;
    while let Some((text, tag)) = rest.split_once('<') {
        scan.count(1 + usize::from(!text.is_empty()))?;
        let end = |end: &str| tag.split_once(end).map_or("", |(_, rest)| rest);
        rest = match tag.as_bytes() {
            [b'!', b'-', b'-', ..] => end("-->"),
            [b'!', b'[', ..] => end("]]>"),
            [b'!', ..] => return Err("it has a document type"),
            [b'?', ..] => end("?>"),
            [b'/', ..] => {
                scan.depth = scan.depth.saturating_sub(1);
                end(">")
            }
            _ => scan.element(tag)?,
        };
    }
    Ok(())
}

impl Scan<'_> {
    fn count(&mut self, nodes: usize) -> Result<(), &'static str> {
        self.nodes += nodes;
        match self.nodes > self.limits.nodes {
            true => Err("it has too many nodes"),
            false => Ok(()),
        }
    }

    /// Looks at a start tag; what follows it.
    fn element<'a>(&mut self, tag: &'a str) -> Result<&'a str, &'static str> {
        let mut attributes = 0;
        let mut rest = tag;
        loop {
            let Some(index) = rest.find(['=', '"', '\'', '>']) else {
                return Ok("");
            };
            let (before, mark) = rest.split_at(index);
            rest = mark.get(1..).unwrap_or_default();
            match mark.as_bytes().first() {
                Some(b'=') => {
                    attributes += 1;
                    let name = before.split_ascii_whitespace().next_back();
                    let is_namespace = name.is_some_and(|name| name.starts_with("xmlns"));
                    self.namespaces += usize::from(is_namespace);
                    self.count(1)?;
                }
                Some(b'>') => {
                    if !before.ends_with('/') {
                        self.depth += 1;
                    }
                    break;
                }
                Some(quote) => {
                    let quote = char::from(*quote);
                    rest = rest.split_once(quote).map_or("", |(_, rest)| rest);
                }
                None => break,
            }
            if attributes > self.limits.attributes {
                return Err("an element has too many attributes");
            }
        }
        if self.namespaces > self.limits.namespaces {
            return Err("it has too many declarations of namespaces");
        }
        if self.depth > self.limits.depth {
            return Err("elements are nested too deep");
        }
        Ok(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(xml: &str) -> Result<(), &'static str> {
        check(xml, &XmlLimits::default())
    }

    #[test]
    fn what_a_document_holds_is_bounded() {
        let attributes =
            |count: usize| -> String { (0..count).map(|index| format!(" a{index}='='")).collect() };
        let namespaces = |count: usize| -> String {
            let declared = |index| format!("<a xmlns:n{index} = \"x>y\"/>");
            (0..count).map(declared).collect()
        };
        assert!(checked(&format!("<r{}/>", attributes(100))).is_ok());
        assert!(checked(&format!("<r{}/>", attributes(101))).is_err());
        assert!(checked(&namespaces(100)).is_ok());
        assert!(checked(&namespaces(101)).is_err());
        assert!(checked(&"<a>".repeat(128)).is_ok());
        assert!(checked(&"<a>".repeat(129)).is_err());
        assert!(checked(&"<a></a><b/>".repeat(1000)).is_ok());
        let few = XmlLimits::default().with_nodes(10);
        assert!(check(&"<a/>".repeat(10), &few).is_ok());
        assert!(check(&"<a/>".repeat(11), &few).is_err());
        assert!(checked("<!DOCTYPE a>").is_err());
        let limits = XmlLimits::default().with_attributes(1000);
        assert!(check(&format!("<r{}/>", attributes(1000)), &limits).is_ok());
    }

    #[test]
    fn what_only_looks_like_elements_is_not_counted() {
        let inner = "<a b='c'>".repeat(200);
        for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?x ", "?>")] {
            assert_eq!(checked(&format!("<r>{start}{inner}{end}</r>")), Ok(()));
        }
        assert_eq!(checked("<"), Ok(()));
        assert_eq!(checked("<a b='"), Ok(()));
        assert_eq!(checked("<!--"), Ok(()));
    }
}
