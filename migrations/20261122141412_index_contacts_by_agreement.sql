-- who ever agreed and who never did, each newest first: the rarer of the two is found at once, and an import adds at the
-- end of one of them, where an index by the time of their consent was written to all over
create index contacts_agreed on contacts (id) where consented_at is not null;
create index contacts_not_agreed on contacts (id) where consented_at is null;
