//! The `service.json` of services that are known by their pages alone.

use super::name;
use crate::cli::support::{place, terminal};
use crate::import::page::{self, Imported};
use crate::output::write_whole;
use crate::spec::{Http, OPEN, Service, ServiceSpec, Shapes};
use crate::{model, naming, passes};
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::Path;

/// Writes a `service.json` for each service that has none.
pub(super) fn write(read: &BTreeMap<String, Vec<Imported>>, out: &Path) -> anyhow::Result<()> {
    for (service, pages) in read {
        let file = out.join(service).join("service.json");
        if file.exists() {
            terminal::line(format_args!(
                "{} already exists, and is left unchanged",
                name(&file)
            ))?;
            continue;
        }
        let mut pages: Vec<Imported> = pages.clone();
        pages.sort_by(|a, b| a.operation.method.cmp(&b.operation.method));
        for page in &mut pages {
            page.service.clone_from(service);
        }
        let pages: Vec<&Imported> = pages.iter().collect();
        let names = names(&pages);
        let text = page::service_file(&pages, &format!("clients/{service}"), &names);
        write_whole(&file, text.as_bytes()).with_context(|| name(&file))?;
        let open = text.matches(&format!("\"{OPEN}")).count();
        terminal::line(format_args!(
            "wrote {}: fill in its {open} values that begin with {OPEN}, then run `{}`",
            name(&file),
            regen(out, service)
        ))?;
        if !names.is_empty() {
            terminal::line(format_args!(
                "it names {} types (names.types) whose own names clash: keep or change these names",
                names.len()
            ))?;
        }
    }
    Ok(())
}

/// What makes the crate of a service: outside of `spec/`, both folders have to be told.
fn regen(out: &Path, service: &str) -> String {
    let program = place::program();
    match out == Path::new("spec") {
        true => format!("{program} regen"),
        false => format!(
            "{program} regen --spec {} --out CRATE_FOLDER",
            out.join(service).display()
        ),
    }
}

/// Names of types that would clash. They rest on the operations alone: what is still to be said of the
/// service stands here in some way or other.
fn names(pages: &[&Imported]) -> BTreeMap<String, String> {
    const ANY: &str = r#"{
        "service": "x", "title": "X", "serviceId": "X", "apiVersion": "2020-01-01", "protocol": "rest-json",
        "endpointPrefix": "x", "signingName": "x", "output": "x"
    }"#;
    let Ok(service) = serde_json::from_str::<Service>(ANY) else {
        return BTreeMap::new();
    };
    let operations = pages.iter().map(|page| {
        let mut operation = page.operation.clone();
        operation.http.get_or_insert(Http {
            method: "POST".to_owned(),
            uri: "/".to_owned(),
            response_code: None,
            host_prefix: None,
        });
        operation.exceptions.clear();
        (operation.file_name(), operation)
    });
    let spec = ServiceSpec {
        folder: String::new(),
        service,
        shapes: Shapes::default(),
        operations: operations.collect(),
    };
    let (model, _) = model::lower(&spec);
    let (model, _) = passes::merge(model);
    naming::propose(&model)
}
