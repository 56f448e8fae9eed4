-- who was reminded of their consent and kept it, only ever added to; no foreign keys, as in consents
create table confirmations (
    contact_id  bigint not null,
    at          timestamptz not null,
    -- whose letter reminded them
    campaign_id bigint not null,
    primary key (contact_id, at)
);
create function forget_confirmations() returns trigger language plpgsql as $$
begin
    delete from confirmations where contact_id = old.id;
    return null;
end
$$;
create trigger contacts_forget_confirmations after delete on contacts for each row execute function forget_confirmations();

-- campaigns that remind people of their consent
create table reminders (
    campaign_id bigint primary key references campaigns on delete cascade,
    made_at     timestamptz not null default clock_timestamp(),
    -- when it was written down whom it reached
    noted_at    timestamptz
);
