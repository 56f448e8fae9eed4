//! What the product promises, one file a promise: the real program, a real Postgres, carriers that fail on demand.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod doubles;
mod house;

mod addressed;
mod command_line;
mod drafts;
mod edition;
mod feedback;
mod images;
mod kept;
mod killed;
mod launched;
mod law;
mod left;
mod members;
mod metrics;
mod noticed;
mod one_connection;
mod outbox;
mod own_password;
mod paused;
mod postgres_lost;
mod preferences;
mod preflight;
mod queued;
mod readings;
mod refused;
mod reports;
mod rights;
mod segments;
mod senders;
mod ses;
mod settled;
mod strangers;
mod subscribed;
mod templates;
mod tidy;
mod together;
mod tried;
mod typed;
mod unreachable;
mod unsubscribe;
mod uploaded;
mod watched;
mod webhook;
