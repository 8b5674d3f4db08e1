//! What a response of the query protocols is: the output or an error.

use super::names::{Dialect, Query};
use crate::operation::Operation;
use crate::operation::error::RequestError;
use crate::protocol::XmlLimits;
use crate::protocol::failure::ErrorResponse;
use crate::protocol::problem::Problem;
use crate::protocol::xml::{self, Node};
use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

impl Query {
    /// An operation's output.
    ///
    /// # Errors
    /// The body is not such an output.
    pub fn output<O: Operation<Output: DeserializeOwned>>(
        &self,
        response: &Response<Bytes>,
    ) -> Result<O::Output, RequestError> {
        let body: &[u8] = response.body();
        output(self, O::METADATA.name, body, &xml::limits(response))
            .map_err(|problem| problem.into_unreadable().in_body(body))
    }

    /// The error a response reports; `None` where it reports success.
    #[must_use]
    pub fn failure<'a>(&'static self, response: &'a Response<Bytes>) -> Option<ErrorResponse<'a>> {
        xml::failure(&self.names, response)
    }
}

/// The output in a response's body; no body is an output without members.
fn output<T: DeserializeOwned>(
    query: &Query,
    operation: &str,
    body: &[u8],
    limits: &XmlLimits,
) -> Result<T, Problem> {
    if body.is_empty() {
        return xml::empty(&query.names);
    }
    let document = xml::document(body, limits)?;
    let root = document.root_element();
    let is = |node: Node<'_, '_>, part| node.name().strip_suffix(part) == Some(operation);
    let result = match query.dialect {
        Dialect::Ec2 => None,
        Dialect::Query => root.elements().find(|child| is(*child, "Result")),
    };
    match result {
        Some(result) => xml::read(&query.names, result),
        None if is(root, "Response") => xml::read(&query.names, root),
        None => {
            let expected = format!("expected the element `{operation}Response`");
            let shown = format!("the root is `{}`, {expected}", root.name());
            Err(Problem::of(shown, expected))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Deserialize;

    static PLAIN: Query = Query::ec2("1", &[]);

    #[derive(Debug, Default, Deserialize)]
    struct Tree {
        tree: Option<Box<Tree>>,
        leaf: Option<f64>,
    }

    fn tree(depth: usize) -> Result<Tree, Problem> {
        let text = format!(
            "{}<leaf>1</leaf>{}",
            "<tree>".repeat(depth),
            "</tree>".repeat(depth)
        );
        let text = format!("<Response>{text}</Response>");
        output(&PLAIN, "", text.as_bytes(), &XmlLimits::default())
    }

    #[test]
    fn depth_is_bounded() {
        let mut node = tree(100).unwrap();
        while let Some(inner) = node.tree {
            node = *inner;
        }
        assert_eq!(node.leaf, Some(1.0));
        let error = tree(100_000).unwrap_err().to_string();
        assert_eq!(error, "elements are nested too deep");
    }

    #[test]
    fn a_document_type_is_refused() {
        let text = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a><leaf>&b;</leaf></a>";
        assert!(output::<Tree>(&PLAIN, "", text, &XmlLimits::default()).is_err());
    }
}
