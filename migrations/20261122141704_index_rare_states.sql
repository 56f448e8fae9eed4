-- the few of a million are found without looking at the million
create index recipients_skipped on recipients (campaign_id, seq) where skip_reason is not null;
create index attempts_skipped on attempts (campaign_id, seq) where outcome = 'skipped';
create index mail_events_complained on mail_events (campaign_id, seq) where kind = 'complained';
