//! A command line as it was typed, with what was answered since: nobody answers twice.

use crate::domain::command::quoted;
use crate::domain::fix::laid_out;
use crate::domain::record::Change;
use crate::error::{Error, Kind, Result};
use crate::session::command_line::{holds_words, verb};
use crate::session::context::Context;
use crate::store::Home;
use crate::ui::prompt;

/// How long hints may be between two questions.
const HINTS: usize = 160;

impl Context {
    /// Remembers an answer behind its flag, or without one where it needs none.
    pub(crate) fn answered(&self, flag: &str, answer: &str) {
        let mut answered = self.answers.borrow_mut();
        let flag = Some(flag.to_owned()).filter(|flag| !flag.is_empty());
        answered.words.extend(flag);
        answered.words.push(answer.to_owned());
    }

    /// Whether anything was answered that a flag says as well.
    pub(crate) fn has_answers(&self) -> bool {
        !self.answers.borrow().words.is_empty()
    }

    /// The words of the command line with those that were answered, and the incident behind the verb. A
    /// secret in them is not shown once more.
    pub(crate) fn args_with_answers(&self, incident: Option<&str>) -> Vec<String> {
        let answered = self.answers.borrow();
        let mut words = self.world.typed.clone();
        if let Some(incident) = incident.or(answered.incident.as_deref()) {
            let (_, verbs) = verb(&(self.world.interface.command)(), &words);
            let place = verbs.last().map_or(words.len(), |last| last + 1);
            words.insert(place, incident.to_owned());
        }
        words.extend(answered.words.iter().cloned());
        self.masked(words)
    }

    /// Texts without the secrets that they may hold.
    pub(crate) fn masked(&self, texts: Vec<String>) -> Vec<String> {
        let lint = self.secret_lint().unwrap_or_else(|_| Home::shipped_lint());
        texts.iter().map(|text| lint.mask_secrets(text)).collect()
    }

    /// The same, to be typed into a shell.
    pub(crate) fn line_with_answers(&self) -> String {
        let words = self.args_with_answers(None);
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        format!("inc {}", words.join(" "))
    }

    /// A text that somebody at the terminal says, asked for until it is one that can be taken; remembered
    /// where there is a flag for it, or a place without one.
    pub(crate) fn said<T>(
        &self,
        flag: Option<&str>,
        question: &str,
        take: impl Fn(&str) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(mut prompt) = self.prompt() else {
            return Ok(None);
        };
        loop {
            let said = prompt.text(question, None).map_err(|_| interrupted())?;
            let Some(said) = said else { return Ok(None) };
            match take(&said) {
                Ok(taken) => {
                    if let Some(flag) = flag {
                        self.answered(flag, &said);
                    }
                    return Ok(Some(taken));
                }
                Err(error) => {
                    // A list of all there is would push the reason off the screen.
                    let reason = error.message.lines().next().unwrap_or_default();
                    prompt.say(&format!("  {reason}"));
                    let lines = laid_out(&error.fixes, &error.address);
                    let lines = lines.iter().map(ToString::to_string);
                    let hints = lines.collect::<Vec<_>>().join("\n");
                    for hint in hints.lines().filter(|_| hints.len() < HINTS) {
                        prompt.say(&format!("  {hint}"));
                    }
                }
            }
        }
    }
}

impl Context {
    /// A refusal with the command line as it was typed, where that holds somebody's own words and they
    /// stand nowhere else by now, and with what was answered since. A command line that is wrong is
    /// typed anew in any case, and what was answered is not.
    pub(crate) fn given_back(&self, error: Error) -> Error {
        if error.message.is_empty() || error.keeps_words {
            return error;
        }
        let refuses = matches!(error.kind, Kind::Refused | Kind::Environment);
        let heading = match refuses {
            // Nothing is wrong with what was answered.
            false if self.has_answers() => "to continue:",
            true if self.has_answers() || holds_words(self.world.interface, &self.world.typed) => {
                KEPT
            }
            _ => return error,
        };
        error.giving_back(heading, [self.line_with_answers()])
    }

    /// A refusal of what was answered in a walk, with what it would have changed: no flag said it.
    pub(crate) fn with_answers(&self, error: Error, changes: &[Change]) -> Error {
        if !prompt::has_asked()
            || self.has_answers()
            || holds_words(self.world.interface, &self.world.typed)
        {
            return error;
        }
        let lines = self.masked(changes.iter().map(change_line).collect());
        error.keeping_words().giving_back(KEPT, lines)
    }
}

/// What stands above words that would otherwise be lost.
pub(crate) const KEPT: &str = "the text you typed:";

/// What somebody would have set a field to.
pub(crate) fn change_line(change: &Change) -> String {
    let new = change.new.as_ref().map(ToString::to_string);
    format!("{}: {}", change.path, new.unwrap_or_default())
}

/// A question that was left with Ctrl-C, before there was anything to keep.
pub(crate) fn interrupted() -> Error {
    Error::new(Kind::Interrupted, "interrupted; nothing was recorded")
}
