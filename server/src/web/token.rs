//! What is left of a link by the time somebody opens it: mail programs take the full stop or the bracket behind an address for
//! a part of it, and people copy too much.

use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use percent_encoding::percent_decode_str;
use std::convert::Infallible;

/// The token in a path such as `/u/TOKEN`, without what was glued to it. Empty where there is none, which is nobody's.
pub struct Token(pub String);

impl<S: Sync> FromRequestParts<S> for Token {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(token(&parts.uri)))
    }
}

fn token(address: &Uri) -> String {
    let (token, _) = pieces(address);
    let begun = token.trim_start_matches(|letter| !is_of_token(letter));
    begun.split(|letter| !is_of_token(letter)).next().unwrap_or_default().to_owned()
}

/// The number of a link in a path such as `/c/TOKEN/3`.
pub fn number(address: &Uri) -> Option<i16> {
    let (_, number) = pieces(address);
    number.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric()).parse().ok()
}

/// What follows the room, and what follows that.
fn pieces(address: &Uri) -> (String, String) {
    let mut pieces = address.path().splitn(4, '/').skip(2);
    let mut next = || pieces.next().map(|piece| percent_decode_str(piece).decode_utf8_lossy().into_owned());
    (next().unwrap_or_default(), next().unwrap_or_default())
}

/// Of base64 for addresses (RFC 4648, 5).
fn is_of_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::{number, token};

    #[test]
    fn what_was_glued_to_a_link_is_no_part_of_it() {
        for path in [
            "/u/AQ-_9",
            "/u/AQ-_9/",
            "/u/AQ-_9.",
            "/u/AQ-_9)",
            "/u/AQ-_9,",
            "/u/AQ-_9%3E",
            "/u/AQ-_9;",
            "/u/AQ-_9%22",
            "/u/%22AQ-_9'",
            "/u/AQ-_9).",
            "/u/%E2%80%9CAQ-_9%E2%80%9D",
            "/u/AQ-_9%ff",
            "/u/AQ-_9%EC%97%90",
            "/c/AQ-_9/3",
        ] {
            assert_eq!(token(&path.parse().unwrap()), "AQ-_9", "{path}");
        }
        for path in ["/u/", "/u//", "/u/%ff%fe", "/c//AQ-_9", "/u"] {
            assert_eq!(token(&path.parse().unwrap()), "", "{path}");
        }
    }

    #[test]
    fn the_number_of_a_link_is_a_number_and_nothing_else() {
        for (path, expected) in [
            ("/c/A/3", Some(3)),
            ("/c/A/3/", Some(3)),
            ("/c/A/3.", Some(3)),
            ("/c/A/3%3E", Some(3)),
            ("/c/A/3%0d%0aLocation:x", None),
            ("/c/A/3/4", None),
            ("/c/A/99999999999", None),
            ("/c/A/", None),
            ("/c/A", None),
        ] {
            assert_eq!(number(&path.parse().unwrap()), expected, "{path}");
        }
    }
}
