use super::{Confirm, Done, Form, Keep, Preferences, Texts, Trouble};
use domain::suppression::SuppressionReason;

pub static TEXTS: Texts = Texts {
    language: "페이지 언어",
    preferences: Preferences {
        title: "메일 수신 설정",
        for_whom: |address| format!("{address} 주소의 설정입니다"),
        agreed_since: |sender, day| format!("{day}에 {sender}의 메일을 받는 데 동의하셨습니다."),
        known_since: |sender, day| format!("{sender}에 {day}부터 등록된 주소입니다."),
        stop_title: "수신 거부",
        stop_means: |sender| {
            format!(
                "누르면 {sender}에서 이 주소로 어떤 메일도 더 이상 보내지 않습니다. 로그인하지 않아도 바로 적용됩니다."
            )
        },
        stop: "모든 메일 수신 거부",
        stopped_title: "메일을 받지 않고 있습니다",
        stopped_means: |sender, day| format!("{day}부터 {sender}에서 이 주소로 메일을 보내지 않습니다."),
        back_means: |sender| {
            format!(
                "아래 버튼을 누르면 {sender}의 소식과 혜택 안내(광고성 정보)를 이메일로 다시 받는 데 동의하게 됩니다."
            )
        },
        back: "다시 구독하기",
        cannot: |reason| match reason {
            SuppressionReason::Bounced => {
                "이 주소로 보낸 메일이 되돌아와 발송을 멈췄습니다. 다시 받을 수 있게 되었다면 받으신 메일에 회신하세요."
            }
            SuppressionReason::Complained => {
                "이 주소에서 메일이 스팸으로 신고되어 더 이상 보내지 않습니다. 다시 받으시려면 다른 주소를 이용하세요."
            }
            SuppressionReason::ByHand => {
                "저희가 이 주소로 보내는 것을 멈췄습니다. 다시 받고 싶으시면 받으신 메일에 회신하세요."
            }
            SuppressionReason::Refused => "이 주소로 메일을 보내지 않도록 요청하셨습니다.",
        },
        topics_title: "주제별 메일",
        topics_means: "주제마다 받을지 고를 수 있습니다. 여기서 고른 내용은 그 주제의 메일에만 적용됩니다.",
        beside_topics: ("그 밖의 메일", "주제가 없는 메일은 모든 메일 수신을 거부하실 때까지 계속 보내 드립니다."),
        is_on: "받는 중",
        is_off: "받지 않음",
        turn_on: "받기",
        turn_off: "그만 받기",
        turn_on_named: |topic| format!("{topic} 받기"),
        turn_off_named: |topic| format!("{topic} 그만 받기"),
        language_title: "메일 언어",
        language_means: "두 언어로 쓰인 메일은 이 언어로 보내 드립니다.",
        language_unknown: "아직 고르지 않으셨습니다.",
        measuring_title: "열람과 클릭 기록",
        measuring_means: "일부 메일은 열람 여부와 클릭한 링크를 발신자에게 알립니다. 끄면 기록하지 않습니다.",
        is_measured: "켜짐",
        is_not_measured: "꺼짐",
        measure: "기록 켜기",
        measure_not: "기록 끄기",
        done: Done {
            stopped: |sender| {
                format!("수신 거부가 완료되었습니다. {sender}에서 이 주소로 더 이상 메일을 보내지 않습니다.")
            },
            back: |sender| format!("다시 구독하셨습니다. {sender}에서 이 주소로 메일을 보낼 수 있습니다."),
            topic_on: |topic| format!("이제 ‘{topic}’ 메일을 받습니다."),
            topic_off: |topic| format!("이제 ‘{topic}’ 메일을 받지 않습니다."),
            language: |language| format!("앞으로 메일을 {}로 보내 드립니다.", language.of("영어", "한국어")),
            language_open: "메일 언어 선택을 되돌렸습니다.",
            measured: "열람과 클릭을 다시 기록할 수 있습니다.",
            not_measured: "다음 메일부터 열람과 클릭을 기록하지 않습니다.",
            undo: "되돌리기",
            undo_stop: "되돌리기: 메일을 계속 받겠습니다",
        },
    },
    trouble: Trouble {
        unknown: (
            "주소가 올바르지 않습니다",
            "링크가 잘렸거나 온전하지 않아 아무것도 바뀌지 않았습니다. 받으신 메일에서 링크를 다시 누르세요. 그래도 안 되면 그 메일에 수신을 거부한다고 회신하세요. 담당자가 직접 읽습니다.",
        ),
        unreadable: (
            "선택하신 내용을 확인할 수 없습니다",
            "아무것도 바뀌지 않았습니다. 받으신 메일에서 링크를 다시 열고 한 번 더 선택하세요.",
        ),
        test: (
            "시험 메일입니다",
            "캠페인을 시험해 보려고 보낸 메일입니다. 이 메일의 링크는 아무것도 바꾸지 않으며, 이 메일 때문에 명단에 등록되지도 않습니다.",
        ),
        gone: (
            "더 이상 등록되어 있지 않습니다",
            "이 주소에 관한 정보는 모두 삭제되었습니다. 설정할 것이 없으며, 이 주소로 메일을 보내지 않습니다.",
        ),
        too_often: (
            "잠시 후 다시 시도하세요",
            "짧은 시간에 너무 많은 요청이 있었습니다. 아무것도 바뀌지 않았으니 1분 뒤에 다시 시도하세요.",
        ),
        broken: (
            "시스템 오류가 발생했습니다",
            "선택하신 내용을 저장하지 못했습니다. 잠시 후 다시 시도하고, 계속 안 되면 받으신 메일에 회신하세요.",
        ),
    },
    form: Form {
        title: |sender| format!("{sender} 메일 구독"),
        lead: "먼저 확인 메일을 보내 드립니다. 메일에 있는 링크로 확인하시기 전에는 다른 메일을 보내지 않습니다.",
        address: "이메일 주소",
        name: "이름",
        optional: "선택",
        letters_in: "메일 언어",
        topics: "어떤 메일을 받으시겠습니까?",
        consent: "동의 내용",
        agree: "동의합니다",
        trap: "이 칸은 비워 두세요",
        send: "구독하기",
        closed: ("지금은 새 구독 신청을 받지 않습니다", "다음에 다시 찾아오세요."),
        asked: ("메일함을 확인하세요", |address| {
            format!(
                "{address} 주소로 메일을 보낼 수 있다면 확인 메일을 보내 드립니다. 7일 안에 메일의 링크를 열고 버튼을 눌러야 구독이 완료됩니다. 스팸함도 확인하세요."
            )
        }),
        one_more_step: "한 단계 남았습니다. 동의 내용을 읽고 버튼을 누르세요.",
        too_fast: "너무 빨리 눌렸습니다. 버튼을 한 번 더 누르세요.",
        too_old: "페이지를 연 지 오래되었습니다. 버튼을 한 번 더 누르세요.",
        text_changed: "그사이 동의 내용이 바뀌었습니다. 다시 읽고 버튼을 누르세요.",
        no_agreement: "동의에 표시하세요. 동의하지 않으시면 메일을 보낼 수 없습니다.",
    },
    confirm: Confirm {
        title: "본인이 신청하셨습니까?",
        lead: |address, day| {
            format!("{day}에 {address} 주소로 구독 신청이 있었습니다. 본인이 신청하셨다면 버튼을 누르세요.")
        },
        topics: "선택한 메일",
        button: "네, 구독하겠습니다",
        not_me: "신청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 버튼을 누르지 않으면 메일을 보내지 않습니다.",
        done: ("구독이 완료되었습니다", |address| {
            format!(
                "이제 {address} 주소로 메일을 보내 드립니다. 모든 메일에 있는 링크로 언제든지 바꾸거나 그만 받으실 수 있습니다."
            )
        }),
        unknown: (
            "더 이상 쓸 수 없는 링크입니다",
            "확인 링크는 7일 동안 쓸 수 있습니다. 아무것도 바뀌지 않았으니, 다시 신청하시면 새 링크를 보내 드립니다.",
        ),
        stopped: ("이 주소로는 메일을 보낼 수 없습니다", |reason| match reason {
            SuppressionReason::Bounced => {
                "이 주소로 보낸 메일이 되돌아왔습니다. 다른 주소로 신청하시거나 이 주소에서 저희에게 메일을 보내세요."
            }
            SuppressionReason::Complained | SuppressionReason::Refused => {
                "이 주소에서 메일이 스팸으로 신고되어 더 이상 보내지 않습니다. 다른 주소로 신청하세요."
            }
            SuppressionReason::ByHand => {
                "저희가 이 주소로 보내는 것을 멈췄습니다. 다시 받고 싶으시면 저희에게 메일을 보내세요."
            }
        }),
        again: "구독 신청하기",
    },
    keep: Keep {
        title: "메일을 계속 받으시겠습니까?",
        agreed: |sender, day| {
            format!("{day}에 {sender}의 소식과 혜택 안내(광고성 정보) 메일을 받는 데 동의하셨습니다.")
        },
        means: |sender| {
            format!(
                "아래 버튼을 누르면 {sender}의 소식과 혜택 안내(광고성 정보)를 이메일로 계속 받는 데 동의하게 됩니다."
            )
        },
        button: "네, 계속 받겠습니다",
        silence: "아무것도 하지 않으시면 동의가 그대로 유지됩니다. 로그인하지 않고도 언제든지 철회할 수 있습니다.",
        done: ("수신 동의를 유지했습니다", |sender, day| {
            format!(
                "{day}에 {sender}의 메일 수신 동의를 유지하셨고, 그 내용을 기록했습니다. 2년 뒤에 다시 여쭙겠습니다."
            )
        }),
        stopped: ("메일을 받지 않고 있습니다", |sender| {
            format!(
                "{sender}에서 이 주소로 메일을 보내지 않고 있으며, 이 버튼으로는 바뀌지 않습니다. 수신 설정을 확인하세요."
            )
        }),
        unknown: (
            "주소가 올바르지 않습니다",
            "링크가 잘렸거나 온전하지 않아 아무것도 바뀌지 않았습니다. 받으신 메일에서 버튼을 다시 누르세요. 수신 동의는 그대로 유지됩니다.",
        ),
        choices: "수신 거부 또는 수신 설정",
    },
    day: domain::day::korean,
};
