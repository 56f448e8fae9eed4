//! The bytes of a letter: RFC 5322 headers, a plain-text and an HTML part.

use super::{
    HTML, Links, PreparedEdition, Stamp, TEXT, named,
    person::{Person, one_line},
};
use crate::{
    EmailAddress,
    edition::{Edition, Mailbox},
    template::Problem,
};
use mail_builder::{
    MessageBuilder,
    headers::{HeaderType, address::Address, content_type::ContentType, message_id::MessageId, raw::Raw, url::URL},
    mime::MimePart,
};
use std::borrow::Cow;

/// RFC 2047 could fold longer ones, but no mail program shows them.
const NAME_CHARACTERS_MAX: usize = 100;
/// Says that somebody tries the campaign out. The subject stays as it is: what is tried is what is sent.
const TEST_HEADER: &str = "X-Pabal-Test";
/// RFC 5322, 2.1.1, less the header's name and brackets.
const LINK_OCTETS_MAX: usize = 900;

pub(super) fn write(
    edition: &PreparedEdition,
    person: &Person<'_>,
    stamp: &Stamp,
    to: &EmailAddress,
) -> Result<Vec<u8>, Problem> {
    let boundary = boundary(&stamp.message_id);
    let html = edition.html_for(person.links());
    let mut mime = Vec::with_capacity(1024 + edition.text.octets() + html.octets());
    headers(&edition.edition, person, stamp, to, &boundary)?.serialize(&mut mime);
    for (part, body) in [(TEXT, &edition.text), (HTML, html)] {
        mime.extend_from_slice(format!("\r\n--{boundary}\r\n").as_bytes());
        body.write(person, &mut mime).map_err(|problem| named(part, problem))?;
    }
    mime.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    Ok(mime)
}

/// Everything above the parts.
fn headers<'a>(
    edition: &'a Edition,
    person: &'a Person<'_>,
    stamp: &'a Stamp,
    to: &'a EmailAddress,
    boundary: &'a str,
) -> Result<MessageBuilder<'a>, Problem> {
    let recipient = person.recipient();
    let mut mail = MessageBuilder::new()
        .from(mailbox(&edition.from.name, &edition.from.address))
        .to(mailbox(&recipient.name, to))
        .subject(person.subject());
    if let Some(Mailbox { name, address }) = &edition.reply_to {
        mail = mail.reply_to(mailbox(name, address));
    }
    if *to != recipient.address {
        mail = mail.header(TEST_HEADER, Raw::new("yes"));
    }
    Ok(mail
        .date(stamp.at.as_second())
        .message_id(message_id(&stamp.message_id)?)
        .header("List-Unsubscribe", unsubscribe(person.links())?)
        .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"))
        .header("List-Id", MessageId::new(edition.list_id.as_str()))
        .header("Precedence", Raw::new("bulk"))
        .header("MIME-Version", Raw::new("1.0"))
        .header("Content-Type", ContentType::new("multipart/alternative").attribute("boundary", boundary))
        .body(MimePart::raw("")))
}

fn mailbox<'a>(name: &str, address: &'a EmailAddress) -> Address<'a> {
    let name: String = one_line(name).chars().take(NAME_CHARACTERS_MAX).collect();
    let name = name.trim_end();
    Address::new_address((!name.is_empty()).then(|| name.to_owned()), address.as_str())
}

/// RFC 2369: in angle brackets, the preferred one first.
fn unsubscribe(links: &Links) -> Result<HeaderType<'_>, Problem> {
    let all = [Some(links.unsubscribe.as_str()), links.unsubscribe_mailto.as_deref()];
    let all: Vec<Cow<'_, str>> = all.into_iter().flatten().map(link).collect::<Result<_, _>>()?;
    Ok(HeaderType::URL(URL { url: all }))
}

fn link(link: &str) -> Result<Cow<'_, str>, Problem> {
    let is_uri = link.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>,\"".contains(&byte));
    if is_uri && link.contains(':') && link.len() <= LINK_OCTETS_MAX {
        return Ok(Cow::Borrowed(link));
    }
    Err(Problem::of_all((
        format!("the unsubscribe link {link:?} is not an address that may stand in a mail header"),
        format!("수신 거부 링크({link:?})가 메일 헤더에 쓸 수 있는 주소가 아닙니다"),
    )))
}

/// RFC 2919; told before a launch rather than for every letter.
pub(super) fn check_list_id(id: &str) -> Result<(), Problem> {
    if is_dotted_name(id) {
        return Ok(());
    }
    Err(Problem::of_all((
        format!("the list is called {id:?}; a List-Id looks like a domain, such as news.shop.example.com"),
        format!("List-Id({id:?})가 올바르지 않습니다. news.shop.example.com 같은 도메인 형식으로 쓰세요"),
    )))
}

fn is_dotted_name(id: &str) -> bool {
    !id.is_empty() && id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
}

fn message_id(id: &str) -> Result<&str, Problem> {
    let is_one = id.split_once('@').is_some_and(|(left, right)| is_dotted_name(left) && is_dotted_name(right));
    is_one.then_some(id).ok_or_else(|| {
        Problem::of_all((
            format!("{id:?} is not a message id, which looks like 7.200.1@example.com"),
            format!("메시지 ID({id:?})가 올바르지 않습니다. 7.200.1@example.com 같은 형식이어야 합니다"),
        ))
    })
}

/// From the message id, so that the same letter has the same bytes; `=_` is in no encoded body. At most 70
/// characters (RFC 2046, 5.1.1).
fn boundary(message_id: &str) -> String {
    let id: String = message_id.chars().map(|sign| if sign == '@' { '.' } else { sign }).take(66).collect();
    format!("=_{id}")
}
