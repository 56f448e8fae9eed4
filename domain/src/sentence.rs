use serde::{Deserialize, Serialize};
use std::fmt;

/// What a rule or a use case tells a person, in every language the pages speak.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    pub en: String,
    pub ko: String,
}

impl Sentence {
    pub fn new(en: impl Into<String>, ko: impl Into<String>) -> Self {
        Self { en: en.into(), ko: ko.into() }
    }
}

/// English, as the command line and the log speak.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

impl<E: Into<String>, K: Into<String>> From<(E, K)> for Sentence {
    fn from((en, ko): (E, K)) -> Self {
        Self::new(en, ko)
    }
}

/// The same in both: words of somebody else, such as a carrier's.
impl From<String> for Sentence {
    fn from(words: String) -> Self {
        Self { ko: words.clone(), en: words }
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Self {
        Self::from(words.to_owned())
    }
}
