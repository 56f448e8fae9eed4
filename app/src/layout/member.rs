use super::LanguageMenu;
use crate::{
    sign_in::api::{Me, SignOut},
    texts::texts,
    theme::Theme,
    ui::{Glyph, Icon, Look, Menu, MenuSide, Submit},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::components::A;

/// Who is signed in, and what they choose for themselves.
#[component]
pub fn MemberMenu(me: Me) -> impl IntoView {
    let t = texts();
    let sign_out = ServerAction::<SignOut>::new();
    let Me { email, name, role, .. } = me;
    let initial = name.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let label = move || {
        view! {
            <span class="member-initial" aria-hidden="true">{initial.clone()}</span>
            <span class="member-words">
                <span class="member-name">{name.clone()}</span>
                <span class="member-role">{(t.role)(role)}</span>
            </span>
            <Icon glyph=Glyph::More/>
        }
    };
    view! {
        <div class="member">
            <Menu label class="member-button" side=MenuSide::Above>
                <p class="member-email">{email}</p>
                <div class="menu-row"><span>{t.frame.language}</span> <LanguageMenu/></div>
                <div class="menu-row"><span>{t.frame.theme}</span> <ThemeMenu/></div>
                <A href="/settings/password">{t.frame.password}</A>
                <ActionForm action=sign_out attr:class="menu-form">
                    <Submit label=t.frame.sign_out look=Look::Plain pending=sign_out.pending()/>
                </ActionForm>
            </Menu>
        </div>
    }
}

/// A plain form, like that of the language: the server draws the page in the colours that were chosen, so nothing flashes.
#[component]
fn ThemeMenu() -> impl IntoView {
    let t = &texts().frame;
    let shown = Theme::of_page();
    let choice = move |theme: Theme| {
        let label = match theme {
            Theme::System => t.theme_system,
            Theme::Light => t.theme_light,
            Theme::Dark => t.theme_dark,
        };
        view! { <button name="theme" value=theme.code() aria-current=(theme == shown).then_some("true")>{label}</button> }
    };
    view! {
        <form class="segmented" method="post" action="/theme" aria-label=t.theme>
            {Theme::ALL.into_iter().map(choice).collect_view()}
        </form>
    }
}
