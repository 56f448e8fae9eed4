//! What a rule can be made of: attributes that people have, files they came in, topics, campaigns.

use crate::{Mailroom, Result, topics};
use domain::{
    CampaignId, ImportId,
    segment::{Names, Operator, day_in, number_in},
};

/// People looked at to learn which attributes there are.
const PEOPLE: i64 = 2_000;
const ATTRIBUTES_MAX: i64 = 200;
const VALUES_MAX: i32 = 12;
const CHOICES_MAX: i64 = 200;

#[derive(Clone, Debug)]
pub struct Known {
    pub attributes: Vec<KnownAttribute>,
    pub names: Names,
}

#[derive(Clone, Debug)]
pub struct KnownAttribute {
    pub name: String,
    /// Some of what it holds, the most frequent first.
    pub values: Vec<String>,
    /// What is asked of such values first.
    pub operator: Operator,
}

/// Newest people and newest files first: old attributes that nobody has any more are not offered.
pub async fn known(mailroom: &Mailroom) -> Result<Known> {
    let names = Names {
        imports: imports(mailroom).await?,
        topics: topics::list(mailroom).await?.into_iter().map(|topic| (topic.id, topic.name)).collect(),
        campaigns: campaigns(mailroom).await?,
    };
    Ok(Known { attributes: attributes(mailroom).await?, names })
}

async fn attributes(mailroom: &Mailroom) -> Result<Vec<KnownAttribute>> {
    let rows = sqlx::query!(
        r#"with people as (
               (select id, attributes from contacts order by id desc limit $1)
               union
               (select id, attributes from contacts order by id limit $1)
           ), facts as (
               select a.key, a.value, count(*) as people from people, jsonb_each_text(attributes) a
               where a.value <> '' group by a.key, a.value
           ), ranked as (
               select key, value, people, row_number() over (partition by key order by people desc, value) as place from facts
           )
           select key as "name!", array_agg(value order by place) filter (where place <= $2) as "values!"
           from ranked group by key order by sum(people) desc, key limit $3"#,
        PEOPLE,
        i64::from(VALUES_MAX),
        ATTRIBUTES_MAX,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let attribute = |name: String, values: Vec<String>| {
        let operator = operator_for(&values);
        KnownAttribute { name, values, operator }
    };
    Ok(rows.into_iter().map(|row| attribute(row.name, row.values)).collect())
}

/// Days and numbers are asked as such; a number with a zero in front is a name, such as that of a telephone.
fn operator_for(values: &[String]) -> Operator {
    let all = |is: fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| is(value));
    if all(|value| day_in(value).is_some()) {
        Operator::LastDays
    } else if all(|value| number_in(value).is_some() && (value.len() == 1 || !value.starts_with('0'))) {
        Operator::Above
    } else {
        Operator::Is
    }
}

async fn imports(mailroom: &Mailroom) -> Result<std::collections::BTreeMap<ImportId, String>> {
    let rows = sqlx::query!(
        "select id, file_name from imports where state = 'done' and is_file order by id desc limit $1",
        CHOICES_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows.into_iter().map(|row| (ImportId(row.id), format!("{} (#{})", row.file_name, row.id))).collect())
}

async fn campaigns(mailroom: &Mailroom) -> Result<std::collections::BTreeMap<CampaignId, String>> {
    let rows = sqlx::query!(
        "select id, name from campaigns where launched_at is not null order by id desc limit $1",
        CHOICES_MAX
    )
    .fetch_all(&mailroom.db)
    .await?;
    Ok(rows.into_iter().map(|row| (CampaignId(row.id), row.name)).collect())
}
