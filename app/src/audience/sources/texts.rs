use crate::texts::locale;

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

pub struct Texts {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub none_hint: &'static str,
    pub nobody_reads: &'static str,
    pub asked: &'static str,
    pub read_now: &'static str,
    pub runs: &'static str,
    pub when: &'static str,
    pub state: &'static str,
    pub running: &'static str,
    pub done: &'static str,
    pub failed: &'static str,
    pub rows: &'static str,
    pub added: &'static str,
    pub updated: &'static str,
    pub refused: &'static str,
    pub rejected: &'static str,
    pub could_not: &'static str,
    pub why: &'static str,
}

static EN: Texts = Texts {
    title: "Sources of people",
    back: "People",
    lead: "People from the shop's own database and from DynamoDB, read every hour. Whoever refused is never mailed again, whatever \
           a source says.",
    none: "No source is set up",
    none_hint: "The server administrator names one in the settings: PABAL_SHOP_URL or PABAL_DYNAMODB_USERS.",
    nobody_reads: "No process reads this source now. Ask the server administrator.",
    asked: "It is read within a few seconds.",
    read_now: "Read now",
    runs: "Latest runs",
    when: "When",
    state: "State",
    running: "Running",
    done: "Done",
    failed: "Stopped early",
    rows: "Rows",
    added: "Added",
    updated: "Updated",
    refused: "Said no",
    rejected: "Rejected",
    could_not: "Rows that could not come in",
    why: "Why",
};

static KO: Texts = Texts {
    title: "연락처 연동",
    back: "연락처",
    lead: "쇼핑몰 데이터베이스와 DynamoDB의 회원을 한 시간마다 가져옵니다. 수신을 거부한 사람에게는 원본 데이터와 관계없이 다시 보내지 \
           않습니다.",
    none: "설정된 연동이 없습니다",
    none_hint: "서버 관리자가 PABAL_SHOP_URL 또는 PABAL_DYNAMODB_USERS 설정을 지정하면 여기에 표시됩니다.",
    nobody_reads: "지금 이 원본을 읽는 프로세스가 없습니다. 서버 관리자에게 문의하세요.",
    asked: "몇 초 안에 가져오기 시작합니다.",
    read_now: "지금 가져오기",
    runs: "최근 실행",
    when: "시각",
    state: "상태",
    running: "실행 중",
    done: "완료",
    failed: "중단됨",
    rows: "행",
    added: "추가",
    updated: "변경",
    refused: "수신 거부",
    rejected: "제외",
    could_not: "가져오지 못한 행",
    why: "이유",
};
