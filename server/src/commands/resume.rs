use super::carrying::carry;
use crate::{
    report::{self, Outcome},
    settings::{CarrierAddress, Place, Through},
    world::{Works, World, stop_signal},
};
use anyhow::Result;
use clap::Args;
use domain::CampaignId;
use mailroom::{
    Member,
    campaigns::{self, Unfinished},
};
use std::{collections::BTreeMap, process::ExitCode, time::Instant};
use tokio_util::sync::CancellationToken;

/// Carry every unfinished campaign to its end
///
/// Through the carrier it was launched with, or through --carrier where that is given. A
/// campaign that a person paused stays paused; one that was halted goes on.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Resume {
    /// End with one JSON object a campaign on standard output
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    through: Through,
}

impl Resume {
    pub async fn run(self) -> Result<ExitCode> {
        let started = Instant::now();
        let world = World::open(&self.place, &self.through).await?;
        let carried = self.carry_all(&world).await;
        let said = match carried {
            Ok(campaigns) => self.say(&world, &campaigns, started).await,
            Err(error) => Err(error),
        };
        world.close().await;
        said
    }

    async fn carry_all(&self, world: &World) -> Result<Vec<CampaignId>> {
        let stop = stop_signal();
        let by = Member::operator();
        let unfinished = campaigns::unfinished(&world.mailroom).await?;
        let mut by_account: BTreeMap<String, Vec<CampaignId>> = BTreeMap::new();
        for Unfinished { campaign, account, halted } in &unfinished {
            if *halted {
                campaigns::resume(&world.mailroom, &by, *campaign).await?;
            }
            by_account.entry(account.clone()).or_default().push(*campaign);
        }
        for (account, campaigns) in by_account {
            let address = match world.chosen_carrier() {
                Some(chosen) => chosen.clone(),
                None => world.remembered_carrier(&account)?,
            };
            carry_account(world, &account, &address, &campaigns, &stop).await?;
        }
        Ok(unfinished.into_iter().map(|unfinished| unfinished.campaign).collect())
    }

    async fn say(&self, world: &World, carried: &[CampaignId], started: Instant) -> Result<ExitCode> {
        let mut worst = ExitCode::SUCCESS;
        let mut shown = carried.to_vec();
        if shown.is_empty() {
            eprintln!("no campaign is unfinished");
            shown.extend(campaigns::list(&world.mailroom, None).await?.first().map(|newest| newest.id));
        }
        for campaign in shown {
            let summary = campaigns::summary(&world.mailroom, campaign).await?;
            let rejected = campaigns::rejected_rows(&world.mailroom, campaign).await?;
            let outcome = Outcome::of(&summary, started.elapsed().as_secs_f64(), rejected);
            report::say(&summary, &outcome, self.json)?;
            if !summary.totals.all_ended() || summary.totals.failed > 0 {
                worst = ExitCode::from(1);
            }
        }
        Ok(worst)
    }
}

async fn carry_account(
    world: &World,
    account: &str,
    address: &CarrierAddress,
    campaigns: &[CampaignId],
    stop: &CancellationToken,
) -> Result<()> {
    let works = Works::open(world, world.mailer(address).await?, stop).await?;
    if works.dispatcher.account() != account {
        for &campaign in campaigns {
            eprintln!("campaign {campaign} moves from {account} to {}", works.dispatcher.account());
            campaigns::move_to(&world.mailroom, &Member::operator(), campaign, works.dispatcher.account()).await?;
        }
    }
    carry(world, works, campaigns, stop.clone()).await
}
