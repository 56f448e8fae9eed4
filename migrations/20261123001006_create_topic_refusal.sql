-- why somebody is not to be mailed about a topic: a list of ours, or their own last word; null where they may be
create function topic_refusal(topic bigint, contact bigint, mail_address text) returns text
language sql stable parallel safe as $$
    select case
        when topic is null then null
        when exists (select from topic_suppressions s where s.topic_id = topic and s.address = mail_address) then 'by_hand'
        when not (select c.subscribed from topic_choices c
                  where c.contact_id = contact and c.topic_id = topic order by c.at desc limit 1) then 'refused'
    end
$$;
