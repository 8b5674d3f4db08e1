//! Applications that get, put and list objects, at work: what [`build`](super::build) built last.
//!
//! The store is a process of its own, whose time is nobody's. What every run begins with, three small
//! calls, is measured alone and taken away. An answer of the store has a CRC64NVME where it is asked for,
//! so that who checks bodies does.

use super::build::{App, OBJECT_STORE, S3_APPS, S3_THREE};
use super::calls::TIME;
use super::cost::{self, Cost};
use super::loopback::{self, Server};
use super::results::Measuring;
use super::workshop::{self, executable};
use super::{OURS, data, step};
use anyhow::{Context, anyhow};
use serde::Deserialize;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const DECODE: &str = "decode a listing of 1,000 keys of S3";
pub(super) const GET: &str = "get 1 GiB over loopback";
pub(super) const PUT: &str = "put 1 GiB with CRC64NVME over loopback";
pub(super) const MANY: &str = "get 1 KB over loopback, 64 at once";

/// In user mode and in the kernel.
pub(super) const CPU: &str = "CPU s";
pub(super) const MEMORY: &str = "memory above idle, MB";

/// How many calls are measured in a round.
const CALLS: usize = 20_000;

pub(super) fn measure(measuring: &mut Measuring<'_>, rounds: usize) -> anyhow::Result<()> {
    let data = workshop::data()?;
    let gib = data.join("gib");
    File::create(&gib)?.set_len(1 << 30)?;
    let server = Server::start(&executable("server-s3")?, &data.join(data::LISTING))?;
    let mut ready = Vec::new();
    // Ours is that of these operations alone, as the one with all of S3 is the same at work.
    for app in S3_APPS.iter().filter(|app| app.subject() != OURS) {
        match app.executable(None) {
            Ok(program) => ready.push((app, program)),
            Err(why) => {
                for (work, measure) in [(GET, CPU), (PUT, CPU), (MANY, loopback::CPU)] {
                    measuring.missing(work, subject(app), measure, &why)?;
                }
            }
        }
    }
    for (app, _) in &ready {
        decode(app, &data, measuring)?;
    }
    for round in 1..=rounds {
        for (app, program) in &ready {
            step(&format!("s3 {round}/{rounds}: {}", subject(app)));
            let work = Work {
                program,
                server: &server,
            };
            if let Err(why) = work.measure(subject(app), &gib, measuring) {
                measuring.missing(GET, subject(app), CPU, &why)?;
            }
        }
    }
    Ok(())
}

/// What an application is called at work.
fn subject(app: &App) -> &'static str {
    match app.subject() {
        S3_THREE => OURS,
        subject => subject,
    }
}

/// A program, and the store that it works on.
struct Work<'a> {
    program: &'a PathBuf,
    server: &'a Server,
}

impl Work<'_> {
    fn measure(
        &self,
        subject: &str,
        gib: &Path,
        measuring: &mut Measuring<'_>,
    ) -> anyhow::Result<()> {
        let idle = self.run(&[])?;
        let above = |cost: Cost| cost.cpu + cost.system - idle.cpu - idle.system;
        let file = gib.to_str().context("a folder that is no text")?;
        for (work, arguments) in [(GET, &["get"][..]), (PUT, &["put", file])] {
            let cost = self.run(arguments)?;
            measuring.add(work, subject, CPU, [above(cost)])?;
            measuring.add(work, subject, MEMORY, [cost.peak - idle.peak])?;
        }
        let cost = self.run(&["many", &CALLS.to_string()])?;
        let call = above(cost) / CALLS as f64 * 1e6;
        measuring.add(MANY, subject, loopback::CPU, [call])
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<Cost> {
        let mut command = Command::new(self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        command.args(arguments).envs([
            ("AWS_ENDPOINT_URL", self.server.endpoint.as_str()),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
        ]);
        Ok(cost::of(&mut command)?.0)
    }
}

/// Decodes a listing in memory, where the parser is public.
fn decode(app: &App, data: &Path, measuring: &mut Measuring<'_>) -> anyhow::Result<()> {
    #[derive(Deserialize)]
    struct Line {
        ns: Vec<f64>,
    }

    let subject = subject(app);
    if subject == OBJECT_STORE {
        return measuring.missing(DECODE, subject, TIME, &anyhow!("its parser is private"));
    }
    let measured = app.executable(Some("decode")).and_then(|program| {
        let (_, output) = cost::of(Command::new(program).arg(data))?;
        anyhow::Ok(serde_json::from_str::<Line>(&output)?)
    });
    match measured {
        Ok(line) => measuring.add(DECODE, subject, TIME, line.ns.iter().map(|ns| ns / 1e3)),
        Err(why) => measuring.missing(DECODE, subject, TIME, &why),
    }
}
