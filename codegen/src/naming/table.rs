//! The table of names: what everything on the wire is called in Rust, so that no name changes
//! unseen.

use super::Names;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Kind, Model};
use crate::spec::locate;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What is named, and where a pin of it stands in `service.json`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum What {
    Operation,
    Type,
    Member,
    Value,
}

/// A row of the table.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Row {
    /// The name in Rust.
    rust: String,
    /// The pin that keeps it, without the name: where in `names`, and by what.
    pin: (String, String),
}

/// What everything on the wire is called in Rust.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NameTable(BTreeMap<(What, String), Row>);

impl What {
    const ALL: [Self; 4] = [Self::Operation, Self::Type, Self::Member, Self::Value];

    fn word(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Type => "type",
            Self::Member => "member",
            Self::Value => "value",
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
        }
        for id in model.shape_ids() {
            let shape = model.shape(id);
            let ty = names.ty(id);
            for place in &shape.places {
                table.add(What::Type, &place.path, ty, "types", &place.path);
            }
            let parts = names.parts(id);
            match &shape.kind {
                Kind::Structure(members) | Kind::Union(members) => {
                    for (member, field) in members.iter().zip(parts) {
                        let wire = format!("{ty}.{}", member.name);
                        let path = &member.place.path;
                        table.add(What::Member, &wire, field, "members", path);
                    }
                }
                Kind::Enum(values) => {
                    for (value, variant) in values.iter().zip(parts) {
                        let wire = format!("{ty}.{value}");
                        let pins = format!("values.{ty}");
                        table.add(What::Value, &wire, variant, &pins, value);
                    }
                }
            }
        }
        table
    }

    fn add(&mut self, what: What, wire: &str, rust: &str, pins: &str, pin: &str) {
        let row = Row {
            rust: rust.to_owned(),
            pin: (pins.to_owned(), pin.to_owned()),
        };
        self.0.insert((what, escaped(wire)), row);
    }

    /// What has another name than in an older table, written as this one is by `Display`. `service`
    /// is where the pins stand, and `file` what the older table is called.
    #[must_use]
    pub fn renamed(&self, older: &str, service: &Place, file: &str) -> Diagnostics {
        let older: Vec<_> = older.lines().filter_map(parse).collect();
        let mut problems = Diagnostics::default();
        let mut seen = BTreeSet::new();
        let under_old_names = older.iter().filter_map(|(what, wire, rust)| {
            let row = self.0.get(&(*what, (*wire).to_owned()))?;
            // A type that stands in many places has one name: it is reported once.
            let is_renamed = row.rust != *rust && (*what != What::Type || seen.insert(*rust));
            is_renamed.then_some((*what, *wire, *rust, row))
        });
        let mut renamed: Vec<_> = under_old_names.collect();
        renamed.extend(self.shapes_of_another_name(&older));
        for (what, wire, rust, row) in renamed {
            let (pins, pin) = &row.pin;
            let message = format!(
                "the {} `{wire}` is called `{rust}`, and would become `{}`",
                what.word(),
                row.rust
            );
            let help = format!(
                "keep the name: add `\"{pin}\": \"{rust}\"` to `names.{pins}`; \
                 or take the new one: delete its lines in `{file}`"
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

    /// Types that are there no longer, each with the one new type that has the same parts: a service
    /// model may call a shape something else, which nothing on the wire shows.
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

/// What members or values the types of a table have, by the names of both.
fn parts_of_types<'a>(
    table: &[(What, &'a str, &'a str)],
) -> BTreeMap<&'a str, BTreeSet<(What, &'a str)>> {
    let types = table.iter().filter(|(what, ..)| *what == What::Type);
    let mut parts: BTreeMap<_, BTreeSet<_>> =
        types.map(|(.., rust)| (*rust, BTreeSet::new())).collect();
    for (what, wire, _) in table {
        if let (What::Member | What::Value, Some((ty, part))) = (what, wire.split_once('.'))
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

/// A name without what would end its column or line.
fn escaped(wire: &str) -> String {
    wire.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
        .replace('\r', "\\r")
}
