use domain::{Invalid, Sentence};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value that cannot be used; lands beside its field.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A right request at a wrong moment: a sentence a person can act on.
    #[error("{0}")]
    Refused(Sentence),
    #[error("there is no {0}")]
    Missing(String),
    /// Ours: logged once, never shown.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    Broken(String),
}

impl Error {
    pub fn refused(why: impl Into<Sentence>) -> Self {
        Self::Refused(why.into())
    }

    pub fn broken(why: impl std::fmt::Display) -> Self {
        Self::Broken(why.to_string())
    }

    /// The database went away; what was asked of it may or may not have been done.
    pub fn is_lost_connection(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed | sqlx::Error::Protocol(_) => {
                true
            }
            // classes 08 connection exception, 57P operator intervention, 53 insufficient resources, 40 rollback
            sqlx::Error::Database(error) => {
                error.code().is_some_and(|code| ["08", "57P", "53", "40"].iter().any(|class| code.starts_with(class)))
            }
            _ => false,
        }
    }
}
