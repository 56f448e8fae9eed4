-- everything that was sent to somebody; addressing goes by contact, so a campaign adds to it in order
create index if not exists recipients_by_contact on recipients (contact_id, campaign_id);
