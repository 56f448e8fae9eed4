//! The end of a letter that the law asks for: who sends it, why, and how to refuse it, in Korean and in English
//! (Network Act article 50 (4), enforcement decree appendix 6; CAN-SPAM, 15 U.S.C. 7704 (a)(5)).
//!
//! A template says where it stands by `{{LegalFooter}}`, which becomes its words when the template is compiled, so that
//! HTML and plain text carry the same and nothing is left to do for each letter. A campaign can have it put behind a
//! template that has none.

use super::placeholders;
#[cfg(feature = "compile")]
use super::{Compiled, Markup, Problem, compile, is_tag, tags};
use std::borrow::Cow;

/// How a template calls it.
pub const NAME: &str = "LegalFooter";

const WORDS: &str = "{{SenderCompany}}{{#if SenderRepresentative}} · {{#en}}Representative{{else}}대표{{/en}} \
    {{SenderRepresentative}}{{/if}}<br/>\
    {{SenderAddress}} · {{#en}}Phone{{else}}전화{{/en}} {{SenderPhone}} · <a href=\"mailto:{{SenderEmail}}\">{{SenderEmail}}</a><br/>\
    {{#if ConsentedAt}}본 메일은 수신동의({{date ConsentedAt \"iso\"}})에 따라 발송되었습니다. {{/if}}\
    수신을 원하지 않으시면 <a href=\"{{UnsubscribeUrl}}\">수신거부</a>를 눌러 주세요.<br/>\
    {{#if ConsentedAt}}You agreed to these e-mails on {{date ConsentedAt \"iso\"}}. {{/if}}\
    If you no longer wish to receive them, <a href=\"{{UnsubscribeUrl}}\">unsubscribe</a>.";

/// The source with the words in the place of their name.
pub(super) fn expanded(source: &str) -> Cow<'_, str> {
    let Ok(found) = placeholders::find(source) else { return Cow::Borrowed(source) };
    let named = found
        .into_iter()
        .filter(|placeholder| placeholder.text(source).trim_matches(['{', '}', '~', ' ']).eq_ignore_ascii_case(NAME));
    let (mut made, mut from) = (String::new(), 0);
    for placeholder in named {
        made.push_str(&source[from..placeholder.start]);
        made.push_str(WORDS);
        from = placeholder.end;
    }
    if from == 0 {
        return Cow::Borrowed(source);
    }
    made.push_str(&source[from..]);
    Cow::Owned(made)
}

/// The letter with the footer as its last words.
///
/// # Errors
/// None: our own words compile.
#[cfg(feature = "compile")]
pub fn appended(letter: Compiled) -> Result<Compiled, Vec<Problem>> {
    let block = format!(
        "<div style=\"max-width:600px;margin:0 auto;padding:24px 16px;font-size:12px;line-height:20px;color:#6b736e\">{WORDS}</div>"
    );
    let own = compile(Markup::Html, &block)?;
    let end = tags(&letter.html).filter(|place| is_tag(&letter.html[place.clone()], "</body")).last();
    let (before, after) = letter.html.split_at(end.map_or(letter.html.len(), |place| place.start));
    let mut variables = [letter.variables, own.variables].concat();
    variables.sort();
    variables.dedup();
    Ok(Compiled {
        html: [before, &block, after].concat(),
        text: format!("{}\n\n{}", letter.text.trim_end(), own.text),
        variables,
    })
}

#[cfg(test)]
#[cfg(feature = "compile")]
mod tests {
    use super::{appended, expanded};
    use crate::{
        compose::{PreparedEdition, Rendered, render, sample_edition, sample_links},
        recipient::Recipient,
        template::{Compiled, Markup, compile},
    };
    use serde_json::json;

    fn letter(compiled: &Compiled, locale: &str, consent: Option<&str>) -> Rendered {
        let edition = PreparedEdition::new(sample_edition(&compiled.html, &compiled.text, "ko").unwrap()).unwrap();
        let person = Recipient {
            seq: 1,
            address: "a@example.com".parse().unwrap(),
            name: String::new(),
            locale: Some(locale.into()),
            merge: consent.map(|day| ("ConsentedAt".to_owned(), json!(day))).into_iter().collect(),
        };
        render(&edition, &person, &sample_links()).unwrap()
    }

    #[test]
    fn its_name_becomes_its_words_in_html_mjml_and_plain_text() {
        let mjml = "<mjml><mj-body><mj-section><mj-column><mj-text>Hi</mj-text><mj-text>{{LegalFooter}}</mj-text>\
            </mj-column></mj-section></mj-body></mjml>";
        let sources = [(Markup::Html, "<body><p>Hi</p><p>{{ legalfooter }}</p></body>"), (Markup::Mjml, mjml)];
        for (markup, source) in sources {
            let made = letter(&compile(markup, source).unwrap(), "ko", Some("2024-11-22"));
            for part in [&made.html, &made.text] {
                let says = [
                    "예시상점 주식회사",
                    "대표 김예시",
                    "서울특별시 예시구 예시로 1",
                    "전화 02-000-0000",
                    "help@shop.example.com",
                    "수신동의(2024-11-22)",
                    "수신거부",
                    "unsubscribe",
                    "https://example.com/u/sample",
                ];
                says.iter().for_each(|words| assert!(part.contains(words), "{words} in {part}"));
            }
        }
    }

    #[test]
    fn put_behind_a_template_it_says_the_same_in_both_parts() {
        let bare = compile(Markup::Html, "<html><body><p>Hi</p></body></html>").unwrap();
        let made = letter(&appended(bare).unwrap(), "en", None);
        assert!(made.html.contains("<p>Hi</p><div") && made.html.ends_with("</div></body></html>"), "{}", made.html);
        assert!(made.text.starts_with("Hi\n\n"), "{}", made.text);
        for part in [&made.html, &made.text] {
            assert!(part.contains("Representative") && !part.contains("대표"), "{part}");
            assert!(part.contains("수신거부") && part.contains("unsubscribe") && !part.contains("수신동의"), "{part}");
        }
    }

    #[test]
    fn what_only_looks_like_its_name_stays() {
        for source in ["{{Name}}", "{{#if LegalFooter}}x{{/if}}", "\\{{LegalFooter}}", "LegalFooter", "{{LegalFooter"] {
            assert_eq!(expanded(source), source);
        }
    }
}
