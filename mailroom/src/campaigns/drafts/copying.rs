use super::{cards, insert, note, usable_name};
use crate::{Error, Mailroom, Member, Result, campaigns::missing, segments, templates};
use domain::{
    Audience, CampaignId, TemplateId, TopicId,
    campaign::CampaignState,
    draft::{Change, ChosenTemplate, Content, Draft, When},
    edition::Edition,
    segment::Rule,
    template::Markup,
};
use sqlx::{PgConnection, types::Json};

/// A new draft with the words, the audience and the sender of another campaign, to go now.
pub async fn duplicate(mailroom: &Mailroom, by: &Member, campaign: CampaignId, name: &str) -> Result<CampaignId> {
    by.may_send()?;
    let name = usable_name(name)?;
    let draft = draft_of(mailroom, by, campaign).await?;
    let mut tx = mailroom.db.begin().await?;
    let copy = write(&mut tx, by, &name, draft).await?;
    tx.commit().await?;
    Ok(copy)
}

/// A copy for who got the campaign and, as far as anybody can tell, did not open it. `segment` is what the segment of these
/// people is called if there is none yet.
pub async fn again_to_unopened(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    name: &str,
    segment: &str,
) -> Result<CampaignId> {
    by.may_send()?;
    let name = usable_name(name)?;
    let topic = counted_to_the_end(&mut *mailroom.db.acquire().await?, campaign).await?;
    let draft = draft_of(mailroom, by, campaign).await?;
    let mut tx = mailroom.db.begin().await?;
    let segment = segments::of_rule(&mut tx, by, segment, &Rule::unopened(campaign)).await?;
    let audience = Audience::Segments { include: vec![segment], exclude: vec![], topic };
    let copy = write(&mut tx, by, &name, Draft { audience: Some(audience), ..draft }).await?;
    tx.commit().await?;
    Ok(copy)
}

/// The topic of a campaign that is over and had its opens counted.
async fn counted_to_the_end(db: &mut PgConnection, campaign: CampaignId) -> Result<Option<TopicId>> {
    let row = sqlx::query!(
        r#"select c.state, c.topic_id, e.words as "words?: Json<Edition>"
           from campaigns c left join editions e on e.campaign_id = c.id where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(db)
    .await?
    .ok_or_else(|| missing(campaign))?;
    let state: CampaignState = row.state.parse().map_err(Error::broken)?;
    match state {
        CampaignState::Finished => {}
        CampaignState::Draft
        | CampaignState::Scheduled
        | CampaignState::Running
        | CampaignState::Paused
        | CampaignState::Cancelled => {
            return Err(Error::refused((
                "this campaign is not finished; who did not open it is known once everybody got it",
                "아직 끝나지 않은 캠페인입니다. 발송이 끝나야 열지 않은 사람을 알 수 있습니다",
            )));
        }
    }
    if !row.words.is_some_and(|words| words.tracking.opens) {
        return Err(Error::refused((
            "opens were not counted in this campaign, so nobody knows who did not open it",
            "열람을 집계하지 않은 캠페인이라 열지 않은 사람을 알 수 없습니다",
        )));
    }
    Ok(row.topic_id.map(TopicId))
}

async fn write(db: &mut PgConnection, by: &Member, name: &str, draft: Draft) -> Result<CampaignId> {
    let copy = insert(&mut *db, by, name).await?;
    let changes = [
        Change::Content(draft.content),
        Change::Audience(draft.audience),
        Change::Sender(draft.sender),
        Change::When(When::Now),
    ];
    for change in &changes {
        cards::write(&mut *db, by, copy, change, 0).await?;
        super::mirror(&mut *db, copy, change).await?;
    }
    note(db, by, "created", copy, name).await?;
    Ok(copy)
}

/// Of a campaign begun on the command line: what its edition says.
async fn draft_of(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<Draft> {
    let mut db = mailroom.db.acquire().await?;
    let row = sqlx::query!(
        r#"select c.name, c.audience as "audience: Json<Audience>", e.words as "words?: Json<Edition>",
                  exists (select from draft_cards d where d.campaign_id = c.id) as "has_cards!"
           from campaigns c left join editions e on e.campaign_id = c.id where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| missing(campaign))?;
    let draft = cards::read(&mut db, campaign).await?;
    let Some(Json(words)) = row.words.filter(|_| !row.has_cards) else { return Ok(draft) };
    let sender = sqlx::query_scalar!(
        "select id from senders where address = $1 and archived_at is null order by name = $2 desc, id limit 1",
        words.from.address.as_str(),
        words.from.name,
    )
    .fetch_optional(&mut *db)
    .await?;
    drop(db);
    let template = template_saying(mailroom, by, &row.name, words.html).await?;
    Ok(Draft {
        content: Content {
            kind: words.kind,
            template: Some(template),
            subject: words.subject,
            preheader: words.preheader,
            fields: words.fields,
            tracking: words.tracking,
            ..Content::default()
        },
        audience: Some(row.audience.0),
        sender: sender.map(domain::SenderId),
        ..draft
    })
}

/// The newest one that still can be chosen, else a new one of this name.
async fn template_saying(mailroom: &Mailroom, by: &Member, name: &str, html: String) -> Result<ChosenTemplate> {
    let found = sqlx::query!(
        "select v.template_id, v.version from template_versions v join templates t on t.id = v.template_id
         where (v.html = $1 or v.source = $1) and t.archived_at is null order by v.saved_at desc limit 1",
        html
    )
    .fetch_optional(&mailroom.db)
    .await?;
    if let Some(row) = found {
        return Ok(ChosenTemplate { id: TemplateId(row.template_id), version: row.version });
    }
    let id = templates::named_after(mailroom, by, name, Markup::Html, html).await?;
    Ok(ChosenTemplate { id, version: 1 })
}
