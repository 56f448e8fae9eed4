//! A table of DynamoDB that cannot be used: what is wrong with it, and what to do.

use super::Trouble;
use aws_sdk_dynamodb::types::{KeyType, ScalarAttributeType, TableDescription};
use domain::Sentence;

/// What is to be known of a table to say what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    pub name: &'a str,
    pub region: &'a str,
    /// The string that is to be its only key.
    pub key: &'a str,
}

impl Table<'_> {
    /// `action`: the right that the call needs, as IAM writes it.
    pub fn why(&self, action: &str, trouble: &Trouble) -> Sentence {
        let Self { name, region, key } = self;
        let words = trouble.words();
        match trouble {
            Trouble::Credentials(_) => Sentence::new(
                format!(
                    "no AWS credentials for the table {name} of DynamoDB; give this program a role or a key: {words}"
                ),
                format!(
                    "DynamoDB의 {name} 테이블에 쓸 AWS 자격 증명이 없습니다. 이 프로그램에 역할이나 키를 주세요: {words}"
                ),
            ),
            Trouble::Silence(_) => Sentence::new(
                format!("DynamoDB in {region} does not answer for the table {name}: {words}"),
                format!("DynamoDB({region})가 {name} 테이블에 대해 응답하지 않습니다: {words}"),
            ),
            Trouble::Refused { code, .. } if code == "ResourceNotFoundException" => Sentence::new(
                format!(
                    "there is no table {name} in DynamoDB of {region}; make it with {key} (a string) as its key, or correct \
                     its name or AWS_REGION"
                ),
                format!(
                    "DynamoDB({region})에 {name} 테이블이 없습니다. {key}(문자열)를 키로 테이블을 만들거나, 이름 또는 AWS_REGION을 \
                     바로잡으세요"
                ),
            ),
            _ if trouble.is_forbidden() => Sentence::new(
                format!("DynamoDB refuses {action} on the table {name} of {region}; allow it to this program: {words}"),
                format!(
                    "DynamoDB가 {name} 테이블({region})에 대한 {action}을 거부했습니다. 이 프로그램에 허용하세요: {words}"
                ),
            ),
            Trouble::Refused { .. } => Sentence::new(
                format!("DynamoDB refuses {action} on the table {name}: {words}"),
                format!("DynamoDB가 {name} 테이블에 대한 {action}을 거부했습니다: {words}"),
            ),
        }
    }

    /// As it was described.
    ///
    /// # Errors
    /// Where its key is another.
    pub fn has_key(&self, described: Option<&TableDescription>) -> Result<(), Sentence> {
        if described.is_none_or(|described| is_keyed_by(described, self.key)) {
            return Ok(());
        }
        let Self { name, key, .. } = self;
        Err(Sentence::new(
            format!(
                "the table {name} of DynamoDB does not have {key} (a string) as its only key; make one that has, and name it"
            ),
            format!("DynamoDB의 {name} 테이블은 {key}(문자열)만을 키로 쓰지 않습니다. 그런 테이블을 만들어 지정하세요"),
        ))
    }
}

fn is_keyed_by(table: &TableDescription, name: &str) -> bool {
    let [key] = table.key_schema() else { return false };
    let is_string = table
        .attribute_definitions()
        .iter()
        .any(|attribute| attribute.attribute_name() == name && *attribute.attribute_type() == ScalarAttributeType::S);
    key.attribute_name() == name && *key.key_type() == KeyType::Hash && is_string
}
