//! What roles ask of Amazon, by the code that asks it.

use crate::{doubles::amazon::Amazon, house::House};
use aws_config::SdkConfig;
use aws_sdk_sqs::{
    Client,
    types::{
        ChangeMessageVisibilityBatchRequestEntry as Hide, DeleteMessageBatchRequestEntry as Delete,
        SendMessageBatchRequestEntry as Send,
    },
};
use domain::{CampaignId, SendTag, letter::Letter, suppression::SuppressionReason};
use jiff::tz::TimeZone;
use mailroom::{
    events::Queue,
    image_store::S3,
    mailer::ses::{Ses, SesSettings},
    mirror::{Mirror, TemplatesTable, UsersTable},
    people_sources::{self, Source, Users, UsersSettings},
    work_queue::SqsQueue,
};
use std::{fs, time::Duration};

use super::ACCOUNT;

pub const SET: &str = "pabal";
const DOMAIN: &str = "shop.example";
const BUCKET: &str = "shop-pictures";
const PICTURE: &str = "0123456789abcdef0123456789abcdef.png";
const USERS: &str = "User";
const TEMPLATES: &str = "ImageAndTemplate";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chore {
    SendLetters,
    AskHowFast,
    TakeWork,
    CountWork,
    ReadTheAccount,
    ReadTheSet,
    ReadSuppressed,
    Suppress,
    HearReports,
    KeepPictures,
    ReadPeople,
    TellPeople,
    TellTemplates,
    SetUpIdentities,
    SetUpTheSet,
}

impl Chore {
    pub const ALL: [Self; 15] = [
        Self::SendLetters,
        Self::AskHowFast,
        Self::TakeWork,
        Self::CountWork,
        Self::ReadTheAccount,
        Self::ReadTheSet,
        Self::ReadSuppressed,
        Self::Suppress,
        Self::HearReports,
        Self::KeepPictures,
        Self::ReadPeople,
        Self::TellPeople,
        Self::TellTemplates,
        Self::SetUpIdentities,
        Self::SetUpTheSet,
    ];
}

/// What an operator made before, by the template of the papers.
pub async fn build(root: &Amazon) {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/aws/stack.json");
    // what everybody may read needs no right
    let closed = ("PicturesForEverybody", "no");
    root.make_stack("pabal", &fs::read_to_string(template).unwrap(), closed).await;
    let ses = Ses::new(&root.sdk().await, SesSettings::default()).unwrap();
    ses.create_identity(DOMAIN).await.unwrap();
}

/// Everything that one key reaches.
pub struct Premises<'a> {
    house: &'a House,
    sdk: SdkConfig,
    ses: Ses,
    endpoint: &'a str,
}

pub fn queue(endpoint: &str, name: &str) -> String {
    format!("{endpoint}/{ACCOUNT}/{name}")
}

type Done = Result<(), String>;

fn told<T, E: std::fmt::Display>(answer: Result<T, E>) -> Result<T, String> {
    answer.map_err(|error| error.to_string())
}

/// SDK errors name their cause only so.
fn shown<T, E: std::fmt::Debug>(answer: Result<T, E>) -> Result<T, String> {
    answer.map_err(|error| format!("{error:?}"))
}

impl<'a> Premises<'a> {
    pub fn new(house: &'a House, root: &'a Amazon, sdk: SdkConfig, settings: SesSettings) -> Self {
        let ses = Ses::new(&sdk, settings).unwrap();
        Self { house, sdk, ses, endpoint: &root.endpoint }
    }

    pub async fn attempt(&self, chore: Chore) -> Done {
        match chore {
            Chore::SendLetters => self.send().await,
            Chore::AskHowFast => self.ask_how_fast().await,
            Chore::TakeWork => self.take_work().await,
            Chore::CountWork => {
                let queue = SqsQueue::new(&self.sdk, &self.queue("pabal-work"), Duration::from_secs(1)).unwrap();
                let standing = told(queue.standing().await)?;
                standing.given_up.map(drop).ok_or_else(|| "no dead letters".into())
            }
            Chore::ReadTheAccount => {
                shown(self.ses.identities().await)?;
                shown(self.ses.identity(DOMAIN).await).map(drop)
            }
            Chore::ReadTheSet => shown(self.ses.read_set(SET).await).map(drop),
            Chore::ReadSuppressed => shown(self.ses.suppressed(None, None).await).map(drop),
            Chore::Suppress => {
                let suppressed = self.ses.suppress("gone@example.com", SuppressionReason::Bounced).await;
                shown(suppressed).or_else(let_through)
            }
            Chore::HearReports => self.hear().await,
            Chore::KeepPictures => self.keep_pictures().await,
            Chore::ReadPeople => {
                let settings =
                    UsersSettings { table: USERS.into(), segments: 1, read_units: 1e6, time_zone: TimeZone::UTC };
                let source = Source::Users(told(Users::new(&self.sdk, settings))?);
                told(people_sources::sync(&self.house.mailroom, &source, |_| {}).await).map(drop)
            }
            Chore::TellPeople => self.tell_people().await,
            Chore::TellTemplates => self.tell_templates().await,
            Chore::SetUpIdentities => self.set_up_identities().await,
            Chore::SetUpTheSet => self.set_up_the_set().await,
        }
    }

    fn queue(&self, name: &str) -> String {
        queue(self.endpoint, name)
    }

