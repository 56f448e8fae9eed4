use super::texts::texts;
use crate::ui::{Address, Look};
use domain::{
    ImportId,
    people::{Beside, Consent, PeopleFilter, PeopleQuery, PeopleSort, Standing},
};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Form},
    hooks::use_query_map,
};

/// How the list is ordered where the address says nothing.
pub const ORDER: &str = "-added";

/// What is looked for stands in the address: it can be sent to somebody, and works without a script.
pub fn wanted() -> Memo<PeopleQuery> {
    let query = use_query_map();
    Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
        let filter = PeopleFilter {
            beginning: word("search"),
            consent: word("consent").and_then(|word| word.parse().ok()),
            standing: word("standing").and_then(|word| Standing::of(&word)),
            locale: word("locale"),
            import: word("import").and_then(|id| id.parse::<ImportId>().ok()),
            added_since: word("since").and_then(|date| date.parse().ok()),
        };
        let order = word("sort").unwrap_or_else(|| ORDER.into());
        let (column, is_descending) = order.strip_prefix('-').map_or((order.as_str(), false), |column| (column, true));
        let (sort, is_reversed) = match column {
            "address" => (PeopleSort::Address, is_descending),
            "name" => (PeopleSort::Name, is_descending),
            _ => (PeopleSort::Newest, !is_descending),
        };
        let id = |name| word(name).and_then(|id| id.parse().ok());
        let beside = id("after").map(Beside::After).or_else(|| id("before").map(Beside::Before));
        PeopleQuery { filter, sort, is_reversed, beside, attributes: query.get_all("show").unwrap_or_default() }
    })
}

/// The filter as an address says it, for links that take it along.
pub fn written(filter: &PeopleFilter) -> String {
    use leptos_router::location::Url;
    let pairs = [
        ("search", filter.beginning.clone()),
        ("consent", filter.consent.map(|consent| consent.to_string())),
        ("standing", filter.standing.map(|standing| standing.as_str().to_owned())),
        ("locale", filter.locale.clone()),
        ("import", filter.import.map(|import| import.to_string())),
        ("since", filter.added_since.map(|date| date.to_string())),
    ];
    let pairs = pairs.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", Url::escape(&value?))));
    pairs.collect::<Vec<_>>().join("&")
}

/// All filters and the columns in one GET form.
#[component]
pub fn Filters(query: PeopleQuery, known: Vec<String>) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let PeopleQuery { filter, attributes, .. } = query;
    let is_narrowed = filter != PeopleFilter::default();
    let is_open = is_narrowed || !attributes.is_empty();
    let sort = untrack(|| address.get("sort"));
    let import = filter.import;
    let search = filter.beginning.clone().unwrap_or_default();
    view! {
        <Form action="/people" attr:class="people-filters" attr:role="search">
            <div class="search">
                <input type="search" name="search" value=search placeholder=t.search aria-label=t.search
                    autocapitalize="off" autocomplete="off" spellcheck="false"/>
                <button type="submit" class=Look::Plain.class()>{t.apply}</button>
                {is_narrowed.then(|| view! { <A href="/people">{t.clear}</A> })}
            </div>
            {sort.map(|sort| view! { <input type="hidden" name="sort" value=sort/> })}
            {import.map(|import| view! { <input type="hidden" name="import" value=import.to_string()/> })}
            <details open=is_open>
                <summary>{t.filter}</summary>
                <Narrowing filter/>
                <ColumnChoice known chosen=attributes/>
            </details>
        </Form>
    }
}

#[component]
fn Narrowing(filter: PeopleFilter) -> impl IntoView {
    let t = texts();
    let consents = Consent::ALL.map(|consent| (consent.as_str(), (t.consent_word)(consent)));
    let standings = Standing::ALL.map(|standing| (standing.as_str(), standing_word(standing)));
    let consent = filter.consent.map_or("", Consent::as_str);
    let standing = filter.standing.map_or("", Standing::as_str);
    let since = filter.added_since.map(|date| date.to_string()).unwrap_or_default();
    view! {
        <div class="people-narrowing">
            <Choose name="consent" label=t.consent choices=consents.to_vec() chosen=consent/>
            <Choose name="standing" label=t.standing choices=standings.to_vec() chosen=standing/>
            <label>
                <span>{t.locale}</span>
                <input type="text" name="locale" value=filter.locale.unwrap_or_default() placeholder="ko" maxlength="20"/>
            </label>
            <label><span>{t.since}</span><input type="date" name="since" value=since/></label>
        </div>
    }
}

fn standing_word(standing: Standing) -> &'static str {
    let t = texts();
    match standing {
        Standing::NotSuppressed => t.not_suppressed,
        Standing::Suppressed => t.suppressed,
        Standing::Because(reason) => (t.reason)(reason),
    }
}

#[component]
fn Choose(
    name: &'static str,
    label: &'static str,
    choices: Vec<(&'static str, &'static str)>,
    chosen: &'static str,
) -> impl IntoView {
    let option = move |(value, words)| view! { <option value=value selected=value == chosen>{words}</option> };
    view! {
        <label>
            <span>{label}</span>
            <select name=name>
                <option value="">{texts().any}</option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

#[component]
fn ColumnChoice(known: Vec<String>, chosen: Vec<String>) -> impl IntoView {
    let is_any = !known.is_empty();
    let choice = move |name: String| {
        let is_chosen = chosen.contains(&name);
        view! {
            <label class="people-column">
                <input type="checkbox" name="show" value=name.clone() checked=is_chosen/>
                {name.clone()}
            </label>
        }
    };
    is_any.then(|| {
        view! {
            <fieldset class="people-columns">
                <legend>{texts().columns}</legend>
                {known.into_iter().map(choice).collect_view()}
            </fieldset>
        }
    })
}
