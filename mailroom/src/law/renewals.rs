//! Whose consent is to be confirmed (Network Act article 50 (8), enforcement decree 62-3), and the campaign that does it.
//!
//! Asked rarely, of everybody: read from the index of addresses, which holds the day of consent, rather than from an
//! index of its own, which every import would have to write all over.

use crate::{
    Error, Mailroom, Member, Result, audit,
    campaigns::drafts,
    templates::{self, NewTemplate, Starter},
};
use domain::{
    Audience, CampaignId, ContactId, ImportId, SenderId,
    campaign::CampaignKind,
    draft::{Change, ChosenTemplate, Content},
    law::{DueForRenewal, RENEWED_EVERY_YEARS, Renewals, SOON_DAYS, due_on},
    template::Language,
};
use jiff::Timestamp;
use sqlx::PgConnection;

/// A page takes as long as all of them: who wants all takes large ones.
pub const LIMIT_MAX: i64 = 20_000;

/// Where the next page begins: behind this consent of this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub since: Timestamp,
    pub id: ContactId,
}

impl Place {
    pub fn of(person: &DueForRenewal) -> Self {
        let since = person.confirmed_at.unwrap_or(person.consented_at).max(person.consented_at);
        Self { since, id: person.id }
    }
}

/// Who waits longest first. Whoever refused has no consent to confirm.
pub async fn page(mailroom: &Mailroom, after: Option<Place>, limit: i64) -> Result<Vec<DueForRenewal>> {
    let mut tx = mailroom.db.begin().await?;
    crate::plan_for_memory(&mut tx).await?;
    let rows = sqlx::query!(
        r#"with due as (
               select k.id, k.address, k.consented_at, c.at as confirmed_at, greatest(k.consented_at, c.at) as since
               from contacts k
                    left join (select contact_id, max(at) as at from confirmations group by contact_id) c on c.contact_id = k.id
               where k.consented_at < now() + make_interval(days => $1) - make_interval(years => $2)
                 and (c.at is null or c.at < now() + make_interval(days => $1) - make_interval(years => $2))
                 and not exists (select from suppressions s where s.address = k.address)
                 and ($3::timestamptz is null or (greatest(k.consented_at, c.at), k.id) > ($3, $4))
               order by since, k.id limit $5
           )
           select due.id, due.address, due.consented_at as "consented_at!", due.confirmed_at, due.since as "since!", k.name,
                  due.since < now() - make_interval(years => $2) as "is_overdue!"
           from due join contacts k on k.id = due.id order by due.since, due.id"#,
        SOON_DAYS,
        i32::from(RENEWED_EVERY_YEARS),
        after.map(|place| offset(place.since)).transpose()?,
        after.map_or(0, |place| place.id.0),
        limit.min(LIMIT_MAX),
    )
    .fetch_all(&mut *tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DueForRenewal {
                id: ContactId(row.id),
                address: row.address.parse()?,
                name: row.name,
                consented_at: crate::instant(row.consented_at)?,
                confirmed_at: row.confirmed_at.map(crate::instant).transpose()?,
                due_on: due_on(crate::instant(row.since)?).ok_or_else(|| Error::broken("a consent out of time"))?,
                is_overdue: row.is_overdue,
            })
        })
        .collect()
}

