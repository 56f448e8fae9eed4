//! What `pabal serve --demo` brings along: 200 customers, two templates, a campaign to them, and a draft of the next.

use crate::world::World;
use anyhow::Result;
use domain::{
    Audience, ImportId, SenderId,
    campaign::CampaignKind,
    draft::{Change, ChosenTemplate, Content},
    edition::Edition,
    sender::{Sender, SenderEntry, SenderProfile},
    template::{Markup, library::StoredTemplate},
    tracking::Tracking,
};
use mailroom::{
    Member,
    campaigns::{self, Draft, drafts},
    contacts::import::{self, Source},
    senders,
    templates::{self, NewTemplate},
};
use std::{collections::BTreeMap, fs};

const CUSTOMERS: &str = include_str!("../../../samples/customers-200.csv");
const WELCOME: &str = include_str!("../../../samples/welcome.html");
const WEEKEND_SALE: &str = include_str!("demo/weekend-sale.mjml");

/// Launches the campaign; the dispatcher of this very process carries it to its end. Does nothing where there
/// are campaigns already.
pub async fn load(world: &World, account: &str) -> Result<()> {
    if !campaigns::list(&world.mailroom, None).await?.is_empty() {
        return Ok(());
    }
    let by = Member::operator();
    template(world, "Welcome", Markup::Html, WELCOME).await?;
    let sale = template(world, "Weekend sale", Markup::Mjml, WEEKEND_SALE).await?;
    let Sender { id: sender_id, profile: sender, .. } = sender(world).await?;
    let import = customers(world).await?;
    let (template, version) = (sale.id, sale.version);
    let draft = Draft {
        name: "주말 특가".into(),
        kind: CampaignKind::Advertising,
        audience: Audience::Import(import),
        words: Edition {
            kind: CampaignKind::Advertising,
            from: sender.from(),
            reply_to: sender.reply_to(),
            subject: "(광고) {{Name}}님만을 위한 주말 특가".into(),
            preheader: "봄 신상품 30% 할인, 일요일 자정까지".into(),
            html: sale.html,
            text: sale.text,
            fields: fields(&sender),
            list_id: sender.list_id,
            tracking: Tracking::of_a_new_campaign(),
        },
    };
    let campaign = campaigns::create(&world.mailroom, &by, &draft).await?;
    campaigns::launch(&world.mailroom, &by, campaign, account).await?;
    write_next(world, ChosenTemplate { id: template, version }, import, sender_id).await?;
    println!("Demo: campaign {campaign} goes to 200 sample customers, into {}/outbox", world.data.display());
    Ok(())
}

/// What the letter says beside what it knows of each person.
fn fields(sender: &SenderProfile) -> BTreeMap<String, String> {
    let of_sender = sender.fields().map(|(name, text)| (name.to_owned(), text.to_owned()));
    let body = ("Body".to_owned(), "일요일 자정까지 모든 봄 신상품을 할인가로 만나 보세요.".to_owned());
    of_sender.into_iter().chain([body]).collect()
}

/// A draft that only waits for its launch.
async fn write_next(world: &World, template: ChosenTemplate, import: ImportId, sender: SenderId) -> Result<()> {
    let by = Member::operator();
    let campaign = drafts::begin(&world.mailroom, &by, "봄 신상품 안내").await?;
    let content = Content {
        kind: CampaignKind::Advertising,
        template: Some(template),
        subject: "(광고) {{Name}}님, 봄 신상품이 도착했어요".into(),
        preheader: "처음 만나는 봄 신상품을 먼저 보여 드려요".into(),
        fields: BTreeMap::from([("Body".into(), "기다리시던 봄 신상품이 도착했습니다.".into())]),
        ..Content::default()
    };
    let changes =
        [Change::Content(content), Change::Audience(Some(Audience::Import(import))), Change::Sender(Some(sender))];
    for change in &changes {
        drafts::save(&world.mailroom, &by, campaign, change, 0).await?;
    }
    Ok(())
}

async fn sender(world: &World) -> Result<Sender> {
    let entry = SenderEntry {
        name: "예시상점".into(),
        address: "news@shop.example.com".into(),
        list_id: "news.shop.example.com".into(),
        company: "주식회사 예시상점".into(),
        representative: "김예시".into(),
        postal_address: "서울특별시 중구 세종대로 110".into(),
        phone: "02-123-4567".into(),
        ..SenderEntry::default()
    };
    let id = senders::create(&world.mailroom, &Member::operator(), &entry).await?;
    Ok(senders::find(&world.mailroom, id).await?)
}

async fn template(world: &World, name: &str, markup: Markup, source: &str) -> Result<StoredTemplate> {
    let new = NewTemplate { name: name.into(), markup, source: source.into() };
    let id = templates::create(&world.mailroom, &Member::operator(), &new).await?;
    Ok(templates::find(&world.mailroom, id).await?)
}

async fn customers(world: &World) -> Result<ImportId> {
    let path = world.data.join("demo-customers.csv");
    fs::write(&path, CUSTOMERS)?;
    let source = Source { file_name: "customers-200.csv".into(), path: path.clone() };
    let report = import::run(&world.mailroom, &source, |_| {}).await;
    fs::remove_file(path)?;
    Ok(report?.import)
}
