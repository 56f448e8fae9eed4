insert into template_versions (template_id, version, source, saved_at, saved_by_name)
select id, 1, source, updated_at, 'operator' from templates;
alter table templates drop column source, add column version integer not null default 1;
