use super::{Code, Finding, Fix, finding::or_fine};
use crate::{ContactId, EmailAddress, campaign::CampaignKind, count};
use std::collections::BTreeMap;

/// Whom the campaign reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeopleFacts {
    pub people: i64,
    pub suppressed: i64,
    /// Of the others, those of whom no consent to advertising is recorded.
    pub unasked: i64,
    /// Of them, those who got the same letter in the last 24 hours.
    pub lately: i64,
}

pub fn people(kind: CampaignKind, facts: PeopleFacts) -> Vec<Finding> {
    let PeopleFacts { people, suppressed, unasked, lately } = facts;
    if people == 0 {
        return vec![empty()];
    }
    if suppressed == people {
        return vec![all_suppressed(people)];
    }
    let mut found = Vec::new();
    if kind == CampaignKind::Advertising && unasked > 0 {
        found.push(consent_unknown(unasked));
    }
    if lately > 0 {
        found.push(sent_lately(lately));
    }
    if suppressed > 0 {
        found.push(some_suppressed(people, suppressed));
    }
    or_fine(found, || {
        let people = count(people);
        Finding::new(Code::AudienceFine, (format!("{people} people will get it"), format!("{people}명이 받습니다")))
    })
}

fn empty() -> Finding {
    Finding::new(
        Code::AudienceEmpty,
        ("nobody is in the audience; choose another one", "받는 사람이 없습니다. 다른 대상을 선택하세요"),
    )
    .mended_by(Fix::Card(crate::draft::Card::Audience))
}

fn all_suppressed(people: i64) -> Finding {
    let people = count(people);
    Finding::new(
        Code::EverybodySuppressed,
        (
            format!("all {people} people in the audience are on the suppression list: nobody would get it"),
            format!("대상 {people}명이 모두 발송 제외 목록에 있어 아무도 받지 못합니다"),
        ),
    )
    .mended_by(Fix::Card(crate::draft::Card::Audience))
}

fn some_suppressed(people: i64, suppressed: i64) -> Finding {
    let (mailed, people, suppressed) = (count(people - suppressed), count(people), count(suppressed));
    Finding::new(
        Code::SomeSuppressed,
        (
            format!("{mailed} of {people} people will get it; {suppressed} on the suppression list will be skipped"),
            format!("{people}명 중 {mailed}명이 받습니다. 발송 제외 목록에 있는 {suppressed}명은 건너뜁니다"),
        ),
    )
    .mended_by(Fix::Suppressions)
}

/// Network Act, article 50 (1): advertising needs consent given before.
fn consent_unknown(unasked: i64) -> Finding {
    let unasked = count(unasked);
    Finding::new(
        Code::ConsentUnknown,
        (
            format!(
                "no consent to advertising is recorded for {unasked} of these people, and advertising needs it; leave them \
                 out with a segment of those who agreed, or import when they did"
            ),
            format!(
                "이 중 {unasked}명은 광고 수신에 동의한 기록이 없습니다. 광고성 메일에는 사전 동의가 필요하니, 동의한 사람만 \
                 담은 세그먼트로 보내거나 동의 일시를 가져오세요"
            ),
        ),
    )
    .mended_by(Fix::Card(crate::draft::Card::Audience))
}

fn sent_lately(lately: i64) -> Finding {
    let lately = count(lately);
    Finding::new(
        Code::SentLately,
        (
            format!("{lately} of these people got a letter with the same subject in the last 24 hours"),
            format!("이 중 {lately}명은 최근 24시간 안에 같은 제목의 메일을 받았습니다"),
        ),
    )
    .mended_by(Fix::Card(crate::draft::Card::Audience))
}

/// What is remembered of the whole audience: as much of a million people as of ten.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Everybody looked at so far.
    pub checked: i64,
    /// Names without a value, how many lack them, and one who does.
    pub blanks: BTreeMap<String, (i64, Somebody)>,
    /// The longest letter in octets of HTML, and whose it is.
    pub largest: Option<(usize, Somebody)>,
    /// Letters that cannot be made at all.
    pub too_long: Option<(i64, Somebody)>,
    /// Letters whose subject does not begin with the mark of advertising.
    pub unmarked: Option<(i64, Somebody)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub id: ContactId,
    pub address: EmailAddress,
}

impl Tally {
    pub fn lacks(&mut self, name: &str, who: &Somebody) {
        match self.blanks.get_mut(name) {
            Some((count, _)) => *count += 1,
            None => drop(self.blanks.insert(name.to_owned(), (1, who.clone()))),
        }
    }

    pub fn weighs(&mut self, octets: usize, who: &Somebody) {
        if self.largest.as_ref().is_none_or(|(largest, _)| octets > *largest) {
            self.largest = Some((octets, who.clone()));
        }
    }

    pub fn cannot_be_made(&mut self, who: &Somebody) {
        one_more(&mut self.too_long, who);
    }

    pub fn lacks_mark(&mut self, who: &Somebody) {
        one_more(&mut self.unmarked, who);
    }
}

fn one_more(counted: &mut Option<(i64, Somebody)>, who: &Somebody) {
    match counted {
        Some((count, _)) => *count += 1,
        None => *counted = Some((1, who.clone())),
    }
}
