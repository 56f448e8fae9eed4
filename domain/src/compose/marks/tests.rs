use super::{attribute::href, link::with_tags};
use crate::{
    compose::{PreparedEdition, Track, compose, render, sample_edition, sample_links, sample_recipient},
    edition::Edition,
    tracking::{Tracking, Utm},
};
use mail_parser::MessageParser;

fn edition(html: &str, tracking: Tracking) -> Edition {
    Edition { tracking, ..sample_edition(html, "Shop: https://shop.example/", "en").unwrap() }
}

fn both() -> Tracking {
    Tracking { opens: true, clicks: true, utm: None }
}

/// As a mail program reads the letter of somebody who is counted, and of somebody who is not.
fn letters(edition: &Edition) -> (String, String) {
    let prepared = PreparedEdition::new(edition.clone()).unwrap();
    let recipient = sample_recipient(&["City".into(), "Items".into()], "en").unwrap();
    let track = Track { clicks: "https://m.example/c/T".into(), opens: "https://m.example/o/T".into() };
    let counted = crate::compose::Links { track: Some(track), ..sample_links() };
    let stamp = crate::compose::Stamp { message_id: "1.1.1.a@shop.example".into(), at: jiff::Timestamp::UNIX_EPOCH };
    let html = |links| {
        let letter = compose(&prepared, &recipient, links, &stamp).unwrap();
        let mail = MessageParser::new().parse(&letter.mime).unwrap();
        (mail.body_html(0).unwrap().into_owned(), mail.body_text(0).unwrap().into_owned())
    };
    let ((counted, text), (plain, plain_text)) = (html(&counted), html(&sample_links()));
    assert_eq!(text, plain_text, "the text part keeps its links");
    assert_eq!(render(&prepared, &recipient, &sample_links()).unwrap().html, plain);
    (counted, plain)
}

#[test]
fn links_to_the_web_lead_over_us_and_no_others() {
    let html = "<html><body><A class=x HREF='https://shop.example/?a=1&amp;b=2'>1</A>\
        <a href=\"{{UnsubscribeUrl}}\">u</a><a href=\"{{WebViewUrl}}\">v</a><a href=mailto:a@b.example>m</a>\
        <area href=http://shop.example/{{City}}/x><a href=\"{{City}}\">d</a><a name=here>n</a>\
        <!-- <a href=\"https://old.example\"> --></body></html>";
    let (counted, plain) = letters(&edition(html, both()));
    let expected = "<html><body><A class=x HREF='https://m.example/c/T/1'>1</A>\
        <a href=\"https://example.com/u/sample\">u</a><a href=\"https://example.com/v/sample\">v</a><a href=mailto:a@b.example>m</a>\
        <area href=https://m.example/c/T/2><a href=\"Seoul\">d</a><a name=here>n</a>\
        <!-- <a href=\"https://old.example\"> -->\
        <img src=\"https://m.example/o/T\" width=\"1\" height=\"1\" alt=\"\" style=\"display:block;width:1px;height:1px;border:0\">\
        </body></html>";
    assert_eq!(counted, expected);
    let original = html.replace("{{UnsubscribeUrl}}", "https://example.com/u/sample");
    let original = original.replace("{{WebViewUrl}}", "https://example.com/v/sample").replace("{{City}}", "Seoul");
    assert_eq!(plain, original);
}

#[test]
fn a_number_leads_where_the_link_would_have_led_this_person() {
    let html = "<a href=\"https://shop.example/?a=1&amp;b={{City}}\">1</a><a href='{{Button}}'>2</a>\
        {{#each Items}}<a href=\"https://shop.example/{{Title}}\">3</a><a href=\"https://shop.example/all\">4</a>{{/each}}\
        <a href=\"https://shop.example/{{#if City}}c{{else}}d{{/if}}\">5</a>";
    let mut words = edition(html, both());
    words.fields.insert("Button".into(), "https://shop.example/?x&y#z".into());
    let prepared = PreparedEdition::new(words).unwrap();
    let recipient = sample_recipient(&["City".into()], "en").unwrap();
    let link = |number| prepared.link(number, &recipient, &sample_links()).unwrap();
    assert_eq!(link(1).as_deref(), Some("https://shop.example/?a=1&b=Seoul"));
    assert_eq!(link(2).as_deref(), Some("https://shop.example/?x&y#z"));
    assert_eq!(link(3).as_deref(), Some("https://shop.example/all"), "a link that differs by the turn is not counted");
    assert_eq!(link(4).as_deref(), Some("https://shop.example/c"));
    assert_eq!((link(0), link(5)), (None, None));
    assert_eq!(prepared.counted_links().len(), 4);
}

