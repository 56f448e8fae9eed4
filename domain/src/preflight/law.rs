//! Korean advertising (Network Act article 50, enforcement decree appendix 6), and a way out of every letter.

use super::{Code, Finding, Fix, Somebody, finding::or_fine, html::Seen};
use crate::{SenderId, campaign::CampaignKind, compose::Rendered, draft::mark, sender::SenderProfile};

/// How a refusal is called in Korean, blanks left out.
const REFUSE_KO: [&str; 3] = ["수신거부", "수신을원하지않", "수신동의철회"];
const REFUSE_EN: [&str; 3] = ["unsubscribe", "opt out", "opt-out"];

/// Advertising that is launched now waits for the end of the quiet hours.
pub fn quiet_hours(until: &str) -> Finding {
    Finding::new(
        Code::QuietHours,
        (
            format!("quiet hours are on: advertising that starts now waits until {until} and then goes by itself"),
            format!("야간 발송 제한 시간입니다. 지금 시작하면 {until}까지 기다렸다가 자동으로 발송합니다"),
        ),
    )
    .mended_by(Fix::Law)
}

/// Of an audience whose subjects differ: those that lack the mark.
pub fn unmarked(count: i64, whose: &Somebody) -> Finding {
    Finding::new(
        Code::MarkMissing,
        (
            format!(
                "the subject of {count} letters does not begin with exactly (광고); write it before all placeholders"
            ),
            format!("메일 {count}통의 제목이 정확히 (광고)로 시작하지 않습니다. 모든 변수와 블록보다 앞에 적으세요"),
        ),
    )
    .about(whose.address.clone())
    .mended_by(Fix::MarkSubject)
}

/// `link` is the unsubscribe address of this very letter.
pub fn law(
    kind: CampaignKind,
    letter: &Rendered,
    seen: &Seen,
    link: &str,
    (id, sender): (SenderId, &SenderProfile),
) -> Vec<Finding> {
    let mut found = Vec::new();
    if kind == CampaignKind::Advertising {
        if !mark::is_marked(&letter.subject) {
            found.push(mark_missing());
        }
        found.extend(footer(seen, sender, id));
        found.extend(refusal(seen));
    }
    found.extend(way_out(letter, seen, link));
    or_fine(found, || {
        Finding::new(
            Code::LawFine,
            match kind {
                CampaignKind::Advertising => (
                    "the mark (광고), the sender's details and the refusal in Korean and English are all there",
                    "(광고) 표시, 발신자 정보, 한국어와 영어 수신 거부 안내가 모두 있습니다",
                ),
                CampaignKind::Informational => {
                    ("every letter has a link to unsubscribe", "모든 메일에 수신 거부 링크가 있습니다")
                }
            },
        )
    })
}

fn mark_missing() -> Finding {
    Finding::new(
        Code::MarkMissing,
        (
            "advertising must begin with exactly (광고) in its subject",
            "광고성 메일의 제목은 정확히 (광고)로 시작해야 합니다",
        ),
    )
    .mended_by(Fix::MarkSubject)
}

fn footer(seen: &Seen, sender: &SenderProfile, id: SenderId) -> Vec<Finding> {
    if !sender.legal.is_complete() {
        let says = (
            "this sender has no company, address or phone yet, which advertising must name; fill them in",
            "발신자의 상호, 주소, 전화번호가 비어 있습니다. 광고성 메일에는 꼭 적어야 하니 입력하세요",
        );
        return vec![Finding::new(Code::SenderUnknown, says).about(&sender.name).mended_by(Fix::Sender(id))];
    }
    let text = folded(&seen.text);
    let (own, reply) = (sender.address.as_str(), sender.reply_to.as_ref().map(|address| address.as_str()));
    let is_there = |words: &str| !words.is_empty() && text.contains(&folded(words));
    let e_mail = is_there(own) || reply.is_some_and(is_there);
    let phone = digits(&seen.text).contains(&digits(&sender.legal.phone));
    let parts = [
        (is_there(&sender.legal.company) || is_there(&sender.name), ("company", "상호")),
        (e_mail, ("e-mail address", "이메일")),
        (phone, ("phone", "전화번호")),
        (is_there(&sender.legal.postal_address), ("postal address", "주소")),
    ];
    let lacks = parts.into_iter().filter(|(is_there, _)| !is_there).map(|(_, name)| name);
    let (en, ko): (Vec<&str>, Vec<&str>) = lacks.unzip();
    if en.is_empty() {
        return vec![];
    }
    let says = (
        format!(
            "the letter does not name the sender's {}, as advertising must; put them into the footer",
            en.join(", ")
        ),
        format!("광고성 메일에 꼭 적어야 할 발신자 정보가 본문에 없습니다: {}. 푸터에 넣으세요", ko.join(", ")),
    );
    vec![Finding::new(Code::FooterLacks, says).mended_by(Fix::AddFooter)]
}

fn refusal(seen: &Seen) -> Option<Finding> {
    let (text, lower) = (folded(&seen.text), seen.text.to_lowercase());
    let korean = REFUSE_KO.iter().any(|word| text.contains(word));
    let english = REFUSE_EN.iter().any(|word| lower.contains(word));
    let says = match (korean, english) {
        (true, true) => return None,
        (false, true) => (
            "the letter says only in English how to refuse it; say 수신 거부 in Korean too",
            "수신 거부 안내가 영어로만 있습니다. 한국어로도 적으세요",
        ),
        (true, false) => (
            "the letter says only in Korean how to refuse it; say Unsubscribe in English too",
            "수신 거부 안내가 한국어로만 있습니다. 영어(Unsubscribe)로도 적으세요",
        ),
        (false, false) => (
            "the letter does not say how to refuse it, which advertising must in Korean and English",
            "수신 거부 안내가 없습니다. 광고성 메일에는 한국어와 영어로 꼭 적어야 합니다",
        ),
    };
    Some(Finding::new(Code::RefusalMissing, says).mended_by(Fix::AddFooter))
}

fn way_out(letter: &Rendered, seen: &Seen, link: &str) -> Option<Finding> {
    let in_html = seen.anchors.iter().any(|anchor| anchor.href == link);
    let in_text = letter.text.contains(link);
    let says = match (in_html, in_text) {
        (true, true) => return None,
        (false, true) => (
            "the letter has no link to unsubscribe; put {{UnsubscribeUrl}} into a link of the template",
            "메일에 수신 거부 링크가 없습니다. 템플릿의 링크에 {{UnsubscribeUrl}}을 넣으세요",
        ),
        (true, false) => (
            "the plain text has no link to unsubscribe; save the template anew, or put {{UnsubscribeUrl}} into it",
            "텍스트 본문에 수신 거부 링크가 없습니다. 템플릿을 다시 저장하거나 {{UnsubscribeUrl}}을 넣으세요",
        ),
        (false, false) => (
            "neither the letter nor its plain text has a link to unsubscribe; put {{UnsubscribeUrl}} into a link",
            "메일과 텍스트 본문에 수신 거부 링크가 없습니다. 링크에 {{UnsubscribeUrl}}을 넣으세요",
        ),
    };
    Some(Finding::new(Code::UnsubscribeMissing, says).mended_by(Fix::AddFooter))
}

/// Without blanks and letter case: a line may break anywhere.
fn folded(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
