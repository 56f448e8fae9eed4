create index suppressions_by_reason on suppressions (reason, address);
