//! Copies a folder to a bucket, or back: `s3sync FOLDER s3://bucket/prefix`, `s3sync s3://bucket/prefix FOLDER`.
//!
//! What is there already with the same length, and is not older, is left as it is. Nothing is deleted.
//!
//! Here the client is that of a small store as S3 is. For S3, generate one (`cargo xtask new s3`), depend on it
//! with the feature `aws`, and say `use shapewright_s3 as s3`.

use anyhow::{Context as _, bail};
use clap::Parser;
use futures_util::StreamExt as _;
use golden_objects as s3;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use s3::primitives::Timestamp;
use s3::{Client, Config};
use shapewright_runtime::transport::HyperTransport;
use shapewright_transfer::{Download, Upload};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

shapewright_transfer::store!(struct Store of s3);

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
            let modified = Timestamp::try_from(metadata.modified()?).ok();
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
        let Some(name) = key
            .strip_prefix(&place.prefix)
            .filter(|name| !name.is_empty())
        else {
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

/// Whether what is there is what is here.
fn is_same(here: Known, there: Option<&Known>) -> bool {
    there.is_some_and(|there| here.length == there.length && there.modified >= here.modified)
}

#[derive(Default)]
struct Summary {
    copied: usize,
    bytes: u64,
    same: usize,
    failed: Vec<String>,
}

/// Copies what is not there yet, several at once.
async fn copy(
    here: Names,
    there: &Names,
    at_once: usize,
    one: impl AsyncFn(&str, &ProgressBar) -> anyhow::Result<()>,
) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    let bars = MultiProgress::new();
    let style =
        ProgressStyle::with_template("{msg:30!} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}")?;
    let (same, new): (Vec<_>, Vec<_>) = here
        .into_iter()
        .partition(|(name, known)| is_same(*known, there.get(name)));
    summary.same = same.len();
    let copies = new.into_iter().map(async |(name, known)| {
        let bar = bars.add(ProgressBar::new(known.length).with_style(style.clone()));
        bar.set_message(name.clone());
        let result = one(&name, &bar).await;
        bar.finish_and_clear();
        (name, known, result)
    });
    let mut copies = futures_util::stream::iter(copies).buffer_unordered(at_once.max(1));
    while let Some((name, known, result)) = copies.next().await {
        match result {
            Ok(()) => {
                summary.copied += 1;
                summary.bytes += known.length;
            }
            Err(error) => summary.failed.push(format!("{name}: {error:#}")),
        }
    }
    Ok(summary)
}

async fn run(arguments: Arguments) -> anyhow::Result<Summary> {
    let mut config = Config::load()?.transport(HyperTransport::new());
    if let Some(endpoint) = arguments.endpoint {
        config = config.endpoint_url(endpoint);
    }
    let client = Client::new(&config.build());
    let store = Store(client.clone());
    match (Place::of(&arguments.from), Place::of(&arguments.to)) {
        (None, Some(place)) => {
            let folder = PathBuf::from(arguments.from);
            let mut here = Names::new();
            files(&folder, "", &mut here)?;
            let there = objects(&client, &place).await?;
            copy(here, &there, arguments.files, async |name, bar| {
                let key = format!("{}{name}", place.prefix);
                let upload = Upload::new(store.clone(), &place.bucket, key, folder.join(name));
                let bar = bar.clone();
                upload
                    .on_progress(move |at| bar.set_position(at.bytes))
                    .send()
                    .await?;
                Ok(())
            })
            .await
        }
        (Some(place), None) => {
            let folder = PathBuf::from(arguments.to);
            fs::create_dir_all(&folder)?;
            let (here, mut there) = (objects(&client, &place).await?, Names::new());
            files(&folder, "", &mut there)?;
            copy(here, &there, arguments.files, async |name, bar| {
                let path = below(&folder, name).context("the key is no path of a file here")?;
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                let key = format!("{}{name}", place.prefix);
                let download = Download::new(store.clone(), &place.bucket, key, path);
                let bar = bar.clone();
                download
                    .on_progress(move |at| bar.set_position(at.bytes))
                    .send()
                    .await?;
                Ok(())
            })
            .await
        }
        _ => bail!("one of both is a folder, the other `s3://bucket/prefix`"),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let begin = Instant::now();
    let summary = run(Arguments::parse()).await?;
    let took = begin.elapsed().as_secs_f64();
    println!(
        "{} copied ({} bytes), {} as they were, {} failed, in {took:.1} s",
        summary.copied,
        summary.bytes,
        summary.same,
        summary.failed.len()
    );
    for failed in &summary.failed {
        eprintln!("{failed}");
    }
    match summary.failed.len() {
        0 => Ok(()),
        failed => bail!("{failed} were not copied"),
    }
}
