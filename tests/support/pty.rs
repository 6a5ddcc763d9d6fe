//! A person at a terminal: types keys, reads the screen. Nothing waits for time to pass; everything
//! waits for what is on the screen, or for the program's end.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::{INC, World, text};

/// How long the slowest machine may take until something shows.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    /// Open as long as somebody sits at the terminal.
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    said: Vec<u8>,
    line: String,
}

impl World {
    /// Runs `inc` in a terminal of 100 columns and 30 lines.
    pub fn terminal(&self, line: &str) -> Terminal {
        self.terminal_of(line, 30, 100)
    }

    pub fn terminal_of(&self, line: &str, rows: u16, cols: u16) -> Terminal {
        spawn(line, rows, cols, self.environment(), &self.home())
    }

    /// Runs another program there, with `inc` first on the `PATH`.
    pub fn program(&self, program: &str, args: &[&str], rows: u16, cols: u16) -> Terminal {
        let mut environment = self.environment();
        let folder = Path::new(INC).parent().expect("a folder");
        let path = environment.remove("PATH").unwrap_or_default();
        environment.insert("PATH".to_owned(), format!("{}:{path}", folder.display()));
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        spawn_program(program, args, rows, cols, environment, &self.home())
    }
}

fn spawn(
    line: &str,
    rows: u16,
    cols: u16,
    environment: impl IntoIterator<Item = (String, String)>,
    folder: &Path,
) -> Terminal {
    spawn_program(INC, text::words(line), rows, cols, environment, folder)
}

fn spawn_program(
    program: &str,
    args: Vec<String>,
    rows: u16,
    cols: u16,
    environment: impl IntoIterator<Item = (String, String)>,
    folder: &Path,
) -> Terminal {
    let line = args.join(" ");
    let pair = native_pty_system()
        .openpty(PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        })
        .expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    for (name, value) in environment {
        command.env(name, value);
    }
    command.cwd(folder);
    let child = pair.slave.spawn_command(command).expect("the program runs");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let writer = pair.master.take_writer().expect("a writer");
    let (sender, output) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            if sender.send(buffer[..read].to_vec()).is_err() {
                break;
            }
        }
    });
    Terminal {
        master: pair.master,
        writer,
        child,
        output,
        screen: vt100::Parser::new(
            rows.try_into().expect("some rows"),
            cols.try_into().expect("some columns"),
            500,
        ),
        said: Vec::new(),
        line,
    }
}

impl Terminal {
    /// What the screen shows now.
    pub fn screen(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything that was ever written, without control sequences.
    pub fn transcript(&self) -> String {
        console::strip_ansi_codes(&String::from_utf8_lossy(&self.said)).into_owned()
    }

    /// Every line that stood in the end, as it was written: not broken where the window ends, and
    /// without what was drawn over, as a slow machine is told how far it has come.
    pub fn left_standing(&self) -> Vec<String> {
        let mut window = vt100::Parser::new(
            2000.try_into().expect("rows"),
            1000.try_into().expect("columns"),
            0,
        );
        window.process(&self.said);
        let screen = window.screen().contents();
        screen.lines().map(str::to_owned).collect()
    }

    /// Every byte that was ever written.
    pub fn bytes(&self) -> &[u8] {
        &self.said
    }

    /// Takes in what has been written; false once nothing more can come.
    fn take(&mut self, until: Instant) -> bool {
        match self
            .output
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.said.extend(bytes);
                true
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => false,
        }
    }

    /// Waits until the screen shows `words`.
    #[track_caller]
    pub fn expect(&mut self, words: &str) -> &mut Terminal {
        let until = Instant::now() + PATIENCE;
        while !self.screen().contains(words) {
            if !self.take(until) {
                panic!(
                    "inc {}: the screen never showed {words:?}\n--- screen\n{}\n---",
                    self.line,
                    self.screen()
                );
            }
        }
        self
    }

