//! Rust from the plan, written with `quote`. Nothing is decided here.

mod client;
mod imports;
mod item;
mod layout;
mod operation;
mod parallel;
mod read;
mod render;
mod root;
mod rules;
mod rust;
mod table;
mod waiters;

use crate::diagram;
use crate::output::FileSet;
use crate::plan::Plan;
use proc_macro2::TokenStream;

/// The file with the table of names.
pub const NAMES: &str = "names.tsv";

/// The file with the diagram on the first page of the docs.
const DIAGRAM: &str = "diagram.svg";

/// The generated crate's files.
///
/// # Errors
/// The code is not Rust: a bug in this module, reported with the file.
pub fn emit(plan: &Plan) -> Result<FileSet, EmitError> {
    let service_file = format!("{}/service.json", plan.service.folder);
    let folder = format!("{}/", plan.service.folder);
    let example = plan.landing.example.as_ref();
    let example = plan
        .operations
        .iter()
        .find(|it| Some(&it.method) == example);
    let diagram = example.and_then(|operation| diagram::of_output(plan, operation));
    let diagram_file = diagram.as_ref().map(|_| DIAGRAM);
    let mut sources: Vec<Source<'_>> = Vec::new();
    let mut add = |path: &str, tokens| {
        sources.push(Source {
            path: path.to_owned(),
            origin: &service_file,
            pieces: vec![tokens],
        });
    };
    add("lib.rs", Box::new(move || root::lib(plan, diagram_file)));
    add("client.rs", Box::new(|| client::client(plan)));
    add("primitives.rs", Box::new(root::primitives));
    add("operation.rs", Box::new(|| root::operations(plan)));
    if !plan.errors.is_empty() {
        add("types/error.rs", Box::new(|| item::errors(&plan.errors)));
    }
    if let Some(table) = &plan.table {
        let path = format!("{}.rs", table.module);
        add(&path, Box::new(|| table::file(table)));
    }
    if let Some(rules) = &plan.service.rules {
        add("endpoint_rules.rs", Box::new(|| rules::file(rules)));
    }
    if !plan.waiters.is_empty() {
        add("waiters.rs", Box::new(|| waiters::file(plan)));
    }
    sources.push(Source {
        path: "types.rs".to_owned(),
        origin: &folder,
        pieces: item::pieces(plan),
    });
    sources.extend(plan.operations.iter().map(|operation| Source {
        path: format!("operation/{}.rs", operation.module()),
        origin: &operation.source,
        pieces: vec![Box::new(|| operation::file(operation))],
    }));
    let mut files = FileSet::default();
    let pieces: Vec<_> = sources.iter().flat_map(Source::pieces).collect();
    let mut rendered = parallel::map(&pieces, Piece::render).into_iter();
    for source in &sources {
        let pieces = rendered.by_ref().take(source.pieces.len());
        let text = render::file(source.origin, pieces.collect::<Result<_, _>>()?);
        files.0.insert(source.path.clone(), text);
    }
    if let Some(svg) = diagram {
        files
            .0
            .insert(DIAGRAM.into(), render::picture(&service_file, &svg));
    }
    let names = render::name_table(&service_file, &plan.names);
    files.0.insert(NAMES.into(), names);
    files
        .0
        .insert("rustfmt.toml".into(), render::rustfmt_config(&service_file));
    Ok(files)
}

type Tokens<'a> = Box<dyn Fn() -> TokenStream + Sync + 'a>;

/// A file of Rust, as tokens.
struct Source<'a> {
    path: String,
    /// The spec file that it is generated from, or the folder of several.
    origin: &'a str,
    /// Items in the file's order. Each piece is laid out separately.
    pieces: Vec<Tokens<'a>>,
}

impl Source<'_> {
    fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.pieces.iter().map(|tokens| Piece {
            path: &self.path,
            tokens,
        })
    }
}

/// Items of a file.
struct Piece<'a> {
    path: &'a str,
    tokens: &'a Tokens<'a>,
}

impl Piece<'_> {
    fn render(&self) -> Result<String, EmitError> {
        render::items((self.tokens)()).map_err(|error| EmitError {
            path: self.path.to_owned(),
            error,
        })
    }
}

/// The code is not Rust.
#[derive(Debug)]
pub struct EmitError {
    path: String,
    error: syn::Error,
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "the generator wrote `{}`, which is not Rust: {}",
            self.path, self.error
        )
    }
}

impl std::error::Error for EmitError {}
