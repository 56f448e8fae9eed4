//! What people say of being mailed, in DynamoDB's table `User`: `SubscriptionStatus` (BOOL) of whoever is in it.
//!
//! Notes are written by triggers, so that no way of refusing or agreeing is forgotten.

use super::{Kind, NotWritten, switch_off, switch_on};
use crate::{
    Mailroom, Result,
    aws::{self, Trouble, table::Table},
    mailer::OpenError,
};
use aws_config::{SdkConfig, timeout::TimeoutConfig};
use aws_sdk_dynamodb::{Client, types::AttributeValue};
use std::time::Duration;

const KEY: &str = "Email";

#[derive(Clone, Debug)]
pub struct UsersTable {
    client: Client,
    region: String,
    table: String,
}

impl UsersTable {
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
        let described = asked.map_err(|error| self.why("dynamodb:DescribeTable", &Trouble::of(&error)))?;
        self.known().has_key(described.table()).map_err(|wrong| NotWritten(wrong.en))
    }

    fn known(&self) -> Table<'_> {
        Table { name: &self.table, region: &self.region, key: KEY }
    }

    /// Only where it says something else, and nobody is added to the table.
    pub(super) async fn write(&self, mailroom: &Mailroom, address: &str) -> Result<(), NotWritten> {
        let Some(is_subscribed) = word_of(mailroom, address).await? else { return Ok(()) };
        let key = key_of(mailroom, address).await?;
        let written = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, AttributeValue::S(key))
            .update_expression("set SubscriptionStatus = :word")
            .condition_expression(
                "attribute_exists(Email) and (attribute_not_exists(SubscriptionStatus) or SubscriptionStatus <> :word)",
            )
            .expression_attribute_values(":word", AttributeValue::Bool(is_subscribed));
        match written.send().await {
            Ok(_) => Ok(()),
            Err(error) => match Trouble::of(&error) {
                Trouble::Refused { code, .. } if code == "ConditionalCheckFailedException" => Ok(()),
                trouble => Err(self.why("dynamodb:UpdateItem", &trouble)),
            },
        }
    }

    fn why(&self, action: &str, trouble: &Trouble) -> NotWritten {
        NotWritten(self.known().why(action, trouble).en)
    }
}

/// As the table writes the address, as far as it was ever read.
async fn key_of(mailroom: &Mailroom, address: &str) -> Result<String> {
    let key = sqlx::query_scalar!("select key from user_keys where address = $1", address);
    Ok(key.fetch_optional(&mailroom.db).await?.unwrap_or_else(|| address.to_owned()))
}

/// `false`: they refuse or complained. `true`: their last word is yes. `None`: they never said anything.
async fn word_of(mailroom: &Mailroom, address: &str) -> Result<Option<bool>> {
    let row = sqlx::query!(
        r#"select exists (select from suppressions where address = $1 and
                              (reason in ('refused', 'complained') or beneath in ('refused', 'complained'))) as "refuses!",
                  (select s.given from contacts k join consents s on s.contact_id = k.id
                   where k.address = $1 order by s.at desc limit 1) as "last?""#,
        address
    );
    let row = row.fetch_one(&mailroom.db).await?;
    Ok(if row.refuses { Some(false) } else { row.last })
}

/// What people say is written to this table from now on, and who refuses already; nowhere where none is named.
pub async fn users_into(mailroom: &Mailroom, table: Option<&str>) -> Result<()> {
    let mut tx = mailroom.db.begin().await?;
    match table {
        Some(table) => {
            if switch_on(&mut tx, Kind::User, table).await? {
                sqlx::query!(
                    "insert into mirror_outbox (kind, key)
                     select 'user', address from suppressions where reason in ('refused', 'complained') order by address
                     on conflict on constraint mirror_outbox_once do update set revision = mirror_outbox.revision + 1"
                )
                .execute(&mut *tx)
                .await?;
            }
        }
        None => switch_off(&mut tx, Kind::User).await?,
    }
    tx.commit().await?;
    Ok(())
}
