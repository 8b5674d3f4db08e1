//! Rust from the plan, written down with `quote`. Nothing is decided here.

mod client;
mod imports;
mod items;
mod operation;
mod parallel;
mod query;
mod render;
mod settle;

use crate::diagram;
use crate::output::FileSet;
use crate::plan::{Plan, RustType};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt, quote};

/// The file of the table of names.
pub const NAMES: &str = "names.tsv";

/// The file of the diagram on the first page of the docs.
const DIAGRAM: &str = "diagram.svg";

/// The generated crate's files.
///
/// # Errors
/// What was written down is not Rust: a mistake in this module, told with the file.
pub fn emit(plan: &Plan) -> Result<FileSet, EmitError> {
    let service_file = format!("{}/service.json", plan.service.folder);
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
            tokens,
        });
    };
    add("lib.rs", Box::new(move || client::lib(plan, diagram_file)));
    add("client.rs", Box::new(|| client::client(plan)));
    add("primitives.rs", Box::new(client::primitives));
    add("types.rs", Box::new(|| client::types(plan)));
    add("operation.rs", Box::new(|| client::operations(plan)));
    if !plan.errors.is_empty() {
        add("types/error.rs", Box::new(|| items::errors(&plan.errors)));
    }
    if let Some(query) = &plan.query {
        add("query.rs", Box::new(|| query::file(query)));
    }
    if !plan.waiters.is_empty() {
        add("waiters.rs", Box::new(|| client::waiters(plan)));
    }
    sources.extend(plan.types.iter().map(|item| Source {
        path: format!("types/{}.rs", item.module),
        origin: &item.source,
        tokens: Box::new(|| items::file(item)),
    }));
    sources.extend(plan.operations.iter().map(|operation| Source {
        path: format!("operation/{}.rs", operation.module()),
        origin: &operation.source,
        tokens: Box::new(|| operation::file(operation)),
    }));
    let mut files = FileSet::default();
    for rendered in parallel::map(&sources, Source::render) {
        let (path, text) = rendered?;
        files.0.insert(path, text);
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

/// A file of Rust that is not written down yet.
struct Source<'a> {
    path: String,
    /// The spec file that it is made of.
    origin: &'a str,
    tokens: Tokens<'a>,
}

impl Source<'_> {
    fn render(&self) -> Result<(String, String), EmitError> {
        let path = self.path.clone();
        match render::render(self.origin, (self.tokens)()) {
            Ok(text) => Ok((path, text)),
            Err(error) => Err(EmitError { path, error }),
        }
    }
}

/// What was written down is not Rust.
#[derive(Debug)]
pub struct EmitError {
    path: String,
    error: syn::Error,
}

impl std::fmt::Display for EmitError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "the generator wrote `{}` in a way that is not Rust: {}",
            self.path, self.error
        )
    }
}

impl std::error::Error for EmitError {}

/// An identifier as the plan spells it.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Docs, as attributes that render as `///`.
fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// Docs of one line.
fn doc_line(line: &str) -> TokenStream {
    doc(&[line.to_owned()])
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(match self {
            Self::Path(path) => {
                let segments = path.split("::").map(ident);
                quote!(#(#segments)::*)
            }
            Self::Vec(element) => quote!(Vec<#element>),
            Self::Option(value) => quote!(Option<#value>),
            Self::Map(key, value) => quote!(Map<#key, #value>),
            Self::EventStream(event) => quote!(primitives::EventStream<#event>),
            Self::Box(value) => quote!(Box<#value>),
        });
    }
}
