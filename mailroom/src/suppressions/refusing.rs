//! The person's own no, by the link in a letter. Mailbox providers may send very many at once: whoever gets the turn writes
//! for all who wait, so that a thousand refusals cost a few commits.

use crate::{Error, Mailroom, Result, control, links::Claim};
use domain::Origin;
use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{sync::oneshot, task};

/// Refusals written in one transaction.
const TOGETHER_MAX: usize = 500;

/// Those who said no and wait for it to be written down.
#[derive(Clone, Default)]
pub(crate) struct Refusals {
    waiting: Arc<Mutex<Vec<Refusal>>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

type Refusal = (Claim, oneshot::Sender<bool>);

impl Refusals {
    fn add(&self, refusal: Refusal) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(refusal);
    }

    fn take(&self) -> Vec<Refusal> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let together = waiting.len().min(TOGETHER_MAX);
        let rest = waiting.split_off(together);
        mem::replace(&mut waiting, rest)
    }
}

/// In effect for every campaign under way within a second. Saying it again changes nothing. `false` where nobody of that
/// number is known any more.
pub async fn refuse(mailroom: &Mailroom, claim: &Claim) -> Result<bool> {
    // a task of its own: whoever hangs up meanwhile has said no all the same, and takes nobody else's along
    task::spawn(wait(mailroom.clone(), *claim)).await.map_err(Error::broken)?
}

/// Until somebody has written it down: another who has the turn, or we.
async fn wait(mailroom: Mailroom, claim: Claim) -> Result<bool> {
    let (told, mut heard) = oneshot::channel();
    mailroom.refusals.add((claim, told));
    loop {
        // whoever was written down leaves the line: else each turn would find only who came since the last
        tokio::select! {
            biased;
            known = &mut heard => return known.map_err(|_| Error::broken("a refusal was not written down")),
            _turn = mailroom.refusals.turn.lock() => write_next(&mailroom).await?,
        }
    }
}

async fn write_next(mailroom: &Mailroom) -> Result<()> {
    let all = mailroom.refusals.take();
    if all.is_empty() {
        return Ok(());
    }
    let claims: Vec<Claim> = all.iter().map(|(claim, _)| *claim).collect();
    let known = write(mailroom, &claims).await?;
    for (n, (_, told)) in all.into_iter().enumerate() {
        // who hung up does not need to hear it
        _ = told.send(known.contains(&n));
    }
    Ok(())
}

/// The places of those claims whose person is known.
async fn write(mailroom: &Mailroom, claims: &[Claim]) -> Result<HashSet<usize>> {
    let contacts: Vec<i64> = claims.iter().map(|claim| claim.contact.0).collect();
    let campaigns: Vec<i64> = claims.iter().map(|claim| claim.campaign.0).collect();
    let sources: Vec<String> = claims.iter().map(|claim| Origin::Unsubscribed(claim.campaign).to_string()).collect();
    let mut tx = mailroom.db.begin().await?;
    // their present address, those that campaigns under way still have of them, and of whom nothing else is left the one
    // that this letter went to
    let found = sqlx::query!(
        r#"with asked as (select * from unnest($1::bigint[], $2::bigint[]) with ordinality as a(contact, campaign, n))
           select a.n as "n!", k.address as "address!" from asked a join contacts k on k.id = a.contact
           union
           select a.n, r.address from asked a join recipients r on r.contact_id = a.contact
           join campaigns c on c.id = r.campaign_id
           where c.state not in ('cancelled', 'finished') or c.id = a.campaign and r.address <> nameless(r.seq)
                 and not exists (select from contacts where id = a.contact)"#,
        &contacts,
        &campaigns,
    )
    .fetch_all(&mut *tx)
    .await?;
    let place = |n: i64| usize::try_from(n - 1).unwrap_or_default();
    let addresses: Vec<String> = found.iter().map(|row| row.address.clone()).collect();
    let of_each: Vec<String> = found.iter().map(|row| sources[place(row.n)].clone()).collect();
    let raised: HashSet<String> = super::raising::refused(&mut tx, &addresses, &of_each).await?.into_iter().collect();
    if !raised.is_empty() {
        let news: HashSet<usize> =
            found.iter().filter(|row| raised.contains(&row.address)).map(|row| place(row.n)).collect();
        let (people, words): (Vec<i64>, Vec<String>) =
            news.into_iter().map(|n| (contacts[n], sources[n].clone())).unzip();
        sqlx::query!(
            "insert into consents (contact_id, at, given, source, kind)
             select distinct on (k.id) k.id, clock_timestamp(), false, said.source, 'link'
             from unnest($1::bigint[], $2::text[]) said(contact, source) join contacts k on k.id = said.contact",
            &people,
            &words,
        )
        .execute(&mut *tx)
        .await?;
        control::announce(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(found.iter().map(|row| place(row.n)).collect())
}
