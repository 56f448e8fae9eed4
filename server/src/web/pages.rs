use app::{App, shell};
use axum::{Router, extract::FromRef};
use leptos::prelude::{LeptosOptions, provide_context};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use mailroom::Mailroom;

#[derive(Clone)]
struct Site {
    options: LeptosOptions,
}

impl FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.options.clone()
    }
}

/// Every page of the site map and every server function; what is none of them is the page that says so.
pub fn router(mailroom: Mailroom) -> Router {
    let options = LeptosOptions::builder().output_name("pabal").site_pkg_dir("pkg").build();
    let context = move || provide_context(mailroom.clone());
    let document = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = render_app_async_with_context(context.clone(), document.clone());
    Router::new()
        .leptos_routes_with_context(&Site { options: options.clone() }, generate_route_list(App), context, document)
        .fallback(not_found)
        .with_state(Site { options })
}
