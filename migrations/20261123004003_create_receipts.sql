-- letters owed to who agreed or refused by themselves: the law wants them told within 14 days
create table receipts (
    contact_id bigint not null,
    said_at    timestamptz not null,
    given      boolean not null,
    source     text not null,
    ended_at   timestamptz,
    -- asked: a notice was asked for; superseded: they said something else soon after; unreachable: nothing can be sent
    -- to them; off: nobody wants them sent
    outcome    text constraint receipts_outcome_known check (outcome in ('asked', 'superseded', 'unreachable', 'off')),
    primary key (contact_id, said_at)
);
create index receipts_owed on receipts (said_at) where ended_at is null;

-- by their own hand; what a file says or a member writes down is told by whoever wrote it down
create function is_own_word(source text) returns boolean language sql immutable parallel safe as $$
    select source like 'one-click in campaign %' or source like 'preference page of campaign %' or source = 'subscribe form'
$$;

create function owe_receipts() returns trigger language plpgsql as $$
begin
    -- an import, which writes a million at once
    if current_setting('pabal.consents_are_noted', true) = 'yes' then
        return null;
    end if;
    insert into receipts (contact_id, said_at, given, source)
    select contact_id, at, given, source from said_now where is_own_word(source)
    on conflict do nothing;
    return null;
end
$$;
create trigger consents_owe_receipts after insert on consents
referencing new table as said_now for each statement execute function owe_receipts();

create function forget_receipts() returns trigger language plpgsql as $$
begin
    delete from receipts where contact_id = old.id;
    return null;
end
$$;
create trigger contacts_forget_receipts after delete on contacts for each row execute function forget_receipts();
