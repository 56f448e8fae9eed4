use crate::texts::{count, locale};
use domain::{draft::Card, preflight::Fix};

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

pub struct Texts {
    pub title: &'static str,
    pub never: &'static str,
    pub check: &'static str,
    pub check_again: &'static str,
    pub cancel: &'static str,
    pub running: &'static str,
    pub progress: fn(i64, i64) -> String,
    pub cancelled: &'static str,
    pub failed: &'static str,
    pub outdated: &'static str,
    pub blocks: fn(usize) -> String,
    pub warns: fn(usize) -> String,
    pub fine: fn(usize) -> String,
    pub checked: fn(i64) -> String,
    pub block: &'static str,
    pub warn: &'static str,
    pub ok: &'static str,
    /// What stands on the way to where something is mended.
    pub go: fn(Fix) -> &'static str,
}

static EN: Texts = Texts {
    title: "Check of every letter",
    never: "Every person's letter is looked at: missing values, size, links, pictures, law, the account.",
    check: "Check everything",
    check_again: "Check again",
    cancel: "Stop",
    running: "The check",
    progress: |checked, total| format!("{} of {} people", count(checked), count(total)),
    cancelled: "The check was stopped before its end.",
    failed: "The check broke off. Start it again.",
    outdated: "The campaign has changed since. Check it again.",
    blocks: |n| if n == 1 { "1 stands in the way".into() } else { format!("{n} stand in the way") },
    warns: |n| if n == 1 { "1 to look at".into() } else { format!("{n} to look at") },
    fine: |n| if n == 1 { "1 thing is fine".into() } else { format!("{n} things are fine") },
    checked: |n| if n == 1 { "1 person".into() } else { format!("{} people", count(n)) },
    block: "In the way",
    warn: "To look at",
    ok: "Fine",
    go: |fix| match fix {
        Fix::Card(Card::Content) => "To the content",
        Fix::Card(Card::Audience) => "To the audience",
        Fix::Card(Card::Sender) => "To the sender",
        Fix::Card(Card::When) => "To the time",
        Fix::Template(_) => "To the template",
        Fix::Sender(_) => "To the sender",
        Fix::Image(_) | Fix::Images => "To the images",
        Fix::Person(_) => "To the person",
        Fix::Suppressions => "Show them",
        Fix::Settings => "To the settings",
        Fix::MarkSubject => "Put (광고) in front",
    },
};

static KO: Texts = Texts {
    title: "전체 메일 점검",
    never: "모든 사람의 메일을 하나하나 확인합니다. 빠진 값, 크기, 링크, 이미지, 법적 표시, 발송 계정을 봅니다.",
    check: "전체 점검",
    check_again: "다시 점검",
    cancel: "멈추기",
    running: "점검",
    progress: |checked, total| format!("{}명 중 {}명", count(total), count(checked)),
    cancelled: "점검을 중간에 멈췄습니다.",
    failed: "점검이 중단되었습니다. 다시 시작하세요.",
    outdated: "점검한 뒤 캠페인이 바뀌었습니다. 다시 점검하세요.",
    blocks: |n| format!("발송 불가 {n}건"),
    warns: |n| format!("확인 필요 {n}건"),
    fine: |n| format!("문제 없음 {n}건"),
    checked: |n| format!("{}명 확인", count(n)),
    block: "발송 불가",
    warn: "확인 필요",
    ok: "문제 없음",
    go: |fix| match fix {
        Fix::Card(Card::Content) => "내용으로",
        Fix::Card(Card::Audience) => "대상으로",
        Fix::Card(Card::Sender) => "발신자로",
        Fix::Card(Card::When) => "발송 시각으로",
        Fix::Template(_) => "템플릿으로",
        Fix::Sender(_) => "발신자로",
        Fix::Image(_) | Fix::Images => "이미지로",
        Fix::Person(_) => "이 사람 보기",
        Fix::Suppressions => "목록 보기",
        Fix::Settings => "설정으로",
        Fix::MarkSubject => "(광고) 붙이기",
    },
};
