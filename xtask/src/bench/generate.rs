//! The generator: regeneration, import, and how its cost grows with the input.

use super::cost::{self, Cost};
use super::results::Measuring;
use super::workshop::{self, cargo, executable};
use super::{OURS, schema, step};
use crate::support::botocore;
use crate::support::model::Model;
use crate::support::place;
use anyhow::Context;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const REGEN: &str = "generate EC2 Image Builder";
const MODEL: &str = "import EC2 Image Builder's service model";
const PAGES: &str = "import boto3 pages";
/// The protocols that `cargo xtask services` takes.
const JSON: [&str; 2] = ["rest-json", "json"];
/// How many services are taken through import and generation; the last stands for all.
const GROWTH: [usize; 4] = [1, 10, 100, usize::MAX];
pub(super) const SOME: &str = "import and generate 10 services";
pub(super) const ALL: &str = "import and generate every JSON service";

pub(super) const TIME: &str = "time, ms";
pub(super) const CPU: &str = "CPU, ms";
const PEAK: &str = "peak memory, MB";
pub(super) const LINES: &str = "lines out";
pub(super) const PER_LINE: &str = "CPU a line, µs";

const TYPIFY: &str = "typify, types alone";

pub(super) fn measure(
    measuring: &mut Measuring<'_>,
    rounds: usize,
    pages: &Path,
) -> anyhow::Result<()> {
    // Not in target/: where much was deleted just before, as builds are there, ext4 takes 0.6 ms to make
    // a file, and a regeneration makes 239.
    let scratch = std::env::temp_dir().join(format!("shapewright-bench-{}", std::process::id()));
    let mut bench = Bench {
        xtask: release_xtask()?,
        scratch: scratch.clone(),
        rounds,
        measuring,
    };
    let measured = bench.all(pages);
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    measured
}

struct Bench<'a, 'b> {
    xtask: PathBuf,
    scratch: PathBuf,
    rounds: usize,
    measuring: &'a mut Measuring<'b>,
}

/// What a work took each time, and how many lines came of it.
type Measured = anyhow::Result<(Vec<Cost>, f64)>;

impl Bench<'_, '_> {
    fn all(&mut self, pages: &Path) -> anyhow::Result<()> {
        self.command(REGEN, &["regen", "--spec", "spec/imagebuilder", "--out"])?;
        let typify = self.typify();
        self.add(REGEN, TYPIFY, typify)?;
        let pages = pages.to_string_lossy();
        self.command(PAGES, &["import", &pages, "--out"])?;
        match botocore::fetch().map(|folder| folder.join("botocore/data")) {
            Ok(data) => self.models(&data),
            Err(why) => self.measuring.missing(MODEL, OURS, TIME, &why),
        }
    }

    fn typify(&self) -> Measured {
        let out = self.scratch.join("typify.rs");
        let mut command = typify(&out)?;
        let costs = repeat(self.rounds, || cost::of(&mut command))?;
        Ok((costs, lines(&out)?))
    }

    fn models(&mut self, data: &Path) -> anyhow::Result<()> {
        let model = data.join("imagebuilder");
        let model = model.to_string_lossy();
        self.command(MODEL, &["import", "--model", &model, "--out"])?;
        let services = json_services(data)?;
        for count in GROWTH {
            let work = match count {
                usize::MAX => ALL.to_owned(),
                1 => "import and generate 1 service".to_owned(),
                count => format!("import and generate {count} services"),
            };
            step(&format!("generate: {work}"));
            let chosen = evenly(&services, count);
            let measured = self.services(data, &chosen);
            if let Ok((costs, lines)) = &measured {
                let per_line = costs.iter().map(|cost| cost.cpu * 1e6 / lines);
                self.measuring.add(&work, OURS, PER_LINE, per_line)?;
            }
            self.add(&work, OURS, measured)?;
        }
        Ok(())
    }

    /// Import and generation of these services.
    fn services(&self, data: &Path, services: &[&PathBuf]) -> Measured {
        let rounds = if services.len() > 10 { 1 } else { self.rounds };
        let mut said = String::new();
        let costs = repeat(rounds, || {
            let mut command = Command::new(&self.xtask);
            command.args(["services", "--only", &names(services).join(",")]);
            let (cost, output) = cost::of(command.arg("--models").arg(data))?;
            said = output;
            Ok((cost, String::new()))
        })?;
        let lines = number_before(&said, " lines").context("no count of lines")?;
        Ok((costs, lines))
    }

    /// A command of ours that ends with the folder it writes to, which is not there before.
    fn command(&mut self, work: &str, arguments: &[&str]) -> anyhow::Result<()> {
        step(&format!("generate: {work}"));
        let measured = self.costs(work, arguments);
        self.add(work, OURS, measured)
    }

