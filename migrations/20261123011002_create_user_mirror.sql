-- what people say of being mailed is owed to the table it may be mirrored to, whoever writes it down here and in the same
-- transaction; not what that table said itself
create function note_user_mirror(addresses text[]) returns void language sql as $$
    insert into mirror_outbox (kind, key)
    select 'user', address from (select distinct unnest(addresses) as address order by address) said
    on conflict on constraint mirror_outbox_once do update set revision = mirror_outbox.revision + 1, noted_at = now()
$$;

create function mirror_suppressions() returns trigger language plpgsql as $$
begin
    if exists (select from mirrors where kind = 'user') then
        perform note_user_mirror(array(
            select address from changed
            where (tg_op = 'UPDATE' or reason in ('refused', 'complained'))
              and (tg_op = 'DELETE' or source <> 'source dynamodb')));
    end if;
    return null;
end
$$;
create trigger suppressions_mirror_new after insert on suppressions
referencing new table as changed for each statement execute function mirror_suppressions();
create trigger suppressions_mirror_changed after update on suppressions
referencing new table as changed for each statement execute function mirror_suppressions();
create trigger suppressions_mirror_gone after delete on suppressions
referencing old table as changed for each statement execute function mirror_suppressions();

create function mirror_consents() returns trigger language plpgsql as $$
begin
    if exists (select from mirrors where kind = 'user') then
        perform note_user_mirror(array(
            select k.address from said_now join contacts k on k.id = said_now.contact_id
            where said_now.source <> 'source dynamodb'));
    end if;
    return null;
end
$$;
create trigger consents_mirror after insert on consents
referencing new table as said_now for each statement execute function mirror_consents();
