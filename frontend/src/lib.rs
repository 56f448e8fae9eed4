#![recursion_limit = "256"]

#[cfg(target_arch = "wasm32")]
mod asleep;

use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn hydrate() {
    use leptos::{mount::hydrate_from_async, tachys::dom::body};

    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let asleep = asleep::Asleep::begin();
        hydrate_from_async(body(), app::App).await.forget();
        asleep.end();
    });
}
