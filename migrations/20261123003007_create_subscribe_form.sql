-- one row: whether strangers may subscribe themselves
create table subscribe_form (
    only_row boolean primary key default true constraint subscribe_form_once check (only_row),
    is_open  boolean not null default false
);
insert into subscribe_form default values;
