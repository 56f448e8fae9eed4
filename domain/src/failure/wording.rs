//! What each cause is called, what it means, and what to do next.

mod carrier;

use super::Cause;
use crate::Sentence;

/// The same in every language the pages speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub en: &'static str,
    pub ko: &'static str,
}

impl From<Phrase> for Sentence {
    fn from(phrase: Phrase) -> Self {
        Self::new(phrase.en, phrase.ko)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    /// A few words, as a heading or in a filter.
    pub name: Phrase,
    pub means: Phrase,
    pub next: Phrase,
}

type Pair = (&'static str, &'static str);

fn say(name: Pair, means: Pair, next: Pair) -> Wording {
    let phrase = |(en, ko)| Phrase { en, ko };
    Wording { name: phrase(name), means: phrase(means), next: phrase(next) }
}

pub(super) fn of(cause: Cause) -> Wording {
    of_address(cause)
        .or_else(|| of_proof(cause))
        .or_else(|| of_reputation(cause))
        .or_else(|| of_letter(cause))
        .or_else(|| carrier::of_account(cause))
        .or_else(|| carrier::of_limits(cause))
        .unwrap_or_else(|| carrier::of_way(cause))
}

const CORRECT: Pair = (
    "Ask the person for the right address, correct it here, and the mail goes out again.",
    "받는 분께 정확한 주소를 확인해 여기에서 고치세요. 고치면 메일을 다시 보냅니다.",
);

fn of_address(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::NoSuchMailbox => say(
            ("No such mailbox", "없는 메일함"),
            (
                "The domain exists, but nobody has this address there.",
                "도메인은 있지만 이 주소를 쓰는 사람이 없습니다.",
            ),
            CORRECT,
        ),
        Cause::NoSuchDomain => say(
            ("No such domain", "없는 도메인"),
            (
                "What stands after the @ takes no mail. Often a typing mistake.",
                "@ 뒤의 도메인이 메일을 받지 않습니다. 오타인 경우가 많습니다.",
            ),
            CORRECT,
        ),
        Cause::BadAddress => say(
            ("Not a usable address", "쓸 수 없는 주소"),
            (
                "The carrier does not take the address as it is written.",
                "발송 서버가 이 형태의 주소를 받아들이지 않습니다.",
            ),
            CORRECT,
        ),
        Cause::MailboxFull => say(
            ("Mailbox full", "메일함 용량 초과"),
            ("The mailbox has no room left.", "받는 분의 메일함에 남은 공간이 없습니다."),
            (
                "Send again in a few days; mailboxes are often emptied.",
                "며칠 뒤 다시 보내 보세요. 그사이 비워지는 경우가 많습니다.",
            ),
        ),
        Cause::MailboxOff => say(
            ("Mailbox switched off", "사용이 중지된 메일함"),
            ("The account exists but takes no mail any more.", "계정은 있지만 더 이상 메일을 받지 않습니다."),
            CORRECT,
        ),
        Cause::CarrierSuppression => say(
            ("On the carrier's suppression list", "발송 서비스의 차단 목록에 있음"),
            (
                "Amazon SES did not send the mail on, because earlier mail to this address bounced or was complained about.",
                "이전에 반송되었거나 스팸으로 신고된 주소여서 Amazon SES가 메일을 내보내지 않았습니다.",
            ),
            (
                "If the address is right, take it off the list in the SES console and from the suppressions here; otherwise correct it.",
                "주소가 맞다면 SES 콘솔과 파발의 발송 제외 목록에서 지우고, 틀렸다면 주소를 고치세요.",
            ),
        ),
        Cause::RecipientNotVerified => say(
            ("Sandbox: address not verified", "샌드박스: 인증되지 않은 주소"),
            (
                "The SES account is in the sandbox, which sends to verified addresses only.",
                "SES 계정이 샌드박스 상태라 인증된 주소로만 보낼 수 있습니다.",
            ),
            (
                "Request production access in the SES console, or verify this address; then send again.",
                "SES 콘솔에서 프로덕션 액세스를 요청하거나 이 주소를 인증한 뒤 다시 보내세요.",
            ),
        ),
        _ => return None,
    })
}

