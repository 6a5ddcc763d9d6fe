//! Validation of a branch: what it brought, and nothing that was there before it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::domain::fix::Fix;
use crate::domain::lint::Lint;
use crate::domain::plan::Plan;
use crate::domain::record::{Head, Record, Time};
use crate::domain::rules::history::{is_same_incident, placed};
use crate::domain::rules::{Finding, Located};
use crate::error::{Result, git};
use crate::git::{BlobId, Repo};
use crate::history::branch::Branch;
use crate::history::versions::Versions;
use crate::history::violations::Violation;
use crate::session::context::Context;
use crate::session::findings::{self, Judgement};
use crate::store::{Document, Home, LoadError, RecordFile, codec};

/// How a branch is judged.
pub(crate) struct Against<'a> {
    home: &'a Home,
    repo: &'a Repo,
    branch: Branch,
    versions: Versions<'a>,
    /// The plan where the branches parted, if it was another and can be read.
    old_plan: Option<Plan>,
    /// Findings that the branch did not bring.
    pub older: usize,
}

/// What a record is judged with.
#[derive(Clone, Copy)]
pub(crate) struct Judging<'a> {
    pub plan: Option<&'a Plan>,
    pub lint: &'a Lint,
    pub now: Time,
}

impl<'a> Against<'a> {
    pub(crate) fn since(context: &'a Context, repo: &'a Rc<Repo>, revision: &str) -> Result<Self> {
        let home = context.home()?;
        let branch = Branch::since(repo, home, revision)?;
        let mut against = Against {
            home,
            repo,
            branch,
            versions: Versions::new(repo),
            old_plan: None,
            older: 0,
        };
        if let Some(blob) = against.changed_since(&home.plan_path())?.flatten() {
            let text = repo.blob(blob).map_err(git)?;
            against.old_plan = home.plan_from(&String::from_utf8_lossy(&text));
        }
        Ok(against)
    }

    /// Whether a file is another than where the branches parted, and what it was there.
    fn changed_since(&self, path: &Path) -> Result<Option<Option<BlobId>>> {
        let now = self
            .home
            .bytes(path)
            .ok()
            .and_then(|bytes| BlobId::of(&bytes));
        let mut was = None;
        for base in &self.branch.fork.bases {
            was = self.repo.file_at(*base, path).map_err(git)?;
            if was == now {
                return Ok(None);
            }
        }
        Ok(Some(was))
    }

    fn inside(&self, path: &Path) -> PathBuf {
        let inside = path.strip_prefix(self.home.incidents());
        inside.unwrap_or(path).to_path_buf()
    }

    /// Whether the branch touched a record's file.
    pub(crate) fn touches(&self, file: &RecordFile) -> bool {
        self.branch.touched.contains(&self.inside(&file.path))
    }

    /// Leaves out what was found in files that the branch did not touch: the plan, the patterns, the
    /// templates, `readiness.yaml`.
    pub(crate) fn narrow_files(&mut self, found: &mut Vec<Located>) -> Result<()> {
        let mut kept = Vec::new();
        for finding in found.drain(..) {
            let is_new = match self.changed_since(Path::new(&finding.path))? {
                None => false,
                Some(was) => !self.was_there_before(&finding, was)?,
            };
            if is_new {
                kept.push(finding);
            } else {
                self.older += 1;
            }
        }
        *found = kept;
        Ok(())
    }

    /// Whether the very line that is objected to stood in the file before. What is wrong with a plan
    /// may come from another line than the one it shows at, so there this says nothing.
    fn was_there_before(&self, finding: &Located, was: Option<BlobId>) -> Result<bool> {
        let is_of_its_line =
            finding.rule.starts_with("readiness/") || finding.rule == "lint/exposed";
        let (Some(was), Some(line), true) = (was, &finding.source, is_of_its_line) else {
            return Ok(false);
        };
        let bytes = self.repo.blob(was).map_err(git)?;
        Ok(String::from_utf8_lossy(&bytes)
            .lines()
            .any(|old| old == line))
    }

    /// Leaves out what was found in a record before the branch.
    pub(crate) fn narrow(
        &mut self,
        file: &RecordFile,
        judgement: &mut Judgement,
        judging: Judging<'_>,
    ) -> Result<()> {
        let all = judgement.findings.len();
        if let Some(document) = &judgement.document {
            if let Some(before) = self.before(file, &document.record)? {
                let plan = self.old_plan.as_ref().or(judging.plan);
                let was = findings::found_in(&before, plan, judging.lint, judging.now);
                let mut is = findings::found_in(document, judging.plan, judging.lint, judging.now);
                is.retain(|finding| !was.iter().any(|old| old.is_same_as(finding)));
                judgement.findings = findings::locate(document, is);
            }
        } else {
            let was = self.unreadable_before(file)?;
            let is_old = |finding: &Located| {
                was.iter()
                    .any(|old| (old.rule, &old.message) == (finding.rule, &finding.message))
            };
            judgement.findings.retain(|finding| !is_old(finding));
        }
        self.older += all - judgement.findings.len();
        Ok(())
    }

