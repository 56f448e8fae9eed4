-- a campaign's page says how many of its doubts ended because no report came: few among millions
create index attempts_settled_by_silence on attempts (campaign_id) include (outcome) where settled_by = 'window';
