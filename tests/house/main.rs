//! The house of ARCHITECTURE.md, held to the sources: which module imports which, and how long files
//! and functions are.
//!
//! An exception that no longer applies fails the test too, so that the lists below only shrink.

#[path = "graph.rs"]
mod graph;
#[path = "source.rs"]
mod source;

use graph::Graph;
use source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// The rooms of the runtime: each may import those before it.
const RUNTIME: [&str; 15] = [
    "platform",
    "value",
    "format",
    "error",
    "body",
    "operation",
    "protocol",
    "transport",
    "retry",
    "endpoint",
    "auth",
    "config",
    "client",
    "testing",
    "__codegen",
];

/// The rooms of the generator: each may import those before it.
const CODEGEN: [&str; 17] = [
    "words",
    "escape",
    "aws",
    "output",
    "diagnostic",
    "spec",
    "overlay",
    "import",
    "model",
    "passes",
    "naming",
    "plan",
    "paths",
    "diagram",
    "emit",
    "explain",
    "diff",
];

/// Imports that run back up.
const UPWARDS: [(&str, &str); 0] = [];

/// How many rooms the runtime may have.
const MOST_ROOMS: usize = 16;

/// Imports that close a circle between modules.
const CIRCLES: [(&str, &str); 3] = [
    ("codegen/plan/landing", "codegen/plan/ir/crate_plan"),
    ("codegen/plan/planner", "codegen/plan/protocol"),
    ("xtask/support/model", "xtask/support/specs"),
];

/// How long a file may be. Tables may be longer.
const LONGEST_FILE: usize = 500;

/// Longer files.
const LONG_FILES: [&str; 0] = [];

/// How long a function of the generator and the runtime may be.
const LONGEST_FUNCTION: usize = 80;

/// Longer functions.
const LONG_FUNCTIONS: [&str; 1] = ["codegen/src/import/page/mod.rs: read_page"];

fn crates() -> Vec<Graph> {
    ["runtime", "codegen", "derive", "xtask"]
        .map(Graph::of)
        .into()
}

/// The offenders must be the exceptions, one for one.
fn assert_only<T: Copy + Debug + Ord>(what: &str, found: impl IntoIterator<Item = T>, known: &[T]) {
    let found: BTreeSet<T> = found.into_iter().collect();
    let known: BTreeSet<T> = known.iter().copied().collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(new.is_empty(), "{what}: {new:#?}");
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "no longer {what}, so take it off the list of exceptions: {gone:#?}"
    );
}

#[test]
fn modules_do_not_import_each_other() {
    for graph in crates() {
        let known: Vec<_> = CIRCLES
            .into_iter()
            .filter(|(from, _)| from.starts_with(&format!("{}/", graph.name)))
            .collect();
        for edge in &known {
            assert!(
                graph.is_in_a_circle(*edge),
                "{edge:?} is no longer in a circle: take it off the list of exceptions"
            );
        }
        let circle = graph.circle(&known);
        assert!(
            circle.is_none(),
            "these modules import each other in a circle: {}",
            circle.unwrap_or_default().join(" -> ")
        );
    }
}

#[test]
fn rooms_import_downwards() {
    for (folder, order) in [("runtime", &RUNTIME[..]), ("codegen", &CODEGEN[..])] {
        let graph = Graph::of(folder);
        let rank: BTreeMap<&str, usize> = order.iter().copied().zip(0..).collect();
        let unknown: BTreeSet<_> = graph
            .rooms()
            .filter(|room| !rank.contains_key(room))
            .collect();
        assert!(
            unknown.is_empty(),
            "say in the order of {folder}'s rooms where these belong: {unknown:?}"
        );
        let upwards = graph.edges().filter(|(from, to)| {
            let rank = |module| rank.get(graph::room(module));
            matches!((rank(from), rank(to)), (Some(lower), Some(upper)) if upper > lower)
        });
        let known: Vec<_> = UPWARDS
            .into_iter()
            .filter(|(from, _)| from.starts_with(&format!("{folder}/")))
            .collect();
        assert_only("imports that run back up", upwards, &known);
    }
}

#[test]
fn the_runtime_has_few_rooms() {
    let graph = Graph::of("runtime");
    let rooms: BTreeSet<&str> = graph.rooms().collect();
    assert!(rooms.len() <= MOST_ROOMS, "too many rooms: {rooms:?}");
}

#[test]
fn features_stand_at_the_doors() {
    for source in source::all("runtime") {
        let is_door = ["lib.rs", "mod.rs"]
            .iter()
            .any(|door| source.path.ends_with(door));
        let mut lines = source.text.lines().zip(1..);
        let inside = lines.find(|(line, _)| {
            let line = line.trim_start();
            (line.starts_with("#[cfg(") || line.starts_with("#[cfg_attr("))
                && line.contains("feature =")
                && !line.contains("test")
        });
        if let Some((line, number)) = inside.filter(|_| !is_door) {
            panic!(
                "{}:{number}: `{}` belongs into the mod.rs of the room",
                source.path,
                line.trim()
            );
        }
    }
}

#[test]
fn files_are_short() {
    let sources: Vec<Source> = ["runtime", "codegen", "derive", "xtask"]
        .into_iter()
        .flat_map(source::all)
        .collect();
    let long = sources
        .iter()
        .filter(|source| source.text.lines().count() > LONGEST_FILE)
        .map(|source| source.path.as_str());
    assert_only("files that are too long", long, &LONG_FILES);
}

#[test]
fn functions_are_short() {
    let mut long = BTreeSet::new();
    for source in ["runtime", "codegen"].into_iter().flat_map(source::all) {
        for (name, lines) in source.functions() {
            if lines > LONGEST_FUNCTION {
                long.insert(format!("{}: {name}", source.path));
            }
        }
    }
    let long = long.iter().map(String::as_str);
    assert_only("functions that are too long", long, &LONG_FUNCTIONS);
}
