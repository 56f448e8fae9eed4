use super::refusal;
use crate::{Error, Mailroom, Member, Result, control, ledger::Page};
use domain::{
    CampaignId,
    campaign::{CampaignState, Move},
};

/// A campaign that is not at its end: under way, halted, or with somebody in doubt.
#[derive(Clone, Debug)]
pub struct Unfinished {
    pub campaign: CampaignId,
    /// The carrier's account it was launched with.
    pub account: String,
    /// Paused by the product itself.
    pub halted: bool,
}

/// Oldest first. What a person paused is that person's to resume.
pub async fn unfinished(mailroom: &Mailroom) -> Result<Vec<Unfinished>> {
    let rows = sqlx::query!(
        r#"select c.id, c.account, (c.state = 'paused') as "halted!" from campaigns c join totals t on t.campaign_id = c.id
           where c.state = 'running' or (c.state = 'paused' and c.halted_because is not null)
              or (c.state in ('finished', 'cancelled') and t.in_doubt > 0)
           order by c.id"#
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Unfinished { campaign: CampaignId(row.id), account: row.account, halted: row.halted })
        .collect())
}

/// What is left of the campaign goes through another carrier's account.
pub async fn move_to(mailroom: &Mailroom, by: &Member, campaign: CampaignId, account: &str) -> Result<()> {
    by.may_send()?;
    let Some(mut page) = Page::open(&mailroom.db, campaign).await? else { return Ok(()) };
    if matches!(page.state, CampaignState::Draft | CampaignState::Scheduled) {
        return Err(Error::refused(refusal(campaign, page.state, Move::Reopen)));
    }
    sqlx::query!("update campaigns set account = $2, epoch = epoch + 1 where id = $1", campaign.0, account)
        .execute(page.db())
        .await?;
    control::announce(page.db()).await?;
    page.close().await
}
