-- as the standing process that reads it was told: campaigns wait for a run that begins after their moment
alter table people_sources add column read_before_launch boolean not null default false;
