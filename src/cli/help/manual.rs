//! Manual pages, generated from the help.
//!
//! clap_mangen is not used because it wraps examples into paragraphs, shifts the
//! fields of a title without a date, and lists every option in the synopsis.

use clap::{Arg, Command};

use crate::cli::help;

/// A section in roff.
struct Section {
    text: String,
}

impl Section {
    fn new(title: &str) -> Section {
        Section {
            text: format!(".SH \"{}\"\n", escaped(&title.to_uppercase())),
        }
    }

    fn paragraph(mut self, words: &str) -> Section {
        // A paragraph right below a title begins by itself.
        if self.text.lines().count() > 1 {
            self.text.push_str(".PP\n");
        }
        self.text.push_str(&format!("{}\n", escaped(words)));
        self
    }

    /// Adds a name in bold and its description.
    fn entry(mut self, name: &str, meaning: &str) -> Section {
        let (name, meaning) = (escaped(name), escaped(meaning));
        self.text
            .push_str(&format!(".TP\n\\fB{name}\\fR\n{meaning}\n"));
        self
    }

    fn below(mut self, title: &str) -> Section {
        self.text.push_str(&format!(".SS \"{}\"\n", escaped(title)));
        self
    }

    /// Adds lines verbatim.
    fn lines(mut self, lines: &[&str]) -> Section {
        self.text.push_str(".nf\n");
        for line in lines {
            self.text.push_str(&format!("{}\n", escaped(line)));
        }
        self.text.push_str(".fi\n");
        self
    }
}

/// Escapes text for roff.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    let text = text.replace('\'', "\\(aq").replace('`', "\\(ga");
    let text = text.replace('"', "\\(dq");
    let letter = |letter: char| match letter.is_ascii() {
        true => letter.to_string(),
        false => format!("\\[u{:04X}]", letter as u32),
    };
    let text: String = text.chars().map(letter).collect();
    if text.starts_with('.') {
        format!("\\&{text}")
    } else {
        text
    }
}

/// The exit codes.
const EXIT: [(&str, &str); 5] = [
    ("0", "Done."),
    ("1", "Refused by the plan, or there are findings."),
    ("2", "The command line is invalid."),
    (
        "3",
        "The environment is unusable: no incident home, no repository, an unreadable file, or git failed.",
    ),
    ("130", "Interrupted."),
];

/// The environment variables.
pub const ENVIRONMENT: [(&str, &str); 10] = [
    ("INC_REPO", "The incident home, like -C."),
    ("INC_INCIDENT", "The incident to use if none is given."),
    (
        "INC_SLACK_WEBHOOK",
        "The webhook's URL for `inc update --send slack`.",
    ),
    ("INC_NOW", "The current time in RFC 3339, for tests."),
    (
        "INC_SEED",
        "Makes the ids of entries reproducible, for tests.",
    ),
    ("VISUAL, EDITOR", "The editor for `inc edit`."),
    (
        "NO_COLOR",
        "If set, disables colour; --color takes precedence.",
    ),
    (
        "CLICOLOR_FORCE, CLICOLOR",
        "CLICOLOR_FORCE other than 0 forces colour; CLICOLOR=0 disables it.",
    ),
    (
        "INC_PAGER, GIT_PAGER, PAGER",
        "The pager; empty or cat disables it.",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "Whether the terminal can show more than ASCII.",
    ),
];

/// Returns the subcommand at a path; `root` must be built.
fn find<'c>(root: &'c Command, path: &[String]) -> Option<&'c Command> {
    path.iter()
        .try_fold(root, |command, name| command.find_subcommand(name))
}

/// Returns the page of `inc` or of the command at `path`, if there is one.
pub(crate) fn page(path: &[String]) -> Option<String> {
    let mut root = help::command(help::WIDEST, true);
    root.build();
    let command = find(&root, path)?;
    Some(rendered(command, path.is_empty()))
}

/// Returns every page with its file name.
pub(crate) fn pages() -> Vec<(String, String)> {
    let mut root = help::command(help::WIDEST, true);
    root.build();
    let mut pages = Vec::new();
    collect(&root, true, &mut pages);
    pages
}

