//! The operations of a document: old sites have all of a service on one page.

use crate::import::page::mark::ITEM;

/// The text of each operation: what begins with its signature. A document of one is given whole.
pub(crate) fn operations(text: &str) -> Vec<&str> {
    let signatures = signatures(text);
    let mut parts: Vec<&str> = Vec::new();
    for (at, (start, is_client)) in signatures.iter().enumerate() {
        let end = signatures.get(at + 1).map_or(text.len(), |(next, _)| *next);
        let part = text.get(*start..end).unwrap_or_default();
        if *is_client && part.contains("Request Syntax") {
            parts.push(part);
        }
    }
    if parts.len() < 2 { vec![text] } else { parts }
}

/// Where the lines begin that are the signature of something, and whether it is a client's method.
fn signatures(text: &str) -> Vec<(usize, bool)> {
    let mut signatures: Vec<(usize, bool)> = Vec::new();
    let mut before = "";
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let signature = line.trim_start_matches([ITEM, '-', ' ']);
        let class = signature.strip_prefix("class ");
        let name = class.unwrap_or(signature);
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
        let (name, rest) = name.split_at(end.unwrap_or(name.len()));
        let is_client = name.contains(".Client.") && rest.starts_with('(');
        let is_other = class.is_some()
            && (name.contains(".Paginator.") || name.contains(".Waiter.") || name.contains('.'));
        if (is_client && name != before) || is_other {
            before = name;
            signatures.push((start, is_client));
        }
        start += line.len();
    }
    signatures
}

#[cfg(test)]
mod tests {
    use super::operations;

    #[test]
    fn operations_are_told_apart_by_their_signatures() {
        let page = "x.Client.close()\nCloses.\nx.Client.get(**kwargs)\nRequest Syntax\na\n\
                    x.Client.put(**kwargs)\nRequest Syntax\nb\nclass x.Paginator.List\nRequest Syntax\n";
        assert_eq!(
            operations(page),
            [
                "x.Client.get(**kwargs)\nRequest Syntax\na\n",
                "x.Client.put(**kwargs)\nRequest Syntax\nb\n"
            ]
        );
        let one =
            "x / Client / get\nx.Client.get(**kwargs)\nRequest Syntax\nx.Client.exceptions.Gone\n";
        assert_eq!(operations(one), [one]);
    }
}
