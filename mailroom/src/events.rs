//! What carriers report after they took a letter.