/// A page and how many there are.
pub async fn renewals(mailroom: &Mailroom, after: Option<Place>, limit: i64) -> Result<Renewals> {
    let mut people = page(mailroom, after, limit + 1).await?;
    let has_more = people.len() as i64 > limit;
    people.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut tx = mailroom.db.begin().await?;
    crate::plan_for_memory(&mut tx).await?;
    let row = sqlx::query!(
        r#"select count(*) filter (where since < now() - make_interval(years => $2)) as "overdue!", count(*) as "all!"
           from (select greatest(k.consented_at, c.at) as since
                 from contacts k
                      left join (select contact_id, max(at) as at from confirmations group by contact_id) c on c.contact_id = k.id
                 where k.consented_at < now() + make_interval(days => $1) - make_interval(years => $2)
                   and (c.at is null or c.at < now() + make_interval(days => $1) - make_interval(years => $2))
                   and not exists (select from suppressions s where s.address = k.address)) due"#,
        SOON_DAYS,
        i32::from(RENEWED_EVERY_YEARS),
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(Renewals { overdue: row.overdue, soon: row.all - row.overdue, people, has_more })
}

/// A draft to exactly those who are due now, with the words that remind them. Whoever is due later is in the next one.
pub async fn remind(mailroom: &Mailroom, by: &Member, language: Language) -> Result<CampaignId> {
    by.may_send()?;
    if page(mailroom, None, 1).await?.is_empty() {
        return Err(Error::refused((
            "nobody's consent is due within 60 days",
            "60일 안에 수신 동의를 확인해야 할 사람이 없습니다",
        )));
    }
    let words = Words::of(language);
    let template = template(mailroom, by, language, words).await?;
    let campaign = drafts::begin(mailroom, by, words.campaign).await?;
    let content = Content {
        kind: CampaignKind::Informational,
        reason: words.reason.into(),
        template: Some(template),
        subject: words.subject.into(),
        preheader: words.preheader.into(),
        ..Content::default()
    };
    let mut tx = mailroom.db.begin().await?;
    let people = snapshot(&mut tx, words.list).await?;
    sqlx::query!("insert into reminders (campaign_id) values ($1)", campaign.0).execute(&mut *tx).await?;
    let subject = audit::Subject { kind: "campaign", id: campaign.0, name: words.campaign };
    audit::note(&mut tx, by, "made a reminder of", subject, None::<&()>, None::<&()>).await?;
    let sender = sqlx::query_scalar!("select id from senders where archived_at is null order by id limit 1")
        .fetch_optional(&mut *tx)
        .await?;
    tx.commit().await?;
    let cards = [
        Change::Content(content),
        Change::Audience(Some(Audience::Import(people))),
        Change::Sender(sender.map(SenderId)),
    ];
    for card in &cards {
        drafts::save(mailroom, by, campaign, card, 0).await?;
    }
    Ok(campaign)
}

/// Writes down whom finished reminders reached: they know, and who says nothing keeps their consent.
pub(crate) async fn note_reminded(mailroom: &Mailroom) -> Result<usize> {
    let mut tx = mailroom.db.begin().await?;
    let done = sqlx::query_scalar!(
        "select r.campaign_id from reminders r join campaigns c on c.id = r.campaign_id
         where r.noted_at is null and c.state in ('finished', 'cancelled') limit 1 for update of r skip locked"
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(campaign) = done else { return Ok(0) };
    sqlx::query!(
        "insert into confirmations (contact_id, at, campaign_id)
         select r.contact_id, max(a.at), $1 from recipients r join attempts a on a.campaign_id = r.campaign_id and a.seq = r.seq
         where r.campaign_id = $1 and a.outcome = 'accepted'
           and not exists (select from failures f where f.campaign_id = $1 and f.seq = r.seq)
           and exists (select from contacts k where k.id = r.contact_id)
         group by r.contact_id on conflict do nothing",
        campaign
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!("update reminders set noted_at = clock_timestamp() where campaign_id = $1", campaign)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(1)
}

/// Those due now, kept as the people of a file are.
async fn snapshot(db: &mut PgConnection, name: &str) -> Result<ImportId> {
    let import = sqlx::query_scalar!(
        "insert into imports (file_name, is_file, state, finished_at) values ($1, false, 'done', clock_timestamp()) returning id",
        name
    )
    .fetch_one(&mut *db)
    .await?;
    sqlx::query!(
        "insert into import_members (import_id, contact_id)
         select $3, k.id
         from contacts k
              left join (select contact_id, max(at) as at from confirmations group by contact_id) c on c.contact_id = k.id
         where k.consented_at < now() + make_interval(days => $1) - make_interval(years => $2)
           and (c.at is null or c.at < now() + make_interval(days => $1) - make_interval(years => $2))
           and not exists (select from suppressions s where s.address = k.address)",
        SOON_DAYS,
        i32::from(RENEWED_EVERY_YEARS),
        import,
    )
    .execute(db)
    .await?;
    Ok(ImportId(import))
}

#[derive(Clone, Copy)]
struct Words {
    template: &'static str,
    campaign: &'static str,
    list: &'static str,
    reason: &'static str,
    subject: &'static str,
    preheader: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Korean => Self {
                template: "수신 동의 확인",
                campaign: "수신 동의 확인 안내",
                list: "수신 동의 확인 대상",
                reason: "정보통신망법 제50조 제8항에 따른 수신 동의 확인 안내",
                subject: "{{SenderName}} 메일 수신 동의를 확인해 주세요",
                preheader: "2년마다 드리는 수신 동의 확인 안내입니다",
            },
            Language::English => Self {
                template: "Consent reminder",
                campaign: "Reminder of consents",
                list: "Consents to confirm",
                reason: "A reminder of consent, as article 50 (8) of the Network Act asks",
                subject: "Do you still want e-mails from {{SenderName}}?",
                preheader: "Every two years we ask whether you still want to hear from us",
            },
        }
    }
}

/// The one made for it, as it may have been changed since; else the starter.
async fn template(mailroom: &Mailroom, by: &Member, language: Language, words: Words) -> Result<ChosenTemplate> {
    let known = sqlx::query!(
        r#"select t.id, max(v.version) as "version!" from templates t join template_versions v on v.template_id = t.id
           where t.name = $1 and t.archived_at is null and v.html is not null group by t.id order by t.id limit 1"#,
        words.template
    )
    .fetch_optional(&mailroom.db)
    .await?;
    if let Some(known) = known {
        return Ok(ChosenTemplate { id: domain::TemplateId(known.id), version: known.version });
    }
    let code = match language {
        Language::Korean => "ko",
        Language::English => "en",
    };
    let starter = Starter::find("consent", code).ok_or_else(|| Error::broken("the starter of consents is gone"))?;
    let new = NewTemplate { name: words.template.into(), markup: starter.markup, source: starter.source.into() };
    Ok(ChosenTemplate { id: templates::create(mailroom, by, &new).await?, version: 1 })
}

fn offset(at: Timestamp) -> Result<time::OffsetDateTime> {
    time::OffsetDateTime::from_unix_timestamp_nanos(at.as_nanosecond()).map_err(Error::broken)
}
