//! The JSON Schemas of the spec files, with which editors complete and check them.

use super::{Operation, Service, Shapes};
use crate::output::{FileSet, MARK};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;

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

/// A schema that bears the mark in its first lines, where [`FileSet::write`] looks for it; schemars
/// puts a comment last.
#[derive(Serialize)]
struct Marked {
    #[serde(rename = "$comment")]
    comment: String,
    #[serde(flatten)]
    schema: Schema,
}

fn schema<T: JsonSchema>() -> Result<String, serde_json::Error> {
    let generator = SchemaGenerator::new(SchemaSettings::draft2020_12());
    let marked = Marked {
        comment: format!("{MARK} by `cargo xtask schema` from codegen/src/spec"),
        schema: generator.into_root_schema_for::<T>(),
    };
    let mut text = serde_json::to_string_pretty(&marked)?;
    text.push('\n');
    Ok(text)
}
