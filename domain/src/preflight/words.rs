use super::{Code, Finding, Fix, finding::or_fine};
use crate::draft::Card;

/// In columns: a Hangul syllable takes two. A phone shows about 40 of a subject, a desktop about 70.
const SUBJECT_COLUMNS_MAX: usize = 70;
const PREHEADER_COLUMNS_MAX: usize = 140;

/// The line a person sees in the inbox, as it reads filled in.
pub fn words(subject: &str, preheader: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let width = columns(subject);
    if width > SUBJECT_COLUMNS_MAX {
        found.push(subject_long(width));
    }
    if ["re:", "fw:", "fwd:"].iter().any(|word| subject.trim_start().to_lowercase().starts_with(word)) {
        found.push(pretends());
    }
    match columns(preheader) {
        0 => found.push(preheader_empty()),
        width if width > PREHEADER_COLUMNS_MAX => found.push(preheader_long()),
        _ => {}
    }
    let found = found.into_iter().map(|finding| finding.mended_by(Fix::Card(Card::Content))).collect();
    or_fine(found, || {
        Finding::new(
            Code::WordsFine,
            ("subject and preview text fit the inbox", "제목과 미리보기 문구가 받은편지함에 알맞은 길이입니다"),
        )
    })
}

fn columns(text: &str) -> usize {
    text.trim().chars().map(|sign| if is_wide(sign) { 2 } else { 1 }).sum()
}

/// Hangul, CJK, kana, full-width forms, emoji (UAX 11, roughly).
fn is_wide(sign: char) -> bool {
    matches!(u32::from(sign), 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f
        | 0xff00..=0xff60 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

fn subject_long(width: usize) -> Finding {
    Finding::new(
        Code::SubjectLong,
        (
            format!(
                "the subject is {width} columns wide, and inboxes show about 70, phones 40; put what matters first"
            ),
            format!(
                "제목이 한글 {}자 길이입니다. 받은편지함은 35자, 휴대폰은 20자쯤 보여 줍니다. 중요한 말을 앞에 두세요",
                width / 2
            ),
        ),
    )
}

fn pretends() -> Finding {
    Finding::new(
        Code::SubjectPretends,
        (
            "the subject begins like an answer or a forwarded letter; Gmail and Yahoo count that as deceiving",
            "제목이 답장이나 전달 메일처럼 시작합니다. Gmail과 Yahoo는 이를 속임수로 봅니다",
        ),
    )
}

fn preheader_empty() -> Finding {
    Finding::new(
        Code::PreheaderEmpty,
        (
            "there is no preview text, so inboxes show the first words of the letter behind the subject",
            "미리보기 문구가 없어 받은편지함의 제목 뒤에 본문 첫머리가 보입니다",
        ),
    )
}

fn preheader_long() -> Finding {
    Finding::new(
        Code::PreheaderLong,
        (
            "the preview text is longer than any inbox shows; up to 140 columns are enough",
            "미리보기 문구가 받은편지함에 보이는 길이보다 깁니다. 한글 70자면 충분합니다",
        ),
    )
}
