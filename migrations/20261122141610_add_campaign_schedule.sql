-- a confirmed campaign waits for its moment
alter table campaigns drop constraint campaigns_state_known;
alter table campaigns add constraint campaigns_state_known
    check (state in ('draft', 'scheduled', 'running', 'paused', 'cancelled', 'finished'));
alter table campaigns
    add column launch_at timestamptz,
    add column scheduled_by bigint references members,
    add column archived_at timestamptz,
    -- why a scheduled campaign became a draft again by itself, in every language
    add column returned_because jsonb,
    add constraint campaigns_scheduled_when check (state <> 'scheduled' or launch_at is not null);
create index campaigns_due on campaigns (launch_at) where state = 'scheduled';
