//! What changes by itself while a page shows it: asked again until it is at rest.

use crate::AppError;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// After an answer that got lost.
const LOST_AGAIN: Duration = Duration::from_secs(3);

pub type Answers<T> = Resource<Result<T, AppError>>;

/// How long to wait before asking again after this answer; `None` where nothing moves any more.
pub type Again<T> = fn(&T) -> Option<Duration>;

/// Answers about `subject`, asked for anew whenever `moves` does, and again as `again` says. One that gets lost leaves the
/// last one standing, and is asked for again.
pub fn keep_looking<K, S, T, F>(
    subject: impl Fn() -> K + Send + Sync + 'static,
    moves: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(K) -> F + Send + Sync + 'static,
    again: Again<T>,
) -> Answers<T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let last = Last { answer: StoredValue::new(None), is_lost: StoredValue::new(false) };
    let first = untrack(&subject);
    let tick = RwSignal::new(0_u32);
    let answers = Resource::new_blocking(
        move || (subject(), moves(), tick.get()),
        move |(subject, ..)| {
            let asked = ask(subject.clone());
            async move { last.or_kept(subject, asked.await) }
        },
    );
    Effect::new(move |_| {
        let wait = answers.with(|answer| match answer.as_ref()? {
            Ok(answer) => {
                // it came with the page
                last.begin(&first, answer);
                last.is_lost.get_value().then_some(LOST_AGAIN).or_else(|| again(answer))
            }
            Err(error) => error.is_passing().then_some(LOST_AGAIN),
        });
        let look = move || tick.update(|n| *n = n.wrapping_add(1));
        if let Some(later) = wait.and_then(|wait| set_timeout_with_handle(look, wait).ok()) {
            on_cleanup(move || later.clear());
        }
    });
    answers
}

/// The last answer that came, and what it was about.
struct Last<K: 'static, T: 'static> {
    answer: StoredValue<Option<(K, T)>>,
    is_lost: StoredValue<bool>,
}

impl<K, T> Clone for Last<K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for Last<K, T> {}

impl<K, T> Last<K, T>
where
    K: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    fn begin(self, subject: &K, answer: &T) {
        if self.answer.with_value(Option::is_none) {
            self.answer.set_value(Some((subject.clone(), answer.clone())));
        }
    }

    /// The page may have gone meanwhile.
    fn or_kept(self, subject: K, answer: Result<T, AppError>) -> Result<T, AppError> {
        let is_lost = answer.as_ref().is_err_and(AppError::is_passing);
        self.is_lost.try_set_value(is_lost);
        match answer {
            Ok(answer) => {
                self.answer.try_set_value(Some((subject, answer.clone())));
                Ok(answer)
            }
            Err(error) if is_lost => {
                let kept = self.answer.try_get_value().flatten();
                kept.filter(|(about, _)| *about == subject).map(|(_, answer)| answer).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Last;
    use crate::AppError;
    use leptos::prelude::*;

    #[test]
    fn a_lost_answer_leaves_the_last_one_of_its_subject_standing() {
        Owner::new().with(|| {
            let last = Last { answer: StoredValue::new(None), is_lost: StoredValue::new(false) };
            assert_eq!(last.or_kept(1, Err(AppError::Unreachable)), Err(AppError::Unreachable));
            last.begin(&1, &"first");
            assert_eq!(last.or_kept(1, Err(AppError::Unreachable)), Ok("first"));
            assert_eq!(last.or_kept(1, Ok("second")), Ok("second"));
            assert!(!last.is_lost.get_value());
            assert_eq!(last.or_kept(1, Err(AppError::Unreachable)), Ok("second"));
            assert!(last.is_lost.get_value());
            assert_eq!(last.or_kept(2, Err(AppError::Unreachable)), Err(AppError::Unreachable));
            assert_eq!(last.or_kept(1, Err(AppError::NotAllowed)), Err(AppError::NotAllowed));
        });
    }
}
