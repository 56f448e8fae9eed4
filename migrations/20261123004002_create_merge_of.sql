-- what a letter may say of a person: their attributes, and the day they agreed to advertising, on the calendar in Seoul
create function merge_of(attributes jsonb, consented_at timestamptz) returns jsonb language sql stable parallel safe as $$
    select case when consented_at is null then attributes
                else attributes || jsonb_build_object('ConsentedAt', to_char(consented_at at time zone 'Asia/Seoul', 'YYYY-MM-DD'))
           end
$$;
