//! What a list of mails shows of a letter, and where it cuts.

use super::{
    texts::texts,
    worker::{Made, Proof},
};
use crate::texts::count;
use domain::edition::Mailbox;
use leptos::prelude::*;

/// About how much room there is, in columns: a Latin letter takes one, a Korean syllable two.
struct Program {
    name: &'static str,
    subject: usize,
    preheader: usize,
}

const PROGRAMS: [Program; 3] = [
    Program { name: "Gmail (Android)", subject: 38, preheader: 42 },
    Program { name: "Mail (iPhone)", subject: 40, preheader: 84 },
    Program { name: "Gmail (web)", subject: 70, preheader: 60 },
];

#[component]
pub fn Inbox(proof: Signal<Option<Made<Proof>>>, from: Signal<Option<Mailbox>>) -> impl IntoView {
    let t = texts();
    let shown = move || proof.get().and_then(Result::ok);
    let subject = move || shown().map(|proof| proof.subject).unwrap_or_default();
    let preheader = move || shown().map(|proof| line_of(&proof)).unwrap_or_default();
    let sender = move || from.with(|from| from.as_ref().map(name).unwrap_or_default());
    let row = move |program: Program| {
        view! {
            <li>
                <span class="inbox-program">{program.name}</span>
                <span class="inbox-sender">{sender}</span>
                <span class="inbox-subject">{move || cut(&subject(), program.subject)}</span>
                <span class="inbox-preheader">{move || cut(&preheader(), program.preheader)}</span>
            </li>
        }
    };
    let lengths = move || {
        let (subject, preheader) = (subject().chars().count() as i64, preheader().chars().count() as i64);
        (t.lengths)(&count(subject), &count(preheader))
    };
    view! {
        <div class="inbox">
            <ul>{PROGRAMS.into_iter().map(row).collect_view()}</ul>
            <p class="inbox-lengths">{lengths}</p>
        </div>
    }
}

fn name(from: &Mailbox) -> String {
    if from.name.is_empty() { from.address.to_string() } else { from.name.clone() }
}

/// Without a preheader mail programs show what they read first.
fn line_of(proof: &Proof) -> String {
    if !proof.preheader.is_empty() {
        return proof.preheader.clone();
    }
    proof.text.split_whitespace().take(40).collect::<Vec<_>>().join(" ")
}

/// As much as fits, with an ellipsis where something is lost.
fn cut(text: &str, columns: usize) -> String {
    let mut left = columns;
    for (at, sign) in text.char_indices() {
        match left.checked_sub(width(sign)) {
            Some(rest) => left = rest,
            None => return format!("{}…", text[..at].trim_end()),
        }
    }
    text.to_owned()
}

/// Hangul, kana, Chinese signs and emoji are as wide as two letters.
fn width(sign: char) -> usize {
    let is_wide = matches!(u32::from(sign), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd);
    1 + usize::from(is_wide)
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_line_is_cut_where_its_signs_no_longer_fit() {
        let table = [
            ("short", 5, "short"),
            ("longer", 5, "longe…"),
            ("봄 신상품", 5, "봄 신…"),
            ("봄 신상품", 9, "봄 신상품"),
            ("a b", 2, "a…"),
        ];
        for (text, columns, expected) in table {
            assert_eq!(cut(text, columns), expected);
        }
    }
}
