drop index contacts_by_consent;
