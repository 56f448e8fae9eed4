alter table templates add column archived_at timestamptz;
