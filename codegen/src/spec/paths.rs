//! An operation's spec as flat rows: one per parameter, member, element, key and value.

use super::{Operation, Ordered, Shape, Shapes, Type};
use std::fmt;

/// A row of a flattened operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// `request` or `response`.
    pub section: &'static str,
    /// Where it is, such as `image.outputResources.amis[].state.status`: `[]` is an element of a
    /// list, `{key}` a key of a map and `{}` a value of one.
    pub path: String,
    /// The type as a page documents it, such as `dict`; see [`Type::documented`].
    pub kind: &'static str,
    /// The known values, in documented order.
    pub values: &'a [String],
    /// Whether it is required in the request.
    pub required: bool,
    /// What it is for.
    pub doc: Option<&'a str>,
    /// The shape, with references resolved.
    pub shape: &'a Shape,
    /// The steps from the section to here.
    pub steps: Vec<Step<'a>>,
}

/// A step on the path to a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step<'a> {
    /// To a member of a structure: its name, and its index.
    Member(&'a str, usize),
    /// To the elements of a list.
    Element,
    /// To the keys of a map.
    Key,
    /// To the values of a map.
    Value,
}

impl Step<'_> {
    fn path(steps: &[Step<'_>]) -> String {
        let mut path = String::new();
        for step in steps {
            match step {
                Step::Member(..) if !path.is_empty() => path.push('.'),
                _ => {}
            }
            path.push_str(match step {
                Step::Member(name, _) => name,
                Step::Element => "[]",
                Step::Key => "{key}",
                Step::Value => "{}",
            });
        }
        path
    }
}

impl Type {
    /// The type's name on a page: `dict` is a structure or a map, `integer` has any width.
    #[must_use]
    pub fn documented(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Byte | Self::Short | Self::Integer | Self::Long => "integer",
            Self::Float | Self::Double => "float",
            Self::Timestamp => "datetime",
            Self::Blob => "bytes",
            Self::List => "list",
            Self::Map | Self::Structure | Self::Union | Self::Recursive => "dict",
            Self::Document => "document",
        }
    }
}

/// The rows of an operation: the request's, then the response's, each in the page's order, a member before
/// its contents. References are resolved with `shapes`; one that is missing or recursive has no rows below
/// it.
///
/// # Errors
/// There are more than [`MOST_ROWS`].
pub fn flatten<'a>(
    operation: &'a Operation,
    shapes: Option<&'a Shapes>,
) -> Result<Vec<Row<'a>>, TooManyRows> {
    let mut rows = Vec::new();
    for (section, members) in [
        ("request", &operation.request),
        ("response", &operation.response),
    ] {
        let mut walk = Walk {
            section,
            shapes,
            open: Vec::new(),
            rows: &mut rows,
        };
        if let Some(members) = members {
            walk.members(&[], members)?;
        }
    }
    Ok(rows)
}

/// The maximum number of rows of an operation: shapes that refer to others several times multiply at every
/// level.
pub const MOST_ROWS: usize = 1_000_000;

/// An operation has more than [`MOST_ROWS`] rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooManyRows;

impl fmt::Display for TooManyRows {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "the operation has more than {MOST_ROWS} members, its references followed; the shapes it \
             refers to are listed in shapes.json"
        )
    }
}

impl std::error::Error for TooManyRows {}

struct Walk<'a, 'r> {
    section: &'static str,
    shapes: Option<&'a Shapes>,
    /// The names of the shared shapes that stand around this place.
    open: Vec<&'a str>,
    rows: &'r mut Vec<Row<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn members(
        &mut self,
        parent: &[Step<'a>],
        members: &'a Ordered<Shape>,
    ) -> Result<(), TooManyRows> {
        for (index, (name, shape)) in members.iter().enumerate() {
            self.shape(&[parent, &[Step::Member(name, index)]].concat(), shape)?;
        }
        Ok(())
    }

