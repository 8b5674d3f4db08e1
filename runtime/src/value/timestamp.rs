//! Timestamps, and the three formats in which AWS writes them.

use super::calendar::{civil, days, days_in_month};
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::{Serialize, Serializer};
use std::fmt;
use std::iter::repeat;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_PER_DAY: i64 = 86_400;
/// The seconds of the years 0000 to 9999.
const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// A timestamp with nanoseconds: any number of seconds before or after 1970 that fits an `i64`.
///
/// With serde, it is serialized as seconds since 1970, as in AWS's JSON protocols, or as RFC 3339 if a number
/// cannot represent its fraction. It is deserialized from these, from RFC 3339 (as the AWS CLI prints it,
/// also without seconds or a zone, which is UTC then) and from HTTP dates, including those of RFC 850. An
/// integer that is outside of the years 0000 to 9999 as seconds, and within them as milliseconds, is
/// milliseconds: `1775836321122` is in 2026. With a fraction, `1775836321122.0`, it is seconds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// A string or number is not a timestamp.
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

/// The format of a timestamp.
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
    /// Creates a timestamp from the seconds and nanoseconds since 1970; `None` if the nanoseconds are a
    /// second or more.
    #[must_use]
    pub fn from_unix(seconds: i64, nanos: u32) -> Option<Self> {
        (nanos < 1_000_000_000).then_some(Self { seconds, nanos })
    }

    /// Creates a timestamp from the milliseconds since 1970.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self {
            seconds: millis.div_euclid(1000),
            nanos: millis.rem_euclid(1000) as u32 * 1_000_000,
        }
    }

    /// The whole milliseconds since 1970, rounded down; `None` if they do not fit.
    #[must_use]
    pub fn to_millis(self) -> Option<i64> {
        let millis = i128::from(self.seconds) * 1000 + i128::from(self.nanos / 1_000_000);
        i64::try_from(millis).ok()
    }

    /// The whole seconds since 1970.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// The nanoseconds after [`seconds`](Self::seconds), below a billion.
    #[must_use]
    pub fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// Formats it in one of AWS's formats.
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
            let mark = if self.looks_like_milliseconds() {
                ".0"
            } else {
                ""
            };
            return format!("{}{mark}", self.seconds);
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

    fn from_civil(date: (i64, i64, i64), time: Time) -> Option<Self> {
        let (year, month, day) = date;
        // As far as an `i64` of seconds goes, and what is computed of a year with it.
        let in_range = (-300_000_000_000..=300_000_000_000).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        if !in_range {
            return None;
        }
        // The midnight before the first moment is none itself.
        let midnight = i128::from(days(year, month, day)) * i128::from(SECONDS_PER_DAY);
        let seconds = i64::try_from(midnight + i128::from(time.seconds)).ok()?;
        Self::from_unix(seconds, time.nanos)
    }

    /// The moment of a whole number: of seconds, or of milliseconds where those alone are in the years 0000
    /// to 9999.
    fn from_whole(number: i64) -> Self {
        let seconds = number.div_euclid(1000);
        if RANGE.contains(&number) || !RANGE.contains(&seconds) {
            return Self {
                seconds: number,
                nanos: 0,
            };
        }
        let milliseconds = u32::try_from(number.rem_euclid(1000)).unwrap_or_default();
        Self {
            seconds,
            nanos: milliseconds * 1_000_000,
        }
    }

    /// Whether its seconds, as a whole number, would be read as milliseconds.
    fn looks_like_milliseconds(self) -> bool {
        Self::from_whole(self.seconds).seconds != self.seconds
    }

    /// The moment of a number of seconds since 1970, to the microsecond, which is what a double
    /// of today's size can hold.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded by the checks
    fn from_epoch_f64(number: f64) -> Option<Self> {
        if !number.is_finite() || number.abs() > 9.2e18 {
            return None;
        }
        let whole = number.floor();
        let micros = ((number - whole) * 1e6).round() as u32;
        let carry = i64::from(micros / 1_000_000);
        Self::from_unix(whole as i64 + carry, micros % 1_000_000 * 1000)
    }

    /// The moment of a number as JSON writes it.
    pub(crate) fn from_number(text: &str) -> Option<Self> {
        let double = || text.parse().ok().and_then(Self::from_epoch_f64);
        Self::parse_epoch(text).or_else(double)
    }

    fn parse_epoch(text: &str) -> Option<Self> {
        let Some((whole, digits)) = text.split_once('.') else {
            return text.parse().ok().map(Self::from_whole);
        };
        let seconds: i64 = whole.parse().ok()?;
        let nanos = parse_fraction(digits)?;
        if nanos > 0 && whole.starts_with('-') {
            return Self::from_unix(seconds.checked_sub(1)?, 1_000_000_000 - nanos);
        }
        Self::from_unix(seconds, nanos)
    }

    /// RFC 3339 as most services write it, such as `2015-01-25T08:00:00.000Z`, of which a listing has
    /// thousands.
    fn parse_usual(text: &str) -> Option<Self> {
        let (date, clock) = text.split_at_checked(10)?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date.as_bytes() else {
            return None;
        };
        let (clock, fraction) = clock.split_at_checked(9)?;
        let [b'T', h1, h2, b':', i1, i2, b':', s1, s2] = *clock.as_bytes() else {
            return None;
        };
        let fraction = fraction.strip_suffix('Z')?;
        let nanos = match fraction.strip_prefix('.') {
            Some(digits) => parse_fraction(digits)?,
            None if fraction.is_empty() => 0,
            None => return None,
        };
        let year = two(y1, y2)? * 100 + two(y3, y4)?;
        let seconds = seconds_of_day(two(h1, h2)?, two(i1, i2)?, two(s1, s2)?)?;
        let date = (year, two(m1, m2)?, two(d1, d2)?);
        Self::from_civil(date, Time { seconds, nanos })
    }

    /// RFC 3339, with `T` or a space; seconds, fraction and zone may be absent, and so may the whole time.
    fn parse_date_time(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Time::parse(time)?),
            None => (text, Time::default()),
        };
        let unsigned = date.trim_start_matches(['+', '-']);
        let mut parts = unsigned.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        // Years of more digits have a sign.
        let is_year = match date.len() - unsigned.len() {
            0 => year.len() == 4,
            signs => signs == 1 && year.len() >= 4,
        };
        if !is_year || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let sign = if date.starts_with('-') { -1 } else { 1 };
        Self::from_civil((sign * number(year)?, number(month)?, number(day)?), time)
    }

    /// `Sun, 25 Jan 2015 08:00:00 GMT`, and `Sunday, 25-Jan-15 08:00:00 GMT` of RFC 850.
    fn parse_http_date(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(',')?;
        let rest = rest.trim_start();
        let separator = rest.find([' ', '-']).and_then(|at| rest.get(at..=at))?;
        let mut parts = rest.splitn(3, separator);
        let (day, month_name, rest) = (number(parts.next()?)?, parts.next()?, parts.next()?);
        let (year, time) = rest.split_once(' ')?;
        let month = MONTHS.iter().position(|name| *name == month_name)?;
        let sign = if year.starts_with('-') { -1 } else { 1 };
        let year = match (number(year.trim_start_matches('-'))?, year.len()) {
            (short @ 0..=68, 2) => short + 2000,
            (short, 2) => short + 1900,
            (year, _) => year,
        };
        let month = i64::try_from(month).ok()? + 1;
        Self::from_civil((sign * year, month, day), Time::parse(time)?)
    }
}

