//! A world for one test: a folder, a clock, a git of its own, and nothing of the machine's.

pub mod clones;
pub mod golden;
pub mod http;
pub mod merges;
pub mod pty;
pub mod shell;
pub mod signing;
pub mod story;
pub mod text;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta};
use serde_json::Value;
use tempfile::TempDir;

/// When every story begins: 10:00 in Riyadh, the zone of the shipped plan.
pub const START: &str = "2025-11-29T10:00:00+03:00";

/// The binary under test.
pub const INC: &str = env!("CARGO_BIN_EXE_inc");

/// A folder with an incident home in it.
pub struct World {
    root: TempDir,
    /// The incident home, relative to the root.
    home: PathBuf,
    now: Cell<DateTime<FixedOffset>>,
    env: RefCell<BTreeMap<String, String>>,
}

impl World {
    /// A repository that `inc init` has made a home.
    pub fn new() -> World {
        let world = World::bare();
        copy(template(), &world.home());
        world
    }

    /// Another world with the same files, time and variables as this one.
    pub fn twin(&self) -> World {
        let mut world = World::bare();
        copy(self.root(), world.root());
        world.home.clone_from(&self.home);
        world.now.set(self.now.get());
        world.env.borrow_mut().clone_from(&self.env.borrow());
        world
    }

    /// A folder with git's configuration, and an empty `home` that is no repository.
    pub fn bare() -> World {
        let root = tempfile::Builder::new()
            .prefix("inc-test-")
            .tempdir()
            .expect("a temporary folder");
        for folder in ["home", "user", "tmp"] {
            fs::create_dir(root.path().join(folder)).expect("a folder");
        }
        fs::write(
            root.path().join("gitconfig"),
            "[user]\n\tname = Rana\n\temail = rana@example.com\n[init]\n\tdefaultBranch = main\n\ttemplateDir =\n\
             [commit]\n\tgpgSign = false\n[gc]\n\tauto = 0\n[core]\n\tfsync = none\n[advice]\n\tdetachedHead = false\n",
        )
        .expect("git's configuration");
        World {
            root,
            home: PathBuf::from("home"),
            now: Cell::new(START.parse().expect("a time")),
            env: RefCell::new(BTreeMap::new()),
        }
    }

    pub fn root(&self) -> &Path {
        self.root.path()
    }

    pub fn home(&self) -> PathBuf {
        self.root.path().join(&self.home)
    }

    /// Moves the home, for a home that is a subfolder of a larger repository.
    pub fn with_home(mut self, home: &str) -> World {
        self.home = PathBuf::from(home);
        self
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.home().join(relative)
    }

    /// Lets time pass: `5m`, `2h`, `3d`.
    pub fn pass(&self, span: &str) {
        let (number, unit) = span.split_at(span.len() - 1);
        let number: i64 = number.parse().expect("a number");
        let delta = match unit {
            "s" => TimeDelta::seconds(number),
            "m" => TimeDelta::minutes(number),
            "h" => TimeDelta::hours(number),
            "d" => TimeDelta::days(number),
            other => panic!("no unit of time: {other}"),
        };
        self.now.set(self.now.get() + delta);
    }

    pub fn set_now(&self, time: &str) {
        self.now.set(time.parse().expect("a time"));
    }

    pub fn now(&self) -> String {
        self.now.get().to_rfc3339_opts(SecondsFormat::Secs, false)
    }

    /// A variable for every later command.
    pub fn set_env(&self, name: &str, value: &str) {
        self.env
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }

    /// Puts `inc` where git finds it.
    pub fn put_on_path(&self) {
        let folder = Path::new(INC).parent().expect("its folder").display();
        let path = std::env::var("PATH").unwrap_or_default();
        self.set_env("PATH", &format!("{folder}:{path}"));
    }

