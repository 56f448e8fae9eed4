use super::{Code, Finding, Fix, finding::or_fine};
use crate::count;

/// What the carrier allows, and how much of it this campaign takes.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountFacts {
    /// `None` where nothing that sends is running.
    pub account: Option<String>,
    /// Files instead of letters.
    pub is_outbox: bool,
    pub rate_per_second: Option<f64>,
    pub left_today: Option<i64>,
    pub sandbox: bool,
    pub sending_enabled: bool,
    /// Letters this campaign would send.
    pub mailed: i64,
}

pub fn account(facts: &AccountFacts) -> Vec<Finding> {
    let Some(account) = &facts.account else {
        return vec![nothing_sends()];
    };
    let mut found = Vec::new();
    if facts.is_outbox {
        found.push(nothing_leaves());
    }
    if !facts.sending_enabled {
        found.push(disabled().about(account));
    }
    if facts.sandbox {
        found.push(sandbox().about(account));
    }
    if let Some(left) = facts.left_today.filter(|left| *left < facts.mailed) {
        found.push(short(left, facts.mailed).about(account));
    }
    or_fine(found, || fine(facts).about(account))
}

fn nothing_sends() -> Finding {
    Finding::new(
        Code::NothingSends,
        (
            "nothing that sends is running, so the campaign would wait; start Pabal with the role dispatch",
            "발송 프로그램이 실행되고 있지 않아 캠페인이 대기합니다. dispatch 역할로 Pabal을 실행하세요",
        ),
    )
    .mended_by(Fix::Settings)
}

fn nothing_leaves() -> Finding {
    Finding::new(
        Code::NothingLeaves,
        (
            "letters go into the outbox folder of the server and reach nobody; start Pabal with a carrier to really send",
            "메일이 서버의 outbox 폴더에만 저장되고 실제로 나가지 않습니다. 실제로 보내려면 발송 경로를 지정해 실행하세요",
        ),
    )
}

fn disabled() -> Finding {
    Finding::new(
        Code::SendingDisabled,
        (
            "the carrier refuses every letter of this account now; ask it to enable sending",
            "발송 계정의 발송이 중지되어 있습니다. 제공자에게 발송 재개를 요청하세요",
        ),
    )
}

fn sandbox() -> Finding {
    Finding::new(
        Code::Sandbox,
        (
            "the account is in the sandbox, where only verified addresses get mail; ask for production access first",
            "샌드박스 계정이라 인증된 주소로만 메일이 갑니다. 먼저 프로덕션 액세스를 요청하세요",
        ),
    )
}

fn short(left: i64, mailed: i64) -> Finding {
    let (left, mailed) = (count(left), count(mailed));
    Finding::new(
        Code::QuotaShort,
        (
            format!(
                "{left} letters are left for today, and this campaign has {mailed}: the rest waits for the next day"
            ),
            format!("오늘 보낼 수 있는 {left}통보다 많은 {mailed}통입니다. 나머지는 다음 날까지 기다립니다"),
        ),
    )
}

fn fine(facts: &AccountFacts) -> Finding {
    let mailed = count(facts.mailed);
    let minutes = facts.rate_per_second.map(|rate| (facts.mailed as f64 / rate / 60.0).ceil().max(1.0) as i64);
    let (en, ko) = match minutes.map(count) {
        Some(minutes) => (
            format!("the account may send all {mailed} letters, in about {minutes} min"),
            format!("{mailed}통을 모두 보낼 수 있으며 약 {minutes}분이 걸립니다"),
        ),
        None => (format!("the account may send all {mailed} letters"), format!("{mailed}통을 모두 보낼 수 있습니다")),
    };
    Finding::new(Code::AccountFine, (en, ko))
}
