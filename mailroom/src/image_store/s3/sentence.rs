//! The one table from what S3 answers to what its operator is told: what happened, to which bucket, and what to do.

use super::Bucket;
use crate::aws::Trouble;

/// What was being done.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    Look,
    Keep,
    Read,
    Remove,
}

impl Act {
    /// The right that a policy has to give, and on what.
    fn right(self, bucket: &Bucket) -> String {
        let Bucket { name, prefix, .. } = bucket;
        match self {
            Self::Look => format!("s3:ListBucket on arn:aws:s3:::{name}"),
            Self::Keep => format!("s3:PutObject on arn:aws:s3:::{name}/{prefix}*"),
            Self::Read => format!("s3:GetObject on arn:aws:s3:::{name}/{prefix}*"),
            Self::Remove => format!("s3:DeleteObject on arn:aws:s3:::{name}/{prefix}*"),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Look => "be looked at",
            Self::Keep => "be written to",
            Self::Read => "be read",
            Self::Remove => "have a picture removed",
        }
    }
}

/// `region`: where requests go; `lies_in`: where S3 says that the bucket is.
pub fn sentence(act: Act, bucket: &Bucket, region: &str, lies_in: Option<&str>, trouble: &Trouble) -> String {
    let what = act.words();
    let said = trouble.words();
    match trouble {
        Trouble::Credentials(_) => format!(
            "the bucket {bucket} cannot {what}, since there are no AWS credentials; give this program a role, or set \
             AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: {said}"
        ),
        Trouble::Silence(_) => format!(
            "the bucket {bucket} cannot {what}, since its store does not answer; look at the network, AWS_REGION \
             ({region}) and AWS_ENDPOINT_URL_S3: {said}"
        ),
        Trouble::Refused { .. } if lies_in.is_some_and(|lies_in| lies_in != region) => {
            elsewhere(bucket, region, lies_in)
        }
        Trouble::Refused { status: 301 | 307, .. } => elsewhere(bucket, region, lies_in),
        Trouble::Refused { code, .. } if code == "AuthorizationHeaderMalformed" || code == "PermanentRedirect" => {
            elsewhere(bucket, region, lies_in)
        }
        Trouble::Refused { status: 404, .. } => {
            format!("there is no bucket {bucket} that {region} knows; make it, or correct its name in PABAL_IMAGES")
        }
        Trouble::Refused { code, .. } if is_unknown_key(code) => format!(
            "the bucket {bucket} cannot {what}, since its store does not take these AWS credentials; correct them: {said}"
        ),
        _ if trouble.is_forbidden() => format!(
            "the bucket {bucket} may not {what} by this program; allow {} to its role or user, or correct the bucket's \
             name: {said}",
            act.right(bucket)
        ),
        Trouble::Refused { .. } => format!("the bucket {bucket} cannot {what}: {said}"),
    }
}

fn elsewhere(bucket: &Bucket, region: &str, lies_in: Option<&str>) -> String {
    let lies_in = lies_in.filter(|lies_in| *lies_in != region);
    let (place, write) = (lies_in.unwrap_or("another region"), lies_in.unwrap_or("…"));
    format!(
        "the bucket {bucket} lies in {place}, and requests go to {region}; write {bucket}?region={write} in PABAL_IMAGES"
    )
}

fn is_unknown_key(code: &str) -> bool {
    ["InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "RequestTimeTooSkewed"]
        .contains(&code)
}

#[cfg(test)]
mod tests {
    use super::{Act, sentence};
    use crate::aws::Trouble;

    #[test]
    fn every_answer_says_what_to_do_about_which_bucket() {
        let refused = |status: u16, code: &str| Trouble::Refused { status, code: code.into(), text: String::new() };
        let bucket = "s3://shop/mail".parse().unwrap();
        let rows = [
            (
                refused(404, "NoSuchBucket"),
                None,
                "there is no bucket s3://shop/mail that ap-northeast-2 knows; make it",
            ),
            (
                refused(301, ""),
                Some("us-east-1"),
                "lies in us-east-1, and requests go to ap-northeast-2; write s3://shop/mail?region=us-east-1",
            ),
            (
                refused(400, "AuthorizationHeaderMalformed"),
                None,
                "lies in another region, and requests go to ap-northeast-2",
            ),
            (
                refused(403, "AccessDenied"),
                Some("ap-northeast-2"),
                "allow s3:PutObject on arn:aws:s3:::shop/mail/* to its role",
            ),
            (refused(403, "InvalidAccessKeyId"), None, "does not take these AWS credentials; correct them"),
            (refused(503, "SlowDown"), None, "the bucket s3://shop/mail cannot be written to: SlowDown"),
            (
                Trouble::Credentials("no providers".into()),
                None,
                "there are no AWS credentials; give this program a role",
            ),
            (Trouble::Silence("connection refused".into()), None, "does not answer; look at the network, AWS_REGION"),
        ];
        for (trouble, lies_in, wanted) in rows {
            let said = sentence(Act::Keep, &bucket, "ap-northeast-2", lies_in, &trouble);
            assert!(said.contains(wanted) && said.contains("s3://shop/mail"), "{trouble:?}: {said}");
        }
    }
}
