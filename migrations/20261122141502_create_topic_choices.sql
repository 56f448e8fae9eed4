-- what people chose, only ever added to; no foreign keys, as in consents
create table topic_choices (
    contact_id bigint not null,
    topic_id   bigint not null,
    at         timestamptz not null default clock_timestamp(),
    subscribed boolean not null,
    source     text not null,
    primary key (contact_id, topic_id, at)
);

-- who is subscribed now: the last choice of each, kept by the trigger below
create table subscriptions (
    topic_id   bigint not null,
    contact_id bigint not null,
    since      timestamptz not null,
    primary key (topic_id, contact_id)
);

create function keep_subscriptions() returns trigger language plpgsql as $$
begin
    delete from subscriptions s
    using (select distinct on (contact_id, topic_id) contact_id, topic_id, subscribed
           from chosen order by contact_id, topic_id, at desc) c
    where s.contact_id = c.contact_id and s.topic_id = c.topic_id and not c.subscribed;

    insert into subscriptions (topic_id, contact_id, since)
    select topic_id, contact_id, at
    from (select distinct on (contact_id, topic_id) contact_id, topic_id, subscribed, at
          from chosen order by contact_id, topic_id, at desc) c
    where subscribed
    on conflict do nothing;
    return null;
end
$$;
create trigger topic_choices_keep_subscriptions after insert on topic_choices
    referencing new table as chosen for each statement execute function keep_subscriptions();

create function forget_topic_choices() returns trigger language plpgsql as $$
begin
    delete from topic_choices where contact_id = old.id;
    delete from subscriptions s using topics t where s.topic_id = t.id and s.contact_id = old.id;
    return null;
end
$$;
create trigger contacts_forget_topic_choices after delete on contacts
    for each row execute function forget_topic_choices();
