use crate::texts::locale;

pub struct Texts {
    pub mail: &'static str,
    pub preview: &'static str,
    pub reader: &'static str,
    pub previous: &'static str,
    pub next: &'static str,
    pub end: &'static str,
    pub made_up: &'static str,
    pub nobody: &'static str,
    pub search: &'static str,
    pub worst: &'static str,
    pub longest_name: &'static str,
    pub emptiest: &'static str,
    pub largest: &'static str,
    /// Of the subject and the line after it, in characters.
    pub lengths: fn(&str, &str) -> String,
    pub width: &'static str,
    pub desktop: &'static str,
    pub phone: &'static str,
    pub plain_text: &'static str,
    pub colours: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
    pub inverted: &'static str,
    pub dark_hint: &'static str,
    pub inverted_hint: &'static str,
    pub images: &'static str,
    pub images_on: &'static str,
    pub images_off: &'static str,
    pub size: &'static str,
    /// Kilobytes.
    pub fits: fn(usize) -> String,
    pub tight: fn(usize) -> String,
    pub too_large: fn(usize) -> String,
    pub frame: &'static str,
    pub waits: &'static str,
}

pub fn texts() -> &'static Texts {
    locale().of(&EN, &KO)
}

const EN: Texts = Texts {
    mail: "The mail",
    preview: "Preview",
    reader: "Preview as",
    previous: "Previous person",
    next: "Next person",
    end: "· nobody further this way",
    made_up: "· invented: there is nobody in this audience yet",
    nobody: "…",
    search: "Find a person",
    worst: "Worst cases",
    longest_name: "Longest name",
    emptiest: "Most fields empty",
    largest: "Largest letter",
    lengths: |subject, preheader| {
        format!(
            "Subject {subject} characters, preview text {preheader}. Where programs cut depends on the screen; this is about right."
        )
    },
    width: "View",
    desktop: "Desktop",
    phone: "Phone",
    plain_text: "Plain text",
    colours: "Colours",
    light: "Light",
    dark: "Dark",
    inverted: "Inverted",
    dark_hint: "Dark as in Apple Mail: the mail's own dark styles, if it has any, decide.",
    inverted_hint: "Inverted as in Gmail on iPhone: the program turns the colours around, whatever the mail says.",
    images: "Images",
    images_on: "Images",
    images_off: "No images",
    size: "Size of the HTML",
    fits: |kilobytes| format!("{kilobytes} KB of the 102 KB that Gmail shows"),
    tight: |kilobytes| format!("{kilobytes} KB: close to the 102 KB after which Gmail cuts"),
    too_large: |kilobytes| {
        format!("{kilobytes} KB: Gmail cuts after 102 KB, and the unsubscribe link may be lost. Shorten it.")
    },
    frame: "The mail",
    waits: "Composing…",
};

const KO: Texts = Texts {
    mail: "보낸 메일",
    preview: "미리보기",
    reader: "받는 사람",
    previous: "이전 사람",
    next: "다음 사람",
    end: "· 이 방향으로는 더 없습니다",
    made_up: "· 예시 인물입니다. 아직 수신자가 없습니다",
    nobody: "…",
    search: "이름이나 주소로 찾기",
    worst: "확인할 만한 사람",
    longest_name: "이름이 가장 긴 사람",
    emptiest: "빈 항목이 가장 많은 사람",
    largest: "메일이 가장 큰 사람",
    lengths: |subject, preheader| {
        format!("제목 {subject}자, 미리보기 문구 {preheader}자. 잘리는 위치는 화면에 따라 조금 다를 수 있습니다.")
    },
    width: "보기",
    desktop: "데스크톱",
    phone: "휴대폰",
    plain_text: "텍스트",
    colours: "색상",
    light: "밝게",
    dark: "어둡게",
    inverted: "반전",
    dark_hint: "Apple Mail의 다크 모드입니다. 메일에 다크 모드 스타일이 있으면 그대로 적용됩니다.",
    inverted_hint: "iPhone Gmail의 다크 모드입니다. 메일 설정과 관계없이 앱이 색상을 반전합니다.",
    images: "이미지",
    images_on: "이미지 표시",
    images_off: "이미지 차단",
    size: "HTML 크기",
    fits: |kilobytes| format!("{kilobytes}KB / Gmail 표시 한도 102KB"),
    tight: |kilobytes| format!("{kilobytes}KB: Gmail이 잘라 내는 102KB에 가깝습니다"),
    too_large: |kilobytes| {
        format!(
            "{kilobytes}KB: Gmail은 102KB 뒤를 잘라 냅니다. 수신 거부 링크가 보이지 않을 수 있으니 내용을 줄이세요."
        )
    },
    frame: "메일 내용",
    waits: "메일을 만드는 중…",
};
