//! The one door for reports, whichever way they came.

use super::{apply, keeping, ses, state};
use crate::{Mailroom, Result};
use domain::mail_event::{MailEvent, MailEventKind};

/// A way in for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As doctor calls it.
    pub name: String,
    /// The carrier's account whose letters are reported of.
    pub account: String,
    /// We look there ourselves, so what waits there is our fault.
    pub is_read: bool,
}

/// What was read of one report.
struct Taken<'a> {
    raw: &'a str,
    events: Vec<MailEvent>,
}

/// Applies what can be read and keeps what cannot. After `Ok` whoever brought the reports may forget them; after an error
/// all of them are to come again, which changes nothing twice.
pub async fn take(mailroom: &Mailroom, source: &Source, reports: &[String]) -> Result<()> {
    let (mut taken, mut unread) = (Vec::with_capacity(reports.len()), Vec::new());
    for raw in reports {
        match ses::parse(raw) {
            Ok(events) => {
                if let Some(other) = events.iter().find(|event| event.kind == MailEventKind::Other) {
                    unread.push((raw.as_str(), other.detail.clone()));
                }
                taken.push(Taken { raw, events });
            }
            Err(why) => unread.push((raw.as_str(), why.to_string())),
        }
    }
    unread.extend(apply_all(mailroom, &taken).await?);
    keeping::keep(mailroom, source, &unread).await?;
    let latest = taken.iter().flat_map(|taken| &taken.events).map(|event| event.at).max();
    state::arrived(mailroom, source, reports.len(), latest).await
}

/// Together; where the database refuses that, one by one, so that one report holds up no other.
async fn apply_all<'a>(mailroom: &Mailroom, taken: &[Taken<'a>]) -> Result<Vec<(&'a str, String)>> {
    let all: Vec<MailEvent> = taken.iter().flat_map(|taken| taken.events.clone()).collect();
    match apply(mailroom, &all).await {
        Err(error) if !error.is_lost_connection() => {
            tracing::error!(%error, "reports could not be applied together; one by one");
        }
        applied => return applied.map(|()| Vec::new()),
    }
    let mut refused = Vec::new();
    for Taken { raw, events } in taken {
        match apply(mailroom, events).await {
            Err(error) if !error.is_lost_connection() => {
                tracing::error!(%error, "a report could not be applied and is kept");
                refused.push((*raw, format!("it could not be applied: {error}")));
            }
            applied => applied?,
        }
    }
    Ok(refused)
}
