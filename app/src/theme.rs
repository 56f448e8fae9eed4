//! Light, dark, or as the reader's machine is set. Kept in a cookie, so that the server draws the page right at once.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];
    pub const COOKIE: &str = "theme";

    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    pub fn of_cookies(cookies: &str) -> Option<Self> {
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == Self::COOKIE).and_then(|(_, code)| Self::of_code(code))
    }

    /// Of the page that is being drawn, or was.
    pub fn of_page() -> Self {
        let drawn = crate::browser::page_theme().and_then(|code| Self::of_code(&code));
        #[cfg(feature = "ssr")]
        let drawn = drawn.or_else(|| Some(Self::of_request()));
        drawn.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn a_chosen_theme_is_found_among_cookies() {
        assert_eq!(Theme::of_cookies("locale=ko; theme=dark"), Some(Theme::Dark));
        assert_eq!(Theme::of_cookies("theme=pink"), None);
        assert_eq!(Theme::of_cookies(""), None);
    }
}
