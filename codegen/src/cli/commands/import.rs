//! `cargo xtask import`: writes spec files from boto3 pages, or a service's folder from its model.

mod references;
mod services;

use crate::cli::support::{model, place, smithy, terminal};
use crate::escape;
use crate::import::page::{AnyPage, DataType, Imported, Reference};
use crate::output::write_whole;
use crate::spec::{Operation, service_name};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Read};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// The argument that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Where a page was skipped.
const SKIPPED: u8 = 1;

#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 success, 1 some pages skipped, 2 bad input or failure")]
pub struct Args {
    /// Pages in any form, folders of .html, .htm, .txt, .md and .rst files, or - for standard input. Give the
    /// operation's page in the AWS API Reference too, for what boto3's page does not have, and those of its data
    /// types for nested members
    #[arg(required_unless_present_any = ["model", "smithy"], value_name = "PAGE", value_parser = page_path)]
    pages: Vec<PathBuf>,
    /// Import a botocore service model instead of pages: service-2.json[.gz], or its folder
    #[arg(long, value_name = "PATH", conflicts_with = "pages", value_parser = place::workspace_path)]
    model: Option<PathBuf>,
    /// Import a Smithy model instead of pages: its JSON AST, as `smithy ast` prints it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pages", "model"], value_parser = place::workspace_path)]
    smithy: Option<PathBuf>,
    /// With --smithy, merge the botocore model of the same service
    #[arg(long, value_name = "PATH", requires = "smithy", value_parser = place::workspace_path)]
    with_botocore: Option<PathBuf>,
    /// With --model, merge the Smithy model of the same service
    #[arg(long, value_name = "FILE", requires = "model", value_parser = place::workspace_path)]
    with_smithy: Option<PathBuf>,
    /// The shape ID of the service, if the AST has several
    #[arg(long, value_name = "ID", requires = "smithy")]
    shape: Option<String>,
    /// Where to write the spec files, as DIR/SERVICE/METHOD.json
    #[arg(long, value_name = "DIR", value_parser = place::workspace_path, default_value = "spec")]
    out: PathBuf,
    /// The service's folder in DIR. Default: the service's name in the page, its client class in a text page,
    /// or its id in an AST
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Write a service.json if there is none, with what the pages have, and a TODO for each fact that is
    /// missing
    #[arg(long, conflicts_with = "model")]
    new: bool,
    /// Stop at the first page that cannot be read, instead of skipping it
    #[arg(long)]
    fail_fast: bool,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(model) = &args.model {
        let with = args.with_smithy.as_deref().map(smithy::Ast::load);
        model::import(model, &args.out, with.transpose()?.as_ref())?;
    } else if let Some(path) = &args.smithy {
        let mut ast = smithy::Ast::load(path)?;
        ast.shape.clone_from(&args.shape);
        ast.service.clone_from(&args.service);
        model::import_ast(&ast, &args.out, args.with_botocore.as_deref())?;
    } else {
        return import_pages(args);
    }
    Ok(ExitCode::SUCCESS)
}

fn import_pages(args: &Args) -> anyhow::Result<ExitCode> {
    let mut run = Run {
        args,
        pages: find_pages(&args.pages)?,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        written: Mutex::default(),
        read: Mutex::default(),
        references: Mutex::default(),
        types: Mutex::default(),
        open_ends: Mutex::default(),
        progress: Progress::new(),
    };
    anyhow::ensure!(
        !run.pages.is_empty(),
        "{}: no page (.html, .htm, .txt, .md or .rst) in it",
        args.pages
            .iter()
            .map(|it| name(it))
            .collect::<Vec<_>>()
            .join(", ")
    );
    run.progress.start(run.pages.len());
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let mut summary = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers.min(run.pages.len()))
            .map(|_| scope.spawn(|| run.work()))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_default())
            .fold(Summary::default(), Summary::and)
    });
    run.progress.finish();
    let not_read = run.pages.len().saturating_sub(run.next.into_inner());
    run.next = AtomicUsize::new(run.pages.len());
    run.say_open_ends();
    let laid = run.lay_all(&mut summary)?;
    if args.new {
        let read = run.read.into_inner().unwrap_or_default();
        services::write(&read, &args.out)?;
    }
    for (service, imported) in &laid {
        references::tell(&args.out.join(service), imported)?;
    }
    if not_read > 0 {
        terminal::line(format_args!("{not_read} pages not read: --fail-fast"))?;
    }
    Ok(match summary.skipped + not_read {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(SKIPPED),
    })
}

