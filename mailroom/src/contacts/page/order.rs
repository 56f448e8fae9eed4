//! In which order people stand, and where in it a page begins.

use super::{asking::Sql, filter::Part};
use crate::Result;
use domain::{ContactId, people::PeopleSort};
use sqlx::PgConnection;

/// A name as it is sorted and looked for.
const NAME: &str = "lower(k.name) collate \"C\"";

#[derive(Clone, Copy)]
pub(super) struct Order {
    pub sort: PeopleSort,
    /// The other way round than it is by itself: newest first, or from A to Z.
    pub is_turned: bool,
}

impl Order {
    pub fn is_descending(self) -> bool {
        match self.sort {
            PeopleSort::Newest => !self.is_turned,
            PeopleSort::Address | PeopleSort::Name => self.is_turned,
        }
    }

    pub fn direction(self) -> &'static str {
        if self.is_descending() { " desc" } else { "" }
    }

    /// What stands later is less or greater.
    pub fn sign(self) -> &'static str {
        if self.is_descending() { " < " } else { " > " }
    }

    /// Whether those who begin alike stand together in it.
    pub fn begins_with(self, part: Part) -> bool {
        match part {
            Part::Address => self.sort == PeopleSort::Address,
            Part::Name => self.sort == PeopleSort::Name,
        }
    }

    /// What contacts `k` are sorted by, as an index has it.
    pub fn place(self) -> &'static str {
        match self.sort {
            PeopleSort::Newest => "k.id",
            PeopleSort::Address => "k.address",
            PeopleSort::Name => NAME,
        }
    }

    pub fn push(self, sql: &mut Sql) {
        self.push_by(sql, self.place());
    }

    /// Where the place was given a name.
    pub fn push_by(self, sql: &mut Sql, place: &str) {
        sql.push(" order by ").push(place).push(self.direction());
        if self.sort == PeopleSort::Name {
            sql.push(", k.id").push(self.direction());
        }
    }

    /// Of contacts `k`, those beyond the edge.
    pub fn push_beyond(self, sql: &mut Sql, edge: &Edge) {
        match self.sort {
            PeopleSort::Newest => sql.push("k.id").push(self.sign()).push_bind(edge.id),
            PeopleSort::Address => sql.push("k.address").push(self.sign()).push_bind(edge.address.clone()),
            PeopleSort::Name => {
                sql.push("(").push(NAME).push(", k.id)").push(self.sign());
                sql.push("(").push_bind(edge.name.clone()).push(", ").push_bind(edge.id).push(")")
            }
        };
    }
}

/// Whom a page stands beside.
pub(super) struct Edge {
    pub id: i64,
    address: String,
    pub name: String,
    /// What is looked for, as it would stand among the names.
    pub words: Option<String>,
}

impl Edge {
    /// `None` once they are gone.
    pub async fn find(db: &mut PgConnection, id: ContactId, words: Option<&str>) -> Result<Option<Self>> {
        let row = sqlx::query_as!(
            Self,
            r#"select id, address, lower(name) as "name!", lower($2::text) as words from contacts where id = $1"#,
            id.0,
            words,
        );
        Ok(row.fetch_optional(db).await?)
    }
}
