//! The source of a template beside what it becomes.

mod autosave;
mod code;
mod conflict;
mod insert;
mod keys;
mod preview;
mod problems;

use super::api::{Opened, Save};
use crate::{browser, preview::worker::Press, templates::texts::texts, ui::Segmented};
use autosave::Autosave;
use code::CodeArea;
use conflict::DraftNotice;
use domain::{
    TemplateId,
    template::{
        Compiled, Markup, Problem,
        library::{Saved, StoredTemplate},
    },
};
use insert::{InsertBar, InsertImage};
use leptos::{ev, html, prelude::*, server_fn::ServerFn};
use preview::Preview;
use problems::Problems;

pub use autosave::Kept;
pub use conflict::newer_than;

const SOURCE: &str = "source";
const PREVIEW: &str = "preview";

/// The form that holds the source; buttons elsewhere belong to it.
pub const FORM: &str = "template-source";

/// A template that is being written.
#[derive(Clone, Copy)]
pub struct Editing {
    pub id: TemplateId,
    pub markup: Markup,
    pub may_write: bool,
    pub area: NodeRef<html::Textarea>,
    pub form: NodeRef<html::Form>,
    /// The version that what is typed is built on.
    pub based_on: RwSignal<i32>,
    /// Whether the text differs from that version.
    pub is_changed: RwSignal<bool>,
    pub lines: RwSignal<usize>,
    /// What is wrong with the text as it stands; `None` until that is known.
    pub problems: RwSignal<Option<Vec<Problem>>>,
    /// What it became when it was whole last.
    pub compiled: RwSignal<Option<Compiled>>,
    press: Press,
    /// Whether a picture is being chosen.
    pub picking: RwSignal<bool>,
    /// A version somebody else saved meanwhile.
    pub newer: RwSignal<Option<Saved>>,
    pub save: ServerAction<Save>,
    pub autosave: Autosave,
    /// As it was typed last.
    latest: StoredValue<String>,
    saved: StoredValue<String>,
    submitted: StoredValue<String>,
}

impl Editing {
    pub fn of(opened: &Opened, may_write: bool) -> Self {
        let Opened { template, draft, .. } = opened;
        let shown = draft.as_ref().map_or(template.source.as_str(), |draft| &draft.source);
        let based_on = draft.as_ref().map_or(template.version, |draft| draft.based_on);
        let editing = Self {
            id: template.id,
            markup: template.markup,
            may_write,
            area: NodeRef::new(),
            form: NodeRef::new(),
            based_on: RwSignal::new(based_on),
            is_changed: RwSignal::new(shown != template.source),
            lines: RwSignal::new(lines_of(shown)),
            problems: RwSignal::new(None),
            compiled: RwSignal::new(whole(template)),
            press: Press::open(),
            picking: RwSignal::new(false),
            newer: RwSignal::new(newer_than(template, based_on)),
            save: ServerAction::new(),
            autosave: Autosave::new(draft.as_ref()),
            latest: StoredValue::default(),
            saved: StoredValue::new(template.source.clone()),
            submitted: StoredValue::default(),
        };
        editing.follow_save();
        editing
    }

