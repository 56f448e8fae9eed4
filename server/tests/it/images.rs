//! Pictures for letters: only what mail programs can show is taken, and no file harms the server.

use crate::house::{House, Server, Visitor};
use domain::{
    ImageId,
    image::{Image, Uploaded},
    template::Markup,
};
use mailroom::{
    Member, images,
    templates::{self, NewTemplate},
};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// What uploading all the bad ones may add to the most memory the server ever held.
const GROWTH_MB_MAX: u64 = 64;

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../samples/images")
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(samples().join(name)).unwrap()
}

async fn upload(visitor: &Visitor, name: &str) -> Uploaded {
    let answer = visitor.upload("/images/upload", "application/json", &[(name, sample(name))]).await;
    assert_eq!(answer.status(), 200, "{name}");
    answer.json().await.unwrap()
}

/// Why it was not taken, in English and in Korean.
async fn refusal(visitor: &Visitor, name: &str, octets: Vec<u8>) -> (String, String) {
    let answer = visitor.upload("/images/upload", "application/json", &[(name, octets)]).await;
    assert_eq!(answer.status(), 409, "{name}");
    let why: serde_json::Value = answer.json().await.unwrap();
    let word = |language: &str| why["Refused"][language].as_str().unwrap().to_owned();
    (word("en"), word("ko"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_sample_is_refused_with_its_own_reason_and_memory_stays_calm() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    upload(&visitor, "hero.jpg").await;
    server.forget_peak();
    let before = server.peak_megabytes();
    let bad = fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let bad: Vec<String> = bad.filter(|name| name.starts_with("bad-")).collect();
    assert!(bad.len() >= 4, "{bad:?}");
    let (mut en, mut ko) = (BTreeSet::new(), BTreeSet::new());
    for name in &bad {
        let why = refusal(&visitor, name, sample(name)).await;
        en.insert(why.0);
        ko.insert(why.1);
    }
    assert_eq!((en.len(), ko.len()), (bad.len(), bad.len()), "{en:?} {ko:?}");
    let growth = server.peak_megabytes().saturating_sub(before);
    assert!(growth <= GROWTH_MB_MAX, "memory grew by {growth} MB from {before} MB");
    assert_eq!(house.one::<i64>("select count(*) from images").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_more_than_ten_megabytes_is_refused_while_it_comes() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    server.forget_peak();
    let before = server.peak_megabytes();
    let (en, ko) = refusal(&visitor, "large.png", vec![0; 40 * 1024 * 1024]).await;
    assert!(en.contains("10 MB") && ko.contains("10MB"), "{en} {ko}");
    let growth = server.peak_megabytes().saturating_sub(before);
    assert!(growth <= GROWTH_MB_MAX / 2, "memory grew by {growth} MB");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_served_to_everybody_for_ever_and_as_nothing_else() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let image = upload(&visitor, "hero.jpg").await.image;
    assert!(image.address.ends_with(&image.path()), "{image:?}");
    let stranger = server.stranger();
    let answer = stranger.get(&image.path()).await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(header("content-type").as_deref(), Some("image/jpeg"));
    assert_eq!(header("cache-control").as_deref(), Some("public, max-age=31536000, immutable"));
    assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
    assert!(header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert_eq!(header("set-cookie"), None);
    assert_eq!(answer.bytes().await.unwrap().len() as u64, image.octets);
    assert_eq!(stranger.get(&image.thumbnail_path()).await.status(), 200);
    for path in ["/i/none.jpg", "/i/..%2fpostgres%2fPG_VERSION", "/i/0123456789abcdef0123456789abcdef.jpg"] {
        assert_eq!(stranger.get(path).await.status(), 404, "{path}");
    }
    let known = stranger.client.get(stranger.url(&image.path())).header("if-none-match", format!("\"{}\"", image.name));
    assert_eq!(known.send().await.unwrap().status(), 304);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_picture_is_kept_once_and_every_good_sample_can_be_shown() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    for (name, ends_in) in [
        ("hero.jpg", "jpg"),
        ("product.png", "png"),
        ("product.webp", ""),
        ("rotated-by-exif.jpg", "jpg"),
        ("로고 파일.gif", "png"),
    ] {
        let first = upload(&visitor, name).await;
        assert!(
            first.is_new && first.image.name.ends_with(ends_in) && !first.image.name.ends_with("webp"),
            "{first:?}"
        );
        assert_eq!(first.image.title, name);
        let again = upload(&visitor, name).await;
        assert_eq!((again.is_new, again.image.id), (false, first.image.id), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_upload_and_only_from_our_own_pages() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let hero = || vec![("hero.jpg", sample("hero.jpg"))];
    let stranger = server.stranger();
    assert_eq!(stranger.upload("/images/upload", "application/json", &hero()).await.status(), 401);
    let visitor = server.sign_in(&house).await;
    let foreign = visitor.client.post(visitor.url("/images/upload")).header("origin", "http://evil.example");
    let foreign = foreign.header("content-type", "multipart/form-data; boundary=x").body("--x--\r\n");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    house.run("update members set role = 'viewer'").await;
    assert_eq!(visitor.upload("/images/upload", "application/json", &hero()).await.status(), 409);
    assert_eq!(house.one::<i64>("select count(*) from images").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_script_several_files_go_at_once_and_the_page_says_what_became_of_them() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let names = ["hero.jpg", "bad-script.svg", "product.png"];
    let files: Vec<_> = names.iter().map(|name| (*name, sample(name))).collect();
    let answer = visitor.upload("/images/upload", "text/html", &files).await;
    assert_eq!(answer.status(), 303);
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    let page = visitor.get(&to).await.text().await.unwrap();
    assert!(page.contains("2 pictures were added."), "{to}");
    assert!(page.contains("bad-script.svg") && page.contains("Mail programs do not show SVG"), "{to}");
    assert!(page.contains("hero.jpg") && page.contains("product.png"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_too_many_for_one_form_are_named_with_the_reason() {
    let house = House::new().await;
    let server = Server::start(&house).await;
    let visitor = server.sign_in(&house).await;
    let names: Vec<String> = (1..=23).map(|n| format!("그림 {n:02}.jpg")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), sample("hero.jpg"))).collect();
    let answer = visitor.upload("/images/upload", "text/html", &files).await;
    let page = visitor.get(answer.headers()["location"].to_str().unwrap()).await.text().await.unwrap();
    assert!(page.contains("20 pictures were added."), "{page}");
    let refused = page.matches("20 pictures are taken at once; upload this one again").count();
    assert!(refused >= 3, "{refused} were named");
    for (n, name) in names.iter().enumerate() {
        assert_eq!(page.contains(&format!("{name}: ")) || page.contains(&format!("{name}<!>: ")), n >= 20, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_a_template_shows_is_not_deleted() {
    let house = House::new().await;
    let by = Member::operator();
    let image = kept(&house, "hero.jpg").await;
    let source = format!("<p><img src=\"{}\" alt=\"\" width=\"600\"></p>", image.address);
    let new = NewTemplate { name: "Spring".into(), markup: Markup::Html, source };
    let template = templates::create(&house.mailroom, &by, &new).await.unwrap();
    let used = images::find(&house.mailroom, image.id).await.unwrap().used_in;
    assert_eq!(used.iter().map(|used| used.name.as_str()).collect::<Vec<_>>(), ["Spring"]);
    let refused = images::delete(&house.mailroom, &by, image.id).await.unwrap_err();
    assert!(refused.to_string().contains("Spring"), "{refused}");
    templates::save(&house.mailroom, &by, template, 1, "<p>Without it</p>", "").await.unwrap();
    images::delete(&house.mailroom, &by, image.id).await.unwrap();
    assert!(images::open(&house.mailroom, &image.name).await.unwrap().is_none());
    assert!(images::open(&house.mailroom, &image.thumbnail).await.unwrap().is_none());
    let acts: String =
        house.one("select string_agg(act, ' ' order by id) from audit_log where subject = 'image'").await;
    assert_eq!(acts, "uploaded deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_found_by_name_and_by_what_they_say() {
    let house = House::new().await;
    let by = Member::operator();
    let (hero, product) = (kept(&house, "hero.jpg").await, kept(&house, "product.png").await);
    images::describe(&house.mailroom, &by, hero.id, "  봄 신상품   모음 ").await.unwrap();
    let found = async |search: Option<&str>, without_alt, before| {
        let search = search.map(str::to_owned);
        let query = images::ImageQuery { search, without_alt, before, limit: 10 };
        images::list(&house.mailroom, &query).await.unwrap().into_iter().map(|image| image.id).collect::<Vec<ImageId>>()
    };
    assert_eq!(found(None, false, None).await, [product.id, hero.id]);
    assert_eq!(found(None, false, Some(product.id)).await, [hero.id]);
    assert_eq!(found(Some("신상품"), false, None).await, [hero.id]);
    assert_eq!(found(Some("PRODUCT"), false, None).await, [product.id]);
    assert_eq!(found(Some("%"), false, None).await, []);
    assert_eq!(found(None, true, None).await, [product.id]);
    assert_eq!(images::find(&house.mailroom, hero.id).await.unwrap().alt, "봄 신상품 모음");
    assert!(images::describe(&house.mailroom, &by, hero.id, &"x".repeat(300)).await.is_err());
}

async fn kept(house: &House, name: &str) -> Image {
    let upload = images::Upload { title: name.into(), path: samples().join(name) };
    images::upload(&house.mailroom, &Member::operator(), &upload).await.unwrap().image
}
