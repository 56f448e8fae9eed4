create index templates_by_time on templates (updated_at desc, id desc);
