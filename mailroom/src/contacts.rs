//! People we may write to.
