//! What was seen of the machine, the repository and the home.

use std::collections::BTreeMap;

/// Everything at once. Sums are told apart from absences: what could not be looked at says why.
#[derive(Clone, Debug)]
pub struct Survey {
    /// How commands name this program, as the command line did: `inc`, `inc -C DIR`.
    pub inc: String,
    /// The version of the git program, and the least that is needed.
    pub git: Result<(String, bool), Stopped>,
    pub needed_git: String,
    pub home: Result<HomeSurvey, Stopped>,
    /// Nothing where there is no home, and so nothing to be in a repository.
    pub repository: Option<Result<Repository, Stopped>>,
    pub environment: Environment,
}

/// Why something could not be looked at, and what to type.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopped {
    pub says: String,
    pub cures: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Repository {
    /// How commands name git so that it works in this repository: `git`, `git -C DIR`.
    pub git: String,
    /// By key, as git lists them.
    pub settings: BTreeMap<String, String>,
    /// What takes a setting away again, of those that may be wrong.
    pub unsetting: BTreeMap<String, String>,
    /// Who is named in records.
    pub name: Option<String>,
    /// Whom a commit would name.
    pub identity: Option<String>,
    /// A variable that gives commits a time which is none.
    pub misdated: Option<Stopped>,
    /// A merge, rebase or the like that is not finished.
    pub half_done: Option<Stopped>,
    /// Where HEAD is on no branch.
    pub detached: Option<DetachedHead>,
    pub signing: Signing,
    pub hooks: Hooks,
    pub locks: Vec<Lock>,
    /// Paths of the home that differ from HEAD.
    pub uncommitted: Vec<String>,
    /// Those of them that HEAD holds and the work tree lacks, and that were not moved.
    pub deleted: Vec<String>,
    /// Those of them that are gone from the index as well, so that `git add` knows nothing of them.
    pub removed: Vec<String>,
    /// Lines of ignore files for which git passes over what must be committed.
    pub ignored: Vec<Stopped>,
    /// Incidents whose edit was typed and not kept.
    pub drafts: Vec<String>,
    pub shallow: bool,
    /// Remotes of which only a part of the objects was fetched.
    pub partial: Vec<String>,
    pub driver: Driver,
    /// What makes a shell find `inc`, as the merge driver needs; none where one does.
    pub search_for_inc: Option<String>,
    /// Git's attributes of a record.
    pub merge_attribute: String,
    pub text_attribute: String,
}

/// A HEAD that is on no branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetachedHead {
    /// How many commits no branch holds.
    pub alone: usize,
    /// Whether `git switch -` goes back to a branch.
    pub has_way_back: bool,
}

/// How the merge driver of records is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Driver {
    #[default]
    Absent,
    /// By another version of the program, or by hand.
    Other,
    Ours,
}

#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// The program that signs, and whether it is there.
    pub program: String,
    pub program_is_there: bool,
    /// Whether the key is a file, and that file is missing.
    pub key_is_missing: bool,
    /// What the program says of the key, where it was asked.
    pub key: Option<SigningKey>,
    /// Whether the file of allowed signers is there, where one is named.
    pub signers_are_there: bool,
}

/// The key that commits are to be signed with, as the program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// What the program is asked for: an id, or whom a commit names.
    pub asked: String,
    pub standing: KeyState,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    Usable,
    /// It signs nothing: why, as a sentence, and whether the program has another key that does.
    Refused {
        why: String,
        has_others: bool,
    },
    /// The program does not say.
    Unknown,
}

#[derive(Clone, Debug, Default)]
pub struct Hooks {
    pub folder: String,
    pub folder_is_there: bool,
    pub run: Vec<String>,
    pub passed_over: Vec<String>,
    /// Those of which the program that is to run them is not there, with its path.
    pub without_program: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub path: String,
    /// In seconds.
    pub age: u64,
}

