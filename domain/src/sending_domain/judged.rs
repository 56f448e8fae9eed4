use super::{CheckedRecord, Purpose, RecordState, SES_SPF};
use crate::{
    Sentence,
    dns::{Answer, Answers, Found, Question, RecordKind, is_record, plain},
    spf::{self, Outcome, Verdict},
};

fn record(purpose: Purpose, kind: RecordKind, name: &str, value: String) -> CheckedRecord {
    let says = Sentence::default();
    CheckedRecord { purpose, kind, name: name.to_owned(), value, state: RecordState::Good, found: vec![], says }
}

impl CheckedRecord {
    pub(super) fn is(self, state: RecordState, says: (impl Into<String>, impl Into<String>)) -> Self {
        Self { state, says: says.into(), ..self }
    }

    pub(super) fn unasked(self, why: &str) -> Self {
        self.is(
            RecordState::Unasked,
            (
                format!("DNS gave no answer ({why}), so nothing is known; check again"),
                format!("DNS 응답이 없어 확인하지 못했습니다({why}). 다시 확인하세요"),
            ),
        )
    }

    fn missing(self) -> Self {
        self.is(
            RecordState::Missing,
            (
                "not in DNS yet: enter it where your domain is managed. It may take minutes to hours until everybody sees it",
                "아직 DNS에 없습니다. 도메인 관리 화면에서 추가하세요. 반영까지 몇 분에서 몇 시간이 걸릴 수 있습니다",
            ),
        )
    }

    fn good(self) -> Self {
        self.is(RecordState::Good, ("as it should be", "정상입니다"))
    }
}

/// A name that leads to the key Amazon keeps.
pub fn dkim(answers: &Answers, domain: &str, token: &str, zone: &str) -> Result<CheckedRecord, Question> {
    let name = format!("{token}._domainkey.{domain}");
    let target = format!("{token}.{zone}");
    let record = record(Purpose::Dkim, RecordKind::Cname, &name, target.clone());
    Ok(match answers.to(RecordKind::Cname, &name)? {
        Found::Unasked(why) => record.unasked(why),
        Found::Yes(found) if found.iter().any(|found| plain(found) == plain(&target)) => {
            let record = CheckedRecord { found: found.clone(), ..record };
            match answers.to(RecordKind::Txt, &name)? {
                Found::Yes(texts) if texts.iter().any(|text| has_key(text)) => record.good(),
                Found::Yes(_) | Found::No => record.is(
                    RecordState::Waiting,
                    (
                        "right; Amazon has not put the key there yet: wait, it takes up to a day",
                        "레코드는 맞습니다. Amazon이 아직 키를 게시하지 않았습니다. 하루까지 걸릴 수 있으니 기다려 주세요",
                    ),
                ),
                Found::Unasked(why) => record.unasked(why),
            }
        }
        Found::Yes(found) => CheckedRecord { found: found.clone(), ..record }.is(
            RecordState::Wrong,
            (
                "leads elsewhere: put the value shown here in its place",
                "다른 곳을 가리킵니다. 여기 있는 값으로 바꾸세요",
            ),
        ),
        Found::No => absent_dkim(answers, record, &name, domain)?,
    })
}

/// The two mistakes that people make most.
fn absent_dkim(answers: &Answers, record: CheckedRecord, name: &str, domain: &str) -> Result<CheckedRecord, Question> {
    if let Found::Yes(texts) = answers.to(RecordKind::Txt, name)? {
        return Ok(CheckedRecord { found: texts.clone(), ..record }.is(
            RecordState::Wrong,
            (
                "something else than a CNAME is there: choose the type CNAME, and switch off a proxy in front of it",
                "CNAME이 아닌 레코드가 있습니다. 종류를 CNAME으로 하고, 프록시를 쓴다면 끄세요",
            ),
        ));
    }
    let doubled = format!("{name}.{domain}");
    if let Found::Yes(_) = answers.to(RecordKind::Cname, &doubled)? {
        let short = name.strip_suffix(&format!(".{domain}")).unwrap_or(name);
        return Ok(CheckedRecord { found: vec![doubled], ..record }.is(
            RecordState::Wrong,
            (
                format!("the domain is in the name twice, because your DNS adds it by itself: enter the name as ‘{short}’"),
                format!("이름에 도메인이 두 번 들어갔습니다. DNS 화면이 도메인을 자동으로 붙이므로 이렇게만 입력하세요: ‘{short}’"),
            ),
        ));
    }
    Ok(record.missing())
}

