-- the topic a campaign is about, from its launch on: who refuses the topic is not mailed by it
alter table campaigns add topic_id bigint;
