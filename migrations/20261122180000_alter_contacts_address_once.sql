-- a walk by address passes whoever is of another language, time, consent or import without reading them
alter table contacts
    drop constraint contacts_address_once,
    add constraint contacts_address_once unique (address) include (id, created_at, locale, consented_at);