    /// A record as it was where the branches parted, wherever it lay.
    fn before(&mut self, file: &RecordFile, record: &Record) -> Result<Option<Document>> {
        let inside = self.inside(&file.path);
        let same = self.branch.base.get(&inside).map(|blob| (inside, *blob));
        let others = self.branch.touched.iter().filter_map(|path| {
            let blob = self.branch.base.get(path)?;
            Some((path.clone(), *blob))
        });
        let candidates: Vec<(PathBuf, BlobId)> = same.into_iter().chain(others).collect();
        for (path, blob) in candidates {
            let Some(before) = self.versions.record(blob)? else {
                continue;
            };
            if is_same_incident(&before, record)
                && let Ok(text) = String::from_utf8(self.repo.blob(blob).map_err(git)?)
            {
                return Ok(Some(Document {
                    file: Home::record_file(&self.home.incidents().join(path)),
                    text,
                    record: (*before).clone(),
                }));
            }
        }
        Ok(None)
    }

    /// What was wrong with a file that could not be read then either.
    fn unreadable_before(&self, file: &RecordFile) -> Result<Vec<Located>> {
        let Some(blob) = self.branch.base.get(&self.inside(&file.path)) else {
            return Ok(Vec::new());
        };
        let bytes = self.repo.blob(*blob).map_err(git)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(match codec::record(&text) {
            Ok(_) => Vec::new(),
            Err(unreadable) => findings::of_load_error(
                LoadError::Invalid {
                    path: file.path.clone(),
                    text,
                    unreadable,
                },
                true,
            ),
        })
    }

    /// Whether the branch brought it about that a record bears an ID.
    pub(crate) fn brought_id(&mut self, document: &Document, id: &str) -> Result<bool> {
        if !self.touches(&document.file) {
            return Ok(false);
        }
        let before = self.before(&document.file, &document.record)?;
        let bears =
            |record: &Record| record.id == id || record.formerly.iter().any(|old| old == id);
        Ok(bears(&document.record) && before.is_none_or(|before| !bears(&before.record)))
    }

    /// What the branch did to records that it must not have, each at its place in the file as it is
    /// now, or at the path of one that is gone.
    pub(crate) fn history(&mut self, plan: Option<&Plan>) -> Result<Vec<Located>> {
        let violations = self
            .branch
            .violations(&mut self.versions, self.home, plan)?;
        let mut located = Vec::new();
        for violation in violations {
            let message = violation.words();
            let present = self.branch.present(
                &mut self.versions,
                self.home,
                &violation.path,
                &violation.before,
            )?;
            let finding = |path| Finding {
                path,
                message,
                ..violation.finding.clone()
            };
            match present {
                Some((path, record)) => {
                    let text = self.branch.disk.get(&path).map(|file| &file.bytes);
                    let document = Document {
                        file: Home::record_file(&self.home.incidents().join(&path)),
                        text: text
                            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                            .unwrap_or_default(),
                        record: (*record).clone(),
                    };
                    let place = placed(&violation.finding, &record);
                    let fix = self.fix(&violation, None)?;
                    let found = findings::locate(&document, vec![finding(place)]);
                    located.extend(found.into_iter().map(|found| with_fix(found, &fix)));
                }
                None => {
                    let path = self.home.incidents().join(&violation.path);
                    let fix = self.fix(&violation, Some(&path))?;
                    let finding = finding(violation.finding.path.clone());
                    let found = findings::of_gone(&path, &violation.incident, finding);
                    located.extend(found.into_iter().map(|found| with_fix(found, &fix)));
                }
            }
        }
        Ok(located)
    }

    /// Returns the fix of a violation, where more is known than its rule says.
    fn fix(&self, violation: &Violation, gone: Option<&Path>) -> Result<Option<Fix>> {
        let base = self.branch.fork.bases.first().copied();
        if let (false, Some(base)) = (violation.still, base) {
            return Ok(Some(
                Fix::git(["rebase", "-i", &base.short().to_string()])
                    .after("before the branch is merged, remove both commits:"),
            ));
        }
        let (Some(path), Some(held_in)) = (gone, violation.held_in.or(base)) else {
            return Ok(None);
        };
        // From the top of the work tree, so that it can be typed in any folder of it.
        let place = format!(":/{}", self.repo.name_of(path).map_err(git)?);
        let held_in = held_in.short().to_string();
        let checkout = Fix::git(["checkout", &held_in, "--", &place]);
        Ok(Some(checkout.after("restore the file:")))
    }
}

/// Of the records that a branch did not touch, those that bear or bore an ID of one that it did: of all
/// the others the head is enough.
pub(crate) fn incidents_with_same_id<'d>(
    home: &Home,
    touched: impl Iterator<Item = &'d Document>,
    beside: Vec<RecordFile>,
) -> Vec<Document> {
    let names = |id: &'d String, formerly: &'d Vec<String>| formerly.iter().chain([id]);
    let ids: BTreeSet<&String> = touched
        .flat_map(|document| names(&document.record.id, &document.record.formerly))
        .collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let bears =
        |head: &Head| ids.contains(&head.id) || head.formerly.iter().any(|id| ids.contains(id));
    let heads = home.heads(beside).into_iter();
    let involved = heads.filter(|(_, head)| head.as_ref().is_ok_and(bears));
    let loaded = home.load_all(involved.map(|(file, _)| file).collect());
    loaded
        .into_iter()
        .filter_map(std::result::Result::ok)
        .collect()
}

fn with_fix(found: Located, fix: &Option<Fix>) -> Located {
    Located {
        fix: fix.clone().or(found.fix),
        ..found
    }
}