fn collect(command: &Command, is_root: bool, pages: &mut Vec<(String, String)>) {
    pages.push((format!("{}.1", name(command)), rendered(command, is_root)));
    for verb in shown(command) {
        collect(verb, false, pages);
    }
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    let verbs = command.get_subcommands();
    verbs.filter(|verb| !verb.is_hide_set() && verb.get_name() != "help")
}

/// `inc-evidence-add`
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn rendered(command: &Command, is_root: bool) -> String {
    // No date: the same program writes the same page.
    let mut page = format!(
        ".TH \"{}\" \"1\" \"\" \"inc {}\" \"Incident response\"\n",
        escaped(&name(command).to_uppercase()),
        env!("CARGO_PKG_VERSION")
    );
    for section in sections(command, is_root) {
        page.push_str(&section.text);
    }
    page
}

fn sections(command: &Command, is_root: bool) -> Vec<Section> {
    let about = about(command);
    let more = command
        .get_after_help()
        .map(|more| help::shown(&more.to_string()));
    let more = more.unwrap_or_default();
    let (prose, examples) = more.split_once("Examples:\n").unwrap_or((&more, ""));
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let mut sections = vec![
        Section {
            text: format!(
                ".SH \"NAME\"\n{} \\- {}\n",
                escaped(name(command)),
                escaped(&about)
            ),
        },
        Section::new("synopsis").paragraph(usage),
        prose
            .split("\n\n")
            .map(str::trim)
            .filter(|words| !words.is_empty())
            .fold(
                Section::new("description").paragraph(&format!("{about}.")),
                Section::paragraph,
            ),
    ];
    let is_own = |argument: &&Arg| !argument.is_hide_set() && argument.get_help_heading().is_none();
    let is_shared = |argument: &&Arg| argument.get_help_heading().is_some();
    for (title, arguments) in [
        ("options", command.get_arguments().filter(is_own).collect()),
        (
            "global options",
            command
                .get_arguments()
                .filter(is_shared)
                .collect::<Vec<_>>(),
        ),
    ] {
        if !arguments.is_empty() {
            sections.push(arguments.into_iter().fold(Section::new(title), option));
        }
    }
    if is_root {
        let mut commands = Section::new("commands");
        for (group, verbs) in help::GROUPS {
            commands = commands.below(group);
            let verbs = verbs.split(' ').filter(|verb| *verb != "help");
            let verbs = verbs.filter_map(|verb| command.find_subcommand(verb));
            commands = verbs.fold(commands, page_of);
        }
        sections.push(commands);
    } else if shown(command).next().is_some() {
        sections.push(shown(command).fold(Section::new("commands"), page_of));
    }
    if !examples.is_empty() {
        let lines: Vec<&str> = examples.lines().map(str::trim).collect();
        sections.push(Section::new("examples").lines(&lines));
    }
    if is_root {
        for (title, entries) in [
            ("exit status", &EXIT[..]),
            ("environment", &ENVIRONMENT[..]),
        ] {
            let section = Section::new(title);
            let entry =
                |section: Section, (name, meaning): &(&str, &str)| section.entry(name, meaning);
            sections.push(entries.iter().fold(section, entry));
        }
    }
    let others = if is_root {
        "git(1), and the page of each command, such as inc-open(1)"
    } else {
        "inc(1), for the exit status and the environment"
    };
    sections.push(Section::new("see also").paragraph(others));
    sections
}

/// Adds a command with a reference to its page.
fn page_of(section: Section, command: &Command) -> Section {
    section.entry(&format!("{}(1)", name(command)), &about(command))
}

/// Adds an option or argument with its description.
fn option(section: Section, argument: &Arg) -> Section {
    let help = argument.get_help().map(ToString::to_string);
    let mut help = help.unwrap_or_default();
    let values: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|value| argument.get_action().takes_values() && !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if !values.is_empty() {
        let values = values.join(", ");
        help = [help, format!("One of: {values}")].join(". ");
    }
    let default = argument.get_default_values().first();
    if let Some(default) = default.filter(|_| argument.get_action().takes_values()) {
        help.push_str(&format!(". By default {}", default.to_string_lossy()));
    }
    let plain = argument.to_string();
    let short = argument.get_short().map(|short| format!("-{short}, "));
    let name = format!(
        "{}{plain}",
        short
            .filter(|_| plain.starts_with("--"))
            .unwrap_or_default()
    );
    section.entry(&name, help.trim_start_matches(". "))
}

fn about(command: &Command) -> String {
    command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default()
}
