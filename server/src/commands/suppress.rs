use crate::{
    settings::{Place, Through},
    world::World,
};
use anyhow::{Context, Result};
use clap::Args;
use domain::TopicId;
use mailroom::{Mailroom, Member, suppressions};
use std::{fs, path::PathBuf, process::ExitCode};

/// Never mail the addresses in a file
///
/// A list or a CSV, in UTF-8: every word with an @ in it counts, all else is passed over.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub struct Suppress {
    file: PathBuf,
    /// Why; stands in the list and in the log
    #[arg(long, value_name = "WHY")]
    note: String,
    /// About this topic only, by its number; all other mail goes on
    #[arg(long, value_name = "TOPIC")]
    topic: Option<TopicId>,
    #[command(flatten)]
    place: Place,
}

impl Suppress {
    pub async fn run(self) -> Result<ExitCode> {
        let file = fs::read(&self.file).with_context(|| format!("{} cannot be read", self.file.display()))?;
        let world = World::open(&self.place, &Through::none()).await?;
        let done = self.add(&world.mailroom, &String::from_utf8_lossy(&file)).await;
        world.close().await;
        done.map(|()| ExitCode::SUCCESS)
    }

    async fn add(&self, mailroom: &Mailroom, text: &str) -> Result<()> {
        let separators = [',', ';', '\t', ' ', '\n', '\r', '<', '>', '"', '\u{feff}'];
        let words: Vec<&str> = text.split(separators).filter(|word| word.contains('@')).collect();
        let (mut added, mut known) = (0, 0);
        let by = Member::operator();
        for page in words.chunks(suppressions::ADDRESSES_MAX) {
            let list = page.join("\n");
            let done = match self.topic {
                None => suppressions::add(mailroom, &by, &list, &self.note).await?,
                Some(topic) => suppressions::add_to_topic(mailroom, &by, topic, &list, &self.note).await?,
            };
            (added, known) = (added + done.added, known + done.known);
            for (word, why) in done.wrong {
                println!("  {word}: {}", why.en);
            }
        }
        println!("{added} addresses added, {known} were there already");
        Ok(())
    }
}
