insert into campaign_minutes (campaign_id, minute, waiting, sending, sent, delivered, retrying, in_doubt, failed, bounced,
                              complained, skipped, cancelled)
select t.campaign_id, date_trunc('minute', coalesce(c.finished_at, c.launched_at, now())), t.waiting, t.sending, t.sent, t.delivered,
       t.retrying, t.in_doubt, t.failed, t.bounced, t.complained, t.skipped, t.cancelled
from totals t join campaigns c on c.id = t.campaign_id;
