use crate::texts::locale;

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

pub struct Texts {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub csv: &'static str,
    pub remind: &'static str,
    pub remind_title: &'static str,
    pub remind_means: &'static str,
    pub remind_yes: &'static str,
    pub keep: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub overdue: &'static str,
    pub soon: &'static str,
    pub person: &'static str,
    pub agreed: &'static str,
    pub reminded: &'static str,
    pub due: &'static str,
    pub late: &'static str,
}

static EN: Texts = Texts {
    title: "Consents to confirm",
    back: "People",
    lead: "Whoever agreed to advertising is told so every two years: who, when, and how to keep or end it (Network Act, \
           article 50 (8); Enforcement Decree, article 62-3). Silence is taken as keeping it.",
    csv: "CSV",
    remind: "Remind them…",
    remind_title: "Remind everybody who is due?",
    remind_means: "This makes a draft campaign with the reminder's words to exactly these people. Nothing is sent before you \
                   launch it. Whoever got it is due again two years later.",
    remind_yes: "Make the draft",
    keep: "Cancel",
    none: "Nobody is due",
    none_hint: "People appear here 60 days before two years have passed since they agreed or were reminded.",
    overdue: "Overdue",
    soon: "Within 60 days",
    person: "Person",
    agreed: "Agreed",
    reminded: "Reminded",
    due: "Until",
    late: "Overdue",
};

static KO: Texts = Texts {
    title: "수신 동의 확인",
    back: "연락처",
    lead: "광고 수신에 동의한 사람에게 2년마다 발신자 이름, 동의한 사실과 날짜, 유지하거나 철회하는 방법을 알려야 합니다(정보통신망법 \
           제50조 제8항, 시행령 제62조의3). 응답이 없으면 유지로 처리합니다.",
    csv: "CSV",
    remind: "확인 메일 보내기…",
    remind_title: "대상자 모두에게 확인 메일을 보낼까요?",
    remind_means: "이 사람들에게만 보내는 확인 메일 캠페인 초안을 만듭니다. 직접 발송을 시작하기 전에는 아무것도 보내지 않습니다. \
                   메일을 받은 사람은 2년 뒤에 다시 대상이 됩니다.",
    remind_yes: "초안 만들기",
    keep: "취소",
    none: "확인할 사람이 없습니다",
    none_hint: "동의했거나 확인 메일을 받은 지 2년이 되기 60일 전부터 여기에 표시됩니다.",
    overdue: "기한 지남",
    soon: "60일 이내",
    person: "연락처",
    agreed: "동의한 날",
    reminded: "확인한 날",
    due: "기한",
    late: "기한 지남",
};
