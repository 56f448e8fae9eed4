//! The press: a worker of the browser that compiles templates and composes letters beside the page, with the code
//! the server saves and sends with. On the server it is absent: effects, which ask it, do not run there.
//!
//! ```ignore
//! let press = Press::open();                       // at the top of the component; ends with it
//! let compiled = RwSignal::new(None);
//! Effect::new(move |_| press.compile(markup, &source.get(), move |made| compiled.set(Some(made))));
//! ```
//!
//! Ask as often as you like, with every keystroke: one question of a kind is under way, one waits, and a newer one
//! takes the place of the one that waits. `on_done` of a question that was overtaken is never called; answers come in
//! the order they were asked.

#[cfg(not(feature = "hydrate"))]
#[path = "worker/absent.rs"]
mod place;
#[cfg(feature = "hydrate")]
#[path = "worker/present.rs"]
mod place;

use domain::template::Problem;

pub use place::Press;

/// Of a template, or of the words of a campaign: what to mend.
pub type Made<T> = Result<T, Vec<Problem>>;

/// One letter as it would leave, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    pub subject: String,
    pub preheader: String,
    pub html: String,
    pub text: String,
    /// Of the HTML as a mail program reads it: what Gmail clips by.
    pub html_octets: usize,
    /// Of the whole letter on the wire.
    pub octets: usize,
    /// Of those octets, in hexadecimal.
    pub sha256: String,
    /// What the words ask of a person, without those that have a default.
    pub names: Vec<String>,
}