/// Reads an argument that is a path, or `-`.
fn page_path(argument: &str) -> io::Result<PathBuf> {
    match argument {
        STANDARD_INPUT => Ok(PathBuf::from(argument)),
        _ => place::workspace_path(argument),
    }
}

/// The pages in order: arguments as they stand, what is in folders by name.
fn find_pages(arguments: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            let mut folders = vec![argument.clone()];
            let mut found = Vec::new();
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(&folder).with_context(|| name(&folder))? {
                    let entry = entry?;
                    let path = entry.path();
                    if entry.file_type()?.is_dir() {
                        folders.push(path);
                    } else if is_page(&path) && path.is_file() {
                        found.push(path);
                    }
                }
            }
            found.sort();
            pages.extend(found);
        } else {
            pages.push(argument.clone());
        }
    }
    Ok(pages)
}

/// Whether a file in a folder is a page. Markdown and reStructuredText may be anything: there it has to
/// look like one.
fn is_page(path: &Path) -> bool {
    const MARKS: [&[u8]; 3] = [b"Request Syntax", b"Response Elements", b"## Contents"];
    let ends_with = |endings: &[&str]| {
        path.extension()
            .is_some_and(|it| endings.iter().any(|ending| it.eq_ignore_ascii_case(ending)))
    };
    let has_mark = || {
        let bytes = fs::read(path).unwrap_or_default();
        MARKS
            .iter()
            .any(|mark| bytes.windows(mark.len()).any(|it| it == *mark))
    };
    ends_with(&["html", "htm", "txt"]) || ends_with(&["md", "rst"]) && has_mark()
}

