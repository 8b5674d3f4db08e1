//! Timestamps of examples, as RFC 3339.

use serde_json::Value;

/// A timestamp as RFC 3339, from such a string or from seconds since 1970.
pub(in crate::plan::build) fn timestamp(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => is_rfc_3339(text).then(|| text.clone()),
        Value::Number(number) => {
            let (seconds, millis) = match (number.as_i64(), number.as_f64()) {
                (Some(seconds), _) => (seconds, 0),
                (None, Some(seconds)) => split(seconds)?,
                (None, None) => return None,
            };
            written(seconds, millis)
        }
        _ => None,
    }
}

/// Whole seconds and milliseconds.
fn split(seconds: f64) -> Option<(i64, i64)> {
    let millis = (seconds * 1000.0).round();
    // Below 2^53, a float is exact for every integer.
    if millis.abs() >= 9e15 {
        return None;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole, and held to the range above"
    )]
    let millis = millis as i64;
    Some((millis.div_euclid(1000), millis.rem_euclid(1000)))
}

/// By the algorithm `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
fn written(seconds: i64, millis: i64) -> Option<String> {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days.checked_add(719_468)?;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era.checked_mul(400)? + i64::from(month <= 2);
    if !(0..=9999).contains(&year) {
        return None;
    }
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let fraction = match millis {
        0 => String::new(),
        millis => format!(".{millis:03}"),
    };
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z"
    ))
}

/// `2015-01-25T08:00:00Z`, with a fraction or an offset or both.
fn is_rfc_3339(text: &str) -> bool {
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.chars().zip(form.chars()).all(|(char, form)| {
                if form == '0' {
                    char.is_ascii_digit()
                } else {
                    char == form
                }
            })
    };
    let Some((timestamp, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let fraction = rest.strip_prefix('.').map_or(rest, |fraction| {
        let ends = fraction.trim_start_matches(|char: char| char.is_ascii_digit());
        if ends.len() == fraction.len() || fraction.len() - ends.len() > 9 {
            ""
        } else {
            ends
        }
    });
    let part = |from: usize, most: u8| {
        let part = timestamp.get(from..from + 2).and_then(|it| it.parse().ok());
        part.is_some_and(|part: u8| part <= most)
    };
    let is_date = part(5, 12) && part(8, 31) && !timestamp.contains("-00");
    fits(timestamp, "0000-00-00T00:00:00")
        && is_date
        && part(11, 23)
        && part(14, 59)
        && part(17, 59)
        && (fraction == "Z" || fits(fraction, "+00:00") || fits(fraction, "-00:00"))
}

#[cfg(test)]
mod tests {
    use super::timestamp;
    use serde_json::json;

    #[test]
    fn seconds_become_text_and_text_stays() {
        let shown = |value| timestamp(&value).unwrap_or_default();
        assert_eq!(shown(json!(0)), "1970-01-01T00:00:00Z");
        assert_eq!(shown(json!(1_422_172_800)), "2015-01-25T08:00:00Z");
        assert_eq!(shown(json!(-1)), "1969-12-31T23:59:59Z");
        assert_eq!(
            shown(json!(951_782_400.123_456)),
            "2000-02-29T00:00:00.123Z"
        );
        for text in [
            "2015-01-25T08:00:00Z",
            "2015-01-25T08:00:00.5Z",
            "2015-01-25T08:00:00.5+01:00",
        ] {
            assert_eq!(shown(json!(text)), text);
        }
        for value in [
            json!("yesterday"),
            json!("2015-01-25"),
            json!("2015-13-25T08:00:00Z"),
            json!("2015-01-25T08:00:00.Z"),
            json!("2015-01-25T08:00:00"),
            json!(i64::MAX),
            json!(1e300),
            json!(true),
        ] {
            assert_eq!(timestamp(&value), None, "{value}");
        }
    }
}