    /// The whole environment of a command: nothing of the machine's but where git is.
    pub fn environment(&self) -> BTreeMap<String, String> {
        let user = self.root().join("user").display().to_string();
        let mut all: BTreeMap<String, String> = [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", user.clone()),
            ("XDG_CONFIG_HOME", format!("{user}/.config")),
            ("XDG_CACHE_HOME", format!("{user}/.cache")),
            ("XDG_DATA_HOME", format!("{user}/.local/share")),
            ("TMPDIR", self.root().join("tmp").display().to_string()),
            (
                "GIT_CONFIG_GLOBAL",
                self.root().join("gitconfig").display().to_string(),
            ),
            ("GIT_CONFIG_NOSYSTEM", "1".to_owned()),
            ("GIT_CEILING_DIRECTORIES", self.root().display().to_string()),
            ("GIT_TERMINAL_PROMPT", "0".to_owned()),
            ("LC_ALL", "C.UTF-8".to_owned()),
            ("INC_NOW", self.now()),
            ("INC_SEED", "seed".to_owned()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
        all.extend(self.env.borrow().clone());
        all.retain(|_, value| !value.is_empty());
        all
    }

    /// A command in the home, ready to run.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.environment())
            .current_dir(self.home())
            .stdin(Stdio::null());
        command
    }

    /// Runs `inc` in the home.
    pub fn inc<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        self.inc_in(&self.home(), args)
    }

    /// Runs `inc` in another folder.
    pub fn inc_in<S: AsRef<OsStr>>(&self, folder: &Path, args: impl IntoIterator<Item = S>) -> Ran {
        let mut command = self.command(INC);
        command.args(args).current_dir(folder);
        Ran::of(&mut command)
    }

    /// Runs a command line as a shell would take it apart, without its `inc`.
    pub fn line(&self, line: &str) -> Ran {
        self.inc(text::words(line))
    }

    /// Runs a command line that must succeed, and returns what it printed, trimmed.
    pub fn ok(&self, line: &str) -> String {
        self.line(line).ok().stdout.trim_end().to_owned()
    }

    /// Runs a command line that must fail with this code; returns what it said.
    pub fn fails(&self, code: i32, line: &str) -> String {
        self.line(line).exit(code).stderr.clone()
    }

    /// What a command line prints as JSON.
    pub fn json(&self, line: &str) -> Value {
        let ran = self.line(line).ok();
        ran.json()
    }

    /// Runs git in the home; it must succeed.
    pub fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> String {
        let mut command = self.command("git");
        command.args(args);
        Ran::of(&mut command).ok().stdout.trim_end().to_owned()
    }

    /// Runs git with a line taken apart at its blanks.
    pub fn git_line(&self, line: &str) -> String {
        self.git(text::words(line))
    }

    /// Where the record of an incident lies.
    pub fn record_path(&self, id: &str) -> PathBuf {
        let year = id
            .as_bytes()
            .windows(4)
            .position(|four| four.iter().all(u8::is_ascii_digit))
            .map(|start| &id[start..start + 4])
            .expect("a year in the ID");
        self.home()
            .join("incidents")
            .join(year)
            .join(format!("{id}.yaml"))
    }

    pub fn record_text(&self, id: &str) -> String {
        fs::read_to_string(self.record_path(id)).expect("the record")
    }

    pub fn write_record(&self, id: &str, text: &str) {
        let path = self.record_path(id);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the record");
    }

    /// Replaces one passage of a record, which must stand in it exactly once.
    pub fn spoil(&self, id: &str, old: &str, new: &str) {
        let text = self.record_text(id);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in\n{text}");
        self.write_record(id, &text.replacen(old, new, 1));
    }

    /// A record by a parser that is not the program's own road.
    pub fn record(&self, id: &str) -> Value {
        let text = self.record_text(id);
        serde_yaml::from_str(text.trim_start_matches('\u{feff}'))
            .unwrap_or_else(|error| panic!("{id} is not YAML: {error}\n{text}"))
    }

