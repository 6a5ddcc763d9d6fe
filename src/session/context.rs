//! What every command works with: the environment, the clock, the home, the repository, the plan.
//!
//! Nothing is read or opened before it is needed, and nothing twice.

use std::cell::{OnceCell, RefCell};
use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use chrono::{DateTime, Offset, SubsecRound, Utc};

use crate::domain::command::Address;
use crate::domain::fix::{Fix, laid_out};
use crate::domain::lint::Lint;
use crate::domain::plan::{Case, Plan, Zone};
use crate::domain::record::{Audience, Communication, Record, Time};
use crate::domain::report;
use crate::domain::respond::Ids;
use crate::error::{Error, Result, git};
use crate::git::{GitError, Repo, email_yourself, name_yourself};
use crate::session::command_line::Interface;
use crate::session::options::Globals;
use crate::session::paths::bringing_back;
use crate::store::{Document, Home, InvalidFile};
use crate::ui::output;
use crate::ui::pager::Pagers;
use crate::ui::prompt::sanitized::Sanitized;
use crate::ui::prompt::{self, Prompt, Terminal};
use crate::ui::style::Look;
use crate::ui::table::GAP;
use crate::ui::wrap::hanging;

/// The world outside the program, read once at the start.
#[derive(Clone, Debug)]
pub(crate) struct World {
    pub folder: PathBuf,
    /// The command line, without the program.
    pub typed: Vec<String>,
    pub interface: Interface,
    /// `$INC_NOW`, or the system's clock.
    pub now: DateTime<Utc>,
    /// `$INC_REPO`
    pub home: Option<PathBuf>,
    /// `$INC_INCIDENT`
    pub incident: Option<String>,
    /// `$INC_SEED`
    pub seed: Option<String>,
    /// Whether `$INC_NOW` set the clock, or why it cannot.
    pub clock: ClockSource,
    /// This program's own file.
    pub program: Option<PathBuf>,
    /// The folders of `$PATH`.
    pub search: Vec<PathBuf>,
    /// `$VISUAL`, or else `$EDITOR`.
    pub editor: Option<String>,
    /// `$INC_SLACK_WEBHOOK`
    pub slack: Option<Secret>,
    /// Whether the locale is one that shows more than ASCII; one that is not said does.
    pub unicode: bool,
    pub pagers: Pagers,
    /// Any variable, for what a shell leaves unread of a line that is still being typed.
    pub variable: fn(&str) -> Option<String>,
}

/// Where the present comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClockSource {
    System,
    /// `$INC_NOW`
    Set,
    /// `$INC_NOW` is no time, in these words; the system's clock stands in.
    Wrong(String),
}

/// A value of the environment that no output may ever hold.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(value: String) -> Self {
        Secret(value)
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What was answered, as the arguments that would have said it.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    /// The incident that was picked, which stands before every other argument.
    pub incident: Option<String>,
    pub words: Vec<String>,
}

pub(crate) struct Context {
    pub globals: Globals,
    pub world: World,
    home: OnceCell<Home>,
    repo: OnceCell<Rc<Repo>>,
    plan: OnceCell<Rc<Plan>>,
    zone: OnceCell<Zone>,
    /// How the incident was named that a command is about, for the commands an error suggests.
    picked: RefCell<Option<Address>>,
    /// What was answered to questions so far, for whoever has to begin again.
    pub answers: RefCell<Answered>,
}

impl Context {
    pub(crate) fn new(globals: Globals, world: World) -> Self {
        Context {
            globals,
            world,
            home: OnceCell::new(),
            repo: OnceCell::new(),
            plan: OnceCell::new(),
            zone: OnceCell::new(),
            picked: RefCell::default(),
            answers: RefCell::default(),
        }
    }

    /// The folder a command is about: `-C`, `$INC_REPO`, or where it was started.
    pub(crate) fn start(&self) -> PathBuf {
        let named = self.globals.repo.as_ref().or(self.world.home.as_ref());
        named.map_or_else(
            || self.world.folder.clone(),
            |folder| without_detours(self.world.folder.join(folder)),
        )
    }

