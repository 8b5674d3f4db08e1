//! Copies a folder to a bucket, or back: `s3sync FOLDER s3://bucket/prefix`, `s3sync s3://bucket/prefix FOLDER`.
//!
//! What is there already with the same length, and is not older, is left as it is. `--delete` deletes what is
//! there and no longer here; `--dry-run` says what would be done.
//!
//! Here the client is that of a small store as S3 is. For S3, generate one (`cargo xtask new s3`), depend on it
//! with the feature `aws`, and say `use shapewright_s3 as s3`.

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use futures_util::StreamExt as _;
use golden_objects as s3;
use indicatif::{HumanBytes, MultiProgress, ProgressBar, ProgressStyle};
use s3::primitives::Timestamp;
use s3::types::{Delete, ObjectIdentifier};
use s3::{Client, Config};
use shapewright_runtime::transport::HyperTransport;
use shapewright_transfer::{Download, Upload};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Instant;

shapewright_transfer::store!(struct Store of s3);

/// Copies a folder to a bucket, or a bucket to a folder.
#[derive(Parser)]
struct Arguments {
    /// A folder, or `s3://bucket/prefix`
    from: String,
    /// The other one
    to: String,
    /// The endpoint, where it is not AWS's
    #[arg(long)]
    endpoint: Option<String>,
    /// How many files are copied at once
    #[arg(long, default_value_t = 4)]
    files: usize,
    /// The size of the parts of large files, in MiB
    #[arg(long, default_value_t = 8)]
    part_size: u64,
    /// Deletes what is there, and not here
    #[arg(long)]
    delete: bool,
    /// Says what would be done, and does nothing
    #[arg(long)]
    dry_run: bool,
}

/// A bucket, and what keys begin with there.
struct Place {
    bucket: String,
    prefix: String,
}

impl Place {
    fn of(text: &str) -> Option<Self> {
        let (bucket, prefix) = text
            .strip_prefix("s3://")?
            .split_once('/')
            .unwrap_or((&text[5..], ""));
        let prefix = match prefix.trim_end_matches('/') {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        };
        Some(Self {
            bucket: bucket.to_owned(),
            prefix,
        })
    }
}

/// What is known of a file or an object.
#[derive(Clone, Copy)]
struct Known {
    length: u64,
    modified: Option<Timestamp>,
}

/// Names with slashes, below the folder or the prefix.
type Names = BTreeMap<String, Known>;

fn files(folder: &Path, below: &str, names: &mut Names) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let file = entry.file_name();
        let Some(file) = file.to_str() else {
            bail!("{} is no text, and cannot be a key", entry.path().display());
        };
        let name = format!("{below}{file}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files(&entry.path(), &format!("{name}/"), names)?;
        } else if kind.is_file() {
            let metadata = entry.metadata()?;
            let modified = Some(Timestamp::from(metadata.modified()?));
            let length = metadata.len();
            names.insert(name, Known { length, modified });
        }
    }
    Ok(())
}

async fn objects(client: &Client, place: &Place) -> anyhow::Result<Names> {
    let list = client
        .list_objects_v2()
        .bucket(&place.bucket)
        .prefix(&place.prefix);
    let mut objects = list.into_paginator().items();
    let mut names = Names::new();
    while let Some(object) = objects.next().await {
        let object = object?;
        let key = object.key.unwrap_or_default();
        // A key that ends with a slash stands for a folder.
        let name = key.strip_prefix(&place.prefix);
        let Some(name) = name.filter(|name| !name.is_empty() && !name.ends_with('/')) else {
            continue;
        };
        let known = Known {
            length: object
                .size
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or_default(),
            modified: object.last_modified,
        };
        names.insert(name.to_owned(), known);
    }
    Ok(names)
}

/// A path below the folder; a key that leads out of it has none.
fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let is_plain =
        |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    name.split('/').all(is_plain).then(|| folder.join(name))
}

/// Whether what is there is what is here. Stores tell moments in whole seconds.
fn is_same(here: Known, there: Option<&Known>) -> bool {
    let seconds = |known: &Known| known.modified.map(Timestamp::seconds);
    there.is_some_and(|there| here.length == there.length && seconds(there) >= seconds(&here))
}

