//! What `inc doctor` looks at: the machine, the repository and the home, as they are. Nothing is
//! changed, and nothing is fetched.

use std::fs;
use std::path::{Path, PathBuf};

mod files;
mod signing;
mod writing;

use self::files::Files;
use crate::domain::command::Command;
use crate::domain::doctor::{
    self, DetachedHead, Environment, EvidenceSurvey, FileState, HomeSurvey, Hooks, Lock,
    PlanSurvey, Repository, Stopped, Survey, differences,
};
use crate::domain::plan::Plan;
use crate::domain::record::Time;
use crate::domain::rules::schema::year_of;
use crate::domain::schema::{self, Kind};
use crate::git::{GitError, Operation, Repo, Version, program_version};
use crate::net::Webhook;
use crate::session::context::{ClockSource, Context};
use crate::session::paths::{bringing_back, git_from, path_from};
use crate::session::{findings, merge_driver, schemas};
use crate::store::evidence::EvidenceError;
use crate::store::templates::{SHIPPED, shipped};
use crate::store::{Home, MADE, codec};

/// Everything there is to see from here.
pub(crate) fn survey(context: &Context) -> Survey {
    let git = program_version(&context.world.folder);
    let is_bare = || matches!(Repo::discover(&context.start()), Err(GitError::Bare { .. }));
    let home = context.home().map_err(|error| Stopped {
        says: error.message.clone(),
        // A variable that is wrong is put right before anything is made where it points.
        cures: vec![match (&context.globals.repo, &context.world.home) {
            (None, Some(_)) => "unset INC_REPO".to_owned(),
            _ if is_bare() => error.hints.concat(),
            _ => bringing_back(&context.world.folder, &context.start())
                .unwrap_or_else(|| Command::plain(["init"]).line(&context.address(None))),
        }],
    });
    let repository = match (&home, &git) {
        (Ok(home), Ok(_)) => Some(repository(context, home)),
        _ => None,
    };
    let repo = context.repo().ok();
    Survey {
        inc: inc(context),
        git: git
            .map(|version| (version.to_string(), version >= Version::NEEDED))
            .map_err(|error| stopped("git", &error)),
        needed_git: Version::NEEDED.to_string(),
        home: home.map(|home| {
            let uncommitted = match &repository {
                Some(Ok(repository)) => repository.uncommitted.as_slice(),
                _ => &[],
            };
            self::home(context, home, repo.as_deref(), uncommitted)
        }),
        repository,
        environment: environment(context),
    }
}

/// `inc`, with the `-C` that was typed.
fn inc(context: &Context) -> String {
    Command::plain([]).line(&context.address(None))
}

/// What git says, and what it hints at, with git named as it is typed here.
fn stopped(git: &str, error: &GitError) -> Stopped {
    let cures = error.hints().into_iter();
    Stopped {
        says: error.to_string(),
        cures: cures.map(|command| typed_as(git, &command)).collect(),
    }
}

