-- the state of each recipient: the same fold as domain::delivery::Trace::state
create view recipient_states as
select r.campaign_id, r.seq, r.address, r.name,
       case
           when r.skip_reason is not null then 'skipped'
           when e.complained then 'complained'
           when e.bounced then 'bounced'
           when e.rejected then 'failed'
           when e.delivered then 'delivered'
           when d.seq is not null then 'in_doubt'
           when t.owner is not null then 'sending'
           when t.attempt = 1 then 'waiting'
           when t.attempt > 1 then 'retrying'
           when a.outcome = 'accepted' then 'sent'
           when a.outcome = 'skipped' then 'skipped'
           when a.outcome = 'failed' then 'failed'
           -- taken for unsent, and then reported as accepted
           when a.outcome = 'unsent' and e.taken then 'sent'
           when a.outcome in ('deferred', 'unsent') and c.state = 'cancelled' then 'cancelled'
           when a.outcome in ('deferred', 'unsent') then 'failed'
           when b.marked then 'sending'
           when c.state = 'cancelled' then 'cancelled'
           else 'waiting'
       end as state,
       coalesce(a.attempt, 0)::smallint as attempts,
       -- the latest thing said
       coalesce(r.skip_reason, d.detail, case when e.at < a.at then coalesce(a.detail, a.reason) end,
                nullif(e.detail, ''), a.detail, a.reason, '') as detail,
       greatest(e.at, d.since, a.at) as updated_at
from recipients r
join campaigns c on c.id = r.campaign_id
left join lateral (
    select outcome, attempt, reason, detail, at from attempts
    where campaign_id = r.campaign_id and seq = r.seq order by attempt desc limit 1
) a on true
left join doubts d on d.campaign_id = r.campaign_id and d.seq = r.seq
left join retries t on t.campaign_id = r.campaign_id and t.seq = r.seq
left join lateral (
    select state = 'leased' and cursor >= r.seq as marked from batches
    where campaign_id = r.campaign_id and first_seq <= r.seq and a.outcome is null
    order by first_seq desc limit 1
) b on true
left join lateral (
    -- what was reported of an attempt that another one has followed no longer counts, but a complaint always does
    select bool_or(kind = 'complained') as complained,
           bool_or(kind in ('bounced_for_good', 'bounced_this_time') and of_current) as bounced,
           bool_or(kind in ('rejected', 'rendering_failed') and of_current) as rejected,
           bool_or(kind = 'delivered' and of_current) as delivered,
           bool_or(kind in ('sent', 'delayed', 'opened', 'clicked') and of_current) as taken,
           max(at) as at,
           (array_agg(detail order by at desc, kind = 'sent'))[1] as detail
    from (select *, attempt >= greatest(a.attempt, t.attempt, d.attempt, 1) as of_current from mail_events) m
    where m.campaign_id = r.campaign_id and m.seq = r.seq
) e on true;
