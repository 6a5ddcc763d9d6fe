//! The git program, run in a known environment with its output caught.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::error::GitError;
use super::version::Version;
use crate::domain::fix::Fix;

/// What is laid over the process's own environment for git: nothing in the program, a clean room
/// in tests.
#[derive(Clone, Debug, Default)]
pub(crate) struct Environment {
    over: BTreeMap<OsString, Option<OsString>>,
}

impl Environment {
    pub(crate) fn set(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.over.insert(name.into(), Some(value.into()));
        self
    }

    pub(crate) fn remove(mut self, name: impl Into<OsString>) -> Self {
        self.over.insert(name.into(), None);
        self
    }

    /// Whether nothing is laid over it. libgit2 knows the process's own environment only.
    pub(super) fn is_plain(&self) -> bool {
        self.over.is_empty()
    }

    /// A variable as git will see it; one set to nothing counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<OsString> {
        match self.over.get(OsStr::new(name)) {
            Some(value) => value.clone(),
            None => std::env::var_os(name),
        }
        .filter(|value| !value.is_empty())
    }

    pub(super) fn apply(&self, command: &mut Command) {
        for (name, value) in &self.over {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    }
}

/// Variables that change what a pathspec means. Ours say for themselves that they are literal;
/// were it said through the environment instead, hooks would inherit it and their own patterns
/// would stop matching.
const PATHSPEC_VARIABLES: [&str; 4] = [
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

const GIT: &str = "git";

/// Where no file can be. One that is empty git would read, and advise against.
const NO_FILE: &str = "/dev/null/none";

const WATCH_INTERVAL: Duration = Duration::from_micros(400);

/// The git program, to be run in one directory.
#[derive(Clone, Debug)]
pub(super) struct Git {
    environment: Environment,
    dir: PathBuf,
    /// Whether what was committed is read: then what git lacks for it is told as that.
    is_past: bool,
}

impl Git {
    pub(super) fn new(environment: Environment, dir: impl Into<PathBuf>) -> Self {
        // Messages are read in one language, by gettext's own variable: `LC_ALL=C` would take
        // their encoding away from hooks too.
        let environment = environment.set("LANGUAGE", "C");
        let environment = PATHSPEC_VARIABLES
            .into_iter()
            .fold(environment, Environment::remove);
        Self {
            environment,
            dir: dir.into(),
            is_past: false,
        }
    }

    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The same program with one more variable.
    pub(super) fn with(&self, name: &str, value: impl Into<OsString>) -> Self {
        Self {
            environment: self.environment.clone().set(name, value),
            ..self.clone()
        }
    }

    /// The same program for reading what was committed, as it was committed: `git replace` and
    /// `info/grafts` are one clone's own, and can show any other history in its place. libgit2 does
    /// not know replacements either. Only for reading: hooks would inherit it.
    pub(super) fn of_the_past(&self) -> Self {
        Self {
            is_past: true,
            ..self
                .with("GIT_NO_REPLACE_OBJECTS", "1")
                .with("GIT_GRAFT_FILE", NO_FILE)
        }
    }

    /// Runs `git ARGS` to its end, with nothing on its standard input.
    pub(super) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Output, GitError> {
        self.spawn(GIT, args, Stdio::null(), |child| child.wait())
    }

    /// Runs `git ARGS` to its end, with `input` on its standard input.
    pub(super) fn run_with<S: AsRef<OsStr>>(
        &self,
        args: &[S],
        input: &[u8],
    ) -> Result<Output, GitError> {
        self.run_paused(args, input, |_| true)
    }

    /// Runs `git ARGS` to its end, with `input` on its standard input, but not before `is_ready`.
    /// That is asked about twice a millisecond, with git's process id, as long as git runs.
    ///
    /// Should we be killed before, git finds its input empty.
    pub(super) fn run_paused<S: AsRef<OsStr>>(
        &self,
        args: &[S],
        input: &[u8],
        mut is_ready: impl FnMut(u32) -> bool,
    ) -> Result<Output, GitError> {
        self.spawn(GIT, args, Stdio::piped(), |child| {
            let mut pipe = child.stdin.take();
            loop {
                if let Some(status) = child.try_wait()? {
                    return Ok(status);
                }
                if is_ready(child.id())
                    && let Some(mut pipe) = pipe.take()
                {
                    // A git that has ended without reading it says why itself.
                    pipe.write_all(input).ok();
                }
                std::thread::sleep(WATCH_INTERVAL);
            }
        })
    }

    /// Runs `git ARGS`, which must succeed, and gives its standard output.
    pub(super) fn read<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Vec<u8>, GitError> {
        let output = self.run(args)?;
        if output.succeeded() {
            Ok(output.stdout)
        } else {
            Err(self.failure(&output, args))
        }
    }

    /// Why git ended badly.
    pub(super) fn failure<S: AsRef<OsStr>>(&self, output: &Output, args: &[S]) -> GitError {
        let missing = self.is_past.then(|| GitError::missing(&output.complaint()));
        missing.flatten().unwrap_or_else(|| output.failure(args))
    }

    /// Runs a program and waits for it with `wait`.
    ///
    /// Its output goes to files, not pipes: a program that a hook leaves running in the
    /// background would hold a pipe open, and we should wait for it where git does not.
    fn spawn<S: AsRef<OsStr>>(
        &self,
        program: &str,
        args: &[S],
        input: Stdio,
        wait: impl FnOnce(&mut Child) -> io::Result<ExitStatus>,
    ) -> Result<Output, GitError> {
        let mut stdout = tempfile::tempfile().map_err(scratch())?;
        let mut stderr = tempfile::tempfile().map_err(scratch())?;
        let into = stdout.try_clone().map_err(scratch())?;
        let mut child = self.start(program, args, input, into.into(), &stderr)?;
        let status = wait(&mut child).map_err(GitError::io("cannot wait for git"))?;
        Ok(Output {
            status,
            stdout: contents(&mut stdout).map_err(scratch())?,
            stderr: contents(&mut stderr).map_err(scratch())?,
        })
    }

    fn start<S: AsRef<OsStr>>(
        &self,
        program: &str,
        args: &[S],
        input: Stdio,
        output: Stdio,
        stderr: &File,
    ) -> Result<Child, GitError> {
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.dir)
            .stdin(input)
            .stdout(output)
            .stderr(stderr.try_clone().map_err(scratch())?);
        self.environment.apply(&mut command);
        match command.spawn() {
            Ok(child) => Ok(child),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.dir.is_dir() => {
                Err(GitError::GitMissing)
            }
            Err(error) => Err(GitError::io("cannot run git")(error)),
        }
    }

    /// Runs `git ARGS` and reads what it prints while it runs: for commands that run no hooks.
    pub(super) fn stream<S: AsRef<OsStr>>(&self, args: &[S]) -> Result<Stream, GitError> {
        let stderr = tempfile::tempfile().map_err(scratch())?;
        let mut child = self.start(GIT, args, Stdio::null(), Stdio::piped(), &stderr)?;
        let stdout = child.stdout.take().ok_or_else(|| {
            GitError::io("cannot read from git")(io::Error::from(io::ErrorKind::BrokenPipe))
        })?;
        let words = args.iter().map(|arg| arg.as_ref().to_owned()).collect();
        Ok(Stream {
            child,
            stdout: BufReader::new(stdout),
            stderr,
            args: words,
            git: self.clone(),
        })
    }

    pub(super) fn version(&self) -> Result<Version, GitError> {
        let text = self.read(&["version"])?;
        let text = String::from_utf8_lossy(&text);
        Version::parse(&text).ok_or_else(|| GitError::Failed {
            command: "version".into(),
            output: text.into_owned(),
        })
    }
}