/// A time of a day, in UTC: seconds after midnight, which may be those of another day.
#[derive(Clone, Copy, Default)]
struct Time {
    seconds: i64,
    nanos: u32,
}

impl Time {
    /// `08:00`, `08:00:00.5Z`, `08:00:00+01:00`, `08:00:00 GMT`.
    fn parse(text: &str) -> Option<Self> {
        let is_clock = |char: char| char.is_ascii_digit() || matches!(char, ':' | '.');
        let zone_at = text.find(|char| !is_clock(char)).unwrap_or(text.len());
        let (clock, zone) = text.split_at_checked(zone_at)?;
        let (clock, nanos) = match clock.split_once('.') {
            None => (clock, 0),
            Some((clock, digits)) => (clock, parse_fraction(digits)?),
        };
        let mut parts = clock
            .split(':')
            .map(|part| number(part).filter(|_| part.len() == 2));
        let (hour, minute) = (parts.next()??, parts.next()??);
        let second = parts.next().unwrap_or(Some(0))?;
        if parts.next().is_some() {
            return None;
        }
        let seconds = seconds_of_day(hour, minute, second)?;
        Some(Self {
            seconds: seconds - parse_offset(zone.trim_start())?,
            nanos,
        })
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC, with as many digits of the fraction as it has. A year outside of 0000 to 9999 has a
    /// sign, as in ISO 8601.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.seconds.div_euclid(SECONDS_PER_DAY));
        let (hour, minute, second) = self.time_of_day();
        match (0..=9999).contains(&year) {
            true => write!(formatter, "{year:04}")?,
            false => write!(formatter, "{year:+05}")?,
        }
        write!(
            formatter,
            "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{}Z",
            fraction(self.nanos)
        )
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Any of AWS's formats, with white space around.
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let trimmed = text.trim();
        Self::parse_usual(trimmed)
            .or_else(|| Self::parse_date_time(trimmed))
            .or_else(|| Self::parse_http_date(trimmed))
            .or_else(|| Self::from_number(trimmed))
            .ok_or_else(|| TimestampError {
                text: text.to_owned(),
            })
    }
}

