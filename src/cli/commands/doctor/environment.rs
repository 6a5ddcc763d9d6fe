//! The environment: variables, clock, webhook, editor, and programs.

use std::path::Path;

use super::subject::Subject;
use super::{Verdict, Verdicts};
use crate::session::channel;
use crate::session::context::ClockSource;

pub(super) fn environment(subject: &Subject<'_>) -> Verdicts {
    let world = &subject.context.world;
    let mut found = Vec::new();
    match &world.clock {
        ClockSource::System => {}
        ClockSource::Set => {
            let now = subject.context.now().map(|now| now.to_string());
            let now = now.unwrap_or_default();
            let message = format!("$INC_NOW is set: for inc it is always {now}");
            found.push(Verdict::warning(message).fix("unset INC_NOW"));
        }
        ClockSource::Wrong(why) => {
            let message = format!("$INC_NOW: {why}; every other command refuses to run");
            found.push(Verdict::error(message).fix("unset INC_NOW"));
        }
    }
    if world.seed.is_some() {
        let message = "$INC_SEED is set: two clones will give the same IDs to different entries";
        found.push(Verdict::warning(message).fix("unset INC_SEED"));
    }
    if let Some(incident) = &world.incident {
        found.push(match has_incident(subject, incident) {
            true => Verdict::ok(format!("$INC_INCIDENT is {incident}")),
            false => {
                let message = format!("$INC_INCIDENT is {incident}, but there is no such incident");
                Verdict::warning(message).fix("unset INC_INCIDENT")
            }
        });
    }
    if let Some(home) = &world.home {
        found.push(Verdict::ok(format!("$INC_REPO is {}", home.display())));
    }
    found.push(match channel::webhook_problem(subject.context) {
        None => {
            Verdict::ok("$INC_SLACK_WEBHOOK is not set; only `inc update --send slack` needs it")
        }
        Some(Ok(())) => Verdict::ok("$INC_SLACK_WEBHOOK is set"),
        Some(Err(why)) => Verdict::warning(format!("$INC_SLACK_WEBHOOK: {why}"))
            .fix("export INC_SLACK_WEBHOOK=https://<ADDRESS>"),
    });
    found.push(editor(subject));
    Ok(found)
}

fn editor(subject: &Subject<'_>) -> Verdict {
    let world = &subject.context.world;
    let editor = world.editor.as_deref().unwrap_or("vi");
    let program = editor.split_whitespace().next().unwrap_or_default();
    // Only a shell can tell what program such a line runs.
    let is_plain = !editor.contains(['(', ';', '|', '$', '"', '\'']);
    if !is_plain || subject.is_installed(program) {
        return Verdict::ok(format!("the editor is {editor}"));
    }
    let variable = match (world.variable)("VISUAL") {
        Some(visual) if !visual.is_empty() => "VISUAL",
        _ => "EDITOR",
    };
    Verdict::warning(format!(
        "the editor `{editor}` is not installed: inc edit needs it"
    ))
    .fix(format!("export {variable}=<EDITOR>"))
}

/// Whether an ID, now or formerly, ends with this.
fn has_incident(subject: &Subject<'_>, incident: &str) -> bool {
    let is_it = |id: &String| id.ends_with(incident);
    let mut unread = subject.bad_records.iter();
    unread.any(|bad| {
        bad.path
            .file_stem()
            .is_some_and(|stem| is_it(&stem.to_string_lossy().into_owned()))
    }) || subject
        .records
        .iter()
        .any(|document| is_it(&document.file.stem) || document.record.formerly.iter().any(is_it))
}

impl Subject<'_> {
    /// The commands that unset those of these variables that are set.
    pub(super) fn unsetting(&self, names: &[&str]) -> Vec<String> {
        let variable = self.context.world.variable;
        let set = names.iter().filter(|name| variable(name).is_some());
        set.map(|name| format!("unset {name}")).collect()
    }

    /// Whether a program can be run, by its path or from a folder of `$PATH`.
    pub(super) fn is_installed(&self, program: &str) -> bool {
        let endings = ["", ".exe", ".cmd", ".bat"];
        let mut folders = self.context.world.search.iter();
        Path::new(program).is_absolute() && Path::new(program).is_file()
            || folders.any(|folder| {
                let mut names = endings.iter().map(|ending| format!("{program}{ending}"));
                names.any(|name| folder.join(name).is_file())
            })
    }
}