/// A git that is running, and what it prints, piece by piece. One that is let go of is stopped.
#[derive(Debug)]
pub(super) struct Stream {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: File,
    args: Vec<OsString>,
    git: Git,
}

impl Stream {
    /// What stands before the next NUL; none once git has ended well.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>, GitError> {
        let mut piece = Vec::new();
        let read = self.stdout.read_until(0, &mut piece);
        if read.map_err(GitError::io("cannot read from git"))? > 0 {
            if piece.last() == Some(&0) {
                piece.pop();
            }
            return Ok(Some(piece));
        }
        let waited = self.child.wait();
        let output = Output {
            status: waited.map_err(GitError::io("cannot wait for git"))?,
            stdout: Vec::new(),
            stderr: contents(&mut self.stderr).map_err(scratch())?,
        };
        if output.succeeded() {
            Ok(None)
        } else {
            Err(self.git.failure(&output, &self.args))
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // It may have ended already, and then there is nothing to stop.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// How a git command ended, and what it said.
#[derive(Debug)]
pub(super) struct Output {
    status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Output {
    pub(super) fn succeeded(&self) -> bool {
        self.status.success()
    }

    /// The exit code; none when a signal ended it.
    pub(super) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    pub(super) fn complaint(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// All that was said, complaints first. Git sends what hooks print to its standard error.
    pub(super) fn all(&self) -> String {
        let mut text = self.complaint();
        text.push_str(&String::from_utf8_lossy(&self.stdout));
        text
    }

    pub(super) fn failure<S: AsRef<OsStr>>(&self, args: &[S]) -> GitError {
        let words: Vec<_> = args
            .iter()
            .map(|arg| arg.as_ref().to_string_lossy())
            .collect();
        GitError::Failed {
            command: words.join(" "),
            output: self.all(),
        }
    }
}

fn scratch() -> impl FnOnce(io::Error) -> GitError {
    |error| match std::env::var_os("TMPDIR") {
        Some(folder) if !Path::new(&folder).is_dir() => GitError::InvalidFile {
            says: format!(
                "cannot make a temporary file: $TMPDIR is {}, and there is no such folder",
                Path::new(&folder).display()
            ),
            fixes: vec![Fix::run(["unset", "TMPDIR"])],
        },
        _ => GitError::io("cannot make a temporary file")(error),
    }
}

fn contents(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
