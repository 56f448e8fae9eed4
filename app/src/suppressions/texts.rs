use crate::texts::{count, locale};
use domain::suppression::SuppressionReason as R;

pub struct Texts {
    pub title: &'static str,
    pub lead: &'static str,
    pub add: &'static str,
    pub add_title: &'static str,
    pub add_means: &'static str,
    pub addresses: &'static str,
    pub addresses_hint: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub add_yes: &'static str,
    pub cancel: &'static str,
    /// Newly added, known before.
    pub added: fn(u64, u64) -> String,
    pub wrong: fn(usize) -> String,
    pub all: &'static str,
    pub reason: fn(R) -> &'static str,
    pub reason_means: fn(R) -> &'static str,
    pub filter: &'static str,
    pub search: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub none_found: &'static str,
    pub show_all: &'static str,
    pub address: &'static str,
    pub why: &'static str,
    pub source: &'static str,
    pub since: &'static str,
    pub acts: &'static str,
    pub lift: &'static str,
    pub lift_named: fn(&str) -> String,
    pub lift_title: fn(&str) -> String,
    pub lift_means: fn(R) -> &'static str,
    pub lift_yes: &'static str,
    pub lifted: &'static str,
    pub only_they: &'static str,
    pub nobody_can: &'static str,
}

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

static EN: Texts = Texts {
    title: "Suppressions",
    lead: "Nobody here gets a mail, whatever campaign or import they are in.",
    add: "Add addresses",
    add_title: "Never mail these addresses",
    add_means: "It counts at once, also for campaigns under way.",
    addresses: "Addresses",
    addresses_hint: "One or many, separated by lines, commas or blanks; up to 10,000.",
    note: "Why",
    note_hint: "Stands in the list and in the log.",
    add_yes: "Never mail them",
    cancel: "Cancel",
    added: |added, known| {
        let added = match added {
            1 => "One address is added".to_owned(),
            n => format!("{} addresses are added", count(n.cast_signed())),
        };
        if known == 0 {
            format!("{added}.")
        } else {
            format!("{added}; {} were here already.", count(known.cast_signed()))
        }
    },
    wrong: |n| match n {
        1 => "One word was no address and was left out:".into(),
        n => format!("{n} words were no addresses and were left out:"),
    },
    all: "All",
    reason: |reason| match reason {
        R::Refused => "Refused",
        R::Bounced => "Bounced",
        R::Complained => "Reported as spam",
        R::ByHand => "By hand",
    },
    reason_means: |reason| match reason {
        R::Refused => "They asked not to be mailed. Only they can take that back.",
        R::Bounced => "The address does not exist, said its server.",
        R::Complained => "They reported a mail as spam. Nobody lifts that; they can subscribe with another address.",
        R::ByHand => "Somebody here added the address.",
    },
    filter: "By reason",
    search: "Part of an address",
    none: "Nobody is suppressed",
    none_hint: "Whoever unsubscribes, bounces or complains appears here by itself.",
    none_found: "Nobody fits",
    show_all: "Show all",
    address: "Address",
    why: "Reason",
    source: "Source",
    since: "Since",
    acts: "Actions",
    lift: "Mail again…",
    lift_named: |address| format!("Mail {address} again"),
    lift_title: |address| format!("Mail {address} again?"),
    lift_means: |reason| match reason {
        R::Bounced => {
            "Its server said that the address does not exist. Only do this if you know that it was mended: \
                       bounces harm the reputation of your domain."
        }
        R::ByHand | R::Refused | R::Complained => "From now on campaigns reach this address again.",
    },
    lift_yes: "Mail again",
    lifted: "The address can be mailed again.",
    only_they: "only they can",
    nobody_can: "for good",
};

static KO: Texts = Texts {
    title: "발송 제외",
    lead: "여기 있는 주소에는 어떤 캠페인이나 파일에 들어 있어도 메일을 보내지 않습니다.",
    add: "주소 추가",
    add_title: "이 주소에는 보내지 않기",
    add_means: "진행 중인 캠페인에도 바로 적용됩니다.",
    addresses: "주소",
    addresses_hint: "줄바꿈, 쉼표, 빈칸으로 구분해 10,000개까지 넣을 수 있습니다.",
    note: "이유",
    note_hint: "목록과 감사 기록에 남습니다.",
    add_yes: "발송에서 제외",
    cancel: "취소",
    added: |added, known| {
        let added = format!("{}개를 추가했습니다.", count(added.cast_signed()));
        if known == 0 { added } else { format!("{added} {}개는 이미 있었습니다.", count(known.cast_signed())) }
    },
    wrong: |n| format!("주소가 아닌 {n}개는 뺐습니다."),
    all: "전체",
    reason: |reason| match reason {
        R::Refused => "수신 거부",
        R::Bounced => "반송",
        R::Complained => "스팸 신고",
        R::ByHand => "직접 추가",
    },
    reason_means: |reason| match reason {
        R::Refused => "본인이 수신을 거부했습니다. 본인만 되돌릴 수 있습니다.",
        R::Bounced => "받는 서버가 없는 주소라고 알려 왔습니다.",
        R::Complained => "메일을 스팸으로 신고했습니다. 풀 수 없으며, 본인이 다른 주소로 구독할 수는 있습니다.",
        R::ByHand => "담당자가 직접 추가한 주소입니다.",
    },
    filter: "이유별 보기",
    search: "주소의 일부",
    none: "발송 제외 대상이 없습니다",
    none_hint: "수신을 거부하거나 반송된 주소, 스팸으로 신고한 사람이 자동으로 여기에 나타납니다.",
    none_found: "해당하는 주소가 없습니다",
    show_all: "모두 보기",
    address: "주소",
    why: "이유",
    source: "출처",
    since: "제외한 때",
    acts: "작업",
    lift: "다시 보내기…",
    lift_named: |address| format!("{address}에 다시 보내기"),
    lift_title: |address| format!("{address}에 다시 보낼까요?"),
    lift_means: |reason| match reason {
        R::Bounced => {
            "받는 서버가 없는 주소라고 했습니다. 주소가 다시 살아난 것을 확인했을 때만 푸세요. \
                       반송이 쌓이면 도메인 평판이 나빠집니다."
        }
        R::ByHand | R::Refused | R::Complained => "이제부터 캠페인 메일이 이 주소로 다시 발송됩니다.",
    },
    lift_yes: "다시 보내기",
    lifted: "이제 이 주소로 다시 보낼 수 있습니다.",
    only_they: "본인만 해제 가능",
    nobody_can: "해제 불가",
};
