//! The home and its files: records, plan, templates, schemas, evidence.

use std::fs;
use std::path::{Path, PathBuf};

use super::subject::{BadFile, Subject};
use super::{Verdict, Verdicts, few};
use crate::domain::command::quoted;
use crate::domain::rules::schema::{duplicate_ids, year_of};
use crate::domain::schema::{self, Kind};
use crate::git::{GitError, Repo};
use crate::session::paths::bringing_back;
use crate::session::{findings, schemas};
use crate::store::templates::SHIPPED;
use crate::store::{Document, Home, MADE, codec};
use crate::ui::style::one_line;

pub(super) fn place(subject: &Subject<'_>) -> Verdicts {
    let error = match &subject.home {
        Ok(home) => return Ok(vec![Verdict::ok(home.root().display().to_string())]),
        Err(error) => error,
    };
    let context = subject.context;
    let found = Verdict::error(&error.message);
    Ok(vec![match (&context.globals.repo, &context.world.home) {
        (None, Some(_)) => found.fix("unset INC_REPO"),
        _ => match Repo::discover(&context.start()) {
            Err(error @ GitError::Bare { .. }) => found.fixes(error.fixes()),
            _ => found.fix(
                bringing_back(&context.world.folder, &context.start())
                    .unwrap_or_else(|| subject.inc(&["init"]).into()),
            ),
        },
    }])
}

/// How many files are reported one by one.
const SHOWN: usize = 8;

fn each(files: &[BadFile], all: String) -> Vec<Verdict> {
    let shown = files.iter().take(SHOWN);
    let shown = shown.map(|file| Verdict::error(&file.message).fixes(file.fixes.clone()));
    let mut found: Vec<Verdict> = shown.collect();
    if files.len() > SHOWN {
        found.push(Verdict::error(format!("and {} more", files.len() - SHOWN)).fix(all));
    }
    found
}

pub(super) fn records(subject: &Subject<'_>) -> Verdicts {
    if subject.home.is_err() {
        return Ok(Vec::new());
    }
    let mut found = each(&subject.bad_records, subject.inc(&["validate"]));
    if found.is_empty() {
        found.push(Verdict::ok(match subject.records.len() {
            0 => "there are none yet".to_owned(),
            1 => "1 record can be read".to_owned(),
            number => format!("{number} records can be read"),
        }));
    }
    Ok(found)
}

impl Subject<'_> {
    /// Uncommitted edits by hand that no commit may contain: every command refuses to change such a
    /// record, and once committed, the edit stays in the history.
    pub(super) fn forbidden_edits(&self) -> Vec<BadFile> {
        let Some(repo) = self.repo() else {
            return Vec::new();
        };
        let is_changed = |path: &Path| {
            let typed = self.typed_path(path);
            let mut changes = self.changes.iter();
            changes.any(|(inside, _)| quoted(&self.typed(inside)) == typed)
        };
        let changed = self
            .records
            .iter()
            .filter(|document| is_changed(&document.file.path));
        let found = changed.filter_map(|document| {
            let path = &document.file.path;
            let committed = String::from_utf8(repo.committed(path).ok()??).ok()?;
            let committed = codec::record(&committed).ok()?;
            let edits = self.context.unlawful(&committed, &document.record);
            let first = one_line(&edits.first()?.message);
            let shown = self.context.shown(path);
            Some(BadFile {
                message: format!("{shown} was edited by hand in a forbidden way: {first}"),
                fixes: vec![format!(
                    "{} stash push -- {}",
                    self.git(),
                    self.typed_path(path)
                )],
                path: path.clone(),
            })
        });
        found.collect()
    }

    /// Records whose ID another record has too.
    pub(super) fn copies(&self) -> Vec<BadFile> {
        let all: Vec<&Document> = self.records.iter().collect();
        let (mut found, mut left) = (Vec::new(), all.clone());
        for is_copy in [true, false] {
            let documents = left.clone();
            let shown = |place: usize| self.context.shown(&documents[place].file.path);
            let records = documents.iter().map(|document| &document.record);
            for (place, finding) in duplicate_ids(records.enumerate(), shown) {
                let at = documents[place];
                let copy = findings::copy(&documents, &finding, at);
                if is_copy != copy.is_some_and(|copy| copy.file == at.file) {
                    continue;
                }
                left.retain(|document| document.file != at.file);
                let located = findings::of_duplicate(self.context, &documents, at, finding);
                let Some(located) = located.into_iter().next() else {
                    continue;
                };
                let shown = self.context.shown(&at.file.path);
                let (line, column) = (located.line, located.column);
                found.push(BadFile {
                    message: format!("{shown}:{line}:{column}: {}", located.message),
                    // Which of two incidents gets another ID only their owners can decide.
                    fixes: vec![match located.fix.filter(|_| is_copy) {
                        Some(fix) => fix.to_string(),
                        None => self.inc(&["validate"]),
                    }],
                    path: at.file.path.clone(),
                });
            }
        }
        found
    }

    /// Records whose file is not named after the incident: by its ID they are not found.
    pub(super) fn misnamed(&self, home: &Home) -> Vec<BadFile> {
        let found = self.records.iter().filter_map(|document| {
            let (path, id) = (&document.file.path, &document.record.id);
            let place = home.record_path(year_of(id)?, id);
            let is_listed = self.bad_records.iter().any(|bad| bad.path == *path);
            if is_listed || place == *path || place.symlink_metadata().is_ok() {
                return None;
            }
            let shown = self.context.shown(path);
            let [from, to] = [path, &place].map(|path| quoted(&path.display().to_string()));
            let folder = quoted(&place.parent()?.display().to_string());
            Some(BadFile {
                message: format!("{shown} is not named after its incident, {id}"),
                fixes: vec![format!("mkdir -p {folder} && mv {from} {to}")],
                path: path.clone(),
            })
        });
        found.collect()
    }
}

