//! Templates in the table `ImageAndTemplate`: `TemplateID` (S, the key), `TemplateName` (S), `ImageURLs` (L of S).

use super::NotWritten;
use crate::{
    Error, Mailroom, Result,
    aws::{self, Trouble},
    images,
    mailer::OpenError,
};
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::{
    Client,
    error::SdkError,
    types::{AttributeValue, KeyType, ScalarAttributeType, TableDescription},
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use domain::TemplateId;
use std::{error::Error as StdError, time::Duration};

const KEY: &str = "TemplateID";
/// In front of our numbers, so that nothing that somebody else keeps in the table is written over.
const OURS: &str = "pabal-";

#[derive(Clone, Debug)]
pub struct TemplatesTable {
    client: Client,
    region: String,
    table: String,
}

impl TemplatesTable {
    /// Connects to nothing yet.
    pub async fn open(table: &str) -> Result<Self, OpenError> {
        Self::new(&aws::sdk().await, table)
    }

    pub fn new(sdk: &SdkConfig, table: &str) -> Result<Self, OpenError> {
        let region = sdk.region().ok_or_else(|| {
            OpenError(format!("no AWS region is set; set AWS_REGION to the one the table {table} of DynamoDB is in"))
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(3))
            .operation_attempt_timeout(Duration::from_secs(10))
            .operation_timeout(Duration::from_secs(40))
            .build();
        let config = aws_sdk_dynamodb::config::Builder::from(sdk).timeout_config(timeouts).build();
        Ok(Self { client: Client::from_conf(config), region: region.to_string(), table: table.to_owned() })
    }

    pub fn table(&self) -> &str {
        &self.table
    }

    /// The table is there, and has the key that its items need.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub async fn check(&self) -> Result<(), NotWritten> {
        let asked = self.client.describe_table().table_name(&self.table).send().await;
        let described = asked.map_err(|error| self.why("dynamodb:DescribeTable", &error))?;
        if described.table().is_some_and(has_key) {
            return Ok(());
        }
        Err(NotWritten(format!(
            "the table {} of DynamoDB does not have {KEY} (a string) as its only key; make one that has, and name it",
            self.table
        )))
    }

    /// As the template is now; one that is put away or gone is not in the table.
    pub(super) async fn write(&self, mailroom: &Mailroom, key: &str) -> Result<(), NotWritten> {
        match entry(mailroom, key).await? {
            Some(entry) => self.put(key, entry).await,
            None => self.remove(key).await,
        }
    }

    /// What else somebody keeps with the item stays.
    async fn put(&self, key: &str, entry: Entry) -> Result<(), NotWritten> {
        let addresses = entry.image_addresses.into_iter().map(AttributeValue::S).collect();
        let put = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, id(key))
            .update_expression("set TemplateName = :name, ImageURLs = :images")
            .expression_attribute_values(":name", AttributeValue::S(entry.name))
            .expression_attribute_values(":images", AttributeValue::L(addresses));
        put.send().await.map(drop).map_err(|error| self.why("dynamodb:UpdateItem", &error))
    }

    async fn remove(&self, key: &str) -> Result<(), NotWritten> {
        let removed = self.client.delete_item().table_name(&self.table).key(KEY, id(key));
        removed.send().await.map(drop).map_err(|error| self.why("dynamodb:DeleteItem", &error))
    }

    fn why<E>(&self, action: &str, error: &SdkError<E, HttpResponse>) -> NotWritten
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        let (table, region) = (&self.table, &self.region);
        let trouble = Trouble::of(error);
        let words = trouble.words();
        NotWritten(match trouble {
            Trouble::Credentials(_) => {
                format!(
                    "no AWS credentials for the table {table} of DynamoDB; give this program a role or a key: {words}"
                )
            }
            Trouble::Silence(_) => format!("DynamoDB in {region} does not answer for the table {table}: {words}"),
            Trouble::Refused { ref code, .. } if code == "ResourceNotFoundException" => format!(
                "there is no table {table} in DynamoDB of {region}; make it with {KEY} (a string) as its key, or correct \
                 its name or AWS_REGION"
            ),
            _ if trouble.is_forbidden() => {
                format!("DynamoDB refuses {action} on the table {table} of {region}; allow it to this program: {words}")
            }
            Trouble::Refused { .. } => format!("DynamoDB refuses to write into the table {table}: {words}"),
        })
    }
}

fn has_key(table: &TableDescription) -> bool {
    let [key] = table.key_schema() else { return false };
    let is_string = table
        .attribute_definitions()
        .iter()
        .any(|attribute| attribute.attribute_name() == KEY && *attribute.attribute_type() == ScalarAttributeType::S);
    key.attribute_name() == KEY && *key.key_type() == KeyType::Hash && is_string
}

fn id(key: &str) -> AttributeValue {
    AttributeValue::S(format!("{OURS}{key}"))
}

/// What the table says of a template.
struct Entry {
    name: String,
    image_addresses: Vec<String>,
}

async fn entry(mailroom: &Mailroom, key: &str) -> Result<Option<Entry>> {
    let template = TemplateId(key.parse().map_err(Error::broken)?);
    let name = sqlx::query_scalar!("select name from templates where id = $1 and archived_at is null", template.0)
        .fetch_optional(&mailroom.db)
        .await?;
    match name {
        Some(name) => {
            let image_addresses = images::addresses_in(mailroom, template).await?;
            Ok(Some(Entry { name, image_addresses }))
        }
        None => Ok(None),
    }
}