    fn shape(&mut self, steps: &[Step<'a>], member: &'a Shape) -> Result<(), TooManyRows> {
        if self.rows.len() == MOST_ROWS {
            return Err(TooManyRows);
        }
        let name = member.reference.as_deref();
        let shared = name.and_then(|name| self.shapes?.shapes.get(name));
        let shape = shared.unwrap_or(member);
        self.rows.push(Row {
            section: self.section,
            path: Step::path(steps),
            kind: shape.kind.map_or("dict", Type::documented),
            values: &shape.values,
            required: member.required,
            doc: member.doc.as_deref().or(shape.doc.as_deref()),
            shape,
            steps: steps.to_vec(),
        });
        if name.is_some_and(|name| self.open.contains(&name)) {
            return Ok(());
        }
        self.open.extend(name);
        if let Some(members) = &shape.members {
            self.members(steps, members)?;
        }
        for (step, part) in [
            (Step::Element, &shape.element),
            (Step::Key, &shape.key),
            (Step::Value, &shape.value),
        ] {
            if let Some(part) = part {
                self.shape(&[steps, &[step]].concat(), part)?;
            }
        }
        if name.is_some() {
            self.open.pop();
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn operation(json: &str) -> Operation {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn paths_follow_the_page() {
        let operation = operation(
            r#"{"operation": "Put", "method": "put",
                "request": {"id": {"type": "string", "required": true, "doc": "Its name."}},
                "response": {"tags": {"type": "map", "key": {"type": "string"},
                    "value": {"type": "list", "element": {"type": "structure",
                        "members": {"state": {"type": "string", "enum": ["ON", "OFF"]}}}}}}}"#,
        );
        let rows = flatten(&operation, None).unwrap();
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (row.section, row.path.as_str(), row.kind, row.required))
            .collect();
        assert_eq!(
            seen,
            [
                ("request", "id", "string", true),
                ("response", "tags", "dict", false),
                ("response", "tags{key}", "string", false),
                ("response", "tags{}", "list", false),
                ("response", "tags{}[]", "dict", false),
                ("response", "tags{}[].state", "string", false),
            ]
        );
        assert_eq!(rows[0].doc, Some("Its name."));
        assert_eq!(rows[5].values, ["ON", "OFF"]);
    }

    #[test]
    fn references_are_followed_and_end_where_they_recur() {
        let operation = operation(
            r#"{"operation": "Get", "method": "get",
                "response": {"root": {"ref": "Node", "doc": "The root."}}}"#,
        );
        let shapes: Shapes = serde_json::from_str(
            r#"{"shapes": {"Node": {"type": "structure", "doc": "A node.", "members": {
                "children": {"type": "list", "element": {"ref": "Node"}}}}}}"#,
        )
        .unwrap();
        let rows = flatten(&operation, Some(&shapes)).unwrap();
        let seen: Vec<_> = rows
            .iter()
            .map(|row| (row.path.as_str(), row.kind, row.doc))
            .collect();
        assert_eq!(
            seen,
            [
                ("root", "dict", Some("The root.")),
                ("root.children", "list", None),
                ("root.children[]", "dict", Some("A node.")),
            ]
        );
    }

    #[test]
    fn shapes_that_multiply_are_refused() {
        let operation =
            operation(r#"{"operation": "Get", "method": "get", "response": {"a": {"ref": "S0"}}}"#);
        let shapes: Vec<_> = (0..40)
            .map(|number| {
                let next = number + 1;
                format!(
                    r#""S{number}": {{"type": "structure", "members": {{
                        "a": {{"ref": "S{next}"}}, "b": {{"ref": "S{next}"}}}}}}"#
                )
            })
            .collect();
        let shapes: Shapes =
            serde_json::from_str(&format!(r#"{{"shapes": {{{}}}}}"#, shapes.join(","))).unwrap();
        assert_eq!(flatten(&operation, Some(&shapes)).err(), Some(TooManyRows));
    }
}
