//! What a report shows of readings: from rows that hold the sums.

use crate::{Error, Mailroom, Result};
use domain::{CampaignId, campaign_report::ClickedLink, compose, reading::Tally, template, tracking::Tracking};

/// Links without a number that are shown: an address a person may make each of them different.
const LINKS_MAX: i64 = 100;

/// Openings and clicks.
pub(crate) async fn tallies(mailroom: &Mailroom, campaign: CampaignId) -> Result<(Tally, Tally)> {
    let row = sqlx::query!(
        "select opens, machine_opens, openers, likely_openers, clicks, machine_clicks, clickers, likely_clickers
         from reading_totals where campaign_id = $1",
        campaign.0
    )
    .fetch_optional(&mailroom.db)
    .await?;
    let Some(row) = row else { return Ok(Default::default()) };
    let opened =
        Tally { times: row.opens, machine_times: row.machine_opens, people: row.openers, likely: row.likely_openers };
    let clicked = Tally {
        times: row.clicks,
        machine_times: row.machine_clicks,
        people: row.clickers,
        likely: row.likely_clickers,
    };
    Ok((opened, clicked))
}

/// What was asked to be counted; every link of the letter, most clicked first, and those the carrier told of.
pub(crate) async fn links(mailroom: &Mailroom, campaign: CampaignId) -> Result<(Tracking, Vec<ClickedLink>)> {
    let edition = mailroom.editions.prepared(mailroom, campaign).await?;
    let tracking = edition.as_ref().map(|edition| edition.edition().tracking.clone()).unwrap_or_default();
    let rows = sqlx::query!(
        "select link, href, clicks, machine_clicks, clickers, likely_clickers from link_totals where campaign_id = $1
         order by link = 0, likely_clickers desc, clicks desc limit $2",
        campaign.0,
        LINKS_MAX + i64::from(i16::MAX)
    )
    .fetch_all(&mailroom.db)
    .await?;
    let written = edition.iter().flat_map(|edition| edition.counted_links().map(str::to_owned).collect::<Vec<_>>());
    let mut links: Vec<ClickedLink> =
        (1..).zip(written).map(|(number, href)| ClickedLink { number, href, tally: Tally::default() }).collect();
    for row in rows {
        let tally = Tally {
            times: row.clicks,
            machine_times: row.machine_clicks,
            people: row.clickers,
            likely: row.likely_clickers,
        };
        match links.iter_mut().find(|link| row.link > 0 && link.number == row.link) {
            Some(link) => link.tally = tally,
            None => links.push(ClickedLink { number: row.link, href: row.href, tally }),
        }
    }
    links.sort_by_key(|link| (std::cmp::Reverse(link.tally.likely), std::cmp::Reverse(link.tally.times), link.number));
    links.truncate(usize::try_from(LINKS_MAX).unwrap_or_default());
    Ok((tracking, links))
}

/// The links of a letter that are counted, in the order of their numbers, as the template has them.
pub(crate) async fn written_links(mailroom: &Mailroom, campaign: CampaignId) -> Result<Vec<String>> {
    let edition = mailroom.editions.prepared(mailroom, campaign).await?;
    Ok(edition.map(|edition| edition.counted_links().map(str::to_owned).collect()).unwrap_or_default())
}

/// The letter with a number at each link that is counted, as somebody made up would get it.
pub async fn click_map(mailroom: &Mailroom, campaign: CampaignId, language: &str) -> Result<String> {
    let edition = mailroom.editions.prepared(mailroom, campaign).await?;
    let edition = edition.ok_or_else(|| Error::Missing(format!("the words of campaign {campaign}")))?;
    let (_, links) = links(mailroom, campaign).await?;
    let likely = |number: usize| {
        let link = links.iter().find(|link| usize::try_from(link.number).is_ok_and(|known| known == number));
        link.map_or(0, |link| link.tally.likely)
    };
    let map = compose::click_map(edition.edition(), &likely, language);
    map.map_err(|problems| Error::broken(template::told(&problems)))
}
