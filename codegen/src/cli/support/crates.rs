//! Generated crates with their manifests: for another repository, or to be compiled here.

use super::place;
use crate::FileSet;
use crate::diagnostic::{Diagnostics, Place};
use crate::escape::toml_string;
use crate::output::write_whole;
use crate::plan::Plan;
use crate::spec::ServiceSpec;
use anyhow::Context;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What generated crates depend on.
const RUNTIME: &str = "shapewright-runtime";

/// Where a generated crate has its runtime from.
#[derive(Clone, Debug)]
pub enum Runtime {
    /// From the registry, by its version.
    Version,
    /// From the folder of its package.
    Folder(PathBuf),
}

impl Runtime {
    /// Reads an argument: `version`, or a folder.
    ///
    /// # Errors
    /// The folder is not the runtime's.
    pub fn parse(argument: &str) -> Result<Self, String> {
        if argument == "version" {
            return Ok(Self::Version);
        }
        let folder = std::path::absolute(argument).map_err(|error| error.to_string())?;
        let is_runtime = |folder: &Path| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
            manifest.contains(&format!("name = \"{RUNTIME}\""))
        };
        if is_runtime(&folder) {
            return Ok(Self::Folder(folder));
        }
        // The checkout itself is what is given by mistake.
        let help = match is_runtime(&folder.join("runtime")) {
            true => format!("; that is `{argument}/runtime`"),
            false => String::new(),
        };
        Err(format!(
            "it is neither `version` nor the folder of {RUNTIME}{help}"
        ))
    }

    /// That of the checkout where a command runs in one, and else the registry's.
    fn usual() -> io::Result<Self> {
        let checkout = place::checkout()?;
        Ok(checkout.map_or(Self::Version, |root| Self::Folder(root.join("runtime"))))
    }
}

/// The generated crate of a service.
pub struct Crate {
    pub plan: Plan,
    /// Where it has its runtime from, where that was said.
    pub runtime: Option<Runtime>,
    files: FileSet,
}

impl Crate {
    pub fn of(spec: &ServiceSpec) -> anyhow::Result<Self> {
        let plan = crate::plan(spec)?;
        let files = crate::files(&plan)?;
        Ok(Self {
            plan,
            files,
            runtime: None,
        })
    }

    /// Whether another crate has the same sources.
    pub fn is_as(&self, other: &Self) -> bool {
        self.files == other.files
    }

    /// The package's name.
    pub fn name(&self) -> String {
        package(&self.plan)
    }

    /// Writes `src/`, and `Cargo.toml` where there is none.
    pub fn write(&self, folder: &Path) -> anyhow::Result<()> {
        self.files
            .write(&folder.join("src"))
            .with_context(|| folder.display().to_string())?;
        write_manifest(&self.plan, folder, self.runtime.as_ref())?;
        Ok(())
    }

    /// The text of its `Cargo.toml`, where it is in a folder.
    pub fn manifest(&self, folder: &Path) -> anyhow::Result<String> {
        manifest(&self.plan, folder, self.runtime.as_ref())
    }
}

/// Writes `Cargo.toml` where there is none: from then on it is its owner's. Whether it did.
pub fn write_manifest(
    plan: &Plan,
    folder: &Path,
    runtime: Option<&Runtime>,
) -> anyhow::Result<bool> {
    let manifest = folder.join("Cargo.toml");
    let is_new = !manifest.exists();
    if is_new {
        write_whole(&manifest, self::manifest(plan, folder, runtime)?.as_bytes())?;
    }
    Ok(is_new)
}

