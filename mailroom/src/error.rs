use domain::Invalid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value that cannot be used; lands beside its field.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A right request at a wrong moment: a sentence a person can act on.
    #[error("{0}")]
    Refused(String),
    #[error("there is no {0}")]
    Missing(String),
    /// Ours: logged once, never shown.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("{0}")]
    Broken(String),
}

impl Error {
    pub fn refused(why: impl Into<String>) -> Self {
        Self::Refused(why.into())
    }

    pub fn broken(why: impl std::fmt::Display) -> Self {
        Self::Broken(why.to_string())
    }
}
