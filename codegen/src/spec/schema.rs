//! The JSON Schemas of the spec's files, by which editors complete and check them.

use super::{Operation, Service, Shapes};
use crate::output::{FileSet, MARK};
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};

/// The schemas by file name, such as `service.schema.json`.
///
/// # Errors
/// A schema cannot be written as JSON.
pub fn schemas() -> Result<FileSet, serde_json::Error> {
    let files = [
        ("operation.schema.json", schema::<Operation>()?),
        ("service.schema.json", schema::<Service>()?),
        ("shapes.schema.json", schema::<Shapes>()?),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text));
    Ok(FileSet(files.into()))
}

fn schema<T: JsonSchema>() -> Result<String, serde_json::Error> {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let mut schema = generator.into_root_schema_for::<T>();
    let comment = format!("{MARK} by `cargo xtask schema` from codegen/src/spec");
    schema.insert("$comment".to_owned(), comment.into());
    let mut text = serde_json::to_string_pretty(&schema)?;
    text.push('\n');
    Ok(text)
}
