create index if not exists suppressions_by_reason on suppressions (reason, address);
