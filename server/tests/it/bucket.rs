//! Pictures lie in a bucket as well as in a folder, and move from one to the other.

use crate::{
    doubles::amazon::Amazon,
    house::{House, Server, Visitor, words},
};
use domain::{
    Audience, ImportId,
    campaign::CampaignKind,
    image::{Image, Uploaded},
};
use mailroom::{
    Member,
    campaigns::{self, Draft},
    images,
};
use reqwest::Response;
use serde_json::Value;
use std::{fs, path::PathBuf};

const CDN: &str = "https://cdn.shop.example/mail/";

fn sample(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../samples/images").join(name)).unwrap()
}

async fn post(visitor: &Visitor, name: &str) -> Response {
    visitor.upload("/images/upload", "application/json", &[(name, sample(name))]).await
}

async fn upload(visitor: &Visitor, name: &str) -> Image {
    let answer = post(visitor, name).await;
    assert_eq!(answer.status(), 200, "{name}");
    answer.json::<Uploaded>().await.unwrap().image
}

#[tokio::test(flavor = "multi_thread")]
async fn an_uploaded_picture_lies_in_the_bucket_and_is_shown_from_the_address_before_it() {
    let (house, amazon) = (House::new().await, Amazon::new());
    amazon.make_bucket("uploads").await;
    let environment = amazon.environment(&[("PABAL_IMAGES", "s3://uploads/mail"), ("PABAL_IMAGES_URL", CDN)]);
    let server = Server::start_in(&house, &environment).await;
    let visitor = server.sign_in(&house).await;
    let image = upload(&visitor, "hero.jpg").await;
    assert_eq!(image.address, format!("{CDN}{}", image.name));

    let object = amazon.object("uploads", &format!("mail/{}", image.name)).await;
    let header = |name: &str| object.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((object.status().as_u16(), header("content-type")), (200, "image/jpeg".into()));
    assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(object.bytes().await.unwrap().len() as u64, image.octets);
    assert_eq!(amazon.object("uploads", &format!("mail/{}", image.thumbnail)).await.status(), 200);

    // the pages, and letters that left before there was a bucket, ask this server
    assert_eq!(server.stranger().get(&image.path()).await.bytes().await.unwrap().len() as u64, image.octets);
    assert_eq!(server.stranger().get("/i/0123456789abcdef0123456789abcdef.jpg").await.status(), 404);
    assert!(!house.data.path().join("images").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_the_bucket_does_not_take_is_told_and_nothing_is_lost() {
    let (house, amazon) = (House::new().await, Amazon::new());
    let server = Server::start_in(&house, &amazon.environment(&[("PABAL_IMAGES", "s3://refusing")])).await;
    let visitor = server.sign_in(&house).await;
    let refused = post(&visitor, "hero.jpg").await;
    assert_eq!(refused.status(), 409);
    let why: Value = refused.json().await.unwrap();
    assert!(why["Refused"]["en"].as_str().unwrap().contains("nothing was changed; upload it again"), "{why}");
    assert!(why["Refused"]["ko"].as_str().unwrap().contains("다시 올려 주세요"), "{why}");
    assert_eq!(house.one::<i64>("select count(*) from images").await, 0);

    // without a script, each file is named
    let page = visitor.upload("/images/upload", "text/html", &[("hero.jpg", sample("hero.jpg"))]).await;
    let leads = page.headers()["location"].to_str().unwrap();
    assert!(leads.contains("added=0") && leads.contains("hero.jpg") && leads.contains("not_kept"), "{leads}");

    amazon.make_bucket("refusing").await;
    let image = upload(&visitor, "hero.jpg").await;
    assert_eq!(amazon.object("refusing", &image.name).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_move_into_a_bucket_and_back_and_a_move_that_was_cut_off_goes_on() {
    let (house, amazon) = (House::new().await, Amazon::new());
    amazon.make_bucket("moving").await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let images = [upload(&visitor, "hero.jpg").await, upload(&visitor, "product.png").await];
    let environment = amazon.environment(&[]);
    let go = async |args: &[&str]| house.pabal_in(&environment, &[&["images", "move"], args].concat()).end().await;

    let said = go(&["--to", "s3://moving/mail"]).await.fine();
    assert!(said.stdout.contains("PABAL_IMAGES=s3://moving/mail"), "{said:?}");
    for name in images.iter().flat_map(|image| [&image.name, &image.thumbnail]) {
        let object = amazon.object("moving", &format!("mail/{name}")).await;
        let original = fs::read(house.data.path().join("images").join(name)).unwrap();
        assert_eq!(object.bytes().await.unwrap(), original, "{name}");
    }
    // as if it had been cut off before the last one
    amazon.remove_object("moving", &format!("mail/{}", images[1].name)).await;
    let said = go(&["--to", "s3://moving/mail"]).await.fine();
    assert!(said.stdout.contains("copied: 1 files"), "{said:?}");
    assert_eq!(amazon.object("moving", &format!("mail/{}", images[1].name)).await.status(), 200);

    let again = house.data.path().join("again");
    let said = go(&["--from", "s3://moving/mail", "--to", again.to_str().unwrap()]).await.fine();
    assert!(said.stdout.contains("Every picture of s3://moving/mail is in"), "{said:?}");
    let names = |folder: PathBuf| {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(again), names(house.data.path().join("images")));

    let said = go(&["--to", "s3://nowhere-at-all"]).await;
    assert!(said.code() != 0 && said.stderr.contains("there is no bucket s3://nowhere-at-all"), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_is_wrong_with_which_bucket_and_what_to_do() {
    let (house, amazon) = (House::new().await, Amazon::new());
    amazon.make_bucket("looked-at").await;
    let doctor = async |set: &[(&str, &str)]| house.pabal_in(&amazon.environment(set), &["doctor"]).end().await;

    let said = doctor(&[("PABAL_IMAGES", "s3://looked-at")]).await.fine();
    assert!(said.stdout.contains("ok       pictures: kept in s3://looked-at,"), "{said:?}");
    let seen = format!("{}/looked-at", amazon.endpoint);
    let behind = [("PABAL_IMAGES", "s3://looked-at"), ("PABAL_IMAGES_URL", seen.as_str())];
    let said = doctor(&behind).await;
    assert!(said.code() == 1 && said.stdout.contains("that address answers 403; let everybody read them"), "{said:?}");
    amazon.open_to_everybody("looked-at").await;
    let said = doctor(&behind).await.fine();
    assert!(said.stdout.contains(&format!("letters show them from {seen}/")), "{said:?}");

    let elsewhere = format!("{}/no-such-bucket", amazon.endpoint);
    for (set, wanted) in [
        (&[("PABAL_IMAGES", "s3://nobody-made-it")][..], "there is no bucket s3://nobody-made-it"),
        (&[("PABAL_IMAGES", "s3://looked-at"), ("PABAL_IMAGES_URL", &elsewhere)], "are not seen at"),
        (
            &[("PABAL_IMAGES", "s3://looked-at"), ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")],
            "its store does not answer",
        ),
    ] {
        let said = doctor(set).await;
        assert_eq!(said.code(), 1, "{said:?}");
        let problem = said.stdout.lines().find(|line| line.starts_with("problem  pictures:"));
        assert!(problem.is_some_and(|problem| problem.contains(wanted)), "{said:?}");
    }
    let said = doctor(&[("PABAL_IMAGES", "s3:/pictures")]).await;
    assert!(said.code() != 0 && said.stderr.contains("write s3://bucket"), "{said:?}");
}

/// Wherever a picture lay when a template was written.
#[tokio::test]
async fn letters_show_pictures_from_where_they_are_now() {
    let house = House::new().await;
    let name = "0123456789abcdef0123456789abcdef.png";
    let own = format!("http://127.0.0.1:3000/i/{name}");
    let moved = house.mailroom.clone().with_images_url(Some(CDN.parse().unwrap()));
    let html = async |mailroom: &mailroom::Mailroom, address: &str| {
        let mut words = words(CampaignKind::Informational);
        words.html = format!("<p>Hello <img src=\"{address}\" alt=\"\"></p>");
        let audience = Audience::Import(ImportId(1));
        let draft = Draft { name: "Moved".into(), kind: CampaignKind::Informational, audience, words };
        let campaign = campaigns::create(mailroom, &Member::operator(), &draft).await.unwrap();
        house.one::<String>(&format!("select words ->> 'html' from editions where campaign_id = {campaign}")).await
    };
    assert!(html(&house.mailroom, &own).await.contains(&own));
    assert!(html(&moved, &own).await.contains(&format!("\"{CDN}{name}\"")));
    images::note_address(&moved).await.unwrap();
    assert!(html(&house.mailroom, &format!("{CDN}{name}")).await.contains(&own), "and back");
    let somebodys = "https://cdn.shop.example/mail/logo.png";
    assert!(html(&house.mailroom, somebodys).await.contains(somebodys));
}
