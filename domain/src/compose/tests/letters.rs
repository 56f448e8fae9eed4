//! Whole letters of the samples, byte for byte.

use super::{edition, letter, recipient};
use crate::{
    edition::{Edition, Mailbox},
    recipient::Recipient,
    template::{Markup, compile},
};
use std::collections::BTreeMap;

const WELCOME: &str = include_str!("../../../../samples/welcome.html");
const SALE: &str = include_str!("../../../../samples/weekend-sale.mjml");
const CATALOGUE: &str = include_str!("../../../../samples/catalogue-100kb.html");

fn compiled(markup: Markup, source: &str, subject: &str, body: &str) -> Edition {
    let compiled = compile(markup, source).unwrap();
    let mut edition = edition(subject, &compiled.html, &compiled.text);
    edition.fields = BTreeMap::from([("Body".into(), body.into())]);
    edition
}

fn english() -> Recipient {
    Recipient {
        name: "Kim, \"Ha-na\" <hana>".into(),
        locale: Some("en-GB".into()),
        merge: BTreeMap::from([("LastOrder".into(), "2026-07-04".into()), ("Points".into(), 12_500.into())]),
        ..recipient()
    }
}

fn shown(mime: Vec<u8>) -> String {
    String::from_utf8(mime).unwrap().replace('\r', "␍")
}

#[test]
fn welcome_in_korean() {
    let edition =
        compiled(Markup::Html, WELCOME, "(광고) {{Name}}님, 환영합니다", "{{Name}}님께 드리는\n<첫 구매> 10% 할인");
    insta::assert_snapshot!(shown(letter(edition, &recipient())));
}

#[test]
fn welcome_in_english() {
    let source = "<p>Dear {{Name}},</p><p>{{Body}}</p><p><a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a></p>";
    let body = "You have {{number Points}} points since {{date LastOrder}}.\nSpend them on T-shirts & socks.";
    let mut edition = compiled(Markup::Html, source, "Hello {{Name}}", body);
    edition.from.name = "Example Shop".into();
    edition.reply_to = Some(Mailbox { name: String::new(), address: "help@shop.example.com".parse().unwrap() });
    insta::assert_snapshot!(shown(letter(edition, &english())));
}

#[test]
fn weekend_sale_in_korean() {
    let edition =
        compiled(Markup::Mjml, SALE, "(광고) {{Name}}님만을 위한 주말 특가", "주말 동안 전 상품 20% 할인합니다.");
    insta::assert_snapshot!(shown(letter(edition, &recipient())));
}

/// Too long to read: its size and its ends.
#[test]
fn catalogue_in_korean() {
    let mime = shown(letter(compiled(Markup::Html, CATALOGUE, "(광고) 카탈로그", "가을 신상품"), &recipient()));
    let lines: Vec<&str> = mime.lines().collect();
    let ends = [&lines[..24], &["…"], &lines[lines.len() - 8..]].concat().join("\n");
    insta::assert_snapshot!(format!("{} lines, {} characters\n{ends}", lines.len(), mime.chars().count()));
}
