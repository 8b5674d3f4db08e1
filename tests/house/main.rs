//! The house of ARCHITECTURE.md, held to the sources: which module imports which, and how long files
//! and functions are.

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
const CODEGEN: [&str; 19] = [
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
    "cli",
    "bin",
];

/// How many rooms the runtime may have.
const MOST_ROOMS: usize = 16;

/// How long a file may be. Tables may be longer.
const LONGEST_FILE: usize = 500;

/// How long a function of the generator and the runtime may be.
const LONGEST_FUNCTION: usize = 80;

fn crates() -> Vec<Graph> {
    ["runtime", "codegen", "derive", "xtask"]
        .map(Graph::of)
        .into()
}

/// Fails with the offenders' names.
fn assert_none<T: Debug>(what: &str, found: impl IntoIterator<Item = T>) {
    let found: Vec<T> = found.into_iter().collect();
    assert!(found.is_empty(), "{what}: {found:#?}");
}

#[test]
fn modules_do_not_import_each_other() {
    for graph in crates() {
        let circle = graph.circle();
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
        assert_none("imports that run back up", upwards);
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
    assert_none("files that are too long", long);
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
    assert_none("functions that are too long", long);
}
