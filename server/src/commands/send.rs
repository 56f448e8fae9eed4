use super::{carrying::carry, import::bring_in};
use crate::{
    report::{self, Outcome},
    settings::{Place, Through},
    world::{Works, World, stop_signal},
};
use anyhow::{Context, Result, bail};
use clap::Args;
use domain::{
    Audience,
    campaign::CampaignKind,
    compose::PreparedEdition,
    edition::{Edition, Mailbox},
    report::CampaignSummary,
    template::{self, Markup, Problem},
};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    contacts::import::Report,
};
use std::{collections::BTreeMap, fs, path::PathBuf, process::ExitCode, time::Instant};

/// Import a list, launch a campaign to it and carry it to its end
///
/// Ends when nothing is left that it can do: every recipient has ended or is in doubt. Exits
/// with 0 only if none failed and none is in doubt.
///
///   pabal send --audience customers.csv --template sale.mjml --subject "(광고) {{Name}}님" \
///              --from "Shop <news@shop.example>" --field Body="This weekend only"
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Send {
    /// CSV of the people to mail: UTF-8, UTF-16 or CP949, with column names in its first row
    #[arg(long, value_name = "FILE")]
    audience: PathBuf,
    /// HTML, or MJML where the name ends in .mjml; `{{Name}}` stands for a column or a --field
    #[arg(long, value_name = "FILE")]
    template: PathBuf,
    /// A template too
    #[arg(long, value_name = "TEXT")]
    subject: String,
    /// Such as "Shop <news@shop.example>"
    #[arg(long, value_name = "MAILBOX")]
    from: Mailbox,
    /// A text of this campaign for the template, once for each name
    #[arg(long = "field", value_name = "NAME=TEXT", value_parser = field)]
    fields: Vec<(String, String)>,
    /// What the law calls it: `advertising` or `informational`
    #[arg(long, default_value = "advertising", value_name = "KIND")]
    kind: CampaignKind,
    /// Name of the campaign on pages; the subject where none is given
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// End with one JSON object on standard output
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    through: Through,
}

fn field(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write it as NAME=TEXT, such as Body=\"This weekend only\"".into()),
    }
}

impl Send {
    pub async fn run(self) -> Result<ExitCode> {
        let started = Instant::now();
        let words = self.words()?;
        let world = World::open(&self.place, &self.through).await?;
        let sent = self.send(&world, words).await;
        world.close().await;
        let (summary, imported) = sent?;
        self.say(&summary, &imported, started.elapsed().as_secs_f64())
    }

    async fn send(&self, world: &World, words: Edition) -> Result<(CampaignSummary, Report)> {
        let stop = stop_signal();
        let mailer = world.mailer(&world.carrier()).await?;
        let imported = bring_in(world, &self.audience).await?;
        if imported.rows_read == imported.rejected {
            bail!("{} holds nobody to mail: {}", self.audience.display(), rejected(&imported));
        }
        warn_of_gaps(&words, &imported)?;
        let works = Works::open(world, mailer, &stop).await?;
        let by = Member::operator();
        let draft = Draft {
            name: self.name.clone().unwrap_or_else(|| self.subject.clone()),
            kind: self.kind,
            audience: Audience::Import(imported.import),
            words,
        };
        let campaign = campaigns::create(&world.mailroom, &by, &draft).await?;
        campaigns::launch(&world.mailroom, &by, campaign, works.dispatcher.account()).await?;
        carry(world, works, &[campaign], stop).await?;
        Ok((campaigns::summary(&world.mailroom, campaign).await?, imported))
    }

    /// Everything that can be wrong with the words is said before anything else happens.
    fn words(&self) -> Result<Edition> {
        let source = fs::read_to_string(&self.template)
            .with_context(|| format!("the template {} cannot be read as UTF-8 text", self.template.display()))?;
        let markup = if self.template.extension().is_some_and(|end| end.eq_ignore_ascii_case("mjml")) {
            Markup::Mjml
        } else {
            Markup::Html
        };
        let compiled = template::compile(markup, &source)
            .map_err(|problems| anyhow::anyhow!("{}", sentences(&self.template.display().to_string(), &problems)))?;
        let words = Edition {
            kind: self.kind,
            list_id: format!("news.{}", self.from.address.domain()),
            tracking: Default::default(),
            from: self.from.clone(),
            reply_to: None,
            subject: self.subject.clone(),
            preheader: String::new(),
            html: compiled.html,
            text: compiled.text,
            fields: self.fields.iter().cloned().collect::<BTreeMap<_, _>>(),
        };
        PreparedEdition::new(words.clone())
            .map_err(|problems| anyhow::anyhow!("{}", sentences("the words of this campaign", &problems)))?;
        Ok(words)
    }

    fn say(&self, summary: &CampaignSummary, imported: &Report, seconds: f64) -> Result<ExitCode> {
        let outcome = Outcome::of(summary, seconds, imported.rejected);
        if imported.rejected > 0 {
            let rows = if imported.rejected == 1 { "1 row" } else { &format!("{} rows", imported.rejected) };
            eprintln!("rejected {rows} of the file: pabal import says which and why");
        }
        report::say(summary, &outcome, self.json)?;
        Ok(report::exit_code(&summary.totals))
    }
}

fn rejected(imported: &Report) -> String {
    match imported.rows_read {
        0 => "it has column names and no rows".into(),
        rows => format!("all of its {rows} rows were rejected; `pabal import` says why"),
    }
}

fn sentences(what: &str, problems: &[Problem]) -> String {
    let lines = problems.iter().map(|p| format!("\n  line {}, column {}: {}", p.line, p.column, p.text));
    format!("{what}:{}", lines.collect::<String>())
}

/// A name that neither the file nor a field gives stays empty in every letter.
fn warn_of_gaps(words: &Edition, imported: &Report) -> Result<()> {
    let edition = PreparedEdition::new(words.clone()).map_err(|_| anyhow::anyhow!("the words cannot be read"))?;
    let columns: Vec<&str> = imported.columns.iter().filter_map(|column| column.attribute.as_deref()).collect();
    for name in edition.missing(columns.iter().copied()) {
        eprintln!(
            "pabal: {{{{{name}}}}} stays empty: the file has no such column; give it with --field {name}=… or write \
             {{{{default {name} \"…\"}}}} in the template"
        );
    }
    Ok(())
}
