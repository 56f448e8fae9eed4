use crate::texts::locale;

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

pub struct Texts {
    pub title: &'static str,
    pub lead: &'static str,
    pub limits: &'static str,
    pub is_on: &'static str,
    pub is_on_hint: &'static str,
    pub bounces: &'static str,
    pub bounces_hint: &'static str,
    pub complaints: &'static str,
    pub complaints_hint: &'static str,
    pub letters: &'static str,
    pub letters_hint: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub of_admins: &'static str,
}

static EN: Texts = Texts {
    title: "Guard rails",
    lead: "A campaign pauses by itself before mailbox providers and Amazon SES begin to refuse all your mail. Whoever resumes \
           it has looked, and it does not pause a second time.",
    limits: "A running campaign pauses when",
    is_on: "Pause campaigns by themselves",
    is_on_hint: "Seconds after the report that is too much. What is at the carrier already still goes out.",
    bounces: "Letters that came back for good, in percent",
    bounces_hint: "Of all that the carrier accepted. Amazon SES reviews an account at 5 %.",
    complaints: "People who reported it as spam, in percent",
    complaints_hint: "Amazon SES reviews an account at 0.1 %; Gmail wants less than that too.",
    letters: "Not before so many letters were accepted",
    letters_hint: "Of a few letters, one that comes back is a large share and tells nothing.",
    save: "Save",
    saved: "Saved. It holds for running campaigns too.",
    of_admins: "Only admins change this.",
};

static KO: Texts = Texts {
    title: "자동 멈춤",
    lead: "메일 서비스와 Amazon SES가 모든 발송을 막기 전에 캠페인이 스스로 멈춥니다. 확인하고 재개한 캠페인은 다시 멈추지 않습니다.",
    limits: "발송 중인 캠페인이 멈추는 기준",
    is_on: "기준을 넘으면 캠페인 멈추기",
    is_on_hint: "기준을 넘는 결과가 들어오면 몇 초 안에 멈춥니다. 이미 전송을 시작한 메일은 그대로 나갑니다.",
    bounces: "영구 반송 비율(%)",
    bounces_hint: "발송된 메일 가운데 주소가 없는 등 다시 보낼 수 없는 비율입니다. Amazon SES는 5%부터 계정을 심사합니다.",
    complaints: "스팸 신고 비율(%)",
    complaints_hint: "Amazon SES는 0.1%부터 계정을 심사하고, Gmail도 0.1% 미만을 요구합니다.",
    letters: "판단에 필요한 최소 발송 수",
    letters_hint: "발송 수가 적으면 한두 통의 반송도 비율이 커서 판단할 수 없습니다.",
    save: "저장",
    saved: "저장했습니다. 발송 중인 캠페인에도 적용됩니다.",
    of_admins: "관리자만 바꿀 수 있습니다.",
};
