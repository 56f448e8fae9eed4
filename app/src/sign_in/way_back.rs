//! Where one was when one had to sign in. It travels in the address, so anybody can write it: only a path of ours is
//! followed.

use leptos_router::location::Url;

/// The sign-in's page.
pub const DOOR: &str = "/sign-in";
const LONGEST: usize = 2_000;

/// The sign-in, and from there back to this path.
pub fn door_from(path: &str) -> String {
    match local(path) {
        Some(path) if path != "/" => format!("{DOOR}?next={}", Url::escape(path)),
        Some(_) | None => DOOR.to_owned(),
    }
}

/// The path, if it leads to a page of ours other than the door itself. Browsers take a backslash for a slash and leave out
/// tabs and line ends, and two slashes begin the name of another site.
pub fn local(path: &str) -> Option<&str> {
    let place = path.split(['?', '#']).next().unwrap_or_default();
    let is_ours = place.starts_with('/') && !place.contains("//");
    let is_plain = path.bytes().all(|octet| octet.is_ascii_graphic() && octet != b'\\');
    let is_door = place.trim_end_matches('/') == DOOR;
    (is_ours && is_plain && !is_door && path.len() <= LONGEST).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, local};

    #[test]
    fn one_is_led_to_pages_of_ours_only() {
        let ours = [
            "/",
            "/campaigns/7?state=failed&address=kim%40example.com",
            "/people?search=%EA%B9%80",
            "/segments/new?name=https://example.com/",
            "/campaigns/7#card-when",
        ];
        for path in ours {
            assert_eq!(local(path), Some(path));
        }
        let refused = [
            "",
            "campaigns",
            "//evil.example/",
            "///evil.example/",
            "/\\evil.example/",
            "\\\\evil.example/",
            "/\t/evil.example/",
            "/\n/evil.example",
            "/.//evil.example/",
            "/..//evil.example",
            "https://evil.example/",
            "https:evil.example",
            "javascript:alert(1)",
            " /campaigns",
            "/김",
            "/sign-in",
            "/sign-in?next=/sign-in",
            "/sign-in/",
        ];
        for path in refused {
            assert_eq!(local(path), None, "{path}");
        }
        assert_eq!(local(&format!("/{}", "a".repeat(LONGEST))), None);
    }
}
