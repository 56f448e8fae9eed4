//! Where letters go, as a person writes it: `outbox`, `smtp://user:pass@host:587`, `smtps://…`, `ses`.

use super::smtp::address::SmtpAddress;
use std::{fmt, str::FromStr};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carrier {
    Outbox,
    Smtp(SmtpAddress),
    Ses,
}

/// Never quotes what was written: it may hold a password.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotACarrier(pub String);

impl Carrier {
    /// A stable name without secrets. For `ses` the region is known once the carrier is open:
    /// [`super::Mailer::account`].
    pub fn account(&self) -> String {
        match self {
            Self::Outbox => super::outbox::ACCOUNT.into(),
            Self::Smtp(address) => address.to_string(),
            Self::Ses => "ses".into(),
        }
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.account())
    }
}

impl FromStr for Carrier {
    type Err = NotACarrier;

    fn from_str(text: &str) -> Result<Self, NotACarrier> {
        match text.trim() {
            "outbox" => Ok(Self::Outbox),
            "ses" => Ok(Self::Ses),
            url if url.starts_with("smtp://") || url.starts_with("smtps://") => url.parse().map(Self::Smtp),
            _ => Err(NotACarrier(
                "a carrier is written `outbox`, `ses`, `smtp://user:password@host:587` or `smtps://user:password@host:465`"
                    .into(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Carrier;

    fn refusal(text: &str) -> String {
        text.parse::<Carrier>().unwrap_err().to_string()
    }

    #[test]
    fn carriers_are_read_as_people_write_them() {
        let names = [
            ("outbox", "outbox"),
            (" ses ", "ses"),
            ("smtp://mail.example.com", "smtp://mail.example.com:587"),
            ("smtps://mail.example.com", "smtps://mail.example.com:465"),
            ("smtp://kim:p%40ss@mail.example.com:2525", "smtp://kim@mail.example.com:2525"),
            ("smtp://kim%40a.kr:p@[::1]:25?connections=3", "smtp://kim@a.kr@[::1]:25"),
        ];
        for (text, account) in names {
            assert_eq!(text.parse::<Carrier>().unwrap().account(), account, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_carrier_is_said() {
        assert!(refusal("gmail").contains("written `outbox`"));
        assert!(refusal("smtp://").contains("no host"), "{}", refusal("smtp://"));
        assert!(refusal("smtp://h:99999").contains("port"));
        assert!(refusal("smtp://h?connections=0").contains("connections"));
        assert!(refusal("smtp://h?connections=x").contains("connections"));
        assert!(refusal("smtp://h?colour=red").contains("`colour`"));
        assert!(refusal("smtp://h/inbox").contains("after the port"));
        assert!(refusal("smtp://:secret@h").contains("user"));
        assert!(refusal("smtp://a%0d%0ab:c@h").contains("line break"));
    }

    #[test]
    fn a_password_is_never_shown() {
        let carrier: Carrier = "smtp://kim:hunter2@mail.example.com".parse().unwrap();
        assert!(!format!("{carrier} {carrier:?}").contains("hunter2"));
        assert!(!refusal("smtp://kim:hunter2@mail.example.com:port").contains("hunter2"));
    }
}
