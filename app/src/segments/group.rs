use super::{
    builder::{Here, Work, control_id, control_name},
    condition::ConditionRow,
    texts::texts,
};
use crate::ui::{Glyph, Icon};
use domain::segment::{CONDITIONS_MAX, DEPTH_MAX, Draft, DraftNode, Join, Path};
use leptos::{ev, prelude::*};

/// Conditions that go together, and groups of them.
#[component]
pub fn Group(draft: Draft, path: Path) -> AnyView {
    let t = texts();
    let work: Work = expect_context();
    let is_whole = path.0.is_empty();
    let may_nest = path.0.len() + 1 < DEPTH_MAX;
    let may_grow = work.draft.with_untracked(Draft::conditions) < CONDITIONS_MAX;
    let called = if is_whole { t.rule.to_owned() } else { (t.group_named)(&place(&path)) };
    let nodes = draft.nodes.into_iter().enumerate().map(|(n, node)| {
        let path = path.child(n);
        let row = match node {
            DraftNode::Group(draft) => view! { <Group draft path/> }.into_any(),
            DraftNode::Condition(condition) => view! { <ConditionRow condition path/> }.into_any(),
        };
        view! { <li>{row}</li> }
    });
    let nodes = nodes.collect_view();
    view! {
        <fieldset class="rule-group" data-depth=path.0.len() class:rule-whole=is_whole>
            <legend class="hidden">{called.clone()}</legend>
            <div class="rule-join">
                <JoinChoice path=path.clone() join=draft.join called=called.clone()/>
                {(!is_whole).then(|| view! {
                    <span class="rule-tools">
                        <ActButton wish=format!("duplicate:{path}") glyph=Glyph::Copy named=(t.duplicate_named)(&called)/>
                        <ActButton wish=format!("remove:{path}") glyph=Glyph::Trash named=(t.remove_named)(&called)/>
                    </span>
                })}
            </div>
            <ol class="rule-nodes">{nodes}</ol>
            <div class="rule-add">
                {may_grow.then(|| view! {
                    <ActButton wish=format!("add:{path}") glyph=Glyph::Plus label=t.add_condition named=(t.add_to)(t.add_condition, &called)/>
                })}
                {(may_grow && may_nest).then(|| view! {
                    <ActButton wish=format!("group:{path}") glyph=Glyph::Plus label=t.add_group named=(t.add_to)(t.add_group, &called)/>
                })}
            </div>
        </fieldset>
    }
    .into_any()
}

/// As people count.
pub fn place(path: &Path) -> String {
    path.0.iter().map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(".")
}

#[component]
fn JoinChoice(path: Path, join: Join, called: String) -> impl IntoView {
    let t = texts();
    let work: Work = expect_context();
    let option = |one: Join| view! { <option value=one.as_str() selected=one == join>{(t.join)(one)}</option> };
    let (id, name) = (control_id(&path, "join"), control_name(&path, "join"));
    let chosen = move |event: ev::Event| {
        if let Ok(join) = event_target_value(&event).parse() {
            work.set_join(&path, join);
        }
    };
    view! {
        <select id=id name=name class="select-small" aria-label=(t.join_of)(&called) on:change=chosen>
            {Join::ALL.map(option).into_iter().collect_view()}
        </select>
        <span class="quiet">{t.join_after}</span>
    }
}

/// Changes the rule at once, or by the address where no script runs.
#[component]
pub fn ActButton(
    wish: String,
    glyph: Glyph,
    #[prop(optional, into)] label: String,
    /// What a screen reader says: which condition, which group.
    #[prop(into)]
    named: String,
) -> impl IntoView {
    let work: Work = expect_context();
    let Here(here) = expect_context();
    let wanted = wish.clone();
    let class = if label.is_empty() { "icon-button" } else { "button button-small" };
    view! {
        <button
            type="submit"
            class=class
            name="act"
            value=wish
            formmethod="get"
            formaction=here
            aria-label=named
            on:click=move |event: ev::MouseEvent| {
                event.prevent_default();
                work.act(&wanted);
            }
        >
            <Icon glyph/>
            {label}
        </button>
    }
}