impl From<SystemTime> for Timestamp {
    /// The moment; no system's clock is beyond what a timestamp holds.
    fn from(time: SystemTime) -> Self {
        let whole = |moment: Duration| i64::try_from(moment.as_secs()).unwrap_or(i64::MAX);
        let (seconds, nanos) = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => (whole(since), since.subsec_nanos()),
            Err(before) => {
                let until = before.duration();
                let nanos = (1_000_000_000 - until.subsec_nanos()) % 1_000_000_000;
                (-whole(until) - i64::from(nanos > 0), nanos)
            }
        };
        Self { seconds, nanos }
    }
}

impl From<Timestamp> for SystemTime {
    /// The moment; the first or last of the years 0000 to 9999 where the system cannot hold it.
    fn from(moment: Timestamp) -> Self {
        let system_time = |seconds: i64, nanos: u32| {
            let whole = Duration::from_secs(seconds.unsigned_abs());
            let start = if seconds < 0 {
                UNIX_EPOCH.checked_sub(whole)
            } else {
                UNIX_EPOCH.checked_add(whole)
            };
            start?.checked_add(Duration::from_nanos(u64::from(nanos)))
        };
        let nearest = moment.seconds.clamp(*RANGE.start(), *RANGE.end());
        system_time(moment.seconds, moment.nanos)
            .or_else(|| system_time(nearest, 0))
            .unwrap_or(UNIX_EPOCH)
    }
}

/// The name by which a timestamp presents itself to formats that are not text.
pub(crate) const TIMESTAMP: &str = "$timestamp";

/// A timestamp as seconds since 1970, in a format that is not text.
struct Seconds<'a>(&'a Timestamp);

impl Serialize for Seconds<'_> {
    #[allow(clippy::cast_precision_loss)] // a double holds microseconds of today
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.nanos {
            0 => serializer.serialize_i64(self.0.seconds),
            nanos => serializer.serialize_f64(self.0.seconds as f64 + f64::from(nanos) / 1e9),
        }
    }
}

impl Serialize for Timestamp {
    #[allow(clippy::cast_precision_loss)] // a double holds microseconds of today
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_newtype_struct(TIMESTAMP, &Seconds(self));
        }
        if self.nanos == 0 && !self.looks_like_milliseconds() {
            return serializer.serialize_i64(self.seconds);
        }
        let double = self.seconds as f64 + f64::from(self.nanos) / 1e9;
        match Self::from_epoch_f64(double) == Some(*self) {
            true => serializer.serialize_f64(double),
            false => serializer.serialize_str(&self.to_string()),
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
                Ok(Timestamp::from_whole(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Timestamp, E> {
                i64::try_from(number)
                    .map(Timestamp::from_whole)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
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

fn parse_fraction(digits: &str) -> Option<u32> {
    number(digits)?;
    let nine = digits.bytes().chain(repeat(b'0')).take(9);
    Some(nine.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')))
}

/// The number of two digits.
fn two(tens: u8, ones: u8) -> Option<i64> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// The seconds since midnight; a leap second is the one before it.
fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Option<i64> {
    let in_range =
        (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    in_range.then(|| hour * 3600 + minute * 60 + second.min(59))
}

/// The seconds of a zone east of UTC: `Z`, `GMT`, `+01:00`, `+0100`, `+01`. No zone is UTC.
fn parse_offset(zone: &str) -> Option<i64> {
    if let "" | "Z" | "z" | "GMT" | "UTC" = zone {
        return Some(0);
    }
    let sign = match zone.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let digits = zone.get(1..)?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    let is_zone = hours.len() == 2 && minutes.len() == 2;
    let seconds = number(hours)? * 3600 + number(minutes)? * 60;
    is_zone.then_some(sign * seconds)
}

fn fraction(nanos: u32) -> String {
    if nanos == 0 {
        return String::new();
    }
    let digits = format!("{nanos:09}");
    format!(".{}", digits.trim_end_matches('0'))
}
