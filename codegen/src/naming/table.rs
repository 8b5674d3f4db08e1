//! The table of names: the Rust names of everything on the wire, so that none changes
//! unnoticed.

use super::{Names, arguments};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Member, Model, Shape, ShapeId};
use crate::spec::locate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The kind of a named item, and of its pin in `service.json`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum What {
    Operation,
    Type,
    Member,
    Variant,
    Value,
    Waiter,
    Arguments,
}

/// A row of the table.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Row {
    /// The name in Rust.
    rust: String,
    /// The pin that keeps it, without the name: its location in `names`, and its key.
    pin: (String, String),
}

/// The Rust names of everything on the wire.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NameTable(BTreeMap<(What, String), Row>);

impl What {
    const ALL: [Self; 7] = [
        Self::Operation,
        Self::Type,
        Self::Member,
        Self::Variant,
        Self::Value,
        Self::Waiter,
        Self::Arguments,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Type => "type",
            Self::Member => "member",
            Self::Variant => "variant",
            Self::Value => "value",
            Self::Waiter => "waiter",
            Self::Arguments => "arguments",
        }
    }
}

impl NameTable {
    /// The table of a model's names.
    #[must_use]
    pub fn of(model: &Model, names: &Names) -> Self {
        let mut table = Self::default();
        for (operation, named) in model.operations.iter().zip(&names.operations) {
            let wire = &operation.name;
            table.add(What::Operation, wire, &named.method, "operations", wire);
            let request = operation.request.iter().zip(&named.request);
            let response = operation.response.iter().zip(&named.response);
            for (member, field) in request.chain(response) {
                let path = &member.place.path;
                table.add(What::Member, path, field, "members", path);
            }
            let path = arguments::input_path(operation);
            table.add_arguments(&path, &operation.request, named.arguments.as_deref());
        }
        for id in model.shape_ids() {
            table.add_shape(model.shape(id), names, id);
        }
        for (waiter, named) in model.service.waiters.keys().zip(&names.waiters) {
            table.add(What::Waiter, waiter, &named.method, "waiters", waiter);
        }
        table
    }

    fn add_shape(&mut self, shape: &Shape, names: &Names, id: ShapeId) {
        let ty = names.ty(id);
        for place in &shape.places {
            self.add(What::Type, &place.path, ty, "types", &place.path);
        }
        let parts = names.parts(id);
        let what = match &shape.kind {
            Kind::Structure(_) => What::Member,
            Kind::Union(_) => What::Variant,
            Kind::Enum(_) => What::Value,
        };
        for (member, part) in shape.members().iter().zip(parts) {
            let wire = format!("{ty}.{}", member.name);
            self.add(what, &wire, part, "members", &member.place.path);
        }
        if let Kind::Enum(values) = &shape.kind {
            for (value, variant) in values.iter().zip(parts) {
                let wire = format!("{ty}.{value}");
                self.add(what, &wire, variant, &format!("values.{ty}"), value);
            }
        }
        self.add_arguments(&shape.place().path, shape.members(), names.arguments(id));
    }

    /// The parameters of a constructor, as a list in JSON.
    fn add_arguments(&mut self, path: &str, members: &[Member], arguments: Option<&[usize]>) {
        if let Some(arguments) = arguments {
            let taken = arguments.iter().filter_map(|index| members.get(*index));
            let names: Vec<&str> = taken.map(|member| member.name.as_str()).collect();
            let list = serde_json::Value::from(names).to_string();
            self.add(What::Arguments, path, &list, "arguments", path);
        }
    }

    fn add(&mut self, what: What, wire: &str, rust: &str, pins: &str, pin: &str) {
        let row = Row {
            rust: rust.to_owned(),
            pin: (pins.to_owned(), pin.to_owned()),
        };
        self.0.insert((what, escaped(wire)), row);
    }

