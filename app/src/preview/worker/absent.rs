use super::{Made, Proof};
use domain::{
    compose::Manuscript,
    template::{Compiled, Markup},
};

/// See the module.
#[derive(Clone, Copy, Debug)]
pub struct Press;

impl Press {
    pub fn open() -> Self {
        Self
    }

    pub fn compile(self, _markup: Markup, _source: &str, _on_done: impl FnOnce(Made<Compiled>) + 'static) {}

    pub fn letter(self, _manuscript: &Manuscript, _on_done: impl FnOnce(Made<Proof>) + 'static) {}
}
