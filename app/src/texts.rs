//! What the pages say, in every language we speak. A text that one language lacks does not compile.
//!
//! The language is fixed for the life of a page: choosing another one loads the page anew.

mod en;
mod ko;

use crate::AppError;
use domain::{
    DeliveryState, Sentence,
    campaign::{CampaignKind, CampaignState, DoubtPolicy},
    member::{OPERATOR, Role},
};
use leptos::prelude::use_context;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    #[default]
    En,
    Ko,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];
    pub const COOKIE: &str = "locale";

    /// RFC 5646.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// Its own name in its own language.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ko => "한국어",
        }
    }

    /// `ko-KR` is `ko`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|locale| locale.code() == language)
    }

    pub fn of_cookies(cookies: &str) -> Option<Self> {
        let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == Self::COOKIE).and_then(|(_, tag)| Self::of_tag(tag))
    }

    /// The best of what an `Accept-Language` header asks for (RFC 9110, 12.5.4).
    pub fn preferred(accept_language: &str) -> Self {
        let mut best = (0.0, Self::default());
        for range in accept_language.split(',') {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight = parameters.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(0.0);
            if let Some(locale) = Self::of_tag(tag)
                && weight > best.0
            {
                best = (weight, locale);
            }
        }
        best.1
    }

    /// The language of the page that is being drawn, or was.
    pub fn of_page() -> Self {
        let drawn = crate::browser::page_language().and_then(|tag| Self::of_tag(&tag));
        #[cfg(feature = "ssr")]
        let drawn = drawn.or_else(|| Some(Self::of_request()));
        drawn.unwrap_or_default()
    }

    pub fn texts(self) -> &'static Texts {
        self.of(&en::TEXTS, &ko::TEXTS)
    }

    pub fn said(self, sentence: &Sentence) -> &str {
        match self {
            Self::En => &sentence.en,
            Self::Ko => &sentence.ko,
        }
    }

    /// What a feature says in this language.
    pub fn of<T: ?Sized>(self, en: &'static T, ko: &'static T) -> &'static T {
        match self {
            Self::En => en,
            Self::Ko => ko,
        }
    }
}

pub fn locale() -> Locale {
    use_context().unwrap_or_default()
}

/// What a use case says where it stands alone, as an error of a form does.
pub fn in_full(sentence: &Sentence) -> String {
    (texts().error)(&AppError::Refused(sentence.clone()))
}

/// What a use case says, in the language of the page.
pub fn speak(sentence: &Sentence) -> String {
    locale().said(sentence).to_owned()
}

pub fn texts() -> &'static Texts {
    locale().texts()
}

/// Somebody as rows name them.
pub fn by(name: String) -> String {
    if name == OPERATOR { texts().operator.to_owned() } else { name }
}

pub use domain::count;

pub struct Texts {
    pub frame: FrameTexts,
    pub sign_in: SignInTexts,
    pub welcome: WelcomeTexts,
    pub campaigns: CampaignsTexts,
    pub live: LiveTexts,
    pub people: PeopleTexts,
    /// Whoever runs the program on its machine.
    pub operator: &'static str,
    pub error: fn(&AppError) -> String,
    pub delivery_state: fn(DeliveryState) -> &'static str,
    /// One sentence: what the state means for the person.
    pub delivery_state_means: fn(DeliveryState) -> &'static str,
    pub campaign_state: fn(CampaignState) -> &'static str,
    /// Of a launch that can still be undone: the seconds left, where they are known.
    pub leaving: fn(Option<i64>) -> String,
    pub campaign_kind: fn(CampaignKind) -> &'static str,
    pub role: fn(Role) -> &'static str,
}

pub struct FrameTexts {
    pub skip_to_content: &'static str,
    pub overview: &'static str,
    pub campaigns: &'static str,
    pub failed_sends: &'static str,
    pub templates: &'static str,
    pub images: &'static str,
    pub audience: &'static str,
    pub people: &'static str,
    pub segments: &'static str,
    pub imports: &'static str,
    pub topics: &'static str,
    pub suppressions: &'static str,
    pub settings: &'static str,
    pub password: &'static str,
    pub sign_out: &'static str,
    pub language: &'static str,
    /// The side's name, read aloud.
    pub places: &'static str,
    pub menu: &'static str,
    /// The group of templates and images.
    pub content: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub not_found: &'static str,
    pub not_found_hint: &'static str,
    pub to_campaigns: &'static str,
    pub loading: &'static str,
}

pub struct SignInTexts {
    pub title: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    pub submit: &'static str,
}

