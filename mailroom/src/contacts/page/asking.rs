//! One statement for a page: the numbers of its people first, then what the table shows of them.
//!
//! Where what is wanted may lie all in one stretch of the order (names of one language, people of one import), no
//! planner can foresee how far a walk goes. So it goes a little way (`near`), and where that does not fill the page
//! everybody who fits is looked up and sorted (`far`).

use super::{
    Found,
    filter::{self, Part},
    order::{Edge, Order},
};
use crate::Result;
use domain::{
    ImportId,
    people::{PeopleFilter, PeopleSort},
};
use sqlx::{PgConnection, Postgres, QueryBuilder};

pub(super) type Sql = QueryBuilder<Postgres>;

/// Words at the beginning of an address or of a name.
type Beginning<'a> = (Part, &'a str);

/// How many people a walk looks at for each one wanted: beyond it, looking up is as fast.
const WALKED_EACH: i64 = 100;

pub(super) struct Question<'a> {
    pub filter: &'a PeopleFilter,
    /// The beginning of an address or a name.
    pub words: Option<&'a str>,
    pub order: Order,
    pub edge: Option<Edge>,
    pub limit: i64,
}

impl Question<'_> {
    pub async fn ask(&self, db: &mut PgConnection) -> Result<Vec<Found>> {
        let mut sql = Sql::new(
            "select k.id, k.address, k.name, k.locale, k.attributes, k.created_at, s.reason, said.given
             from (",
        );
        match self.words {
            None => self.push_numbers(&mut sql, None)?,
            Some(words) => {
                self.push_numbers(&mut sql, Some((Part::Address, words)))?;
                sql.push(" union ");
                self.push_numbers(&mut sql, Some((Part::Name, words)))?;
            }
        }
        sql.push(
            ") page join contacts k on k.id = page.id left join suppressions s on s.address = k.address
             left join lateral (select given from consents where contact_id = k.id order by at desc limit 1) said on true",
        );
        self.push_order(&mut sql);
        Ok(sql.build_query_as().persistent(false).fetch_all(db).await?)
    }

    /// The numbers of a page of people, of whom a part begins with certain words.
    fn push_numbers(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) -> Result<()> {
        sql.push("(");
        if let (Some(import), PeopleSort::Newest) = (self.filter.import, self.order.sort) {
            self.push_members(sql, import, beginning)?;
        } else if self.may_lie_together(beginning.map(|(part, _)| part)) {
            self.push_near_or_far(sql, beginning)?;
        } else {
            sql.push("select k.id from contacts k where true");
            self.push_edge(sql, beginning);
            self.push_conditions(sql, beginning)?;
            self.push_order(sql);
        }
        sql.push(")");
        Ok(())
    }

    /// Whether a walk in this order may pass half of everybody before it meets those who are wanted.
    fn may_lie_together(&self, beginning: Option<Part>) -> bool {
        let is_elsewhere = match (self.order.sort, beginning) {
            (_, None) | (PeopleSort::Address, Some(Part::Address)) | (PeopleSort::Name, Some(Part::Name)) => false,
            (PeopleSort::Newest, Some(_))
            | (PeopleSort::Address, Some(Part::Name))
            | (PeopleSort::Name, Some(Part::Address)) => true,
        };
        is_elsewhere
            || self.filter.import.is_some()
            || self.filter.locale.is_some()
            || self.filter.added_since.is_some()
    }

    /// Who came with an import stands in order of numbers already: `offset 0` keeps the planner from walking by others.
    fn push_members(&self, sql: &mut Sql, import: ImportId, beginning: Option<Beginning<'_>>) -> Result<()> {
        sql.push(
            "select k.id from import_members m
             join lateral (select * from contacts where id = m.contact_id offset 0) k on true where m.import_id = ",
        );
        sql.push_bind(import.0);
        if let Some(edge) = &self.edge {
            sql.push(" and m.contact_id").push(self.order.sign()).push_bind(edge.id);
        }
        self.push_conditions(sql, beginning)?;
        sql.push(" order by m.contact_id").push(self.order.direction());
        sql.push(" limit ").push_bind(self.limit);
        Ok(())
    }

    /// `offset 0` keeps the planner from walking again.
    fn push_near_or_far(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) -> Result<()> {
        sql.push("with near as materialized (select k.id from (select * from contacts k where true");
        self.push_edge(sql, beginning);
        self.order.push(sql);
        sql.push(" limit ").push_bind(self.limit * WALKED_EACH).push(") k where true");
        self.push_conditions(sql, beginning)?;
        self.push_order(sql);
        sql.push("), is_far as materialized (select count(*) < ").push_bind(self.limit).push(" as it from near)");
        sql.push(" select id from near where not (select it from is_far)");
        sql.push(" union all (select k.id from (select * from contacts k where (select it from is_far)");
        self.push_edge(sql, beginning);
        self.push_conditions(sql, beginning)?;
        sql.push(" offset 0) k");
        self.push_order(sql);
        sql.push(")");
        Ok(())
    }

    fn push_conditions(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) -> Result<()> {
        if let Some((part, words)) = beginning {
            filter::push_beginning(sql, part, words);
        }
        filter::push(sql, self.filter)
    }

    fn push_edge(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) {
        let Some(edge) = &self.edge else { return };
        let is_by_name = self.order.sort == PeopleSort::Name && beginning.is_some_and(|(part, _)| part == Part::Name);
        match edge.words.as_ref().filter(|words| is_by_name && !edge.name.starts_with(*words)) {
            None => self.order.push_beyond(sql.push(" and "), edge),
            // an index is read from the edge on, however far off those who are wanted stand
            Some(words) if (edge.name > *words) == self.order.is_descending() => {}
            Some(_) => _ = sql.push(" and false"),
        }
    }

    fn push_order(&self, sql: &mut Sql) {
        self.order.push(sql);
        sql.push(" limit ").push_bind(self.limit);
    }
}
