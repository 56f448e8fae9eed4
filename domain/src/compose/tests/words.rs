use super::{edition, links, recipient, stamp};
use crate::compose::{PreparedEdition, Rendered, compose, render};
use std::collections::BTreeMap;

fn rendered(subject: &str, html: &str, text: &str, fields: &[(&str, &str)]) -> Rendered {
    let mut edition = edition(subject, html, text);
    edition.fields = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    render(&PreparedEdition::new(edition).unwrap(), &recipient(), &links()).unwrap()
}

#[test]
fn a_field_is_filled_in_first_and_then_put_in_as_a_value() {
    let made = rendered("{{Body}}", "<p>{{Body}}</p>", "{{Body}}", &[("Body", "{{Name}} & co\n<b>")]);
    assert_eq!(made.html, "<p>안수빈 &amp; co<br>&lt;b&gt;</p>");
    assert_eq!(made.text, "안수빈 & co\n<b>");
    assert_eq!(made.subject, "안수빈 & co <b>");
}

#[test]
fn a_field_is_not_read_as_a_template_twice() {
    let mut recipient = recipient();
    recipient.name = "{{Email}}".into();
    let mut edition = edition("{{Name}}", "{{Body}}", "{{Body}}");
    edition.fields = BTreeMap::from([("Body".into(), "{{Name}}".into())]);
    let made = render(&PreparedEdition::new(edition).unwrap(), &recipient, &links()).unwrap();
    assert_eq!([made.subject, made.html, made.text], ["{{Email}}"; 3]);
}

#[test]
fn names_are_found_exactly_or_else_in_another_letter_case() {
    let made = rendered("{{name}} {{CITY}} {{등급}} {{EMAIL}}", "{{Subject}}", "{{unsubscribeurl}}", &[]);
    assert_eq!(made.subject, "안수빈 광주 gold customer0001@mail.example.org");
    assert_eq!(made.html, made.subject);
    assert_eq!(made.text, "https://mail.shop.example.com/u/AQEBc7s200signature");
}

#[test]
fn a_field_wins_over_an_attribute_but_nothing_over_the_link() {
    let fields = [("city", "서울"), ("UnsubscribeUrl", "#"), ("Subject", "x"), ("unsubscribeurl", "#")];
    let made = rendered("s", "{{City}} {{city}}", "{{UnsubscribeUrl}} {{Subject}}", &fields);
    assert_eq!(made.html, "서울 서울");
    assert_eq!(made.text, "https://mail.shop.example.com/u/AQEBc7s200signature s");
    let mut recipient = recipient();
    recipient.merge.insert("UnsubscribeUrl".into(), "#".into());
    recipient.merge.insert("unsubscribeurl".into(), "#".into());
    let prepared = PreparedEdition::new(edition("s", "{{UnsubscribeUrl}}", "{{unsubscribeURL}}")).unwrap();
    let made = render(&prepared, &recipient, &links()).unwrap();
    assert_eq!([made.html, made.text].map(|link| link.contains('#')), [false, false]);
}

#[test]
fn problems_name_the_part_they_are_in() {
    let mut edition = edition("{{> a}}", "{{#if}}x{{/if}}", "{{Name");
    edition.fields = BTreeMap::from([("Body".into(), "\n {{shout x}}".into())]);
    let problems = PreparedEdition::new(edition).unwrap_err();
    let part = |told: &str| told.split(':').next().unwrap().to_owned();
    let places: Vec<_> = problems.iter().map(|p| (p.line, p.column)).collect();
    assert_eq!(places, [(1, 1), (1, 1), (1, 1), (2, 2)]);
    let english: Vec<_> = problems.iter().map(|p| part(&p.text.en)).collect();
    assert_eq!(english, ["subject", "HTML", "plain text", "Body"]);
    let korean: Vec<_> = problems.iter().map(|p| part(&p.text.ko)).collect();
    assert_eq!(korean, ["제목", "HTML", "텍스트", "Body"]);
    assert!(problems.iter().all(|p| p.text.en != p.text.ko), "{problems:?}");
}

#[test]
fn names_nobody_knows_are_told_before_the_launch() {
    let mut edition =
        edition("{{Headline}} {{Coupon}}", "{{Body}} {{City}} {{default Tier \"-\"}}", "{{Body}} {{Stadt}}");
    edition.fields = BTreeMap::from([("Body".into(), "{{Gift}} {{Headline}}".into()), ("Headline".into(), "x".into())]);
    let prepared = PreparedEdition::new(edition).unwrap();
    assert_eq!(prepared.missing(["city", "등급"]), ["Coupon", "Gift", "Headline", "Stadt"]);
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let prepared = || PreparedEdition::new(edition("(광고) {{Name}}", "<p>{{Name}}</p>", "{{Name}}")).unwrap();
    let one = compose(&prepared(), &recipient(), &links(), &stamp()).unwrap();
    assert_eq!(one, compose(&prepared(), &recipient(), &links(), &stamp()).unwrap());
}

#[test]
fn the_preheader_is_the_first_text_of_the_body_and_hidden() {
    let mut edition = edition("s", "<html><body id=a><p>Dear {{Name}}</p></body></html>", "Dear {{Name}}");
    edition.preheader = "{{City}} & more\nfor {{Name}}".into();
    let made = render(&PreparedEdition::new(edition).unwrap(), &recipient(), &links()).unwrap();
    assert_eq!(made.preheader, "광주 & more for 안수빈");
    assert!(made.html.starts_with("<html><body id=a><div style=\"display:none;"), "{}", made.html);
    let (hidden, shown) = made.html.split_once("</div>").unwrap();
    assert!(hidden.contains(">광주 &amp; more for 안수빈&#847;&zwnj;&nbsp;"), "{hidden}");
    assert_eq!(shown, "<p>Dear 안수빈</p></body></html>");
    assert_eq!(made.text, "Dear 안수빈");
}

#[test]
fn a_template_may_place_the_preheader_by_itself() {
    let mut edition = edition("s", "<body><i>{{preheader}}</i></body>", "t");
    edition.preheader = "now".into();
    let made = render(&PreparedEdition::new(edition).unwrap(), &recipient(), &links()).unwrap();
    assert_eq!(made.html, "<body><i>now</i></body>");
}

#[test]
fn an_empty_preheader_leaves_nothing_behind() {
    let mut edition = edition("s", "<body>b</body>", "t");
    edition.preheader = "{{Nickname}}".into();
    let made = render(&PreparedEdition::new(edition).unwrap(), &recipient(), &links()).unwrap();
    assert_eq!((made.preheader.as_str(), made.html.as_str()), ("", "<body>b</body>"));
}

#[test]
fn an_edition_frozen_before_there_were_preheaders_is_read() {
    let mut frozen = serde_json::to_value(edition("s", "<body>b</body>", "t")).unwrap();
    frozen.as_object_mut().unwrap().remove("preheader");
    assert_eq!(serde_json::from_value::<crate::edition::Edition>(frozen).unwrap().preheader, "");
}
