//! Plots as SVG: text and marks in colours that can be read on white and on black.

use super::results::{Reading, Results};
use super::stats::short;
use super::table::unique;
use super::{OURS, build, calls, generate};
use std::fmt::Write;

const WIDTH: f64 = 720.0;
const BAR: f64 = 16.0;
const LABELS: f64 = 230.0;
const VALUES: f64 = 150.0;

/// Blue for this project, grey for others, and a grey of enough contrast to both backgrounds.
const OWN: &str = "#2f81f7";
const OTHER: &str = "#8b949e";
const TEXT: &str = "#767676";

/// The plots, by file name.
pub(super) fn all(results: &Results) -> [(&'static str, String); 3] {
    let builds = [
        (build::IMAGE, build::DEV),
        (build::IMAGE, build::RELEASE),
        (build::IMAGE, build::BINARY),
        (build::EC2, build::DEV),
    ];
    let calls = calls::WORKS.map(|(_, work)| (work, calls::TIME));
    [
        (
            "build.svg",
            bars(
                results,
                "Building an application (shorter is better)",
                &builds,
            ),
        ),
        (
            "calls.svg",
            bars(results, "In memory (shorter is better)", &calls),
        ),
        ("growth.svg", growth(results)),
    ]
}

/// A group of bars for each pair of work and measure, each group to a scale of its own.
fn bars(results: &Results, title: &str, groups: &[(&str, &str)]) -> String {
    let mut body = String::new();
    let mut y = 34.0;
    for (work, measure) in groups {
        let readings: Vec<(&Reading, f64)> = results
            .readings
            .iter()
            .filter(|reading| reading.work == *work && reading.measure == *measure)
            .filter_map(|reading| Some((reading, reading.median()?)))
            .collect();
        let most = readings.iter().map(|(_, value)| *value).fold(0.0, f64::max);
        if most == 0.0 {
            continue;
        }
        y += 22.0;
        text(
            &mut body,
            (8.0, y),
            "start",
            13,
            &format!("{work}: {measure}"),
        );
        let base = results.get(work, OURS, measure).and_then(Reading::median);
        for (reading, value) in readings {
            y += BAR + 5.0;
            let length = (value / most * (WIDTH - LABELS - VALUES)).max(1.0);
            let own = reading.subject.starts_with(OURS);
            let colour = if own { OWN } else { OTHER };
            text(&mut body, (LABELS - 8.0, y), "end", 12, &reading.subject);
            _ = writeln!(
                body,
                r#"<rect x="{LABELS}" y="{:.1}" width="{length:.1}" height="{BAR}" rx="2" fill="{colour}"/>"#,
                y - BAR + 4.0
            );
            let ratio = match base {
                Some(base) if reading.subject != OURS => format!(" ({}x)", short(value / base)),
                _ => String::new(),
            };
            let label = format!("{}{ratio}", short(value));
            text(&mut body, (LABELS + length + 6.0, y), "start", 12, &label);
        }
        y += 6.0;
    }
    svg(title, y + 14.0, &body)
}

/// Processor time over lines, both on logarithmic axes: what is linear is a straight line.
fn growth(results: &Results) -> String {
    let works = unique(results.readings.iter().map(|reading| reading.work.as_str()));
    let points: Vec<(f64, f64, &str)> = works
        .into_iter()
        .filter(|work| work.starts_with("import and generate"))
        .filter_map(|work| {
            let median = |measure| results.get(work, OURS, measure)?.median();
            Some((median(generate::LINES)?, median(generate::CPU)?, work))
        })
        .collect();
    let (left, right, top, bottom) = (70.0, WIDTH - 50.0, 50.0, 330.0);
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        (low.log10().floor(), high.log10().ceil())
    };
    let mut body = String::new();
    if points.is_empty() {
        return svg("Growth", 60.0, &body);
    }
    let (from, to) = range(&mut points.iter().map(|point| point.0));
    let (low, high) = range(&mut points.iter().map(|point| point.1));
    let x = |lines: f64| left + (lines.log10() - from) / (to - from) * (right - left);
    let y = |cpu: f64| bottom - (cpu.log10() - low) / (high - low) * (bottom - top);
    for exponent in from as i32..=to as i32 {
        let at = 10_f64.powi(exponent);
        line(&mut body, (x(at), top), (x(at), bottom), "0.25");
        text(&mut body, (x(at), bottom + 18.0), "middle", 12, &short(at));
    }
    for exponent in low as i32..=high as i32 {
        let at = 10_f64.powi(exponent);
        line(&mut body, (left, y(at)), (right, y(at)), "0.25");
        text(&mut body, (left - 6.0, y(at) + 4.0), "end", 12, &short(at));
    }
    text(
        &mut body,
        (right, bottom + 36.0),
        "end",
        12,
        "generated lines",
    );
    text(&mut body, (8.0, top - 10.0), "start", 12, generate::CPU);
    if let [.., (lines, cpu, _)] = points.as_slice() {
        let start = points.first().map_or(*lines, |point| point.0);
        line(
            &mut body,
            (x(start), y(cpu * start / lines)),
            (x(*lines), y(*cpu)),
            "0.9",
        );
    }
    for (lines, cpu, work) in &points {
        _ = writeln!(
            body,
            r#"<circle cx="{:.1}" cy="{:.1}" r="5" fill="{OWN}"/>"#,
            x(*lines),
            y(*cpu)
        );
        let label = work.trim_start_matches("import and generate ");
        text(
            &mut body,
            (x(*lines) - 10.0, y(*cpu) - 8.0),
            "end",
            12,
            label,
        );
    }
    svg(
        "Import and generation as the input grows (line: linear)",
        bottom + 50.0,
        &body,
    )
}

fn text(body: &mut String, (x, y): (f64, f64), anchor: &str, size: u32, text: &str) {
    let text = escaped(text);
    _ = writeln!(
        body,
        r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size}">{text}</text>"#
    );
}

/// Text of Markdown as text of XML.
fn escaped(text: &str) -> String {
    shapewright::escape::xml(&text.replace('`', ""))
}

fn line(body: &mut String, from: (f64, f64), to: (f64, f64), opacity: &str) {
    _ = writeln!(
        body,
        r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{TEXT}" stroke-opacity="{opacity}"/>"#,
        from.0, from.1, to.0, to.1
    );
}

fn svg(title: &str, height: f64, body: &str) -> String {
    let mut heading = String::new();
    let name = escaped(title);
    text(&mut heading, (8.0, 22.0), "start", 15, title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
         width=\"{WIDTH}\" height=\"{height:.0}\" font-family=\"sans-serif\" fill=\"{TEXT}\">\n\
         <title>{name}</title>\n{heading}{body}</svg>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::results::Results;
    use super::super::{OFFICIAL, OURS, build};
    use super::bars;

    #[test]
    fn the_longest_bar_is_of_the_largest_value() {
        let dev = |subject| ["build", build::IMAGE, subject, build::DEV];
        let results = Results::of(&[(dev(OURS), 40.0), (dev(OFFICIAL), 160.0)]);
        let svg = bars(&results, "A & B", &[(build::IMAGE, build::DEV)]);
        assert!(
            svg.contains(r#"width="85.0""#) && svg.contains(r#"width="340.0""#),
            "{svg}"
        );
        assert!(svg.contains("160 (4x)"), "{svg}");
        assert!(svg.contains("A &amp; B"), "{svg}");
    }
}
