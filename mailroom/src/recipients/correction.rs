//! A wrong address put right after launch (`docs/decisions/0017`).

use crate::{Error, Mailroom, Member, Result, campaigns, contacts, control, ledger::Page};
use domain::{CampaignId, DeliveryState, EmailAddress, Invalid, campaign::Move, failure::SkipReason};
use serde::Serialize;

/// What came of a correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The person's new number in the campaign.
    pub seq: i32,
    /// Whether the contact has the new address too: not where it was erased, or had changed since.
    pub contact_changed: bool,
}

/// Gives the person the right address and sends the campaign there. Only for those whom the mail cannot have reached.
pub async fn correct(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    seq: i32,
    address: &EmailAddress,
) -> Result<Correction> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    // numbers are given by whoever addresses the audience; nobody else may do so meanwhile
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended($1, 0))", format!("addressing {campaign}"))
        .execute(&mut *tx)
        .await?;
    let mut page = Page::open_in(tx, campaign).await?.ok_or_else(|| campaigns::missing(campaign))?;
    if page.state.after(Move::Reopen).is_none() {
        return Err(Error::refused((
            "this campaign is over: it was cancelled, so nobody is mailed again",
            "취소된 캠페인이므로 다시 보낼 수 없습니다",
        )));
    }
    let old = wrong_one(&mut page, seq).await?;
    check(&mut page, &old, address).await?;
    let contact_changed = change_contact(&mut page, &old, address).await?;
    let new = add(&mut page, seq, address).await?;
    leave_out(&mut page, seq, &old, address).await?;
    note(&mut page, by, &old, address, seq, new).await?;
    crate::ledger::doubts::reopen(&mut page).await?;
    control::announce(page.db()).await?;
    page.close().await?;
    Ok(Correction { seq: new, contact_changed })
}

struct Wrong {
    contact: i64,
    address: String,
    state: DeliveryState,
}

async fn wrong_one(page: &mut Page, seq: i32) -> Result<Wrong> {
    let campaign = page.campaign;
    let state = page.states(&[seq]).await?.remove(&seq);
    let state = state.ok_or_else(|| Error::Missing(format!("person {seq} in campaign {campaign}")))?;
    match state {
        DeliveryState::Failed | DeliveryState::Bounced => {}
        DeliveryState::Waiting
        | DeliveryState::Sending
        | DeliveryState::Sent
        | DeliveryState::Delivered
        | DeliveryState::Retrying
        | DeliveryState::InDoubt
        | DeliveryState::Complained
        | DeliveryState::Skipped
        | DeliveryState::Cancelled => {
            return Err(Error::refused((
                "only who failed or bounced can be sent to another address; look again, something has changed",
                "발송에 실패했거나 반송된 사람의 주소만 고칠 수 있습니다. 그사이 상태가 바뀌었으니 다시 확인하세요",
            )));
        }
    }
    let row =
        sqlx::query!("select contact_id, address from recipients where campaign_id = $1 and seq = $2", campaign.0, seq)
            .fetch_one(page.db())
            .await?;
    Ok(Wrong { contact: row.contact_id, address: row.address, state })
}

async fn check(page: &mut Page, old: &Wrong, address: &EmailAddress) -> Result<()> {
    contacts::check_not_erased(page.db(), address).await?;
    check_may_be_mailed(page, old).await?;
    let invalid = |en: String, ko: String| Err(Invalid::new("address", (en, ko)).into());
    let campaign = page.campaign.0;
    let found = sqlx::query!(
        r#"select (select seq from recipients where campaign_id = $1 and address = $2) as "seq?",
                  exists (select from suppressions where address = $2) as "suppressed!",
                  (select id from contacts where address = $2 and id <> $3) as "other?""#,
        campaign,
        address.as_str(),
        old.contact,
    )
    .fetch_one(page.db())
    .await?;
    if *address.as_str() == *old.address {
        return invalid("this is the address it failed at".into(), "발송에 실패한 주소와 같습니다".into());
    }
    if let Some(seq) = found.seq {
        return invalid(
            format!("{address} is already in this campaign, as number {seq}"),
            format!("이미 이 캠페인의 {seq}번 수신자입니다: {address}"),
        );
    }
    if found.suppressed {
        return invalid(
            format!("{address} is on the suppression list and cannot be mailed"),
            format!("발송 제외 목록에 있어 보낼 수 없는 주소입니다: {address}"),
        );
    }
    if found.other.is_some() {
        return invalid(
            format!("{address} belongs to another person of your audience"),
            format!("다른 수신자가 사용하는 주소입니다: {address}"),
        );
    }
    Ok(())
}

