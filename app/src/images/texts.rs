mod en;
mod ko;

use crate::texts::locale;

pub fn texts() -> &'static Texts {
    locale().of(&en::TEXTS, &ko::TEXTS)
}

pub struct Texts {
    pub title: &'static str,
    pub drop_here: &'static str,
    /// What may be uploaded, and what becomes of it.
    pub drop_hint: &'static str,
    pub upload: &'static str,
    pub uploads: &'static str,
    pub waiting: &'static str,
    pub preparing: &'static str,
    pub added: &'static str,
    pub known: &'static str,
    pub describe_it: &'static str,
    pub clear_uploads: &'static str,
    pub added_many: fn(usize) -> String,
    pub refused: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub all: &'static str,
    pub without_alt: &'static str,
    pub filter: &'static str,
    pub none_yet: &'static str,
    pub none_yet_hint: &'static str,
    pub none_found: &'static str,
    pub none_found_hint: &'static str,
    pub all_described: &'static str,
    pub all_described_hint: &'static str,
    pub show_all: &'static str,
    pub no_alt: &'static str,
    pub used_in: fn(usize) -> String,
    pub unused: &'static str,
    pub picture: &'static str,
    pub close: &'static str,
    pub address: &'static str,
    pub alt: &'static str,
    pub alt_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub size: &'static str,
    pub shown_width: fn(u32) -> String,
    pub uploaded_at: &'static str,
    pub where_used: &'static str,
    pub delete: &'static str,
    pub delete_title: &'static str,
    pub delete_means: &'static str,
    pub delete_yes: &'static str,
    pub delete_no: &'static str,
    pub pick_title: &'static str,
    pub pick: fn(&str) -> String,
    pub more: &'static str,
}
