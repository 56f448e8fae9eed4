mod dialect;
mod like_handlebars;
mod limits;
#[cfg(feature = "compile")]
mod markup;
#[cfg(feature = "compile")]
mod spoken;

use super::{Escaping, Found, Lookup, Problem, Template, Unescaped};
use serde_json::Value;

/// A JSON object as the person.
struct Known<'a>(&'a Value);

impl Lookup for Known<'_> {
    fn find(&self, name: &str) -> Option<Found<'_>> {
        self.0.get(name).map(Found::Json)
    }

    fn locale(&self) -> Option<&str> {
        Some("ko")
    }
}

fn html(source: &str, known: &Value) -> String {
    Template::parse(source, Unescaped::Refused).unwrap().render(&Known(known), Escaping::Html).unwrap()
}

fn text(source: &str, known: &Value) -> String {
    Template::parse(source, Unescaped::Refused).unwrap().render(&Known(known), Escaping::Text).unwrap()
}

fn problems(source: &str) -> Vec<Problem> {
    Template::parse(source, Unescaped::Refused).expect_err(source)
}
