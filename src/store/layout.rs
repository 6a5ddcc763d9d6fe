//! Where everything of an incident home lies.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// A folder with `incidents/` and `templates/plan.yaml`; `readiness.yaml` may stand beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    root: PathBuf,
}

/// One record's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordFile {
    pub path: PathBuf,
    /// The file's name without `.yaml`.
    pub stem: String,
    /// The folder it lies in, a year.
    pub folder: String,
}

impl Home {
    pub const INCIDENTS: &'static str = "incidents";
    pub const TEMPLATES: &'static str = "templates";
    pub const PLAN: &'static str = "templates/plan.yaml";
    pub const LINT: &'static str = "templates/lint.yaml";
    pub const READINESS: &'static str = "readiness.yaml";
    /// How a record, which lies two folders below the home, names a file of the templates.
    const FROM_RECORD: &'static str = "../../templates";

    /// The home that `start` lies in, looking upwards.
    pub fn find(start: &Path) -> Option<Home> {
        start
            .ancestors()
            .find(|folder| Self::is_home(folder))
            .map(|root| Home {
                root: root.to_owned(),
            })
    }

    /// A folder taken as a home, whether it is one yet or not.
    pub fn at(root: PathBuf) -> Home {
        Home { root }
    }

    pub fn is_home(folder: &Path) -> bool {
        folder.join(Self::INCIDENTS).is_dir() && folder.join(Self::PLAN).symlink_metadata().is_ok()
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn incidents(&self) -> PathBuf {
        self.root.join(Self::INCIDENTS)
    }

    pub fn plan_path(&self) -> PathBuf {
        self.root.join(Self::PLAN)
    }

    /// What was confirmed of the preparation checklist; there is none before the first time.
    pub fn readiness_path(&self) -> PathBuf {
        self.root.join(Self::READINESS)
    }

    /// A schema for editors, by the name of its file.
    pub fn schema_path(&self, file: &str) -> PathBuf {
        self.root.join(Self::TEMPLATES).join(file)
    }

    /// How a record names a schema that lies there, and `readiness.yaml` names one; none where there
    /// is no such file.
    pub fn schema_seen(&self, file: &str, from_record: bool) -> Option<String> {
        let folder = if from_record {
            Self::FROM_RECORD
        } else {
            Self::TEMPLATES
        };
        let is_there = self.schema_path(file).is_file();
        is_there.then(|| format!("{folder}/{file}"))
    }

    pub fn year_folder(&self, year: &str) -> PathBuf {
        self.incidents().join(year)
    }

    pub fn record_path(&self, year: &str, id: &str) -> PathBuf {
        self.year_folder(year).join(format!("{id}.yaml"))
    }

    /// A saved report lies beside its record.
    pub fn report_path(&self, year: &str, id: &str, template: &str) -> PathBuf {
        self.year_folder(year).join(format!("{id}.{template}.md"))
    }

    /// A path as people see it: from the home on.
    pub fn relative(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        shown.display().to_string().replace('\\', "/")
    }

    /// Every record's file, sorted; none is opened.
    pub fn record_files(&self) -> Vec<RecordFile> {
        self.files_ending(".yaml")
    }

    /// Every saved report; its stem is `ID.template`.
    pub fn saved_reports(&self) -> Vec<RecordFile> {
        self.files_ending(".md")
            .into_iter()
            .filter(|file| file.stem.contains('.'))
            .collect()
    }

    /// The plan and every template.
    pub fn template_files(&self) -> Vec<PathBuf> {
        let entries = WalkDir::new(self.root().join("templates"));
        let files = entries.into_iter().filter_map(Result::ok);
        let mut files: Vec<PathBuf> = files
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect();
        files.sort();
        files
    }

    fn files_ending(&self, ending: &str) -> Vec<RecordFile> {
        let entries = WalkDir::new(self.incidents())
            .min_depth(1)
            .max_depth(2)
            .into_iter()
            .filter_map(Result::ok);
        let mut files: Vec<RecordFile> = entries
            .filter(|entry| !entry.file_type().is_dir())
            .filter_map(|entry| {
                let stem = entry.file_name().to_str()?.strip_suffix(ending)?.to_owned();
                let folder = entry.path().parent()?.file_name()?.to_str()?.to_owned();
                Some(RecordFile {
                    path: entry.into_path(),
                    stem,
                    folder,
                })
            })
            .filter(|file| !file.stem.starts_with('.'))
            .collect();
        files.sort();
        files
    }

    /// The file of a record by its path inside `incidents/`; nothing where no record can lie there.
    pub fn record_inside(&self, path: &Path) -> Option<RecordFile> {
        let name = path.file_name()?.to_str()?;
        let is_record =
            name.ends_with(".yaml") && !name.starts_with('.') && path.iter().count() <= 2;
        is_record.then(|| Self::record_file(&self.incidents().join(path)))
    }

    /// A path given by somebody as a record's file.
    pub fn record_file(path: &Path) -> RecordFile {
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        let folder = path
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        RecordFile {
            path: path.to_owned(),
            stem,
            folder,
        }
    }

    /// The names of markdown files in a folder of the home, without `.md`.
    pub fn markdown_in(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter_map(Result::ok);
        let mut names: Vec<String> = entries
            .filter_map(|entry| {
                entry
                    .file_name()
                    .to_str()?
                    .strip_suffix(".md")
                    .map(str::to_owned)
            })
            .collect();
        names.sort();
        names
    }
}
