//! What a campaign asks to be told of its letters once they are there, and how its links are marked for web analytics.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tracking {
    /// By a picture of one dot.
    pub opens: bool,
    /// By links that lead over us.
    pub clicks: bool,
    pub utm: Option<Utm>,
}

/// The tags that web analytics read from an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Utm {
    pub source: String,
    pub medium: String,
    /// Empty in a draft: the campaign's name, as it is called when it is launched.
    pub campaign: String,
}

impl Default for Utm {
    fn default() -> Self {
        Self { source: "newsletter".into(), medium: "email".into(), campaign: String::new() }
    }
}

impl Tracking {
    /// As a new campaign begins (decision 0034).
    pub fn of_a_new_campaign() -> Self {
        Self { opens: true, clicks: true, utm: None }
    }

    /// Whether anything is counted, so that somebody may have asked us not to.
    pub fn counts(&self) -> bool {
        self.opens || self.clicks
    }
}

impl Utm {
    /// Each tag that says something, as it stands in an address.
    pub fn tags(&self) -> impl Iterator<Item = (&'static str, String)> {
        let all = [("utm_source", &self.source), ("utm_medium", &self.medium), ("utm_campaign", &self.campaign)];
        all.into_iter().filter(|(_, value)| !value.trim().is_empty()).map(|(name, value)| (name, encoded(value.trim())))
    }
}

/// A name as an address shows it best: `Spring sale 2026!` becomes `spring-sale-2026`.
pub fn slug(name: &str) -> String {
    let words = name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// Percent-encoded but for what RFC 3986 calls unreserved.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Utm, slug};

    #[test]
    fn a_name_becomes_what_an_address_can_show() {
        let table = [("Spring sale 2026!", "spring-sale-2026"), ("  (광고) 주말 특가 ", "광고-주말-특가"), ("—", "")];
        for (name, expected) in table {
            assert_eq!(slug(name), expected);
        }
    }

    #[test]
    fn tags_are_encoded_and_empty_ones_left_out() {
        let utm = Utm { source: "my shop&co".into(), medium: " ".into(), campaign: "특가".into() };
        let tags: Vec<_> = utm.tags().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(tags, ["utm_source=my%20shop%26co", "utm_campaign=%ED%8A%B9%EA%B0%80"]);
    }
}
