use super::{cards, insert, note, usable_name};
use crate::{Mailroom, Member, Result, campaigns::missing};
use domain::{
    Audience, CampaignId,
    draft::{Change, Content, Draft, When},
    edition::Edition,
};
use sqlx::{PgConnection, types::Json};

/// A new draft with the words, the audience and the sender of another campaign, to go now.
pub async fn duplicate(mailroom: &Mailroom, by: &Member, campaign: CampaignId, name: &str) -> Result<CampaignId> {
    by.may_send()?;
    let name = usable_name(name)?;
    let mut tx = mailroom.db.begin().await?;
    let draft = draft_of(&mut tx, campaign).await?;
    let copy = insert(&mut tx, by, &name).await?;
    let changes = [
        Change::Content(draft.content),
        Change::Audience(draft.audience),
        Change::Sender(draft.sender),
        Change::When(When::Now),
    ];
    for change in &changes {
        cards::write(&mut tx, by, copy, change, 0).await?;
        super::mirror(&mut tx, copy, change).await?;
    }
    note(&mut tx, by, "created", copy, &name).await?;
    tx.commit().await?;
    Ok(copy)
}

/// Of a campaign begun on the command line: what its edition says; its template has no name here.
async fn draft_of(db: &mut PgConnection, campaign: CampaignId) -> Result<Draft> {
    let row = sqlx::query!(
        r#"select c.audience as "audience: Json<Audience>", e.words as "words?: Json<Edition>",
                  exists (select from draft_cards d where d.campaign_id = c.id) as "has_cards!"
           from campaigns c left join editions e on e.campaign_id = c.id where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| missing(campaign))?;
    let draft = cards::read(db, campaign).await?;
    let Some(Json(words)) = row.words.filter(|_| !row.has_cards) else { return Ok(draft) };
    let sender = sqlx::query_scalar!(
        "select id from senders where address = $1 and archived_at is null order by name = $2 desc, id limit 1",
        words.from.address.as_str(),
        words.from.name,
    )
    .fetch_optional(db)
    .await?;
    Ok(Draft {
        content: Content { kind: words.kind, subject: words.subject, fields: words.fields, ..Content::default() },
        audience: Some(row.audience.0),
        sender: sender.map(domain::SenderId),
        ..draft
    })
}
