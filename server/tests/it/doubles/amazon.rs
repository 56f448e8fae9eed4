//! Amazon's S3 and DynamoDB for one test: an account of its own on the shared emulator, looked at without the SDK.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use emulators::{AccessKey, Ministack};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

const REGION: &str = "ap-northeast-2";

pub struct Amazon {
    pub endpoint: String,
    account: String,
}

impl Amazon {
    pub fn new() -> Self {
        static ACCOUNTS: AtomicU32 = AtomicU32::new(1);
        let account = format!("{:012}", 200_000_000 + ACCOUNTS.fetch_add(1, Relaxed));
        Self { endpoint: Ministack::shared().endpoint(), account }
    }

    /// The root of one that asks what policies allow.
    pub fn root_of(strict: &Ministack) -> Self {
        Self { endpoint: strict.endpoint(), account: "test".into() }
    }

    /// Where AWS's own tools look, and what else is to be set.
    pub fn environment<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let aws = [
            ("AWS_ENDPOINT_URL_S3", self.endpoint.as_str()),
            ("AWS_ENDPOINT_URL_DYNAMODB", &self.endpoint),
            ("AWS_ACCESS_KEY_ID", &self.account),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", REGION),
        ];
        aws.into_iter().chain(more.iter().copied()).collect()
    }

    pub async fn sdk(&self) -> SdkConfig {
        self.sdk_as(&AccessKey { id: self.account.clone(), secret: "secret".into() }).await
    }

    /// As whoever has this key.
    pub async fn sdk_as(&self, key: &AccessKey) -> SdkConfig {
        aws_config::defaults(BehaviorVersion::v2026_01_12())
            .endpoint_url(&self.endpoint)
            .region(Region::new(REGION))
            .credentials_provider(Credentials::new(&key.id, &key.secret, None, None, "test"))
            .http_client(mailroom::mailer::ses::http_client())
            .load()
            .await
    }

    pub async fn make_bucket(&self, bucket: &str) {
        let place = format!(
            "<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
        );
        let request = Client::new().put(format!("{}/{bucket}", self.endpoint)).body(place);
        let made = request.header("authorization", self.authorization("s3")).send().await.unwrap();
        assert!(made.status().is_success(), "{}", made.text().await.unwrap());
    }

    /// Everybody may read what lies in it.
    pub async fn open_to_everybody(&self, bucket: &str) {
        let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
            "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{bucket}/*")}]});
        let request = Client::new().put(format!("{}/{bucket}?policy", self.endpoint)).body(policy.to_string());
        let put = request.header("authorization", self.authorization("s3")).send().await.unwrap();
        assert!(put.status().is_success(), "{}", put.text().await.unwrap());
    }

    /// What lies in a bucket under this key.
    pub async fn object(&self, bucket: &str, key: &str) -> Response {
        self.s3(Method::GET, &format!("{bucket}/{key}")).await
    }

    pub async fn remove_object(&self, bucket: &str, key: &str) {
        assert!(self.s3(Method::DELETE, &format!("{bucket}/{key}")).await.status().is_success());
    }

    /// A table with this string as its only key.
    pub async fn make_table(&self, table: &str, key: &str) {
        self.dynamo(
            "CreateTable",
            &json!({"TableName": table, "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [{"AttributeName": key, "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"}]}),
        )
        .await;
    }

    pub async fn put_entry(&self, table: &str, entry: Value) {
        self.dynamo("PutItem", &json!({"TableName": table, "Item": entry})).await;
    }

    /// Everything in a table, in the order of this key.
    pub async fn entries(&self, table: &str, key: &str) -> Vec<Value> {
        let mut answer = self.dynamo("Scan", &json!({ "TableName": table })).await;
        let mut entries = answer["Items"].as_array_mut().map(std::mem::take).unwrap_or_default();
        entries.sort_by_key(|entry| entry[key]["S"].as_str().unwrap_or_default().to_owned());
        entries
    }

    /// Makes what a template of CloudFormation says.
    pub async fn make_stack(&self, stack: &str, template: &str, (parameter, value): (&str, &str)) {
        let make = [
            ("Action", "CreateStack"),
            ("StackName", stack),
            ("TemplateBody", template),
            ("Parameters.member.1.ParameterKey", parameter),
            ("Parameters.member.1.ParameterValue", value),
        ];
        self.ask("cloudformation", &make).await;
        let look = [("Action", "DescribeStacks"), ("StackName", stack)];
        loop {
            let said = self.ask("cloudformation", &look).await;
            match said.split_once("<StackStatus>").unwrap().1.split_once('<').unwrap().0 {
                "CREATE_COMPLETE" => return,
                "CREATE_IN_PROGRESS" => tokio::time::sleep(Duration::from_millis(20)).await,
                other => panic!("{other}: {said}"),
            }
        }
    }

    /// As whoever may tell a topic.
    pub async fn publish(&self, topic: &str, message: &str) {
        self.ask("sns", &[("Action", "Publish"), ("TopicArn", topic), ("Message", message)]).await;
    }

    /// A service that is asked by forms.
    async fn ask(&self, service: &str, form: &[(&str, &str)]) -> String {
        let request = Client::new().post(&self.endpoint).header("authorization", self.authorization(service));
        let answer = request.form(form).send().await.unwrap();
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{service}: {body}");
        body
    }

    async fn s3(&self, method: Method, path: &str) -> Response {
        let request = Client::new().request(method, format!("{}/{path}", self.endpoint));
        request.header("authorization", self.authorization("s3")).send().await.unwrap()
    }

    async fn dynamo(&self, action: &str, question: &Value) -> Value {
        let request = Client::new().post(&self.endpoint).header("x-amz-target", format!("DynamoDB_20120810.{action}"));
        let request = request.header("content-type", "application/x-amz-json-1.0");
        let request = request.header("authorization", self.authorization("dynamodb")).body(question.to_string());
        let answer = request.send().await.unwrap();
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{action}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// The emulator reads whose account it is, and checks no signature unless it is strict.
    fn authorization(&self, service: &str) -> String {
        let account = &self.account;
        format!(
            "AWS4-HMAC-SHA256 Credential={account}/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=none"
        )
    }
}
