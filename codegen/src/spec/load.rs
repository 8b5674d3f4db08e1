//! Loading a service's folder of spec files.

use super::decode::decode;
use super::open::{ask_of_empty, is_of_page, open};
use super::{Operation, Service, Shapes, locate};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

/// The file of the wire facts.
const SERVICE: &str = "service.json";

/// The file of the shared shapes.
const SHAPES: &str = "shapes.json";

/// The spec of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceSpec {
    /// The folder, from the workspace's root with `/`, as `spec/imagebuilder`.
    pub folder: String,
    /// `service.json`.
    pub service: Service,
    /// `shapes.json`, empty where there is none.
    pub shapes: Shapes,
    /// The operation files, sorted by file name, each with its file name.
    pub operations: Vec<(String, Operation)>,
}

impl ServiceSpec {
    /// The place of `service.json` as a whole.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            file: format!("{}/service.json", self.folder),
            ..Place::default()
        }
    }
}

/// A loaded folder of spec files, with the problems in them.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What the files say, problems mended; `None` where it is of no use to a later phase.
    spec: Option<ServiceSpec>,
    problems: Diagnostics,
    /// The places that were mended, by file.
    mended: BTreeSet<(String, String)>,
}

/// Reads a service's folder. Its name, with `/`, is the [`ServiceSpec::folder`].
///
/// # Errors
/// All problems of all files.
pub fn load(folder: &Path) -> Result<ServiceSpec, Diagnostics> {
    load_all(folder).then(|spec| Ok(spec.clone()))
}

/// Reads a service's folder as far as possible, so that later phases report their problems too.
#[must_use]
pub fn load_all(folder: &Path) -> Loaded {
    let name = with_slashes(folder);
    match read_files(folder) {
        Ok(files) => load_from(&name, &files),
        Err(error) => {
            let mut loaded = Loaded::empty();
            loaded.unreadable(name, &error);
            loaded
        }
    }
}

/// Reads one operation's file, and the shared shapes in its folder.
///
/// # Errors
/// All problems of both files.
pub fn load_operation(file: &Path) -> Result<(Operation, Shapes), Diagnostics> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut loaded = Loaded::empty();
    let operation = loaded.read(folder, &name);
    let shapes = if folder.join(SHAPES).exists() {
        loaded.read(folder, SHAPES)
    } else {
        Some(Shapes::default())
    };
    match (operation, shapes) {
        (Some(operation), Some(shapes)) if loaded.problems.0.is_empty() => Ok((operation, shapes)),
        _ => Err(loaded.problems),
    }
}

/// Reads the files of a service's folder from memory, by name.
#[must_use]
pub fn load_from(folder: &str, files: &BTreeMap<String, Vec<u8>>) -> Loaded {
    let mut loaded = Loaded::empty();
    let service: Option<Service> = match files.get(SERVICE) {
        Some(bytes) => loaded.decode(folder, SERVICE, bytes),
        None => {
            let file = format!("{folder}/{SERVICE}");
            let help = format!("write it; `{folder}` has no facts about the wire without it");
            let place = Place {
                file,
                ..Place::default()
            };
            loaded.problems.push(&place, "the file is missing", help);
            None
        }
    };
    if let Some(bytes) = files.get(SERVICE) {
        loaded.ask_what_is_open(folder, bytes);
    }
    let shapes = match files.get(SHAPES) {
        Some(bytes) => loaded.decode(folder, SHAPES, bytes),
        None => Some(Shapes::default()),
    };
    let operations: Vec<Option<(String, Operation)>> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".json") && *name != SERVICE && *name != SHAPES)
        .map(|(name, bytes)| Some((name.clone(), loaded.decode(folder, name, bytes)?)))
        .collect();
    loaded.spec = (|| {
        Some(ServiceSpec {
            folder: folder.to_owned(),
            service: service?,
            shapes: shapes?,
            operations: operations.into_iter().collect::<Option<_>>()?,
        })
    })();
    loaded
}

impl Loaded {
    fn empty() -> Self {
        Self {
            spec: None,
            problems: Diagnostics::default(),
            mended: BTreeSet::new(),
        }
    }

