//! Who shows a picture.

use crate::{Error, Mailroom, Result};
use domain::{TemplateId, image::TemplateUse};
use sqlx::PgConnection;
use std::collections::HashMap;

/// Templates by picture. Every template is read once, however many pictures are asked for.
pub async fn of(mailroom: &Mailroom, images: &[i64]) -> Result<HashMap<i64, Vec<TemplateUse>>> {
    let rows = sqlx::query!(
        r"select distinct i.id as image, t.name, t.id as template
          from templates t
          join template_versions v on v.template_id = t.id and v.version = t.version
          cross join lateral regexp_matches(v.source, '/([0-9a-f]{32}\.(?:jpg|png|gif))', 'g') shown
          join images i on i.name = shown[1]
          where i.id = any($1) and t.archived_at is null order by t.name",
        images
    )
    .fetch_all(&mailroom.db)
    .await?;
    let mut used: HashMap<i64, Vec<TemplateUse>> = HashMap::new();
    for row in rows {
        used.entry(row.image).or_default().push(TemplateUse { template: TemplateId(row.template), name: row.name });
    }
    Ok(used)
}

/// Neither a template nor a campaign that may still send shows it.
pub async fn refuse_while_used(db: &mut PgConnection, name: &str) -> Result<()> {
    let templates = sqlx::query_scalar!(
        "select t.name from templates t join template_versions v on v.template_id = t.id and v.version = t.version
         where t.archived_at is null and strpos(v.source, $1) > 0 order by t.name limit 10",
        name
    )
    .fetch_all(&mut *db)
    .await?;
    if !templates.is_empty() {
        let names = templates.join(", ");
        return Err(Error::refused((
            format!("it is shown by the templates {names}; take it out of them first"),
            format!("다음 템플릿에서 쓰고 있어 삭제할 수 없습니다: {names}. 템플릿에서 먼저 빼 주세요"),
        )));
    }
    let campaigns = sqlx::query_scalar!(
        "select c.name from campaigns c join editions e on e.campaign_id = c.id
         where c.state not in ('finished', 'cancelled') and strpos(e.words::text, $1) > 0 order by c.name limit 10",
        name
    )
    .fetch_all(db)
    .await?;
    if campaigns.is_empty() {
        return Ok(());
    }
    let names = campaigns.join(", ");
    Err(Error::refused((
        format!("it is shown by letters of campaigns that have not ended: {names}"),
        format!("아직 끝나지 않은 캠페인의 메일에서 쓰고 있어 삭제할 수 없습니다: {names}"),
    )))
}
