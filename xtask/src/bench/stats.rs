//! Medians and spreads.

/// The value that so much of the others is below: 0.5 for the median. Between two values it is
/// interpolated.
pub(super) fn quantile(values: &[f64], at: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = at * sorted.len().checked_sub(1)? as f64;
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

pub(super) fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// Half the distance between the quartiles, as a share of the median; none of a single value.
pub(super) fn spread(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let [low, middle, high] = [0.25, 0.5, 0.75].map(|at| quantile(values, at));
    Some((high? - low?) / 2.0 / middle?)
}

/// Three significant digits; a whole number as it is.
pub(super) fn short(value: f64) -> String {
    let digits = match value.abs() {
        _ if value.fract() == 0.0 => 0,
        size => (2 - size.log10().floor() as i32).max(0) as usize,
    };
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = with_separators(whole);
    if fraction.is_empty() {
        whole
    } else {
        format!("{whole}.{fraction}")
    }
}

/// `1234567` as `1,234,567`.
fn with_separators(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{median, quantile, short, spread};

    #[test]
    fn the_median_is_the_middle_or_between_the_two() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.25), Some(2.0));
    }

    #[test]
    fn one_outlier_is_no_spread_and_one_value_has_none() {
        assert_eq!(spread(&[10.0, 10.0, 10.0, 10.0, 90.0]), Some(0.0));
        assert_eq!(spread(&[9.0, 11.0]), Some(0.05));
        assert_eq!(spread(&[9.0]), None);
    }

    #[test]
    fn three_digits_are_shown() {
        assert_eq!(short(0.012_345), "0.0123");
        assert_eq!(short(9.996), "10.00");
        assert_eq!(short(43.21), "43.2");
        assert_eq!(short(61.0), "61");
        assert_eq!(short(131.4), "131");
        assert_eq!(short(1_234_567.0), "1,234,567");
        assert_eq!(short(0.0), "0");
    }
}