    /// Runs a later phase. Its problems are added to those of the files, so that one run reports all; if a
    /// file has a problem, the phase's result is discarded.
    ///
    /// # Errors
    /// The files or the phase have a problem.
    pub fn then<T>(
        mut self,
        phase: impl FnOnce(&ServiceSpec) -> Result<T, Diagnostics>,
    ) -> Result<T, Diagnostics> {
        let Some(spec) = self
            .spec
            .as_ref()
            .filter(|_| self.later_phases_make_sense())
        else {
            self.ask_of_pages();
            return Err(self.problems);
        };
        match phase(spec) {
            Ok(value) => self.problems.into_result(value),
            Err(Diagnostics(found)) => {
                let own = found
                    .into_iter()
                    .filter(|it| !follows_from(it, &self.mended));
                self.problems.0.extend(own);
                Err(self.problems)
            }
        }
    }

    /// Asks for what `service.json` marks as still to be said.
    fn ask_what_is_open(&mut self, folder: &str, bytes: &[u8]) {
        let file = format!("{folder}/{SERVICE}");
        for (pointer, what) in open(bytes) {
            let at = (file.clone(), pointer);
            if self.mended.contains(&at) {
                continue;
            }
            let (file, pointer) = at;
            let place = Place {
                file,
                pointer,
                ..Place::default()
            };
            self.problems.push(&place, "this is still to be said", what);
        }
    }

    /// What pages leave open rests on no `service.json`: it is asked along with what that does not say.
    fn ask_of_pages(&mut self) {
        let Some(spec) = &self.spec else {
            return;
        };
        for (name, operation) in &spec.operations {
            let place = Place {
                file: format!("{}/{name}", spec.folder),
                pointer: String::new(),
                path: operation.operation.clone(),
            };
            if is_of_page(operation) {
                ask_of_empty(operation, &place, &mut self.problems);
            }
        }
    }

    /// Everything else rests on `service.json`: what is found on a mended one may be wrong.
    fn later_phases_make_sense(&self) -> bool {
        let service = |(file, _): &(String, String)| file.ends_with(&format!("/{SERVICE}"));
        !self.mended.iter().any(service)
    }

    fn unreadable(&mut self, file: String, error: &io::Error) {
        let place = Place {
            file,
            ..Place::default()
        };
        let help = "give a folder of spec files, such as `spec/imagebuilder`, or a file in it";
        self.problems
            .push(&place, format!("cannot be read: {error}"), help);
    }

    fn read<T: DeserializeOwned>(&mut self, folder: &Path, name: &str) -> Option<T> {
        match fs::read(folder.join(name)) {
            Ok(bytes) => self.decode(&with_slashes(folder), name, &bytes),
            Err(error) => {
                self.unreadable(with_slashes(&folder.join(name)), &error);
                None
            }
        }
    }

    fn decode<T: DeserializeOwned>(&mut self, folder: &str, name: &str, bytes: &[u8]) -> Option<T> {
        let file = format!("{folder}/{name}");
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let place = Place {
                    file,
                    ..Place::default()
                };
                let message = format!("not UTF-8 from byte {} on", error.valid_up_to());
                self.problems
                    .push(&place, message, "save the file as UTF-8");
                return None;
            }
        };
        let decoded = decode(text);
        let is_of_operation = !matches!(name, SERVICE | SHAPES);
        let operation = (is_of_operation && !decoded.problems.is_empty())
            .then(|| operation_of(text))
            .flatten();
        let path = |pointer: &str| {
            if is_of_operation && operation.is_none() {
                return String::new();
            }
            locate::spec_path(operation.as_deref(), pointer)
        };
        for problem in decoded.problems {
            let place = Place {
                file: file.clone(),
                path: path(&problem.pointer),
                pointer: problem.pointer,
            };
            self.problems.push(&place, problem.message, problem.help);
        }
        let mended = decoded.mended.into_iter();
        self.mended
            .extend(mended.map(|pointer| (file.clone(), pointer)));
        decoded.value
    }
}

/// The operation that a file says it is about.
fn operation_of(text: &str) -> Option<String> {
    let tree = locate::parse(text)?;
    let operation = tree.as_object()?.get_string("operation")?;
    Some(operation.value.to_string())
}

/// Whether a problem is about something that was mended, or about the object a keyword was mended
/// in.
fn follows_from(problem: &Diagnostic, mended: &BTreeSet<(String, String)>) -> bool {
    let at = &problem.at;
    let below = |pointer: &str| {
        at.pointer
            .strip_prefix(pointer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let around = |pointer: &str| {
        pointer
            .rsplit_once('/')
            .is_some_and(|(around, _)| around == at.pointer)
    };
    mended
        .iter()
        .any(|(file, pointer)| *file == at.file && (below(pointer) || around(pointer)))
}

fn read_files(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && entry.path().is_file() {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
