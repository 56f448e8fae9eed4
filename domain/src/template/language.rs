/// What a letter that is written in both says it in. Whose language nobody knows reads Korean, whoever reads another than
/// these two reads English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Korean,
    English,
}

impl Language {
    /// Of a BCP 47 tag.
    pub fn of_locale(locale: Option<&str>) -> Self {
        let language = locale.and_then(|locale| locale.split(['-', '_']).next()).unwrap_or_default();
        if language.is_empty() || language.eq_ignore_ascii_case("ko") { Self::Korean } else { Self::English }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Korean};

    #[test]
    fn everybody_reads_one_of_two_languages() {
        let table = [
            (None, Korean),
            (Some(""), Korean),
            (Some("ko"), Korean),
            (Some("KO-kr"), Korean),
            (Some("en"), English),
            (Some("en_GB"), English),
            (Some("ja"), English),
            (Some("kok"), English),
        ];
        for (locale, language) in table {
            assert_eq!(Language::of_locale(locale), language, "{locale:?}");
        }
    }
}