/// Generated code that calls what the crate's `Cargo.toml` does not turn on would not compile. The
/// manifest is its owner's: what is missing is said, before anything is written.
pub fn refuse_missing_features(plan: &Plan, folder: &Path) -> Result<(), Diagnostics> {
    let file = folder.join("Cargo.toml");
    let Ok(text) = fs::read_to_string(&file) else {
        return Ok(());
    };
    let mut problems = Diagnostics::default();
    for feature in plan
        .client_features()
        .filter(|feature| !turns_on(&text, feature))
    {
        let at = Place {
            file: file.to_string_lossy().into_owned(),
            ..Place::default()
        };
        let message = format!("the client needs the runtime's feature `{feature}`");
        let help = format!("let `[features]` say: {}", client_line(&text, feature));
        problems.push(&at, message, help);
    }
    problems.into_result(())
}

/// Whether a manifest turns a feature of the runtime on, in a feature of its own or always.
fn turns_on(manifest: &str, feature: &str) -> bool {
    let lines = manifest.lines().map(|line| line.split('#').next());
    let mut lines = lines.flatten();
    lines.any(|line| {
        let always = line.starts_with(RUNTIME) && line.contains(&format!(r#""{feature}""#));
        always || line.contains(&format!(r#""{RUNTIME}/{feature}""#))
    })
}

/// The line of a manifest that says what its client is made of, with one more feature.
fn client_line(manifest: &str, feature: &str) -> String {
    let line = manifest.lines().find(|line| line.starts_with("client = ["));
    let known = line.and_then(|line| line.trim_end().strip_suffix(']'));
    match known {
        Some(known) => format!(r#"{known}, "{RUNTIME}/{feature}"]"#),
        // Each of the runtime's features brings its client with it.
        None => format!(r#"client = ["{RUNTIME}/{feature}"]"#),
    }
}

fn manifest(plan: &Plan, folder: &Path, runtime: Option<&Runtime>) -> anyhow::Result<String> {
    Ok(manifest_text(plan, &runtime_dependency(folder, runtime)?))
}

fn package(plan: &Plan) -> String {
    plan.service.krate.replace('_', "-")
}

fn manifest_text(plan: &Plan, runtime: &str) -> String {
    let name = toml_string(&package(plan));
    let title = &plan.service.title;
    let client = plan
        .client_features()
        .map(|feature| format!(r#""{RUNTIME}/{feature}""#));
    let client = client.collect::<Vec<_>>().join(", ");
    let description = format!("{title}: a small, readable, typed client, generated by shapewright");
    let description = toml_string(&description);
    let version = env!("CARGO_PKG_VERSION");
    format!(
        r#"[package]
name = {name}
description = {description}
version = "{version}"
edition = "2024"
rust-version = "1.88"
license = "Apache-2.0"
keywords = ["aws", "client", "sdk"]
categories = ["api-bindings"]
# To publish it, choose your own name for it, and remove this line.
publish = false

[package.metadata.docs.rs]
all-features = true
rustdoc-args = ["--cfg", "docsrs"]

[features]
default = ["client"]
# Operations as pure functions, and the client. Without it, there are only the model types.
client = [{client}]
# All that the client needs to call AWS: a transport, TLS and credentials.
aws = ["client", "shapewright-runtime/aws"]
# Its parts, and others. The runtime's documentation describes each.
hyper = ["client", "shapewright-runtime/hyper"]
http2 = ["client", "shapewright-runtime/http2"]
ring = ["shapewright-runtime/ring"]
credentials = ["client", "shapewright-runtime/credentials"]
aws-config = ["client", "shapewright-runtime/aws-config"]
blocking = ["client", "shapewright-runtime/blocking"]
gzip = ["client", "shapewright-runtime/gzip"]
tracing = ["client", "shapewright-runtime/tracing"]

[dependencies]
shapewright-runtime = {runtime}
"#
    )
}

/// The runtime: where nothing else is said, that of the checkout by its path, or the registry's by its
/// version. A path is relative where it is near, that is below or beside a common folder, and absolute
/// elsewhere.
pub fn runtime_dependency(folder: &Path, runtime: Option<&Runtime>) -> anyhow::Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let named = || folder.display().to_string();
    fs::create_dir_all(folder).with_context(named)?;
    let folder = fs::canonicalize(folder).with_context(named)?;
    let usual = match runtime {
        Some(runtime) => runtime.clone(),
        None => Runtime::usual()?,
    };
    let Runtime::Folder(runtime) = usual else {
        return Ok(format!(
            r#"{{ version = "{version}", default-features = false }}"#
        ));
    };
    let runtime = fs::canonicalize(&runtime).unwrap_or(runtime);
    let around = runtime.parent().unwrap_or(&runtime);
    let path = relative(&folder, &runtime, around)
        .unwrap_or_else(|| runtime.to_string_lossy().into_owned());
    let path = toml_string(&path);
    Ok(format!(
        r#"{{ path = {path}, version = "{version}", default-features = false }}"#
    ))
}

/// The path from one folder to another, with `/`, where they meet no higher than in the folder
/// around the workspace.
fn relative(from: &Path, to: &Path, workspace: &Path) -> Option<String> {
    let common = from.ancestors().find(|folder| to.starts_with(folder))?;
    if !common.starts_with(workspace.parent()?) {
        return None;
    }
    let up = from.strip_prefix(common).ok()?.iter().map(|_| "..".into());
    let down = to.strip_prefix(common).ok()?.iter();
    let parts: Vec<_> = up
        .chain(down.map(|part| part.to_string_lossy().into_owned()))
        .collect();
    Some(parts.join("/"))
}

/// The version that a manifest gives its package or its members.
pub fn version_of(manifest: &Path) -> Option<String> {
    let text = fs::read_to_string(manifest).ok()?;
    let mut lines = text.lines();
    let version = lines.find_map(|line| line.strip_prefix("version = \""))?;
    Some(version.split_once('"')?.0.to_owned())
}

/// The manifest of a workspace of such crates, with the versions that this workspace has locked.
pub fn write_workspace(root: &Path, members: &[String]) -> anyhow::Result<()> {
    let members = serde_json::to_string(members)?;
    let text = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members}\n\n[profile.dev]\ndebug = false\n"
    );
    write_whole(&root.join("Cargo.toml"), text.as_bytes())?;
    fs::copy(place::root()?.join("Cargo.lock"), root.join("Cargo.lock"))?;
    Ok(())
}

/// cargo in such a workspace, with a target folder that all of them share.
pub fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(root)
        .env_remove("CARGO_MANIFEST_DIR")
        .env("CARGO_TERM_QUIET", "true");
    if let Ok(workspace) = place::root() {
        let target = fs::canonicalize(workspace).unwrap_or_default();
        cargo.env("CARGO_TARGET_DIR", target.join("target/generated"));
    }
    cargo
}

#[cfg(test)]
mod tests {
    use super::{client_line, relative, turns_on};
    use std::path::Path;

    #[test]
    fn the_runtime_is_near_or_it_is_not() {
        let of = |folder: &str| {
            let [to, workspace] = ["/code/tool/runtime", "/code/tool"].map(Path::new);
            relative(Path::new(folder), to, workspace)
        };
        assert_eq!(
            of("/code/tool/clients/sqs").as_deref(),
            Some("../../runtime")
        );
        assert_eq!(of("/code/mine/sqs").as_deref(), Some("../../tool/runtime"));
        assert_eq!(of("/elsewhere/sqs"), None);
    }

    #[test]
    fn a_feature_that_is_missing_is_told_by_its_line() {
        let manifest = "[features]\n# \"shapewright-runtime/checksum\"\n\
            client = [\"shapewright-runtime/client\"]\n";
        assert!(turns_on(manifest, "client"));
        assert!(!turns_on(manifest, "checksum"));
        assert_eq!(
            client_line(manifest, "checksum"),
            r#"client = ["shapewright-runtime/client", "shapewright-runtime/checksum"]"#
        );
        let always =
            r#"shapewright-runtime = { path = "../r", features = ["client", "checksum"] }"#;
        assert!(turns_on(always, "checksum"));
    }
}
