alter table import_rejections add column reason_ko text;
