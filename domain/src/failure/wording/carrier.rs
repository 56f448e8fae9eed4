//! What is the matter with the carrier, our account there, or the way to it.

use super::{Wording, say};
use crate::failure::Cause;

pub(super) fn of_account(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::SenderNotVerified => say(
            ("Sender not verified", "인증되지 않은 발신자"),
            (
                "Amazon SES does not know the sender's address or domain as yours.",
                "Amazon SES에서 발신 주소나 도메인의 소유가 확인되지 않았습니다.",
            ),
            ("Verify the sender in the SES console, then resume.", "SES 콘솔에서 발신자를 인증한 뒤 다시 시작하세요."),
        ),
        Cause::SenderRefused => say(
            ("Sender refused", "발신 주소 거부"),
            (
                "The server does not take mail from this sender's address.",
                "서버가 이 발신 주소의 메일을 받지 않습니다.",
            ),
            (
                "Use a sender of a domain that exists and is yours, then send again.",
                "실제로 소유한 도메인의 발신 주소를 사용해 다시 보내세요.",
            ),
        ),
        Cause::RelayDenied => say(
            ("Mail server will not pass it on", "메일 서버의 전달 거부"),
            (
                "The mail server does not allow Pabal to send to other domains.",
                "메일 서버가 외부 도메인으로의 발송을 허용하지 않습니다.",
            ),
            (
                "Put a user and password into the carrier's address, or allow this machine at the mail server.",
                "발송 서버 주소에 사용자와 비밀번호를 넣거나 서버에서 이 장비를 허용하세요.",
            ),
        ),
        Cause::Credentials => say(
            ("Sign-in refused", "인증 정보 오류"),
            (
                "The carrier did not accept the credentials or permissions.",
                "발송 서버가 인증 정보나 권한을 받아들이지 않았습니다.",
            ),
            (
                "Ask whoever runs your Pabal server to check the user, password or AWS permissions, then resume.",
                "파발 서버 관리자에게 사용자와 비밀번호 또는 AWS 권한 확인을 요청한 뒤 다시 시작하세요.",
            ),
        ),
        _ => return None,
    })
}

pub(super) fn of_limits(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::AccountPaused => say(
            ("Sending paused at the carrier", "발송 서비스에서 일시 중지됨"),
            ("Amazon SES has paused sending for this account.", "Amazon SES가 이 계정의 발송을 멈췄습니다."),
            (
                "Read the notice in the SES console, answer it, then resume.",
                "SES 콘솔의 안내를 확인해 조치한 뒤 다시 시작하세요.",
            ),
        ),
        Cause::AccountSuspended => say(
            ("Account suspended", "계정 정지"),
            ("Amazon SES has suspended this account.", "Amazon SES가 이 계정을 정지했습니다."),
            (
                "Write to AWS Support; nothing can be sent until they lift it.",
                "AWS 지원에 문의하세요. 해제될 때까지 보낼 수 없습니다.",
            ),
        ),
        Cause::CarrierSetup => say(
            ("Something is missing at the carrier", "발송 서비스 설정 누락"),
            (
                "A configuration set or another named thing does not exist in SES.",
                "SES에 구성 세트 등 지정한 설정이 없습니다.",
            ),
            (
                "Ask whoever runs your Pabal server to correct the name or create it in SES, then resume.",
                "파발 서버 관리자에게 이름을 고치거나 SES에 만들어 달라고 요청한 뒤 다시 시작하세요.",
            ),
        ),
        Cause::QuotaSpent => say(
            ("Daily quota spent", "일일 발송 한도 소진"),
            ("The account may send no more within these 24 hours.", "24시간 동안 보낼 수 있는 양을 모두 사용했습니다."),
            (
                "Nothing to do: sending goes on by itself as the quota frees up.",
                "따로 할 일은 없습니다. 한도가 회복되면 자동으로 이어서 보냅니다.",
            ),
        ),
        Cause::Throttled => say(
            ("Sending rate reached", "발송 속도 한도 도달"),
            ("The carrier asked for a slower pace.", "발송 서버가 속도를 낮추도록 요청했습니다."),
            (
                "Nothing to do: Pabal has slowed down and tries again.",
                "따로 할 일은 없습니다. 속도를 낮추어 다시 보냅니다.",
            ),
        ),
        Cause::OutboxDisk => say(
            ("Outbox cannot be written", "보낼편지함에 쓸 수 없음"),
            (
                "The folder that takes the letters has no room or may not be written to.",
                "메일을 저장하는 폴더에 공간이나 쓰기 권한이 없습니다.",
            ),
            (
                "Ask whoever runs your Pabal server to free up space or grant write permission, then resume.",
                "파발 서버 관리자에게 저장 공간이나 쓰기 권한을 확보해 달라고 요청한 뒤 다시 시작하세요.",
            ),
        ),
        _ => return None,
    })
}

pub(super) fn of_way(cause: Cause) -> Wording {
    match cause {
        Cause::Unreachable => say(
            ("Carrier not reached", "발송 서버에 연결할 수 없음"),
            (
                "No connection to the carrier could be made; the letter never left.",
                "발송 서버에 연결되지 않아 메일이 나가지 않았습니다.",
            ),
            (
                "Check the network and the carrier's address, then send again.",
                "네트워크와 발송 서버 주소를 확인한 뒤 다시 보내세요.",
            ),
        ),
        Cause::NoAnswer => say(
            ("No answer came", "응답 없음"),
            (
                "The letter was handed over, but the carrier did not say whether it took it.",
                "메일을 넘겼지만 발송 서버가 받았는지 답하지 않았습니다.",
            ),
            (
                "A report settles it by itself. If you know better, say whether it was sent.",
                "발송 결과가 오면 자동으로 정리됩니다. 결과를 알고 있다면 직접 정하세요.",
            ),
        ),
        Cause::WorkerLost => say(
            ("Sending was cut short", "발송 중 프로그램 중단"),
            (
                "The sending process ended before it wrote the carrier's answer down: the mail may or may not have left.",
                "발송 서버의 답을 기록하기 전에 프로그램이 끝났습니다. 메일이 나갔을 수도, 나가지 않았을 수도 있습니다.",
            ),
            (
                "A report settles it by itself. If you know better, say whether it was sent.",
                "발송 결과가 오면 자동으로 정리됩니다. 결과를 알고 있다면 직접 정하세요.",
            ),
        ),
        Cause::Expired => say(
            ("Given up after many tries", "여러 번 시도 후 포기"),
            (
                "The carrier tried for a long time and could not deliver it.",
                "발송 서버가 오래 시도했지만 전달하지 못했습니다.",
            ),
            (
                "See whether the domain still takes mail, then send again.",
                "받는 쪽 도메인이 메일을 받는지 확인한 뒤 다시 보내세요.",
            ),
        ),
        Cause::TryLater => say(
            ("Temporary trouble on the other side", "받는 쪽의 일시적인 문제"),
            ("The server could not take the letter for the moment.", "받는 쪽 서버가 잠시 메일을 받지 못했습니다."),
            ("Send again later.", "나중에 다시 보내세요."),
        ),
        _ => say(
            ("Another reason", "그 밖의 이유"),
            ("The answer below is all that is known.", "메일 서버의 답 외에는 알려진 것이 없습니다."),
            ("Read the answer; sending again does no harm.", "응답을 확인하세요. 다시 보내도 문제가 되지 않습니다."),
        ),
    }
}