    /// The incident home.
    pub(crate) fn home(&self) -> Result<&Home> {
        if let Some(home) = self.home.get() {
            return Ok(home);
        }
        let start = self.start();
        // A folder that is not there is a slip, and the home above it is not what was meant.
        let is_there = start.is_dir();
        let home = is_there.then(|| Home::find(&start)).flatten();
        let home = home.ok_or_else(|| {
            // There is no making one here either.
            if let Err(error @ GitError::Bare { .. }) = Repo::discover(&start) {
                return git(error);
            }
            let missing = if is_there {
                ""
            } else {
                " (there is no such folder)"
            };
            let init = |does| Fix::inc(["init"]).explained(does);
            let elsewhere = || {
                Fix::shell("inc -C <DIR> \u{2026}").explained("or $INC_REPO names one elsewhere")
            };
            let (named, ways) = match (&self.globals.repo, &self.world.home) {
                (Some(_), _) => (", as -C says", [init("makes one there"), elsewhere()]),
                (None, Some(_)) => (
                    ", as $INC_REPO says",
                    [
                        Fix::run(["unset", "INC_REPO"]).explained("goes by the folder you are in"),
                        init("makes one there"),
                    ],
                ),
                (None, None) => ("", [init("makes one here"), elsewhere()]),
            };
            let back = bringing_back(&self.world.folder, &start);
            let back = back.map(|back| back.explained("brings back what is committed"));
            Error::environment(format!(
                "no incident home at {}{missing}, nor in a folder above it{named}",
                start.display()
            ))
            .fixes(back.into_iter().chain(ways))
            .addressed(self.address(None))
        })?;
        Ok(self.home.get_or_init(|| home))
    }

    /// The repository that the home lies in.
    pub(crate) fn repo(&self) -> Result<Rc<Repo>> {
        self.opened()?.map_err(git)
    }

    /// The same, for what can do without one.
    pub(crate) fn repo_if_any(&self) -> Result<Option<Rc<Repo>>> {
        match self.opened()? {
            Err(GitError::NotARepository { .. }) => Ok(None),
            opened => opened.map(Some).map_err(git),
        }
    }

    fn opened(&self) -> Result<Result<Rc<Repo>, GitError>> {
        if let Some(repo) = self.repo.get() {
            return Ok(Ok(repo.clone()));
        }
        let found = Repo::discover(self.home()?.root());
        Ok(found.map(|repo| self.repo.get_or_init(|| Rc::new(repo)).clone()))
    }

    /// The plan, whole; a broken one stops what depends on it.
    pub(crate) fn plan(&self) -> Result<Rc<Plan>> {
        if let Some(plan) = self.plan.get() {
            return Ok(plan.clone());
        }
        let plan = Rc::new(
            self.home()?
                .plan()
                .map_err(|broken| self.broken_plan(&broken))?,
        );
        Ok(self.plan.get_or_init(|| plan).clone())
    }
    /// A report of a record by the name of its template, unsaved.
    pub(crate) fn report(&self, name: &str, document: &Document, plan: &Plan) -> Result<String> {
        let template = self
            .home()?
            .template("reports", name)
            .map_err(|error| self.template_error(error))?
            .ok_or_else(|| Error::usage(format!("there is no report template `{name}`")))?;
        report::render(name, &template, Case::new(&document.record, plan))
            .map_err(|error| self.unfilled("reports", &error))
    }

    /// What a broken plan is told as.
    pub(crate) fn broken_plan(&self, broken: &InvalidFile) -> Error {
        self.broken(
            broken,
            "the plan is invalid, and this command depends on it",
        )
        .fix("inc validate names every fault; meanwhile ack, note, show, list, log, edit, runbook, doctor and plan work")
    }

    /// A file that others depend on: its first faults, each with its place.
    fn broken(&self, broken: &InvalidFile, what: &str) -> Error {
        let path = self.shown(&broken.path);
        let error = broken
            .flaws
            .iter()
            .take(5)
            .fold(Error::environment(what), |error, flaw| {
                let (line, column) = (flaw.position.line, flaw.position.column);
                error.item(format!("{path}:{line}:{column}: {}", flaw.message()), None)
            });
        match broken.flaws.len() {
            0..=5 => error,
            number => {
                let validate = Fix::inc(["validate"]);
                error.fix(validate.after(format!("and {} more:", number - 5)))
            }
        }
    }

    /// The patterns of what an external message must not hold, each tried on its examples: one that
    /// finds nothing looks like a message without faults.
    pub(crate) fn lint(&self) -> Result<Lint> {
        self.home()?.proven_lint().map_err(|broken| {
            self.broken(
                &broken,
                "messages cannot be checked: templates/lint.yaml is invalid",
            )
            .fix("inc validate names every fault")
        })
    }

    /// The patterns, where a record holds anything to be examined with them.
    pub(crate) fn lint_for(&self, record: &Record) -> Option<Lint> {
        let external = |message: &Communication| message.audience == Audience::External;
        let needed = record.communications.iter().any(external);
        needed.then(|| self.home().ok()?.lint().ok()).flatten()
    }

    /// The patterns of secrets; where the home's own are broken, the shipped ones keep watch.
    pub(crate) fn secret_lint(&self) -> Result<Lint> {
        let home = self.home()?;
        Ok(home.secret_lint().unwrap_or_else(|_| Home::shipped_lint()))
    }

    pub(crate) fn zone(&self) -> Result<Zone> {
        if let Some(zone) = self.zone.get() {
            return Ok(*zone);
        }
        let zone = match self.plan.get() {
            Some(plan) => plan.zone(),
            None => self.home()?.zone().unwrap_or(Zone::Fixed(Utc.fix())),
        };
        Ok(*self.zone.get_or_init(|| zone))
    }

