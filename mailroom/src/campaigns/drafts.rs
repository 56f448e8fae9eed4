//! Drafts: begun, filled in card by card, duplicated, put away, deleted.

mod cards;
mod choices;
mod copying;
mod edition;
mod reach;

pub use choices::{Choices, choices};
pub use copying::{again_to_unopened, duplicate};
pub use edition::{edition_of, wanted_fields};
pub use reach::{launch_moment, moment_of, reach, zones};

pub(crate) use cards::{read as read_cards, zone_of};
pub(crate) use edition::edition;

use super::{missing, schedule::database_time};
use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    Audience, CampaignId, Invalid, Sentence,
    campaign::{CampaignKind, CampaignState},
    draft::{CampaignDraft, Change, Versions, When},
    typed,
};
use serde_json::json;
use sqlx::{PgConnection, types::Json};

const NAME_CHARACTERS_MAX: usize = 200;

/// An empty campaign of this name.
pub async fn begin(mailroom: &Mailroom, by: &Member, name: &str) -> Result<CampaignId> {
    by.may_send()?;
    let name = usable_name(name)?;
    let mut tx = mailroom.db.begin().await?;
    let campaign = insert(&mut tx, by, &name).await?;
    note(&mut tx, by, "created", campaign, &name).await?;
    tx.commit().await?;
    Ok(campaign)
}

/// `None` for a campaign that was launched already.
pub async fn find(mailroom: &Mailroom, campaign: CampaignId) -> Result<Option<CampaignDraft>> {
    let mut db = mailroom.db.acquire().await?;
    let row = sqlx::query!(
        r#"select c.name, c.state, c.launch_at, c.returned_because as "returned_because: Json<Sentence>",
                  c.archived_at is not null as "is_archived!",
                  exists (select from editions e where e.campaign_id = c.id) as "is_written!"
           from campaigns c where c.id = $1"#,
        campaign.0
    )
    .fetch_optional(&mut *db)
    .await?
    .ok_or_else(|| missing(campaign))?;
    let state: CampaignState = row.state.parse().map_err(Error::broken)?;
    match state {
        CampaignState::Draft if row.is_written => {
            return Err(Error::refused((
                "this campaign was begun on the command line; duplicate it to change it here",
                "명령줄에서 만든 캠페인입니다. 여기에서 바꾸려면 복제하세요",
            )));
        }
        CampaignState::Draft | CampaignState::Scheduled => {}
        CampaignState::Running | CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => {
            return Ok(None);
        }
    }
    Ok(Some(CampaignDraft {
        id: campaign,
        name: row.name,
        state,
        draft: cards::read(&mut db, campaign).await?,
        launch_at: row.launch_at.map(crate::instant).transpose()?,
        returned_because: row.returned_because.map(|because| because.0),
        is_archived: row.is_archived,
    }))
}

/// Saves one card over the version that was `seen`. What was typed meanwhile elsewhere is not overwritten.
pub async fn save(
    mailroom: &Mailroom,
    by: &Member,
    campaign: CampaignId,
    change: &Change,
    seen: i32,
) -> Result<Versions> {
    by.may_send()?;
    cards::check(change)?;
    let mut tx = mailroom.db.begin().await?;
    let name = lock_draft(&mut tx, campaign).await?;
    if let Change::When(when) = change {
        check_time(&mut tx, when).await?;
    }
    let before = cards::read(&mut tx, campaign).await?.card(change.card());
    let is_news = cards::write(&mut tx, by, campaign, change, seen).await?;
    mirror(&mut tx, campaign, change).await?;
    if is_news {
        let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &name };
        audit::note(&mut tx, by, "changed", subject, Some(&before), Some(change)).await?;
    }
    let versions = cards::read(&mut tx, campaign).await?.versions;
    tx.commit().await?;
    Ok(versions)
}

/// At any time: the name is for those who work here, no letter carries it.
pub async fn rename(mailroom: &Mailroom, by: &Member, campaign: CampaignId, name: &str) -> Result<()> {
    by.may_send()?;
    let name = usable_name(name)?;
    let mut tx = mailroom.db.begin().await?;
    let before = lock(&mut tx, campaign).await?.name;
    if before == name {
        return Ok(());
    }
    sqlx::query!("update campaigns set name = $2 where id = $1", campaign.0, name).execute(&mut *tx).await?;
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name: &name };
    let (before, after) = (json!({ "name": before }), json!({ "name": name }));
    audit::note(&mut tx, by, "renamed", subject, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(())
}

