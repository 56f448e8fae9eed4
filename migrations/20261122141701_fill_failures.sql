insert into failures (campaign_id, seq, state, cause, domain, is_final, at)
select s.campaign_id, s.seq, s.state, 'other', split_part(s.address, '@', 2),
       exists (select from mail_events e where e.campaign_id = s.campaign_id and e.seq = s.seq and e.kind = 'bounced_for_good'),
       coalesce(s.updated_at, now())
from recipient_states s where s.state in ('failed', 'bounced');