pub struct WelcomeTexts {
    pub title: &'static str,
    pub lead: &'static str,
    pub lead_invited: fn(Role) -> String,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub password_hint: fn(usize) -> String,
    pub submit: &'static str,
    pub no_longer_good: &'static str,
    pub no_longer_good_hint: &'static str,
}

pub struct CampaignsTexts {
    pub title: &'static str,
    pub name: &'static str,
    pub state: &'static str,
    pub audience: &'static str,
    pub progress: &'static str,
    pub result: &'static str,
    pub launched: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub none_yet: &'static str,
    pub none_yet_hint: &'static str,
    pub none_older: &'static str,
    /// Ended, of the audience.
    pub ended_of: fn(i64, i64) -> String,
    pub none_ended: &'static str,
    pub new: &'static str,
    pub name_label: &'static str,
    pub name_hint: &'static str,
    pub begin: &'static str,
    pub all: &'static str,
    pub archived: &'static str,
    pub search: &'static str,
    pub none_found: &'static str,
    pub show_all: &'static str,
    pub goes_at: &'static str,
    pub more: &'static str,
    pub more_of: fn(&str) -> String,
    pub duplicate: &'static str,
    pub copy_of: fn(&str) -> String,
    pub copy_means: &'static str,
    pub archive: &'static str,
    pub unarchive: &'static str,
    pub delete: &'static str,
}

pub struct LiveTexts {
    pub back: &'static str,
    pub audience: fn(i64) -> String,
    pub accounted_for: &'static str,
    pub bar: fn(&str) -> String,
    pub all: &'static str,
    pub connected: &'static str,
    pub reconnecting: &'static str,
    pub launched: &'static str,
    pub finished: &'static str,
    pub rate: fn(f64) -> String,
    pub time_left: fn(i64) -> String,
    pub report: &'static str,
    pub halted: &'static str,
    pub held: &'static str,
    pub held_until: &'static str,
    /// Left, held, and those who will not go.
    pub paused: fn(i64, i64, i64) -> String,
    pub in_doubt: fn(i64) -> String,
    /// What becomes of doubts that no report settles.
    pub doubts_end: fn(DoubtPolicy) -> &'static str,
    pub doubts_end_by: &'static str,
    pub settled_as_sent: fn(i64) -> String,
    /// Taken as not sent, and of those not tried any more.
    pub settled_as_unsent: fn(i64, i64) -> String,
    pub pause: &'static str,
    pub resume: &'static str,
    pub cancel: &'static str,
    pub cancel_title: &'static str,
    /// Left, and those who will not get it.
    pub cancel_means: fn(i64, i64) -> String,
    pub cancel_yes: &'static str,
    pub cancel_no: &'static str,
    pub send_all_again: fn(i64) -> String,
    pub sent_again: fn(usize) -> String,
}

pub struct PeopleTexts {
    pub title: &'static str,
    pub filter: &'static str,
    pub search: &'static str,
    pub search_submit: &'static str,
    pub clear: &'static str,
    pub number: &'static str,
    pub address: &'static str,
    pub name: &'static str,
    pub state: &'static str,
    pub attempts: &'static str,
    pub detail: &'static str,
    pub time: &'static str,
    pub select: fn(&str) -> String,
    pub send_again: &'static str,
    pub send_again_to: fn(&str) -> String,
    pub send_selected_again: &'static str,
    pub nobody: &'static str,
    pub nobody_matches: &'static str,
    /// The search was stopped after so many people.
    pub looked_at: fn(usize) -> String,
    pub go_on: &'static str,
    pub first: &'static str,
    pub next: &'static str,
}

#[cfg(test)]
mod tests {
    use super::{Locale, count};

    #[test]
    fn the_browsers_first_wish_we_can_fulfil_wins() {
        let table = [
            ("", Locale::En),
            ("ko-KR,ko;q=0.9,en-US;q=0.8", Locale::Ko),
            ("fr, en;q=0.4, ko;q=0.7", Locale::Ko),
            ("de", Locale::En),
            ("ko;q=0, en;q=0.1", Locale::En),
        ];
        for (header, expected) in table {
            assert_eq!(Locale::preferred(header), expected, "{header}");
        }
    }

    #[test]
    fn a_chosen_language_is_found_among_cookies() {
        assert_eq!(Locale::of_cookies("id=x; locale=ko"), Some(Locale::Ko));
        assert_eq!(Locale::of_cookies("locale=xx"), None);
        assert_eq!(Locale::of_cookies("mylocale=ko"), None);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!([0, 999, 1000, 1_234_567, -12_345].map(count), ["0", "999", "1,000", "1,234,567", "-12,345"]);
    }
}
