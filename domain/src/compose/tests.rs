use super::{Links, PreparedEdition, Stamp, compose};
use crate::{
    campaign::CampaignKind,
    edition::{Edition, Mailbox},
    recipient::Recipient,
};
use std::collections::BTreeMap;

pub(super) fn edition(subject: &str, html: &str, text: &str) -> Edition {
    Edition {
        kind: CampaignKind::Advertising,
        from: Mailbox { name: "예시상점".into(), address: "news@shop.example.com".parse().unwrap() },
        reply_to: None,
        subject: subject.into(),
        html: html.into(),
        text: text.into(),
        fields: BTreeMap::from([("Body".into(), "{{Name}}님, 주말 동안\n전 상품 <50%>".into())]),
        list_id: "news.shop.example.com".into(),
    }
}

pub(super) fn recipient() -> Recipient {
    Recipient {
        seq: 200,
        address: "customer0001@mail.example.org".parse().unwrap(),
        name: "안수빈".into(),
        locale: Some("ko".into()),
        merge: BTreeMap::new(),
    }
}

pub(super) fn links() -> Links {
    Links {
        unsubscribe: "https://mail.shop.example.com/u/AQEBcampaign7seq200signature".into(),
        unsubscribe_mailto: Some("mailto:unsub+AQEB@shop.example.com?subject=unsubscribe".into()),
    }
}

pub(super) fn stamp() -> Stamp {
    Stamp { message_id: "7.200.1.k3v9@mail.shop.example.com".into(), at: "2026-11-22T11:00:00Z".parse().unwrap() }
}

#[test]
fn the_samples_become_letters() {
    use crate::template::{Markup, compile};
    for (markup, file) in
        [(Markup::Html, "welcome.html"), (Markup::Mjml, "weekend-sale.mjml"), (Markup::Html, "catalogue-100kb.html")]
    {
        let source = std::fs::read_to_string(format!("{}/samples/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let compiled = compile(markup, &source).unwrap();
        let edition = PreparedEdition::new(edition("(광고) {{Name}}님", &compiled.html, &compiled.text)).unwrap();
        let letter = compose(&edition, &recipient(), &links(), &stamp()).unwrap();
        let mail = mail_parser::MessageParser::new().parse(&letter.mime).unwrap();
        assert_eq!(mail.subject(), Some("(광고) 안수빈님"));
        assert!(mail.body_text(0).unwrap().contains("주말 동안"));
        assert!(mail.body_html(0).unwrap().contains("전 상품 &lt;50%&gt;"));
    }
}
