-- people who asked to be forgotten: only a hash of the address, under a secret of this installation,
-- so that no later import brings them back and nobody can read from it who they were
create table erasures (
    address_hash bytea primary key,
    contact_id   bigint not null,
    erased_at    timestamptz not null default now(),
    -- when the last campaign that held them had ended and they were made nameless in it
    forgotten_at timestamptz
);
create index erasures_unfinished on erasures (contact_id) where forgotten_at is null;

insert into signing_keys (purpose, kid, secret)
values ('erasure', 1, sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

create function address_hash(address text) returns bytea language sql stable parallel safe as $$
    select sha256(secret || convert_to(address, 'UTF8')) from signing_keys where purpose = 'erasure' and kid = 1
$$;
