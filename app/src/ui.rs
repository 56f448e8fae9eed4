//! The parts every page is made of. No page invents its own.
//!
//! | for | there is |
//! |---|---|
//! | the page | `PageHead` (title, facts, actions), `Card`, `Stat`, `Facts`, `Tabs`, `Empty`, `Notice`, `ErrorNotice`, `SignInAgain`, `PageError` |
//! | forms | `FormFields`, `FormActions`, `Field`, `AddressField`, `TextArea`, `Select`, `SmallSelect`, `Checkbox`, `Switch`, `RadioCards`, `DropZone`, `Submit` |
//! | lists | `Toolbar`, `SearchField`, `Table`, `SortHead`, `Pager`; `Selection` with `SelectAll`, `SelectRow`, `SelectionBar` |
//! | asking, choosing | `Asked` (a dialog by the address), `Dialog`, `DialogActions`, `Menu`, `Segmented` |
//! | telling | `Toasts`, `toast_when_done`, `Progress`, `Skeleton`, `Badge`, `DeliveryBadge`, `CampaignBadge`, `When`, `OriginLink`, `KeyHint` |
//! | taking along | `Copy`, `CopyField` |
//! | numbers | `ConservationBar`, `StackedColumns`, `BarChart` |
//! | the address | `Address` (what filters, sort, paging, tabs and dialogs read and write), `use_go` |
//! | pictures | `Icon` with a `Glyph` |
//!
//! An action's state is read by `failure` (its error) and `Submit`'s `pending`. A component takes `on:` and `attr:` like an
//! element; events of its control bubble to it.

mod address;
mod address_field;
mod badge;
mod bar;
mod button;
mod card;
mod chart;
mod choice;
mod clock;
mod copy;
mod dialog;
mod drop_zone;
mod empty;
mod facts;
mod field;
mod form;
mod icon;
mod key_hint;
mod labelled;
mod menu;
mod notice;
mod origin;
mod page_error;
mod page_head;
mod progress;
mod segmented;
mod select;
mod selection;
mod sign_in_again;
mod table;
mod tabs;
mod text_area;
mod texts;
mod toast;

pub use address::{Address, use_go};
pub use address_field::AddressField;
pub use badge::{Badge, CampaignBadge, DeliveryBadge};
pub use bar::ConservationBar;
pub use button::{Look, Submit};
pub use card::{Card, Stat};
pub use chart::{Bar, BarChart, Column, Hue, Series, StackedColumns};
pub use choice::{Checkbox, RadioCards, RadioChoice, Switch};
pub use clock::When;
pub use copy::{Copy, CopyField};
pub use dialog::{Asked, Dialog, DialogActions};
pub use drop_zone::DropZone;
pub use empty::Empty;
pub use facts::{Fact, Facts};
pub use field::Field;
pub use form::{FormActions, FormFields, SearchField, Toolbar};
pub use icon::{Glyph, Icon};
pub use key_hint::KeyHint;
pub use menu::{Menu, MenuSide};
pub use notice::{ErrorNotice, Notice, Tone};
pub use origin::{OriginLink, origin_in_words};
pub use page_error::PageError;
pub use page_head::PageHead;
pub use progress::{Progress, Skeleton};
pub use segmented::Segmented;
pub use select::{Select, SmallSelect};
pub use selection::{SelectAll, SelectRow, Selection, SelectionBar};
pub use sign_in_again::SignInAgain;
pub use table::{Pager, SortHead, Table};
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use toast::{ToastRegion, Toasts, provide_toasts, toast_when_done};

use crate::AppError;
use leptos::{prelude::*, server_fn::ServerFn};

/// Why an action's last run failed; `None` while it has not.
pub fn failure<S>(action: ServerAction<S>) -> Signal<Option<AppError>>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().get().and_then(Result::err))
}

/// Keeps a control as its signal is; the control itself tells the signal what is typed. `read` is `None` until the
/// control is there.
fn bind_value(bound: RwSignal<String>, read: impl Fn() -> Option<String> + 'static, write: impl Fn(&str) + 'static) {
    Effect::new(move |_| {
        let shown = read();
        bound.with(|value| {
            if shown.is_some_and(|shown| shown != *value) {
                write(value);
            }
        });
    });
}
