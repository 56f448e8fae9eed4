//! From the staging table to contacts, members, consents, suppressions and rejections.
//!
//! The staging table lives in one transaction, out of the macros' sight: its statements are plain text.

use super::Agreement;
use crate::{Result, consents, contacts::attributes, control};
use domain::{ImportId, Origin, SourceRunId, consent::FormText};
use sqlx::PgConnection;

#[derive(Clone, Copy, Debug)]
pub(super) struct Merged {
    /// Different people of the rows.
    pub people: u64,
    pub added: u64,
    pub updated: u64,
    pub refused: u64,
    /// Rows about people who asked to be forgotten.
    pub erased: u64,
}

/// What brings these people, and what is said of all of them.
pub(super) enum Brought<'a> {
    /// Without an agreement nobody was asked: then the file's own word counts.
    File {
        import: ImportId,
        agreement: Option<&'a Agreement>,
    },
    Source {
        run: SourceRunId,
        name: &'a str,
    },
}

impl Brought<'_> {
    fn origin(&self) -> Origin {
        match self {
            Self::File { import, .. } => Origin::Import(*import),
            Self::Source { name, .. } => Origin::Source((*name).to_owned()),
        }
    }
}

pub(super) async fn create_staging(db: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(
        r#"set local work_mem = '64MB';
        set local pabal.consents_are_noted = 'yes';
        create temp table staged (
            record bigint, address text collate "C", name text, locale text, attributes jsonb,
            consents boolean, consented_at timestamptz, raw text, reason text, reason_ko text
        ) on commit drop"#,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn merge(db: &mut PgConnection, brought: &Brought<'_>, attributes: &[String]) -> Result<Merged> {
    let source = brought.origin().to_string();
    sqlx::raw_sql("analyze staged").execute(&mut *db).await?;
    attributes::know(&mut *db, attributes).await?;
    let erased = refuse_erased(db).await?;
    keep_rejections(db, brought).await?;
    let text_hash = match brought {
        Brought::File { agreement, .. } => apply_agreement(db, *agreement).await?,
        Brought::Source { .. } => None,
    };
    fold_repeats(db).await?;
    if let Brought::Source { run, .. } = brought {
        silence_overtaken(db, *run, &source).await?;
    }
    let updated = update_known(db).await?;
    let added = add_new(db).await?;
    let people = find_people(db).await?;
    if let Brought::File { import, .. } = brought {
        add_members(db, *import).await?;
    }
    record_consents(db, &source, text_hash).await?;
    let refused = record_refusals(db, &source).await?;
    suppress(db, &source).await?;
    Ok(Merged { people, added, updated, refused, erased })
}

/// What whoever brought the file said of its consent, over what its rows say. The hash of their words, where they gave any.
async fn apply_agreement(db: &mut PgConnection, agreement: Option<&Agreement>) -> Result<Option<Vec<u8>>> {
    let Some(Agreement { from, is_everybody, .. }) = agreement else { return Ok(None) };
    if from.is_empty() {
        sqlx::query("update staged set consents = null where consents").execute(db).await?;
        return Ok(None);
    }
    if *is_everybody {
        sqlx::query("update staged set consents = true where consents is null and address is not null")
            .execute(&mut *db)
            .await?;
    }
    Ok(Some(consents::keep_text(db, &FormText { locale: String::new(), words: from.clone() }).await?))
}

/// Nobody who asked to be forgotten comes back, and what their row says is not kept.
async fn refuse_erased(db: &mut PgConnection) -> Result<u64> {
    let anybody = sqlx::query_scalar::<_, bool>("select exists (select from erasures)").fetch_one(&mut *db).await?;
    if !anybody {
        return Ok(0);
    }
    let refused = sqlx::query(
        "update staged set address = null, name = null, locale = null, attributes = null, consents = null,
                consented_at = null, raw = '', reason = $1, reason_ko = $2
         from signing_keys k
         where k.purpose = 'erasure' and k.kid = 1 and address is not null
           and exists (select from erasures where address_hash = sha256(k.secret || convert_to(address, 'UTF8')))",
    );
    let (en, ko) = ERASED;
    Ok(refused.bind(en).bind(ko).execute(db).await?.rows_affected())
}

const ERASED: (&str, &str) = (
    "this person asked to be erased, so no file brings them back; only they themselves can subscribe again",
    "삭제를 요청한 사람이므로 파일로 다시 가져올 수 없습니다. 본인만 다시 구독할 수 있습니다",
);

async fn keep_rejections(db: &mut PgConnection, brought: &Brought<'_>) -> Result<()> {
    let rejections = match brought {
        Brought::File { import, .. } => sqlx::query(
            "insert into import_rejections (import_id, record, raw, reason, reason_ko)
             select $1, record, raw, reason, reason_ko from staged where reason is not null",
        )
        .bind(import.0),
        Brought::Source { run, .. } => sqlx::query(
            "insert into source_rejections (run_id, record, raw, reason, reason_ko)
             select $1, record, raw, reason, reason_ko from staged where reason is not null",
        )
        .bind(run.0),
    };
    rejections.execute(db).await?;
    Ok(())
}

/// A source repeats its no with every change of a row: whoever said yes themselves since it last told it is not refused again,
/// nor who did since the run began, nor whose word the source is still to be told.
async fn silence_overtaken(db: &mut PgConnection, run: SourceRunId, source: &str) -> Result<()> {
    let overtaken = sqlx::query(
        "update staged s set consents = null from contacts c
         where c.address = s.address and s.consents = false and (
             exists (select from mirror_outbox where kind = 'user' and key = c.address)
             or exists (
                 select from consents yes
                 where yes.contact_id = c.id and yes.given and (
                     yes.at > (select began_at from source_runs where id = $2)
                     or yes.at > (
                         select max(no.at) from consents no
                         where no.contact_id = c.id and no.source = $1 and not no.given))))",
    );
    overtaken.bind(source).bind(run.0).execute(db).await?;
    Ok(())
}

/// Rows about one person become one: the last word on each fact counts, but a refusal stays.
async fn fold_repeats(db: &mut PgConnection) -> Result<()> {
    let repeats = sqlx::query(
        "create temp table repeats on commit drop as
         select address from staged where address is not null group by address having count(*) > 1",
    );
    if repeats.execute(&mut *db).await?.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::raw_sql(
        "create temp table folded on commit drop as
         select address, max(record) as record,
                coalesce((array_agg(name order by record desc) filter (where name <> ''))[1], '') as name,
                (array_agg(locale order by record desc) filter (where locale is not null))[1] as locale,
                bool_and(consents) as consents, max(consented_at) as consented_at
         from staged join repeats using (address) group by address;

         create temp table facts on commit drop as
         select address, jsonb_object_agg(fact.key, fact.value order by record) as attributes
         from staged join repeats using (address), jsonb_each(staged.attributes) fact group by address;

         delete from staged using repeats where staged.address = repeats.address;

         insert into staged (record, address, name, locale, attributes, consents, consented_at)
         select record, address, name, locale, attributes, consents, consented_at from folded join facts using (address)",
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn update_known(db: &mut PgConnection) -> Result<u64> {
    let updated = sqlx::query(
        "update contacts c
         set name = coalesce(nullif(s.name, ''), c.name),
             locale = coalesce(s.locale, c.locale),
             attributes = c.attributes || s.attributes,
             updated_at = now()
         from staged s
         where c.address = s.address
           and (s.name not in ('', c.name) or s.locale <> c.locale or s.locale is not null and c.locale is null
                or c.attributes || s.attributes <> c.attributes)",
    );
    Ok(updated.execute(db).await?.rows_affected())
}

async fn add_new(db: &mut PgConnection) -> Result<u64> {
    let added = sqlx::query(
        "insert into contacts (address, name, locale, attributes, consented_at)
         select address, name, locale, attributes,
                case when consents and not exists (select from suppressions where address = s.address and reason = 'refused')
                     then coalesce(consented_at, now()) end
         from staged s
         where address is not null and not exists (select from contacts c where c.address = s.address)
         order by address
         on conflict (address) do nothing",
    );
    Ok(added.execute(db).await?.rows_affected())
}

/// Everyone of the file by number, in whose order the next tables are fastest to fill.
async fn find_people(db: &mut PgConnection) -> Result<u64> {
    let people = sqlx::query(
        "create temp table people on commit drop as
         select c.id, s.consents, s.consented_at, c.consented_at is null as is_unnoted, r.address is not null as has_refused
         from staged s
         join contacts c using (address)
         left join suppressions r on r.address = s.address and r.reason = 'refused'
         order by c.id",
    );
    let people = people.execute(&mut *db).await?.rows_affected();
    sqlx::raw_sql("analyze people").execute(db).await?;
    Ok(people)
}

async fn add_members(db: &mut PgConnection, import: ImportId) -> Result<()> {
    let members = sqlx::query("insert into import_members (import_id, contact_id) select $1, id from people");
    members.bind(import.0).execute(db).await?;
    Ok(())
}

/// Only from whoever said nothing before. Who is new here was noted with their contact.
async fn record_consents(db: &mut PgConnection, source: &str, text_hash: Option<Vec<u8>>) -> Result<()> {
    sqlx::query(
        "update contacts c set consented_at = coalesce(p.consented_at, now()) from people p
         where c.id = p.id and p.is_unnoted and p.consents and not p.has_refused
           and not exists (select from consents where contact_id = p.id)",
    )
    .execute(&mut *db)
    .await?;
    let consents = sqlx::query(
        "insert into consents (contact_id, at, given, source, text_hash)
         select id, coalesce(consented_at, now()), true, $1, $2 from people
         where consents and not has_refused and not exists (select from consents where contact_id = people.id)",
    );
    consents.bind(source).bind(text_hash).execute(db).await?;
    Ok(())
}

/// Written down once. How many of the file refuse, this time or before.
async fn record_refusals(db: &mut PgConnection, source: &str) -> Result<u64> {
    let refusals = sqlx::query(
        "insert into consents (contact_id, given, source)
         select id, false, $1 from people
         left join lateral (select given from consents where contact_id = people.id order by at desc limit 1) last on true
         where not consents and last.given is distinct from false",
    );
    refusals.bind(source).execute(&mut *db).await?;
    let refused = sqlx::query_scalar("select count(*) from people where not consents");
    Ok(i64::cast_unsigned(refused.fetch_one(db).await?))
}

/// Whoever refused is never mailed, not even by a campaign under way.
async fn suppress(db: &mut PgConnection, source: &str) -> Result<()> {
    let suppressed = sqlx::query(
        "insert into suppressions (address, reason, source)
         select address, 'refused', $1 from staged where not consents
         on conflict (address) do update set reason = 'refused', source = excluded.source, at = excluded.at,
             beneath = suppressions.reason, beneath_source = suppressions.source
         where suppression_rank(excluded.reason) > suppression_rank(suppressions.reason)",
    );
    if suppressed.bind(source).execute(&mut *db).await?.rows_affected() > 0 {
        control::announce(db).await?;
    }
    Ok(())
}
