-- how a campaign calls somebody who was erased: different in each row, and no address anybody could have
create function nameless(seq integer) returns text language sql immutable parallel safe as $$
    select 'erased-' || seq || '@erased.invalid'
$$;
