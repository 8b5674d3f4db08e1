//! The sources of a crate.

use std::path::{Path, PathBuf};

/// A file.
#[derive(Debug)]
pub struct Source {
    /// From the repository's root, such as `runtime/src/lib.rs`.
    pub path: String,
    /// The names of the module.
    pub module: Vec<String>,
    /// Its content.
    pub text: String,
}

/// All files of the crate in this folder of the repository.
pub fn all(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let src = root.join(folder).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a source");
            let inner = path.strip_prefix(&src).expect("a path in src");
            let mut module: Vec<String> = inner
                .with_extension("")
                .iter()
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            if matches!(
                module.last().map(String::as_str),
                Some("mod" | "lib" | "main")
            ) {
                module.pop();
            }
            let path = path.strip_prefix(&root).expect("a path in the repository");
            Source {
                path: path.to_string_lossy().replace('\\', "/"),
                module,
                text,
            }
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

impl Source {
    /// The functions with their lengths in lines. rustfmt ends a function where its first line begins.
    pub fn functions(&self) -> Vec<(&str, usize)> {
        let lines: Vec<&str> = self.text.lines().collect();
        let mut functions = Vec::new();
        for (start, line) in lines.iter().enumerate() {
            let Some(name) = function_name(line.trim_start()) else {
                continue;
            };
            let indent = line.len() - line.trim_start().len();
            let end = format!("{}}}", &line[..indent]);
            let length = lines[start..].iter().position(|line| **line == end);
            functions.extend(length.map(|length| (name, length + 1)));
        }
        functions
    }
}

/// The name of the function that a line begins.
fn function_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let name = loop {
        match words.next()? {
            "fn" => break words.next()?,
            "const" | "async" | "unsafe" | "extern" => {}
            word if word.starts_with("pub") => {}
            "in" => {}
            word if word.ends_with(')') => {}
            _ => return None,
        }
    };
    name.split(['(', '<']).next()
}
