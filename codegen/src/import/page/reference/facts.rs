//! What a page says of a parameter or an element, below its name.

use serde_json::Number;

/// What facts begin with.
pub(super) const LABELS: [&str; 12] = [
    "Type",
    "Required",
    "Length Constraints",
    "Value Length Constraints",
    "Key Length Constraints",
    "Valid Range",
    "Array Members",
    "Map Entries",
    "Pattern",
    "Value Pattern",
    "Key Pattern",
    "Valid Values",
];

/// What is said of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// As the page has it: `String`, `Array of [Tag](...) objects`.
    pub kind: Option<String>,
    pub required: Option<bool>,
    /// Of a text, or what is within a list or a map.
    pub length: Bounds,
    pub pattern: Option<String>,
    /// Of a number.
    pub range: Bounds,
    /// Of a list.
    pub items: Bounds,
    /// Of a map.
    pub entries: Bounds,
    pub key_length: Bounds,
    pub key_pattern: Option<String>,
    pub values: Vec<String>,
}

/// The least and the greatest.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bounds {
    pub min: Option<Number>,
    pub max: Option<Number>,
}

impl Bounds {
    pub(super) fn is_empty(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }

    /// Reads `Minimum length of 1. Maximum length of 128.`, or `Fixed length of 3.`
    fn of(text: &str) -> Self {
        let mut bounds = Self::default();
        for sentence in text.split(". ") {
            let number = sentence.split_once(" of ").and_then(|(_, number)| {
                let number = number.split_whitespace().next()?;
                number.trim_end_matches('.').parse::<Number>().ok()
            });
            let is_fixed = sentence.starts_with("Fixed ");
            if is_fixed || sentence.starts_with("Minimum ") {
                bounds.min.clone_from(&number);
            }
            if is_fixed || sentence.starts_with("Maximum ") {
                bounds.max = number;
            }
        }
        bounds
    }
}

impl Facts {
    /// Takes a line, where it is a fact and not prose.
    pub(super) fn take(&mut self, line: &str) {
        let Some((label, text)) = line.split_once(':') else {
            return;
        };
        let text = text.trim();
        match label {
            "Type" => self.kind = Some(text.to_owned()),
            "Required" => {
                self.required = match text.trim_end_matches('.') {
                    "Yes" => Some(true),
                    "No" => Some(false),
                    _ => None,
                };
            }
            "Length Constraints" | "Value Length Constraints" => self.length = Bounds::of(text),
            "Key Length Constraints" => self.key_length = Bounds::of(text),
            "Valid Range" => self.range = Bounds::of(text),
            "Array Members" => self.items = Bounds::of(text),
            "Map Entries" => self.entries = Bounds::of(text),
            "Pattern" | "Value Pattern" => self.pattern = Some(text.to_owned()),
            "Key Pattern" => self.key_pattern = Some(text.to_owned()),
            "Valid Values" => {
                let values = text.split('|').map(str::trim);
                self.values = values
                    .filter(|value| !value.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Facts};

    #[test]
    fn bounds_are_read_in_every_form() {
        let of = |min: Option<i64>, max: Option<i64>| Bounds {
            min: min.map(Into::into),
            max: max.map(Into::into),
        };
        for (text, bounds) in [
            (
                "Minimum length of 1. Maximum length of 128.",
                of(Some(1), Some(128)),
            ),
            ("Fixed length of 26.", of(Some(26), Some(26))),
            ("Maximum number of 50 items.", of(None, Some(50))),
            ("Minimum number of 1 item.", of(Some(1), None)),
            ("Minimum value of 0.", of(Some(0), None)),
            ("up to 5", of(None, None)),
        ] {
            assert_eq!(Bounds::of(text), bounds, "{text}");
        }
        let fraction = Bounds::of("Minimum value of 0.001. Maximum value of 5000.");
        assert_eq!(fraction.min.and_then(|it| it.as_f64()), Some(0.001));
    }

    #[test]
    fn values_stand_between_bars() {
        let mut facts = Facts::default();
        facts.take("Valid Values: NONE | AWS_IAM");
        assert_eq!(facts.values, ["NONE", "AWS_IAM"]);
        facts.take("Required: Yes");
        assert_eq!(facts.required, Some(true));
    }
}
