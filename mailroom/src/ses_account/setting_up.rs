//! What a button sets up at SES.

use super::{desk, told};
use crate::{
    Error, Mailroom, Member, Result,
    audit::{self, Subject},
    mailer::ses::DESTINATION,
};
use domain::ses::{ReportsState, identity_name, mail_from_name, reports_state, topic_arn};
use serde_json::json;

/// A domain gets the names of its keys, an address a mail with a link. The name as SES knows it.
pub async fn add_identity(mailroom: &Mailroom, by: &Member, name: &str) -> Result<String> {
    by.may_administer()?;
    let name = identity_name(name)?;
    desk(mailroom)?.ses.create_identity(&name).await.map_err(told)?;
    note(mailroom, by, "created", ("identity", &name), None).await?;
    Ok(name)
}

/// Has SES write to an address once more: it does so for a new one only. A verified one is left alone.
pub async fn verify_again(mailroom: &Mailroom, by: &Member, address: &str) -> Result<()> {
    by.may_administer()?;
    let (desk, address) = (desk(mailroom)?, identity_name(address)?);
    let known = desk.ses.identity(&address).await.map_err(told)?;
    if !address.contains('@') || known.is_some_and(|known| known.line.is_sending) {
        return Err(Error::refused((
            "only an address that is not verified yet gets another mail",
            "아직 인증되지 않은 주소에만 메일을 다시 보낼 수 있습니다",
        )));
    }
    desk.ses.delete_identity(&address).await.map_err(told)?;
    desk.ses.create_identity(&address).await.map_err(told)?;
    note(mailroom, by, "asked_for", ("identity", &address), None).await
}

/// The domain in the envelope of this identity's letters.
pub async fn set_mail_from(mailroom: &Mailroom, by: &Member, identity: &str, mail_from: &str) -> Result<()> {
    by.may_administer()?;
    let identity = identity_name(identity)?;
    let mail_from = mail_from_name(mail_from, &identity)?;
    desk(mailroom)?.ses.set_mail_from(&identity, &mail_from).await.map_err(told)?;
    note(mailroom, by, "changed", ("identity", &identity), Some(json!({ "mail_from": mail_from }))).await
}

/// Makes what is missing for reports to come: the configuration set, and in it our destination.
pub async fn send_reports_to(mailroom: &Mailroom, by: &Member, topic: &str) -> Result<()> {
    by.may_administer()?;
    let desk = desk(mailroom)?;
    let topic = topic_arn(topic, desk.ses.region())?;
    let Some(name) = desk.ses.configuration_set() else {
        return Err(Error::refused((
            "this installation names no configuration set; start it with --ses-configuration-set pabal",
            "이 설치에는 구성 세트 이름이 없습니다. --ses-configuration-set pabal을 붙여 실행하세요",
        )));
    };
    let set = desk.ses.read_set(name).await.map_err(told)?;
    match reports_state(set.as_ref()) {
        ReportsState::Good => return Ok(()),
        ReportsState::Missing => desk.ses.create_set(name).await.map_err(told)?,
        ReportsState::Unnamed | ReportsState::Paused | ReportsState::NoTopic | ReportsState::Lacks(_) => {}
    }
    let is_there = set.iter().flat_map(|set| &set.destinations).any(|destination| destination.name == DESTINATION);
    desk.ses.send_reports_to(name, &topic, is_there).await.map_err(told)?;
    let after = json!({ "topic": topic, "created": set.is_none() });
    note(mailroom, by, "changed", ("configuration_set", name), Some(after)).await
}

async fn note(
    mailroom: &Mailroom,
    by: &Member,
    act: &str,
    (kind, name): (&'static str, &str),
    after: Option<serde_json::Value>,
) -> Result<()> {
    let mut db = mailroom.db.acquire().await?;
    audit::note(&mut db, by, act, Subject { kind, id: 0, name }, None::<&()>, after.as_ref()).await
}