#[derive(Clone, Debug)]
pub struct HomeSurvey {
    pub root: String,
    pub plan: Result<PlanSurvey, Stopped>,
    /// The path of each template that is shipped, and how the home's own stands to it.
    pub templates: Vec<(String, FileState)>,
    pub patterns: Result<(), Stopped>,
    /// Records, and what was confirmed of the preparation, that cannot be read, and records that stand
    /// there twice or were changed in a way that no commit may.
    pub unreadable: Vec<Unsound>,
    /// How many records there are.
    pub records: usize,
    /// Templates of reports and messages that cannot be filled in.
    pub unfilled: Vec<Unsound>,
    /// Every file of the home that cannot be used as it is, as git's paths are typed here.
    pub unsound: Vec<String>,
    pub schemas: Vec<(String, FileState)>,
    /// What keeps those of the schemas that are somebody's own and in no commit, before they are
    /// written anew.
    pub schemas_aside: Vec<String>,
    pub evidence: Option<EvidenceSurvey>,
    /// Where nothing can be written, in the home and in git's own folder.
    pub blocked: Vec<Blocked>,
}

/// A file or folder in which nothing can be written, though a change must.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub path: String,
    pub bar: Bar,
    /// Whether it is so with something in it.
    pub is_inside: bool,
}

/// Why nothing can be written somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bar {
    /// It is ours, and is not to be written.
    Forbidden,
    /// It is another user's.
    Foreign,
    ReadOnly,
    Full,
    /// There is something else where a folder should be.
    NoFolder,
    Other(String),
}

/// A file that cannot be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsound {
    /// From the top of the home.
    pub path: String,
    /// What is wrong with it, and where.
    pub says: String,
    pub cures: Vec<String>,
    pub way_back: Option<WayBack>,
}

/// What goes back to a sound version instead of mending a file. It is typed after the cures as well,
/// so it must lose nothing that they made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayBack {
    pub words: String,
    pub command: String,
}

impl Unsound {
    /// As it is told: the way back is the last line, and the only one where nothing else mends it.
    pub fn stopped(&self) -> Stopped {
        let (mut says, mut cures) = (self.says.clone(), self.cures.clone());
        if let Some(back) = &self.way_back {
            let or = if cures.is_empty() { "" } else { "or " };
            says = format!("{says}; {or}{}, with the last line", back.words);
            cures.push(back.command.clone());
        }
        Stopped { says, cures }
    }
}

/// How a file of the home stands to what this program would write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    Same,
    /// Other words for the same thing.
    Worded,
    /// Something else.
    Other,
    /// Something that this program never wrote.
    Own,
    Missing,
}

#[derive(Clone, Debug)]
pub struct PlanSurvey {
    /// Its file, as it is typed here.
    pub path: String,
    pub version: String,
    pub zone: String,
    /// Whether it says whose signatures count.
    pub names_signers: bool,
    /// What a watch shows there.
    pub now: String,
    pub difference: Difference,
}

/// How two plans differ, by what has a name in them: `facts.data-exposure`, `checklists.recovery.redis`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In both, and not the same.
    pub changed: Vec<String>,
    /// In the shipped plan alone: taken out here, or new since this plan was written.
    pub missing: Vec<String>,
    /// In this plan alone.
    pub own: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceSurvey {
    pub location: String,
    /// Why no evidence can be kept there, as a sentence.
    pub refused: Option<String>,
    pub is_there: bool,
    /// Whether git passes over what lies there, or will once `inc` has made the folder.
    pub is_hidden: bool,
    /// How many files of it git keeps.
    pub kept_by_git: usize,
    /// Whether it lies in this clone alone.
    pub in_home: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// What `$INC_NOW` says, where it says something, or why that is no time.
    pub clock: Option<Result<String, String>>,
    pub seed: bool,
    pub home: Option<String>,
    /// What `$INC_INCIDENT` names, and whether there is such an incident.
    pub incident: Option<(String, bool)>,
    /// Whether the webhook is set, and why it cannot be one.
    pub webhook: Option<Result<(), String>>,
    /// The variable that names the editor.
    pub editor_variable: &'static str,
    pub editor: String,
    pub editor_is_there: bool,
    pub unicode: bool,
}
