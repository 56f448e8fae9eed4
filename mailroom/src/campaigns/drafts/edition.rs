//! From the cards to the words that are frozen. What is wrong is told under the card's name.

use super::cards;
use crate::{Error, Mailroom, Result, contacts, images, senders};
use domain::{
    CampaignId, Invalid, SenderId, Sentence,
    compose::PreparedEdition,
    draft::{Card, ChosenTemplate, Content, Draft},
    edition::Edition,
    sender::{self, SenderProfile},
    template::{self, Compiled, footer},
    tracking::{Tracking, slug},
};
use sqlx::PgConnection;

/// The words of a draft as they would be sent now.
pub async fn edition_of(mailroom: &Mailroom, campaign: CampaignId) -> Result<Edition> {
    let mut db = mailroom.db.acquire().await?;
    let draft = cards::read(&mut db, campaign).await?;
    edition(mailroom, &mut db, campaign, &draft).await
}

pub(crate) async fn edition(
    mailroom: &Mailroom,
    db: &mut PgConnection,
    campaign: CampaignId,
    draft: &Draft,
) -> Result<Edition> {
    if let Some(gap) = draft.gaps().first() {
        return Err(Invalid::from(*gap).into());
    }
    let (Some(chosen), Some(sender)) = (draft.content.template, draft.sender) else {
        return Err(Error::broken("a draft without gaps lacks its template or its sender"));
    };
    let sender = usable_sender(db, sender).await?;
    let mut template = compiled(db, chosen).await?;
    if draft.content.footer {
        template = footer::appended(template).map_err(|problems| of(Card::Content, template::told(&problems)))?;
    }
    let words = Edition {
        kind: draft.content.kind,
        from: sender.from(),
        reply_to: sender.reply_to(),
        subject: draft.content.subject.trim().to_owned(),
        preheader: draft.content.preheader.trim().to_owned(),
        fields: fields(&draft.content, &sender, &template.variables),
        html: template.html,
        text: template.text,
        list_id: sender.list_id,
        tracking: tracking(db, campaign, &draft.content.tracking).await?,
    };
    let words = images::readdress(mailroom, db, words).await?;
    PreparedEdition::new(words.clone()).map_err(|problems| of(Card::Content, template::told(&problems)))?;
    Ok(words)
}

/// As it is asked for, with the campaign's name in its links where nobody wrote another.
async fn tracking(db: &mut PgConnection, campaign: CampaignId, asked: &Tracking) -> Result<Tracking> {
    let mut tracking = asked.clone();
    if let Some(utm) = tracking.utm.as_mut().filter(|utm| utm.campaign.trim().is_empty()) {
        let name = sqlx::query_scalar!("select name from campaigns where id = $1", campaign.0).fetch_one(db).await?;
        utm.campaign = slug(&name);
    }
    Ok(tracking)
}

/// Names the template asks for that neither a person nor the sender gives: the campaign's own texts.
pub async fn wanted_fields(mailroom: &Mailroom, content: &Content) -> Result<Vec<String>> {
    let Some(chosen) = content.template else { return Ok(vec![]) };
    let mut db = mailroom.db.acquire().await?;
    let variables = compiled(&mut db, chosen).await?.variables;
    drop(db);
    let columns = contacts::columns(mailroom).await?;
    let given = sender::FIELDS.into_iter().chain(columns.iter().map(String::as_str));
    Ok(template::missing(&variables, given))
}

/// What the campaign says, and of the sender what the template asks for.
fn fields(
    content: &Content,
    sender: &SenderProfile,
    variables: &[String],
) -> std::collections::BTreeMap<String, String> {
    let asked = |name: &str| variables.iter().find(|variable| variable.eq_ignore_ascii_case(name));
    let of_sender = sender.fields();
    let of_sender = of_sender.iter().filter_map(|(name, text)| Some((asked(name)?.clone(), (*text).to_owned())));
    let own = content.fields.iter().filter(|(_, text)| !text.trim().is_empty());
    of_sender.chain(own.map(|(name, text)| (name.clone(), text.clone()))).collect()
}

async fn usable_sender(db: &mut PgConnection, sender: SenderId) -> Result<SenderProfile> {
    match senders::read(db, sender).await? {
        Some(sender) if sender.archived_at.is_none() => Ok(sender.profile),
        Some(_) => Err(of(
            Card::Sender,
            ("this sender was archived; choose another one", "보관된 발신자입니다. 다른 발신자를 선택하세요"),
        )
        .into()),
        None => Err(of(
            Card::Sender,
            ("this sender is gone; choose another one", "없는 발신자입니다. 다른 발신자를 선택하세요"),
        )
        .into()),
    }
}

/// As the chosen version was compiled when it was saved.
async fn compiled(db: &mut PgConnection, chosen: ChosenTemplate) -> Result<Compiled> {
    let row = sqlx::query!(
        "select html, text, variables from template_versions where template_id = $1 and version = $2",
        chosen.id.0,
        chosen.version,
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| {
        of(Card::Content, ("this template is gone; choose another one", "없는 템플릿입니다. 다른 템플릿을 선택하세요"))
    })?;
    match (row.html, row.text) {
        (Some(html), Some(text)) => Ok(Compiled { html, text, variables: row.variables }),
        (_, _) => Err(of(
            Card::Content,
            (
                "this version of the template has problems; mend them in its editor, or choose another one",
                "템플릿의 이 버전에 문제가 있습니다. 템플릿 편집기에서 고치거나 다른 템플릿을 선택하세요",
            ),
        )
        .into()),
    }
}

fn of(card: Card, why: impl Into<Sentence>) -> Invalid {
    Invalid::new(card.as_str(), why)
}
