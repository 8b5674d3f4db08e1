//! Timestamps in the formats that the AWS CLI accepts in credentials: those of Python's `dateutil` with a
//! date, a time and a time zone.

use super::provide::CredentialsError;
use crate::value::Timestamp;
use std::time::SystemTime;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A moment such as `2099-01-01T00:00:00Z`, `2099-01-01 00:00 +0100`, `20990101T000000UTC` or
/// `Thu, 01 Jan 2099 00:00:00 GMT`. Without a time zone it is none.
pub(super) fn moment(text: &str) -> Result<SystemTime, CredentialsError> {
    Scanner { rest: text.trim() }.moment().ok_or_else(|| {
        CredentialsError::failed(format!(
            "`{}` is not a moment with a time zone, as `2099-01-01T00:00:00Z` is",
            text.escape_debug()
        ))
    })
}

struct Scanner<'a> {
    rest: &'a str,
}

/// Hour, minute, second and the digits of the fraction.
type Time<'a> = (u32, u32, u32, &'a str);

impl<'a> Scanner<'a> {
    fn moment(mut self) -> Option<SystemTime> {
        let (year, month, day) = self.date()?;
        if !self.skip("T") && !self.skip("t") && !self.spaces() {
            return None;
        }
        self.spaces();
        let (hour, minute, second, fraction) = self.time()?;
        self.spaces();
        let offset = self.zone()?;
        if !self.rest.trim().is_empty() || second > 59 {
            return None;
        }
        let fraction = fraction.get(..fraction.len().min(9))?;
        let point = if fraction.is_empty() { "" } else { "." };
        let utc: Timestamp = format!(
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{point}{fraction}Z"
        )
        .parse()
        .ok()?;
        let seconds = utc.seconds().checked_sub(offset)?;
        Some(Timestamp::from_unix(seconds, utc.subsec_nanos())?.into())
    }

    fn date(&mut self) -> Option<(u32, u32, u32)> {
        if self.rest.starts_with(char::is_alphabetic) {
            let word = self.word();
            self.skip(",");
            self.spaces();
            if let Some(month) = month(word) {
                let day = self.digits()?;
                self.skip(",");
                self.spaces();
                return Some((self.year()?, month, number(day)?));
            }
        }
        let first = self.digits()?;
        match first.len() {
            8 => {
                let (year, rest) = first.split_at_checked(4)?;
                let (month, day) = rest.split_at_checked(2)?;
                Some((number(year)?, number(month)?, number(day)?))
            }
            4 => {
                let separator = if self.skip("-") { "-" } else { "/" };
                if separator == "/" && !self.skip("/") {
                    return None;
                }
                let month = self.digits()?;
                let day = self.skip(separator).then(|| self.digits())??;
                Some((number(first)?, number(month)?, number(day)?))
            }
            1 | 2 if self.skip("/") => {
                let day = self.digits()?;
                let year = self.skip("/").then(|| self.year())??;
                Some((year, number(first)?, number(day)?))
            }
            1 | 2 => {
                let _ = self.skip("-") || self.spaces();
                let month = month(self.word())?;
                let _ = self.skip("-") || self.spaces();
                Some((self.year()?, month, number(first)?))
            }
            _ => None,
        }
    }

    fn year(&mut self) -> Option<u32> {
        number(self.digits().filter(|year| year.len() == 4)?)
    }

    fn time(&mut self) -> Option<Time<'a>> {
        let first = self.digits()?;
        let part = |from: usize| first.get(from..from + 2).and_then(number);
        let (hour, minute, second) = match first.len() {
            4 => (part(0)?, part(2)?, Some(0)),
            6 => (part(0)?, part(2)?, Some(part(4)?)),
            1 | 2 if self.skip(":") => (number(first)?, number(self.digits()?)?, None),
            1 | 2 => return Some((number(first)?, 0, 0, "")),
            _ => return None,
        };
        let second = match second {
            Some(second) => second,
            None if self.skip(":") => self.digits().and_then(number)?,
            None => return Some((hour, minute, 0, "")),
        };
        let fraction = if self.skip(".") || self.skip(",") {
            self.digits()?
        } else {
            ""
        };
        Some((hour, minute, second, fraction))
    }

    /// Seconds east of Greenwich.
    fn zone(&mut self) -> Option<i64> {
        if ["UTC", "GMT", "Z", "z"].iter().any(|name| self.skip(name)) {
            return Some(0);
        }
        let sign = if self.skip("+") {
            1
        } else if self.skip("-") {
            -1
        } else {
            return None;
        };
        let digits = self.digits()?;
        let (hours, minutes) = match digits.len() {
            4 => digits.split_at_checked(2)?,
            1 | 2 if self.skip(":") => (digits, self.digits()?),
            1 | 2 => (digits, "0"),
            _ => return None,
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        (hours < 24 && minutes < 60)
            .then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
    }

    fn skip(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) -> bool {
        let rest = self.rest.trim_start();
        let skipped = rest.len() < self.rest.len();
        self.rest = rest;
        skipped
    }

    fn word(&mut self) -> &'a str {
        self.take(|character| character.is_alphabetic())
    }

    fn digits(&mut self) -> Option<&'a str> {
        let digits = self.take(|character| character.is_ascii_digit());
        (!digits.is_empty()).then_some(digits)
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !belongs(character));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }
}

/// The number of a month, by its name or the first three letters of it.
fn month(name: &str) -> Option<u32> {
    let name = name.to_ascii_lowercase();
    let month = MONTHS.iter().position(|month| name.starts_with(month))?;
    u32::try_from(month + 1).ok()
}

fn number(digits: &str) -> Option<u32> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_moment_is_written_in_many_ways() {
        let expected = SystemTime::UNIX_EPOCH + Duration::from_secs(1_440_938_160);
        for text in [
            "2015-08-30T12:36:00Z",
            "2015-08-30t12:36:00z",
            "2015-08-30T12:36Z",
            "2015-08-30T12:36:00.000Z",
            "2015-08-30T12:36:00,000 UTC",
            "2015-08-30 12:36:00UTC",
            "2015-08-30T13:36:00+0100",
            "2015-08-30T13:36:00+01",
            "2015-08-30T07:06:00-05:30",
            " 2015/08/30 12:36 GMT ",
            "20150830T123600Z",
            "20150830T1236Z",
            "2015-8-30T12:36:00Z",
            "Aug 30, 2015 12:36 UTC",
            "08/30/2015 12:36 UTC",
            "Sun, 30 Aug 2015 12:36:00 GMT",
            "30 Aug 2015 12:36:00 +0000",
            "30-Aug-2015 12:36:00 UTC",
        ] {
            assert_eq!(moment(text).ok(), Some(expected), "{text}");
        }
    }

    #[test]
    fn without_a_zone_or_a_time_it_is_none() {
        for text in [
            "",
            "tomorrow",
            "2015-08-30",
            "2015-08-30T12:36:00",
            "2015-08-30T12:36:00EST",
            "2015-13-30T12:36:00Z",
            "2015-08-30T25:36:00Z",
            "2015-08-30T12:36:00Zulu",
            "1440938160",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }
}
