use super::{Code, Finding, Fix, Tally, finding::or_fine};
use crate::{Sentence, compose::PreparedEdition, count, draft::Card};

/// Gmail hides what comes behind about 102 KB of HTML: and with it the unsubscribe link of the footer.
const CLIPPED_OCTETS: usize = 100 * 1024;
const LARGE_OCTETS: usize = 80 * 1024;

/// What the whole audience told about its letters.
#[derive(Clone, Copy, Debug)]
pub struct LetterFacts<'a> {
    pub tally: &'a Tally,
    pub edition: &'a PreparedEdition,
}

pub fn letter(facts: LetterFacts<'_>) -> Vec<Finding> {
    let LetterFacts { tally, edition } = facts;
    let mut found = values(tally, edition);
    found.extend(size(tally));
    found
}

fn values(tally: &Tally, edition: &PreparedEdition) -> Vec<Finding> {
    let found = tally.blanks.iter().map(|(name, (lacking, who))| {
        if *lacking == tally.checked {
            return unknown(name, &edition.places_of(name));
        }
        empty(name, *lacking, who.address.as_str()).mended_by(Fix::Person(who.id))
    });
    or_fine(found.collect(), || {
        Finding::new(
            Code::ValuesFine,
            ("everybody has every value the letter asks for", "메일에 들어갈 값이 모든 사람에게 있습니다"),
        )
    })
}

fn unknown(name: &str, places: &Sentence) -> Finding {
    Finding::new(
        Code::ValueUnknown,
        (
            format!(
                "nobody has a value for {name}, used in: {}; correct the name there, or give it a value in the content",
                places.en
            ),
            format!(
                "{name} 값이 있는 사람이 없습니다. 사용된 곳: {}. 그곳의 변수 이름을 고치거나 내용에서 값을 입력하세요",
                places.ko
            ),
        ),
    )
    .about(name)
    .mended_by(Fix::Card(Card::Content))
}

fn empty(name: &str, lacking: i64, address: &str) -> Finding {
    let people = count(lacking);
    let (en, ko) = match lacking {
        1 => (
            format!("1 person has no {name}, so that place stays empty: {address}"),
            format!("1명은 {name} 값이 없어 그 자리가 비게 됩니다: {address}"),
        ),
        _ => (
            format!("{people} people have no {name}, so that place stays empty for them: {address} is one"),
            format!("{people}명은 {name} 값이 없어 그 자리가 비게 됩니다. 예: {address}"),
        ),
    };
    Finding::new(Code::ValueEmpty, (en, ko)).about(name)
}

fn size(tally: &Tally) -> Vec<Finding> {
    if let Some((letters, who)) = &tally.too_long {
        return vec![too_long(*letters, who.address.as_str()).mended_by(Fix::Card(Card::Content))];
    }
    let Some((octets, who)) = &tally.largest else { return vec![] };
    let kilobytes = count(octets.div_ceil(1024) as i64);
    let address = who.address.as_str();
    let finding = if *octets > CLIPPED_OCTETS {
        Finding::new(
            Code::LetterClipped,
            (
                format!(
                    "the letter of {address} has {kilobytes} KB: Gmail hides its end, with the unsubscribe link; shorten it to less than 100 KB"
                ),
                format!(
                    "{address} 님의 메일이 {kilobytes}KB라서 Gmail이 수신 거부 링크가 있는 끝부분을 숨깁니다. 100KB보다 작게 줄이세요"
                ),
            ),
        )
    } else if *octets > LARGE_OCTETS {
        Finding::new(
            Code::LetterLarge,
            (
                format!(
                    "the largest letter has {kilobytes} KB, that of {address}: from about 100 KB on Gmail hides the end"
                ),
                format!("가장 큰 메일이 {kilobytes}KB입니다({address}). 약 100KB부터 Gmail이 끝부분을 숨깁니다"),
            ),
        )
    } else {
        return vec![
            Finding::new(
                Code::SizeFine,
                (
                    format!("the largest letter has {kilobytes} KB; Gmail shows up to about 100 KB"),
                    format!("가장 큰 메일은 {kilobytes}KB입니다. Gmail은 약 100KB까지 보여 줍니다"),
                ),
            )
            .about(address),
        ];
    };
    vec![finding.about(address).mended_by(Fix::Card(Card::Content))]
}

fn too_long(letters: i64, address: &str) -> Finding {
    let letters = count(letters);
    Finding::new(
        Code::LetterTooLong,
        (
            format!(
                "{letters} letters become too long to be made, such as that of {address}; shorten the list they repeat"
            ),
            format!("{address} 님을 포함해 {letters}명의 메일이 너무 길어 만들 수 없습니다. 반복되는 목록을 줄이세요"),
        ),
    )
    .about(address)
}
