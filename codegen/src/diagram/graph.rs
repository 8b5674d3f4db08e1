//! The types that an operation returns, as boxes in columns.

use crate::paths::shown;
use crate::plan::{Field, ModelType, Operation, Plan, RustType};
use std::collections::BTreeMap;

/// Boxes, and the edges between them.
pub(super) struct Graph {
    /// The boxes, column by column, each column from top to bottom.
    pub(super) boxes: Vec<TypeBox>,
    /// The edges, each from one column to the next.
    pub(super) edges: Vec<Edge>,
}

/// A struct or union.
pub(super) struct TypeBox {
    pub(super) title: String,
    /// Its page, from the page of the crate.
    pub(super) link: String,
    pub(super) is_union: bool,
    /// How many steps it is from the operation.
    pub(super) column: usize,
    pub(super) rows: Vec<Row>,
}

/// A field.
pub(super) struct Row {
    pub(super) name: String,
    /// Its type; not what goes without saying.
    pub(super) ty: String,
}

/// A field whose type has a box in the next column.
pub(super) struct Edge {
    /// The box it comes from.
    pub(super) from: usize,
    /// Its row in that box.
    pub(super) row: usize,
    /// The box it leads to.
    pub(super) to: usize,
}

/// A type that becomes a box.
struct Found<'a> {
    name: &'a str,
    column: usize,
    is_union: bool,
    fields: &'a [Field],
}

/// The types of a plan, by name.
type Kinds<'a> = BTreeMap<&'a str, &'a ModelType>;

impl Graph {
    /// The first columns, as many as are asked for. A field that leads further shows its type.
    pub(super) fn of_output(plan: &Plan, operation: &Operation, columns: usize) -> Self {
        let kinds: Kinds<'_> = plan.types.iter().map(|it| (it.name(), it)).collect();
        let mut found = found(&kinds, operation);
        found.retain(|found| found.column < columns);
        let places = found.iter().enumerate();
        let places: BTreeMap<&str, (usize, usize)> = places
            .map(|(at, found)| (found.name, (at, found.column)))
            .collect();
        let mut edges = Vec::new();
        let mut boxes = Vec::new();
        for (from, found) in found.iter().enumerate() {
            let mut rows = Vec::new();
            for (row, field) in found.fields.iter().enumerate() {
                let target = boxed(&kinds, &field.ty).and_then(|name| places.get(name));
                let next = target.filter(|(_, column)| *column == found.column + 1);
                edges.extend(next.map(|(to, _)| Edge { from, row, to: *to }));
                rows.push(Row {
                    name: field.name.trim_start_matches("r#").to_owned(),
                    ty: brief(&kinds, &field.ty, next.is_some()),
                });
            }
            boxes.push(TypeBox {
                title: found.name.to_owned(),
                link: link(found, operation),
                is_union: found.is_union,
                column: found.column,
                rows,
            });
        }
        Self { boxes, edges }
    }

    /// How many columns there are.
    pub(super) fn columns(&self) -> usize {
        self.boxes.last().map_or(0, |last| last.column + 1)
    }
}

/// The types that an output leads to, those in fewer steps first.
fn found<'a>(kinds: &Kinds<'a>, operation: &'a Operation) -> Vec<Found<'a>> {
    let mut all = vec![Found {
        name: &operation.output.name,
        column: 0,
        is_union: false,
        fields: &operation.output.fields,
    }];
    let mut at = 0;
    while let Some(Found { column, fields, .. }) = all.get(at) {
        let column = column + 1;
        for field in *fields {
            let Some(name) = boxed(kinds, &field.ty) else {
                continue;
            };
            let (is_union, fields) = match kinds.get(name) {
                Some(ModelType::Struct(item)) => (false, &item.fields),
                Some(ModelType::Union(item)) => (true, &item.variants),
                _ => continue,
            };
            if all.iter().all(|found| found.name != name) {
                all.push(Found {
                    name,
                    column,
                    is_union,
                    fields,
                });
            }
        }
        at += 1;
    }
    all
}

/// The struct or union that is the leaf of a type.
fn boxed<'a>(kinds: &Kinds<'a>, ty: &RustType) -> Option<&'a str> {
    let (name, kind) = kinds.get_key_value(ty.leaf()?)?;
    (!matches!(kind, ModelType::Enum(_))).then_some(*name)
}

/// A type in short: `String`, and what a line leads to, are left out.
fn brief(kinds: &Kinds<'_>, ty: &RustType, has_line: bool) -> String {
    match ty {
        RustType::Box(inner) | RustType::Option(inner) => brief(kinds, inner, has_line),
        RustType::Vec(element) | RustType::EventStream(element) => {
            format!("[{}]", brief(kinds, element, has_line))
        }
        RustType::Map(_, value) => format!("{{{}}}", brief(kinds, value, has_line)),
        RustType::String => String::new(),
        RustType::Scalar(_) | RustType::Primitive(_) => shown(ty),
        RustType::Named(name) => match kinds.get(name.name.as_str()) {
            Some(ModelType::Enum(_)) => "enum".to_owned(),
            Some(_) if has_line => String::new(),
            _ => shown(ty),
        },
    }
}

fn link(found: &Found<'_>, operation: &Operation) -> String {
    let name = found.name;
    if found.column == 0 {
        return format!("operation/{}/struct.{name}.html", operation.module());
    }
    let kind = if found.is_union { "enum" } else { "struct" };
    format!("types/{kind}.{name}.html")
}
