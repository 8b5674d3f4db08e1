//! A moment in time, and the three ways AWS writes one.

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: i64 = 86_400;
/// The seconds of the years that RFC 3339 and HTTP dates can write, 0000 to 9999.
const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// A moment in time, in nanoseconds, between the years 0000 and 9999 (UTC).
///
/// With serde it is written as seconds since 1970, as AWS's JSON protocols do, and read from those,
/// from RFC 3339 (as the AWS CLI prints) and from an HTTP date.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// A text or number is not a moment in time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TimestampError {
    text: String,
}

impl fmt::Display for TimestampError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not a timestamp", self.text)
    }
}

impl std::error::Error for TimestampError {}

/// How a timestamp is written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TimestampFormat {
    /// RFC 3339 in UTC: `2015-01-25T08:00:00Z`.
    DateTime,
    /// An HTTP date: `Sun, 25 Jan 2015 08:00:00 GMT`.
    HttpDate,
    /// Seconds since 1970 with a fraction: `1422172800`.
    EpochSeconds,
}

impl Timestamp {
    /// The moment this many seconds and nanoseconds after 1970; `None` outside the years 0000 to 9999.
    #[must_use]
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        (RANGE.contains(&seconds) && nanos < 1_000_000_000).then_some(Self { seconds, nanos })
    }

    /// Whole seconds since 1970.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds after [`seconds`](Self::seconds), below a billion.
    #[must_use]
    pub fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// The text in one of AWS's formats.
    #[must_use]
    pub fn format(self, format: TimestampFormat) -> String {
        match format {
            TimestampFormat::DateTime => self.to_string(),
            TimestampFormat::HttpDate => self.http_date(),
            TimestampFormat::EpochSeconds => self.epoch_seconds(),
        }
    }

    fn epoch_seconds(self) -> String {
        if self.nanos == 0 {
            return self.seconds.to_string();
        }
        let (sign, seconds, nanos) = if self.seconds < 0 {
            ("-", -(self.seconds + 1), 1_000_000_000 - self.nanos)
        } else {
            ("", self.seconds, self.nanos)
        };
        format!("{sign}{seconds}{}", fraction(nanos))
    }

    fn http_date(self) -> String {
        let (year, month, day) = civil(self.seconds.div_euclid(SECONDS_PER_DAY));
        let (hour, minute, second) = self.time_of_day();
        let weekday = self.seconds.div_euclid(SECONDS_PER_DAY).rem_euclid(7);
        let name = |names: &[&'static str], index: i64| {
            usize::try_from(index)
                .ok()
                .and_then(|index| names.get(index).copied())
                .unwrap_or_default()
        };
        format!(
            "{}, {day:02} {} {year:04} {hour:02}:{minute:02}:{second:02}{} GMT",
            name(&WEEKDAYS, weekday),
            name(&MONTHS, month - 1),
            fraction(self.nanos)
        )
    }

    fn time_of_day(self) -> (i64, i64, i64) {
        let second = self.seconds.rem_euclid(SECONDS_PER_DAY);
        (second / 3600, second / 60 % 60, second % 60)
    }

    fn from_civil(date: (i64, i64, i64), time: (i64, i64, i64), nanos: u32) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        let in_range = (0..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..=60).contains(&second);
        if !in_range {
            return None;
        }
        let seconds =
            days(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second.min(59);
        Self::from_unix(seconds, nanos)
    }

    /// The moment of a number of seconds since 1970, to the microsecond, which is what a double
    /// of today's size can hold.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded by the checks
    fn from_epoch_f64(number: f64) -> Option<Self> {
        if !number.is_finite() || number.abs() > 1e12 {
            return None;
        }
        let whole = number.floor();
        let micros = ((number - whole) * 1e6).round() as u32;
        let carry = i64::from(micros / 1_000_000);
        Self::from_unix(whole as i64 + carry, micros % 1_000_000 * 1000)
    }

    fn parse_epoch(text: &str) -> Option<Self> {
        let (whole, nanos) = match text.split_once('.') {
            None => (text, 0),
            Some((whole, digits)) => (whole, parse_fraction(digits)?),
        };
        let seconds: i64 = whole.parse().ok()?;
        if nanos > 0 && whole.starts_with('-') {
            return Self::from_unix(seconds.checked_sub(1)?, 1_000_000_000 - nanos);
        }
        Self::from_unix(seconds, nanos)
    }

    /// RFC 3339, with `T` or a space, any offset, any fraction.
    fn parse_date_time(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let mut parts = date.splitn(3, '-');
        let date = (
            number(parts.next()?)?,
            number(parts.next()?)?,
            number(parts.next()?)?,
        );
        let (clock, rest) = rest.split_at_checked(8)?;
        let time = parse_clock(clock)?;
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let (fraction, zone) = rest.split_at_checked(zone_at)?;
        let nanos = match fraction.strip_prefix('.') {
            Some(digits) => parse_fraction(digits)?,
            None if fraction.is_empty() => 0,
            None => return None,
        };
        let local = Self::from_civil(date, time, nanos)?;
        Self::from_unix(local.seconds.checked_sub(parse_offset(zone)?)?, nanos)
    }

    /// `Sun, 25 Jan 2015 08:00:00 GMT`, the fraction of a second tolerated.
    fn parse_http_date(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(", ")?;
        let mut words = rest.split(' ');
        let day = number(words.next()?)?;
        let month_name = words.next()?;
        let month = MONTHS.iter().position(|name| *name == month_name)?;
        let year = number(words.next()?)?;
        let clock = words.next()?;
        if !matches!(words.next()?, "GMT" | "UTC" | "+0000") || words.next().is_some() {
            return None;
        }
        let (clock, nanos) = match clock.split_once('.') {
            None => (clock, 0),
            Some((clock, digits)) => (clock, parse_fraction(digits)?),
        };
        let month = i64::try_from(month).ok()? + 1;
        Self::from_civil((year, month, day), parse_clock(clock)?, nanos)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, with as many digits of the fraction as it has.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.seconds.div_euclid(SECONDS_PER_DAY));
        let (hour, minute, second) = self.time_of_day();
        write!(
            formatter,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}Z",
            fraction(self.nanos)
        )
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Any of AWS's formats.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        Self::parse_date_time(text)
            .or_else(|| Self::parse_http_date(text))
            .or_else(|| Self::parse_epoch(text))
            .or_else(|| text.parse().ok().and_then(Self::from_epoch_f64))
            .ok_or_else(|| TimestampError {
                text: text.to_owned(),
            })
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = TimestampError;

    fn try_from(time: SystemTime) -> Result<Self, TimestampError> {
        let moment = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs())
                .ok()
                .and_then(|seconds| Self::from_unix(seconds, since.subsec_nanos())),
            Err(before) => {
                let until = before.duration();
                let nanos = (1_000_000_000 - until.subsec_nanos()) % 1_000_000_000;
                i64::try_from(until.as_secs())
                    .ok()
                    .map(|seconds| -seconds - i64::from(nanos > 0))
                    .and_then(|seconds| Self::from_unix(seconds, nanos))
            }
        };
        moment.ok_or_else(|| TimestampError {
            text: format!("{time:?}"),
        })
    }
}

