//! Campaigns as they are written on the pages.

use super::{House, people};
use domain::{
    Audience, CampaignId, SenderId,
    campaign::CampaignKind,
    draft::{Change, ChosenTemplate, Content, Draft},
    preflight::{Preflight, PreflightState},
    sender::SenderEntry,
    template::Markup,
};
use mailroom::{
    Member,
    campaigns::{drafts, preflight},
    senders,
    templates::{self, NewTemplate},
};
use std::time::Duration;
use tokio::time::{Instant, sleep};

impl House {
    /// A campaign to `n` people with every card filled in, to go now.
    pub async fn draft(&self, n: usize) -> CampaignId {
        self.draft_called("Spring", n).await
    }

    pub async fn draft_called(&self, name: &str, n: usize) -> CampaignId {
        let by = Member::operator();
        let campaign = drafts::begin(&self.mailroom, &by, name).await.unwrap();
        let audience = Audience::Import(self.import(&people(n)).await);
        let changes = [
            Change::Content(self.content().await),
            Change::Audience(Some(audience)),
            Change::Sender(Some(self.sender(name).await)),
        ];
        for change in changes {
            drafts::save(&self.mailroom, &by, campaign, &change, 0).await.unwrap();
        }
        campaign
    }

    pub async fn content(&self) -> Content {
        Content {
            kind: CampaignKind::Informational,
            reason: "the terms change".into(),
            template: Some(
                self.template("<p>Hello {{Name}}, {{Body}}</p><a href=\"{{UnsubscribeUrl}}\">Unsubscribe</a>").await,
            ),
            subject: "Hello {{Name}}".into(),
            fields: [("Body".into(), "spring is here".into())].into(),
            ..Content::default()
        }
    }

    pub async fn template(&self, html: &str) -> ChosenTemplate {
        let name = format!("Letter {}", self.one::<i64>("select count(*) from templates").await);
        let new = NewTemplate { name, markup: Markup::Html, source: html.into() };
        let id = templates::create(&self.mailroom, &Member::operator(), &new).await.unwrap();
        ChosenTemplate { id, version: 1 }
    }

    pub async fn sender(&self, name: &str) -> SenderId {
        let entry = SenderEntry { name: name.into(), address: "news@shop.example".into(), ..SenderEntry::default() };
        senders::create(&self.mailroom, &Member::operator(), &entry).await.unwrap()
    }

    pub async fn cards(&self, campaign: CampaignId) -> Draft {
        drafts::find(&self.mailroom, campaign).await.unwrap().expect("it is a draft").draft
    }

    /// Runs the check before launch to its end.
    pub async fn check(&self, campaign: CampaignId) -> Preflight {
        preflight::start(&self.mailroom, &Member::operator(), campaign).await.unwrap();
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let status = preflight::status(&self.mailroom, campaign).await.unwrap().unwrap();
            if status.state != PreflightState::Running {
                assert_eq!(status.state, PreflightState::Done, "{status:?}");
                return status;
            }
            assert!(Instant::now() < deadline, "the check does not end: {status:?}");
            sleep(Duration::from_millis(10)).await;
        }
    }
}
