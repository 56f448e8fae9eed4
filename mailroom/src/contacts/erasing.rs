//! Forgetting one person (GDPR, article 17), for good: what stays is a hash that keeps them from coming back
//! ([0019](../../../docs/decisions/0019-what-stays-of-an-erased-person.md)).

use super::{editing::subject, person};
use crate::{Mailroom, Member, Result, audit, notices, subscribing, suppressions, test_sends};
use domain::{ContactId, suppression::SuppressionReason};
use sqlx::PgConnection;

/// The source of a suppression that goes with the last campaign that knows the person.
const ERASED: &str = "erased";

/// Nothing is sent to them from this moment. Campaigns that have ended hold a nameless row afterwards; those that have
/// not follow when they end ([`forget_rest`]).
pub async fn erase(mailroom: &Mailroom, by: &Member, contact: ContactId) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    sqlx::query!("select id from contacts where id = $1 for update", contact.0).fetch_optional(&mut *tx).await?;
    // a campaign under way looks there before every letter
    suppressions::of_person(&mut tx, contact, SuppressionReason::Refused, ERASED).await?;
    let gone = sqlx::query_scalar!("delete from contacts where id = $1 returning address", contact.0);
    let address = gone.fetch_optional(&mut *tx).await?.ok_or_else(|| person::missing(contact))?;
    let addresses = known_addresses(&mut tx, contact, &address).await?;
    claim_suppressions(&mut tx, contact, &addresses).await?;
    forget_imports(&mut tx, contact, &address).await?;
    forget_notes(&mut tx, contact, &addresses).await?;
    forget_checks(&mut tx, &addresses).await?;
    test_sends::forget(&mut tx, contact, &addresses).await?;
    notices::forget(&mut tx, contact, &addresses).await?;
    subscribing::forget(&mut tx, &addresses).await?;
    forget_reports(&mut tx, &addresses).await?;
    forget_campaigns(&mut tx, contact).await?;
    audit::note(&mut tx, by, "erased", subject(contact), None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// Every address we have of them.
async fn known_addresses(db: &mut PgConnection, contact: ContactId, present: &str) -> Result<Vec<String>> {
    let addresses = sqlx::query_scalar!(
        r#"select $2 as "address!" union select address from recipients where contact_id = $1 and address <> nameless(seq)"#,
        contact.0,
        present
    );
    Ok(addresses.fetch_all(db).await?)
}

/// What was suppressed of them for whatever reason goes with the rest, and only a hash stays; not where somebody else has
/// the address by now.
async fn claim_suppressions(db: &mut PgConnection, contact: ContactId, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "with claimed as (
             update suppressions s set source = $3
             where address = any($2) and not exists (select from contacts k where k.address = s.address)
             returning address
         )
         insert into erasures (address_hash, contact_id) select address_hash(address), $1 from claimed
         on conflict (address_hash) do update set contact_id = $1, erased_at = now(), forgotten_at = null",
        contact.0,
        addresses,
        ERASED
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn forget_imports(db: &mut PgConnection, contact: ContactId, address: &str) -> Result<()> {
    sqlx::query!(
        "delete from import_members where contact_id = $1 and import_id in (select id from imports)",
        contact.0
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update import_rejections set raw = '' where position($1 in lower(raw)) > 0", address)
        .execute(&mut *db)
        .await?;
    sqlx::query!("update source_rejections set raw = '' where position($1 in lower(raw)) > 0", address)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from user_keys where address = $1", address).execute(db).await?;
    Ok(())
}

/// Who changed what and when stays; of whom and how it was does not.
async fn forget_notes(db: &mut PgConnection, contact: ContactId, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "update audit_log set subject_name = '', before = null, after = null
         where subject = 'person' and subject_id = $1",
        contact.0
    )
    .execute(&mut *db)
    .await?;
    // a note on many people loses this one only
    sqlx::query!(
        r#"with gone as (select '(' || string_agg(regexp_replace(to_json(a)::text, '(\W)', '\\\1', 'g'), '|') || ')' as words
                         from unnest($1::text[]) a)
           update audit_log
           set subject_name = case when subject_name = any($1) then '' else subject_name end,
               before = regexp_replace(before::text, gone.words, '""', 'g')::jsonb,
               after = regexp_replace(after::text, gone.words, '""', 'g')::jsonb
           from gone
           where subject in ('campaign', 'suppression')
             and (subject_name = any($1) or concat(before::text, after::text) ~ gone.words)"#,
        addresses
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was found in their letters; a draft has to be checked again, for it has lost one of its people.
async fn forget_checks(db: &mut PgConnection, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "delete from preflights p where exists (select from unnest($1::text[]) a where position(a in p.findings::text) > 0)",
        addresses
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reports that nobody could read or whose letter is not known, and what we decided about single topics.
async fn forget_reports(db: &mut PgConnection, addresses: &[String]) -> Result<()> {
    sqlx::query!(
        "with kept as (
             delete from kept_reports r
             where exists (select from unnest($1::text[]) a where position(a in lower(r.raw)) > 0)
         ), unplaced as (
             delete from unplaced_events where recipient = any($1)
         )
         delete from topic_suppressions where address = any($1)",
        addresses
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Those who were erased while a campaign held them are made nameless once it has ended. How many are done with.
pub async fn forget_rest(mailroom: &Mailroom) -> Result<usize> {
    let waiting = sqlx::query_scalar!("select distinct contact_id from erasures where forgotten_at is null limit 1000");
    let waiting = waiting.fetch_all(&mailroom.db).await?;
    let mut done = 0;
    for contact in waiting {
        let mut tx = mailroom.db.begin().await?;
        done += usize::from(forget_campaigns(&mut tx, ContactId(contact)).await?);
        tx.commit().await?;
    }
    Ok(done)
}

/// Whether no campaign knows them any more. The one place where what a campaign recorded is changed: whom it was about
/// goes, what became of it stays, so that totals still add up.
async fn forget_campaigns(db: &mut PgConnection, contact: ContactId) -> Result<bool> {
    let forgotten = sqlx::query_scalar!(
        "with ended as (
             select r.campaign_id, r.seq, r.address from recipients r join campaigns c on c.id = r.campaign_id
             where r.contact_id = $1 and c.state in ('cancelled', 'finished')
               and not exists (select from doubts d where d.campaign_id = r.campaign_id and d.seq = r.seq)
         ), answers as (
             update attempts a set detail = null from ended e
             where a.campaign_id = e.campaign_id and a.seq = e.seq and a.detail is not null
         ), reports as (
             update mail_events m set recipient = nameless(m.seq), detail = '' from ended e
             where m.campaign_id = e.campaign_id and m.seq = e.seq
         )
         update recipients r set address = nameless(r.seq), name = '', locale = null, merge = '{}'
         from ended e where r.campaign_id = e.campaign_id and r.seq = e.seq
         returning e.address as was",
        contact.0
    );
    let forgotten: Vec<String> = forgotten.fetch_all(&mut *db).await?;
    sqlx::query!(
        "delete from suppressions s where s.source = 'erased' and s.address = any($2)
           and not exists (select from recipients r where r.contact_id = $1 and r.address = s.address)",
        contact.0,
        &forgotten
    )
    .execute(&mut *db)
    .await?;
    let done = sqlx::query_scalar!(
        r#"with done as (
             update erasures set forgotten_at = now()
             where contact_id = $1 and forgotten_at is null
               and not exists (select from recipients r where r.contact_id = $1 and r.address <> nameless(r.seq))
             returning address_hash
         ), lifted as (
             delete from suppressions s using done where s.source = 'erased' and address_hash(s.address) = done.address_hash
         )
         select exists (select from done) as "done!""#,
        contact.0
    );
    Ok(done.fetch_one(db).await?)
}
