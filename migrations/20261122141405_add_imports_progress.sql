-- an import begins with a file that waits for somebody to say what its columns are for
alter table imports
    drop constraint imports_state_known,
    add constraint imports_state_known check (state in ('waiting', 'running', 'done', 'failed')),
    add column octets bigint not null default 0,
    add column octets_read bigint not null default 0,
    add column is_merging boolean not null default false,
    add column unchanged bigint not null default 0,
    add column repeated bigint not null default 0,
    -- what was seen of the file before, and what its columns were said to be
    add column peek jsonb,
    add column mapping jsonb,
    -- in every language
    add column failed_because jsonb,
    add column created_by bigint references members;
