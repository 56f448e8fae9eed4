//! The document around every page that needs no sign-in: no script, no cookie, nothing of others.

use super::texts::texts;
use app::texts::Locale;
use axum::response::Html;
use leptos::prelude::*;

/// `address` is the page's own, without what follows the `?`; with it the page can be read in the other language.
pub struct Page<'a> {
    pub locale: Locale,
    pub title: &'a str,
    pub address: &'a str,
}

impl Page<'_> {
    pub fn around(&self, body: impl IntoView) -> Html<String> {
        let Page { locale, title, address } = *self;
        let switch = Locale::ALL.map(|other| {
            let here = (other == locale).then_some("true");
            let link = format!("{address}?lang={}", other.code());
            view! { <a href=link lang=other.code() hreflang=other.code() aria-current=here>{other.name()}</a> }
        });
        let heading = title.to_owned();
        let page = view! {
            <nav class="door-languages" aria-label=texts(locale).language>{switch.collect_view()}</nav>
            <main class="door-page">
                <h1>{heading}</h1>
                {body.into_view()}
            </main>
        };
        // a view marks where its texts end, which a title would show
        Html(format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
             <title>{}</title><link rel=\"stylesheet\" href=\"/pkg/pabal.css\"></head>\
             <body class=\"door\">{}</body></html>",
            locale.code(),
            title.replace('&', "&amp;").replace('<', "&lt;"),
            page.to_html(),
        ))
    }

    /// A page of a head and a few words.
    pub fn saying(locale: Locale, address: &str, (title, words): (&str, &str)) -> Html<String> {
        let words = words.to_owned();
        Page { locale, title, address }.around(view! { <p>{words}</p> })
    }
}

/// A sentence about what has just happened, read aloud as the page opens.
pub fn notice(tone: &'static str, words: String, beside: impl IntoView) -> impl IntoView {
    view! {
        <div class="door-notice" role="status" data-tone=tone>
            <p>{words}</p>
            {beside.into_view()}
        </div>
    }
}
