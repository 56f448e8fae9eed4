use super::topics;
use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    control,
};
use domain::{EmailAddress, Invalid, Sentence, TopicId, suppression::SuppressionReason, typed};
use std::collections::BTreeSet;

/// Of one list that is pasted.
pub const ADDRESSES_MAX: usize = 10_000;
pub const NOTE_CHARACTERS_MAX: usize = 200;

/// What became of a list of addresses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Added {
    pub added: u64,
    /// They were never mailed before, for whatever reason; that reason stays.
    pub known: u64,
    /// What is no address, and why.
    pub wrong: Vec<(String, Sentence)>,
}

/// Never mails these people, in effect for every campaign under way within a second. They are separated by lines, commas
/// or blanks.
pub async fn add(mailroom: &Mailroom, by: &Member, list: &str, note: &str) -> Result<Added> {
    write(mailroom, by, None, list, note).await
}

/// Never mails these people about the topic; all other mail goes on.
pub async fn add_to_topic(mailroom: &Mailroom, by: &Member, topic: TopicId, list: &str, note: &str) -> Result<Added> {
    write(mailroom, by, Some(topic), list, note).await
}

async fn write(mailroom: &Mailroom, by: &Member, topic: Option<TopicId>, list: &str, note: &str) -> Result<Added> {
    by.may_send()?;
    let note = noted(note)?;
    let (addresses, wrong) = read(list)?;
    let mut tx = mailroom.db.begin().await?;
    let added = match topic {
        None => super::raise(&mut tx, &addresses, SuppressionReason::ByHand, &note).await?,
        Some(topic) => topics::raise(&mut tx, topic, &addresses, &note).await?,
    };
    if !added.is_empty() {
        let name = if added.len() == 1 { added[0].clone() } else { format!("{} addresses", added.len()) };
        let after = serde_json::json!({ "addresses": added, "note": note, "topic": topic });
        audit::note(&mut tx, by, "suppressed", subject(&name), None::<&()>, Some(&after)).await?;
    }
    tx.commit().await?;
    let (all, added) = (addresses.len() as u64, added.len() as u64);
    Ok(Added { added, known: all - added, wrong })
}

/// Mails somebody again. Not where they themselves said no.
pub async fn lift(mailroom: &Mailroom, by: &Member, address: &EmailAddress, note: &str) -> Result<()> {
    by.may_send()?;
    let note = noted(note)?;
    let mut tx = mailroom.db.begin().await?;
    let row = sqlx::query!("select reason, source from suppressions where address = $1 for update", address.as_str())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or_else(|| Error::Missing(format!("suppression of {address}")))?;
    let reason: SuppressionReason = row.reason.parse().map_err(Error::broken)?;
    if !reason.may_be_lifted() {
        return Err(Error::refused(refusal(address, reason)));
    }
    sqlx::query!("delete from suppressions where address = $1", address.as_str()).execute(&mut *tx).await?;
    let before = serde_json::json!({ "reason": row.reason, "source": row.source });
    let after = serde_json::json!({ "note": note });
    audit::note(&mut tx, by, "lifted", subject(address.as_str()), Some(&before), Some(&after)).await?;
    control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Addresses have no number.
pub(super) fn subject(name: &str) -> Subject<'_> {
    Subject { kind: "suppression", id: 0, name }
}

fn refusal(address: &EmailAddress, reason: SuppressionReason) -> Sentence {
    if reason == SuppressionReason::Complained {
        return Sentence::new(
            format!(
                "{address} reported a mail as spam: mailing them again would harm every other mail, so nobody lifts this; they can subscribe with another address"
            ),
            format!(
                "{address}님은 메일을 스팸으로 신고했습니다. 다시 보내면 다른 메일까지 차단될 수 있어 풀 수 없으며, 본인이 다른 주소로 구독할 수는 있습니다"
            ),
        );
    }
    Sentence::new(
        format!(
            "{address} asked not to be mailed: only they can take that back, by the link in a letter or by subscribing"
        ),
        format!("{address}님이 직접 수신을 거부했습니다. 본인이 메일의 링크나 구독 양식으로 다시 구독할 때만 풀립니다"),
    )
}

pub(super) fn noted(note: &str) -> Result<String, Invalid> {
    let missing = ("say why, for whoever asks later", "나중에 확인할 수 있도록 이유를 적으세요");
    typed::name("note", note, NOTE_CHARACTERS_MAX, missing)
}

type Read = (Vec<String>, Vec<(String, Sentence)>);

fn read(list: &str) -> Result<Read, Invalid> {
    let (mut addresses, mut wrong) = (BTreeSet::new(), Vec::new());
    let words = list.split([',', ';', '\n', '\r', '\t', ' ', '<', '>', '"']).map(str::trim);
    for word in words.filter(|word| !word.is_empty()) {
        match word.parse::<EmailAddress>() {
            Ok(address) => _ = addresses.insert(address.to_string()),
            Err(invalid) => wrong.push((word.chars().take(100).collect(), invalid.reason)),
        }
    }
    let why = if addresses.len() > ADDRESSES_MAX {
        Sentence::new(
            format!("at most {ADDRESSES_MAX} addresses at once"),
            format!("한 번에 {ADDRESSES_MAX}개까지 넣을 수 있습니다"),
        )
    } else if let (true, Some((word, why))) = (addresses.is_empty(), wrong.first()) {
        Sentence::new(format!("{word}: {}", why.en), format!("{word}: {}", why.ko))
    } else if addresses.is_empty() {
        Sentence::new("no address is given", "주소를 하나 이상 입력하세요")
    } else {
        return Ok((addresses.into_iter().collect(), wrong));
    };
    Err(Invalid::new("addresses", why))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_pasted_list_is_read_however_it_is_separated() {
        let (addresses, wrong) = read("B@x.kr, a@x.kr;c@x.kr\n\"김\" <b@x.kr>\nnonsense").unwrap();
        assert_eq!(addresses, ["a@x.kr", "b@x.kr", "c@x.kr"]);
        assert_eq!(wrong.into_iter().map(|(word, _)| word).collect::<Vec<_>>(), ["김", "nonsense"]);
        assert!(read(" ,\n").is_err() && read("nobody").is_err());
    }
}
