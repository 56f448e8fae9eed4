//! The words of each notice.

use super::{Notice, NoticeKind};
use crate::{
    day::{english as english_day, korean as korean_day},
    sender::SenderProfile,
};

/// A letter before it is laid out: one line, some paragraphs, a button, some small print.
pub(super) struct Words {
    pub subject: String,
    pub paragraphs: Vec<String>,
    pub button: Option<&'static str>,
    pub small_print: Vec<String>,
}

pub(super) fn words(notice: &Notice, sender: &SenderProfile) -> Words {
    if notice.is_korean() { korean(notice, sender) } else { english(notice, sender) }
}

fn english(notice: &Notice, sender: &SenderProfile) -> Words {
    let (who, day) = (called(sender), english_day(notice.at));
    let what = match notice.topics.as_slice() {
        [] => "e-mail".to_owned(),
        topics => format!("e-mail about {}", topics.join(", ")),
    };
    let (subject, paragraphs, button) = match notice.kind {
        NoticeKind::ConfirmSubscription => (
            format!("Please confirm: {what} from {who}"),
            vec![
                format!("On {day} somebody, we hope it was you, asked for {what} from {who} at this address."),
                "Press the button to confirm. Until then we send you nothing.".into(),
                "If it was not you, do nothing: we will not write again.".into(),
            ],
            Some("Confirm"),
        ),
        NoticeKind::Refused => (
            format!("You will get no more {what} from {who}"),
            vec![
                format!("On {day} you refused {what} from {who}. It is done: we will not send it to you any more."),
                "Have you changed your mind? You can choose again at any time.".into(),
            ],
            Some("Your choices"),
        ),
        NoticeKind::Agreed => (
            format!("You agreed to {what} from {who}"),
            vec![
                format!("On {day} you agreed to get {what} from {who}. It is written down."),
                "You can change or withdraw this at any time, with one click and without signing in.".into(),
            ],
            Some("Your choices"),
        ),
        NoticeKind::Reconfirm => (
            format!("Do you still want {what} from {who}?"),
            vec![
                format!("On {day} you agreed to get {what} from {who}. We ask every two years whether you still do."),
                "If so, you need not do anything. If not, one click ends it.".into(),
            ],
            Some("Keep or end it"),
        ),
    };
    let law = match notice.kind {
        NoticeKind::ConfirmSubscription => None,
        NoticeKind::Refused | NoticeKind::Agreed => {
            Some("Korea's Network Act, article 50 (7), asks us to tell you so.")
        }
        NoticeKind::Reconfirm => Some("Korea's Network Act, article 50 (8), asks us to ask you so."),
    };
    let small_print = small_print(sender, law, "Representative");
    Words { subject, paragraphs, button, small_print }
}

fn korean(notice: &Notice, sender: &SenderProfile) -> Words {
    let (who, day) = (called(sender), korean_day(notice.at));
    let what = match notice.topics.as_slice() {
        [] => "메일".to_owned(),
        topics => format!("메일({})", topics.join(", ")),
    };
    let (subject, paragraphs, button) = match notice.kind {
        NoticeKind::ConfirmSubscription => (
            format!("{who} {what} 수신 신청을 확인하세요"),
            vec![
                format!("{day} 이 주소로 {who} {what} 수신 신청이 접수되었습니다."),
                "아래 버튼을 누르면 수신 동의가 완료됩니다. 그 전에는 메일을 보내지 않습니다.".into(),
                "신청하신 적이 없다면 이 메일을 무시하세요. 더 이상 연락하지 않습니다.".into(),
            ],
            Some("수신 신청 확인"),
        ),
        NoticeKind::Refused => (
            format!("{who} {what} 수신 거부 처리 결과 안내"),
            vec![
                format!("{day} 요청하신 {who} {what} 수신 거부를 처리했습니다. 앞으로 보내지 않습니다."),
                "다시 받고 싶으시면 언제든 수신 설정에서 선택하세요.".into(),
            ],
            Some("수신 설정"),
        ),
        NoticeKind::Agreed => (
            format!("{who} {what} 수신 동의 처리 결과 안내"),
            vec![
                format!("{day} {who} {what} 수신에 동의하셨고, 그 내용을 기록했습니다."),
                "로그인하지 않고도 언제든 한 번에 변경하거나 철회할 수 있습니다.".into(),
            ],
            Some("수신 설정"),
        ),
        NoticeKind::Reconfirm => (
            format!("{who} {what} 수신 동의를 유지하시겠어요?"),
            vec![
                format!("{day} {who} {what} 수신에 동의하셨습니다. 2년마다 동의 여부를 다시 확인합니다."),
                "계속 받으시려면 아무것도 하지 않으셔도 됩니다. 원하지 않으시면 한 번에 철회할 수 있습니다.".into(),
            ],
            Some("유지 또는 철회"),
        ),
    };
    let law = match notice.kind {
        NoticeKind::ConfirmSubscription => None,
        NoticeKind::Refused | NoticeKind::Agreed => Some("정보통신망법 제50조 제7항에 따라 처리 결과를 알려 드립니다."),
        NoticeKind::Reconfirm => Some("정보통신망법 제50조 제8항에 따라 수신 동의 여부를 확인합니다."),
    };
    let small_print = small_print(sender, law, "대표");
    Words { subject, paragraphs, button, small_print }
}

/// `head`: what a representative is called.
fn small_print(sender: &SenderProfile, law: Option<&str>, head: &str) -> Vec<String> {
    let legal = &sender.legal;
    let address = sender.reply_to.as_ref().unwrap_or(&sender.address).as_str();
    let representative = match legal.representative.as_str() {
        "" => String::new(),
        name => format!("{head} {name}"),
    };
    let parts = [called(sender), &representative, &legal.postal_address, &legal.phone, address];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    law.map(str::to_owned).into_iter().chain([parts.join(" | ")]).collect()
}

fn called(sender: &SenderProfile) -> &str {
    [sender.legal.company.as_str(), sender.name.as_str()]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| sender.address.domain())
}
