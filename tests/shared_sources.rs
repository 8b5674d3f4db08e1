//! Sources that two crates have each, as neither depends on the other, are the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

/// The sources, and what to copy where one of two was changed.
const SHARED: [(&str, &str); 2] = [
    (
        "codegen/src/aws/partitions.rs",
        "runtime/src/endpoint/partitions.rs",
    ),
    ("codegen/src/plan/build/rename.rs", "derive/src/rename.rs"),
];

#[test]
fn both_crates_have_the_same_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (one, other) in SHARED {
        let text = |file| fs::read_to_string(root.join(file)).expect(file);
        assert!(
            text(one) == text(other),
            "`{one}` and `{other}` differ: copy the one that was changed over the other"
        );
    }
}