/// A line of shell in which git is named so.
fn typed_as(git: &str, line: &str) -> String {
    let words = line.split(' ').scan(true, |begins, word| {
        let here = if *begins && word == "git" { git } else { word };
        *begins = ["&&", "||", "|"].contains(&word);
        Some(here)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What git says of something half done: first what is in conflict is decided, then it is finished. Of
/// two ways out the one that loses nothing is the cure. Only a merge is given up by the last line:
/// once it is finished git refuses that, while of what goes on in steps all would be given up.
fn half_done(files: &Files, repo: &Repo, error: &GitError) -> Stopped {
    let (mut says, mut cures, mut last) = (error.to_string(), files.deciding(), None);
    let here = |command: &str| typed_as(&files.git(), command);
    for hint in error.hints() {
        if let Some(command) = hint.strip_prefix("finish it: ") {
            cures.push(here(command));
        } else if let Some(command) = hint.strip_prefix("or give it up: ") {
            let command = here(command);
            if command.ends_with(" merge --abort") {
                says.push_str("; or give it up, with the last line");
                last = Some(command);
            } else {
                says = format!("{says}; or give it up: {command}");
            }
        } else if let Some((command, words)) = hint.split_once("   ") {
            says = format!("{says}; {command} {}", words.trim());
            cures.push(here(command));
        } else if hint.starts_with("git ") {
            cures.push(here(&hint));
        }
    }
    cures.extend(last);
    keep_what_waits(files, repo, error, &mut cures);
    Stopped { says, cures }
}

/// A note that was made meanwhile waits in the work tree, and nothing may be lost of it: not all that
/// is half done can be finished beside it.
fn keep_what_waits(files: &Files, repo: &Repo, error: &GitError, cures: &mut Vec<String>) {
    let GitError::InProgress { what, unmerged } = error else {
        return;
    };
    let steps = matches!(what, Operation::Bisect | Operation::Rebase);
    if !unmerged.is_empty() {
        return;
    }
    if steps && repo.is_changed_unstaged().unwrap_or(false) {
        cures.insert(0, format!("{} stash", files.git()));
        cures.push(format!("{} stash pop", files.git()));
    } else if !steps && repo.has_come_to_nothing().unwrap_or(false) {
        for cure in cures {
            *cure = cure.replace(" --continue", " --skip");
        }
    }
}

fn repository(context: &Context, home: &Home) -> Result<Repository, Stopped> {
    let repo = Repo::discover(home.root()).map_err(|error| match error {
        GitError::NotARepository { .. } => Stopped {
            says: error.to_string(),
            cures: vec![format!("{} init", inc(context))],
        },
        other => stopped(&git_from(&context.world.folder, home.root()), &other),
    })?;
    let git = git_from(&context.world.folder, repo.work_dir());
    looked_at(context, home, &repo).map_err(|error| stopped(&git, &error))
}

fn looked_at(context: &Context, home: &Home, repo: &Repo) -> Result<Repository, GitError> {
    let ours = [
        home.incidents(),
        home.root().join(Home::TEMPLATES),
        home.readiness_path(),
    ];
    repo.refuse_broken(&ours)?;
    let settings = repo.settings()?;
    let partial = settings.iter().filter_map(|(key, value)| {
        let remote = key.strip_prefix("remote.")?.strip_suffix(".promisor")?;
        (value == "true").then(|| remote.to_owned())
    });
    let partial = partial.collect();
    let hooks = repo.hooks()?;
    let identity = repo.identity();
    let record = home.record_path("2025", "INC-20251129-001");
    let changed = repo.uncommitted_in(&ours)?;
    let removed = changed.iter().filter(|(_, is_removed)| *is_removed);
    let removed: Vec<&String> = removed.map(|(path, _)| path).collect();
    let changed: Vec<&String> = changed.iter().map(|(path, _)| path).collect();
    let files = Files::of(context, home, Some(repo));
    let typed = |path: &String| path_from(&context.world.folder, repo.work_dir(), path);
    Ok(Repository {
        git: git_from(&context.world.folder, repo.work_dir()),
        unsetting: doctor::SET_WRONG
            .iter()
            .filter_map(|key| {
                let line = repo.unsetting(key)?;
                Some(((*key).to_owned(), typed_as(&files.git(), &line)))
            })
            .collect(),
        name: repo.user_name(),
        identity: identity.as_ref().ok().cloned(),
        misdated: match &identity {
            Err(error @ GitError::InvalidFile { .. }) => Some(stopped("git", error)),
            _ => None,
        },
        half_done: match repo.is_interrupted_merge() {
            Ok(true) => Some(half_done(&files, repo, &GitError::InterruptedMerge)),
            _ => repo
                .may_commit(&[])
                .err()
                .map(|error| half_done(&files, repo, &error)),
        },
        detached: repo.detached()?.map(|detached| DetachedHead {
            alone: detached.alone,
            has_way_back: detached.came_from_a_branch,
        }),
        signing: signing::survey(context, repo, &settings),
        hooks: Hooks {
            folder_is_there: hooks.folder.is_dir(),
            folder: hooks.folder.display().to_string(),
            run: hooks.run,
            passed_over: hooks.passed_over,
            without_program: hooks
                .without_program
                .into_iter()
                .map(|(hook, program)| (hook, program.display().to_string()))
                .collect(),
        },
        locks: repo.locks().into_iter().map(lock).collect(),
        deleted: deleted(home, repo, &changed)?
            .into_iter()
            .map(typed)
            .collect(),
        uncommitted: changed.into_iter().map(typed).collect(),
        removed: removed.into_iter().map(typed).collect(),
        ignored: ignored(context, home, repo, &files)?,
        drafts: drafts(repo.private_dir()),
        shallow: repo.is_shallow(),
        partial,
        driver: merge_driver::standing(repo),
        search_for_inc: search_for_inc(context),
        merge_attribute: repo.attribute("merge", &record)?,
        text_attribute: repo.attribute("text", &record)?,
        settings,
    })
}

/// What HEAD holds and the work tree lacks. A record that another file bears, as what gives it another
/// number leaves it, was moved; and a copy of one that is still there is no loss.
fn deleted<'p>(
    home: &Home,
    repo: &Repo,
    changed: &[&'p String],
) -> Result<Vec<&'p String>, GitError> {
    let mut gone = Vec::new();
    for path in changed {
        let whole = repo.work_dir().join(path);
        if whole.symlink_metadata().is_err()
            && let Some(text) = repo.committed(&whole)?
            && !is_copy(home, &text)
        {
            gone.push(*path);
        }
    }
    if !gone.is_empty() {
        let heads = home.heads(home.record_files());
        gone.retain(|path| {
            let stem = Home::record_file(Path::new(path)).stem;
            !heads.iter().any(|(file, head)| {
                let formerly = head.as_ref().ok().map(|head| &head.formerly);
                file.stem == stem || formerly.is_some_and(|ids| ids.contains(&stem))
            })
        });
    }
    Ok(gone)
}

/// What hides from git the files that are there and the record that would be made next.
fn ignored(
    context: &Context,
    home: &Home,
    repo: &Repo,
    files: &Files,
) -> Result<Vec<Stopped>, GitError> {
    let records = home.record_files().into_iter().map(|file| file.path);
    let mut paths: Vec<PathBuf> = records.collect();
    paths.extend([home.readiness_path(), home.plan_path()]);
    let next = || {
        let (prefix, suffix) = context.plan().ok()?.id_around_number(context.now().ok()?);
        let year = year_of(&prefix).or(year_of(&suffix))?;
        let mut ids = (1..).map(|number| format!("{prefix}{number:03}{suffix}"));
        let path = |id: String| home.record_path(year, &id);
        ids.find_map(|id| Some(path(id)).filter(|path| !path.exists()))
    };
    // The next one first: a rule that hides it stops whoever declares an incident.
    paths.splice(0..0, next());
    Ok(repo
        .hiding(&paths)?
        .iter()
        .map(|rule| files.hidden(rule))
        .collect())
}

/// Whether a record holds nothing that the one which is named after the incident does not hold too.
fn is_copy(home: &Home, text: &[u8]) -> bool {
    let record = || {
        let record = codec::record(std::str::from_utf8(text).ok()?).ok()?;
        let path = home.record_path(year_of(&record.id)?, &record.id);
        let original = home.load(Home::record_file(&path)).ok()?;
        Some(findings::is_copy(&record, &original.record))
    };
    record().unwrap_or(false)
}

fn lock((path, age): (PathBuf, std::time::Duration)) -> Lock {
    Lock {
        path: path.display().to_string(),
        age: age.as_secs(),
    }
}

/// Edits that somebody typed and that were not kept, by their incidents.
fn drafts(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut drafts: Vec<String> = names
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let id = name.strip_prefix("inc-edit-")?.strip_suffix(".yaml")?;
            Some(id.to_owned())
        })
        .collect();
    drafts.sort();
    drafts
}

