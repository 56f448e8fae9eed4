use serde::{Deserialize, Serialize};
use std::fmt;

/// A number that can be compared: never infinite, never none.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Number(f64);

impl Eq for Number {}

impl Number {
    pub fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Number {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        if number.is_finite() { Ok(Self(number)) } else { Err("not a number that can be compared") }
    }
}

impl From<Number> for f64 {
    fn from(Number(number): Number) -> Self {
        number
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number that a text is: `12,000.5`, `-3`. Commas may stand anywhere; up to 15 digits before the point and 9 after.
pub fn number_in(text: &str) -> Option<Number> {
    let text: String = text.chars().filter(|sign| *sign != ',' && *sign != ' ').collect();
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
    let are_digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|octet| octet.is_ascii_digit());
    let is_number = are_digits(whole, 15) && fraction.is_none_or(|fraction| are_digits(fraction, 9));
    is_number.then(|| text.parse().ok().map(Number)).flatten()
}