/// A key that is kept in DNS by its owner.
pub fn own_key(answers: &Answers, domain: &str, selector: &str) -> Result<CheckedRecord, Question> {
    let name = format!("{selector}._domainkey.{domain}");
    let record = record(Purpose::Dkim, RecordKind::Txt, &name, String::new());
    Ok(match answers.to(RecordKind::Txt, &name)? {
        Found::Yes(texts) if texts.iter().any(|text| has_key(text)) => record.good(),
        Found::Yes(texts) => CheckedRecord { found: texts.clone(), ..record }.is(
            RecordState::Wrong,
            (
                "holds no key: put the public key of your own DKIM key there",
                "키가 없습니다. 직접 만든 DKIM 키의 공개 키를 넣으세요",
            ),
        ),
        Found::No => record.missing(),
        Found::Unasked(why) => record.unasked(why),
    })
}

/// `p=` with something behind it; an empty one is a key taken back.
fn has_key(text: &str) -> bool {
    text.split(';')
        .filter_map(|tag| tag.split_once('='))
        .any(|(tag, value)| tag.trim() == "p" && !value.trim().is_empty())
}

/// A name below which something exists answers, even where it has no record itself (RFC 8020).
pub fn any_key(answers: &Answers, domain: &str) -> Result<CheckedRecord, Question> {
    let name = format!("_domainkey.{domain}");
    let record = record(Purpose::Dkim, RecordKind::Txt, &format!("*.{name}"), String::new());
    Ok(match answers.to(RecordKind::Name, &name)? {
        Found::Yes(_) => record.is(
            RecordState::Good,
            (
                "there is a key; whether your carrier signs with it is seen in a letter that arrived",
                "키가 있습니다. 발송 서버가 이 키로 서명하는지는 받은 메일에서 확인할 수 있습니다",
            ),
        ),
        Found::No => record.is(
            RecordState::Missing,
            (
                "no DKIM key: switch DKIM on at your carrier and enter the records it gives you",
                "DKIM 키가 없습니다. 메일 서비스에서 DKIM을 켜고 안내하는 레코드를 추가하세요",
            ),
        ),
        Found::Unasked(why) => record.unasked(why),
    })
}

/// Exactly one, or SES does not use the domain.
pub fn mail_from_mx(answers: &Answers, domain: &str, region: &str) -> Result<CheckedRecord, Question> {
    let host = format!("feedback-smtp.{region}.amazonses.com");
    let record = record(Purpose::MailFromMx, RecordKind::Mx, domain, format!("10 {host}"));
    let is_ours = |line: &String| line.rsplit(' ').next().is_some_and(|name| plain(name) == host);
    Ok(match answers.to(RecordKind::Mx, domain)? {
        Found::Yes(found) => {
            let record = CheckedRecord { found: found.clone(), ..record };
            match (found.iter().any(is_ours), found.len()) {
                (true, 1) => record.good(),
                (true, _) => record.is(
                    RecordState::Wrong,
                    ("there may be no other MX record beside it: remove the others", "다른 MX 레코드가 함께 있으면 안 됩니다. 나머지를 지우세요"),
                ),
                (false, _) => record.is(
                    RecordState::Wrong,
                    (
                        "leads elsewhere: put the value shown here in its place, or choose a MAIL FROM name that nothing else uses",
                        "다른 곳을 가리킵니다. 여기 있는 값으로 바꾸거나, 다른 용도로 쓰지 않는 MAIL FROM 이름을 고르세요",
                    ),
                ),
            }
        }
        Found::No => record.missing(),
        Found::Unasked(why) => record.unasked(why),
    })
}

