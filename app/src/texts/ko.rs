use super::{CampaignsTexts, FrameTexts, LiveTexts, PeopleTexts, SignInTexts, Texts, WelcomeTexts, count};
use crate::AppError;
use domain::{
    DeliveryState,
    campaign::{CampaignKind, CampaignState, DoubtPolicy},
    member::Role,
};

pub static TEXTS: Texts = Texts {
    frame: FrameTexts {
        skip_to_content: "본문으로 건너뛰기",
        overview: "현황",
        campaigns: "캠페인",
        failed_sends: "발송 실패",
        templates: "템플릿",
        images: "이미지",
        audience: "수신자",
        people: "연락처",
        segments: "세그먼트",
        imports: "가져오기",
        topics: "주제",
        suppressions: "발송 제외",
        settings: "설정",
        password: "비밀번호 변경",
        sign_out: "로그아웃",
        language: "언어",
        places: "주 메뉴",
        menu: "메뉴",
        content: "콘텐츠",
        theme: "화면",
        theme_system: "자동",
        theme_light: "밝게",
        theme_dark: "어둡게",
        not_found: "페이지를 찾을 수 없습니다",
        not_found_hint: "주소가 잘못되었거나 삭제된 페이지입니다.",
        to_campaigns: "캠페인 목록으로",
        loading: "불러오는 중…",
    },
    sign_in: SignInTexts {
        title: "로그인", email: "이메일 주소", password: "비밀번호", submit: "로그인"
    },
    welcome: WelcomeTexts {
        title: "파발을 시작합니다",
        lead: "이 서버의 첫 관리자 계정을 만듭니다. 모든 기능을 사용할 수 있습니다.",
        lead_invited: |role| format!("이 서버에 초대되었습니다. 역할: {}", (TEXTS.role)(role)),
        name: "이름",
        name_hint: "함께 일하는 사람들에게 표시됩니다.",
        password_hint: |least| format!("{least}자 이상 입력하세요. 기호보다 긴 문장이 기억하기 쉽습니다."),
        submit: "계정 만들기",
        no_longer_good: "더 이상 사용할 수 없는 링크입니다",
        no_longer_good_hint: "이미 사용했거나 24시간이 지난 링크입니다. \
                              아직 계정이 하나도 없다면 서버를 다시 시작하세요. 새 링크가 출력됩니다.",
    },
    campaigns: CampaignsTexts {
        title: "캠페인",
        name: "캠페인",
        state: "상태",
        audience: "대상",
        progress: "진행",
        result: "결과",
        launched: "발송 시작",
        older: "이전 캠페인",
        newest: "최신 캠페인",
        none_yet: "아직 캠페인이 없습니다",
        none_yet_hint: "다섯 장의 카드를 채우면 첫 캠페인이 완성됩니다. 입력하는 대로 저장됩니다.",
        none_older: "더 이전의 캠페인이 없습니다",
        ended_of: |ended, audience| format!("{}명 중 {}명 완료", count(audience), count(ended)),
        none_ended: "아직 없음",
        new: "새 캠페인",
        name_hint: "팀에서만 보는 이름으로, 메일에는 나오지 않습니다.",
        name_label: "이름",
        begin: "작성 시작",
        all: "전체",
        archived: "보관함",
        search: "이름 검색",
        none_found: "조건에 맞는 캠페인이 없습니다",
        show_all: "전체 캠페인 보기",
        goes_at: "예약",
        more: "더 보기",
        more_of: |name| format!("{name} 더 보기"),
        duplicate: "복제",
        copy_of: |name| format!("{name} (사본)"),
        copy_means: "내용, 받는 사람, 발신자가 같은 새 초안을 만듭니다.",
        archive: "보관",
        unarchive: "보관 취소",
        delete: "삭제",
    },
    live: LiveTexts {
        back: "전체 캠페인",
        audience: |_| "명".into(),
        accounted_for: "한 명도 빠짐없이 확인됩니다",
        bar: |parts| format!("수신자 상태: {parts}"),
        all: "전체",
        connected: "실시간",
        reconnecting: "연결이 끊어져 다시 연결하고 있습니다…",
        launched: "발송 시작",
        finished: "발송 완료",
        rate: |rate| {
            if rate < 10.0 { format!("초당 {rate:.1}통") } else { format!("초당 {}통", count(rate as i64)) }
        },
        time_left: |seconds| match seconds {
            ..=99 => format!("약 {}초 남음", seconds.max(1)),
            100..=5999 => format!("약 {}분 남음", (seconds + 30) / 60),
            _ => format!("약 {}시간 남음", (seconds + 1800) / 3600),
        },
        report: "보고서",
        halted: "파발이 이 캠페인을 일시 중지했습니다",
        held: "야간 발송 제한 시간이라 광고성 메일을 보내지 않습니다",
        held_until: "자동으로 다시 시작하는 시각:",
        paused: |left, held, rest| match rest {
            0 => format!("일시 중지됨: {}통은 이미 나갔고 {}통은 보류 중입니다.", count(left), count(held)),
            rest => format!(
                "일시 중지됨: {}통은 이미 나갔고 {}통은 보류 중이며 {}통은 나가지 않습니다.",
                count(left),
                count(held),
                count(rest)
            ),
        },
        in_doubt: |n| {
            format!("{}통은 발송 여부가 확인되지 않았습니다. 발송 서비스의 보고가 도착하면 확정됩니다.", count(n))
        },
        doubts_end: |policy| match policy {
            DoubtPolicy::AssumeSent => {
                "보고가 없으면 발송된 것으로 처리합니다. 광고 메일은 추측만으로 두 번 보내지 않습니다."
            }
            DoubtPolicy::SendAgain => {
                "보고가 없으면 다시 보냅니다. 정보성 메일은 빠지는 것보다 두 번 가는 편이 낫습니다. 세 번 더 보내도 응답이 없으면 실패로 \
                 처리합니다."
            }
        },
        doubts_end_by: "마지막 처리 시각:",
        settled_as_sent: |n| format!("제때 보고가 없던 {}통을 발송된 것으로 처리했습니다.", count(n)),
        settled_as_unsent: |again, given_up| {
            let taken = format!("제때 보고가 없던 {}건을 발송되지 않은 것으로 처리했습니다", count(again + given_up));
            match given_up {
                0 => format!("{taken}. 다시 보낼 대상이 되었습니다."),
                n => format!("{taken}. 그중 마지막 시도였던 {}건은 실패입니다.", count(n)),
            }
        },
        pause: "일시 중지",
        resume: "다시 시작",
        cancel: "취소…",
        cancel_title: "이 캠페인을 취소하시겠습니까?",
        cancel_means: |left, held| {
            format!(
                "이미 나간 {}통은 되돌릴 수 없습니다. 나머지 {}명에게는 보내지 않습니다. \
                 취소한 캠페인은 다시 시작할 수 없습니다.",
                count(left),
                count(held)
            )
        },
        cancel_yes: "캠페인 취소",
        cancel_no: "계속 보내기",
        send_all_again: |n| format!("실패한 {}명에게 모두 다시 보내기", count(n)),
        sent_again: |n| format!("{}통을 다시 보냅니다.", count(n as i64)),
    },
    people: PeopleTexts {
        title: "수신자",
        filter: "상태별로 보기",
        search: "이메일 주소의 앞부분으로 찾기…",
        search_submit: "찾기",
        clear: "모두 보기",
        number: "번호",
        address: "이메일 주소",
        name: "이름",
        state: "상태",
        attempts: "시도",
        detail: "마지막 기록",
        time: "시각",
        select: |address| format!("{address} 선택"),
        send_again: "다시 보내기",
        send_again_to: |address| format!("{address}에게 다시 보내기"),
        send_selected_again: "선택한 사람에게 다시 보내기",
        nobody: "아직 수신자가 확정되지 않았습니다.",
        nobody_matches: "조건에 맞는 수신자가 없습니다. 다른 상태를 고르거나 검색어를 줄여 보세요.",
        looked_at: |n| format!("{}명까지 찾아보았습니다. 아직 더 있을 수 있습니다.", count(n as i64)),
        go_on: "계속 찾기",
        first: "첫 페이지",
        next: "다음 페이지",
    },
    operator: "서버 관리자",
    error: |error| match error {
        AppError::Invalid(invalid) => sentence(&invalid.reason.ko),
        AppError::Refused(why) => sentence(&why.ko),
        AppError::Missing(_) => "찾을 수 없습니다. 이미 삭제되었을 수 있습니다.".into(),
        AppError::SignInFirst => "로그인이 만료되었습니다. 다시 로그인하세요.".into(),
        AppError::NotAllowed => "이 작업을 할 권한이 없습니다. 관리자에게 문의하세요.".into(),
        AppError::WrongPassword => "이메일 주소 또는 비밀번호가 올바르지 않습니다.".into(),
        AppError::TooManySignIns { minutes } => {
            format!("로그인 시도가 너무 많습니다. {minutes}분 뒤에 다시 시도하세요.")
        }
        AppError::Broken { incident } => format!(
            "서버에 문제가 발생했습니다. 다시 시도해 주시고, 계속되면 관리자에게 이 번호를 알려 주세요: {incident}."
        ),
        AppError::Unreachable => "서버에 연결할 수 없습니다. 네트워크를 확인하고 다시 시도하세요.".into(),
    },
    delivery_state: |state| match state {
        DeliveryState::Waiting => "대기",
        DeliveryState::Sending => "발송 중",
        DeliveryState::Sent => "발송됨",
        DeliveryState::Delivered => "도착",
        DeliveryState::Retrying => "재시도",
        DeliveryState::InDoubt => "미확인",
        DeliveryState::Failed => "실패",
        DeliveryState::Bounced => "반송",
        DeliveryState::Complained => "스팸 신고",
        DeliveryState::Skipped => "제외",
        DeliveryState::Cancelled => "취소",
    },
    delivery_state_means: |state| match state {
        DeliveryState::Waiting => "아직 발송 서비스에 전달하지 않았습니다",
        DeliveryState::Sending => "발송 서비스에 전달하고 있습니다",
        DeliveryState::Sent => "발송 서비스가 접수했습니다",
        DeliveryState::Delivered => "상대 메일함에 도착했습니다",
        DeliveryState::Retrying => "잠시 후 다시 시도합니다",
        DeliveryState::InDoubt => "접수되었는지 확인되지 않았습니다",
        DeliveryState::Failed => "보내지 못했습니다",
        DeliveryState::Bounced => "상대 메일 서버가 돌려보냈습니다",
        DeliveryState::Complained => "받은 사람이 스팸으로 신고했습니다",
        DeliveryState::Skipped => "수신 거부 등의 이유로 보내지 않았습니다",
        DeliveryState::Cancelled => "캠페인이 취소되어 보내지 않았습니다",
    },
    campaign_state: |state| match state {
        CampaignState::Draft => "작성 중",
        CampaignState::Scheduled => "예약됨",
        CampaignState::Running => "발송 중",
        CampaignState::Paused => "일시 중지",
        CampaignState::Cancelled => "취소됨",
        CampaignState::Finished => "완료",
    },
    leaving: |seconds| match seconds {
        Some(seconds) => format!("{seconds}초 뒤 발송"),
        None => "곧 나갑니다".into(),
    },
    campaign_kind: |kind| match kind {
        CampaignKind::Advertising => "광고성",
        CampaignKind::Informational => "정보성",
    },
    role: |role| match role {
        Role::Admin => "관리자",
        Role::Marketer => "마케터",
        Role::Viewer => "뷰어",
    },
};

/// A reason as the rules word it, made to stand alone.
fn sentence(reason: &str) -> String {
    let stop = if reason.is_empty() || reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{reason}{stop}")
}
