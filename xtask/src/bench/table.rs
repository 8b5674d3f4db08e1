//! The results as a page of Markdown.

use super::results::{Reading, Results};
use super::stats::{short, spread};
use super::{OURS, goals};
use anyhow::Context;

/// The sections of the page: heading, parts of the bench whose readings it shows, plot.
const SECTIONS: [(&str, &[&str], &str); 3] = [
    (
        "Building",
        &["build", "ec2", "ec2-release", "s3-build"],
        "build.svg",
    ),
    (
        "Decoding, encoding and calling",
        &["calls", "loopback", "instructions", "s3"],
        "calls.svg",
    ),
    ("Generating", &["generate"], "growth.svg"),
];

/// Measures that are no cost, so that a ratio of them says nothing.
const NO_COST: [&str; 2] = ["MB/s", super::generate::LINES];

/// The lines of the README between which its figures stand.
const BEGIN: &str = "<!-- measured: `cargo xtask bench` writes what follows -->\n";
const END: &str = "<!-- measured: end -->\n";

pub(super) fn page(results: &Results) -> String {
    let machine = &results.machine;
    let mut text = format!(
        "# Beside its peers\n\n\
         Made by `cargo xtask bench`; do not edit. Everything was measured in turn on one machine \
         ({} cores of {}, {}, {}). Times hold for that machine; ratios are what is compared.\n\n\
         A cell is the median, ± half the distance between the quartiles, and in brackets how many \
         times that of `{OURS}` it is. What is missing could not be fetched or made: it is no win.\n\n\
         ## Goals\n\n{}",
        machine.cores,
        machine.processor,
        machine.system,
        machine.rustc,
        goals::table(results)
    );
    for (heading, parts, plot) in SECTIONS {
        let readings: Vec<&Reading> = results
            .readings
            .iter()
            .filter(|reading| parts.contains(&reading.part.as_str()))
            .collect();
        if !readings.is_empty() {
            text += &format!("\n## {heading}\n\n![{heading}]({plot})\n");
            for note in parts.iter().filter_map(|part| results.notes.get(*part)) {
                text += &format!("\n{note}\n");
            }
            for work in unique(readings.iter().map(|reading| reading.work.as_str())) {
                text += &format!(
                    "\n### {}\n\n{}",
                    capitalised(work),
                    table(results, &readings, work)
                );
            }
        }
    }
    text
}

/// The README with the figures of now.
pub(super) fn readme(results: &Results, readme: &str) -> anyhow::Result<String> {
    let place = readme.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = place.context("the README has no place for figures")?;
    let figures = goals::figures(results);
    Ok(format!("{before}{BEGIN}\n{figures}\n{END}{after}"))
}

/// One work: a row for each measure, a column for each subject.
fn table(results: &Results, readings: &[&Reading], work: &str) -> String {
    let of_work = || readings.iter().filter(|reading| reading.work == work);
    let subjects = unique(of_work().map(|reading| reading.subject.as_str()));
    let measures = unique(of_work().map(|reading| reading.measure.as_str()));
    let mut text = format!("| | {} |\n| --- |", subjects.join(" | "));
    text += &" ---: |".repeat(subjects.len());
    text.push('\n');
    for measure in measures {
        let base = results.get(work, OURS, measure).and_then(Reading::median);
        let base = base.filter(|_| !NO_COST.contains(&measure));
        let cells: Vec<String> = subjects
            .iter()
            .map(|subject| cell(results.get(work, subject, measure), base))
            .collect();
        text += &format!("| {measure} | {} |\n", cells.join(" | "));
    }
    text
}

fn cell(reading: Option<&Reading>, base: Option<f64>) -> String {
    let Some(reading) = reading else {
        return String::new();
    };
    let Some(median) = reading.median() else {
        let why = reading.missing.as_deref().unwrap_or_default();
        return match why {
            "" => String::new(),
            why => format!("missing: {}", why.replace('|', "\\|")),
        };
    };
    let mut text = short(median);
    if let Some(share) = spread(&reading.values).filter(|share| *share >= 0.001) {
        text += &format!(" ±{:.1}%", share * 100.0);
    }
    match base {
        Some(base) if reading.subject != OURS && base > 0.0 => {
            text + &format!(" ({}x)", short(median / base))
        }
        _ => text,
    }
}

pub(super) fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::super::OURS;
    use super::super::results::{Reading, Results};
    use super::{page, readme};

    #[test]
    fn a_row_has_medians_spreads_ratios_and_what_is_missing() {
        let mut results = Results::default();
        for (subject, measure, values) in [
            (OURS, "time, µs", &[9.0, 10.0, 11.0][..]),
            ("peer", "time, µs", &[25.0]),
            (OURS, "MB/s", &[100.0]),
            ("peer", "MB/s", &[40.0]),
        ] {
            let mut reading = Reading::new("calls", "call", subject, measure);
            reading.values.extend(values);
            results.put(reading);
        }
        let mut missing = Reading::new("calls", "call", "other", "time, µs");
        missing.missing = Some("no network".to_owned());
        results.put(missing);
        let note = "At night.".to_owned();
        results.notes.insert("calls".to_owned(), note);
        let page = page(&results);
        assert!(
            page.contains("\n\nAt night.\n\n### Call\n\n| | shapewright | peer | other |\n"),
            "{page}"
        );
        let row = "| time, µs | 10 ±5.0% | 25 (2.50x) | missing: no network |\n";
        assert!(page.contains(row), "{page}");
        assert!(page.contains("| MB/s | 100 | 40 |  |\n"), "{page}");
    }

    #[test]
    fn the_figures_of_the_readme_are_replaced() -> anyhow::Result<()> {
        let old = "a\n<!-- measured: `cargo xtask bench` writes what follows -->\n\n| old |\n\n\
                   <!-- measured: end -->\nb\n";
        let new = readme(&Results::default(), old)?;
        assert!(
            new.starts_with("a\n<!--") && new.ends_with("-->\nb\n"),
            "{new}"
        );
        assert!(!new.contains("old"), "{new}");
        assert_eq!(readme(&Results::default(), &new)?, new);
        assert!(readme(&Results::default(), "no place").is_err());
        Ok(())
    }
}