pub(super) fn uncommitted(subject: &Subject<'_>) -> Verdicts {
    let (Some(repo), Ok(home)) = (subject.repo(), &subject.home) else {
        return Ok(Vec::new());
    };
    let (git, mut found) = (subject.git(), Vec::new());
    for incident in drafts(repo.private_dir()) {
        let message = format!("an edit of {incident} was not finished");
        found.push(Verdict::warning(message).fix(subject.inc(&["edit", &incident])));
    }
    // What an operation in progress changed is committed by finishing it.
    if repo.is_interrupted_merge()? || repo.may_commit(&[]).is_err() {
        return Ok(found);
    }
    // Nobody should commit the deletion of a record.
    let deleted = deleted(home, repo, &subject.changes)?;
    if !deleted.is_empty() {
        let paths: Vec<String> = deleted.iter().map(|path| subject.typed(path)).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let message = format!("deleted, but in the last commit: {}", few(&paths));
        let fix = format!("{git} checkout HEAD -- {}", all_quoted(&paths));
        found.push(Verdict::error(message).fix(fix));
    }
    let bad = bad_files(subject, home);
    let is_good = |path: &str| {
        let whole = repo.work_dir().join(path);
        !deleted.contains(&path) && !bad.contains(&whole)
    };
    let changes = subject.changes.iter();
    let changes: Vec<(String, bool)> = changes
        .filter(|(path, _)| is_good(path))
        .map(|(path, is_new)| (subject.typed(path), *is_new))
        .collect();
    let paths: Vec<&str> = changes.iter().map(|(path, _)| path.as_str()).collect();
    if !paths.is_empty() {
        let new = changes.iter().filter(|(_, is_new)| *is_new);
        let new: Vec<&str> = new.map(|(path, _)| path.as_str()).collect();
        let adding = (!new.is_empty()).then(|| format!("{git} add -- {}", all_quoted(&new)));
        found.push(
            Verdict::warning(format!("not committed: {}", few(&paths)))
                .fixes(adding)
                .fix(format!(
                    "{git} commit -m <MESSAGE> -- {}",
                    all_quoted(&paths)
                )),
        );
    } else if found.is_empty() && bad.is_empty() {
        found.push(Verdict::ok("everything is committed"));
    }
    Ok(found)
}

