use super::{address::Address, texts::texts};
use leptos::{either::Either, prelude::*};
use leptos_router::components::A;

/// The frame of a table. On a phone every row becomes a card, and a cell with `data-label` is introduced by it.
/// Children are `<thead>` and `<tbody>`; the first cell of a row is `<th scope="row">`.
#[component]
pub fn Table(
    /// What is listed, read aloud before it.
    #[prop(into)]
    label: String,
    #[prop(optional)] class: &'static str,
    /// With more columns than a screen may hold: scrolls sideways instead of keeping its head in sight.
    #[prop(optional)]
    is_wide: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="table-scroll"
            class:table-wide=is_wide
            role=is_wide.then_some("region")
            aria-label=is_wide.then(|| label.clone())
            tabindex=is_wide.then_some("0")
        >
            <table class=format!("table table-cards {class}")>
                <caption class="hidden">{label.clone()}</caption>
                {children()}
            </table>
        </div>
    }
}

/// How a list is ordered: `name`, or `-name` for the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    pub column: String,
    pub is_descending: bool,
}

impl Sort {
    /// As the address says, or else `default`, such as `-created`.
    pub fn of(address: Address, default: &str) -> Self {
        let word = address.get("sort").unwrap_or_else(|| default.to_owned());
        match word.strip_prefix('-') {
            Some(column) => Self { column: column.to_owned(), is_descending: true },
            None => Self { column: word, is_descending: false },
        }
    }
}

/// The head of a column that the list can be ordered by; the order stands in the address.
#[component]
pub fn SortHead(
    column: &'static str,
    label: &'static str,
    #[prop(optional)] class: &'static str,
    /// How the list is ordered where the address says nothing, such as `-created`.
    default: &'static str,
) -> impl IntoView {
    let address = Address::here();
    let direction = move || {
        let sort = Sort::of(address, default);
        (sort.column == column).then_some(sort.is_descending)
    };
    let href = move || {
        let word = if direction() == Some(false) { format!("-{column}") } else { column.to_owned() };
        address.with(&[("sort", Some(&word))])
    };
    let said = move || direction().map(|is_descending| if is_descending { "descending" } else { "ascending" });
    view! {
        <th scope="col" class=class aria-sort=said>
            <a class="sort" href=href data-noscroll="true" title=texts().sort_by>{label}</a>
        </th>
    }
}

/// The ways on through a long list, by keyset.
#[component]
pub fn Pager(
    #[prop(optional_no_strip)] first: Option<String>,
    #[prop(optional_no_strip)] previous: Option<String>,
    #[prop(optional_no_strip)] next: Option<String>,
) -> impl IntoView {
    let t = texts();
    if first.is_none() && previous.is_none() && next.is_none() {
        return Either::Left(());
    }
    Either::Right(view! {
        <nav class="pager" aria-label=t.pages>
            {first.map(|href| view! { <A href scroll=false attr:class="button button-small">{t.first}</A> })}
            {previous.map(|href| view! {
                <A href scroll=false attr:class="button button-small" attr:rel="prev">{t.previous}</A>
            })}
            {next.map(|href| view! {
                <A href scroll=false attr:class="button button-small" attr:rel="next">{t.next}</A>
            })}
        </nav>
    })
}
