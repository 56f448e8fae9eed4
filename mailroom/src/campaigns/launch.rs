use super::missing;
use crate::{Error, Mailroom, Member, Result, control};
use domain::{
    Audience, CampaignId, Invalid,
    campaign::{CampaignKind, CampaignState, Move},
    compose::PreparedEdition,
    edition::Edition,
};
use sha2::{Digest, Sha256};
use sqlx::{PgConnection, types::Json};

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
    PreparedEdition::new(draft.words.clone()).map_err(|problems| Invalid::new("template", sentence(&problems)))?;
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
    write_edition(&mut tx, campaign, &draft.words).await?;
    tx.commit().await?;
    Ok(campaign)
}

/// Freezes the audience and lets the campaign run through the carrier's `account`.
pub async fn launch(mailroom: &Mailroom, by: &Member, campaign: CampaignId, account: &str) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let state: CampaignState = sqlx::query_scalar!("select state from campaigns where id = $1 for update", campaign.0)
        .fetch_optional(&mut *tx)
        .await?
        .ok_or_else(|| missing(campaign))?
        .parse()
        .map_err(Error::broken)?;
    let after =
        state.after(Move::Launch).ok_or_else(|| Error::refused(super::refusal(campaign, state, Move::Launch)))?;
    sqlx::query!(
        "update campaigns set state = $2, epoch = epoch + 1, account = $3, launched_by = $4, launched_at = clock_timestamp(),
             audience_through = (select coalesce(max(id), 0) from contacts)
         where id = $1",
        campaign.0,
        after.as_str(),
        account,
        by.stored_id(),
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("insert into totals (campaign_id) values ($1)", campaign.0).execute(&mut *tx).await?;
    control::announce(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

async fn write_edition(db: &mut PgConnection, campaign: CampaignId, words: &Edition) -> Result<()> {
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

fn sentence(problems: &[domain::template::Problem]) -> String {
    let lines = problems.iter().map(|p| format!("line {}, column {}: {}", p.line, p.column, p.text));
    lines.collect::<Vec<_>>().join("; ")
}