    /// Waits until the screen is as it should be.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Terminal {
        let until = Instant::now() + PATIENCE;
        while !holds(&self.screen()) {
            if !self.take(until) {
                panic!(
                    "inc {}: it never came to this: {what}\n--- screen\n{}\n---",
                    self.line,
                    self.screen()
                );
            }
        }
        self
    }

    /// Waits for a question: the last line that begins with a question mark holds `words`.
    #[track_caller]
    pub fn asks(&mut self, words: &str) -> &mut Terminal {
        let until = Instant::now() + PATIENCE;
        while self.question().is_empty() || !self.question().contains(words) {
            if !self.take(until) {
                panic!(
                    "inc {}: never asked {words:?}\n--- screen\n{}\n---",
                    self.line,
                    self.screen()
                );
            }
        }
        self
    }

    /// The question that is being asked.
    pub fn question(&self) -> String {
        let screen = self.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let start = lines.iter().rposition(|line| line.starts_with("? "));
        start.map_or_else(String::new, |start| lines[start..].join("\n"))
    }

    /// Types once the program listens. What comes between two questions is another matter.
    #[track_caller]
    fn send(&mut self, keys: &str) -> &mut Terminal {
        let until = Instant::now() + PATIENCE;
        while !self.listens() {
            assert!(
                Instant::now() < until,
                "inc {} does not listen\n--- screen\n{}\n---",
                self.line,
                self.screen()
            );
            self.take(Instant::now() + Duration::from_millis(2));
        }
        self.writer
            .write_all(keys.as_bytes())
            .expect("keys are taken");
        self.writer.flush().expect("keys are taken");
        self
    }

    /// Whether keys go to the program one by one, and are not kept for a whole line.
    fn listens(&self) -> bool {
        // The bit of ICANON, which no crate we have names.
        let canonical = if cfg!(target_os = "linux") {
            0x2
        } else {
            0x100
        };
        self.master
            .get_termios()
            .is_some_and(|termios| u64::from(termios.local_flags.bits()) & canonical == 0)
    }

    /// Waits until the program listens.
    #[track_caller]
    pub fn listening(&mut self) -> &mut Terminal {
        self.send("")
    }

    /// Sends a signal by its name.
    pub fn signal(&mut self, name: &str) -> &mut Terminal {
        let id = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill")
            .args(["-s", name, &id])
            .status();
        assert!(
            sent.is_ok_and(|status| status.success()),
            "no signal {name}"
        );
        self
    }

    /// Types, and waits until it shows.
    #[track_caller]
    pub fn types(&mut self, words: &str) -> &mut Terminal {
        self.send(words);
        let tail: String = words
            .chars()
            .rev()
            .take(20)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        self.expect(&tail)
    }

    pub fn enter(&mut self) -> &mut Terminal {
        self.send("\r")
    }

    pub fn down(&mut self) -> &mut Terminal {
        self.send("\x1b[B")
    }

    pub fn space(&mut self) -> &mut Terminal {
        self.send(" ")
    }

    pub fn ctrl_c(&mut self) -> &mut Terminal {
        self.send("\x03")
    }

    /// Moves down until the marked line holds `words`, then takes it.
    #[track_caller]
    pub fn choose(&mut self, words: &str) -> &mut Terminal {
        for _ in 0..60 {
            let until = Instant::now() + PATIENCE;
            let is_list = |question: &str| {
                let marks = ["\u{276f}", "(arrow keys select)", "(type to narrow"];
                marks.iter().any(|mark| question.contains(mark))
            };
            while !is_list(&self.question()) {
                assert!(self.take(until), "nothing to choose\n{}", self.screen());
            }
            let marked = self.marked();
            if !marked.is_empty() && marked.contains(words) {
                return self.enter();
            }
            self.down();
            let until = Instant::now() + PATIENCE;
            while self.marked() == marked || self.marked().is_empty() {
                assert!(
                    self.take(until),
                    "the mark does not move from {marked:?}, and {words:?} is wanted\n--- screen\n{}",
                    self.screen()
                );
            }
        }
        panic!("there is no {words:?} to choose\n{}", self.screen());
    }

    /// The line that is marked.
    pub fn marked(&self) -> String {
        self.question()
            .lines()
            .find(|line| line.contains('\u{276f}'))
            .unwrap_or_default()
            .to_owned()
    }

    /// Types what changes the screen in a way of its own.
    pub fn types_hidden(&mut self, keys: &str) -> &mut Terminal {
        self.send(keys)
    }

    /// Types at once, whether the program listens or not.
    pub fn impatient(&mut self, keys: &str) -> &mut Terminal {
        self.writer
            .write_all(keys.as_bytes())
            .expect("keys are taken");
        self.writer.flush().expect("keys are taken");
        self
    }

    /// Presses Enter once at every question, until one holds `words` or none is asked any more.
    #[track_caller]
    pub fn enters_until(&mut self, words: &str) -> &mut Terminal {
        let mut answered = String::new();
        let until = Instant::now() + PATIENCE;
        loop {
            let question = self.question();
            let first = question.lines().next().unwrap_or_default();
            if !words.is_empty() && question.contains(words) {
                return self;
            }
            if !first.is_empty() && first != answered {
                answered = first.to_owned();
                self.enter();
            } else if !self.take(until) {
                return self;
            }
        }
    }

    /// Waits for the program's end; returns its exit code.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        while self.take(until) {}
        self.wait()
    }

    fn wait(&mut self) -> u32 {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("its status") {
                return status.exit_code();
            }
            if Instant::now() > until {
                let screen = self.screen();
                self.child.kill().ok();
                panic!("inc {} does not end\n--- screen\n{screen}\n---", self.line);
            }
            std::thread::yield_now();
        }
    }

    #[track_caller]
    pub fn ends_with(&mut self, code: u32) {
        let ended = self.end();
        assert_eq!(
            ended,
            code,
            "inc {}\n--- screen\n{}\n---",
            self.line,
            self.screen()
        );
    }
}

