-- what carriers reported before anybody judged it
insert into readings (campaign_id, seq, act, href, at, verdict, by_machine)
select campaign_id, seq, kind, coalesce(case when kind = 'clicked' then substring(detail from 'Clicked (\S+)') end, ''), at,
       'unjudged', false
from mail_events where kind in ('opened', 'clicked') and campaign_id is not null and seq is not null;

insert into reading_totals (campaign_id, opens, openers, likely_openers, clicks, clickers, likely_clickers)
select campaign_id, count(*) filter (where act = 'opened'), count(distinct seq), count(distinct seq),
       count(*) filter (where act = 'clicked'), count(distinct seq) filter (where act = 'clicked'),
       count(distinct seq) filter (where act = 'clicked')
from readings group by campaign_id;

insert into link_totals (campaign_id, link, href, clicks, clickers, likely_clickers)
select campaign_id, link, href, count(*), count(distinct seq), count(distinct seq)
from readings where act = 'clicked' group by campaign_id, link, href;