impl From<Timestamp> for SystemTime {
    fn from(moment: Timestamp) -> Self {
        let whole = Duration::from_secs(moment.seconds.unsigned_abs());
        let start = if moment.seconds < 0 {
            UNIX_EPOCH - whole
        } else {
            UNIX_EPOCH + whole
        };
        start + Duration::from_nanos(u64::from(moment.nanos))
    }
}

impl Serialize for Timestamp {
    #[allow(clippy::cast_precision_loss)] // a double holds microseconds of today
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.nanos == 0 {
            serializer.serialize_i64(self.seconds)
        } else {
            serializer.serialize_f64(self.seconds as f64 + f64::from(self.nanos) / 1e9)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Moment;

        impl Visitor<'_> for Moment {
            type Value = Timestamp;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a timestamp: seconds since 1970, RFC 3339 or an HTTP date")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Timestamp, E> {
                Timestamp::from_unix(number, 0)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(number), &self))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Timestamp, E> {
                i64::try_from(number)
                    .ok()
                    .and_then(|seconds| Timestamp::from_unix(seconds, 0))
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Timestamp, E> {
                Timestamp::from_epoch_f64(number)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Float(number), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Moment)
    }
}

fn number(digits: &str) -> Option<i64> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

fn parse_clock(clock: &str) -> Option<(i64, i64, i64)> {
    let mut parts = clock.splitn(3, ':');
    Some((
        number(parts.next()?)?,
        number(parts.next()?)?,
        number(parts.next()?)?,
    ))
}

fn parse_fraction(digits: &str) -> Option<u32> {
    number(digits)?;
    let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
    nine.parse().ok()
}

fn parse_offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next()? {
        'Z' | 'z' => return (zone.len() == 1).then_some(0),
        '-' => -1,
        _ => 1,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    Some(sign * (number(hours)? * 3600 + number(minutes)? * 60))
}

fn fraction(nanos: u32) -> String {
    if nanos == 0 {
        return String::new();
    }
    let digits = format!("{nanos:09}");
    format!(".{}", digits.trim_end_matches('0'))
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. The year is taken to begin
/// in March, so that the leap day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days`].
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
