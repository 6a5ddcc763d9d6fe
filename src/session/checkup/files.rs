//! Files of the home that cannot be used as they are: records that cannot be read, templates that
//! cannot be filled in. Each with its place, and with what mends it.

use std::path::{Path, PathBuf};

use crate::domain::command::{Command, quoted};
use crate::domain::doctor::{Stopped, Unsound, WayBack};
use crate::domain::lint::Lint;
use crate::domain::plan::Plan;
use crate::domain::report::ReportError;
use crate::domain::rules::Finding;
use crate::domain::rules::schema::{duplicate_ids, year_of};
use crate::git::{Repo, Rule};
use crate::session::context::Context;
use crate::session::file_errors::fix;
use crate::session::findings;
use crate::session::paths::{Places, aside, git_from, path_from};
use crate::session::templates::{Trial, path_of};
use crate::store::templates::shipped;
use crate::store::{Document, Home, InvalidFile, LoadError, codec};
use crate::ui::progress::Waiting;
use crate::ui::style::one_line;

pub(crate) struct Files<'a> {
    context: &'a Context,
    home: &'a Home,
    repo: Option<&'a Repo>,
    places: Places,
    /// What git waits for somebody to decide, inside the work tree.
    unmerged: Vec<PathBuf>,
}

impl<'a> Files<'a> {
    pub(crate) fn of(context: &'a Context, home: &'a Home, repo: Option<&'a Repo>) -> Self {
        Files {
            context,
            home,
            repo,
            places: Places::of(home),
            unmerged: repo
                .and_then(|repo| repo.unmerged().ok())
                .unwrap_or_default(),
        }
    }

    /// A path as git takes it from the folder where it is typed.
    pub(crate) fn typed(&self, path: &Path) -> String {
        let Some(repo) = self.repo else {
            return self.context.shown(path);
        };
        let inside = self.places.in_repository(path);
        path_from(&self.context.world.folder, repo.work_dir(), &inside)
    }

    /// The records that can be read, and what is wrong with each that cannot, `readiness.yaml` among
    /// them.
    pub(crate) fn unreadable(&self) -> (Vec<Document>, Vec<Unsound>) {
        let _waiting = Waiting::on("reading the records");
        let (mut records, mut found) = (Vec::new(), Vec::new());
        for loaded in self.home.load_all(self.home.record_files()) {
            match loaded {
                Ok(document) => records.push(document),
                Err(error) => found.push(self.broken(error, true)),
            }
        }
        let readiness = self.home.readiness().err();
        found.extend(readiness.map(|error| self.broken(error, false)));
        (records, found)
    }

    /// Records that stand there twice, or whose ID another bears as well, as `inc validate` finds them.
    pub(crate) fn twice(&self, records: &[Document]) -> Vec<Unsound> {
        let all: Vec<&Document> = records.iter().collect();
        let (mut found, mut left) = (Vec::new(), all.clone());
        for (at, finding) in self.same_ids(&all) {
            if findings::copy(&all, &finding, at).is_some_and(|copy| copy.file == at.file) {
                left.retain(|document| document.file != at.file);
                found.extend(self.one_too_many(&all, at, finding, true));
            }
        }
        // Of two incidents with one ID only somebody who knows both can tell which gets another.
        for (at, finding) in self.same_ids(&left) {
            found.extend(self.one_too_many(&left, at, finding, false));
        }
        found
    }

    /// Records that a hand changed in a way that no commit may, of those that are in no commit: every
    /// command that changes one refuses it, and what is committed stands in the history for good.
    pub(crate) fn unlawful(&self, records: &[Document], uncommitted: &[String]) -> Vec<Unsound> {
        let changed = records.iter().filter_map(|document| {
            let path = &document.file.path;
            if !uncommitted.contains(&self.typed(path)) {
                return None;
            }
            let known = self.repo?.committed(path).ok()??;
            let known = codec::record(&String::from_utf8(known).ok()?).ok()?;
            let found = self.context.unlawful(&known, &document.record);
            let first = one_line(&found.first()?.message);
            let more = match found.len() {
                1 => String::new(),
                number => format!(", and {} more", number - 1),
            };
            let shown = self.context.shown(path);
            Some(Unsound {
                says: format!(
                    "{shown} was changed by hand in a way that no commit may: {first}{more}"
                ),
                cures: Vec::new(),
                way_back: self.way_back(path, |_| true),
                path: shown,
            })
        });
        changed.collect()
    }

