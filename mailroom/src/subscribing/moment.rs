use crate::{
    Error, Mailroom, Result,
    links::{self, Purpose},
};
use jiff::Timestamp;

/// The time as a form carries it, which nobody can make up.
pub fn moment(mailroom: &Mailroom, at: Timestamp) -> Result<String> {
    links::sign(mailroom, Purpose::Form, &[at.as_millisecond()])
}

/// `None` where it is not ours.
pub async fn read_moment(mailroom: &Mailroom, token: &str) -> Result<Option<Timestamp>> {
    match links::read(mailroom, Purpose::Form, token).await?.as_deref() {
        Some(&[at]) => Ok(Some(Timestamp::from_millisecond(at).map_err(Error::broken)?)),
        _ => Ok(None),
    }
}
