use crate::{Error, Member, Result};
use domain::{
    CampaignId, Invalid,
    draft::{Card, Change, Content, Draft, When},
    typed,
};
use jiff::tz::TimeZone;
use sqlx::PgConnection;

const SUBJECT_CHARACTERS_MAX: usize = 500;
const REASON_CHARACTERS_MAX: usize = 300;
const FIELD_CHARACTERS_MAX: usize = 20_000;
const FIELDS_MAX: usize = 100;
const UTM_CHARACTERS_MAX: usize = 100;
/// One line in the audit log for this long a stretch of typing.
const STRETCH_MINUTES: f64 = 10.0;

pub(crate) async fn read(db: &mut PgConnection, campaign: CampaignId) -> Result<Draft> {
    let rows = sqlx::query!("select card, version, filled from draft_cards where campaign_id = $1", campaign.0)
        .fetch_all(db)
        .await?;
    let mut draft = Draft::default();
    for row in rows {
        let card: Card = row.card.parse().map_err(Error::broken)?;
        let change = match card {
            Card::Content => Change::Content(serde_json::from_value(row.filled).map_err(Error::broken)?),
            Card::Audience => Change::Audience(serde_json::from_value(row.filled).map_err(Error::broken)?),
            Card::Sender => Change::Sender(serde_json::from_value(row.filled).map_err(Error::broken)?),
            Card::When => Change::When(serde_json::from_value(row.filled).map_err(Error::broken)?),
        };
        draft = draft.with(change);
        draft.versions.set(card, row.version);
    }
    Ok(draft)
}

/// Whether the audit log should have a line of its own for it: another hand, or some time has passed.
pub async fn write(
    db: &mut PgConnection,
    by: &Member,
    campaign: CampaignId,
    change: &Change,
    seen: i32,
) -> Result<bool> {
    let before = sqlx::query!(
        r#"select version, changed_by is distinct from $3
                  or changed_at < clock_timestamp() - make_interval(mins => $4) as "is_news!"
           from draft_cards where campaign_id = $1 and card = $2"#,
        campaign.0,
        change.card().as_str(),
        by.stored_id(),
        STRETCH_MINUTES as i32,
    )
    .fetch_optional(&mut *db)
    .await?;
    if before.as_ref().map_or(0, |before| before.version) != seen {
        return Err(Error::refused((
            "somebody changed this card meanwhile, perhaps you in another tab; load the page anew to see it",
            "그사이 다른 사람이나 다른 탭에서 이 내용을 바꾸었습니다. 페이지를 새로 고쳐 확인하세요",
        )));
    }
    sqlx::query!(
        "insert into draft_cards (campaign_id, card, filled, changed_by) values ($1, $2, $3, $4)
         on conflict (campaign_id, card) do update set version = draft_cards.version + 1, filled = excluded.filled,
             changed_by = excluded.changed_by, changed_at = clock_timestamp()",
        campaign.0,
        change.card().as_str(),
        filled(change)?,
        by.stored_id(),
    )
    .execute(db)
    .await?;
    Ok(before.is_none_or(|before| before.is_news))
}

pub fn filled(change: &Change) -> Result<serde_json::Value> {
    match change {
        Change::Content(content) => serde_json::to_value(content),
        Change::Audience(audience) => serde_json::to_value(audience),
        Change::Sender(sender) => serde_json::to_value(sender),
        Change::When(when) => serde_json::to_value(when),
    }
    .map_err(Error::broken)
}

/// What could never be launched, however the rest is filled in.
pub fn check(change: &Change) -> Result<(), Invalid> {
    match change {
        Change::Content(content) => check_content(content),
        Change::When(When::Local { zone, .. }) => zone_of(zone).map(drop),
        Change::Audience(_) | Change::Sender(_) | Change::When(When::Now) => Ok(()),
    }
}

fn check_content(content: &Content) -> Result<(), Invalid> {
    typed::check("subject", &content.subject, SUBJECT_CHARACTERS_MAX)?;
    typed::check("preheader", &content.preheader, SUBJECT_CHARACTERS_MAX)?;
    typed::check("reason", &content.reason, REASON_CHARACTERS_MAX)?;
    if let Some(utm) = &content.tracking.utm {
        typed::line("tracking[source]", &utm.source, UTM_CHARACTERS_MAX)?;
        typed::line("tracking[medium]", &utm.medium, UTM_CHARACTERS_MAX)?;
        typed::line("tracking[campaign]", &utm.campaign, UTM_CHARACTERS_MAX)?;
    }
    if content.fields.len() > FIELDS_MAX {
        return Err(Invalid::new("fields", ("too many fields for one campaign", "필드가 너무 많습니다")));
    }
    content.fields.iter().try_for_each(|(name, text)| {
        typed::line("fields", name, FIELD_CHARACTERS_MAX)?;
        typed::check(name, text, FIELD_CHARACTERS_MAX)
    })
}

pub fn zone_of(name: &str) -> Result<TimeZone, Invalid> {
    TimeZone::get(name).map_err(|_| {
        Invalid::new(
            "zone",
            (
                format!("there is no time zone {name}; write one such as Asia/Seoul"),
                format!("없는 시간대입니다: ‘{name}’. Asia/Seoul처럼 입력하세요"),
            ),
        )
    })
}
