//! A campaign's people: page by page, and one by one.

mod candidates;
mod correction;
mod letter;
mod manuscript;
mod timeline;

pub use correction::{Correction, correct};
pub use letter::{Exact, letter};
pub use manuscript::manuscript;
pub(crate) use manuscript::stamp;
pub use timeline::timeline;

use crate::{Error, Mailroom, Result};
use domain::{
    CampaignId, DeliveryState,
    failure::Cause,
    report::{RecipientRow, RecipientsPage},
    typed,
};

/// A page of a campaign's people: by their number in it, or by address where an address is looked for.
#[derive(Clone, Debug, Default)]
pub struct RecipientQuery {
    pub state: Option<DeliveryState>,
    /// The beginning of an address.
    pub prefix: Option<String>,
    /// Keyset, as [`RecipientsPage::next`] gave it.
    pub after: Option<String>,
    /// 1..=[`LIMIT_MAX`].
    pub limit: i64,
}

pub const LIMIT_MAX: i64 = 500;
/// People looked at in one step at most; the first step is a page.
const STEP_MAX: i64 = 500;
/// People looked at for one page at most, however rare those are that were asked for.
const LOOKED_AT_MAX: usize = 10_000;

/// Costs the same at a million people as at two hundred: whoever is rare is found by what is rare about them, and a search
/// that finds too little in time says how far it came.
pub async fn page(mailroom: &Mailroom, campaign: CampaignId, query: &RecipientQuery) -> Result<RecipientsPage> {
    let limit = query.limit.clamp(1, LIMIT_MAX) as usize;
    let prefix = query.prefix.as_deref().and_then(typed::sought).map(|prefix| prefix.to_lowercase());
    let mut search = Search { state: query.state, prefix, after: query.after.as_deref().map(typed::plain) };
    let (mut rows, mut looked_at, mut step) = (Vec::new(), 0, limit as i64 + 1);
    loop {
        let seqs = candidates::next(mailroom, campaign, &search, step).await?;
        let is_last = (seqs.len() as i64) < step;
        looked_at += seqs.len();
        let found = states(mailroom, campaign, &search, &seqs).await?;
        search.after = found.last.or(search.after);
        step = (2 * step).clamp(1, STEP_MAX.max(step));
        rows.extend(found.rows);
        if rows.len() > limit {
            rows.truncate(limit);
            let next = rows.last().map(|row| search.key(row));
            return Ok(RecipientsPage { rows, next, looked_at: None });
        }
        if is_last {
            return Ok(RecipientsPage { rows, next: None, looked_at: None });
        }
        if looked_at >= LOOKED_AT_MAX {
            return Ok(RecipientsPage { rows, next: search.after, looked_at: Some(looked_at) });
        }
    }
}

/// What is looked for, and from where on.
struct Search {
    state: Option<DeliveryState>,
    prefix: Option<String>,
    after: Option<String>,
}

impl Search {
    fn key(&self, row: &RecipientRow) -> String {
        match self.prefix {
            Some(_) => row.address.to_string(),
            None => row.seq.to_string(),
        }
    }

    fn after_seq(&self) -> i32 {
        self.after.as_deref().and_then(|seq| seq.parse().ok()).unwrap_or(0)
    }
}

struct Found {
    rows: Vec<RecipientRow>,
    /// The key of the last one looked at, whether it is shown or not.
    last: Option<String>,
}

/// Of these people those in the state looked for, in the order of the search.
async fn states(mailroom: &Mailroom, campaign: CampaignId, search: &Search, seqs: &[i32]) -> Result<Found> {
    let rows = sqlx::query!(
        r#"select s.seq as "seq!", s.address as "address!", s.name as "name!", s.state as "state!", s.attempts as "attempts!",
                  s.detail as "detail!", s.updated_at, f.cause as "cause?",
                  (f.seq is not null and not f.is_final and not exists (select from suppressions x where x.address = s.address))
                      as "may_go_again!"
           from unnest($2::int[]) with ordinality as wanted(seq, place)
           join recipient_states s on s.campaign_id = $1 and s.seq = wanted.seq
           left join failures f on f.campaign_id = $1 and f.seq = wanted.seq
           order by place"#,
        campaign.0,
        seqs,
    )
    .fetch_all(&mailroom.db)
    .await?;
    let mut found = Found { rows: Vec::new(), last: None };
    for row in rows {
        let state = row.state.parse().map_err(Error::broken)?;
        let row = RecipientRow {
            seq: row.seq,
            address: row.address.parse()?,
            name: row.name,
            state,
            attempts: row.attempts,
            cause: row.cause.map(|cause| cause.parse::<Cause>()).transpose().map_err(Error::broken)?,
            may_go_again: row.may_go_again,
            detail: row.detail,
            updated_at: row.updated_at.map(crate::instant).transpose()?,
        };
        found.last = Some(search.key(&row));
        if search.state.is_none_or(|wanted| wanted == state) {
            found.rows.push(row);
        }
    }
    Ok(found)
}
