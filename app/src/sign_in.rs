//! The door: signing in and out, and the one-time link that makes an account.

pub mod api;
mod page;
mod welcome;

pub use page::SignInPage;
pub use welcome::WelcomePage;
