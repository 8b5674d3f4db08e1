//! `cargo xtask new`: a crate for another service, in this repository or elsewhere.

use crate::cli::support::botocore;
use crate::cli::support::crates::{Crate, Runtime, runtime_dependency};
use crate::cli::support::model::{self, Model};
use crate::cli::support::place::workspace_path;
use crate::cli::support::smithy::Ast;
use crate::cli::support::terminal;
use crate::escape;
use crate::import::model::{Import, near};
use crate::output::write_whole;
use crate::plan::docs;
use crate::spec::{Selection, ServiceSpec, service_name};
use anyhow::{bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The protocols that there is code for.
const PROTOCOLS: [&str; 6] = [
    "rest-json",
    "json",
    "rest-xml",
    "smithy-rpc-v2-cbor",
    "query",
    "ec2",
];

#[derive(clap::Args)]
pub struct Args {
    /// The name of the service in boto3, such as sqs
    service: String,
    /// The operations, such as SendMessage,ReceiveMessage. Default: all
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    operations: Vec<String>,
    /// The crate's folder. Default: SERVICE, in the current folder
    #[arg(long, value_name = "DIR", value_parser = workspace_path)]
    out: Option<PathBuf>,
    /// The runtime dependency of the crate: "version", or a folder. Default: the path in a checkout of
    /// shapewright, else the version
    #[arg(long, value_name = "WHERE", value_parser = Runtime::parse)]
    runtime: Option<Runtime>,
    /// The botocore service model, instead of that of the pinned botocore release
    #[arg(long, value_name = "PATH", value_parser = workspace_path)]
    model: Option<PathBuf>,
    /// A Smithy model instead: its JSON AST
    #[arg(long, value_name = "FILE", conflicts_with = "model", value_parser = workspace_path)]
    smithy: Option<PathBuf>,
    /// The shape ID of the service, if the AST has several
    #[arg(long, value_name = "ID", requires = "smithy")]
    shape: Option<String>,
}

/// What a new crate has; a folder that has one of them is not touched.
const MADE: [&str; 4] = ["Cargo.toml", "README.md", "spec", "src"];

/// What is written beside it where the folder has no such file: it is the folder's owner's.
///
/// With other line ends, every file would differ from what is generated. The docs are AWS's, whose
/// licence asks for its text and for what was changed.
const BESIDE: [(&str, &str); 3] = [
    (
        ".gitattributes",
        "* text=auto eol=lf\nsrc/** linguist-generated\n",
    ),
    ("LICENSE", include_str!("../../../LICENSE")),
    ("NOTICE", include_str!("new/NOTICE")),
];

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    service_name(&args.service).map_err(anyhow::Error::msg)?;
    let out = match &args.out {
        Some(out) => out.clone(),
        None => workspace_path(&args.service)?,
    };
    let out = &out;
    for name in MADE {
        let path = out.join(name);
        ensure!(
            path.symlink_metadata().is_err(),
            "{} already exists: a new crate needs its own folder",
            path.display()
        );
    }
    let import = import(args)?;
    model::eprint_warnings(&import);
    let mut spec = import.spec;
    // Lists are typed with blanks after their commas, too.
    let operations = args.operations.iter().map(|name| name.trim());
    let operations: Vec<_> = operations
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    if !operations.is_empty() {
        spec.service.operations = Selection::Only(operations);
    }
    // The crate is the root of what its spec is about.
    ".".clone_into(&mut spec.service.output);
    let spec = crate::import::model::select(spec)?;
    let mut made = Crate::of(&spec)?;
    made.runtime.clone_from(&args.runtime);
    let made_before = Before::of(out);
    if let Err(error) = write(&made, &spec, out) {
        made_before.restore(out);
        return Err(error.context("the crate cannot be written, and was removed"));
    }
    let folder = spec_folder(&spec, out);
    terminal::warn(&made.plan.warnings);
    terminal::note(format_args!(
        "{}: {} with {}, generated from {}",
        out.display(),
        made.name(),
        match spec.operations.len() {
            1 => "1 operation".to_owned(),
            many => format!("{many} operations"),
        },
        folder.display()
    ));
    let runtime = runtime_dependency(out, args.runtime.as_ref())?;
    terminal::note(format_args!(
        "note: its Cargo.toml depends on shapewright-runtime = {runtime}"
    ));
    if !runtime.contains("path = ") {
        terminal::note(format_args!(
            "note: while crates.io does not have that version, `--runtime PATH/TO/shapewright/runtime` takes a checkout's"
        ));
    }
    if let Some(workspace) = workspace_around(out) {
        let workspace = workspace.display();
        terminal::note(format_args!(
            "note: add it to `members` of the workspace {workspace}"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The model, from wherever it is to be.
fn import(args: &Args) -> anyhow::Result<Import> {
    if let Some(path) = &args.smithy {
        let mut ast = Ast::load(path)?;
        ast.service = Some(args.service.clone());
        ast.shape.clone_from(&args.shape);
        return ast.import(None);
    }
    let path = match &args.model {
        Some(path) => path.clone(),
        None => folder_of(&args.service)?,
    };
    let mut model = Model::load(&path)?;
    model.service.clone_from(&args.service);
    let mut protocols = model.protocols()?;
    protocols.dedup();
    ensure!(
        protocols
            .iter()
            .any(|protocol| PROTOCOLS.contains(&protocol.as_str())),
        "{} speaks {}, for which there is no code yet: services that speak {} generate",
        args.service,
        protocols.join(", "),
        PROTOCOLS.join(", ")
    );
    model.import(None)
}

/// Where a crate has its spec.
fn spec_folder(spec: &ServiceSpec, out: &Path) -> PathBuf {
    out.join("spec").join(&spec.service.service)
}

fn write(made: &Crate, spec: &ServiceSpec, out: &Path) -> anyhow::Result<()> {
    model::write(spec, &spec_folder(spec, out))?;
    made.write(out)?;
    write_whole(&out.join("README.md"), readme(made, spec).as_bytes())?;
    for (name, text) in BESIDE {
        let path = out.join(name);
        if path.symlink_metadata().is_err() {
            write_whole(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// What was there before a crate was made.
struct Before {
    /// The outermost folder that was not there.
    missing: Option<PathBuf>,
    /// The files beside the crate that were not there.
    beside: Vec<PathBuf>,
}

impl Before {
    fn of(out: &Path) -> Self {
        let is_missing =
            |folder: &&Path| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err();
        let beside = BESIDE.iter().map(|(name, _)| out.join(name));
        Self {
            missing: out
                .ancestors()
                .take_while(is_missing)
                .last()
                .map(Path::to_owned),
            beside: beside
                .filter(|path| path.symlink_metadata().is_err())
                .collect(),
        }
    }

    /// Takes away what was made since, as far as it can be.
    fn restore(&self, out: &Path) {
        if let Some(folder) = &self.missing {
            let _ = fs::remove_dir_all(folder);
            return;
        }
        for name in MADE {
            let path = out.join(name);
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
        }
        for path in &self.beside {
            let _ = fs::remove_file(path);
        }
    }
}

/// The folder of a service in the pinned release of botocore.
fn folder_of(service: &str) -> anyhow::Result<PathBuf> {
    let data = botocore::fetch()?.join("botocore/data");
    let folders = botocore::services(&data)?;
    let names = folders
        .iter()
        .filter_map(|folder| folder.file_name()?.to_str());
    let names: Vec<_> = names.collect();
    if !names.contains(&service) {
        let help = near(service, names.into_iter()).map_or_else(
            || "services have boto3's names, such as `sqs`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        bail!("there is no service `{service}`: {help}");
    }
    Ok(data.join(service))
}

/// The manifest of the workspace that cargo would assign the crate to.
fn workspace_around(crate_folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(crate_folder).ok()?;
    let manifests = folder
        .ancestors()
        .skip(1)
        .map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| {
        let text = fs::read_to_string(manifest).unwrap_or_default();
        text.lines().any(|line| line.starts_with("[workspace]"))
    })
}

/// The crate's README.
fn readme(made: &Crate, spec: &ServiceSpec) -> String {
    let (name, title) = (made.name(), escape::markdown(&spec.service.title));
    let service = &spec.service.service;
    let source = spec.service.source.as_ref();
    let source = source.and_then(|source| source.model.as_deref());
    let source = source.unwrap_or("its service model");
    // botocore's models all have the same file name, in the folder of their service; without a path, its
    // release is downloaded.
    let (update, from) = match source.ends_with("service-2.json") {
        true => (
            "shapewright update".to_owned(),
            format!(
                "It downloads the botocore release that this version of `shapewright` supports;\n\
                 `--from PATH/TO/botocore/data/{service}` uses another one."
            ),
        ),
        false => (
            format!("shapewright update --from PATH/TO/{source}"),
            "`--from` is the path of the Smithy model.".to_owned(),
        ),
    };
    let source = docs::code(source);
    let module = name.replace('-', "_");
    format!(
        r#"# {name}

A typed client for {title}, generated by shapewright from the service model
{source}.

```toml
[dependencies]
{name} = {{ path = "PATH/TO/THIS/FOLDER", features = ["aws"] }}
tokio = {{ version = "1", features = ["macros", "rt"] }}
```

```rust,ignore
use {module}::{{Client, Config}};

// Finds region and credentials as the AWS CLI does.
let client = Client::new(&Config::load()?.build());
```

`cargo doc --open` starts with an example. Without features, there are only the model types; `client` (default)
adds operations as pure functions, and a client that needs your transport; `aws` adds a transport, TLS and
credentials. `Cargo.toml` has the other features.

## Changing it

`src/` is generated. Edit `spec/{service}/` instead, and run in this folder (`cargo install shapewright` installs
the command):

```sh
shapewright regen
```

To add an operation, add its name to `operations` in `spec/{service}/service.json`. Then, or to get a newer API,
run:

```sh
{update}
```

{from}

## Licence

The documentation of the API in `spec/` and `src/` is AWS's, under the Apache License, Version 2.0.
This crate is not a product of Amazon, and is not endorsed by it.
"#
    )
}
