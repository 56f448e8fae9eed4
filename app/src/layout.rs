//! Around every page: the side with its places, the member's menu, the page itself.

mod member;
mod places;

use crate::{
    AppError, browser,
    sign_in::{
        api::{Me, whoami},
        door_from,
    },
    texts::{Locale, locale, texts},
    ui::{Address, Empty, ErrorNotice, Glyph, Icon, Look, ToastRegion},
};
use leptos::{either::EitherOf3, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};
use member::MemberMenu;
use places::Places;

/// A rider's flag, in the colour of the page's main button.
pub const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E\
    %3Crect width='32' height='32' rx='8' fill='%23175e54'/%3E%3Cpath d='M9 6v20M9 7h14l-4 5 4 5H9' fill='none' \
    stroke='%23fff' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'/%3E%3C/svg%3E";

/// The side: on a phone it opens over the page, by the browser itself.
const SIDE: &str = "side";

/// Who looks at the page, as soon as it is known.
pub type Asking = Resource<Result<Me, AppError>>;

/// What viewers have no use for.
#[component]
pub fn ForSenders(children: ChildrenFn) -> impl IntoView {
    let me = expect_context::<Asking>();
    let children = StoredValue::new(children);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                me.await.is_ok_and(|me| me.role.may_send()).then(|| children.with_value(|children| children()))
            })}
        </Transition>
    }
}

/// Around every page for people who have signed in; the others are sent to the door.
#[component]
pub fn Frame() -> impl IntoView {
    let t = texts();
    let me: Asking = Resource::new_blocking(|| (), |()| whoami());
    provide_context(me);
    let place = use_location().pathname;
    let address = Address::here();
    let here = move || untrack(|| address.asking(None));
    Effect::new(move |_| {
        place.track();
        browser::hide_popover(SIDE);
    });
    view! {
        <a class="skip" href="#content">{t.frame.skip_to_content}</a>
        <div class="frame">
            <header class="frame-top">
                <button type="button" class="icon-button" popovertarget=SIDE aria-label=t.frame.menu>
                    <Icon glyph=Glyph::Menu/>
                </button>
                <Brand/>
            </header>
            <div class="side" id=SIDE popover="auto">
                <Brand/>
                <Places/>
                <Suspense>
                    {move || Suspend::new(async move {
                        match me.await {
                            Ok(me) => EitherOf3::A(view! { <MemberMenu me/> }),
                            Err(AppError::SignInFirst) => EitherOf3::B(view! { <Redirect path=door_from(&here())/> }),
                            Err(error) => EitherOf3::C(view! { <ErrorNotice error=Some(error)/> }),
                        }
                    })}
                </Suspense>
            </div>
            <main id="content" class="page" tabindex="-1">
                <Outlet/>
            </main>
        </div>
        <ToastRegion/>
    }
}

/// Around the pages for people who are not signed in.
#[component]
pub fn Outside(children: Children) -> impl IntoView {
    view! {
        <div class="outside">
            <header class="outside-top">
                <Brand/>
                <LanguageMenu/>
            </header>
            <main id="content" class="card">{children()}</main>
        </div>
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <img src=ICON alt="" width="22" height="22"/>
            <span>"Pabal"</span>
            <span class="brand-hangul" lang="ko">"파발"</span>
        </a>
    }
}

/// A plain form: the page is loaded anew in the other language.
#[component]
fn LanguageMenu() -> impl IntoView {
    let spoken = locale();
    let choice = move |locale: Locale| {
        view! {
            <button
                name="locale"
                value=locale.code()
                lang=locale.code()
                aria-current=(locale == spoken).then_some("true")
            >
                {locale.name()}
            </button>
        }
    };
    view! {
        <form class="segmented" method="post" action="/language" aria-label=texts().frame.language>
            {Locale::ALL.into_iter().map(choice).collect_view()}
        </form>
    }
}

#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::request::answer_with(axum::http::StatusCode::NOT_FOUND);
    let t = &texts().frame;
    view! {
        <Title text=t.not_found/>
        <Outside>
            <Empty title=t.not_found hint=t.not_found_hint>
                <a class=Look::Main.class() href="/campaigns">{t.to_campaigns}</a>
            </Empty>
        </Outside>
    }
}