    /// Each time to a folder of its own.
    fn costs(&self, work: &str, arguments: &[&str]) -> Measured {
        let mut rounds = 1..;
        let out = |round: usize| self.scratch.join(work).join(round.to_string());
        let costs = repeat(self.rounds, || {
            let mut command = Command::new(&self.xtask);
            let round = rounds.next().unwrap_or_default();
            cost::of(command.args(arguments).arg(out(round)))
        })?;
        Ok((costs, lines(&out(1))?))
    }

    fn add(&mut self, work: &str, subject: &str, measured: Measured) -> anyhow::Result<()> {
        let (costs, lines) = match measured {
            Ok(measured) => measured,
            Err(why) => return self.measuring.missing(work, subject, TIME, &why),
        };
        let mut add = |measure: &str, value: fn(&Cost) -> f64| {
            let values = costs.iter().map(value);
            self.measuring.add(work, subject, measure, values)
        };
        add(TIME, |cost| cost.seconds * 1e3)?;
        add(CPU, |cost| cost.cpu * 1e3)?;
        add(PEAK, |cost| cost.peak)?;
        self.measuring.add(work, subject, LINES, [lines])
    }
}

/// The services that the growth is measured with.
fn json_services(data: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut services = botocore::services(data)?;
    let is_json: Vec<bool> = services.par_iter().map(|path| is_json(path)).collect();
    let mut is_json = is_json.into_iter();
    services.retain(|_| is_json.next() == Some(true));
    Ok(services)
}

fn is_json(service: &Path) -> bool {
    Model::load(service)
        .and_then(|model| model.protocols())
        .is_ok_and(|protocols| protocols.iter().any(|name| JSON.contains(&&**name)))
}

fn repeat(
    rounds: usize,
    mut once: impl FnMut() -> anyhow::Result<(Cost, String)>,
) -> anyhow::Result<Vec<Cost>> {
    (0..rounds).map(|_| once().map(|(cost, _)| cost)).collect()
}

/// This program as users of the generator build it.
fn release_xtask() -> anyhow::Result<PathBuf> {
    step("builds xtask in release");
    let root = place::root()?;
    cost::of(cargo(&root).args(["build", "--locked", "--release", "--package", "xtask"]))?;
    Ok(root.join("target/release/xtask"))
}

/// Writes the types that typify makes of EC2 Image Builder.
pub(super) fn typify_types(out: &Path) -> anyhow::Result<()> {
    cost::of(&mut typify(out)?)?;
    Ok(())
}

/// typify at work on a JSON Schema of the same types.
fn typify(out: &Path) -> anyhow::Result<Command> {
    let executable = executable("typify-models")?;
    let spec = shapewright::load(Path::new("spec/imagebuilder"))?;
    let file = workshop::data()?.join("imagebuilder.schema.json");
    let text = schema::of(&spec).to_string();
    workshop::write_changed(&file, text.as_bytes())?;
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut command = Command::new(executable);
    command.arg(file).arg(out);
    Ok(command)
}

/// The lines of a file, or of all files of a folder.
pub(super) fn lines(path: &Path) -> anyhow::Result<f64> {
    if !path.is_dir() {
        return Ok(fs::read_to_string(path)?.lines().count() as f64);
    }
    let mut count = 0.0;
    for entry in fs::read_dir(path)? {
        count += lines(&entry?.path())?;
    }
    Ok(count)
}

/// So many of the items, from the first on at equal distances.
fn evenly<T>(items: &[T], count: usize) -> Vec<&T> {
    let count = count.min(items.len());
    (0..count)
        .filter_map(|index| items.get(index * items.len() / count))
        .collect()
}

fn names(folders: &[&PathBuf]) -> Vec<String> {
    let name = |folder: &&PathBuf| Some(folder.file_name()?.to_string_lossy().into_owned());
    folders.iter().filter_map(name).collect()
}

/// The number that stands before these words.
fn number_before(text: &str, words: &str) -> Option<f64> {
    let (before, _) = text.split_once(words)?;
    before.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{evenly, number_before};

    #[test]
    fn services_are_chosen_at_equal_distances() {
        let all: Vec<usize> = (0..10).collect();
        assert_eq!(evenly(&all, 1), [&0]);
        assert_eq!(evenly(&all, 3), [&0, &3, &6]);
        assert_eq!(evenly(&all, usize::MAX).len(), 10);
    }

    #[test]
    fn a_count_is_read_from_what_a_command_says() {
        let said = "2 of 2 services: 30 operations, 40 files, 5000 lines, 1 MB";
        assert_eq!(number_before(said, " lines"), Some(5000.0));
        assert_eq!(number_before(said, " words"), None);
    }
}