/// A page as messages call it.
fn name(path: &Path) -> String {
    if path == Path::new(STANDARD_INPUT) {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

/// What all workers share.
struct Run<'a> {
    args: &'a Args,
    pages: Vec<PathBuf>,
    next: AtomicUsize,
    stop: AtomicBool,
    /// Which page a file was written from: a second one would replace it.
    written: Mutex<BTreeMap<PathBuf, PathBuf>>,
    /// What was read, by the service's folder, where that is needed.
    read: Mutex<BTreeMap<String, Vec<Imported>>>,
    /// Pages of the AWS API Reference, which are laid over the others.
    references: Mutex<Vec<(PathBuf, Reference)>>,
    /// Those of data types.
    types: Mutex<Vec<(PathBuf, DataType)>>,
    /// Texts that may have been cut within their exceptions, each with the last one.
    open_ends: Mutex<Vec<String>>,
    progress: Progress,
}

impl Run<'_> {
    /// Takes page after page until there is none.
    fn work(&self) -> Summary {
        let mut summary = Summary::default();
        while !self.stop.load(Ordering::Relaxed) {
            let next = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(page) = self.pages.get(next) else {
                break;
            };
            match self.import(page) {
                Ok(AnyPage::Reference(reference)) => {
                    if let Ok(mut references) = self.references.lock() {
                        references.push((page.clone(), *reference));
                    }
                }
                Ok(AnyPage::DataType(of_type)) => {
                    if let Ok(mut types) = self.types.lock() {
                        types.push((page.clone(), *of_type));
                    }
                }
                Ok(AnyPage::Operations(operations)) => {
                    for imported in operations {
                        match imported {
                            Ok(imported) => self.report(page, &imported, &mut summary),
                            Err(error) => self.skip(page, &error.into(), &mut summary),
                        }
                    }
                }
                Err(error) => self.skip(page, &error, &mut summary),
            }
            self.progress.step();
        }
        summary
    }

    /// Says what a page leaves open, and counts it.
    fn report(&self, page: &Path, imported: &Imported, summary: &mut Summary) {
        let written = self.write(page, imported);
        if let Err(error) = written {
            return self.skip(page, &error, summary);
        }
        let name = name(page);
        for warning in &imported.warnings {
            self.progress.say(&format!("warning: {name}: {warning}"));
        }
        for gap in &imported.operation.omitted {
            let (path, reason) = (&gap.section, &gap.reason);
            self.progress
                .say(&format!("omitted: {name}: {path}: {reason}"));
        }
        if let Some(last) = &imported.open_end
            && let Ok(mut open) = self.open_ends.lock()
        {
            open.push(format!("{name} (`{last}`)"));
        }
        summary.add(imported);
    }

    /// Says of which texts the end cannot be looked for.
    fn say_open_ends(&mut self) {
        /// How many are named.
        const NAMED: usize = 3;
        let open = self.open_ends.get_mut().map(std::mem::take);
        let mut open = open.unwrap_or_default();
        if open.is_empty() {
            return;
        }
        open.sort();
        let more = open.len().saturating_sub(NAMED);
        open.truncate(NAMED);
        let more = match more {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        self.progress.say(&format!(
            "note: a text page may be cut at its end: compare the last exception with that of the page, or \
             import HTML: {}{more}",
            open.join(", ")
        ));
    }

    /// Says why a page, or an operation of it, is left out.
    fn skip(&self, page: &Path, error: &anyhow::Error, summary: &mut Summary) {
        summary.skipped += 1;
        self.progress
            .say(&format!("error: {}: {error:#}", name(page)));
        if self.args.fail_fast {
            self.stop.store(true, Ordering::Relaxed);
        }
    }

    fn import(&self, page: &Path) -> anyhow::Result<AnyPage> {
        let (name, bytes) = if page == Path::new(STANDARD_INPUT) {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            (STANDARD_INPUT.into(), bytes)
        } else {
            let file = page.file_name().unwrap_or_default().to_string_lossy();
            (file, fs::read(page)?)
        };
        Ok(AnyPage::read(&name, &bytes)?)
    }

    fn write(&self, page: &Path, imported: &Imported) -> anyhow::Result<()> {
        let service = self.args.service.as_ref().unwrap_or(&imported.service);
        service_name(service).map_err(anyhow::Error::msg)?;
        let file = imported.operation.file_name();
        let file = self.args.out.join(service).join(file);
        if let Ok(mut written) = self.written.lock() {
            let first = written.entry(file.clone()).or_insert(page.to_owned());
            anyhow::ensure!(
                first == page,
                "{} is already written from {}",
                name(&file),
                name(first)
            );
        }
        let mut imported = imported.clone();
        let earlier = fs::read(&file).ok();
        let earlier = earlier.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = earlier.map_or(0, |earlier: Operation| imported.keep(&earlier));
        if kept > 0 {
            self.progress.say(&format!(
                "kept: {}: {kept} facts that boto3's page does not tell, of its page in the AWS API Reference or \
                 written by hand",
                name(&file)
            ));
        }
        let mut json = serde_json::to_string_pretty(&imported.operation)?;
        json.push('\n');
        write_whole(&file, json.as_bytes()).with_context(|| name(&file))?;
        if self.args.new
            && let Ok(mut read) = self.read.lock()
        {
            let read = read.entry(service.clone()).or_default();
            read.retain(|it| it.operation.method != imported.operation.method);
            read.push(imported);
        }
        Ok(())
    }
}

/// What was read.
#[derive(Default)]
struct Summary {
    pages: usize,
    skipped: usize,
    members: usize,
    documented: usize,
    warnings: usize,
    omitted: usize,
}

impl Summary {
    fn add(&mut self, imported: &Imported) {
        self.pages += 1;
        self.members += imported.members;
        self.documented += imported.documented;
        self.warnings += imported.warnings.len();
        self.omitted += imported.operation.omitted.len();
    }

    fn and(self, other: Self) -> Self {
        Self {
            pages: self.pages + other.pages,
            skipped: self.skipped + other.skipped,
            members: self.members + other.members,
            documented: self.documented + other.documented,
            warnings: self.warnings + other.warnings,
            omitted: self.omitted + other.omitted,
        }
    }
}

impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            pages,
            skipped,
            members,
            documented,
            warnings,
            omitted,
        } = self;
        let missing = members - documented;
        write!(
            formatter,
            "pages: {pages} read, {skipped} skipped\n\
             members: {members}, docs: {documented} found, {missing} missing\n\
             omitted by the pages: {omitted}, warnings: {warnings}"
        )
    }
}

/// A bar on a terminal; otherwise a line now and then.
struct Progress {
    bar: ProgressBar,
    lines: bool,
    last: Mutex<Instant>,
}

impl Progress {
    const EVERY: Duration = Duration::from_secs(5);

    fn new() -> Self {
        let lines = !io::stderr().is_terminal();
        let target = if lines {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        Self {
            bar: ProgressBar::with_draw_target(None, target),
            lines,
            last: Mutex::new(Instant::now()),
        }
    }

    fn start(&self, pages: usize) {
        self.bar.set_length(pages as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} pages, {eta} left") {
            self.bar.set_style(style);
        }
    }

    fn say(&self, line: &str) {
        // A page may say anything, and a terminal would do it.
        let line = escape::doc_text(line);
        self.bar.suspend(|| terminal::note(line));
    }

    fn step(&self) {
        self.bar.inc(1);
        if self.lines
            && let Ok(mut last) = self.last.lock()
            && last.elapsed() >= Self::EVERY
        {
            *last = Instant::now();
            let total = self.bar.length().unwrap_or_default();
            terminal::note(format_args!("{} of {total} pages", self.bar.position()));
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
