//! Names of fields and their words, as the log keeps them, in the reader's language. What is not known stays as it is.

use crate::{
    texts::{Locale, locale, texts as shared},
    ui::origin_in_words,
};
use domain::{Origin, campaign::CampaignKind, member::Role};

/// As kept, English, Korean.
const FIELDS: [(&str, &str, &str); 68] = [
    ("Audience", "Audience", "대상"),
    ("Content", "Content", "내용"),
    ("Sender", "Sender", "발신자"),
    ("When", "Time of sending", "발송 시각"),
    ("added_since", "Added since", "추가일"),
    ("address", "Address", "주소"),
    ("addresses", "Addresses", "주소"),
    ("alt", "Description of the picture", "대체 텍스트"),
    ("as", "As", "기준"),
    ("at", "Time", "시각"),
    ("attributes", "Attributes", "속성"),
    ("beginning", "Begins with", "시작 글자"),
    ("columns", "Columns", "열"),
    ("company", "Company", "회사명"),
    ("consent", "Consent", "수신 동의"),
    ("consents", "Consent", "수신 동의"),
    ("description", "Description", "설명"),
    ("email", "E-mail address", "이메일 주소"),
    ("en", "English", "영어"),
    ("exclude", "Left out segments", "제외 세그먼트"),
    ("fields", "Texts", "문구"),
    ("footer", "Legal footer at the end", "메일 끝 법정 표기"),
    ("from", "From", "시작"),
    ("id", "Number", "번호"),
    ("import", "Import", "가져오기"),
    ("include", "Segments", "포함 세그먼트"),
    ("keeps_quiet", "Quiet hours", "야간 발송 제한"),
    ("kind", "Kind", "유형"),
    ("ko", "Korean", "한국어"),
    ("legal", "Legal footer", "법정 표기"),
    ("list_id", "List-Id", "List-Id"),
    ("local", "Local time", "현지 시각"),
    ("locale", "Language", "언어"),
    ("markup", "Markup", "형식"),
    ("may_launch", "May launch", "발송 권한"),
    ("name", "Name", "이름"),
    ("note", "Note", "메모"),
    ("octets", "Bytes", "바이트"),
    ("of", "Who", "범위"),
    ("people", "People", "사람 수"),
    ("phone", "Telephone", "전화번호"),
    ("postal_address", "Postal address", "우편 주소"),
    ("preheader", "Preheader", "미리보기 문구"),
    ("quiet", "Hours", "시간"),
    ("reason", "Reason", "이유"),
    ("reply_to", "Answers go to", "회신 주소"),
    ("representative", "Representative", "대표자"),
    ("restored_from", "Restored from version", "복원한 버전"),
    ("role", "Role", "역할"),
    ("rule", "Rule", "조건"),
    ("segment", "Segment", "세그먼트"),
    ("sends_receipts", "Confirms consents and refusals", "동의·거부 처리 결과 안내"),
    ("seqs", "Numbers in the campaign", "캠페인 내 번호"),
    ("sheet", "Sheet", "시트"),
    ("source", "Source", "출처"),
    ("standing", "Suppressed", "발송 제외 여부"),
    ("state", "State", "상태"),
    ("subject", "Subject", "제목"),
    ("subscribed", "Subscribed", "구독"),
    ("tags", "Tags", "태그"),
    ("template", "Template", "템플릿"),
    ("title", "Title", "제목"),
    ("to", "To", "받는 주소"),
    ("topic", "Topic", "주제"),
    ("until", "Until", "끝"),
    ("version", "Version", "버전"),
    ("width", "Width", "너비"),
    ("zone", "Time zone", "시간대"),
];

/// Below these, names are people's own.
const OF_PEOPLE: [&str; 2] = ["attributes", "fields"];