    pub fn source(self) -> String {
        self.area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    /// With every keystroke: nothing here may take long.
    pub fn typed(self) {
        let source = self.source();
        let lines = lines_of(&source);
        if self.lines.get_untracked() != lines {
            self.lines.set(lines);
        }
        let is_changed = self.saved.with_value(|saved| *saved != source);
        if self.is_changed.get_untracked() != is_changed {
            self.is_changed.set(is_changed);
        }
        self.compile(&source);
        self.latest.set_value(source);
        self.autosave.later(self);
    }

    /// In the press, beside the page; the answer comes when it is done.
    fn compile(self, source: &str) {
        self.press.compile(self.markup, source, move |made| match made {
            Ok(compiled) => {
                self.problems.try_set(Some(Vec::new()));
                self.compiled.try_set(Some(compiled));
            }
            Err(problems) => {
                self.problems.try_set(Some(problems));
            }
        });
    }

    /// As if it were typed at the caret, so that the browser can undo it.
    pub fn insert(self, text: &str) {
        if let Some(area) = self.area.get_untracked() {
            browser::insert_text(&area, text);
        }
    }

    /// Sends the form, once the draft that is under way has arrived: it must not come after the version.
    pub fn submit(self) {
        if self.autosave.is_under_way() {
            self.autosave.then_submit();
        } else if let Some(form) = self.form.get_untracked() {
            let _ = form.request_submit();
        }
    }

    fn submitted(self, event: &ev::SubmitEvent) {
        event.prevent_default();
        let source = self.source();
        self.autosave.stop();
        self.latest.set_value(source.clone());
        if self.autosave.is_too_large(self) {
            return;
        }
        self.submitted.set_value(source.clone());
        let based_on = self.based_on.get_untracked();
        self.save.dispatch(Save { template: self.id, based_on, source, note: String::new() });
    }

    fn follow_save(self) {
        Effect::new(move |_| match self.save.value().get() {
            Some(Ok(Saved::Version(version) | Saved::Unchanged(version))) => {
                self.based_on.set(version);
                self.newer.set(None);
                self.saved.set_value(self.submitted.get_value());
                self.autosave.saved();
                let is_changed = self.saved.with_value(|saved| *saved != self.source());
                self.is_changed.set(is_changed);
                if is_changed {
                    self.autosave.later(self);
                }
            }
            Some(Ok(conflict @ Saved::Conflict { .. })) => {
                self.newer.set(Some(conflict));
                self.autosave.later(self);
            }
            Some(Err(_)) => self.autosave.later(self),
            None => {}
        });
    }
}

fn whole(template: &StoredTemplate) -> Option<Compiled> {
    let StoredTemplate { html, text, variables, .. } = template.clone();
    template.is_usable.then_some(Compiled { html, text, variables })
}

fn lines_of(source: &str) -> usize {
    source.bytes().filter(|octet| *octet == b'\n').count() + 1
}

#[component]
pub fn Editor(opened: Opened, editing: Editing) -> impl IntoView {
    let Opened { template, draft, names } = opened;
    let StoredTemplate { source, is_archived, .. } = template;
    let shown = draft.as_ref().map_or(source, |draft| draft.source.clone());
    let may_write = editing.may_write && !is_archived;
    Effect::new(move |_| editing.compile(&editing.source()));
    // which of the two a narrow screen shows; both, until there is a script to change it
    let side = RwSignal::new(None::<String>);
    Effect::new(move |_| side.set(Some(SOURCE.into())));
    if may_write {
        keep_at_hand(editing);
    }
    view! {
        <DraftNotice editing draft/>
        <div class="editor" data-side=move || side.get()>
            <div class="editor-sides">
                <Segmented
                    label=texts().sides
                    choices=vec![(SOURCE.into(), texts().source.into()), (PREVIEW.into(), texts().preview.into())]
                    chosen=Signal::derive(move || side.get().unwrap_or_default())
                    on_choice=move |chosen| side.set(Some(chosen))
                />
            </div>
            <form
                id=FORM
                class="editor-source"
                method="post"
                action=Save::url()
                node_ref=editing.form
                on:submit=move |event| editing.submitted(&event)
            >
                <super::actions::Which id=editing.id/>
                <input type="hidden" name="based_on" value=move || editing.based_on.get().to_string()/>
                {may_write.then(|| view! { <InsertBar editing names/> })}
                <CodeArea editing source=shown is_read_only=!may_write/>
                <Problems editing/>
            </form>
            <Preview editing/>
        </div>
        {may_write.then(|| view! { <InsertImage editing/> })}
    }
}

/// Ctrl+S, and a word before one leaves with something that is not kept yet.
fn keep_at_hand(editing: Editing) {
    let pressed = move |event: ev::KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case("s") {
            event.prevent_default();
            editing.submit();
        }
    };
    let leaving = move |event: ev::BeforeUnloadEvent| {
        if editing.autosave.is_owed() {
            event.prevent_default();
        }
    };
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, pressed);
        let leave = window_event_listener(ev::beforeunload, leaving);
        on_cleanup(move || {
            keys.remove();
            leave.remove();
        });
    });
    on_cleanup(move || editing.autosave.flush(editing));
}
