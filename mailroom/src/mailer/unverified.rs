//! SES's "Email address is not verified", the same over HTTP and SMTP: in the sandbox it may be the
//! recipient that was not verified.

use domain::EmailAddress;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unverified {
    Sender,
    Recipient,
}

/// Whom the refusal names: `Email address is not verified. The following identities failed the check in
/// region US-EAST-1: news@shop.example.com, …`. `None` where the text says something else.
pub fn unverified(text: &str, from: &EmailAddress) -> Option<Unverified> {
    let text = text.to_ascii_lowercase();
    let (_, named) = text.split_once("is not verified")?;
    let mut names = named.split(|c: char| c.is_whitespace() || ",<>:;\"'()".contains(c));
    let ours = |name: &str| name == from.as_str() || name == from.domain();
    Some(if names.any(|name| ours(name.trim_end_matches('.'))) { Unverified::Sender } else { Unverified::Recipient })
}

#[cfg(test)]
mod tests {
    use super::{Unverified, unverified};

    #[test]
    fn the_unverified_are_told_apart() {
        let from = "news@shop.example.com".parse().unwrap();
        let check = "Email address is not verified. The following identities failed the check in region EU-WEST-1: ";
        for (named, expected) in [
            ("news@shop.example.com", Unverified::Sender),
            ("kim@a.kr, News <NEWS@shop.example.com>", Unverified::Sender),
            ("shop.example.com", Unverified::Sender),
            ("kim@a.kr", Unverified::Recipient),
            ("kim@shop.example.com", Unverified::Recipient),
        ] {
            assert_eq!(unverified(&format!("{check}{named}"), &from), Some(expected), "{named}");
        }
        assert_eq!(unverified("Message rejected: virus", &from), None);
    }
}
