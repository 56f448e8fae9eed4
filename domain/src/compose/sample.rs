//! Somebody made up: for looking at a template for which nobody was chosen yet.

use super::{Links, PreparedEdition, Rendered, render};
use crate::{
    Invalid,
    campaign::CampaignKind,
    contact::Attributes,
    edition::{Edition, Mailbox},
    recipient::Recipient,
    sender::FIELDS,
    template::{CONSENTED_AT, Problem, WELL_KNOWN},
};
use serde_json::{Value, json};

/// The letter as somebody made up would get it. A name we have no example for stands for itself.
///
/// # Errors
/// Where the template has problems, or becomes too long.
pub fn sample(html: &str, text: &str, variables: &[String], language: &str) -> Result<Rendered, Vec<Problem>> {
    let told = |invalid: Invalid| vec![Problem::of_all(invalid.reason)];
    let edition = PreparedEdition::new(sample_edition(html, text, language).map_err(told)?)?;
    let recipient = sample_recipient(variables, language).map_err(told)?;
    render(&edition, &recipient, &sample_links()).map_err(|problem| vec![problem])
}

/// A template with what only a campaign knows.
///
/// # Errors
/// None: our own address is one.
pub fn sample_edition(html: &str, text: &str, language: &str) -> Result<Edition, Invalid> {
    let (from, subject, body) = match language {
        "ko" => ("예시상점", "새로운 소식을 전해 드립니다", "이번 주말, 봄 신상품을 30% 할인합니다."),
        _ => ("Example Store", "News from Example Store", "This weekend everything new is 30% off."),
    };
    let of_sender = FIELDS.into_iter().filter_map(|name| Some((name, example(name, language)?.as_str()?.to_owned())));
    let fields = of_sender.chain([("Body", body.to_owned())]).map(|(name, text)| (name.to_owned(), text)).collect();
    Ok(Edition {
        kind: CampaignKind::Informational,
        from: Mailbox { name: from.into(), address: "news@example.com".parse()? },
        reply_to: None,
        subject: subject.into(),
        preheader: String::new(),
        html: html.into(),
        text: text.into(),
        fields,
        list_id: "news.example.com".into(),
        tracking: Default::default(),
    })
}

/// Somebody who has everything these names ask for.
///
/// # Errors
/// None: our own address is one.
pub fn sample_recipient(variables: &[String], language: &str) -> Result<Recipient, Invalid> {
    let is_ours = |name: &str| name != CONSENTED_AT && WELL_KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name));
    let unknown = variables.iter().filter(|name| !is_ours(name));
    let example = |name: &String| (name.clone(), example(name, language).unwrap_or_else(|| name.as_str().into()));
    Ok(Recipient {
        seq: 1,
        address: "haneul@example.com".parse()?,
        name: if language == "ko" { "김하늘" } else { "Haneul Kim" }.into(),
        locale: Some(language.into()),
        merge: unknown.map(example).collect::<Attributes>(),
    })
}

pub fn sample_links() -> Links {
    Links {
        unsubscribe: "https://example.com/u/sample".into(),
        unsubscribe_mailto: None,
        keep: "https://example.com/k/sample".into(),
        web_view: "https://example.com/v/sample".into(),
        track: None,
    }
}

/// What names like this one usually hold.
fn example(name: &str, language: &str) -> Option<Value> {
    let (en, ko) = match name.to_lowercase().as_str() {
        "firstname" | "first_name" => (json!("Haneul"), json!("하늘")),
        "sendername" => (json!("Example Store"), json!("예시상점")),
        "sendercompany" => (json!("Example Store Inc."), json!("예시상점 주식회사")),
        "senderrepresentative" => (json!("Yesi Kim"), json!("김예시")),
        "senderaddress" => (json!("1 Example Street, Seoul 00000, Korea"), json!("서울특별시 예시구 예시로 1")),
        "senderphone" => (json!("+82 2 000 0000"), json!("02-000-0000")),
        "senderemail" => (json!("help@shop.example.com"), json!("help@shop.example.com")),
        "company" | "회사" | "회사명" => (json!("Example Inc."), json!("예시 주식회사")),
        "city" | "도시" => (json!("Seoul"), json!("서울")),
        "grade" | "tier" | "등급" | "회원등급" => (json!("Gold"), json!("골드")),
        "points" | "포인트" | "적립금" => (json!(12500), json!(12500)),
        "couponcode" | "coupon" | "쿠폰" => (json!("SPRING30"), json!("SPRING30")),
        "ordernumber" | "주문번호" => (json!("A-1042"), json!("A-1042")),
        "paidat" | "orderedat" | "lastorder" | "최근주문일" => (json!("2026-11-02"), json!("2026-11-02")),
        "consentedat" | "동의일" => (json!("2024-11-22"), json!("2024-11-22")),
        "shipsto" | "address" | "주소" => (json!("1 Example Street, Seoul"), json!("서울특별시 예시구 예시로 1")),
        "items" | "orders" => {
            (goods(["Linen shirt", "Canvas bag"], [59, 39]), goods(["리넨 셔츠", "캔버스 백"], [59_000, 39_000]))
        }
        "total" | "amount" | "금액" => (json!(98), json!(98_000)),
        _ => return None,
    };
    Some(if language == "ko" { ko } else { en })
}

fn goods(titles: [&str; 2], prices: [u32; 2]) -> Value {
    let good = |(title, price)| json!({ "Title": title, "Quantity": 1, "Price": price });
    titles.into_iter().zip(prices).map(good).collect()
}

#[cfg(test)]
mod tests {
    use super::{sample, sample_edition, sample_links};
    use crate::{
        compose::{PreparedEdition, render},
        contact::Attributes,
        recipient::Recipient,
        sender::FIELDS,
    };

    #[test]
    fn somebody_real_gets_a_sender_made_up_with_everything_that_is_said_of_one() {
        let text = FIELDS.map(|name| format!("{{{{{name}}}}}")).join("\n");
        let recipient = Recipient {
            seq: 1,
            address: "real@example.com".parse().unwrap(),
            name: "Real".into(),
            locale: None,
            merge: Attributes::default(),
        };
        for language in ["en", "ko"] {
            let edition = PreparedEdition::new(sample_edition("<p></p>", &text, language).unwrap()).unwrap();
            let rendered = render(&edition, &recipient, &sample_links()).unwrap();
            let lines: Vec<_> = rendered.text.lines().filter(|line| !line.trim().is_empty()).collect();
            assert_eq!(lines.len(), FIELDS.len(), "{}", rendered.text);
        }
    }

    #[test]
    fn names_get_examples_and_unknown_ones_stand_for_themselves() {
        let html = "<p>{{Name}} {{points}} {{Wish}} {{#each Items}}{{Title}} {{/each}}{{Email}}</p>";
        let names = ["Email", "Items", "Name", "Wish", "points"].map(str::to_owned);
        let rendered = sample(html, "{{Body}}", &names, "en").unwrap();
        assert_eq!(rendered.html, "<p>Haneul Kim 12500 Wish Linen shirt Canvas bag haneul@example.com</p>");
        assert_eq!(rendered.text, "This weekend everything new is 30% off.");
        assert!(sample("{{Name", "", &[], "ko").is_err());
    }
}
