use super::{
    api::{BeginImport, ReadImportAs, TAB},
    path_to_import,
    texts::texts,
};
use crate::texts::speak;
use crate::ui::{
    Address, Card, Checkbox, ErrorNotice, FormActions, Look, Notice, Select, Submit, Tab, Table, Tabs, TextArea, Tone,
    failure,
};
use domain::{
    ImportId,
    import::{ColumnRole, ColumnUse, DELIMITERS, Peek, Sheet, TextEncoding},
};
use leptos::{either::Either, form::ActionForm, prelude::*};

/// What each column of the file is for: guessed, shown with its first values, corrected by a person.
#[component]
pub fn Mapping(
    id: ImportId,
    peek: Peek,
    begin: ServerAction<BeginImport>,
    reread: ServerAction<ReadImportAs>,
) -> impl IntoView {
    let t = texts();
    let address = Address::here();
    let sheets = StoredValue::new(peek.sheets);
    let position = Memo::new(move |_| {
        let chosen = address.get("sheet");
        sheets.with_value(|sheets| {
            let named = sheets.iter().position(|sheet| Some(&sheet.name) == chosen.as_ref());
            named.or_else(|| sheets.iter().position(|sheet| sheet.problem.is_none())).unwrap_or(0)
        })
    });
    let names: Vec<_> = sheets.with_value(|sheets| sheets.iter().map(|sheet| sheet.name.clone()).collect());
    let sheet = move || sheets.with_value(|sheets| sheets.get(position.get()).cloned());
    view! {
        <Card title=t.mapping>
            <p class="quiet">{t.mapping_hint}</p>
            {match peek.delimiter {
                Some(delimiter) => Either::Left(
                    view! { <Reading id format=peek.format encoding=peek.encoding delimiter reread/> },
                ),
                None => Either::Right(view! { <p class="quiet">{t.format} ": " {peek.format}</p> }),
            }}
            {(names.len() > 1).then(|| view! { <Sheets id names chosen=position/> })}
            {move || sheet().map(|sheet| view! { <Columns id sheet begin/> })}
        </Card>
    }
}

/// How the file was read, to be corrected where the first rows make no sense.
#[component]
fn Reading(
    id: ImportId,
    format: String,
    encoding: Option<TextEncoding>,
    delimiter: char,
    reread: ServerAction<ReadImportAs>,
) -> impl IntoView {
    let t = texts();
    let letters = match encoding {
        Some(encoding) => Either::Left({
            let choices = [TextEncoding::Utf8, TextEncoding::Cp949].map(|e| (e.to_string(), e.to_string())).to_vec();
            view! { <Select name="encoding" label=t.format choices value=encoding.to_string()/> }
        }),
        // a mark in the file says it: there is nothing to choose
        None => {
            Either::Right(view! { <p class="import-certain"><span>{t.format}</span> <strong>{format}</strong></p> })
        }
    };
    let choices = DELIMITERS.map(|delimiter| (delimiter_value(delimiter), (t.delimiter_word)(delimiter).to_owned()));
    view! {
        <ErrorNotice error=failure(reread)/>
        <ActionForm action=reread attr:class="import-reading">
            <input type="hidden" name="id" value=id.to_string()/>
            {letters}
            <Select name="delimiter" label=t.delimiter choices=choices.to_vec() value=delimiter_value(delimiter)/>
            <Submit label=t.read_again pending=reread.pending()/>
        </ActionForm>
    }
}

/// A form loses a bare tab.
fn delimiter_value(delimiter: char) -> String {
    if delimiter == '\t' { TAB.to_owned() } else { delimiter.to_string() }
}

#[component]
fn Sheets(id: ImportId, names: Vec<String>, chosen: Memo<usize>) -> impl IntoView {
    use leptos_router::location::Url;
    let tab = move |(n, name): (usize, &String)| {
        Tab::new(format!("{}?sheet={}", path_to_import(id), Url::escape(name)), name.clone(), n == chosen.get())
    };
    view! { <Tabs label=texts().sheet tabs=Signal::derive(move || names.iter().enumerate().map(tab).collect())/> }
}

#[component]
fn Columns(id: ImportId, sheet: Sheet, begin: ServerAction<BeginImport>) -> impl IntoView {
    match sheet.problem.clone() {
        Some(problem) => Either::Left(view! { <Notice tone=Tone::Warning>{speak(&problem)}</Notice> }),
        None => Either::Right(view! { <ColumnsForm id sheet begin/> }),
    }
}

#[component]
fn ColumnsForm(id: ImportId, sheet: Sheet, begin: ServerAction<BeginImport>) -> impl IntoView {
    let t = texts();
    let rows = sheet.rows;
    let values = |n: usize| rows.iter().filter_map(move |row| row.get(n)).filter(|value| !value.is_empty()).take(3);
    let column = |(n, column): (usize, ColumnUse)| {
        let seen = values(n).cloned().collect::<Vec<_>>().join(" · ");
        view! { <Column n column seen/> }
    };
    let columns = sheet.columns.into_iter().enumerate().map(column).collect_view();
    view! {
        <ErrorNotice error=failure(begin) fields=&["from"]/>
        <ActionForm action=begin>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="sheet" value=sheet.name/>
            <Table label=t.mapping class="import-mapping">
                <thead>
                    <tr>
                        <th scope="col">{t.column}</th>
                        <th scope="col">{t.first_rows}</th>
                        <th scope="col">{t.use_as}</th>
                        <th scope="col">{t.called}</th>
                    </tr>
                </thead>
                <tbody>{columns}</tbody>
            </Table>
            <div class="import-agreement">
                <TextArea name="agreement[from]" label=t.agreement hint=t.agreement_hint rows=2 required=false error=failure(begin)/>
                <Checkbox name="agreement[is_everybody]" label=t.agreed_everybody hint=t.agreed_everybody_hint/>
                <Checkbox name="agreement[is_unknown]" label=t.agreed_unknown hint=t.agreed_unknown_hint/>
            </div>
            <FormActions><Submit label=t.begin look=Look::Main pending=begin.pending()/></FormActions>
        </ActionForm>
    }
}

#[component]
fn Column(n: usize, column: ColumnUse, seen: String) -> impl IntoView {
    let t = texts();
    let field = |field: &str| format!("columns[{n}][{field}]");
    let role = RwSignal::new(column.role);
    let option = move |choice: ColumnRole| {
        view! { <option value=choice.as_str() selected=choice == column.role>{(t.role)(choice)}</option> }
    };
    let options = ColumnRole::ALL.map(option).into_iter().collect_view();
    let use_label = format!("{}: {}", t.use_as, column.header);
    let called_label = format!("{}: {}", t.called, column.header);
    let called = column.attribute.unwrap_or_else(|| column.header.clone());
    let choose = move |event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            role.set(chosen);
        }
    };
    view! {
        <tr>
            <th scope="row">
                {column.header.clone()}
                <input type="hidden" name=field("header") value=column.header/>
            </th>
            <td data-label=t.first_rows class="import-seen">{seen}</td>
            <td data-label=t.use_as>
                <select name=field("role") aria-label=use_label on:change=choose>{options}</select>
            </td>
            <td data-label=t.called class:import-unnamed=move || role.get() != ColumnRole::Attribute>
                <input type="text" name=field("attribute") value=called aria-label=called_label maxlength="200"/>
            </td>
        </tr>
    }
}
