-- since when a person agrees, where they ever said yes: found without reading everybody's history.
-- Whether they refused since stands in suppressions, whose writers touch no contact: a refusal never waits for an import
alter table contacts add column consented_at timestamptz;
update contacts set consented_at = said.at
from (select contact_id, min(at) as at from consents where given group by contact_id) said
where said.contact_id = contacts.id;

create function note_consents() returns trigger language plpgsql as $$
begin
    update contacts set consented_at = said.at
    from (select contact_id, max(at) as at from said_now where given group by contact_id) said
    where contacts.id = said.contact_id and contacts.consented_at is distinct from said.at;
    return null;
end
$$;
create trigger consents_note after insert on consents
referencing new table as said_now for each statement execute function note_consents();
