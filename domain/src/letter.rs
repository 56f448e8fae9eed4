use crate::EmailAddress;

/// A finished mail to one person: the very bytes the carrier gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The envelope's sender; bounces of an SMTP relay go there.
    pub from: EmailAddress,
    pub to: EmailAddress,
    /// RFC 5322 and MIME, CRLF line ends, no dot-stuffing.
    pub mime: Vec<u8>,
}
