-- finds the people whose attribute is exactly this; new entries wait in a list, so that imports stay fast
create index contacts_by_attributes on contacts using gin (attributes jsonb_path_ops) with (fastupdate = on);
