mod bodies;
mod headers;
#[cfg(feature = "compile")]
mod letters;
mod words;

use super::{Links, PreparedEdition, Stamp, compose, sample_links};
use crate::{
    campaign::CampaignKind,
    edition::{Edition, Mailbox},
    recipient::Recipient,
};
use mail_parser::{Message, MessageParser};
use std::collections::BTreeMap;

fn edition(subject: &str, html: &str, text: &str) -> Edition {
    Edition {
        kind: CampaignKind::Advertising,
        from: Mailbox { name: "예시상점".into(), address: "news@shop.example.com".parse().unwrap() },
        reply_to: None,
        subject: subject.into(),
        preheader: String::new(),
        html: html.into(),
        text: text.into(),
        fields: BTreeMap::new(),
        list_id: "news.shop.example.com".into(),
        tracking: Default::default(),
    }
}

fn recipient() -> Recipient {
    Recipient {
        seq: 200,
        address: "customer0001@mail.example.org".parse().unwrap(),
        name: "안수빈".into(),
        locale: Some("ko".into()),
        merge: BTreeMap::from([("등급".into(), "gold".into()), ("city".into(), "광주".into())]),
    }
}

fn links() -> Links {
    Links {
        unsubscribe: "https://mail.shop.example.com/u/AQEBc7s200signature".into(),
        unsubscribe_mailto: Some("mailto:unsub+AQEB@shop.example.com?subject=unsubscribe".into()),
        ..sample_links()
    }
}

fn stamp() -> Stamp {
    Stamp { message_id: "7.200.1.k3v9@mail.shop.example.com".into(), at: "2026-11-22T11:00:00Z".parse().unwrap() }
}

fn letter(edition: Edition, recipient: &Recipient) -> Vec<u8> {
    let prepared = PreparedEdition::new(edition).unwrap();
    compose(&prepared, recipient, &links(), &stamp()).unwrap().mime
}

fn read(mime: &[u8]) -> Message<'_> {
    MessageParser::new().parse(mime).unwrap()
}
