-- what a stronger reason took the place of: it stands again when somebody takes their own word back
alter table suppressions
    add column beneath        text
        constraint suppressions_beneath_known check (beneath in ('bounced', 'complained', 'by_hand')),
    add column beneath_source text;
