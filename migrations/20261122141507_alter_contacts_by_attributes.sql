-- entries that wait go into the index by the million, not by the ten thousand: imports lose a third less
alter index contacts_by_attributes set (gin_pending_list_limit = 32768);
