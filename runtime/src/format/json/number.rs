//! Numbers.

use super::reader::{Problem, Reader};

/// A number as it is written.
#[derive(Clone, Copy)]
pub(super) struct Number<'a> {
    pub(super) text: &'a str,
    /// It has neither a fraction nor an exponent.
    pub(super) is_plain: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn number(&mut self, expected: &'static str) -> Result<Number<'a>, Problem> {
        let start = self.position();
        let rest = self.rest();
        let digits = |from: usize| {
            let rest = rest.get(from..).unwrap_or_default();
            rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        let mut end = usize::from(rest.first() == Some(&b'-'));
        end += match rest.get(end) {
            Some(b'0') => 1,
            Some(b'1'..=b'9') => digits(end),
            _ => return Err(Problem(expected)),
        };
        let mut is_plain = true;
        if rest.get(end) == Some(&b'.') {
            is_plain = false;
            end += 1 + some(digits(end + 1))?;
        }
        if let Some(b'e' | b'E') = rest.get(end) {
            is_plain = false;
            end += 1 + usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            end += some(digits(end))?;
        }
        Ok(Number {
            text: self.take_to(start + end),
            is_plain,
        })
    }

    /// A whole number of any notation.
    pub(super) fn integer<T: TryFrom<i64>>(&mut self) -> Result<T, Problem> {
        let start = self.position();
        let number = self.number("expected an integer")?;
        let value = match number.is_plain {
            true => number.text.parse().ok(),
            false => whole(number.text),
        };
        value
            .and_then(|value| T::try_from(value).ok())
            .ok_or_else(|| self.back_to(start, "expected an integer of its size"))
    }

    /// A number, and `NaN` and infinities as text.
    pub(super) fn double(&mut self) -> Result<f64, Problem> {
        let start = self.position();
        if self.peek() == Some(b'"') {
            return match &*self.string()? {
                "NaN" => Ok(f64::NAN),
                "Infinity" => Ok(f64::INFINITY),
                "-Infinity" => Ok(f64::NEG_INFINITY),
                _ => {
                    Err(self.back_to(start, "expected a number, `NaN`, `Infinity` or `-Infinity`"))
                }
            };
        }
        let number = self.number("expected a number")?;
        let value = number
            .text
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite());
        value.ok_or_else(|| self.back_to(start, "expected a number of its size"))
    }
}

/// A count of digits, of which there must be some.
fn some(digits: usize) -> Result<usize, Problem> {
    match digits {
        0 => Err(Problem("expected a digit")),
        digits => Ok(digits),
    }
}

/// The integer that a number with a fraction or an exponent is: `12.0`, `1.5e1`.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let digits = format!("{integer}{fraction}");
    let unsigned = digits.trim_start_matches('-').trim_start_matches('0');
    if unsigned.is_empty() {
        return Some(0);
    }
    let count = usize::try_from(zeros.unsigned_abs()).ok()?;
    if zeros >= 0 {
        // More zeros are more than any integer has.
        return (count < 20).then(|| format!("{digits}{}", "0".repeat(count)).parse().ok())?;
    }
    let (kept, dropped) = digits.split_at_checked(digits.len().checked_sub(count)?)?;
    dropped
        .bytes()
        .all(|digit| digit == b'0')
        .then(|| kept.parse().ok())?
}
