//! Composition: the environment and the arguments become a command that runs, and its end an exit
//! code. The only place that reads the environment, and the only one that knows `cli`.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::Context as _;
use chrono::Utc;
use clap::ColorChoice;
use clap::builder::StyledStr;

use crate::cli::INTERFACE;
use crate::cli::help;
use crate::cli::help::Answer;
use crate::domain::record::Time;
use crate::error::{Error, Kind};
use crate::session::World;
use crate::session::context::{ClockSource, Secret};
use crate::session::options::Color;
use crate::ui::output;
use crate::ui::pager::Pagers;

/// Runs one command line; prints its error, once.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match help::parse(args.clone(), columns()) {
        Ok(cli) => cli,
        Err(answer) => {
            colours(match help::colour(&args) {
                ColorChoice::Auto => Color::Auto,
                ColorChoice::Always => Color::Always,
                ColorChoice::Never => Color::Never,
            });
            // Help and version are results; anything else is a wrong command line.
            return match answer {
                Answer::Page(page) => read(&page, !args.iter().any(|arg| arg == "--no-pager")),
                Answer::First => {
                    help::first_page(output::stderr_width().unwrap_or(help::WIDEST))
                        .iter()
                        .for_each(|line| output::say(line));
                    ExitCode::from(Kind::Usage.exit_code())
                }
                Answer::Group(page) => {
                    let page = help::shown(&page.to_string());
                    page.lines().for_each(output::say);
                    ExitCode::from(Kind::Usage.exit_code())
                }
                Answer::Mistake(error) => {
                    output::print_error(&error);
                    ExitCode::from(error.kind.exit_code())
                }
            };
        }
    };
    colours(cli.globals.color);
    let ended = world().and_then(|world| {
        if cli.is_paged() {
            output::page(world.pagers.clone());
        }
        Ok(cli.run(world)?)
    });
    let shown = output::finish().map_err(anyhow::Error::from);
    match ended.and(shown) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(print_error_once(&error)),
    }
}

/// Shows a page of help, which needs nothing of the world but a pager.
fn read(page: &StyledStr, is_paged: bool) -> ExitCode {
    if is_paged {
        output::page(pagers());
    }
    output::print_ours(&help::shown(&page.ansi().to_string()));
    match output::finish() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(print_error_once(&error.into())),
    }
}

/// Prints an error, once; gives its exit code. What is not one of ours is the environment's.
fn print_error_once(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Error>() {
        Some(error) => {
            output::print_error(error);
            error.kind.exit_code()
        }
        None => {
            output::print_error(&Error::environment(format!("{error:#}")));
            Kind::Environment.exit_code()
        }
    }
}

fn world() -> anyhow::Result<World> {
    let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let set = text("INC_NOW").map(|now| now.parse::<Time>());
    let (now, clock) = match set {
        Some(Ok(now)) => (now.0.with_timezone(&Utc), ClockSource::Set),
        Some(Err(why)) => (SystemTime::now().into(), ClockSource::Wrong(why)),
        None => (SystemTime::now().into(), ClockSource::System),
    };
    Ok(World {
        typed: env::args_os()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned())
            .collect(),
        interface: INTERFACE,
        folder: env::current_dir().context("the present folder cannot be used")?,
        now,
        home: text("INC_REPO").map(PathBuf::from),
        incident: text("INC_INCIDENT"),
        seed: text("INC_SEED"),
        editor: text("VISUAL").or_else(|| text("EDITOR")),
        clock,
        program: env::current_exe().ok(),
        search: env::var_os("PATH").map_or(Vec::new(), |path| env::split_paths(&path).collect()),
        slack: text("INC_SLACK_WEBHOOK").map(Secret::new),
        unicode: ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| text(name))
            .is_none_or(|locale| is_unicode(&locale)),
        pagers: pagers(),
        variable: |name| env::var(name).ok(),
    })
}

/// What the environment says of pagers.
fn pagers() -> Pagers {
    Pagers {
        // Empty says that none is wanted.
        own: env::var("INC_PAGER").ok(),
        git_pager: env::var("GIT_PAGER").ok(),
        pager: env::var("PAGER").ok(),
        less: env::var_os("LESS").is_some(),
        lv: env::var_os("LV").is_some(),
        folder: env::current_dir().unwrap_or_default(),
    }
}

/// How wide the help may be.
fn columns() -> usize {
    let typed = || env::var("COLUMNS").ok()?.parse().ok();
    console::Term::stdout()
        .size_checked()
        .map(|(_, columns)| usize::from(columns))
        .or_else(typed)
        .filter(|columns| *columns > 0)
        .unwrap_or(help::WIDEST)
}

/// `en_US.UTF-8`, `C.utf8`.
fn is_unicode(locale: &str) -> bool {
    let locale = locale.to_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// `--color`, over what the environment says, over what the terminal is.
fn colours(when: Color) {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let on = match when {
        Color::Always => Some(true),
        Color::Never => Some(false),
        Color::Auto if set("NO_COLOR").is_some() => Some(false),
        Color::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => Some(true),
        Color::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => Some(false),
        Color::Auto if set("TERM").is_some_and(|value| value == "dumb") => Some(false),
        Color::Auto => None,
    };
    console::set_colors_enabled(on.unwrap_or_else(|| std::io::stdout().is_terminal()));
    console::set_colors_enabled_stderr(on.unwrap_or_else(|| std::io::stderr().is_terminal()));
}