/// Tried as a receiver would, with Amazon's own networks.
pub fn mail_from_spf(answers: &Answers, domain: &str) -> Result<CheckedRecord, Question> {
    let record = record(Purpose::MailFromSpf, RecordKind::Txt, domain, format!("v=spf1 include:{SES_SPF} ~all"));
    let record = CheckedRecord { found: spf_texts(answers.to(RecordKind::Txt, domain)?), ..record };
    let verdict = spf::permits(answers, domain, SES_SPF)?;
    Ok(match verdict.outcome {
        Outcome::Pass => passed(record, &verdict),
        Outcome::None => record.missing(),
        Outcome::Fail | Outcome::SoftFail | Outcome::Neutral => record.is(
            RecordState::Wrong,
            (
                format!("Amazon's servers do not pass it: put ‘include:{SES_SPF}’ before the part that ends in ‘all’"),
                format!(
                    "Amazon 서버가 통과하지 못합니다. ‘all’로 끝나는 부분 앞에 이것을 넣으세요: ‘include:{SES_SPF}’"
                ),
            ),
        ),
        Outcome::TempError | Outcome::PermError => failed(record, verdict),
    })
}

/// Of the sender's own domain, where nobody knows which servers will send.
pub fn spf(answers: &Answers, domain: &str) -> Result<CheckedRecord, Question> {
    let record = record(Purpose::Spf, RecordKind::Txt, domain, String::new());
    let record = CheckedRecord { found: spf_texts(answers.to(RecordKind::Txt, domain)?), ..record };
    let verdict = spf::walk(answers, domain)?;
    Ok(match verdict.outcome {
        Outcome::Pass => record.is(
            RecordState::Wrong,
            (
                "lets everybody in the world send as you: end it with ‘~all’ or ‘-all’",
                "누구나 이 도메인으로 보낼 수 있게 되어 있습니다. 끝을 ‘~all’이나 ‘-all’로 바꾸세요",
            ),
        ),
        Outcome::Fail | Outcome::SoftFail => passed(record, &verdict),
        Outcome::Neutral => record.is(
            RecordState::Advice,
            (
                "does not say what to do with others who send as you: end it with ‘~all’",
                "다른 서버가 이 도메인으로 보낼 때 어떻게 할지 정하지 않았습니다. 끝을 ‘~all’로 하세요",
            ),
        ),
        Outcome::None => record.is(
            RecordState::Missing,
            (
                "no SPF record: your carrier tells you which to enter, such as ‘v=spf1 include:carrier.example ~all’",
                "SPF 레코드가 없습니다. 메일 서비스가 안내하는 값을 추가하세요. 예: ‘v=spf1 include:carrier.example ~all’",
            ),
        ),
        Outcome::TempError | Outcome::PermError => failed(record, verdict),
    })
}

fn passed(record: CheckedRecord, verdict: &Verdict) -> CheckedRecord {
    let (used, most) = (verdict.lookups, spf::LOOKUPS_MAX);
    record.is(
        RecordState::Good,
        (
            format!("as it should be; {used} of {most} DNS lookups used"),
            format!("정상입니다. DNS 조회 {most}번 중 {used}번을 씁니다"),
        ),
    )
}

fn failed(record: CheckedRecord, verdict: Verdict) -> CheckedRecord {
    let state = if verdict.outcome == Outcome::TempError { RecordState::Unasked } else { RecordState::Wrong };
    CheckedRecord { state, says: verdict.why.unwrap_or_default(), ..record }
}

/// Whatever else is said there is nobody's business here.
fn spf_texts(answer: &Answer) -> Vec<String> {
    match answer {
        Found::Yes(texts) => texts.iter().filter(|text| is_record(text, "v=spf1")).cloned().collect(),
        Found::No | Found::Unasked(_) => vec![],
    }
}