/// The field, the word as kept, English, Korean.
const WORDS: [(&str, &str, &str, &str); 18] = [
    ("as", "sent", "sent", "발송됨"),
    ("as", "unsent", "not sent", "발송되지 않음"),
    ("at", "local", "at a chosen time", "지정한 시각"),
    ("at", "now", "at once", "바로"),
    ("consent", "given", "given", "동의"),
    ("consent", "refused", "refused", "거부"),
    ("consent", "unknown", "unknown", "확인 안 됨"),
    ("locale", "en", "English", "영어"),
    ("locale", "ko", "Korean", "한국어"),
    ("markup", "html", "HTML", "HTML"),
    ("markup", "mjml", "MJML", "MJML"),
    ("of", "everyone", "everybody", "모든 사람"),
    ("of", "import", "the people of an import", "가져온 파일의 사람"),
    ("of", "segments", "segments", "세그먼트"),
    ("reason", "bounced", "bounced", "반송"),
    ("reason", "by_hand", "by hand", "직접 추가"),
    ("reason", "complained", "reported as spam", "스팸 신고"),
    ("reason", "refused", "refused", "수신 거부"),
];

/// `legal`, `phone` -> "Legal footer · Telephone".
pub fn name_of(field: &[String]) -> String {
    let mut is_known = true;
    let mut said = Vec::with_capacity(field.len());
    for (place, part) in field.iter().enumerate() {
        let is_last = place + 1 == field.len();
        if part == "id" && !is_last {
            continue;
        }
        said.push(if is_known { name_of_part(part) } else { part.clone() });
        is_known &= !OF_PEOPLE.contains(&part.as_str());
    }
    said.join(" · ")
}

fn name_of_part(part: &str) -> String {
    let known = FIELDS.iter().find(|(kept, ..)| *kept == part);
    known.map_or(part, |(_, en, ko)| chosen(en, ko)).to_owned()
}

/// A value of one word, where its field has words of its own.
pub fn word_of(field: &[String], word: &str) -> String {
    let Some(last) = field.last().filter(|_| !field.iter().any(|part| OF_PEOPLE.contains(&part.as_str()))) else {
        return word.to_owned();
    };
    if let Some((.., en, ko)) = WORDS.iter().find(|(of, kept, ..)| of == last && *kept == word) {
        return chosen(en, ko).to_owned();
    }
    let shared = shared();
    let known = match last.as_str() {
        "role" => word.parse::<Role>().ok().map(|role| (shared.role)(role).to_owned()),
        "kind" => word.parse::<CampaignKind>().ok().map(|kind| (shared.campaign_kind)(kind).to_owned()),
        "source" => Some(origin_in_words(&Origin::from(word.to_owned()))),
        _ => None,
    };
    known.unwrap_or_else(|| word.to_owned())
}

fn chosen(en: &'static str, ko: &'static str) -> &'static str {
    match locale() {
        Locale::En => en,
        Locale::Ko => ko,
    }
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, WORDS, name_of, word_of};
    use crate::texts::Locale;
    use leptos::prelude::{Owner, provide_context};

    fn path(words: &str) -> Vec<String> {
        words.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn what_is_known_is_named_in_the_readers_language_and_the_rest_as_it_is() {
        let table = [
            ("role", "Role", "역할"),
            ("legal.phone", "Legal footer · Telephone", "법정 표기 · 전화번호"),
            ("Audience.id.include", "Audience · Segments", "대상 · 포함 세그먼트"),
            ("Content.template.id", "Content · Template · Number", "내용 · 템플릿 · 번호"),
            ("attributes.name", "Attributes · name", "속성 · name"),
            ("legal.fax", "Legal footer · fax", "법정 표기 · fax"),
        ];
        let owner = Owner::new();
        for (field, en, ko) in table {
            assert_eq!(owner.with(|| name_of(&path(field))), en);
            assert_eq!(Owner::new().with(|| (provide_context(Locale::Ko), name_of(&path(field))).1), ko);
        }
    }

    #[test]
    fn words_are_told_where_their_field_has_words_of_its_own() {
        let korean = |field: &str, word: &str| {
            Owner::new().with(|| (provide_context(Locale::Ko), word_of(&path(field), word)).1)
        };
        assert_eq!(korean("role", "viewer"), "뷰어");
        assert_eq!(korean("reason", "by_hand"), "직접 추가");
        assert_eq!(korean("source", "import 7"), "가져오기 7");
        assert_eq!(korean("attributes.reason", "by_hand"), "by_hand");
        assert_eq!(korean("role", "emperor"), "emperor");
    }

    #[test]
    fn no_field_and_no_word_is_named_twice() {
        assert!(FIELDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(WORDS.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
    }
}
