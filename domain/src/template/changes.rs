//! What changed between two sources, line by line, as a page shows it.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub rows: Vec<ChangeRow>,
    /// Lines that came and went.
    pub added: usize,
    pub removed: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChangeRow {
    /// In both.
    Same {
        before: usize,
        after: usize,
        text: String,
    },
    Removed {
        before: usize,
        text: String,
    },
    Added {
        after: usize,
        text: String,
    },
    /// So many lines that are in both and are not shown.
    Folded {
        lines: usize,
    },
}