    /// Writes a file of the home.
    pub fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    }

    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative))
            .unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// Changes the plan by replacing one passage, which must stand in it exactly once.
    pub fn change_plan(&self, old: &str, new: &str) {
        let plan = self.read("templates/plan.yaml");
        assert_eq!(
            plan.matches(old).count(),
            1,
            "the plan holds this {} times: {old}",
            plan.matches(old).count()
        );
        self.write("templates/plan.yaml", &plan.replacen(old, new, 1));
    }

    /// How many commits there are.
    pub fn commits(&self) -> usize {
        self.git_line("rev-list --count HEAD")
            .parse()
            .expect("a number")
    }

    /// Commits everything that lies in the work tree.
    pub fn commit_all(&self) {
        self.git_line("add -A");
        self.git_line("commit -qm work");
    }

    /// Everything that git and the disk hold of the work tree: to show that nothing was written.
    pub fn state(&self) -> String {
        format!(
            "{}\n{}\n{}",
            self.git_line("rev-parse HEAD"),
            self.git_line("status --porcelain=v2 --untracked-files=all"),
            self.git_line("ls-files --stage"),
        )
    }
}

/// The home that tests start from: what `inc init` made, once for each run of the tests.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let world = World::bare();
        world.inc(["init"]).ok();
        let template = scratch("home");
        copy(&world.home(), &template);
        template
    })
}

/// A folder of this run of the tests. Nothing runs when a process of tests ends, so the next one
/// tidies up.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for old in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = old.metadata().and_then(|data| data.modified()).ok();
        let age = age.and_then(|time| time.elapsed().ok()).unwrap_or_default();
        if age > Duration::from_secs(3600) && old.file_name().to_string_lossy().starts_with("run-")
        {
            fs::remove_dir_all(old.path()).ok();
        }
    }
    let place = folder
        .join(format!("run-{}", std::process::id()))
        .join(name);
    fs::remove_dir_all(&place).ok();
    place
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// What came of a command.
#[derive(Clone, Debug)]
pub struct Ran {
    pub line: String,
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Ran {
    pub fn of(command: &mut Command) -> Ran {
        let output = command.output().expect("the program runs");
        Ran::from_output(command, output)
    }

    /// Runs with something on standard input.
    pub fn with_input(command: &mut Command, input: &[u8]) -> Ran {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // A program that reads nothing closes its end, which is no failure.
        let _ = child.stdin.take().expect("its input").write_all(input);
        let output = child.wait_with_output().expect("its end");
        Ran::from_output(command, output)
    }

    pub fn from_output(command: &Command, output: Output) -> Ran {
        let mut line = command.get_program().to_string_lossy().into_owned();
        for arg in command.get_args() {
            line.push(' ');
            line.push_str(&format!("{:?}", arg.to_string_lossy()));
        }
        Ran {
            line,
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
            code: output.status.code(),
        }
    }

    /// Everything, for a failure.
    pub fn told(&self) -> String {
        format!(
            "$ {}\nexit: {:?}\n--- stdout\n{}--- stderr\n{}---",
            self.line, self.code, self.stdout, self.stderr
        )
    }

    #[track_caller]
    pub fn exit(self, code: i32) -> Ran {
        assert_eq!(self.code, Some(code), "wanted exit {code}\n{}", self.told());
        self
    }

    #[track_caller]
    pub fn ok(self) -> Ran {
        self.exit(0)
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Ran {
        assert!(
            self.stderr.contains(words),
            "standard error lacks {words:?}\n{}",
            self.told()
        );
        self
    }

    #[track_caller]
    pub fn says_not(self, words: &str) -> Ran {
        assert!(
            !self.stderr.contains(words),
            "standard error holds {words:?}\n{}",
            self.told()
        );
        self
    }

    #[track_caller]
    pub fn prints(self, words: &str) -> Ran {
        assert!(
            self.stdout.contains(words),
            "standard output lacks {words:?}\n{}",
            self.told()
        );
        self
    }

    /// The commands that a refusal suggests: each `inc …` to the end of its line.
    pub fn suggested(&self) -> Vec<String> {
        text::suggestions(&self.stderr)
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON: {error}\n{}", self.told()))
    }
}

/// A list of texts in a JSON value.
#[track_caller]
pub fn texts(value: &Value) -> Vec<String> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("no list: {value}"))
        .iter()
        .map(|item| {
            item.as_str()
                .unwrap_or_else(|| panic!("no text: {item}"))
                .to_owned()
        })
        .collect()
}
