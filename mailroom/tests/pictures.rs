//! Where pictures are kept: one story against a folder and a bucket, then what only a bucket can meet.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

#[path = "doubles/aws.rs"]
mod aws;

use aws_config::SdkConfig;
use aws_sdk_s3::{Client, config::Builder, types::CreateBucketConfiguration};
use emulators::Ministack;
use mailroom::image_store::{FOR_EVER, ImageStore, S3};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;

const NAME: &str = "0123456789abcdef0123456789abcdef.png";

async fn client(sdk: &SdkConfig) -> Client {
    Client::from_conf(Builder::from(sdk).force_path_style(true).build())
}

async fn make(client: &Client, bucket: &str) {
    let place = CreateBucketConfiguration::builder().location_constraint(aws::REGION.into()).build();
    client.create_bucket().bucket(bucket).create_bucket_configuration(place).send().await.unwrap();
}

fn store(sdk: &SdkConfig, address: &str) -> ImageStore {
    ImageStore::S3(Arc::new(S3::new(sdk, address.parse().unwrap(), true).unwrap()))
}

/// A bucket of this name, and a store in its folder `mail`.
async fn bucket(name: &str) -> (Client, ImageStore) {
    let sdk = aws::sdk(&Ministack::shared().endpoint()).await;
    let client = client(&sdk).await;
    make(&client, name).await;
    (client, store(&sdk, &format!("s3://{name}/mail")))
}

async fn read(store: &ImageStore, name: &str) -> Option<Vec<u8>> {
    let mut kept = store.open(name).await.unwrap()?;
    let mut octets = vec![];
    kept.content.read_to_end(&mut octets).await.unwrap();
    assert_eq!(kept.octets, octets.len() as u64);
    Some(octets)
}

#[tokio::test]
async fn a_picture_is_kept_read_and_removed_wherever_it_lies() {
    let folder = TempDir::new().unwrap();
    let (_client, bucket) = bucket("story").await;
    for store in [ImageStore::folder(folder.path().join("images")), bucket] {
        store.look().await.unwrap();
        assert_eq!((read(&store, NAME).await, store.octets(NAME).await.unwrap()), (None, None), "{store}");
        store.keep(NAME, b"octets of a picture").await.unwrap();
        store.keep(NAME, b"octets of a picture").await.unwrap();
        assert_eq!(read(&store, NAME).await.as_deref(), Some(&b"octets of a picture"[..]), "{store}");
        assert_eq!(store.octets(NAME).await.unwrap(), Some(19));
        store.remove(NAME).await.unwrap();
        store.remove(NAME).await.unwrap();
        assert_eq!((read(&store, NAME).await, store.octets(NAME).await.unwrap()), (None, None), "{store}");
    }
}

#[tokio::test]
async fn a_bucket_is_told_what_a_picture_is_and_that_it_never_changes() {
    let (client, store) = bucket("told").await;
    for (name, content_type) in [(NAME, "image/png"), ("a.jpg", "image/jpeg"), ("b-small.gif", "image/gif")] {
        store.keep(name, &[0x89; 70_000]).await.unwrap();
        let head = client.head_object().bucket("told").key(format!("mail/{name}")).send().await.unwrap();
        assert_eq!(head.content_type(), Some(content_type));
        assert_eq!(head.cache_control(), Some(FOR_EVER));
        assert_eq!(head.content_length(), Some(70_000));
        assert_eq!(head.content_encoding(), None, "mail programs ask for the picture itself");
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_named() {
    let sdk = aws::sdk(&Ministack::shared().endpoint()).await;
    let store = store(&sdk, "s3://nobody-made-it");
    for said in [store.look().await, store.keep(NAME, b"x").await] {
        let said = said.unwrap_err().to_string();
        assert!(said.contains("there is no bucket s3://nobody-made-it") && said.contains("PABAL_IMAGES"), "{said}");
    }
}

#[tokio::test]
async fn a_bucket_of_another_region_says_which() {
    let sdk = aws::sdk(&Ministack::shared().endpoint()).await;
    make(&client(&sdk).await, "far-away").await;
    let store = store(&sdk, "s3://far-away?region=us-east-1");
    let said = store.look().await.unwrap_err().to_string();
    let wanted = "lies in ap-northeast-2, and requests go to us-east-1; write s3://far-away?region=ap-northeast-2";
    assert!(said.contains(wanted), "{said}");
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_named() {
    let gone = Ministack::start().unwrap().endpoint();
    let store = store(&aws::sdk(&gone).await, "s3://shop");
    let said = store.keep(NAME, b"x").await.unwrap_err().to_string();
    assert!(said.contains("the bucket s3://shop cannot be written to, since its store does not answer"), "{said}");
}

/// Signatures and policies hold here: a user with these rights on the bucket `guarded`.
async fn guarded(strict: &Ministack, actions: &str) -> ImageStore {
    let endpoint = strict.endpoint();
    let root = aws::sdk_as(&endpoint, "test", "test").await;
    make(&client(&root).await, "guarded").await;
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[
            {{"Effect":"Allow","Action":["s3:ListBucket"],"Resource":"arn:aws:s3:::guarded"}},
            {{"Effect":"Allow","Action":[{actions}],"Resource":"arn:aws:s3:::guarded/mail/*"}}]}}"#
    );
    let key = strict.user("pabal", &policy);
    store(&aws::sdk_as(&endpoint, &key.id, &key.secret).await, "s3://guarded/mail")
}

#[tokio::test]
async fn the_rights_that_the_papers_name_are_enough_and_a_missing_one_is_named() {
    let strict = Ministack::start_strict().unwrap();
    let store = guarded(&strict, r#""s3:GetObject","s3:PutObject","s3:DeleteObject""#).await;
    store.look().await.unwrap();
    assert_eq!(store.octets(NAME).await.unwrap(), None);
    store.keep(NAME, b"octets").await.unwrap();
    assert_eq!(read(&store, NAME).await.as_deref(), Some(&b"octets"[..]));
    store.remove(NAME).await.unwrap();
    assert!(read(&store, NAME).await.is_none());

    let strict = Ministack::start_strict().unwrap();
    let store = guarded(&strict, r#""s3:GetObject""#).await;
    let said = store.keep(NAME, b"octets").await.unwrap_err().to_string();
    assert!(said.contains("allow s3:PutObject on arn:aws:s3:::guarded/mail/*"), "{said}");
    let stranger = aws::sdk_as(&strict.endpoint(), "AKIAIOSFODNN7EXAMPLE", "wrong").await;
    let said = self::store(&stranger, "s3://guarded/mail").keep(NAME, b"octets").await.unwrap_err().to_string();
    assert!(said.contains("s3://guarded/mail") && said.contains("credentials; correct them"), "{said}");
}
