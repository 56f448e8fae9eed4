//! DMARC (RFC 7489): the policy, and whether the names in a letter are near enough to each other.

use super::{CheckedRecord, Purpose, RecordState, with_parents};
use crate::{
    Sentence,
    dns::{Answers, Found, Question, RecordKind, is_record},
};

/// The least that mailboxes ask of bulk senders.
const LEAST: &str = "v=DMARC1; p=none";

/// Of the domain itself, or of one it belongs to (RFC 7489, 6.6.3). `has_own_envelope`: SPF is checked of a domain of ours.
pub fn judged(answers: &Answers, domain: &str, has_own_envelope: bool) -> Result<CheckedRecord, Question> {
    let own = format!("_dmarc.{domain}");
    let record = CheckedRecord {
        purpose: Purpose::Dmarc,
        kind: RecordKind::Txt,
        name: own,
        value: LEAST.to_owned(),
        state: RecordState::Good,
        found: vec![],
        says: Sentence::default(),
    };
    for name in with_parents(domain) {
        match answers.to(RecordKind::Txt, &format!("_dmarc.{name}"))? {
            Found::Unasked(why) => return Ok(record.unasked(why)),
            Found::Yes(texts) => {
                let found: Vec<String> = texts.iter().filter(|text| is_record(text, "v=DMARC1")).cloned().collect();
                if !found.is_empty() {
                    return Ok(read(CheckedRecord { found, ..record }, name == domain, has_own_envelope));
                }
            }
            Found::No => {}
        }
    }
    Ok(missing(record))
}

fn missing(record: CheckedRecord) -> CheckedRecord {
    record.is(
        RecordState::Missing,
        (
            "no DMARC record, and Gmail, Yahoo and Outlook refuse bulk mail without one: enter this one, it changes nothing else",
            "DMARC 레코드가 없어 Gmail, Yahoo, Outlook이 대량 메일을 거부할 수 있습니다. 이 값을 추가하세요. 다른 메일에는 영향이 없습니다",
        ),
    )
}

fn read(record: CheckedRecord, is_own: bool, has_own_envelope: bool) -> CheckedRecord {
    let [text] = record.found.as_slice() else {
        return record.is(
            RecordState::Wrong,
            ("there are several, and receivers then heed none: keep one", "여러 개라 모두 무시됩니다. 하나만 남기세요"),
        );
    };
    let tag = |wanted: &str| {
        let mut tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
            .map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let policy = tag("p").unwrap_or_default();
    if !["none", "quarantine", "reject"].contains(&policy.as_str()) {
        return record.is(
            RecordState::Wrong,
            (
                "says no policy: it needs p=none, p=quarantine or p=reject",
                "정책이 없습니다. p=none, p=quarantine, p=reject 중 하나가 있어야 합니다",
            ),
        );
    }
    let is_strict = |name: &str| tag(name).as_deref() == Some("s");
    if is_strict("adkim") && !is_own {
        return record.is(
            RecordState::Advice,
            (
                "asks that DKIM signs with exactly the sender's domain (adkim=s): send from the domain that signs",
                "DKIM 서명 도메인이 발신 도메인과 똑같아야 한다고 정했습니다(adkim=s). 서명하는 도메인에서 보내세요",
            ),
        );
    }
    if is_strict("aspf") && has_own_envelope {
        return record.is(
            RecordState::Advice,
            (
                "asks that SPF is of exactly the sender's domain (aspf=s), which a MAIL FROM domain is not: only DKIM counts",
                "SPF 도메인이 발신 도메인과 똑같아야 한다고 정했는데(aspf=s) MAIL FROM 도메인은 다릅니다. DKIM만 인정됩니다",
            ),
        );
    }
    record.is(RecordState::Good, (format!("as it should be: p={policy}"), format!("정상입니다: p={policy}")))
}