/// Set for the process that sits at a terminal until it breaks.
const HOST: &str = "INC_TEST_HOST";

impl World {
    /// Answers questions at a terminal, which then goes away as a closed window or a broken
    /// connection does. A process of its own holds the terminal and dies, since whoever holds a
    /// terminal cannot take it away from himself while reading from it.
    #[track_caller]
    pub fn hung_up(&self, line: &str, steps: &[(&str, &str)]) {
        let script = serde_json::json!({
            "line": line,
            "folder": self.home(),
            "environment": self.environment(),
            "steps": steps,
        });
        let host = std::process::Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "support::pty::host", "--ignored", "--nocapture"])
            .env(HOST, script.to_string())
            .output()
            .expect("it runs");
        assert_eq!(
            host.status.code(),
            Some(HUNG_UP),
            "{}{}",
            String::from_utf8_lossy(&host.stdout),
            String::from_utf8_lossy(&host.stderr)
        );
    }

    /// Waits until something holds that no process of ours can be waited for.
    #[track_caller]
    pub fn until(&self, what: &str, holds: impl Fn(&World) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !holds(self) {
            assert!(Instant::now() < until, "it never came to this: {what}");
            std::thread::yield_now();
        }
    }
}

/// How the process at the terminal ends once every step is taken.
const HUNG_UP: i32 = 77;

#[test]
#[ignore = "no test: the process that other tests let hang up"]
fn host() {
    let Ok(script) = std::env::var(HOST) else {
        return;
    };
    let script: serde_json::Value = serde_json::from_str(&script).expect("a script");
    let environment = script["environment"].as_object().expect("an environment");
    let variables = environment
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()));
    let line = script["line"].as_str().expect("a line");
    let folder = script["folder"].as_str().expect("a folder");
    let mut terminal = spawn(line, 30, 100, variables, folder.as_ref());
    for step in script["steps"].as_array().expect("steps") {
        let words = step[1].as_str().expect("words");
        match step[0].as_str().expect("a step") {
            "asks" => terminal.asks(words),
            "choose" => terminal.choose(words),
            "types" => terminal.types(words),
            "enter" => terminal.enter(),
            other => panic!("no step: {other}"),
        };
    }
    // Nothing is dropped, so nothing more is typed: the terminal is gone from one moment to the next.
    std::process::exit(HUNG_UP);
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.child.kill().ok();
    }
}
