alter table topic_choices
    add column text_hash bytea,
    add column proof     jsonb;