/// Another address does not undo what the person said of the one before.
async fn check_may_be_mailed(page: &mut Page, old: &Wrong) -> Result<()> {
    let found = sqlx::query!(
        r#"select exists (select from erasures where contact_id = $1) as "erased!",
                  exists (select from suppressions s where s.reason <> 'bounced'
                          and (s.address = $2 or s.address = (select address from contacts where id = $1))) as "suppressed!""#,
        old.contact,
        old.address,
    )
    .fetch_one(page.db())
    .await?;
    if found.erased {
        return Err(Error::refused((
            "this person asked to be erased, so they are not mailed at another address either",
            "삭제를 요청한 사람이므로 다른 주소로도 보낼 수 없습니다",
        )));
    }
    if found.suppressed {
        return Err(Error::refused((
            "this person is never mailed, so they are not mailed at another address either; look among the suppressions",
            "발송 제외 목록에 있는 사람이므로 다른 주소로도 보낼 수 없습니다. 발송 제외 목록을 확인하세요",
        )));
    }
    Ok(())
}

/// The contact follows, where it still has the address that was wrong.
async fn change_contact(page: &mut Page, old: &Wrong, address: &EmailAddress) -> Result<bool> {
    let changed = sqlx::query!(
        "update contacts set address = $3, updated_at = clock_timestamp() where id = $1 and address = $2",
        old.contact,
        old.address,
        address.as_str(),
    )
    .execute(page.db())
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// A number of their own at the end, and a first attempt owed at once.
async fn add(page: &mut Page, seq: i32, address: &EmailAddress) -> Result<i32> {
    let campaign = page.campaign.0;
    let new = sqlx::query_scalar!(
        "update campaigns set recipients = recipients + 1 where id = $1 returning recipients",
        campaign
    )
    .fetch_one(page.db())
    .await?;
    sqlx::query!(
        "insert into recipients (campaign_id, seq, contact_id, address, name, locale, merge)
         select campaign_id, $3, contact_id, $4, name, locale, merge from recipients where campaign_id = $1 and seq = $2",
        campaign,
        seq,
        new,
        address.as_str(),
    )
    .execute(page.db())
    .await?;
    sqlx::query!(
        "insert into retries (campaign_id, seq, attempt, due_at) values ($1, $2, 1, clock_timestamp())",
        campaign,
        new
    )
    .execute(page.db())
    .await?;
    page.enter(DeliveryState::Waiting, 1);
    Ok(new)
}

/// One more attempt that was not made: whoever had the wrong address is skipped, and says where the mail went.
async fn leave_out(page: &mut Page, seq: i32, old: &Wrong, address: &EmailAddress) -> Result<()> {
    let campaign = page.campaign.0;
    sqlx::query!(
        "insert into attempts (campaign_id, seq, attempt, outcome, reason, detail)
         select $1, $2, coalesce(max(attempt), 0) + 1, 'skipped', $3, $4 from attempts where campaign_id = $1 and seq = $2",
        campaign,
        seq,
        SkipReason::AddressCorrected.as_str(),
        address.as_str(),
    )
    .execute(page.db())
    .await?;
    page.book_one(seq, old.state, DeliveryState::Skipped);
    Ok(())
}

#[derive(Serialize)]
struct Told<'a> {
    address: &'a str,
    seqs: Vec<i32>,
}

async fn note(page: &mut Page, by: &Member, old: &Wrong, new: &EmailAddress, seq: i32, new_seq: i32) -> Result<()> {
    let campaign = page.campaign;
    let before = Told { address: &old.address, seqs: vec![seq] };
    let after = Told { address: new.as_str(), seqs: vec![seq, new_seq] };
    campaigns::note(page.db(), by, "corrected_address", campaign, Some(&before), Some(&after)).await
}
