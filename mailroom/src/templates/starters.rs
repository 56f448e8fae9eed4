//! What a new template can begin with.

use domain::template::Markup;

/// One of our own, in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// `welcome`, the same in every language.
    pub key: &'static str,
    /// `en` or `ko`.
    pub language: &'static str,
    pub markup: Markup,
    pub source: &'static str,
}

macro_rules! starter {
    ($key:literal, $markup:ident, $ending:literal) => {
        [starter!($key, "en", $markup, $ending), starter!($key, "ko", $markup, $ending)]
    };
    ($key:literal, $language:literal, $markup:ident, $ending:literal) => {
        Starter {
            key: $key,
            language: $language,
            markup: Markup::$markup,
            source: include_str!(concat!("starters/", $key, ".", $language, ".", $ending)),
        }
    };
}

/// The empty ones first.
pub const STARTERS: [[Starter; 2]; 7] = [
    starter!("blank_mjml", Mjml, "mjml"),
    starter!("blank_html", Html, "html"),
    starter!("welcome", Mjml, "mjml"),
    starter!("sale", Mjml, "mjml"),
    starter!("newsletter", Mjml, "mjml"),
    starter!("receipt", Html, "html"),
    starter!("consent", Mjml, "mjml"),
];

impl Starter {
    pub fn find(key: &str, language: &str) -> Option<Self> {
        STARTERS.into_iter().flatten().find(|starter| starter.key == key && starter.language == language)
    }
}

#[cfg(test)]
mod tests {
    use super::STARTERS;
    use domain::template::compile;

    /// Advertising must name its sender and say in both languages how to refuse; a receipt is none.
    #[test]
    fn every_starter_but_the_receipt_ends_as_advertising_must() {
        for starter in STARTERS.into_iter().flatten() {
            let compiled = compile(starter.markup, starter.source).unwrap();
            let says = |words: &str| compiled.html.contains(words) && compiled.text.contains(words);
            let is_ready = ["SenderPhone", "SenderAddress", "수신거부", "nsubscribe"].into_iter().all(says);
            assert_eq!(is_ready, starter.key != "receipt", "{} {}", starter.key, starter.language);
        }
    }

    #[test]
    fn every_starter_can_be_sent_as_it_is() {
        for starter in STARTERS.into_iter().flatten() {
            let compiled = compile(starter.markup, starter.source)
                .unwrap_or_else(|problems| panic!("{} {}: {problems:?}", starter.key, starter.language));
            assert!(compiled.variables.contains(&"UnsubscribeUrl".to_owned()), "{}", starter.key);
            assert!(compiled.text.contains("{{UnsubscribeUrl}}"), "{}: {}", starter.key, compiled.text);
            let is_reminder = starter.key == "consent";
            assert_eq!(compiled.variables.contains(&"KeepUrl".to_owned()), is_reminder, "{}", starter.key);
            assert!(starter.source.contains(&format!("lang=\"{}\"", starter.language)), "{}", starter.key);
        }
    }
}