    /// The names, by kind and name on the wire.
    pub(crate) fn entries(&self) -> impl Iterator<Item = ((&'static str, &str), &str)> {
        self.0
            .iter()
            .map(|((what, wire), row)| ((what.word(), &**wire), &*row.rust))
    }

    /// The names that differ from an older table, written as this one is by `Display`. `service`
    /// is the file with the pins, and `file` the older table.
    #[must_use]
    pub fn renamed(&self, older: &str, service: &Place, file: &str) -> Diagnostics {
        let older: Vec<_> = older.lines().filter_map(parse).collect();
        let mut problems = Diagnostics::default();
        let mut seen = BTreeSet::new();
        let under_old_names = older.iter().filter_map(|(what, wire, rust)| {
            let (what, row) = self.row(*what, wire, rust)?;
            // A type that is used in many places has one name: it is reported once.
            let is_renamed = match what {
                What::Type => row.rust != *rust && seen.insert(*rust),
                What::Arguments => !is_continued(rust, &row.rust),
                _ => row.rust != *rust,
            };
            is_renamed.then_some((what, *wire, *rust, row))
        });
        let mut renamed: Vec<_> = under_old_names.collect();
        renamed.extend(self.shapes_of_another_name(&older));
        for (what, wire, rust, row) in renamed {
            let (pins, pin) = &row.pin;
            let (message, name) = match what {
                What::Arguments => (
                    format!(
                        "the constructor of `{wire}` takes {rust}, and would take {}",
                        row.rust
                    ),
                    rust.to_owned(),
                ),
                _ => (
                    format!(
                        "the {} `{wire}` is called `{rust}`, and would become `{}`",
                        what.word(),
                        row.rust
                    ),
                    format!("\"{rust}\""),
                ),
            };
            let help = format!(
                "keep {}: add `\"{pin}\": {name}` to `names.{pins}`; \
                 or take the new one: delete its lines in `{file}`",
                match what {
                    What::Arguments => "the order",
                    _ => "the name",
                }
            );
            let pins = format!("/names/{}", pins.replace('.', "/"));
            let at = Place {
                pointer: locate::join(&pins, pin),
                ..service.clone()
            };
            problems.push(&at, message, help);
        }
        problems
    }

    /// The row that replaces one of an older table. A structure that became a union, or the reverse,
    /// has no name to keep: fields are not spelled as variants are.
    fn row(&self, what: What, wire: &str, rust: &str) -> Option<(What, &Row)> {
        let get = |what: What| Some((what, self.0.get(&(what, wire.to_owned()))?));
        // Older tables have no word for variants.
        let was_variant = rust.starts_with(|first: char| first.is_ascii_uppercase());
        match what {
            What::Member if was_variant => get(What::Member).or_else(|| get(What::Variant)),
            what => get(what),
        }
    }

    /// Types that no longer exist, each with the only new type with the same parts: a service
    /// model may rename a shape, which is not visible on the wire.
    fn shapes_of_another_name<'a>(
        &self,
        older: &[(What, &'a str, &'a str)],
    ) -> Vec<(What, &'a str, &'a str, &Row)> {
        let new: Vec<_> = self
            .0
            .iter()
            .map(|((what, wire), row)| (*what, &**wire, &*row.rust))
            .collect();
        let (old_types, new_types) = (parts_of_types(older), parts_of_types(&new));
        let types = older.iter().filter(|(what, ..)| *what == What::Type);
        let mut seen = BTreeSet::new();
        let gone = types.filter(|(.., rust)| !new_types.contains_key(rust) && seen.insert(*rust));
        gone.filter_map(|(what, wire, rust)| {
            let parts = old_types.get(rust).filter(|parts| !parts.is_empty())?;
            let mut alike = new_types
                .iter()
                .filter(|(name, new_parts)| !old_types.contains_key(*name) && *new_parts == parts);
            let (Some((name, _)), None) = (alike.next(), alike.next()) else {
                return None;
            };
            let mut rows = self.0.iter();
            let (_, row) =
                rows.find(|((what, _), row)| *what == What::Type && row.rust == *name)?;
            Some((*what, *wire, *rust, row))
        })
        .collect()
    }
}

/// A line of a table, without the pin.
fn parse(line: &str) -> Option<(What, &str, &str)> {
    let mut columns = line.split('\t');
    let word = columns.next()?;
    let what = What::ALL.into_iter().find(|what| what.word() == word)?;
    Some((what, columns.next()?, columns.next()?))
}

/// Whether calls of a constructor mean the same with another list of parameters: it begins with the old
/// one, or is shorter, which does not compile.
fn is_continued(before: &str, now: &str) -> bool {
    let list = |text: &str| serde_json::from_str::<Vec<String>>(text).unwrap_or_default();
    let (before, now) = (list(before), list(now));
    now.starts_with(&before) || before.starts_with(&now)
}

/// The members or values of the types in a table, by the names of both.
fn parts_of_types<'a>(
    table: &[(What, &'a str, &'a str)],
) -> BTreeMap<&'a str, BTreeSet<(What, &'a str)>> {
    let types = table.iter().filter(|(what, ..)| *what == What::Type);
    let mut parts: BTreeMap<_, BTreeSet<_>> =
        types.map(|(.., rust)| (*rust, BTreeSet::new())).collect();
    for (what, wire, _) in table {
        if let (What::Member | What::Variant | What::Value, Some((ty, part))) =
            (what, wire.split_once('.'))
            && let Some(parts) = parts.get_mut(ty)
        {
            parts.insert((*what, part));
        }
    }
    parts
}

impl fmt::Display for NameTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((what, wire), row) in &self.0 {
            writeln!(formatter, "{}\t{wire}\t{}", what.word(), row.rust)?;
        }
        Ok(())
    }
}

/// A name without characters that would end its column or line.
fn escaped(wire: &str) -> String {
    wire.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}
