//! What this project wants to be: how many times less than a peer takes.

use super::results::Results;
use super::stats::short;
use super::{OFFICIAL, OURS, build, calls, generate, loopback, s3};

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
    /// At least so many times less than the official SDK, of whose measure another work's is taken away.
    TimesLessWithout(f64, &'static str),
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

const GOALS: [Goal; 29] = [
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
        5.5,
    ),
    less(
        "GetImage application, binary",
        (build::IMAGE, build::BINARY),
        OURS,
        4.3,
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
    less("decoding GetImage", (DECODE, calls::TIME), OURS, 3.2),
    less(
        "decoding ListImages, 5 MB",
        (calls::WORKS[1].1, calls::TIME),
        OURS,
        3.2,
    ),
    Goal {
        what: "encoding 38 KB, without the input's drop",
        work: calls::WORKS[2].1,
        measure: calls::TIME,
        ours: OURS,
        bar: Bar::TimesLessWithout(2.6, calls::DROP.1),
    },
    less("call of GetImage", (CALL, calls::TIME), OURS, 6.0),
    less(
        "call with a request of 38 KB",
        (calls::WORKS[5].1, calls::TIME),
        OURS,
        1.6,
    ),
    less("call, `{}`", (calls::WORKS[4].1, calls::TIME), OURS, 6.0),
    less(
        "call over loopback, 64 at once",
        (loopback::WORK, loopback::CPU),
        OURS,
        3.0,
    ),
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
    less(
        "S3 application, its three operations generated, dev build",
        (build::S3, build::DEV),
        build::S3_THREE,
        4.0,
    ),
    less(
        "S3 application, its three operations generated, release build",
        (build::S3, build::RELEASE),
        build::S3_THREE,
        4.0,
    ),
    less(
        "S3 application, all of S3 generated, dev build",
        (build::S3, build::DEV),
        OURS,
        4.0,
    ),
    less(
        "S3 application, all of S3 generated, release build",
        (build::S3, build::RELEASE),
        OURS,
        4.0,
    ),
    less(
        "S3 application, binary",
        (build::S3, build::BINARY),
        build::S3_THREE,
        3.5,
    ),
    less(
        "S3 application, crates",
        (build::S3, build::CRATES),
        build::S3_THREE,
        2.5,
    ),
    less(
        "decoding a listing of 1,000 keys",
        (s3::DECODE, calls::TIME),
        OURS,
        3.0,
    ),
    less(
        "getting 1 GiB over loopback, CPU s",
        (s3::GET, s3::CPU),
        OURS,
        1.5,
    ),
    less(
        "putting 1 GiB with CRC64NVME, CPU s",
        (s3::PUT, s3::CPU),
        OURS,
        1.5,
    ),
    less(
        "getting 1 KB over loopback, 64 at once",
        (s3::MANY, loopback::CPU),
        OURS,
        2.5,
    ),
    Goal {
        what: "getting 1 GiB, memory above idle, MB",
        work: s3::GET,
        measure: s3::MEMORY,
        ours: OURS,
        bar: Bar::AtMost(16.0),
    },
    Goal {
        what: "putting 1 GiB, memory above idle, MB",
        work: s3::PUT,
        measure: s3::MEMORY,
        ours: OURS,
        bar: Bar::AtMost(16.0),
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
            Bar::TimesLessWithout(times, other) => {
                let official = median(self.work, OFFICIAL)? - median(other, OFFICIAL)?;
                let ratio = official / ours;
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
            Bar::TimesLess(times) | Bar::TimesLessWithout(times, _) => format!("{times}x less"),
            Bar::AtMost(limit) => format!("at most {limit}"),
            Bar::AtMostTimes(times, _) => format!("at most {times}x"),
        }
    }
}

/// Both sides of the goals that are about the official SDK, as a Markdown table.
pub(super) fn figures(results: &Results) -> String {
    let mut text = format!("| | {OURS} | {OFFICIAL} | |\n| --- | ---: | ---: | ---: |\n");
    let mut row = |what: &str, work, measure: &str, ours| {
        let median = |subject| results.get(work, subject, measure)?.median();
        let cell = |value: Option<f64>| value.map_or("not measured".to_owned(), short);
        let (ours, official) = (median(ours), median(OFFICIAL));
        let ratio = ours.zip(official).map(|(ours, official)| official / ours);
        let ratio = ratio.map_or(String::new(), |ratio| format!("{}x", short(ratio)));
        let unit = measure
            .split_once(", ")
            .map(|(_, unit)| format!(", {unit}"));
        let unit = unit.unwrap_or_default();
        let (ours, official) = (cell(ours), cell(official));
        text += &format!("| {what}{unit} | {ours} | {official} | {ratio} |\n");
    };
    for goal in &GOALS {
        if matches!(goal.bar, Bar::TimesLess(_)) {
            row(goal.what, goal.work, goal.measure, goal.ours);
        }
    }
    let lines = "lines of the crate of EC2 Image Builder, docs included";
    row(lines, build::IMAGE, build::LINES, OURS);
    text
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
    use super::super::results::Results;
    use super::super::{OFFICIAL, OURS, build, generate};
    use super::table;

    fn line(readings: &[([&str; 4], f64)], what: &str) -> String {
        let table = table(&Results::of(readings));
        let line = table.lines().find(|line| line.contains(what));
        line.unwrap_or_default().to_owned()
    }

    fn dev(subject: &str) -> [&str; 4] {
        ["build", build::IMAGE, subject, build::DEV]
    }

    #[test]
    fn a_goal_is_met_or_missed() {
        let verdict = |ours| {
            let readings = [(dev(OURS), ours), (dev(OFFICIAL), 130.0)];
            line(&readings, "application, dev build")
        };
        assert!(verdict(40.0).ends_with("| 3x less | 3.25x | met |"));
        assert!(verdict(50.0).ends_with("| 3x less | 2.60x | **missed** |"));
    }

    #[test]
    fn a_missing_peer_is_no_win() {
        let line = line(&[(dev(OURS), 40.0)], "application, dev build");
        assert!(line.ends_with("| not measured |  |"));
    }

    #[test]
    fn a_limit_needs_no_peer() {
        let regen = |value| {
            let reading = ["generate", generate::REGEN, OURS, generate::TIME];
            line(&[(reading, value)], "generating EC2 Image Builder")
        };
        assert!(regen(140.0).ends_with("| at most 150 | 140.00 | met |"));
        assert!(regen(151.0).ends_with("| **missed** |"));
    }
}