#[derive(Default)]
struct Summary {
    copied: usize,
    bytes: u64,
    same: usize,
    deleted: usize,
    failed: Vec<String>,
}

impl Summary {
    fn add(&mut self, name: &str, result: anyhow::Result<()>, count: fn(&mut Self)) {
        match result {
            Ok(()) => count(self),
            Err(error) => self.failed.push(format!("{name}: {error:#}")),
        }
    }
}

/// The bars: one for all, and above it one for each file that is under way.
struct Bars {
    all: MultiProgress,
    total: ProgressBar,
    style: ProgressStyle,
}

impl Bars {
    fn new(bytes: u64) -> anyhow::Result<Self> {
        let (all, total) = (MultiProgress::new(), ProgressBar::new(bytes));
        let style =
            "{msg:30!} {wide_bar} {bytes:>10}/{total_bytes:10} {bytes_per_sec:>12} {eta:>4}";
        let style = ProgressStyle::with_template(style)?;
        let total = all.add(total.with_style(style.clone()).with_message("in all"));
        Ok(Self { all, total, style })
    }

    fn of(&self, name: &str, length: u64) -> ProgressBar {
        let bar = ProgressBar::new(length).with_style(self.style.clone());
        let bar = self.all.insert_before(&self.total, bar);
        bar.set_message(name.to_owned());
        bar
    }

    /// What tells a bar, and that of all, how far a file has come.
    fn told(&self, bar: &ProgressBar) -> impl Fn(shapewright_transfer::Progress) + use<> {
        let (bar, total) = (bar.clone(), self.total.clone());
        move |at| {
            total.inc(at.bytes.saturating_sub(bar.position()));
            bar.set_position(at.bytes);
        }
    }
}

/// What is to be done.
struct Plan {
    new: Vec<(String, Known)>,
    same: usize,
    /// What is there, and not here.
    extra: Vec<String>,
}

impl Plan {
    fn of(here: Names, there: Names, deletes: bool) -> Self {
        let extra = there
            .keys()
            .filter(|name| deletes && !here.contains_key(*name));
        let extra = extra.cloned().collect();
        let (same, new): (Vec<_>, Vec<_>) = here
            .into_iter()
            .partition(|(name, known)| is_same(*known, there.get(name)));
        let same = same.len();
        Self { new, same, extra }
    }

    fn print(&self) {
        for (name, known) in &self.new {
            println!("copy   {name} ({})", HumanBytes(known.length));
        }
        for name in &self.extra {
            println!("delete {name}");
        }
        println!("{} are as they were", self.same);
    }
}

/// Copies what is not there yet, several at once.
async fn copy(
    plan: &Plan,
    at_once: usize,
    one: impl AsyncFn(&str, &Bars, &ProgressBar) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let mut summary = Summary {
        same: plan.same,
        ..Summary::default()
    };
    let bars = Bars::new(plan.new.iter().map(|(_, known)| known.length).sum())?;
    let copies = plan.new.iter().map(async |(name, known)| {
        let bar = bars.of(name, known.length);
        let result = one(name, &bars, &bar).await;
        bar.finish_and_clear();
        (name, known, result)
    });
    let mut copies = futures_util::stream::iter(copies).buffer_unordered(at_once.max(1));
    while let Some((name, known, result)) = copies.next().await {
        if result.is_ok() {
            summary.bytes += known.length;
        }
        summary.add(name, result, |summary| summary.copied += 1);
    }
    bars.total.finish_and_clear();
    Ok(summary)
}

