-- everything one person was sent; addressing goes by contact, so a campaign adds to it in order
create index recipients_by_contact on recipients (contact_id, campaign_id);
