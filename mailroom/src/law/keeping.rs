//! The person's own yes to the reminder: their consent is renewed (Network Act article 50 (8), enforcement decree 62-3).

use crate::{
    Mailroom, Result, consents,
    consents::Word,
    links::{self, Claim},
    preferences::{self, Found},
};
use domain::{
    EmailAddress, Origin,
    consent::{ConsentKind, FormText},
    template::Language,
};
use jiff::Timestamp;

/// Who stands behind the link of a reminder.
#[derive(Clone, Debug, PartialEq)]
pub enum Keeping {
    Person(Box<Keepable>),
    /// The letter tried the reminder out.
    Test(Language),
    /// Erased since.
    Gone(Language),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Keepable {
    pub address: EmailAddress,
    /// Their own language, else that of the reminder.
    pub reads: Language,
    /// Whom the reminder came from.
    pub sender: String,
    pub agreed_at: Option<Timestamp>,
    /// They get no mail: a link that was sent before brings nobody back.
    pub is_stopped: bool,
    /// They answered this reminder.
    pub kept_at: Option<Timestamp>,
    /// Where they choose what they get, as a path of this server.
    pub choices: String,
}

/// Changes nothing.
pub async fn keepable(mailroom: &Mailroom, claim: &Claim) -> Result<Keeping> {
    let person = match preferences::find(mailroom, claim).await? {
        Found::Person(person) => person,
        Found::Test(language) => return Ok(Keeping::Test(language)),
        Found::Gone(language) => return Ok(Keeping::Gone(language)),
    };
    let kept_at = sqlx::query_scalar!(
        "select max(at) from consents where contact_id = $1 and given and kind = 'reconfirmed' and source = $2",
        claim.contact.0,
        origin(claim).to_string()
    );
    let kept_at = kept_at.fetch_one(&mailroom.db).await?.map(crate::instant).transpose()?;
    Ok(Keeping::Person(Box::new(Keepable {
        address: person.address,
        reads: person.reads,
        sender: person.sender,
        agreed_at: person.has_agreed.then_some(person.since),
        is_stopped: person.stopped.is_some(),
        kept_at,
        choices: links::choices(mailroom, *claim)?,
    })))
}

/// Renews their consent from now on, by these words; once a reminder. A refusal stands: only a page that says so takes it
/// back.
pub async fn keep(mailroom: &Mailroom, claim: &Claim, text: &FormText) -> Result<()> {
    let mut tx = mailroom.db.begin().await?;
    let source = &origin(claim);
    let may_be = sqlx::query_scalar!(
        r#"select exists (select from contacts k where k.id = $1
                          and not exists (select from suppressions s where s.address = k.address)
                          and not exists (select from consents c where c.contact_id = k.id and c.given
                                          and c.kind = 'reconfirmed' and c.source = $2)) as "may_be!""#,
        claim.contact.0,
        source.to_string()
    );
    if may_be.fetch_one(&mut *tx).await? {
        let kind = ConsentKind::Reconfirmed;
        consents::note(&mut tx, &Word { contact: claim.contact, given: true, kind, source, text, proof: None }).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn origin(claim: &Claim) -> Origin {
    Origin::Reminded(claim.campaign)
}
