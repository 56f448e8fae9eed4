//! Where it is asked for, a campaign waits until the sources of people were read once more: then its audience and what
//! everybody said are as of its launch.

use crate::Result;
use domain::Sentence;
use sqlx::{PgConnection, types::Json};
use time::OffsetDateTime;

pub(super) enum Sources {
    /// Read since, or nobody asks for that.
    Read,
    Awaited,
    Unread(Sentence),
}

/// Whether everything was read since `moment`; has it read where nothing is under way. A source that nobody has read for a day
/// is not awaited: it was taken out of the settings.
pub(super) async fn sources_since(db: &mut PgConnection, moment: OffsetDateTime) -> Result<Sources> {
    let rows = sqlx::query!(
        r#"select s.name, s.offered_at > now() - interval '5 minutes' as "is_offered!", r.state as "state?",
                  r.failed_because as "because?: Json<Sentence>"
           from people_sources s left join lateral (
               select state, failed_because from source_runs where source = s.name and began_at >= $1 order by id desc limit 1
           ) r on true
           where s.read_before_launch and s.offered_at > now() - interval '1 day' and r.state is distinct from 'done'
           order by s.name"#,
        moment
    )
    .fetch_all(&mut *db)
    .await?;
    if rows.is_empty() {
        return Ok(Sources::Read);
    }
    for row in rows {
        if row.state.as_deref() == Some("failed") {
            return Ok(Sources::Unread(failed(&row.name, row.because.map(|because| because.0))));
        }
        if !row.is_offered {
            return Ok(Sources::Unread(unattended(&row.name)));
        }
        // whoever asks again and again wants one run
        sqlx::query!(
            "update people_sources set asked_at = clock_timestamp() where name = $1 and asked_at is null
             and not exists (select from source_runs where source = name and state = 'running')",
            row.name
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(Sources::Awaited)
}

pub(super) fn unread_in_time() -> Sentence {
    Sentence::new(
        "the sources of people, which are read before every launch, were not read within an hour of its time; see People, Sources",
        "발송 전에 읽어야 하는 연락처 연동이 예약 시각에서 한 시간이 지나도록 끝나지 않았습니다. 연락처의 연동 화면을 확인하세요",
    )
}

fn failed(source: &str, because: Option<Sentence>) -> Sentence {
    let because = because.unwrap_or_else(|| Sentence::new("nobody knows why", "원인을 알 수 없습니다"));
    Sentence::new(
        format!(
            "the source of people ‘{source}’ could not be read before the launch: {}; launch it again once it can",
            because.en
        ),
        format!("발송 전에 ‘{source}’ 연동을 읽지 못했습니다: {}. 해결한 뒤 다시 발송하세요", because.ko),
    )
}

fn unattended(source: &str) -> Sentence {
    Sentence::new(
        format!(
            "no process reads the source of people ‘{source}’ now, which is read before every launch; ask the server administrator"
        ),
        format!("발송 전에 읽어야 하는 ‘{source}’ 연동을 읽는 프로세스가 지금 없습니다. 서버 관리자에게 문의하세요"),
    )
}
