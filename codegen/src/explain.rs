//! Tracing a member: what a spec path refers to, and where that is defined.

use crate::paths::RustItem;
use crate::plan::Plan;
use crate::spec::{Operation, Ordered, ServiceSpec, Shape, flatten, locate};

/// A member, element, key or value that a path refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found<'a> {
    /// The full path, such as `GetImage.response.image.state.status` or `Image.state`.
    pub path: String,
    /// The operation, if the path begins with one, and its section, `request` or `response`.
    pub operation: Option<(&'a Operation, &'static str)>,
    /// The file that defines it, such as `spec/imagebuilder/get_image.json`.
    pub file: String,
    /// The JSON pointer in that file.
    pub pointer: String,
    /// Its shape, which may be a reference.
    pub shape: &'a Shape,
    /// The shared shape that it refers to.
    pub shared: Option<Shared<'a>>,
}

/// A shared shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared<'a> {
    /// Its name.
    pub name: &'a str,
    /// The file that defines it.
    pub file: String,
    /// The JSON pointer in that file.
    pub pointer: String,
    /// The shape.
    pub shape: &'a Shape,
}

/// Finds everything that a path may refer to. A path begins with an operation and a section
/// (`GetImage.response.image`), with a shared shape (`Image.state`), or with a member (`image.state`), which
/// is searched for in all operations.
#[must_use]
pub fn find<'a>(spec: &'a ServiceSpec, path: &str) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for (file, operation) in &spec.operations {
        for (section, members) in sections(operation) {
            let whole = format!("{}.{section}.", operation.operation);
            let walk = Walk {
                spec,
                operation: Some((operation, section)),
                file: format!("{}/{file}", spec.folder),
                pointer: format!("/{section}"),
                path: whole.clone(),
            };
            let rest = path.strip_prefix(&whole).unwrap_or(path);
            found.extend(walk.members(members, rest));
        }
    }
    for (file, name, shape) in shared_shapes(spec) {
        let Some(rest) = path.strip_prefix(name.as_str()) else {
            continue;
        };
        let walk = Walk {
            spec,
            operation: None,
            file: format!("{}/{file}", spec.folder),
            pointer: locate::join("/shapes", name),
            path: name.clone(),
        };
        found.extend(walk.shape(shape, rest));
    }
    found
}

/// The paths that are most similar to one that was not found.
#[must_use]
pub fn similar_paths(spec: &ServiceSpec, path: &str) -> Vec<String> {
    /// How many are shown.
    const SHOWN: usize = 3;
    let mut paths: Vec<String> = spec
        .operations
        .iter()
        .flat_map(|(_, operation)| {
            let rows = flatten(operation, Some(&spec.shapes)).unwrap_or_default();
            let name = &operation.operation;
            rows.into_iter()
                .map(move |row| format!("{name}.{}.{}", row.section, row.path))
        })
        .collect();
    let likeness = |candidate: &String| {
        let tail = candidate.splitn(3, '.').last().unwrap_or_default();
        strsim::normalized_levenshtein(candidate, path)
            .max(strsim::normalized_levenshtein(tail, path))
    };
    paths.sort_by(|one, other| likeness(other).total_cmp(&likeness(one)));
    paths.truncate(SHOWN);
    paths
}

impl Found<'_> {
    /// The generated Rust item. `None` if the path does not begin with an operation that is generated.
    #[must_use]
    pub fn rust(&self, spec: &ServiceSpec, plan: &Plan) -> Option<RustItem> {
        let (operation, section) = self.operation?;
        let name = &operation.operation;
        let path = self.path.strip_prefix(&format!("{name}.{section}."))?;
        let rows = flatten(operation, Some(&spec.shapes)).ok()?;
        let mut rows = rows.iter();
        let row = rows.find(|row| row.section == section && row.path == path)?;
        plan.rust_paths().of(name, section, &row.steps)
    }
}

/// The line and column of a JSON pointer in a text, both from 1.
#[must_use]
pub fn line_column(text: &str, pointer: &str) -> (usize, usize) {
    locate::line_column(text, locate::Located::new(text).span(pointer).start)
}

fn sections(operation: &Operation) -> impl Iterator<Item = (&'static str, &Ordered<Shape>)> {
    let sections = [
        ("request", operation.request.as_ref()),
        ("response", operation.response.as_ref()),
    ];
    let present = |(section, members): (_, Option<_>)| Some((section, members?));
    sections.into_iter().filter_map(present)
}

/// Every shared shape with the name of its file.
fn shared_shapes(spec: &ServiceSpec) -> impl Iterator<Item = (&'static str, &String, &Shape)> {
    let shapes = spec.shapes.shapes.iter();
    let by_hand = spec.service.shapes.iter();
    shapes
        .map(|(name, shape)| ("shapes.json", name, shape))
        .chain(by_hand.map(|(name, shape)| ("service.json", name, shape)))
}

/// A place on the way down a path.
struct Walk<'a> {
    spec: &'a ServiceSpec,
    operation: Option<(&'a Operation, &'static str)>,
    file: String,
    pointer: String,
    path: String,
}

