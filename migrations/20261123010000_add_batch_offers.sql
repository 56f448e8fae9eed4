-- Where a work queue carries pointers to batches: in which epoch of its campaign a batch was offered last, and when.
alter table batches
    add column offered_epoch integer,
    add column offered_at    timestamptz;
