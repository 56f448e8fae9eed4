//! Names that people type for SES.

use super::is_at_or_below;
use crate::{EmailAddress, Invalid};

/// A domain, or an address where one is written.
///
/// # Errors
/// Under `name`.
pub fn identity_name(text: &str) -> Result<String, Invalid> {
    let text = text.trim();
    if text.contains('@') {
        let address: EmailAddress =
            text.parse().map_err(|invalid: Invalid| Invalid { field: "name".into(), ..invalid })?;
        return Ok(address.to_string());
    }
    domain(text).ok_or_else(|| not_a_domain("name", text))
}

/// A name below the domain, such as `mail`, or written out.
///
/// # Errors
/// Under `mail_from`.
pub fn mail_from_name(text: &str, identity: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let whole = if text.contains('.') { text.to_owned() } else { format!("{text}.{identity}") };
    let name = domain(&whole).ok_or_else(|| not_a_domain("mail_from", text))?;
    if name != identity && is_at_or_below(&name, identity) {
        return Ok(name);
    }
    Err(Invalid::new(
        "mail_from",
        (
            format!("choose a name below {identity}, such as mail.{identity}"),
            format!("{identity} 아래의 이름을 고르세요. 예: mail.{identity}"),
        ),
    ))
}

/// A topic of SNS in the account's own region.
///
/// # Errors
/// Under `topic`.
pub fn topic_arn(text: &str, region: &str) -> Result<String, Invalid> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(':').collect();
    let is_fine =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    match parts.as_slice() {
        ["arn", partition, "sns", of, account, name]
            if partition.starts_with("aws")
                && account.len() == 12
                && account.bytes().all(|b| b.is_ascii_digit())
                && is_fine(name) =>
        {
            if *of == region {
                return Ok(text.to_owned());
            }
            Err(Invalid::new(
                "topic",
                (
                    format!("this topic is in {of}; SES needs one in its own region, {region}"),
                    format!("이 주제는 {of} 리전에 있습니다. SES와 같은 {region} 리전의 주제가 필요합니다"),
                ),
            ))
        }
        _ => Err(Invalid::new(
            "topic",
            (
                format!("write the ARN of a standard SNS topic, such as arn:aws:sns:{region}:123456789012:pabal"),
                format!("표준 SNS 주제의 ARN을 입력하세요. 예: arn:aws:sns:{region}:123456789012:pabal"),
            ),
        )),
    }
}

fn domain(text: &str) -> Option<String> {
    let address: EmailAddress = format!("postmaster@{text}").parse().ok()?;
    Some(address.domain().to_owned()).filter(|domain| domain.contains('.'))
}

fn not_a_domain(field: &str, text: &str) -> Invalid {
    Invalid::new(
        field,
        (
            format!(
                "‘{text}’ does not look like a domain or an address; write it as shop.example.com or me@example.com"
            ),
            format!("도메인이나 주소 형식이 아닙니다: ‘{text}’. shop.example.com 또는 me@example.com처럼 입력하세요"),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{identity_name, mail_from_name, topic_arn};

    #[test]
    fn names_are_read_as_people_write_them() {
        for (text, expected) in [
            (" Shop.Example ", Some("shop.example")),
            ("me@Shop.Example", Some("me@shop.example")),
            ("회사.example", Some("xn--3e0b707e.example")),
            ("shop", None),
            ("https://shop.example", None),
            ("a b.example", None),
            ("", None),
        ] {
            let read = identity_name(text);
            assert_eq!(read.as_deref().ok().map(|it| it.len()), expected.map(str::len).or(None), "{text}: {read:?}");
        }
        for (text, expected) in [
            ("mail", Some("mail.shop.example")),
            ("mail.shop.example", Some("mail.shop.example")),
            ("shop.example", None),
            ("mail.other.example", None),
            ("", None),
        ] {
            assert_eq!(mail_from_name(text, "shop.example").ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_topic_is_a_standard_one_of_the_same_region() {
        let read = |text| topic_arn(text, "ap-northeast-2").map_err(|invalid| invalid.reason.en);
        assert!(read(" arn:aws:sns:ap-northeast-2:123456789012:pabal-events ").is_ok());
        assert!(read("arn:aws:sns:us-east-1:123456789012:pabal").unwrap_err().contains("us-east-1"));
        for text in [
            "",
            "pabal",
            "arn:aws:sqs:ap-northeast-2:123456789012:pabal",
            "arn:aws:sns:ap-northeast-2:1:pabal",
            "arn:aws:sns:ap-northeast-2:123456789012:pabal.fifo",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
