//! Rooms whose code is fetched when one of their pages is opened.

/// Makes a route of every page of a room; the room becomes one file, `ROOM_….wasm`.
///
/// ```ignore
/// lazy_room!(settings: Senders => SendersPage, Members => MembersPage);
/// // in the room's routes
/// <Route path=path!("senders") view={Lazy::<Senders>::new()} ssr=SsrMode::Async/>
/// ```
macro_rules! lazy_room {
    ($room:ident: $($route:ident => $page:ident),+ $(,)?) => {
        mod lazy_room {
            use super::*;
            use leptos_router::LazyRoute;

            pub enum Page {
                $($route),+
            }

            #[leptos::lazy($room)]
            fn open(page: Page) -> AnyView {
                match page {
                    $(Page::$route => $page().into_any()),+
                }
            }

            $(
                pub struct $route;

                impl LazyRoute for $route {
                    fn data() -> Self {
                        Self
                    }

                    async fn view(_: Self) -> AnyView {
                        open(Page::$route).await
                    }

                    async fn preload() {
                        // the server has all rooms at hand
                        #[cfg(feature = "hydrate")]
                        __preload_open().await;
                    }
                }
            )+
        }
        use lazy_room::{$($route),+};
    };
}

pub(crate) use lazy_room;
