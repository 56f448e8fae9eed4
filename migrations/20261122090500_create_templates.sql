create table templates (
    id         bigint generated always as identity primary key,
    name       text not null constraint templates_name_once unique,
    markup     text not null constraint templates_markup_known check (markup in ('html', 'mjml')),
    source     text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
