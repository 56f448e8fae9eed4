-- which reason outranks which, as domain::suppression says: a suppression is only ever raised
create function suppression_rank(reason text) returns integer language sql immutable parallel safe as $$
    select case reason when 'refused' then 2 when 'complained' then 1 else 0 end
$$;
