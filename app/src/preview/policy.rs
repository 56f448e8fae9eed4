//! A mail in a frame lives under the policy of the page around it, and that of most pages refuses what every mail has:
//! styles in its tags, pictures from anywhere. Pages that show mail get a policy of their own, which comes with the
//! document; so they are loaded rather than drawn over another page.

use crate::browser;
use leptos::prelude::*;

/// Whether the page at this path may show mail.
pub fn shows_mail(path: &str) -> bool {
    ["/campaigns/", "/templates/"].iter().any(|room| path.starts_with(room))
}

/// From here on links and answers of the server that lead to pages that show mail load them.
pub fn provide_mail_policy() {
    browser::follow_redirects_where(shows_mail);
    Effect::new(|_| browser::load_where(shows_mail));
}

/// Loads the page anew where it was come to in another way than by a link. `false` until then: what it would draw is
/// refused.
pub fn use_mail_policy() -> bool {
    Effect::new(|_| browser::reload_unless_loaded_as_mail());
    browser::is_loaded_as_mail()
}