/// The files that must not be committed as they are, by their real paths.
fn bad_files(subject: &Subject<'_>, home: &Home) -> Vec<PathBuf> {
    let templates = bad_templates(subject, home);
    let files = subject.bad_records.iter().chain(&templates);
    let mut files: Vec<PathBuf> = files.map(|bad| bad.path.clone()).collect();
    files.extend(matches!(subject.plan, Some(Err(_))).then(|| home.plan_path()));
    files.extend(home.proven_lint().is_err().then(|| home.lint_path()));
    let real = |path: &Path| {
        let folder = path.parent()?.canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    let files = files.into_iter();
    files.map(|path| real(&path).unwrap_or(path)).collect()
}

fn all_quoted(paths: &[&str]) -> String {
    let quoted: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
    quoted.join(" ")
}

/// The paths that HEAD has and the work tree lacks. A record that lies elsewhere now was moved, and a
/// removed copy of a record is no loss.
fn deleted<'c>(
    home: &Home,
    repo: &Repo,
    changes: &'c [(String, bool)],
) -> Result<Vec<&'c str>, GitError> {
    let mut gone = Vec::new();
    for (path, _) in changes {
        let whole = repo.work_dir().join(path);
        if whole.symlink_metadata().is_err()
            && let Some(text) = repo.committed(&whole)?
            && !is_copy(home, &text)
        {
            gone.push(path.as_str());
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

/// Whether the record that is named after the incident has everything that this one has.
fn is_copy(home: &Home, text: &[u8]) -> bool {
    let record = || {
        let record = codec::record(std::str::from_utf8(text).ok()?).ok()?;
        let path = home.record_path(year_of(&record.id)?, &record.id);
        let original = home.load(Home::record_file(&path)).ok()?;
        Some(findings::is_copy(&record, &original.record))
    };
    record().unwrap_or(false)
}

/// The incidents whose edit in an editor was not finished.
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

pub(super) fn plan(subject: &Subject<'_>) -> Verdicts {
    Ok(match &subject.plan {
        None => Vec::new(),
        Some(Err(invalid)) => each(&[subject.invalid(invalid)], String::new()),
        Some(Ok(plan)) => {
            let (version, zone) = (plan.version(), &plan.settings.time_zone);
            let now = plan
                .zone()
                .minute(plan.zone().at(subject.context.world.now));
            vec![Verdict::ok(format!(
                "version {version}, time zone {zone} (now {now})"
            ))]
        }
    })
}

fn bad_templates(subject: &Subject<'_>, home: &Home) -> Vec<BadFile> {
    let Some(plan) = subject.valid_plan() else {
        return Vec::new();
    };
    let found = findings::of_templates(subject.context, home, plan);
    let found = found.into_iter().map(|located| {
        let path = PathBuf::from(&located.path);
        let (line, column) = (located.line, located.column);
        let shown = subject.context.shown(&path);
        BadFile {
            message: format!("{shown}:{line}:{column}: {}", located.message),
            fixes: located.fix.iter().map(ToString::to_string).collect(),
            path,
        }
    });
    found.collect()
}

pub(super) fn templates(subject: &Subject<'_>) -> Verdicts {
    let Ok(home) = &subject.home else {
        return Ok(Vec::new());
    };
    let mut found = each(
        &bad_templates(subject, home),
        subject.inc(&["report", "--check"]),
    );
    if let Err(invalid) = home.proven_lint() {
        found.extend(each(&[subject.invalid(&invalid)], String::new()));
    }
    let shipped = SHIPPED.iter().map(|file| file.path);
    let missing: Vec<&str> = shipped
        .filter(|path| *path != Home::PLAN && *path != Home::LINT)
        .filter(|path| home.root().join(path).symlink_metadata().is_err())
        .collect();
    if !missing.is_empty() {
        let message = format!("missing, so inc uses its own: {}", few(&missing));
        found.push(Verdict::warning(message).fix(subject.inc(&["init"])));
    }
    if found.is_empty() {
        found.push(Verdict::ok("all can be rendered"));
    }
    Ok(found)
}

pub(super) fn schemas(subject: &Subject<'_>) -> Verdicts {
    let (Ok(home), Some(plan)) = (&subject.home, subject.valid_plan()) else {
        return Ok(Vec::new());
    };
    let (mut missing, mut outdated) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let path = home.schema_path(kind.file());
        let shown = subject.context.shown(&path);
        let Ok(text) = home.text_within(&path, MADE) else {
            missing.push(shown);
            continue;
        };
        // A schema that somebody else wrote is theirs.
        let known = serde_json::from_str(&text).ok().filter(schema::is_ours);
        if known.is_some_and(|known| known != schemas::under(kind, plan)) {
            outdated.push(shown);
        }
    }
    let mut found = Vec::new();
    for (paths, problem, fix) in [
        (missing, "missing", subject.inc(&["init"])),
        (
            outdated,
            "made from another plan or by another inc",
            subject.inc(&["schema", "--write"]),
        ),
    ] {
        if !paths.is_empty() {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            found.push(Verdict::warning(format!("{problem}: {}", few(&paths))).fix(fix));
        }
    }
    if found.is_empty() {
        found.push(Verdict::ok("they match the plan"));
    }
    Ok(found)
}

pub(super) fn evidence(subject: &Subject<'_>) -> Verdicts {
    let (Ok(home), Some(plan)) = (&subject.home, subject.valid_plan()) else {
        return Ok(Vec::new());
    };
    let location = &plan.settings.evidence_location;
    let store = match home.evidence_store(location) {
        Ok(store) => store,
        Err(error) => {
            let message = format!("{location}: {error}; inc evidence add refuses");
            let fix = subject.inc(&["plan", "settings"]);
            return Ok(vec![Verdict::warning(message).fix(fix)]);
        }
    };
    let mut found = Vec::new();
    match subject.repo().filter(|_| store.folder().is_dir()) {
        Some(repo) => {
            let (git, kept) = (subject.git(), repo.kept_in(store.folder())?);
            if kept > 0 {
                let files = crate::ui::words::count(kept, "file");
                let message = format!("git has {files} of {location}; evidence must not be in git");
                found.push(
                    Verdict::warning(message)
                        .fix(format!("{git} rm -r --cached {}", quoted(location)))
                        .fix(format!("{git} commit -m \"Remove evidence from git\"")),
                );
            }
            if !repo.never_sees(&store.probe())? {
                let message = format!("git does not ignore {location}: inc evidence add refuses");
                let file = format!("{}/.gitignore", location.trim_end_matches('/'));
                found.push(Verdict::warning(message).fix(format!("echo '*' > {}", quoted(&file))));
            }
        }
        None if Path::new(location).is_absolute() && !store.folder().is_dir() => {
            let message = format!("{location} does not exist");
            found.push(Verdict::warning(message).fix(format!("mkdir -p {}", quoted(location))));
        }
        None => {}
    }
    if found.is_empty() {
        found.push(Verdict::ok(format!("{location}, which git ignores")));
    }
    Ok(found)
}
