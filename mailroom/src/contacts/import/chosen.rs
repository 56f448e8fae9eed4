use super::columns::Columns;
use domain::{
    Invalid,
    import::{ColumnRole, ColumnUse},
};
use std::{convert::Infallible, str::FromStr};

/// A column of a source, as its settings name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenColumn {
    pub header: String,
    /// Where it is not said, its name tells.
    pub used_as: Option<As>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum As {
    Role(ColumnRole),
    Attribute(String),
}

/// `email`, `agreed:consent`, `grade:Tier`.
impl FromStr for ChosenColumn {
    type Err = Infallible;

    fn from_str(written: &str) -> Result<Self, Infallible> {
        let (header, used_as) =
            written.split_once(':').map_or((written, ""), |(header, used_as)| (header, used_as.trim()));
        let used_as = match used_as.parse::<ColumnRole>() {
            _ if used_as.is_empty() => None,
            Ok(role) => Some(As::Role(role)),
            Err(_) => Some(As::Attribute(used_as.to_owned())),
        };
        Ok(Self { header: header.trim().to_owned(), used_as })
    }
}

impl Columns {
    /// Of a source: what its settings say of a column, and the names of the others.
    pub fn chosen(columns: &[ChosenColumn]) -> Result<Self, Invalid> {
        let headers: Vec<String> = columns.iter().map(|column| column.header.clone()).collect();
        let is_said =
            |role| columns.iter().any(|column| matches!(column.used_as, Some(As::Role(said)) if said == role));
        let guessed = Self::guess_loosely(&headers)?.into_uses().zip(columns);
        let uses = guessed.map(|(guess, column)| {
            let (role, attribute) = match &column.used_as {
                Some(As::Role(role)) => (*role, None),
                Some(As::Attribute(name)) => (ColumnRole::Attribute, Some(name.clone())),
                None if guess.role.is_once() && is_said(guess.role) => (ColumnRole::Attribute, None),
                None => (guess.role, None),
            };
            let attribute = attribute.or_else(|| Some(guess.header.clone()));
            ColumnUse { header: guess.header, role, attribute }
        });
        Self::said(uses.collect())
    }
}
