//! Saving a service's spec as the files of its folder.

use super::{Operation, ServiceSpec, Shapes};
use crate::escape;
use serde::Serialize;
use std::collections::BTreeMap;

impl ServiceSpec {
    /// The files by name, as [`load_from`](super::load_from) reads them.
    ///
    /// # Errors
    /// Never, as the spec's types are; those of the serializer.
    pub fn files(&self) -> serde_json::Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        files.insert("service.json".to_owned(), to_json(&self.service)?);
        if self.shapes != Shapes::default() {
            files.insert("shapes.json".to_owned(), to_json(&self.shapes)?);
        }
        for (name, operation) in &self.operations {
            files.insert(name.clone(), to_json(operation)?);
        }
        Ok(files)
    }
}

impl Operation {
    /// The name of its file in the service's folder.
    #[must_use]
    pub fn file_name(&self) -> String {
        let stem = escape::file_stem(&self.method);
        match stem.as_str() {
            // Those of the wire facts, and of shared shapes.
            "service" | "shapes" => format!("{stem}_.json"),
            _ => format!("{stem}.json"),
        }
    }
}

/// The bytes of a spec file: JSON indented by two spaces, with a final newline.
///
/// # Errors
/// Those of the serializer.
pub fn to_json(file: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(file)?;
    bytes.push(b'\n');
    Ok(bytes)
}
