use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::{Location, Url},
    params::ParamsMap,
};

/// Places in a list: they mean nothing once its order or its filter is another.
const PLACES: [&str; 2] = ["after", "before"];

/// The page's address, where filters, sort, paging, tabs and questions stand.
#[derive(Clone, Copy)]
pub struct Address {
    path: Memo<String>,
    query: Memo<ParamsMap>,
}

impl Address {
    /// Of the page that is shown.
    pub fn here() -> Self {
        let Location { pathname, query, .. } = use_location();
        Self { path: pathname, query }
    }

    /// What the address says of this, if it says something. Follows the address where it is read reactively.
    pub fn get(self, name: &str) -> Option<String> {
        self.query.with(|query| query.get(name)).filter(|value| !value.is_empty())
    }

    pub fn is(self, name: &str, value: &str) -> bool {
        self.query.with(|query| query.get_str(name) == Some(value))
    }

    /// Whether the page is this one or stands below it.
    pub fn is_at(self, path: &str) -> bool {
        self.path.with(|here| here.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    /// The address with these changed; `None` takes one out. The list begins anew and nothing is asked,
    /// unless the changes say so.
    pub fn with(self, changes: &[(&str, Option<&str>)]) -> String {
        let is_kept = |name: &str| {
            name != "ask" && !PLACES.contains(&name) && !changes.iter().any(|(changed, _)| *changed == name)
        };
        let mut pairs: Vec<(String, String)> = self.query.with(|query| {
            query
                .clone()
                .into_iter()
                .filter(|(name, _)| is_kept(name))
                .map(|(name, value)| (name.into(), value))
                .collect()
        });
        let changed = changes.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())));
        pairs.extend(changed);
        written(&self.path.get(), &pairs)
    }

    /// The same place with a question asked by a dialog, or with none.
    pub fn asking(self, question: Option<&str>) -> String {
        let mut pairs: Vec<(String, String)> = self.query.with(|query| {
            query
                .clone()
                .into_iter()
                .filter(|(name, _)| name != "ask")
                .map(|(name, value)| (name.into(), value))
                .collect()
        });
        pairs.extend(question.map(|question| ("ask".to_owned(), question.to_owned())));
        written(&self.path.get(), &pairs)
    }
}

/// Leads to an address of ours without moving the page up.
pub fn use_go() -> impl Fn(&str) + Clone + Send + Sync + 'static {
    let navigate = use_navigate();
    move |address| navigate(address, NavigateOptions { scroll: false, ..Default::default() })
}

fn written(path: &str, pairs: &[(String, String)]) -> String {
    let written: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{}={}", Url::escape(name), Url::escape(value))).collect();
    if written.is_empty() { path.to_owned() } else { format!("{path}?{}", written.join("&")) }
}
