//! What carriers report after they took a letter.

mod apply;
mod feed;
mod intake;
mod keeping;
mod placing;
pub mod queue;
mod readings;
pub mod ses;
pub mod sns;
mod standing;
mod state;

pub use apply::apply;
pub use feed::{Feed, Read};
pub use intake::{Source, take};
pub use keeping::{KeptReport, kept};
pub use placing::place_waiting;
pub use queue::Queue;
pub use standing::stand;
pub use state::{feeds, of_campaign, silent};