/// Away from the list, or back to it. What goes on goes on.
pub async fn set_archived(mailroom: &Mailroom, by: &Member, campaign: CampaignId, is_archived: bool) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let locked = lock(&mut tx, campaign).await?;
    if is_archived && matches!(locked.state, CampaignState::Scheduled | CampaignState::Running) {
        return Err(Error::refused((
            "this campaign is not over; archive it when it is",
            "아직 끝나지 않은 캠페인입니다. 끝난 뒤에 보관하세요",
        )));
    }
    sqlx::query!(
        "update campaigns set archived_at = case when $2 then clock_timestamp() end where id = $1",
        campaign.0,
        is_archived
    )
    .execute(&mut *tx)
    .await?;
    note(&mut tx, by, if is_archived { "archived" } else { "unarchived" }, campaign, &locked.name).await?;
    tx.commit().await?;
    Ok(())
}

/// Drafts only: what was sent to people is kept.
pub async fn delete(mailroom: &Mailroom, by: &Member, campaign: CampaignId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let name = lock_draft(&mut tx, campaign).await?;
    sqlx::query!("delete from campaigns where id = $1", campaign.0).execute(&mut *tx).await?;
    note(&mut tx, by, "deleted", campaign, &name).await?;
    tx.commit().await?;
    Ok(())
}

/// What has passed is told at the field of the time.
async fn check_time(db: &mut PgConnection, when: &When) -> Result<()> {
    let now = database_time(db).await?;
    reach::launch_moment(when, now).map(drop).map_err(|error| match error {
        Error::Invalid(Invalid { field, reason }) if field == "when" => Invalid::new("local", reason).into(),
        other => other,
    })
}

async fn insert(db: &mut PgConnection, by: &Member, name: &str) -> Result<CampaignId> {
    let kind = CampaignKind::Advertising;
    let id = sqlx::query_scalar!(
        "insert into campaigns (name, kind, doubt_policy, audience, created_by) values ($1, $2, $3, $4, $5) returning id",
        name,
        kind.as_str(),
        kind.doubt_policy().as_str(),
        Json(Audience::Everyone) as _,
        by.stored_id(),
    )
    .fetch_one(db)
    .await?;
    Ok(CampaignId(id))
}

/// What lists and launches read of a card stands in the campaign's own row too.
async fn mirror(db: &mut PgConnection, campaign: CampaignId, change: &Change) -> Result<()> {
    let (kind, audience) = match change {
        Change::Content(content) => (Some(content.kind), None),
        Change::Audience(audience) => (None, audience.as_ref()),
        Change::Sender(_) | Change::When(_) => (None, None),
    };
    sqlx::query!(
        "update campaigns set kind = coalesce($2, kind), doubt_policy = coalesce($3, doubt_policy),
             audience = coalesce($4, audience), returned_because = null
         where id = $1",
        campaign.0,
        kind.map(CampaignKind::as_str),
        kind.map(|kind| kind.doubt_policy().as_str()),
        audience.map(Json) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(crate) struct Locked {
    pub name: String,
    pub state: CampaignState,
}

/// The campaign's row is ours until the transaction ends.
pub(crate) async fn lock(db: &mut PgConnection, campaign: CampaignId) -> Result<Locked> {
    let row = sqlx::query!("select name, state from campaigns where id = $1 for update", campaign.0)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| missing(campaign))?;
    Ok(Locked { name: row.name, state: row.state.parse().map_err(Error::broken)? })
}

async fn lock_draft(db: &mut PgConnection, campaign: CampaignId) -> Result<String> {
    let locked = lock(db, campaign).await?;
    match locked.state {
        CampaignState::Draft => Ok(locked.name),
        CampaignState::Scheduled => Err(Error::refused((
            "this campaign is scheduled; take it back before you change it",
            "예약된 캠페인입니다. 예약을 취소한 뒤에 바꾸세요",
        ))),
        CampaignState::Running | CampaignState::Paused | CampaignState::Cancelled | CampaignState::Finished => {
            Err(Error::refused((
                "this campaign was launched; duplicate it to write another one",
                "이미 발송을 시작한 캠페인입니다. 복제해서 새로 만드세요",
            )))
        }
    }
}

pub(crate) async fn note(
    db: &mut PgConnection,
    by: &Member,
    act: &str,
    campaign: CampaignId,
    name: &str,
) -> Result<()> {
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name };
    audit::note(db, by, act, subject, None::<&()>, None::<&()>).await
}

fn usable_name(name: &str) -> Result<String, Invalid> {
    typed::name("name", name, NAME_CHARACTERS_MAX, ("give the campaign a name", "캠페인 이름을 입력하세요"))
}
