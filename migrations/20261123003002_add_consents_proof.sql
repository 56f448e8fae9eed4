-- how a word came to us, by which words it was asked for, and what shows that it was theirs
alter table consents
    add column kind text not null default 'told'
        constraint consents_kind_known check (kind in ('told', 'link', 'page', 'confirmed', 'reconfirmed')),
    add column text_hash bytea,
    add column proof     jsonb;
