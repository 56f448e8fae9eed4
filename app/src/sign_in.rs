//! The door: signing in and out, and the one-time link that makes an account.

pub mod api;
mod page;
mod way_back;
mod welcome;

pub use page::SignInPage;
pub use way_back::door_from;
pub use welcome::WelcomePage;
