use crate::{Error, Mailroom, Member, Result, audit};
use domain::{
    Sentence, SourceRunId,
    import::Rejection,
    people_source::{PeopleSource, SourceRun},
};
use sqlx::types::Json;

/// Every source that was ever read or is offered by a standing process.
pub async fn list(mailroom: &Mailroom) -> Result<Vec<PeopleSource>> {
    let rows = sqlx::query!(
        r#"select name, place, asked_at is not null as "is_asked!",
                  coalesce(offered_at > now() - interval '1 minute', false) as "is_offered!"
           from people_sources order by name"#
    );
    let mut sources = Vec::new();
    for row in rows.fetch_all(&mailroom.db).await? {
        let latest = newest(mailroom, &row.name, 1).await?.pop();
        sources.push(PeopleSource {
            name: row.name,
            place: row.place,
            is_offered: row.is_offered,
            is_asked: row.is_asked,
            latest,
        });
    }
    Ok(sources)
}

/// Has a source read now, by the process that reads it.
pub async fn ask(mailroom: &Mailroom, by: &Member, source: &str) -> Result<()> {
    by.may_send()?;
    let mut tx = mailroom.db.begin().await?;
    let asked = sqlx::query!(
        "update people_sources set asked_at = clock_timestamp() where name = $1 and offered_at > now() - interval '1 minute'",
        source
    );
    if asked.execute(&mut *tx).await?.rows_affected() == 0 {
        return Err(Error::refused((
            format!("no process of this installation reads the source ‘{source}’ now; name its settings and start one"),
            format!("지금 ‘{source}’ 연동을 읽는 프로세스가 없습니다. 설정을 지정하고 서버를 시작하세요"),
        )));
    }
    let subject = audit::Subject { kind: "source", id: 0, name: source };
    audit::note(&mut tx, by, "asked_for", subject, None::<&()>, None::<&()>).await?;
    tx.commit().await?;
    Ok(())
}

/// The runs of a source, newest first.
pub async fn newest(mailroom: &Mailroom, source: &str, limit: i64) -> Result<Vec<SourceRun>> {
    read(mailroom, None, Some(source), limit).await
}

pub(super) async fn find(mailroom: &Mailroom, run: SourceRunId) -> Result<SourceRun> {
    let missing = || Error::Missing(format!("run {run}"));
    read(mailroom, Some(run), None, 1).await?.pop().ok_or_else(missing)
}

async fn read(
    mailroom: &Mailroom,
    only: Option<SourceRunId>,
    source: Option<&str>,
    limit: i64,
) -> Result<Vec<SourceRun>> {
    let rows = sqlx::query!(
        r#"select *, since is null as "is_whole!", failed_because as "because: Json<Sentence>" from source_runs
           where ($1::bigint is null or id = $1) and ($2::text is null or source = $2) order by id desc limit $3"#,
        only.map(|id| id.0),
        source,
        limit
    );
    let rows = rows.fetch_all(&mailroom.db).await?.into_iter();
    rows.map(|row| {
        Ok(SourceRun {
            id: SourceRunId(row.id),
            source: row.source,
            state: row.state.parse().map_err(Error::broken)?,
            is_whole: row.is_whole,
            rows_read: row.rows_read,
            added: row.added,
            updated: row.updated,
            unchanged: row.unchanged,
            repeated: row.repeated,
            rejected: row.rejected,
            refused: row.refused,
            failed_because: row.because.map(|because| because.0),
            began_at: crate::instant(row.began_at)?,
            ended_at: row.ended_at.map(crate::instant).transpose()?,
        })
    })
    .collect()
}

/// The rows of a run that could not come in, in their order, those after row `after`.
pub async fn rejections(
    mailroom: &Mailroom,
    run: SourceRunId,
    after: Option<u64>,
    limit: i64,
) -> Result<Vec<Rejection>> {
    let rows = sqlx::query!(
        "select record, raw, reason, reason_ko from source_rejections
         where run_id = $1 and record > $2 order by record limit $3",
        run.0,
        after.map_or(0, u64::cast_signed),
        limit
    );
    let rows = rows.fetch_all(&mailroom.db).await?.into_iter();
    Ok(rows
        .map(|row| Rejection {
            row: row.record.cast_unsigned(),
            raw: row.raw,
            reason: Sentence::new(row.reason, row.reason_ko),
        })
        .collect())
}