    async fn send(&self) -> Done {
        let mime = b"From: Shop <news@shop.example>\r\nTo: kim@example.com\r\nSubject: Hello\r\n\r\nHello\r\n".to_vec();
        let [from, to] = ["news@shop.example", "kim@example.com"].map(|address| address.parse().unwrap());
        let tag = SendTag { campaign: CampaignId(1), seq: 1, attempt: 1 };
        shown(self.ses.send(&Letter { from, to, mime }, tag).await).map(drop)
    }

    /// The answer is kept for a while: a fresh client asks again.
    async fn ask_how_fast(&self) -> Done {
        let ses = Ses::new(&self.sdk, SesSettings::default()).unwrap();
        shown(ses.quota().await).map(drop)
    }

    /// As a dispatcher does: offer, take, keep for itself, delete. Its own code hides what fails, so the calls are made here.
    async fn take_work(&self) -> Done {
        let (sqs, url) = (Client::new(&self.sdk), self.queue("pabal-work"));
        let entry = Send::builder().id("0").message_body("{}").message_group_id("1").build().unwrap();
        shown(sqs.send_message_batch().queue_url(&url).entries(entry).send().await)?;
        let received = shown(sqs.receive_message().queue_url(&url).wait_time_seconds(0).send().await)?;
        let Some(message) = received.messages().first() else { return Err("nothing came".into()) };
        let receipt = message.receipt_handle().unwrap();
        let hide = Hide::builder().id("0").receipt_handle(receipt).visibility_timeout(20).build().unwrap();
        let hidden = shown(sqs.change_message_visibility_batch().queue_url(&url).entries(hide).send().await);
        let delete = Delete::builder().id("0").receipt_handle(receipt).build().unwrap();
        shown(sqs.delete_message_batch().queue_url(&url).entries(delete).send().await)?;
        hidden.map(drop)
    }

    async fn hear(&self) -> Done {
        let (sqs, url) = (Client::new(&self.sdk), self.queue("pabal-reports"));
        let queue = Queue::new(&self.sdk, &url, Duration::ZERO).unwrap();
        told(queue.read(&self.house.mailroom).await)?;
        // what the reader does with a message in hand, and tells only its log when it fails
        let hide = Hide::builder().id("0").receipt_handle("none").visibility_timeout(20).build().unwrap();
        shown(sqs.change_message_visibility_batch().queue_url(&url).entries(hide).send().await)?;
        let delete = Delete::builder().id("0").receipt_handle("none").build().unwrap();
        shown(sqs.delete_message_batch().queue_url(&url).entries(delete).send().await).map(drop)
    }

    async fn keep_pictures(&self) -> Done {
        let store = S3::new(&self.sdk, format!("s3://{BUCKET}/mail").parse().unwrap(), true).unwrap();
        told(store.look().await)?;
        told(store.keep(PICTURE, b"octets").await)?;
        told(store.octets(PICTURE).await)?;
        told(store.open_image(PICTURE).await)?;
        told(store.remove(PICTURE).await)
    }

    async fn tell_people(&self) -> Done {
        let table = UsersTable::new(&self.sdk, USERS).unwrap();
        told(table.check().await)?;
        mailroom::mirror::users_into(&self.house.mailroom, Some(USERS)).await.unwrap();
        let refused = "insert into suppressions (address, reason, source) values ('no@example.com', 'refused', 'x')
                       on conflict do nothing";
        self.house.run(refused).await;
        self.written(Mirror::Users(table), "user", "no@example.com").await
    }

    /// One that is put away is deleted there.
    async fn tell_templates(&self) -> Done {
        let table = TemplatesTable::new(&self.sdk, TEMPLATES).unwrap();
        told(table.check().await)?;
        mailroom::mirror::templates_into(&self.house.mailroom, Some(TEMPLATES)).await.unwrap();
        let id = self.house.template("<p>Hello</p>").await.id;
        self.written(Mirror::Templates(table.clone()), "template", &id.to_string()).await?;
        self.written(Mirror::Templates(table), "template", "999999").await
    }

    /// Owes this key, lets it be written, and looks whether it is still owed.
    async fn written(&self, mirror: Mirror, kind: &str, key: &str) -> Done {
        self.house.run("delete from mirror_outbox").await;
        self.house.run(&format!("insert into mirror_outbox (kind, key) values ('{kind}', '{key}')")).await;
        mirror.turn(&self.house.mailroom).await.unwrap();
        let why: Option<String> = self.house.one("select max(last_error) from mirror_outbox").await;
        why.map_or(Ok(()), Err)
    }

    async fn set_up_identities(&self) -> Done {
        shown(self.ses.create_identity("new@shop.example").await)?;
        shown(self.ses.identity("new@shop.example").await)?;
        let moved = shown(self.ses.set_mail_from(DOMAIN, "bounce.shop.example").await).or_else(let_through);
        shown(self.ses.delete_identity("new@shop.example").await)?;
        moved
    }

    async fn set_up_the_set(&self) -> Done {
        let topic = format!("arn:aws:sns:ap-northeast-2:{ACCOUNT}:pabal-reports");
        shown(self.ses.create_set(SET).await).or_else(already_there)?;
        shown(self.ses.send_reports_to(SET, &topic, false).await).or_else(already_there)?;
        shown(self.ses.send_reports_to(SET, &topic, true).await)
    }
}

fn already_there(why: String) -> Done {
    if why.contains("AlreadyExists") { Ok(()) } else { Err(why) }
}

/// The emulator lets whoever may through, and then knows no such call.
fn let_through(why: String) -> Done {
    if why.contains("Unknown SES v2 path") { Ok(()) } else { Err(why) }
}
