create index audit_log_by_member on audit_log (member_id, id);
