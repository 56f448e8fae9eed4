-- an import notes a million consents with what else it writes; looking for each of them again took longer than writing it
create or replace function note_consents() returns trigger language plpgsql as $$
begin
    if current_setting('pabal.consents_are_noted', true) = 'yes' then
        return null;
    end if;
    update contacts set consented_at = said.at
    from (select contact_id, max(at) as at from said_now where given group by contact_id) said
    where contacts.id = said.contact_id and contacts.consented_at is distinct from said.at;
    return null;
end
$$;