    /// Records whose file is not named after the incident, of those that nothing else is wrong with: by
    /// its ID they are not found, and two clones can take the same one.
    pub(crate) fn misnamed(&self, records: &[Document], others: &[Unsound]) -> Vec<Unsound> {
        let misnamed = records.iter().filter_map(|document| {
            let (file, id) = (&document.file, &document.record.id);
            let shown = self.context.shown(&file.path);
            let place = self.home.record_path(year_of(id)?, id);
            let is_listed = others.iter().any(|other| other.path == shown);
            if is_listed || place == file.path || place.symlink_metadata().is_ok() {
                return None;
            }
            let [from, to] = [&file.path, &place].map(|path| quoted(&self.typed(path)));
            let folder = place.parent()?;
            let made = match folder.is_dir() {
                true => String::new(),
                false => format!("mkdir {} && ", quoted(&folder.display().to_string())),
            };
            let is_committed = self
                .repo
                .is_some_and(|repo| matches!(repo.committed(&file.path), Ok(Some(_))));
            let git = self.git();
            let cures = match is_committed {
                true => vec![
                    format!("{made}{git} mv {from} {to}"),
                    format!("{git} commit -m <WHAT> -- {from} {to}"),
                ],
                false => {
                    let [from, to] =
                        [&file.path, &place].map(|path| quoted(&path.display().to_string()));
                    vec![format!("{made}mv {from} {to}")]
                }
            };
            Some(Unsound {
                says: format!("{shown} is not named after its incident, {id}"),
                cures,
                way_back: None,
                path: shown,
            })
        });
        misnamed.collect()
    }

