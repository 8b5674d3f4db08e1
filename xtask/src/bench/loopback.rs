//! Many calls at once over loopback: the processor time of one.

use super::results::Measuring;
use super::workshop::{self, executable};
use super::{OFFICIAL, OURS, cost, step};
use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// What is done.
pub(super) const WORK: &str = "calls of GetImage over loopback, 64 at once";

/// What is measured: the client's time alone, in user mode and in the kernel.
pub(super) const CPU: &str = "CPU a call, µs";

/// How many calls are measured.
const CALLS: usize = 20_000;

/// How many calls a process makes whose start is taken away.
const FEW: usize = 64;

pub(super) fn measure(measuring: &mut Measuring<'_>, rounds: usize) -> anyhow::Result<()> {
    let data = workshop::data()?;
    let peers = [(OURS, "loopback"), (OFFICIAL, "loopback-official")]
        .map(|(subject, program)| (subject, executable(program)));
    for (subject, program) in &peers {
        if let Err(why) = program {
            measuring.missing(WORK, subject, CPU, why)?;
        }
    }
    let server = Server::start(&executable("server")?, &data.join("get_image.json"))?;
    for round in 1..=rounds {
        for (subject, program) in &peers {
            let Ok(program) = program else { continue };
            step(&format!("loopback {round}/{rounds}: {subject}"));
            let seconds = |calls: usize| {
                let mut command = Command::new(program);
                command.arg(&server.endpoint).arg(calls.to_string());
                let (cost, _) = cost::of(&mut command).context(*subject)?;
                anyhow::Ok(cost.cpu + cost.system)
            };
            let start = seconds(FEW)?;
            let call = (seconds(CALLS + FEW)? - start) / CALLS as f64;
            measuring.add(WORK, subject, CPU, [call * 1e6])?;
        }
    }
    Ok(())
}

/// A server in a process of its own, so that its time is nobody's.
pub(super) struct Server {
    process: Child,
    pub(super) endpoint: String,
}

impl Server {
    pub(super) fn start(program: &Path, file: &Path) -> anyhow::Result<Self> {
        let mut process = Command::new(program)
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = process.stdout.take().context("no pipe")?;
        let mut endpoint = String::new();
        BufReader::new(output).read_line(&mut endpoint)?;
        let endpoint = endpoint.trim().to_owned();
        Ok(Self { process, endpoint })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input, too.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
