//! The JSON Schemas under `spec/schema` are those of the Rust types.

use std::path::Path;

#[test]
fn the_schemas_are_in_step() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/schema");
    let schemas = shapewright::spec::schemas().expect("schemas");
    let drift = schemas.check(&folder).expect("spec/schema");
    assert!(drift.is_empty(), "run `cargo xtask schema`: {drift:#?}");
}

#[test]
fn schemas_replace_schemas() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas = shapewright::spec::schemas().expect("schemas");
    schemas.write(folder.path()).expect("the first time");
    for name in schemas.0.keys() {
        let path = folder.path().join(name);
        let text = std::fs::read_to_string(&path).expect(name);
        std::fs::write(&path, text.replace("type", "kind")).expect(name);
    }
    let written = schemas.write(folder.path()).expect("the second time");
    assert!(written.written.iter().eq(schemas.0.keys()));
}
