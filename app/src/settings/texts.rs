mod en;
mod ko;

use crate::texts::locale;
use domain::member::Role;

pub struct Texts {
    pub senders: SenderTexts,
    pub members: MemberTexts,
    pub law: &'static str,
    pub log: LogTexts,
    pub password: PasswordTexts,
}

pub fn texts() -> &'static Texts {
    locale().of(&en::TEXTS, &ko::TEXTS)
}

pub struct SenderTexts {
    pub title: &'static str,
    pub lead: &'static str,
    pub add: &'static str,
    pub add_title: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub sender: &'static str,
    pub footer: &'static str,
    pub footer_complete: &'static str,
    pub footer_incomplete: &'static str,
    pub acts: &'static str,
    pub acts_on: fn(&str) -> String,
    pub change: &'static str,
    pub change_title: fn(&str) -> String,
    pub archive: &'static str,
    pub archived: &'static str,
    pub archive_title: fn(&str) -> String,
    pub archive_means: &'static str,
    pub archive_yes: &'static str,
    pub unarchive: &'static str,
    pub keep: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub address: &'static str,
    pub address_hint: &'static str,
    pub reply_to: &'static str,
    pub reply_to_hint: &'static str,
    pub list_id: &'static str,
    pub list_id_hint: &'static str,
    pub legal: &'static str,
    pub legal_hint: &'static str,
    pub company: &'static str,
    pub representative: &'static str,
    pub postal_address: &'static str,
    pub phone: &'static str,
}

pub struct MemberTexts {
    pub title: &'static str,
    pub lead: &'static str,
    pub member: &'static str,
    pub you: &'static str,
    pub email: &'static str,
    pub role: &'static str,
    pub role_means: fn(Role) -> &'static str,
    pub launching: &'static str,
    pub may_launch: &'static str,
    pub may_not_launch: &'static str,
    pub approver: &'static str,
    pub approver_hint: &'static str,
    pub joined: &'static str,
    pub acts: &'static str,
    pub acts_on: fn(&str) -> String,
    pub change: &'static str,
    pub change_title: fn(&str) -> String,
    pub changed: &'static str,
    pub remove: &'static str,
    pub remove_title: fn(&str) -> String,
    pub remove_means: &'static str,
    pub remove_yes: &'static str,
    pub removed: &'static str,
    pub keep: &'static str,
    pub save: &'static str,
    pub invite: &'static str,
    pub invite_title: &'static str,
    pub invite_yes: &'static str,
    pub link_once: &'static str,
    pub link_label: &'static str,
    pub done: &'static str,
    pub invitations: &'static str,
    pub no_invitations: &'static str,
    pub no_invitations_hint: &'static str,
    pub expires: &'static str,
    pub expired: &'static str,
    pub renew: &'static str,
    pub renew_of: fn(&str) -> String,
    pub withdraw: &'static str,
    pub withdraw_of: fn(&str) -> String,
    pub withdrawn: &'static str,
}

pub struct PasswordTexts {
    pub title: &'static str,
    pub lead: &'static str,
    pub current: &'static str,
    pub new: &'static str,
    pub new_hint: fn(usize) -> String,
    pub again: &'static str,
    pub submit: &'static str,
    pub changed: &'static str,
}

pub struct LogTexts {
    pub title: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub when: &'static str,
    pub changes: &'static str,
    pub everybody: &'static str,
    pub everything: &'static str,
    pub always: &'static str,
    pub last_day: &'static str,
    pub last_week: &'static str,
    pub last_month: &'static str,
    pub narrow: &'static str,
    pub all: &'static str,
    pub nothing: &'static str,
    pub nothing_hint: &'static str,
    pub none_match: &'static str,
    pub none_match_hint: &'static str,
    /// So many fields were written.
    pub fields: fn(usize) -> String,
    /// What is listed of a longer list, and how many more there are.
    pub and_more: fn(&str, usize) -> String,
    pub yes_no: fn(bool) -> &'static str,
    /// Opens a long text that was cut, and cuts it again.
    pub unfold: &'static str,
    pub fold: &'static str,
    /// The name of a line about several addresses.
    pub addresses: fn(&str) -> String,
    /// "launched the campaign", or the other way round.
    pub is_act_first: bool,
    /// As the log keeps it, in the reader's words; what is not known stays as it is.
    pub act: fn(&str) -> &str,
    pub subject: fn(&str) -> &str,
}
