//! Pages of the AWS API Reference, beside boto3's pages of the same operations.

use super::{Run, STANDARD_INPUT, Summary, name};
use crate::cli::support::terminal;
use crate::import::page::{AnyPage, DataType, Imported, Laid, Reference, error_shape};
use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

impl Run<'_> {
    /// Lays the pages of the AWS API Reference over boto3's, says how that went, and gives what became of
    /// each operation, with its service.
    pub(super) fn lay_all(
        &mut self,
        summary: &mut Summary,
    ) -> anyhow::Result<Vec<(String, Imported)>> {
        let references = self.references.get_mut().map(std::mem::take);
        let mut references = references.unwrap_or_default();
        references.sort_by(|(one, _), (other, _)| one.cmp(other));
        let types = self.types.get_mut().map(std::mem::take);
        let mut types = types.unwrap_or_default();
        types.sort_by(|(one, _), (other, _)| one.cmp(other));
        let given = references.len();
        let (files, types): (Vec<_>, Vec<_>) = types.into_iter().unzip();
        let mut used = BTreeSet::new();
        let mut laid = Vec::new();
        for (path, reference) in references {
            match self.lay(&reference, &types) {
                Ok((service, imported, how)) => {
                    used.extend(how.used);
                    laid.push((service, imported));
                }
                Err(error) => self.skip(&path, &error, summary),
            }
        }
        let unused = files.iter().zip(&types);
        for (path, of_type) in unused.filter(|(_, it)| !used.contains(&it.name)) {
            let name = &of_type.name;
            // Whoever gives a folder of them gives more than are needed.
            if given > 0 {
                let path = path.display();
                self.progress.say(&format!(
                    "not used: {path}: no member of the operations that are given is of the data type `{name}`"
                ));
                continue;
            }
            let error = anyhow::anyhow!(
                "it is the page of the data type `{name}` in the AWS API Reference, which has the bounds of nested \
                 members: give the page of an operation that uses it as well"
            );
            self.skip(path, &error, summary);
        }
        terminal::line(&summary)?;
        if given > 0 {
            terminal::line(format_args!(
                "{} pages of the AWS API Reference merged",
                laid.len()
            ))?;
        }
        Ok(laid)
    }

    /// Lays a page of the AWS API Reference over boto3's page of the same operation: the rendition that
    /// was written of it, in the folder of its service.
    fn lay(
        &self,
        reference: &Reference,
        types: &[DataType],
    ) -> anyhow::Result<(String, Imported, Laid)> {
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
            let AnyPage::Operations(read) = self.import(&page)? else {
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
        let laid = imported.lay(reference, types)?;
        self.write(&page, &imported)?;
        self.say_laid(reference.page(), &name(&page), &laid)?;
        let service = self.args.service.as_ref().unwrap_or(&imported.service);
        Ok((service.clone(), imported, laid))
    }

    /// Says what a page fills, what it leaves open, and where the pages differ.
    fn say_laid(&self, from: &str, over: &str, laid: &Laid) -> anyhow::Result<()> {
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
        if !laid.missing.is_empty() {
            let names = laid.missing.iter().map(String::as_str).collect::<Vec<_>>();
            self.progress.say(&format!(
                "left open: {over}: the bounds within {}: give their pages in the AWS API Reference as well",
                names.join(", ")
            ));
        }
        let taken: Vec<String> = laid
            .taken
            .iter()
            .map(|(kind, n)| format!("{kind} {n}"))
            .collect();
        terminal::line(format_args!("{from} fills {over}: {}", taken.join(", ")))?;
        Ok(())
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
            terminal::note(format_args!(
                "differs: {}: the status of {} is {one}, but {other} in the AWS API Reference",
                service.display(),
                error.shape
            ));
        }
    }
    if !missing.is_empty() {
        terminal::line(format_args!(
            "add to the shapes of {}:\n{}",
            service.display(),
            missing.join(",\n")
        ))?;
    }
    Ok(())
}
