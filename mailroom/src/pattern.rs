//! Words that people look for, as patterns of `like`, in which nothing that was typed has a meaning of its own.

use domain::typed;

/// These words anywhere; `None` where nothing is looked for.
pub fn containing(words: &str) -> Option<String> {
    typed::sought(words).map(|words| format!("%{}%", literally(&words)))
}

/// What begins with these words.
pub fn beginning(words: &str) -> String {
    format!("{}%", literally(words))
}

fn literally(words: &str) -> String {
    words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::{beginning, containing};

    #[test]
    fn what_like_takes_for_a_sign_is_a_letter() {
        assert_eq!(beginning("50%_a\\b"), "50\\%\\_a\\\\b%");
        assert_eq!(containing(" 50%\0 ").as_deref(), Some("%50\\%%"));
        assert_eq!(containing("\0"), None);
    }
}
