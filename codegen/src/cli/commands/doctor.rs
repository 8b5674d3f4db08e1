//! `shapewright doctor`: what the commands need that this machine lacks, and how to get it.

use crate::cli::support::{place, terminal};
use std::process::{Command, ExitCode, Stdio};

#[derive(clap::Args)]
pub struct Args {}

/// Something that is needed.
struct Need {
    name: &'static str,
    /// What it is for.
    used_by: &'static str,
    /// A command that succeeds where it is there, and shows `mark` where one is asked for.
    test: &'static [&'static str],
    mark: &'static str,
    /// How to get it.
    help: &'static str,
}

/// What the commands need anywhere.
const ANYWHERE: [Need; 4] = [
    Need {
        name: "cargo",
        used_by: "building a generated crate; Rust 1.88 or newer",
        test: &["cargo", "--version"],
        mark: "cargo",
        help: "https://rustup.rs",
    },
    Need {
        name: "git",
        used_by: "diff of revisions, and regen --check, to explain changes",
        test: &["git", "--version"],
        mark: "",
        help: "https://git-scm.com, or the system's packages",
    },
    Need {
        name: "python3",
        used_by: "new without --model or --smithy, update without --from: they fetch botocore's models",
        test: &["python3", "--version"],
        mark: "",
        help: "https://www.python.org, or the system's packages",
    },
    Need {
        name: "pip",
        used_by: "the same",
        test: &["python3", "-m", "pip", "--version"],
        mark: "",
        help: "`python3 -m ensurepip`, or the package python3-pip",
    },
];

/// What the project's own commands and checks need beside it.
const IN_A_CHECKOUT: [Need; 7] = [
    Need {
        name: "rustfmt",
        used_by: "services --check, and the check of a commit",
        test: &["rustfmt", "--version"],
        mark: "",
        help: "`rustup component add rustfmt`",
    },
    Need {
        name: "clippy",
        used_by: "services --compile, and the check of a commit",
        test: &["cargo", "clippy", "--version"],
        mark: "",
        help: "`rustup component add clippy`",
    },
    Need {
        name: "Rust 1.88",
        used_by: "the check that the oldest Rust builds all crates",
        test: &["rustup", "toolchain", "list"],
        mark: "1.88",
        help: "`rustup toolchain install 1.88`",
    },
    Need {
        name: "wasm32-unknown-unknown",
        used_by: "the check that the runtime builds for the web",
        test: &["rustup", "target", "list", "--installed"],
        mark: "wasm32-unknown-unknown",
        help: "`rustup target add wasm32-unknown-unknown`",
    },
    Need {
        name: "wasm32-wasip2",
        used_by: "the same, for WASI",
        test: &["rustup", "target", "list", "--installed"],
        mark: "wasm32-wasip2",
        help: "`rustup target add wasm32-wasip2`",
    },
    Need {
        name: "valgrind",
        used_by: "bench count, which counts instructions",
        test: &["valgrind", "--version"],
        mark: "",
        help: "the system's packages",
    },
    Need {
        name: "xz",
        used_by: "services --smithy of a .tar.xz",
        test: &["xz", "--version"],
        mark: "",
        help: "the package xz-utils",
    },
];

/// # Errors
/// Nothing can be printed.
pub fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    let is_checkout = place::checkout()?.is_some();
    let needs = ANYWHERE.iter();
    let more = IN_A_CHECKOUT.iter().filter(|_| is_checkout);
    let mut missing = 0;
    for need in needs.chain(more) {
        if is_there(need) {
            text.push_str(&format!("ok       {}\n", need.name));
        } else {
            missing += 1;
            text.push_str(&format!(
                "missing  {}: for {}; to get it: {}\n",
                need.name, need.used_by, need.help
            ));
        }
    }
    terminal::print(&text)?;
    Ok(match missing {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::from(terminal::DRIFT),
    })
}

fn is_there(need: &Need) -> bool {
    let Some((program, arguments)) = need.test.split_first() else {
        return false;
    };
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    output.is_ok_and(|output| {
        output.status.success() && String::from_utf8_lossy(&output.stdout).contains(need.mark)
    })
}