    /// The present as the command began, in the plan's zone, to the second.
    pub(crate) fn now(&self) -> Result<Time> {
        Ok(self.zone()?.at(self.world.now.trunc_subsecs(0)))
    }

    /// The present by now: a question may have stood there for as long as somebody was on the phone.
    pub(crate) fn by_now(&self) -> Result<Time> {
        match self.world.clock {
            ClockSource::System => Ok(self.zone()?.at(Utc::now().trunc_subsecs(0))),
            ClockSource::Set | ClockSource::Wrong(_) => self.now(),
        }
    }

    /// Who does it: `--by`, else git's user.
    pub(crate) fn by(&self) -> Result<String> {
        if let Some(by) = self.globals.by.as_ref().filter(|by| !by.trim().is_empty()) {
            return Ok(by.clone());
        }
        let repo = self.repo()?;
        if let Some(name) = repo.user_name() {
            return Ok(name);
        }
        // Where there is no git, nobody is named either, and that is not why.
        repo.version().map_err(git)?;
        let error =
            Error::environment("the author is unknown: git has no user.name").fix(name_yourself());
        // Who did it is one thing, and whom git lets commit another.
        Err(match repo.identity() {
            Ok(_) => error.fix("or name somebody with --by <WHO>"),
            Err(_) => error.fix(email_yourself()),
        })
    }

    pub(crate) fn ids(&self) -> Ids {
        Ids::new(self.world.seed.as_deref())
    }

    /// Questions are asked only of a person at a terminal.
    pub(crate) fn prompt(&self) -> Option<Box<dyn Prompt>> {
        if self.globals.no_input || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return None;
        }
        prompt::catch_interruptions().ok()?;
        Some(Box::new(Sanitized(Terminal::default())))
    }

    /// How suggested commands name their home: as this command line did.
    pub(crate) fn address(&self, incident: Option<String>) -> Address {
        Address {
            incident,
            home: self
                .globals
                .repo
                .as_ref()
                .map(|folder| folder.display().to_string()),
        }
    }

    /// Remembers which incident a command is about.
    pub(crate) fn is_about(&self, address: &Address) {
        *self.picked.borrow_mut() = Some(address.clone());
    }

    /// An error whose suggestions name the incident as the command line did.
    pub(crate) fn addressed(&self, error: Error) -> Error {
        match self.picked.borrow_mut().take() {
            Some(address) if error.address.incident.is_none() => error.addressed(address),
            _ => error,
        }
    }

    /// Says something to a person.
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        output::say(line.as_ref());
    }

    /// Says something that ends in a command, which has a line of its own where it would be broken.
    pub(crate) fn say_fix(&self, fix: &Fix, address: &Address, look: Look) {
        for line in laid_out(std::slice::from_ref(fix), address) {
            output::say_fix(&line, 0, look);
        }
    }

    /// Says what to type, below what it is about.
    pub(crate) fn say_fixes(&self, fixes: &[Fix], address: &Address, look: Look) {
        for line in laid_out(fixes, address) {
            output::say_fix(&line, GAP, look);
        }
    }

    /// Says what is laid out for this terminal already.
    pub(crate) fn say_lines(&self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            output::say_as_it_is(&line);
        }
    }

    /// Warns of what `inc validate` names one by one.
    pub(crate) fn warn_of_plan(&self, words: &str) {
        let validate = Fix::inc(["validate"]);
        self.say_fix(&validate.after(words), &self.address(None), Look::PLAIN);
    }

    /// A sentence, broken between words where the terminal is too narrow; what goes on below is
    /// indented so far.
    pub(crate) fn say_hanging(&self, line: &str, indent: usize) {
        self.say_lines(hanging(line, self.width(), indent));
    }

    /// How wide the terminal is that `say` writes to.
    pub(crate) fn width(&self) -> usize {
        output::stderr_width().unwrap_or(100)
    }

    pub(crate) fn look(&self) -> Look {
        Look::ERR
    }

    /// A path as people see it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        self.home()
            .map_or_else(|_| path.display().to_string(), |home| home.relative(path))
    }
}

/// A path without `..`: `home/../elsewhere` goes through a home and does not lie in it, so nobody
/// who looks upwards from there may come upon it.
fn without_detours(path: PathBuf) -> PathBuf {
    if !path.components().any(|part| part == Component::ParentDir) {
        return path;
    }
    // Only the disk knows where `..` leads behind a symlink; of what is not there the words must do.
    path.canonicalize().unwrap_or_else(|_| {
        let mut plain = PathBuf::new();
        for part in path.components() {
            if part == Component::ParentDir {
                plain.pop();
            } else {
                plain.push(part);
            }
        }
        plain
    })
}
