//! A bucket of Amazon S3, or of a store that speaks as it does.

mod sentence;

use super::Kept;
use crate::{
    Error, Result,
    aws::{self, Trouble},
    images,
    mailer::OpenError,
};
use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    config::{Region, RequestChecksumCalculation, ResponseChecksumValidation, timeout::TimeoutConfig},
    error::SdkError,
    primitives::ByteStream,
};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use sentence::{Act, sentence};
use std::{env, error::Error as StdError, fmt, str::FromStr, time::Duration};
use url::Url;

/// The name is the content, so whoever has a picture never has to ask for it again.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// One try of 10 MB; somebody waits for it.
const TRY_WITHIN: Duration = Duration::from_secs(20);
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Whether one is there is asked while a row is locked.
const LOOK_WITHIN: Duration = Duration::from_secs(5);

/// `s3://bucket/prefix?region=ap-northeast-2`; the prefix and the region may be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// Ends in `/` unless it is empty.
    pub prefix: String,
    /// Where it is not that of everything else of AWS here.
    pub region: Option<String>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no address of a bucket; write s3://bucket, s3://bucket/folder or s3://bucket/folder?region=ap-northeast-2"
)]
pub struct NotABucket(pub String);

impl FromStr for Bucket {
    type Err = NotABucket;

    fn from_str(text: &str) -> Result<Self, NotABucket> {
        let not = || NotABucket(text.to_owned());
        let url: Url = text.trim().parse().map_err(|_| not())?;
        let name = url.host_str().filter(|name| (3..=63).contains(&name.len())).ok_or_else(not)?;
        if url.scheme() != "s3" || url.port().is_some() || !url.username().is_empty() {
            return Err(not());
        }
        let mut region = None;
        for (word, value) in url.query_pairs() {
            match &*word {
                "region" if !value.is_empty() => region = Some(value.into_owned()),
                _ => return Err(not()),
            }
        }
        let folder = url.path().trim_matches('/');
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Ok(Self { name: name.to_owned(), prefix, region })
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)?;
        if self.prefix.is_empty() { Ok(()) } else { write!(f, "/{}", self.prefix.trim_end_matches('/')) }
    }
}

#[derive(Debug)]
pub struct S3 {
    client: Client,
    bucket: Bucket,
    region: String,
}

impl S3 {
    /// Connects to nothing yet. Credentials, region and endpoint come from where AWS's own tools take them.
    pub async fn open(bucket: Bucket) -> Result<Self, OpenError> {
        let is_elsewhere = env::var_os("AWS_ENDPOINT_URL_S3").is_some();
        Self::new(&aws::sdk().await, bucket, is_elsewhere)
    }

    /// `is_elsewhere`: requests go to an endpoint that was named, where a bucket's own host name is not known.
    pub fn new(sdk: &SdkConfig, bucket: Bucket, is_elsewhere: bool) -> Result<Self, OpenError> {
        let region = bucket.region.clone().or_else(|| sdk.region().map(ToString::to_string)).ok_or_else(|| {
            OpenError(format!(
                "no AWS region is set for the bucket {bucket}; set AWS_REGION, or write {bucket}?region=…"
            ))
        })?;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_WITHIN)
            .operation_attempt_timeout(TRY_WITHIN)
            .operation_timeout(ANSWER_WITHIN)
            .build();
        let config = aws_sdk_s3::config::Builder::from(sdk)
            .region(Region::new(region.clone()))
            .timeout_config(timeouts)
            .force_path_style(is_elsewhere || sdk.endpoint_url().is_some() || bucket.name.contains('.'))
            // other stores know neither
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Ok(Self { client: Client::from_conf(config), bucket, region })
    }

    pub fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    pub async fn keep(&self, name: &str, octets: &[u8]) -> Result<()> {
        let put = self.client.put_object().bucket(&self.bucket.name).key(self.key(name));
        let put = put
            .set_content_type(images::content_type(name).map(str::to_owned))
            .cache_control(FOR_EVER)
            .body(ByteStream::from(octets.to_vec()));
        put.send().await.map(drop).map_err(|error| self.why(Act::Keep, &error))
    }

    pub async fn open_image(&self, name: &str) -> Result<Option<Kept>> {
        match self.client.get_object().bucket(&self.bucket.name).key(self.key(name)).send().await {
            Ok(got) => {
                let octets = got.content_length().unwrap_or_default().unsigned_abs();
                Ok(Some(Kept { octets, content: Box::new(got.body.into_async_read()) }))
            }
            Err(error) if is_missing(&Trouble::of(&error), "NoSuchKey") => Ok(None),
            Err(error) => Err(self.why(Act::Read, &error)),
        }
    }

    /// How large the one of this name is, where there is one.
    pub async fn octets(&self, name: &str) -> Result<Option<u64>> {
        let within = TimeoutConfig::builder().operation_timeout(LOOK_WITHIN).build();
        let head = self.client.head_object().bucket(&self.bucket.name).key(self.key(name)).customize();
        match head.config_override(aws_sdk_s3::config::Builder::new().timeout_config(within)).send().await {
            Ok(head) => Ok(Some(head.content_length().unwrap_or_default().unsigned_abs())),
            Err(error) if is_missing(&Trouble::of(&error), "NotFound") => Ok(None),
            Err(error) => Err(self.why(Act::Read, &error)),
        }
    }

    pub async fn remove(&self, name: &str) -> Result<()> {
        let removed = self.client.delete_object().bucket(&self.bucket.name).key(self.key(name)).send().await;
        removed.map(drop).map_err(|error| self.why(Act::Remove, &error))
    }

    /// The bucket is there, and may be looked at.
    pub async fn look(&self) -> Result<()> {
        // without that right S3 says 403 of a picture that is not there
        let asked = self.client.head_bucket().bucket(&self.bucket.name).send().await;
        asked.map(drop).map_err(|error| self.why(Act::Look, &error))
    }

    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.bucket.prefix)
    }

    fn why<E>(&self, act: Act, error: &SdkError<E, HttpResponse>) -> Error
    where
        E: ProvideErrorMetadata + StdError + 'static,
    {
        let lies_in = error.raw_response().and_then(|answer| answer.headers().get("x-amz-bucket-region"));
        Error::Broken(sentence(act, &self.bucket, &self.region, lies_in, &Trouble::of(error)))
    }
}

/// An answer to HEAD has no body, and so no code of its own.
fn is_missing(trouble: &Trouble, code: &str) -> bool {
    matches!(trouble, Trouble::Refused { status: 404, code: said, .. } if said == code || said.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Bucket;

    #[test]
    fn an_address_names_bucket_folder_and_region() {
        let read = |text: &str| text.parse::<Bucket>().map(|bucket| (bucket.name, bucket.prefix, bucket.region));
        let of = |name: &str, prefix: &str, region: Option<&str>| {
            Ok((name.into(), prefix.into(), region.map(str::to_owned)))
        };
        assert_eq!(read("s3://shop"), of("shop", "", None));
        assert_eq!(read(" s3://shop/ "), of("shop", "", None));
        assert_eq!(read("s3://shop/mail/images/"), of("shop", "mail/images/", None));
        assert_eq!(read("s3://shop.kr/m?region=us-east-1"), of("shop.kr", "m/", Some("us-east-1")));
        for text in
            ["", "shop", "s3:", "s3://", "s3://ab", "https://shop", "s3://shop?regio=x", "s3://a@shop", "s3://shop:9"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