fn of_proof(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::Spf => say(
            ("SPF did not pass", "SPF 인증 실패"),
            (
                "The sending domain's SPF record does not name the server the mail came from.",
                "발신 도메인의 SPF 레코드에 메일을 보낸 서버가 없습니다.",
            ),
            (
                "Publish the SPF record shown under Settings, wait until it is seen, then send again.",
                "설정에 표시된 SPF 레코드를 DNS에 등록하고, 반영된 뒤 다시 보내세요.",
            ),
        ),
        Cause::Dkim => say(
            ("DKIM did not pass", "DKIM 인증 실패"),
            (
                "The mail's signature is missing or does not match the key of the sending domain.",
                "메일에 서명이 없거나 발신 도메인의 키와 맞지 않습니다.",
            ),
            (
                "Publish the DKIM records shown under Settings, wait until they are seen, then send again.",
                "설정에 표시된 DKIM 레코드를 DNS에 등록하고, 반영된 뒤 다시 보내세요.",
            ),
        ),
        Cause::Dmarc => say(
            ("DMARC did not pass", "DMARC 인증 실패"),
            (
                "Neither SPF nor DKIM proves the domain in From, or that domain has no DMARC record.",
                "보낸 사람의 도메인이 SPF나 DKIM으로 증명되지 않거나 DMARC 레코드가 없습니다.",
            ),
            (
                "Publish a DMARC record and make SPF and DKIM pass for the domain in From, then send again.",
                "DMARC 레코드를 등록하고 보낸 사람 도메인의 SPF와 DKIM을 맞춘 뒤 다시 보내세요.",
            ),
        ),
        Cause::Authentication => say(
            ("Sending domain not proven", "발신 도메인 인증 부족"),
            (
                "Outlook and Hotmail ask large senders for SPF, DKIM and DMARC together.",
                "Outlook과 Hotmail은 대량 발신자에게 SPF, DKIM, DMARC를 모두 요구합니다.",
            ),
            (
                "Publish all three records for the domain in From, then send again.",
                "보낸 사람 도메인에 세 레코드를 모두 등록한 뒤 다시 보내세요.",
            ),
        ),
        Cause::ReverseDns => say(
            ("No reverse DNS", "역방향 DNS 없음"),
            (
                "The server's address has no name, or the name does not lead back to it.",
                "발송 서버의 IP에 이름이 없거나 그 이름이 같은 IP를 가리키지 않습니다.",
            ),
            (
                "Ask whoever runs the mail server to set a PTR record that leads back to the same address.",
                "메일 서버 운영자에게 같은 IP를 가리키는 PTR 레코드를 설정해 달라고 요청하세요.",
            ),
        ),
        Cause::Tls => say(
            ("Connection not encrypted", "암호화되지 않은 연결"),
            ("The mailbox takes mail over TLS only.", "받는 쪽 서버가 TLS 연결만 허용합니다."),
            ("Turn TLS on at the mail server, then send again.", "메일 서버에서 TLS를 켠 뒤 다시 보내세요."),
        ),
        _ => return None,
    })
}

