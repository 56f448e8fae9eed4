use super::{
    builder::{Work, control_id, control_name},
    group::{ActButton, place},
    inputs::Values,
    texts::texts,
};
use crate::ui::Glyph;
use domain::segment::{DraftCondition, Field, Operator, Path};
use leptos::{ev, prelude::*};

/// What is looked at, what is asked of it, and what it is compared with.
#[component]
pub fn ConditionRow(condition: DraftCondition, path: Path) -> impl IntoView {
    let t = texts();
    let work: Work = expect_context();
    let called = (t.condition_named)(&place(&path));
    let row = Row { condition: RwSignal::new(condition), path: StoredValue::new(path.clone()), work };
    let field = Memo::new(move |_| row.condition.with(|condition| condition.field.clone()));
    let operator = Memo::new(move |_| row.condition.with(|condition| (condition.field.clone(), condition.operator)));
    let fields_named = (t.field_of)(&called);
    let operators_named = (t.operator_of)(&called);
    view! {
        <div class="rule-condition" role="group" aria-label=called.clone()>
            <select id=control_id(&path, "field") name=control_name(&path, "field") aria-label=fields_named
                on:change=move |event| row.choose_field(&event)>
                <FieldOptions chosen=field.get_untracked()/>
            </select>
            <select id=control_id(&path, "op") name=control_name(&path, "op") aria-label=operators_named
                on:change=move |event| row.choose_operator(&event)>
                {move || operator_options(&field.get(), row.condition.with_untracked(|condition| condition.operator))}
            </select>
            {move || {
                operator.track();
                view! { <Values row/> }
            }}
            <span class="rule-tools">
                <ActButton wish=format!("duplicate:{path}") glyph=Glyph::Copy named=(t.duplicate_named)(&called)/>
                <ActButton wish=format!("remove:{path}") glyph=Glyph::Trash named=(t.remove_named)(&called)/>
            </span>
        </div>
    }
}

/// A condition under the hand.
#[derive(Clone, Copy)]
pub struct Row {
    pub condition: RwSignal<DraftCondition>,
    pub path: StoredValue<Path>,
    pub work: Work,
}

impl Row {
    fn choose_field(self, event: &ev::Event) {
        let Ok(field) = event_target_value(event).parse::<Field>() else { return };
        let first = self.first_operator(&field);
        self.change(|condition| {
            let was = condition.field.clone();
            let next = condition.with_field(field.clone());
            if was == field { next } else { next.with_operator(first) }
        });
    }

    /// Of an attribute, what suits the values that people have.
    fn first_operator(self, field: &Field) -> Operator {
        let known = self.work.bench.with_value(|bench| {
            let of = |name: &String| bench.attributes.iter().find(|attribute| attribute.name == *name);
            match field {
                Field::Attribute(name) => of(name).map(|attribute| attribute.operator),
                Field::Address
                | Field::Name
                | Field::Locale
                | Field::Created
                | Field::Import
                | Field::Topic
                | Field::Consent
                | Field::Mail => None,
            }
        });
        known.unwrap_or_else(|| field.first_operator())
    }

    fn choose_operator(self, event: &ev::Event) {
        if let Ok(operator) = event_target_value(event).parse::<Operator>() {
            self.change(|condition| condition.with_operator(operator));
        }
    }

    pub fn change(self, change: impl FnOnce(DraftCondition) -> DraftCondition) {
        self.condition.update(|condition| *condition = change(condition.clone()));
        self.path.with_value(|path| self.work.set_condition(path, self.condition.get_untracked()));
    }
}

#[component]
fn FieldOptions(chosen: Field) -> impl IntoView {
    let t = texts();
    let work: Work = expect_context();
    let mut attributes: Vec<String> =
        work.bench.with_value(|bench| bench.attributes.iter().map(|attribute| attribute.name.clone()).collect());
    // an attribute that nobody has any more still stands in the rule
    if let Field::Attribute(name) = &chosen
        && !attributes.contains(name)
    {
        attributes.push(name.clone());
    }
    let option = |field: Field, label: String| {
        view! { <option value=field.to_string() selected=field == chosen>{label}</option> }
    };
    view! {
        <optgroup label=t.of_person>
            {Field::OF_EVERYBODY.map(|field| { let label = (t.field)(&field).to_owned(); option(field, label) }).into_iter().collect_view()}
        </optgroup>
        {(!attributes.is_empty()).then(|| view! {
            <optgroup label=t.attributes>
                {attributes.iter().map(|name| option(Field::Attribute(name.clone()), name.clone())).collect_view()}
            </optgroup>
        })}
    }
}

/// Grouped by the kind of value, where a field may be of several.
fn operator_options(field: &Field, chosen: Operator) -> AnyView {
    let t = texts();
    let options = |operators: &'static [Operator]| {
        let option = |operator: &Operator| {
            view! { <option value=operator.as_str() selected=*operator == chosen>{(t.operator)(*operator)}</option> }
        };
        operators.iter().map(option).collect_view()
    };
    match field.operators() {
        [only] => options(only).into_any(),
        groups => {
            let group = |(operators, label): (&&'static [Operator], &'static str)| {
                view! { <optgroup label=label>{options(operators)}</optgroup> }
            };
            groups.iter().zip(t.kinds).map(group).collect_view().into_any()
        }
    }
}
