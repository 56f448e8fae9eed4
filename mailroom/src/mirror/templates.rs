//! Templates in the table `ImageAndTemplate`: `TemplateID` (S, the key), `TemplateName` (S), `ImageURLs` (L of S).

use super::NotWritten;
use crate::{
    Error, Mailroom, Result,
    aws::{self, Trouble, table::Table},
    images,
    mailer::OpenError,
};
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::{Client, error::SdkError, types::AttributeValue};
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
        self.known().has_key(described.table()).map_err(|wrong| NotWritten(wrong.en))
    }

    fn known(&self) -> Table<'_> {
        Table { name: &self.table, region: &self.region, key: KEY }
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
        NotWritten(self.known().why(action, &Trouble::of(error)).en)
    }
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
