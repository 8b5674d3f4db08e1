//! What this project wants to be: how many times less than a peer takes.

use super::results::Results;
use super::{OFFICIAL, OURS, build, calls, generate};

/// One goal.
struct Goal {
    what: &'static str,
    work: &'static str,
    measure: &'static str,
    ours: &'static str,
    bar: Bar,
}

enum Bar {
    /// At least so many times less than the official SDK.
    TimesLess(f64),
    /// No more than this.
    AtMost(f64),
    /// No more than so many times what the other work takes.
    AtMostTimes(f64, &'static str),
}

const fn less(
    what: &'static str,
    (work, measure): (&'static str, &'static str),
    ours: &'static str,
    times: f64,
) -> Goal {
    Goal {
        what,
        work,
        measure,
        ours,
        bar: Bar::TimesLess(times),
    }
}

const GOALS: [Goal; 12] = [
    less(
        "GetImage application, dev build",
        (build::IMAGE, build::DEV),
        OURS,
        3.0,
    ),
    less(
        "GetImage application, release build",
        (build::IMAGE, build::RELEASE),
        OURS,
        3.0,
    ),
    less(
        "GetImage application, binary",
        (build::IMAGE, build::BINARY),
        OURS,
        4.0,
    ),
    less(
        "GetImage application, crates",
        (build::IMAGE, build::CRATES),
        OURS,
        2.0,
    ),
    less(
        "model types alone, dev build",
        (build::IMAGE, build::DEV),
        build::MODELS,
        15.0,
    ),
    less(
        "model types alone, release build",
        (build::IMAGE, build::RELEASE),
        build::MODELS,
        15.0,
    ),
    less(
        "five operations of EC2, dev build",
        (build::EC2, build::DEV),
        OURS,
        8.0,
    ),
    less(
        "five operations of EC2, release build",
        (build::EC2, build::RELEASE),
        OURS,
        8.0,
    ),
    less(
        "decoding GetImage's answer",
        (DECODE, calls::TIME),
        OURS,
        2.3,
    ),
    less("whole call of GetImage", (CALL, calls::TIME), OURS, 4.0),
    Goal {
        what: "generating EC2 Image Builder, ms",
        work: generate::REGEN,
        measure: generate::TIME,
        ours: OURS,
        bar: Bar::AtMost(150.0),
    },
    Goal {
        what: "CPU a generated line, every service against 10",
        work: generate::ALL,
        measure: generate::PER_LINE,
        ours: OURS,
        bar: Bar::AtMostTimes(1.5, generate::SOME),
    },
];

const DECODE: &str = calls::WORKS[0].1;
const CALL: &str = calls::WORKS[3].1;

impl Goal {
    /// What was measured in the goal's terms, and whether that meets it.
    fn measured(&self, results: &Results) -> Option<(f64, bool)> {
        let median = |work, subject| results.get(work, subject, self.measure)?.median();
        let ours = median(self.work, self.ours)?;
        Some(match self.bar {
            Bar::TimesLess(times) => {
                let ratio = median(self.work, OFFICIAL)? / ours;
                (ratio, ratio >= times)
            }
            Bar::AtMost(limit) => (ours, ours <= limit),
            Bar::AtMostTimes(times, work) => {
                let ratio = ours / median(work, self.ours)?;
                (ratio, ratio <= times)
            }
        })
    }

    fn bar(&self) -> String {
        match self.bar {
            Bar::TimesLess(times) => format!("{times}x less"),
            Bar::AtMost(limit) => format!("at most {limit}"),
            Bar::AtMostTimes(times, _) => format!("at most {times}x"),
        }
    }
}

/// The goals as a Markdown table.
pub(super) fn table(results: &Results) -> String {
    let mut text = "| goal, against the official SDK | wanted | measured | |\n\
                    | --- | ---: | ---: | --- |\n"
        .to_owned();
    for goal in &GOALS {
        let (measured, verdict) = match goal.measured(results) {
            None => ("not measured".to_owned(), ""),
            Some((value, met)) => {
                let unit = if matches!(goal.bar, Bar::AtMost(_)) {
                    ""
                } else {
                    "x"
                };
                (
                    format!("{value:.2}{unit}"),
                    if met { "met" } else { "**missed**" },
                )
            }
        };
        text += &format!(
            "| {} | {} | {measured} | {verdict} |\n",
            goal.what,
            goal.bar()
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::results::{Reading, Results};
    use super::super::{OFFICIAL, OURS, build, generate};
    use super::table;

    fn line(readings: &[(&str, &str, &str, f64)], what: &str) -> String {
        let mut results = Results::default();
        for (work, subject, measure, value) in readings {
            let reading = Reading::new(work, subject, measure, vec![*value]);
            results.readings.push(reading);
        }
        let table = table(&results);
        let line = table.lines().find(|line| line.contains(what));
        line.unwrap_or_default().to_owned()
    }

    #[test]
    fn a_goal_is_met_or_missed() {
        let dev = |ours| {
            let of = |subject, value| (build::IMAGE, subject, build::DEV, value);
            line(
                &[of(OURS, ours), of(OFFICIAL, 130.0)],
                "application, dev build",
            )
        };
        assert!(dev(40.0).ends_with("| 3x less | 3.25x | met |"));
        assert!(dev(50.0).ends_with("| 3x less | 2.60x | **missed** |"));
    }

    #[test]
    fn a_missing_peer_is_no_win() {
        let ours = (build::IMAGE, OURS, build::DEV, 40.0);
        assert!(line(&[ours], "application, dev build").ends_with("| not measured |  |"));
    }

    #[test]
    fn a_limit_needs_no_peer() {
        let of = |value| (generate::REGEN, OURS, generate::TIME, value);
        let regen = |value| line(&[of(value)], "generating EC2 Image Builder");
        assert!(regen(140.0).ends_with("| at most 150 | 140.00 | met |"));
        assert!(regen(151.0).ends_with("| **missed** |"));
    }
}