impl<'a> Walk<'a> {
    /// Looks for what begins with a member. A member's name may have a dot in it: the longest that
    /// leads somewhere is taken.
    fn members(&self, members: &'a Ordered<Shape>, rest: &str) -> Option<Found<'a>> {
        let mut fitting: Vec<_> = members
            .iter()
            .filter_map(|(name, shape)| Some((name, shape, rest.strip_prefix(name.as_str())?)))
            .collect();
        fitting.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
        fitting.into_iter().find_map(|(name, shape, rest)| {
            let pointer = locate::join(&self.pointer, name);
            self.step(pointer, name).shape(shape, rest)
        })
    }

    fn shape(&self, shape: &'a Shape, rest: &str) -> Option<Found<'a>> {
        let shared = shape.reference.as_ref().and_then(|reference| {
            let mut all = shared_shapes(self.spec);
            let (file, name, shape) = all.find(|(_, name, _)| *name == reference)?;
            Some(Shared {
                name,
                file: format!("{}/{file}", self.spec.folder),
                pointer: locate::join("/shapes", name),
                shape,
            })
        });
        if rest.is_empty() {
            return Some(Found {
                path: self.path.clone(),
                operation: self.operation,
                file: self.file.clone(),
                pointer: self.pointer.clone(),
                shape,
                shared,
            });
        }
        if let Some(shared) = shared {
            let walk = Walk {
                file: shared.file,
                pointer: shared.pointer,
                ..self.step(String::new(), "")
            };
            return walk.shape(shared.shape, rest);
        }
        let parts = [
            ("[]", "element", &shape.element),
            ("{key}", "key", &shape.key),
            ("{}", "value", &shape.value),
        ];
        for (suffix, keyword, part) in parts {
            if let (Some(rest), Some(part)) = (rest.strip_prefix(suffix), part) {
                let pointer = locate::join(&self.pointer, keyword);
                return self.step(pointer, suffix).shape(part, rest);
            }
        }
        let walk = self.step(locate::join(&self.pointer, "members"), ".");
        walk.members(shape.members.as_ref()?, rest.strip_prefix('.')?)
    }

    fn step(&self, pointer: String, suffix: &str) -> Self {
        Self {
            spec: self.spec,
            operation: self.operation,
            file: self.file.clone(),
            pointer,
            path: format!("{}{suffix}", self.path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::load_from;

    fn spec() -> ServiceSpec {
        let files = [
            (
                "service.json",
                r#"{"service": "s", "title": "S", "serviceId": "s", "apiVersion": "1",
                    "protocol": "rest-json", "endpointPrefix": "s", "signingName": "s",
                    "output": "generated"}"#,
            ),
            (
                "get.json",
                r#"{"operation": "Get", "method": "get",
                    "request": {"id": {"type": "string"}},
                    "response": {"id": {"type": "string"}, "root": {"ref": "Node"},
                        "a": {"type": "structure", "members": {"b.c": {"type": "string"}}}}}"#,
            ),
            (
                "shapes.json",
                r#"{"shapes": {"Node": {"type": "structure", "members": {
                    "nodes": {"type": "list", "element": {"ref": "Node"}},
                    "tags": {"type": "map", "key": {"type": "string"},
                             "value": {"type": "string"}}}}}}"#,
            ),
        ];
        let bytes = |(name, text): (&str, &str)| (name.to_owned(), text.as_bytes().to_vec());
        let files = files.into_iter().map(bytes).collect();
        load_from("spec/s", &files)
            .then(|spec| Ok(spec.clone()))
            .unwrap()
    }

    #[track_caller]
    fn at(path: &str, expected: &[(&str, &str, &str)]) {
        let spec = spec();
        let found = find(&spec, path);
        let found: Vec<_> = found
            .iter()
            .map(|found| (&*found.path, &*found.file, &*found.pointer))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_path_leads_through_references_to_where_it_stands() {
        let get = "spec/s/get.json";
        let shapes = "spec/s/shapes.json";
        at(
            "Get.response.root",
            &[("Get.response.root", get, "/response/root")],
        );
        at(
            "Get.response.root.nodes[].tags{key}",
            &[(
                "Get.response.root.nodes[].tags{key}",
                shapes,
                "/shapes/Node/members/tags/key",
            )],
        );
        at(
            "Node.nodes[]",
            &[("Node.nodes[]", shapes, "/shapes/Node/members/nodes/element")],
        );
        at(
            "a.b.c",
            &[("Get.response.a.b.c", get, "/response/a/members/b.c")],
        );
        at(
            "id",
            &[
                ("Get.request.id", get, "/request/id"),
                ("Get.response.id", get, "/response/id"),
            ],
        );
    }

    #[test]
    fn a_path_that_leads_nowhere_has_neighbours() {
        at("Get.response.rot", &[]);
        at("Get.response.root.tags[]", &[]);
        let near = similar_paths(&spec(), "Get.response.rot");
        assert_eq!(near.first().map(String::as_str), Some("Get.response.root"));
    }
}