#[test]
fn each_switch_is_its_own() {
    let html = "<p><a href=\"https://shop.example/\">1</a></p>";
    let (counted, _) = letters(&edition(html, Tracking { opens: true, ..Tracking::default() }));
    assert!(counted.contains("https://shop.example/\"") && counted.ends_with("border:0\">"), "{counted}");
    let (counted, _) = letters(&edition(html, Tracking { clicks: true, ..Tracking::default() }));
    assert_eq!(counted, "<p><a href=\"https://m.example/c/T/1\">1</a></p>");
    let (counted, plain) = letters(&edition(html, Tracking::default()));
    assert_eq!((counted.as_str(), plain.as_str()), (html, html));
}

#[test]
fn tags_are_added_to_what_is_counted_and_what_is_not() {
    let utm = Some(Utm { source: "shop".into(), medium: "email".into(), campaign: "spring".into() });
    let html = "<a href=\"https://shop.example/a\">1</a>{{#each Items}}<a href=\"https://shop.example/{{Title}}\">2</a>{{/each}}";
    let words = edition(html, Tracking { utm, ..both() });
    let (_, plain) = letters(&words);
    assert_eq!(plain.matches("utm_campaign=spring").count(), 3, "{plain}");
    let prepared = PreparedEdition::new(words).unwrap();
    let tagged = "https://shop.example/a?utm_source=shop&utm_medium=email&utm_campaign=spring";
    assert_eq!(prepared.counted_links().collect::<Vec<_>>(), [tagged]);
}

#[test]
fn tags_find_their_place_and_are_never_doubled() {
    let tags = [("utm_source", "s".to_owned()), ("utm_medium", "m".to_owned())];
    let table = [
        ("https://a.example", "https://a.example?utm_source=s&amp;utm_medium=m"),
        ("https://a.example/#top", "https://a.example/?utm_source=s&amp;utm_medium=m#top"),
        ("https://a.example/?x=1&#38;y=2#top", "https://a.example/?x=1&#38;y=2&amp;utm_source=s&amp;utm_medium=m#top"),
        ("https://a.example/?", "https://a.example/?utm_source=s&amp;utm_medium=m"),
        ("https://a.example/?x&amp;", "https://a.example/?x&amp;utm_source=s&amp;utm_medium=m"),
        ("https://a.example/?UTM_Source=own", "https://a.example/?UTM_Source=own&amp;utm_medium=m"),
        ("https://a.example/?utm_medium=x&amp;utm_source=y", "https://a.example/?utm_medium=x&amp;utm_source=y"),
        (
            "https://a.example/?not_utm_source=1",
            "https://a.example/?not_utm_source=1&amp;utm_source=s&amp;utm_medium=m",
        ),
        ("https://a.example/utm_source=1", "https://a.example/utm_source=1?utm_source=s&amp;utm_medium=m"),
        ("https://a.example/{{#if A}}b{{/if}}", "https://a.example/{{#if A}}b{{/if}}?utm_source=s&amp;utm_medium=m"),
    ];
    for (source, expected) in table {
        assert_eq!(with_tags(source, &tags), expected);
        assert_eq!(with_tags(expected, &tags), expected, "twice");
    }
}

#[test]
fn an_address_is_found_in_any_tag() {
    let table = [
        ("<a href=\"x\">", Some("x")),
        ("<a\nclass='href=\"no\"' HREF = 'x y'>", Some("x y")),
        ("<a href=x>", Some("x")),
        ("<a href=x/y>", Some("x/y")),
        ("<a download href=\"\">", Some("")),
        ("<a data-href=x>", None),
        ("<a href>", None),
        ("<a>", None),
        ("<a =href=x>", None),
    ];
    for (tag, expected) in table {
        assert_eq!(href(tag).map(|place| &tag[place]), expected, "{tag}");
    }
}
