create index mail_events_readings on mail_events (campaign_id, kind, seq) where kind in ('opened', 'clicked');