/// Whether a program is there, by a path or somewhere on `$PATH`.
fn is_found(context: &Context, program: &str) -> bool {
    let endings = ["", ".exe", ".cmd", ".bat"];
    let mut folders = context.world.search.iter();
    Path::new(program).is_absolute() && Path::new(program).is_file()
        || folders.any(|folder| {
            let mut names = endings.iter().map(|ending| format!("{program}{ending}"));
            names.any(|name| folder.join(name).is_file())
        })
}

fn search_for_inc(context: &Context) -> Option<String> {
    if is_found(context, "inc") {
        return None;
    }
    let folder = context.world.program.as_ref()?.parent()?;
    Some(format!("export PATH=\"{}:$PATH\"", folder.display()))
}

fn home(context: &Context, home: &Home, repo: Option<&Repo>, uncommitted: &[String]) -> HomeSurvey {
    let plan = home.plan();
    let lint = home.proven_lint();
    let files = Files::of(context, home, repo);
    let (records, mut unreadable) = files.unreadable();
    unreadable.extend(files.twice(&records));
    unreadable.extend(files.unlawful(&records, uncommitted));
    unreadable.extend(files.misnamed(&records, &unreadable));
    let unfilled = plan
        .as_ref()
        .map_or(Vec::new(), |plan| files.unfilled(plan, &records));
    let mut unsound: Vec<String> = unreadable
        .iter()
        .chain(&unfilled)
        .map(|file| files.typed(&home.root().join(&file.path)))
        .collect();
    unsound.extend(plan.is_err().then(|| files.typed(&home.plan_path())));
    unsound.extend(lint.is_err().then(|| files.typed(&home.lint_path())));
    let schemas = plan
        .as_ref()
        .map_or(Vec::new(), |plan| self::schemas(home, plan));
    let own = schemas
        .iter()
        .filter(|(_, standing)| *standing == FileState::Own);
    HomeSurvey {
        schemas_aside: own
            .filter_map(|(path, _)| files.aside(&home.root().join(path)))
            .collect(),
        schemas,
        blocked: writing::blocked(context, home, repo),
        records: records.len(),
        unreadable,
        unfilled,
        unsound,
        root: home.root().display().to_string(),
        templates: templates(home),
        patterns: lint.map(drop).map_err(|broken| files.wrong(&broken)),
        evidence: plan.as_ref().ok().map(|plan| evidence(home, plan, repo)),
        plan: plan
            .map(|plan| beside_the_shipped(context, &plan, files.typed(&home.plan_path())))
            .map_err(|broken| files.wrong(&broken)),
    }
}