/// Deletes objects; the store says of each whether it could.
async fn delete_objects(
    client: &Client,
    place: &Place,
    names: &[String],
    summary: &mut Summary,
) -> anyhow::Result<()> {
    for batch in names.chunks(1000) {
        let key = |name: &String| format!("{}{name}", place.prefix);
        let objects = batch.iter().map(|name| ObjectIdentifier::new(key(name)));
        let delete = Delete::new(objects.collect::<Vec<_>>());
        let call = client.delete_objects().bucket(&place.bucket).delete(delete);
        let output = call.send().await?;
        let errors = output.errors.unwrap_or_default();
        summary.deleted += batch.len().saturating_sub(errors.len());
        summary.failed.extend(errors.into_iter().map(|error| {
            let (code, message) = (
                error.code.unwrap_or_default(),
                error.message.unwrap_or_default(),
            );
            format!("{}: {code}: {message}", error.key.unwrap_or_default())
        }));
    }
    Ok(())
}

/// The folder's files go to the bucket.
async fn up(
    client: Client,
    folder: &Path,
    place: &Place,
    how: &Arguments,
) -> anyhow::Result<Summary> {
    ensure!(folder.is_dir(), "{} is no folder", folder.display());
    let mut here = Names::new();
    files(folder, "", &mut here)?;
    let plan = Plan::of(here, objects(&client, place).await?, how.delete);
    if how.dry_run {
        plan.print();
        return Ok(Summary::default());
    }
    let store = Store(client.clone());
    let mut summary = copy(&plan, how.files, async |name, bars, bar| {
        let key = format!("{}{name}", place.prefix);
        let upload = Upload::new(store.clone(), &place.bucket, key, folder.join(name));
        let upload = upload.part_size(how.part_size << 20);
        upload.on_progress(bars.told(bar)).send().await?;
        Ok(())
    })
    .await?;
    delete_objects(&client, place, &plan.extra, &mut summary).await?;
    Ok(summary)
}

/// The bucket's objects go to the folder.
async fn down(
    client: Client,
    place: &Place,
    folder: &Path,
    how: &Arguments,
) -> anyhow::Result<Summary> {
    let mut there = Names::new();
    match fs::metadata(folder) {
        Ok(found) => {
            ensure!(found.is_dir(), "{} is no folder", folder.display());
            files(folder, "", &mut there)?;
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error).context(format!("reading {}", folder.display())),
    }
    let plan = Plan::of(objects(&client, place).await?, there, how.delete);
    if how.dry_run {
        plan.print();
        return Ok(Summary::default());
    }
    fs::create_dir_all(folder)?;
    let store = Store(client);
    let mut summary = copy(&plan, how.files, async |name, bars, bar| {
        let path = below(folder, name).context("the key is no path of a file here")?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let key = format!("{}{name}", place.prefix);
        let download = Download::new(store.clone(), &place.bucket, key, path);
        let download = download.part_size(how.part_size << 20);
        download.on_progress(bars.told(bar)).send().await?;
        Ok(())
    })
    .await?;
    for name in &plan.extra {
        let result = fs::remove_file(folder.join(name)).map_err(anyhow::Error::from);
        summary.add(name, result, |summary| summary.deleted += 1);
    }
    Ok(summary)
}

async fn run(how: &Arguments) -> anyhow::Result<Summary> {
    let mut config = Config::load()?.transport(HyperTransport::new());
    if let Some(endpoint) = &how.endpoint {
        config = config.endpoint_url(endpoint);
    }
    let client = Client::new(&config.build());
    match (Place::of(&how.from), Place::of(&how.to)) {
        (None, Some(place)) => up(client, Path::new(&how.from), &place, how).await,
        (Some(place), None) => down(client, &place, Path::new(&how.to), how).await,
        _ => bail!("one of both is a folder, the other `s3://bucket/prefix`"),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (begin, how) = (Instant::now(), Arguments::parse());
    let summary = run(&how).await?;
    if how.dry_run {
        return Ok(());
    }
    println!(
        "{} copied ({}), {} as they were, {} deleted, {} failed, in {:.1} s",
        summary.copied,
        HumanBytes(summary.bytes),
        summary.same,
        summary.deleted,
        summary.failed.len(),
        begin.elapsed().as_secs_f64()
    );
    for failed in &summary.failed {
        eprintln!("{failed}");
    }
    match summary.failed.len() {
        0 => Ok(()),
        failed => bail!("{failed} were not copied or deleted"),
    }
}
