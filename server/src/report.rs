//! What commands say of campaigns, to people and to programs.

use domain::{CampaignId, DeliveryState, Totals, report::CampaignSummary};
use serde::Serialize;
use std::process::ExitCode;

/// The one JSON object a sending command ends with; its states sum to the audience.
#[derive(Serialize)]
pub struct Outcome {
    pub campaign: CampaignId,
    pub audience: i64,
    pub states: Totals,
    pub seconds: f64,
    pub rejected_rows: u64,
}

impl Outcome {
    pub fn of(summary: &CampaignSummary, seconds: f64, rejected_rows: u64) -> Self {
        Self {
            campaign: summary.id,
            audience: summary.totals.audience(),
            states: summary.totals,
            seconds: (seconds * 1000.0).round() / 1000.0,
            rejected_rows,
        }
    }
}

/// `200 people: 188 delivered, 12 skipped`.
pub fn sentence(totals: &Totals) -> String {
    let states = DeliveryState::ALL.into_iter().filter(|state| totals.of(*state) > 0);
    let parts: Vec<String> = states.map(|state| format!("{} {}", totals.of(state), words(state))).collect();
    let people = totals.audience();
    let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
    if parts.is_empty() { people } else { format!("{people}: {}", parts.join(", ")) }
}

/// What is left for a person to do, where there is something.
pub fn advice(summary: &CampaignSummary) -> Vec<String> {
    let (id, totals) = (summary.id, &summary.totals);
    let mut lines = vec![];
    if let Some(why) = &summary.halted_because {
        lines.push(format!("halted: {why}\n  mend that, then: pabal resume"));
    }
    if totals.in_doubt > 0 {
        lines.push(format!(
            "{} in doubt: they may or may not have got it. The carrier's reports settle them, or the doubt window, or you: \
             pabal settle {id} --as sent|unsent",
            totals.in_doubt
        ));
    }
    if totals.failed > 0 {
        lines.push(format!(
            "{} failed: pabal recipients {id} --state failed shows why; pabal requeue {id} --all sends again",
            totals.failed
        ));
    }
    lines
}

fn words(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::InDoubt => "in doubt",
        other => other.as_str(),
    }
}

/// For people a sentence and what is left to do, for programs one line of JSON, last.
pub fn say(summary: &CampaignSummary, outcome: &Outcome, json: bool) -> anyhow::Result<()> {
    if json {
        advice(summary).iter().for_each(|line| eprintln!("{line}"));
        println!("{}", serde_json::to_string(outcome)?);
    } else {
        println!("campaign {} is {}; {}", summary.id, summary.state, sentence(&summary.totals));
        advice(summary).iter().for_each(|line| println!("{line}"));
    }
    Ok(())
}

/// 0 only where everybody has ended and nobody failed.
pub fn exit_code(totals: &Totals) -> ExitCode {
    if totals.all_ended() && totals.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
