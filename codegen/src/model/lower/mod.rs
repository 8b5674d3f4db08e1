//! From the spec to the model: selection, references, fixups.

mod leaf;
mod member;
mod operation;
mod page;
mod recursion;
mod shared;

use super::fixups::Fixups;
use super::{Model, Shape, ShapeId};
use crate::diagnostic::{Diagnostics, Place};
use crate::spec::{self, DocFormat, ServiceSpec};
use std::collections::BTreeMap;

/// The model of the operations that a spec selects, and of the shapes they use. What cannot be
/// resolved is a problem, and left out.
#[must_use]
pub fn lower(spec: &ServiceSpec) -> (Model, Diagnostics) {
    let mut lowering = Lowering {
        spec,
        shared: BTreeMap::new(),
        waiting: Vec::new(),
        fixups: Fixups::new(spec),
        shapes: Vec::new(),
        problems: Diagnostics::default(),
        asked_of: None,
    };
    let operations = lowering.operations();
    lowering.fixups.report_unmet(&mut lowering.problems);
    let model = Model {
        service: spec.service.clone(),
        place: service_place(spec, ""),
        operations,
        shapes: lowering.shapes,
    };
    (model, lowering.problems)
}

fn service_place(spec: &ServiceSpec, pointer: &str) -> Place {
    Place {
        file: format!("{}/service.json", spec.folder),
        pointer: pointer.to_owned(),
        path: String::new(),
    }
}

struct Lowering<'a> {
    spec: &'a ServiceSpec,
    /// The shared shapes met so far.
    shared: BTreeMap<&'a str, ShapeId>,
    /// The shared shapes met whose members are not lowered yet.
    waiting: Vec<(ShapeId, &'a spec::Shape, Context)>,
    fixups: Fixups<'a>,
    shapes: Vec<Shape>,
    problems: Diagnostics,
    /// The file of a page's operation, of whose members without a type it is asked.
    asked_of: Option<String>,
}

/// Where a shape stands.
#[derive(Clone)]
struct Context {
    place: Place,
    doc_format: DocFormat,
    /// The inline structures around it, outermost first.
    ancestors: Vec<(String, ShapeId)>,
    /// The member that holds it, and whether it is an element of that.
    member: String,
    element: bool,
    /// How many lists and maps of the member stand around it.
    nesting: usize,
}

impl Context {
    fn step(&self, pointer: &str, path: &str) -> Self {
        let mut inner = self.clone();
        inner.place.pointer.push_str(pointer);
        inner.place.path.push_str(path);
        inner
    }

    fn element(&self, pointer: &str, path: &str) -> Self {
        let mut inner = self.step(pointer, path);
        inner.element = true;
        inner.nesting += 1;
        inner
    }
}

impl Lowering<'_> {
    /// Whether all of a message is in its body, and that a form or XML.
    fn is_query(&self) -> bool {
        matches!(
            self.spec.service.protocol,
            spec::Protocol::Query | spec::Protocol::Ec2
        )
    }
}
