//! What the components themselves say.

use crate::texts::{count, locale};

pub struct Texts {
    pub optional: &'static str,
    pub search: &'static str,
    pub sort_by: &'static str,
    pub pages: &'static str,
    pub first: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub select_all: &'static str,
    pub selection: &'static str,
    pub selected: fn(usize) -> String,
    pub clear_selection: &'static str,
    pub close: &'static str,
    pub loading: &'static str,
    pub choose_files: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub not_copied: &'static str,
    pub as_table: &'static str,
    /// The way out of a page that is not there: the name of its list.
    pub to_list: fn(&str) -> String,
    pub from_import: fn(i64) -> String,
    pub from_campaign: fn(i64) -> String,
    pub unsubscribed_from: fn(i64) -> String,
    pub written_down_by: fn(&str) -> String,
    pub erased: &'static str,
}

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

static EN: Texts = Texts {
    optional: "optional",
    search: "Search",
    sort_by: "Order by this column",
    pages: "Pages",
    first: "First page",
    previous: "Previous page",
    next: "Next page",
    select_all: "Select all on this page",
    selection: "With what is selected",
    selected: |n| format!("{} selected", count(n as i64)),
    clear_selection: "Clear",
    close: "Close",
    loading: "Loading…",
    choose_files: "Choose files",
    copy: "Copy",
    copied: "Copied.",
    not_copied: "The browser did not let us copy. Select the text and copy it by hand.",
    as_table: "Show as a table",
    to_list: |list| format!("Go to {}", list.to_lowercase()),
    from_import: |id| format!("Import {id}"),
    from_campaign: |id| format!("Reported by campaign {id}"),
    unsubscribed_from: |id| format!("Unsubscribed from campaign {id}"),
    written_down_by: |name| format!("Written down by {name}"),
    erased: "Asked to be erased",
};

static KO: Texts = Texts {
    optional: "선택 사항",
    search: "찾기",
    sort_by: "이 열을 기준으로 정렬",
    pages: "페이지",
    first: "첫 페이지",
    previous: "이전 페이지",
    next: "다음 페이지",
    select_all: "이 페이지 모두 선택",
    selection: "선택한 항목 작업",
    selected: |n| format!("{}개 선택됨", count(n as i64)),
    clear_selection: "선택 해제",
    close: "닫기",
    loading: "불러오는 중…",
    choose_files: "파일 선택",
    copy: "복사",
    copied: "복사했습니다.",
    not_copied: "브라우저에서 복사를 허용하지 않았습니다. 텍스트를 선택해 직접 복사해 주십시오.",
    as_table: "표로 보기",
    to_list: |list| format!("{list} 목록으로"),
    from_import: |id| format!("가져오기 {id}"),
    from_campaign: |id| format!("캠페인 {id} 발송 결과"),
    unsubscribed_from: |id| format!("캠페인 {id} 메일에서 수신 거부"),
    written_down_by: |name| format!("{name} 님이 기록"),
    erased: "개인정보 삭제 요청",
};
