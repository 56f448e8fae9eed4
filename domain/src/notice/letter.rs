//! The octets of a notice.

use super::{
    Notice,
    wording::{Words, words},
};
use crate::{
    compose::{Stamp, one_line},
    letter::Letter,
    sender::SenderProfile,
    template::escape,
};
use mail_builder::{
    MessageBuilder,
    headers::{address::Address, raw::Raw},
};
use std::fmt::Write;

/// The finished letter: same input, same bytes.
pub fn compose(notice: &Notice, sender: &SenderProfile, stamp: &Stamp) -> Letter {
    let words = words(notice, sender);
    let language = if notice.is_korean() { "ko" } else { "en" };
    let name = one_line(&sender.name);
    let mail = MessageBuilder::new()
        .from(Address::new_address((!name.is_empty()).then_some(name), sender.address.as_str()))
        .to(Address::new_address(None::<&str>, notice.to.as_str()))
        .subject(one_line(&words.subject))
        .date(stamp.at.as_second())
        .message_id(stamp.message_id.as_str())
        .header("Auto-Submitted", Raw::new("auto-generated"))
        .text_body(text(&words, &notice.link))
        .html_body(html(&words, &notice.link, language));
    let mail = match &sender.reply_to {
        Some(address) => mail.reply_to(address.as_str()),
        None => mail,
    };
    let mime = mail.write_to_vec().unwrap_or_default();
    Letter { from: sender.address.clone(), to: notice.to.clone(), mime }
}

fn text(words: &Words, link: &str) -> String {
    let button = words.button.map(|label| format!("{label}: {link}"));
    let small_print = words.small_print.join("\n");
    let parts = words.paragraphs.iter().map(String::as_str).chain(button.as_deref()).chain(["--", &small_print]);
    parts.collect::<Vec<_>>().join("\n\n")
}

fn html(words: &Words, link: &str, language: &str) -> String {
    let mut body = String::new();
    for paragraph in &words.paragraphs {
        let _ = write!(body, r#"<p style="margin:0 0 16px">{}</p>"#, escape(paragraph));
    }
    if let Some(label) = words.button {
        let _ = write!(
            body,
            r#"<p style="margin:24px 0"><a href="{}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#175e54;color:#ffffff;text-decoration:none;font-weight:bold">{}</a></p>"#,
            escape(link),
            escape(label)
        );
    }
    let small_print = words.small_print.iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br>");
    format!(
        r#"<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>{}</title></head><body style="margin:0;padding:24px;font:16px/1.6 -apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif"><div style="max-width:560px;margin:0 auto">{body}<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #cccccc;font-size:13px;color:#666666">{small_print}</p></div></body></html>"#,
        escape(&words.subject)
    )
}

#[cfg(test)]
mod tests;