fn of_reputation(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::Blocklisted => say(
            ("On a blocklist", "차단 목록에 오른 발송 서버"),
            (
                "The mailbox refuses mail from the server's address or domain.",
                "받는 쪽에서 발송 서버의 IP나 도메인을 차단했습니다.",
            ),
            (
                "Follow the link in the answer below to be taken off the list, find out why, then send again.",
                "아래 응답에 있는 링크에서 해제를 요청하고 원인을 확인한 뒤 다시 보내세요.",
            ),
        ),
        Cause::Spam => say(
            ("Taken for spam", "스팸으로 판정됨"),
            (
                "The mailbox's filter did not like the letter or its sender.",
                "받는 쪽 필터가 내용이나 발신자를 스팸으로 판단했습니다.",
            ),
            (
                "Look at subject, links and images, and mail only people who asked for it.",
                "제목과 링크, 이미지를 점검하고 수신에 동의한 사람에게만 보내세요.",
            ),
        ),
        Cause::Policy => say(
            ("Refused by the mailbox's rules", "받는 쪽 정책에 따른 거부"),
            (
                "The mailbox provider or company does not take this mail, and says so in its own words below.",
                "받는 쪽 메일 서비스나 회사의 정책으로 거부되었습니다. 아래 응답에 이유가 있습니다.",
            ),
            (
                "Ask the person to allow your address, then send again.",
                "받는 분께 발신 주소 허용을 부탁한 뒤 다시 보내세요.",
            ),
        ),
        Cause::TooFast => say(
            ("Too much mail at once", "짧은 시간에 너무 많은 메일"),
            (
                "The mailbox provider holds your mail back for a while: too much, or too many complaints.",
                "메일이 너무 많거나 신고가 잦아 받는 쪽에서 한동안 받지 않습니다.",
            ),
            (
                "Wait some hours and send again; lower the rate for large campaigns.",
                "몇 시간 뒤 다시 보내고, 큰 캠페인은 발송 속도를 낮추세요.",
            ),
        ),
        Cause::Greylisted => say(
            ("Asked to come back later", "나중에 다시 보내 달라는 응답"),
            (
                "The mailbox makes new senders wait (greylisting).",
                "처음 보내는 발신자를 기다리게 하는 서버입니다(그레이리스팅).",
            ),
            ("Send again in half an hour.", "30분쯤 뒤 다시 보내세요."),
        ),
        _ => return None,
    })
}

fn of_letter(cause: Cause) -> Option<Wording> {
    Some(match cause {
        Cause::TooBig => say(
            ("Letter too big", "메일 용량 초과"),
            (
                "The mailbox or the carrier takes only smaller letters.",
                "받는 쪽이나 발송 서버가 허용하는 크기를 넘었습니다.",
            ),
            (
                "Make the template smaller and send a new campaign to these people.",
                "템플릿을 줄여 이 사람들에게 새 캠페인으로 보내세요.",
            ),
        ),
        Cause::ContentRefused => say(
            ("Content refused", "내용 거부"),
            (
                "The carrier or the mailbox did not take what the letter holds.",
                "발송 서버나 받는 쪽에서 메일의 내용을 받아들이지 않았습니다.",
            ),
            (
                "Read the answer below, mend the template, and send a new campaign to these people.",
                "아래 응답을 확인해 템플릿을 고치고, 이 사람들에게 새 캠페인으로 보내세요.",
            ),
        ),
        Cause::Virus => say(
            ("Taken for a virus", "바이러스로 판정됨"),
            (
                "The carrier found something dangerous and sent nothing.",
                "발송 서비스가 위험한 내용을 발견해 보내지 않았습니다.",
            ),
            ("Look for harmful links or files in the template.", "템플릿에 위험한 링크나 파일이 있는지 확인하세요."),
        ),
        Cause::NotRendered => say(
            ("Could not be filled in by the carrier", "발송 서비스에서 내용을 채우지 못함"),
            ("A value the template asks for was missing.", "템플릿이 요구하는 값이 없었습니다."),
            ("Complete the person's fields, then send again.", "수신자의 항목을 채운 뒤 다시 보내세요."),
        ),
        Cause::Template => say(
            ("The letter could not be made", "메일을 만들지 못함"),
            (
                "With this person's values the template gives no usable letter.",
                "이 수신자의 값으로는 템플릿에서 쓸 수 있는 메일이 만들어지지 않습니다.",
            ),
            (
                "Mend the template or the person's values, and send a new campaign.",
                "템플릿이나 수신자의 값을 고쳐 새 캠페인으로 보내세요.",
            ),
        ),
        _ => return None,
    })
}
