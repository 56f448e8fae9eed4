//! One statement for a page: the numbers of its people first, then what the table shows of them.
//!
//! The index of each order holds language, time and consent as well, so that a walk passes by thousands in a millisecond.
//! Where it has to read whom it meets (names while it goes by address, people of an import), and those who are wanted
//! may lie all in one stretch of the order, no planner can foresee how far it goes. So it goes a little way (`near`), and
//! where that does not fill the page everybody who fits is looked up and sorted (`far`).

use super::{
    Found,
    filter::{self, Lookup, Members, Part},
    order::{Edge, Order},
};
use crate::Result;
use domain::people::{PeopleFilter, PeopleSort};
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
    pub members: Option<Members>,
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
        if self.members.is_some_and(|members| members.are_few) {
            self.push_far(sql, "true", beginning)?;
        } else if self.may_lie_together(beginning) {
            self.push_near_or_far(sql, beginning)?;
        } else {
            sql.push("select k.id from contacts k where true");
            self.push_edge(sql, beginning);
            self.push_conditions(sql, beginning, Lookup::Together)?;
            self.push_order(sql);
        }
        sql.push(")");
        Ok(())
    }

    /// Whether a walk may have to read half of everybody before it meets those who are wanted.
    fn may_lie_together(&self, beginning: Option<Beginning<'_>>) -> bool {
        let is_elsewhere = beginning.is_some_and(|(part, _)| !self.order.begins_with(part));
        // suppressions are few, and the planner knows how few
        (is_elsewhere || self.members.is_some()) && !filter::is_of_suppressed(self.filter)
    }

    /// What the order's index sees is asked of all who are passed, everything of the few who are met.
    fn push_near_or_far(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) -> Result<()> {
        sql.push("with near as materialized (select k.id from (select k.*, ").push(self.order.place());
        sql.push(" as place from contacts k where true");
        self.push_edge(sql, beginning);
        self.push_seen(sql, beginning)?;
        self.order.push(sql);
        sql.push(" limit ").push_bind(self.limit * WALKED_EACH).push(") k where true");
        self.push_conditions(sql, beginning, Lookup::Each)?;
        self.order.push_by(sql, "k.place");
        sql.push(" limit ").push_bind(self.limit);
        sql.push("), is_far as materialized (select count(*) < ").push_bind(self.limit).push(" as it from near)");
        sql.push(" select id from near where not (select it from is_far) union all (");
        self.push_far(sql, "(select it from is_far)", beginning)?;
        sql.push(")");
        Ok(())
    }

    fn push_seen(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>) -> Result<()> {
        let is_elsewhere = beginning.is_some_and(|(part, _)| !self.order.begins_with(part));
        if is_elsewhere && self.order.sort == PeopleSort::Address {
            // for their names all contacts are read, and nothing is seen in passing
            return Ok(());
        }
        push_beginning(sql, beginning.filter(|_| !is_elsewhere));
        self.push_stretch(sql);
        // whom an import brought came at one time, or long before or after it: there is nobody to meet
        if self.members.is_none() || self.filter.added_since.is_none() {
            filter::push_columns(sql, self.filter)?;
        }
        Ok(())
    }

    /// `offset 0` keeps the planner from walking.
    fn push_far(&self, sql: &mut Sql, condition: &str, beginning: Option<Beginning<'_>>) -> Result<()> {
        sql.push("select k.id from (select * from contacts k where ").push(condition);
        self.push_edge(sql, beginning);
        self.push_conditions(sql, beginning, Lookup::Together)?;
        sql.push(" offset 0) k");
        self.push_order(sql);
        Ok(())
    }

    fn push_conditions(&self, sql: &mut Sql, beginning: Option<Beginning<'_>>, lookup: Lookup) -> Result<()> {
        push_beginning(sql, beginning);
        self.push_stretch(sql);
        filter::push_columns(sql, self.filter)?;
        filter::push_lookups(sql, self.filter, lookup);
        Ok(())
    }

    fn push_stretch(&self, sql: &mut Sql) {
        if let Some(members) = &self.members {
            sql.push(" and k.id between ").push_bind(members.first).push(" and ").push_bind(members.last);
        }
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

fn push_beginning(sql: &mut Sql, beginning: Option<Beginning<'_>>) {
    if let Some((part, words)) = beginning {
        filter::push_beginning(sql, part, words);
    }
}
