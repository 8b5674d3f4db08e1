//! The JSON Schemas under `spec/schema` are those of the Rust types.

use std::path::Path;

#[test]
fn the_schemas_are_in_step() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/schema");
    let schemas = shapewright::spec::schemas().expect("schemas");
    let drift = schemas.check(&folder).expect("spec/schema");
    assert!(drift.is_empty(), "run `cargo xtask schema`: {drift:#?}");
}
