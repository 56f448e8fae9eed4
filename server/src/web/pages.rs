use super::assets;
use app::{App, shell};
use axum::{Router, extract::FromRef};
use leptos::{
    WasmSplitManifest,
    prelude::{ArcStoredValue, LeptosOptions, provide_context},
};
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
    let lazy_parts = lazy_parts();
    let context = move || {
        provide_context(mailroom.clone());
        if let Some(parts) = lazy_parts.clone() {
            provide_context(parts);
        }
    };
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

/// Which files a lazy page needs, so that its document can ask for them before the script does.
fn lazy_parts() -> Option<WasmSplitManifest> {
    let manifest = assets::read("pkg/__wasm_split_manifest.json")?;
    let files = serde_json::from_slice(&manifest).ok()?;
    let link = "__wasm_split.______________________.js".to_owned();
    Some(WasmSplitManifest(ArcStoredValue::new(("/pkg".to_owned(), files, link))))
}
