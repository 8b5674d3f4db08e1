//! Names that belong to generated code.

use shapewright::naming::RESERVED_OPERATIONS;
use std::collections::BTreeSet;

/// The client's own methods, as the golden of a crate with one operation has them.
#[test]
fn the_clients_own_methods_are_reserved() {
    let client = include_str!("goldens/pins/src/client.rs");
    let methods: BTreeSet<&str> = client
        .lines()
        .filter_map(|line| line.trim_start().split_once("fn "))
        .filter(|(before, _)| before.starts_with("pub"))
        .filter_map(|(_, rest)| rest.split(['(', '<']).next())
        .collect();
    assert!(methods.contains("new"), "{methods:?}");
    for method in methods {
        let is_own = method != "read_record";
        assert_eq!(
            RESERVED_OPERATIONS.contains(&method),
            is_own,
            "`{method}` of the client, in `codegen/src/naming/reserved.rs`"
        );
    }
}
