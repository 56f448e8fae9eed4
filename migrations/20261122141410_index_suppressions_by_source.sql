-- those that stand in for an erasure until the last campaign has ended
create index suppressions_of_erased on suppressions (address) where source = 'erased';