fn beside_the_shipped(context: &Context, plan: &Plan, path: String) -> PlanSurvey {
    let text = shipped(Home::PLAN).unwrap_or_default();
    let now = plan.zone().at(context.world.now);
    PlanSurvey {
        path,
        version: plan.version().to_owned(),
        names_signers: !plan.signers.is_empty(),
        zone: plan.settings.time_zone.clone(),
        now: plan.zone().minute(now),
        difference: codec::plan(text).map_or_else(
            |_| crate::domain::doctor::Difference::default(),
            |shipped| differences(plan, &shipped),
        ),
    }
}

/// How each shipped template, the plan apart, stands in the home.
fn templates(home: &Home) -> Vec<(String, FileState)> {
    let others = SHIPPED.iter().filter(|file| file.path != Home::PLAN);
    let standing = |text: &str, path: PathBuf| match home.text(&path) {
        Ok(own) if own == text => FileState::Same,
        Ok(_) => FileState::Other,
        Err(_) => FileState::Missing,
    };
    others
        .map(|file| {
            let path = home.root().join(file.path);
            (file.path.to_owned(), standing(file.text, path))
        })
        .collect()
}

fn schemas(home: &Home, plan: &Plan) -> Vec<(String, FileState)> {
    let standing = |kind: Kind| {
        let Ok(text) = home.text_within(&home.schema_path(kind.file()), MADE) else {
            return FileState::Missing;
        };
        let wanted = schemas::under(kind, plan);
        match serde_json::from_str(&text) {
            Ok(known) if !schema::is_ours(&known) => FileState::Own,
            Err(_) => FileState::Own,
            Ok(known) if schema::is_stale(&known, &wanted) => FileState::Other,
            Ok(known) if known != wanted => FileState::Worded,
            Ok(_) => FileState::Same,
        }
    };
    let kinds = Kind::ALL.into_iter();
    kinds
        .map(|kind| {
            (
                format!("{}/{}", Home::TEMPLATES, kind.file()),
                standing(kind),
            )
        })
        .collect()
}

