use crate::{Error, Mailroom, Member, Result, control, images, segments};
use domain::{
    Audience, CampaignId, Invalid,
    campaign::{CampaignKind, Move},
    compose::PreparedEdition,
    edition::Edition,
    template, typed,
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, types::Json};

/// On the command line a subject may be the name.
const NAME_CHARACTERS_MAX: usize = 1_000;

/// What a campaign needs before it can be launched.
#[derive(Clone, Debug)]
pub struct Draft {
    pub name: String,
    pub kind: CampaignKind,
    pub audience: Audience,
    pub words: Edition,
}

pub async fn create(mailroom: &Mailroom, by: &Member, draft: &Draft) -> Result<CampaignId> {
    by.may_send()?;
    PreparedEdition::new(draft.words.clone())
        .map_err(|problems| Invalid::new("template", template::told(&problems)))?;
    typed::line("name", &draft.name, NAME_CHARACTERS_MAX)?;
    let mut tx = mailroom.db.begin().await?;
    let id = sqlx::query_scalar!(
        "insert into campaigns (name, kind, doubt_policy, audience, created_by) values ($1, $2, $3, $4, $5) returning id",
        draft.name,
        draft.kind.as_str(),
        draft.kind.doubt_policy().as_str(),
        Json(&draft.audience) as _,
        by.stored_id(),
    )
    .fetch_one(&mut *tx)
    .await?;
    let campaign = CampaignId(id);
    let words = images::readdress(mailroom, &mut tx, draft.words.clone()).await?;
    write_edition(&mut tx, campaign, &words).await?;
    super::drafts::note(&mut tx, by, "created", campaign, &draft.name).await?;
    tx.commit().await?;
    Ok(campaign)
}

/// Freezes the audience and lets the campaign run through the carrier's `account`, at once.
pub async fn launch(mailroom: &Mailroom, by: &Member, campaign: CampaignId, account: &str) -> Result<()> {
    by.may_launch()?;
    let mut tx = mailroom.db.begin().await?;
    let locked = super::drafts::lock(&mut tx, campaign).await?;
    if locked.state.after(Move::Launch).is_none() {
        return Err(Error::refused(super::refusal(campaign, locked.state, Move::Launch)));
    }
    let audience = sqlx::query_scalar!(
        r#"select c.audience as "audience: Json<Audience>" from campaigns c join editions e on e.campaign_id = c.id
           where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or_else(|| Error::refused(format!("campaign {campaign} has no words yet; launch it on its page")))?;
    start(&mut tx, campaign, account, by, &audience.0).await?;
    super::drafts::note(&mut tx, by, "launched", campaign, &locked.name).await?;
    tx.commit().await?;
    Ok(())
}

/// Runs from when the transaction commits. Its edition is written and its row locked.
pub(super) async fn start(
    db: &mut PgConnection,
    campaign: CampaignId,
    account: &str,
    by: &Member,
    audience: &Audience,
) -> Result<()> {
    let topic = match audience {
        Audience::Segments { topic, .. } => topic.map(|topic| topic.0),
        Audience::Everyone | Audience::Import(_) | Audience::Matching(_) => None,
    };
    let audience = segments::frozen(&mut *db, audience).await?;
    sqlx::query!(
        "update campaigns set state = 'running', epoch = epoch + 1, account = $2, launched_by = $3, launched_at = clock_timestamp(),
             audience = $4, topic_id = $5, audience_through = (select coalesce(max(id), 0) from contacts)
         where id = $1",
        campaign.0,
        account,
        by.stored_id(),
        Json(&audience) as _,
        topic,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("insert into totals (campaign_id) values ($1)", campaign.0).execute(&mut *db).await?;
    control::announce(db).await
}

pub(super) async fn write_edition(db: &mut PgConnection, campaign: CampaignId, words: &Edition) -> Result<()> {
    let hash = Sha256::digest(serde_json::to_vec(words).map_err(Error::broken)?);
    sqlx::query!(
        "insert into editions (campaign_id, words, content_hash) values ($1, $2, $3)",
        campaign.0,
        Json(words) as _,
        &hash[..],
    )
    .execute(db)
    .await?;
    Ok(())
}
