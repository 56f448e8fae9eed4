//! What the templates room says.

mod en;
mod ko;

use crate::texts::{Locale, locale};

pub struct Texts {
    pub title: &'static str,
    pub in_use: &'static str,
    pub archive: &'static str,
    pub shelves: &'static str,
    pub search: &'static str,
    pub new: &'static str,
    pub none_yet: &'static str,
    pub none_yet_hint: &'static str,
    pub none_found: &'static str,
    pub none_found_hint: &'static str,
    pub none_archived: &'static str,
    pub none_archived_hint: &'static str,
    pub show_all: &'static str,
    pub cannot_be_shown: &'static str,
    pub has_problems: &'static str,
    pub has_problems_means: &'static str,
    pub archived: &'static str,
    pub version: fn(i32) -> String,
    pub actions_for: fn(&str) -> String,
    pub open: &'static str,
    pub more: &'static str,
    pub rename: &'static str,
    pub rename_title: &'static str,
    pub duplicate: &'static str,
    /// As it stands in a copy's name.
    pub copy: &'static str,
    pub put_away: &'static str,
    pub take_out: &'static str,
    pub delete: &'static str,
    pub delete_title: &'static str,
    pub delete_means: fn(&str) -> String,
    pub delete_yes: &'static str,
    pub keep: &'static str,
    pub download_source: &'static str,
    pub download_html: &'static str,

    pub new_title: &'static str,
    pub name: &'static str,
    pub name_example: &'static str,
    pub create: &'static str,
    pub begin_with: &'static str,
    /// What a starter is called, and what it is for.
    pub starter: fn(&str) -> (&'static str, &'static str),
    pub from_file: &'static str,
    pub drop_file: &'static str,
    pub drop_file_hint: &'static str,
    pub import: &'static str,
    pub from_clipboard: &'static str,
    pub source: &'static str,
    pub source_hint: &'static str,
    pub create_pasted: &'static str,

    pub save: &'static str,
    pub saved: &'static str,
    pub unsaved: &'static str,
    pub keeping: &'static str,
    pub kept_at: &'static str,
    pub not_kept: &'static str,
    pub unsaved_shown: &'static str,
    pub compare: &'static str,
    pub discard: &'static str,
    pub conflict: fn(&str, i32) -> String,
    pub conflict_means: &'static str,
    pub save_mine: fn(i32) -> String,
    pub take_theirs: &'static str,
    pub code_keys: &'static str,
    pub insert: &'static str,
    pub insert_variable: &'static str,
    pub insert_block: &'static str,
    pub insert_image: &'static str,
    pub nothing_to_preview: &'static str,
    pub problems_label: &'static str,
    pub problems: fn(usize) -> String,
    pub no_problems: &'static str,
    pub checking: &'static str,
    pub line: fn(usize) -> String,

    pub versions: &'static str,
    pub versions_of: fn(&str) -> String,
    pub restored_from: fn(i32) -> String,
    pub restore: &'static str,
    pub restore_version: fn(i32) -> String,
    pub look: &'static str,
    pub against_newest: &'static str,
    pub my_draft: &'static str,
    pub changes: &'static str,
    pub lines_changed: fn(usize, usize) -> String,
    pub lines_folded: fn(usize) -> String,
    pub no_changes: &'static str,
}

pub fn texts() -> &'static Texts {
    of(locale())
}

/// Where no page is drawn, such as in a server function.
pub fn of(locale: Locale) -> &'static Texts {
    locale.of(&en::TEXTS, &ko::TEXTS)
}