fn evidence(home: &Home, plan: &Plan, repo: Option<&Repo>) -> EvidenceSurvey {
    let location = plan.settings.evidence_location.clone();
    let in_home = Path::new(&location).is_relative();
    let store = home.evidence_store(&location);
    let is_there = store.as_ref().is_ok_and(|store| store.folder().is_dir());
    let is_hidden = match (&store, repo) {
        // A folder that is not there yet is made with its own rules.
        (Ok(store), Some(repo)) if is_there => repo.never_sees(&store.probe()).unwrap_or(true),
        _ => true,
    };
    let kept = match (&store, repo) {
        (Ok(store), Some(repo)) if is_there => repo.kept_in(store.folder()).unwrap_or(0),
        _ => 0,
    };
    EvidenceSurvey {
        refused: store.err().map(|error| match error {
            EvidenceError::Store { why, .. } => format!("{location} {why}"),
            other => other.to_string(),
        }),
        location,
        is_there,
        is_hidden,
        kept_by_git: kept,
        in_home,
    }
}

fn environment(context: &Context) -> Environment {
    let world = &context.world;
    let now = || context.now().unwrap_or(Time(world.now.fixed_offset()));
    let editor = world.editor.clone().unwrap_or_else(|| "vi".to_owned());
    let program = editor.split_whitespace().next().unwrap_or_default();
    // What a shell would take apart further is left to the shell.
    let is_plain = !editor.contains(['(', ';', '|', '$', '"', '\'']);
    Environment {
        clock: match &world.clock {
            ClockSource::System => None,
            ClockSource::Set => Some(Ok(now().to_string())),
            ClockSource::Wrong(why) => Some(Err(why.clone())),
        },
        seed: world.seed.is_some(),
        home: world.home.as_ref().map(|home| home.display().to_string()),
        incident: world
            .incident
            .as_ref()
            .map(|incident| (incident.clone(), is_known(context, incident))),
        webhook: world.slack.as_ref().map(|address| {
            let address = address.reveal();
            Webhook::parse(address).map_err(|error| error.to_string())?;
            if address.to_lowercase().starts_with("https://") {
                Ok(())
            } else {
                Err("it is not https, so what is sent can be read on the way".to_owned())
            }
        }),
        editor_is_there: !is_plain || is_found(context, program),
        editor_variable: match (world.variable)("VISUAL") {
            Some(visual) if !visual.is_empty() => "VISUAL",
            _ => "EDITOR",
        },
        editor,
        unicode: world.unicode,
    }
}

/// Whether an incident is called so, now or formerly, whole or by its ending.
fn is_known(context: &Context, incident: &str) -> bool {
    let Ok(home) = context.home() else {
        return false;
    };
    let heads = home.heads(home.record_files());
    let bears = |id: &String| id.ends_with(incident);
    heads.iter().any(|(file, head)| {
        bears(&file.stem)
            || head
                .as_ref()
                .is_ok_and(|head| head.formerly.iter().any(bears))
    })
}