    fn same_ids<'d>(&self, documents: &[&'d Document]) -> Vec<(&'d Document, Finding)> {
        let records = documents.iter().map(|document| &document.record);
        let shown = |place: usize| self.context.shown(&documents[place].file.path);
        let found = duplicate_ids(records.enumerate(), shown).into_iter();
        found
            .map(|(place, finding)| (documents[place], finding))
            .collect()
    }

    fn one_too_many(
        &self,
        documents: &[&Document],
        at: &Document,
        finding: Finding,
        is_copy: bool,
    ) -> Option<Unsound> {
        let located = findings::of_duplicate(self.context, documents, at, finding);
        let located = located.into_iter().next()?;
        let path = self.context.shown(&at.file.path);
        let cures = match located.fix.filter(|_| is_copy) {
            Some(fix) if fix.starts_with("rm ") => vec![fix],
            // What git removes is in no commit yet.
            Some(fix) => {
                let typed = quoted(&self.typed(&at.file.path));
                vec![fix, format!("{} commit -m <WHAT> -- {typed}", self.git())]
            }
            None => vec![self.inc(["validate"])],
        };
        Some(Unsound {
            says: format!(
                "{path}:{}:{}: {}",
                located.line, located.column, located.message
            ),
            path,
            cures,
            way_back: None,
        })
    }

    fn broken(&self, error: LoadError, is_record: bool) -> Unsound {
        let path = error.path().to_owned();
        let is_sound = |text: &str| match is_record {
            true => codec::record(text).is_ok(),
            false => codec::readiness(text).is_ok(),
        };
        let shown = self.context.shown(&path);
        let says = match &error {
            LoadError::Io { error, .. } => format!("{shown} cannot be read: {error}"),
            LoadError::ReadErrors { unreadable, .. } => {
                let more = match unreadable.faults.len() {
                    0 | 1 => String::new(),
                    number => format!(", and {} more", number - 1),
                };
                let first = unreadable.faults.first().map(|(fault, position)| {
                    let (line, column) = (position.line, position.column);
                    format!("{shown}:{line}:{column}: {}{more}", fault.message())
                });
                first.unwrap_or_else(|| shown.clone())
            }
        };
        let two = match &error {
            LoadError::ReadErrors { unreadable, .. } => unreadable.two_incidents().is_some(),
            LoadError::Io { .. } => false,
        };
        let way_back = self.way_back(&path, is_sound);
        // No command of ours opens it, and most editors would change more than what is wrong.
        let is_text = self.home.bytes(&path);
        let is_text = is_text.is_ok_and(|bytes| String::from_utf8(bytes).is_ok());
        let mut cures = Vec::new();
        match &error {
            LoadError::ReadErrors { .. } if !is_text && way_back.is_some() => {}
            LoadError::ReadErrors { .. } if !is_text => cures.push(self.opened(&path)),
            LoadError::Io { .. } => cures.push(
                fix(error.blocked(), &path)
                    .unwrap_or_else(|| format!("ls -l {}", quoted(&self.typed(&path)))),
            ),
            _ if two => cures.push(self.inc(["sync"])),
            _ if is_record => cures.push(self.inc(["edit", &Home::record_file(&path).stem])),
            _ => cures.push(self.opened(&path)),
        }
        let inside = PathBuf::from(self.places.in_repository(&path));
        if self.unmerged.contains(&inside) && !two {
            cures.push(format!("{} add {}", self.git(), quoted(&self.typed(&path))));
        }
        Unsound {
            says,
            cures,
            way_back,
            path: shown,
        }
    }

    /// What decides everything that is in conflict, and tells git so.
    pub(crate) fn deciding(&self) -> Vec<String> {
        let Some(repo) = self.repo else {
            return Vec::new();
        };
        let incidents = self.places.in_repository(&self.home.incidents());
        let mut cures = Vec::new();
        for inside in &self.unmerged {
            let path = repo.work_dir().join(inside);
            let typed = path_from(
                &self.context.world.folder,
                repo.work_dir(),
                &inside.display().to_string(),
            );
            let typed = quoted(&typed);
            if path.symlink_metadata().is_err() {
                cures.push(format!("{} rm --cached -- {typed}", self.git()));
                continue;
            }
            let is_record = inside.starts_with(&incidents)
                && inside.extension().is_some_and(|ending| ending == "yaml");
            let unreadable = match self.home.text(&path) {
                Ok(text) if is_record => codec::record(&text).err(),
                Ok(_) => None,
                Err(LoadError::ReadErrors { unreadable, .. }) => Some(unreadable),
                Err(LoadError::Io { .. }) => None,
            };
            if unreadable.is_some_and(|unreadable| unreadable.two_incidents().is_some()) {
                cures.push(self.inc(["sync"]));
                continue;
            }
            cures.push(match is_record {
                true => self.inc(["edit", &Home::record_file(&path).stem]),
                false => self.opened(&path),
            });
            cures.push(format!("{} add {typed}", self.git()));
        }
        cures
    }

    /// Templates of reports and messages that cannot be filled in: tried with the newest record, and
    /// with one that is only just declared.
    pub(crate) fn unfilled(&self, plan: &Plan, records: &[Document]) -> Vec<Unsound> {
        let newest = records.last().map(|document| &document.record);
        let trial = Trial::of(self.context, plan, newest);
        let all = trial.all(self.home).into_iter();
        let found = all.filter_map(|(folder, name)| {
            self.unusable(folder, &name, &|text| trial.fault(folder, &name, text))
        });
        found.collect()
    }

    /// What is wrong with a template, if `fault` finds anything.
    fn unusable(
        &self,
        folder: &str,
        name: &str,
        fault: &dyn Fn(&str) -> Option<ReportError>,
    ) -> Option<Unsound> {
        let shown = path_of(folder, name);
        let path = self.home.root().join(&shown);
        let is_shipped = shipped(&shown).is_some();
        let read = self.home.text(&path);
        let cure = read
            .as_ref()
            .err()
            .and_then(|error| fix(error.blocked(), &path));
        let says = match read {
            Ok(text) => {
                let error = fault(&text)?;
                format!("{shown}{}: {}", error.place(), error.message)
            }
            Err(LoadError::Io { .. }) if !path.is_symlink() && !path.exists() => {
                if is_shipped {
                    return None;
                }
                format!("{shown} is not there, though the plan names it")
            }
            Err(LoadError::Io { error, .. }) => format!("{shown} cannot be read: {error}"),
            Err(LoadError::ReadErrors { unreadable, .. }) => {
                let (fault, position) = unreadable.faults.first()?;
                let (line, column) = (position.line, position.column);
                format!("{shown}:{line}:{column}: {}", fault.message())
            }
        };
        let shipped = || {
            let init = self.inc(["init"]);
            let is_committed = self
                .repo
                .is_some_and(|repo| matches!(repo.committed(&path), Ok(Some(_))));
            // What was typed stays beside it; what is committed is not made anew before it is gone.
            let aside = match is_committed {
                true => {
                    let (git, path) = (self.git(), quoted(&self.typed(&path)));
                    format!(
                        "{git} mv {path} {path}.old && {git} commit -m 'Set aside' -- {path} {path}.old"
                    )
                }
                false => {
                    let path = quoted(&path.display().to_string());
                    format!("mv {path} {path}.old")
                }
            };
            is_shipped.then(|| WayBack {
                words: "go back to the one that comes with inc".to_owned(),
                command: format!("{aside} && {init}"),
            })
        };
        Some(Unsound {
            says,
            cures: vec![cure.unwrap_or_else(|| self.opened(&path))],
            way_back: self
                .way_back(&path, |text| fault(text).is_none())
                .or_else(shipped),
            path: shown,
        })
    }

    /// What puts back what was committed, where that is sound and nothing half done hangs on it.
    fn way_back(&self, path: &Path, is_sound: impl Fn(&str) -> bool) -> Option<WayBack> {
        let repo = self.repo?;
        let committed = repo.committed(path).ok()??;
        let committed = String::from_utf8(committed).ok()?;
        let may_go_back = is_sound(&committed) && repo.may_commit(&[]).is_ok();
        // What was typed is laid aside, not lost: the line is also typed after what mends the file.
        let (words, verb) = match self.home.bytes(path) {
            Ok(_) => (
                "lay it aside and go back to what is committed",
                "stash push",
            ),
            Err(_) => ("go back to what is committed", "checkout HEAD"),
        };
        may_go_back.then(|| WayBack {
            words: words.to_owned(),
            command: format!("{} {verb} -- {}", self.git(), quoted(&self.typed(path))),
        })
    }

    /// What keeps a file that is in no commit as it is now, before another takes its place.
    pub(crate) fn aside(&self, path: &Path) -> Option<String> {
        aside(&self.context.world.folder, self.repo, self.home, path)
    }

    /// A plan, or patterns, in which something is wrong.
    pub(crate) fn wrong(&self, broken: &InvalidFile) -> Stopped {
        let path = self.context.shown(&broken.path);
        let more = match broken.flaws.len() {
            0 | 1 => String::new(),
            number => format!(", and {} more", number - 1),
        };
        let first = broken.flaws.first().map(|flaw| {
            let (line, column) = (flaw.position.line, flaw.position.column);
            format!("{path}:{line}:{column}: {}{more}", flaw.message())
        });
        let is_sound = |text: &str| match broken.path == self.home.plan_path() {
            true => self.home.plan_from(text).is_some(),
            false => codec::lint(text)
                .is_ok_and(|raw| Lint::new(raw).is_ok_and(|lint| lint.prove().is_empty())),
        };
        let way_back = self.way_back(&broken.path, is_sound);
        let cures = match broken.path.symlink_metadata() {
            Ok(_) => {
                vec![fix(broken.blocked, &broken.path).unwrap_or_else(|| self.opened(&broken.path))]
            }
            Err(_) if way_back.is_some() => Vec::new(),
            Err(_) => vec![self.inc(["init"])],
        };
        let unsound = Unsound {
            says: first.unwrap_or_else(|| path.clone()),
            path,
            cures,
            way_back,
        };
        unsound.stopped()
    }

    /// A line of an ignore file for which a change is refused: it is taken out by hand, since what else
    /// it is for only whoever wrote it knows.
    pub(crate) fn hidden(&self, rule: &Rule) -> Stopped {
        let (hides, file) = (rule.hides.display(), self.context.shown(&rule.file));
        Stopped {
            says: format!(
                "git passes over {hides}, and inc refuses to write it; take out {file}:{}: {}",
                rule.line, rule.pattern
            ),
            cures: vec![self.opened(&rule.file)],
        }
    }

    pub(crate) fn git(&self) -> String {
        let top = self.repo.map_or(self.home.root(), Repo::work_dir);
        git_from(&self.context.world.folder, top)
    }

    fn inc<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> String {
        Command::plain(words).line(&self.context.address(None))
    }

    fn opened(&self, path: &Path) -> String {
        self.context.in_editor(path)
    }
}
