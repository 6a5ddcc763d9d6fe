//! What a completion knows: where the cursor is, and the home, the plan and the record at hand.

use std::cell::OnceCell;
use std::rc::Rc;

use super::cursor::Cursor;
use super::{Candidate, incidents};
use crate::domain::plan::lookup::Vocabulary;
use crate::domain::plan::{NameKind, Plan, raw};
use crate::domain::record::Record;
use crate::session::options::Globals;
use crate::session::{Context, World};
use crate::store::{Home, RecordFile};

/// What a completion knows: where the cursor is, and the home at hand.
pub(crate) struct CompletionContext<'a> {
    pub place: &'a Cursor<'a>,
    context: Context,
    raw: OnceCell<Option<raw::Plan>>,
    record: OnceCell<Option<Record>>,
}

impl<'a> CompletionContext<'a> {
    pub(crate) fn new(
        place: &'a Cursor<'a>,
        globals: Globals,
        world: World,
    ) -> CompletionContext<'a> {
        CompletionContext {
            place,
            context: Context::new(globals, world),
            raw: OnceCell::new(),
            record: OnceCell::new(),
        }
    }

    pub(crate) fn home(&self) -> Option<&Home> {
        self.context.home().ok()
    }

    pub(crate) fn plan(&self) -> Option<Rc<Plan>> {
        self.context.plan().ok()
    }

    /// The plan as it is written: one that does not fit together has names all the same.
    pub(crate) fn raw(&self) -> Option<&raw::Plan> {
        let read = || match self.plan() {
            Some(plan) => Some((**plan).clone()),
            None => self.home()?.raw_plan().ok().map(|(_, raw)| raw),
        };
        self.raw.get_or_init(read).as_ref()
    }

    /// The record that the command is about.
    pub(crate) fn record(&self) -> Option<&Record> {
        let read = || {
            let home = self.home()?;
            Some(home.load(self.incident(home)?).ok()?.record)
        };
        self.record.get_or_init(read).as_ref()
    }

    fn incident(&self, home: &Home) -> Option<RecordFile> {
        let word = self.place.positionals.first();
        let word = word.filter(|word| !word.contains('='));
        word.and_then(|word| incidents::named(home, word))
            .or_else(|| match &self.context.world.incident {
                Some(incident) => incidents::named(home, incident),
                None => incidents::only_open(home),
            })
    }

    pub(super) fn vocabulary(&self, kind: NameKind<'_>) -> Option<Vocabulary<'_>> {
        self.raw().map(|plan| plan.vocabulary(kind))
    }

    /// The plan's names of one kind, those that are out of use left out.
    pub(super) fn names(&self, kind: NameKind<'_>) -> Vec<Candidate> {
        let vocabulary = self.vocabulary(kind);
        let names = vocabulary.iter().flat_map(|names| names.in_use());
        names
            .map(|name| Candidate::new(&*name.id, name.label()))
            .collect()
    }

    /// The command that is being typed.
    pub(crate) fn verb(&self) -> &str {
        self.place.path.first().copied().unwrap_or_default()
    }
}
