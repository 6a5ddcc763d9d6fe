//! What a long answer is read in, as with git.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::git;
use crate::ui::prompt;

/// What the environment says of pagers, read once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pagers {
    /// `$INC_PAGER`, empty if it is set so: then there is none.
    pub own: Option<String>,
    /// `$GIT_PAGER` and `$PAGER`, to say which of them names a program that is not there.
    pub git_pager: Option<String>,
    pub pager: Option<String>,
    /// Whether `$LESS` is set, and `$LV`: then they say how it behaves.
    pub less: bool,
    pub lv: bool,
    /// Where git is asked for its pager.
    pub folder: PathBuf,
}

/// A pager that is running.
#[derive(Debug)]
pub(crate) struct Pager {
    child: Child,
}

impl Pagers {
    /// Starts it; none where none is wanted or there is none. One that somebody named and that cannot
    /// be run is worth a word: the second part.
    pub(crate) fn start(&self) -> (Option<Pager>, Option<String>) {
        let named = self
            .own
            .clone()
            .or_else(|| git::pager(&self.folder))
            .unwrap_or_else(|| "less".to_owned());
        let named = named.trim();
        if named.is_empty() || named == "cat" {
            return (None, None);
        }
        match self.run(named) {
            Ok(pager) => (Some(pager), None),
            Err(error) => {
                let message = |by: &str| format!("{by}: {named} cannot be run: {}", reason(&error));
                (None, self.who_named(named).map(message))
            }
        }
    }

    fn run(&self, named: &str) -> io::Result<Pager> {
        let mut command = command(named);
        // One screen is left on the terminal, colours are colours, long lines are cut.
        if !self.less {
            command.env("LESS", "FRX");
        }
        if !self.lv {
            command.env("LV", "-c");
        }
        let child = command.stdin(Stdio::piped()).spawn()?;
        // Ctrl-C is the pager's while it is read, which ends nothing of what it is being told.
        prompt::catch_interruptions().ok();
        Ok(Pager { child })
    }

    /// Where a pager was named, in git's own order; nowhere if it is the one that git was built with.
    fn who_named(&self, named: &str) -> Option<&'static str> {
        let says = |value: &Option<String>| value.as_deref().is_some_and(|it| it.trim() == named);
        if says(&self.own) {
            Some("$INC_PAGER")
        } else if says(&self.git_pager) {
            Some("$GIT_PAGER")
        } else if says(&git::configured_pager(&self.folder)) {
            Some("git's core.pager")
        } else {
            says(&self.pager).then_some("$PAGER")
        }
    }
}

/// Why a program cannot be run, without the number that the system has for it.
fn reason(error: &io::Error) -> String {
    let reason = error.to_string();
    reason
        .split(" (os error")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// A pager is a command line, as git takes it: with words of its own, or a pipe.
fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let is_plain = !line.contains(|letter: char| "|&;<>()$`\\\"'*?[#~=%".contains(letter));
    match words.next() {
        Some(program) if is_plain => {
            let mut command = Command::new(program);
            command.args(words);
            command
        }
        _ => {
            let mut command = Command::new("sh");
            command.args(["-c", line]);
            command
        }
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.child.stdin {
            Some(stdin) => stdin.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.child.stdin.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Pager {
    /// It has heard everything, and ends when whoever reads it is done.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
