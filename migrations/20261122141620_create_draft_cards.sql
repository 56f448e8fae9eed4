-- a campaign before its launch, a row for each card; the version moves with every save
create table draft_cards (
    campaign_id bigint not null references campaigns on delete cascade,
    card        text not null constraint draft_cards_known check (card in ('content', 'audience', 'sender', 'when')),
    version     integer not null default 1,
    filled      jsonb not null,
    changed_by  bigint references members,
    changed_at  timestamptz not null default clock_timestamp(),
    primary key (campaign_id, card)
);
