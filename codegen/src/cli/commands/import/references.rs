//! Pages of the AWS API Reference, beside boto3's pages of the same operations.

use super::{Given, Run, STANDARD_INPUT, name};
use crate::import::page::{Imported, Reference, error_shape};
use anyhow::Context;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

impl Run<'_> {
    /// Lays a page of the AWS API Reference over boto3's page of the same operation: the rendition that
    /// was written of it, in the folder of its service.
    pub(super) fn lay(&self, reference: &Reference) -> anyhow::Result<(String, Imported)> {
        let operation = &reference.operation;
        let written = self.written.lock().map(|it| it.clone()).unwrap_or_default();
        let method = |file: &Path| {
            file.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let of_operation = written
            .into_iter()
            .filter(|(file, _)| reference.is_of(&method(file)));
        let mut found = Vec::new();
        for (file, page) in of_operation {
            anyhow::ensure!(
                page != Path::new(STANDARD_INPUT),
                "give boto3's page of `{operation}` as a file, not on standard input"
            );
            let Given::Operations(read) = self.import(&page)? else {
                continue;
            };
            let is_it = |it: &Imported| it.operation.method == method(&file);
            let imported = read.into_iter().flatten().find(is_it);
            found.extend(imported.map(|imported| (page, imported)));
        }
        let is_of_service = |(_, it): &(PathBuf, Imported)| {
            let api = it.api.as_ref().map(|api| &api.service);
            api.zip(reference.service.as_ref())
                .is_none_or(|(one, other)| one == other)
        };
        anyhow::ensure!(
            !found.is_empty(),
            "it is the page of `{operation}` in the AWS API Reference: give boto3's page of it as well"
        );
        found.retain(is_of_service);
        anyhow::ensure!(
            found.len() < 2,
            "several services have a `{operation}`, and this page does not tell of which it is: import \
             each with its own pages"
        );
        let (page, mut imported) = found.pop().with_context(|| {
            let service = reference.service.as_deref().unwrap_or_default();
            format!("it is of `{service}`, and boto3's page of `{operation}` of another service")
        })?;
        let laid = imported.lay(reference)?;
        self.write(&page, &imported)?;
        let (from, over) = (reference.page(), name(&page));
        for difference in &laid.differences {
            self.progress
                .say(&format!("differs: {over}, {from}: {difference}"));
        }
        if !laid.untyped.is_empty() {
            let members = laid.untyped.join("; ");
            self.progress.say(&format!(
                "left out: {from}: members of errors, whose types no page tells: {members}"
            ));
        }
        let taken: Vec<String> = laid
            .taken
            .iter()
            .map(|(kind, n)| format!("{kind} {n}"))
            .collect();
        println!("{from} fills {over}: {}", taken.join(", "));
        let service = self
            .args
            .service
            .clone()
            .unwrap_or_else(|| imported.service.clone());
        Ok((service, imported))
    }
}

/// Says what the files of a service lack of an operation's errors, and where they say another status.
pub(super) fn tell(folder: &Path, imported: &Imported) -> anyhow::Result<()> {
    let service = folder.join("service.json");
    if !service.exists() {
        return Ok(());
    }
    let files = [service.clone(), folder.join("shapes.json")];
    let mut shapes = serde_json::Map::new();
    for file in files.iter().filter(|file| file.exists()) {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let Ok(Value::Object(mut file)) = serde_json::from_str(&text) else {
            continue;
        };
        if let Some(Value::Object(of_file)) = file.remove("shapes") {
            shapes.extend(of_file);
        }
    }
    let mut missing = Vec::new();
    for error in &imported.errors {
        let Some(shape) = shapes.get(&error.shape) else {
            missing.push(format!("  \"{}\": {}", error.shape, error_shape(error)));
            continue;
        };
        let status = shape.pointer("/error/status").and_then(Value::as_u64);
        if let (Some(one), Some(other)) = (status, error.status)
            && one != u64::from(other)
        {
            eprintln!(
                "differs: {}: the status of {} is {one}, and {other} by the AWS API Reference",
                service.display(),
                error.shape
            );
        }
    }
    if !missing.is_empty() {
        println!(
            "add to the shapes of {}:\n{}",
            service.display(),
            missing.join(",\n")
        );
    }
    Ok(())
}
