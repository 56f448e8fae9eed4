mod en;
mod ko;

use crate::texts::locale;

pub fn texts() -> &'static Texts {
    locale().of(&en::TEXTS, &ko::TEXTS)
}

pub struct Texts {
    pub title: &'static str,
    pub lead: &'static str,
    pub no_advice: &'static str,
    pub choices: &'static str,
    pub receipts: &'static str,
    pub receipts_hint: &'static str,
    pub quiet: &'static str,
    pub quiet_hint: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub zone: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub rules: &'static str,
    pub by_program: &'static str,
    pub by_you: &'static str,
    pub off: &'static str,
    pub kept: &'static [Rule],
}

/// One thing that is asked of who sends.
pub struct Rule {
    pub asks: &'static str,
    pub article: &'static str,
    pub how: &'static str,
    pub by: Keeper,
}

/// Who sees to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    Program,
    /// The program, while the quiet hours are on.
    Quiet,
    You,
}
