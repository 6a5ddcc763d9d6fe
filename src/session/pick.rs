//! Which incident a command is about.

use crate::domain::command::{Address, Command};
use crate::domain::fix::Fix;
use crate::domain::record::Status;
use crate::domain::rules::schema::year_of;
use crate::error::{Error, Kind, Result};
use crate::session::command_line::with_words_together;
use crate::session::context::Context;
use crate::session::file_errors::in_short;
use crate::session::same_id::bearers;
use crate::store::{Document, RecordFile};
use crate::ui::prompt::Choice;
use crate::ui::style::one_line;

/// An incident, and whether it went without saying.
#[derive(Clone, Debug)]
pub(crate) struct Picked {
    pub file: RecordFile,
    pub address: Address,
}

impl Context {
    /// The incident that `given` names: a whole ID, an earlier one, or a unique ending. Left out:
    /// `$INC_INCIDENT`, the only open one, or the one that is picked.
    pub(crate) fn pick(&self, given: Option<&str>) -> Result<Picked> {
        let picked = self.picked(given)?;
        self.is_about(&picked.address);
        Ok(picked)
    }

    fn picked(&self, given: Option<&str>) -> Result<Picked> {
        match (given, &self.world.incident) {
            (Some(given), _) => {
                let file = self.named(given).map_err(|error| {
                    // An ID, or the ending of one, has a number in it and no blank.
                    let is_id = given.contains(char::is_numeric) && !given.contains(' ');
                    let root = (self.world.interface.command)();
                    match with_words_together(&root, &self.world.typed, given).filter(|_| !is_id) {
                        Some(line) => error.fix(line.explained("if these are words")),
                        None => error,
                    }
                })?;
                let bearers = bearers(self, &file);
                for other in bearers.twins {
                    self.warn_of_plan(&format!(
                        "{} {} and {} both have the ID {}; using the first:",
                        self.look().warning("warning:"),
                        self.shown(&file.path),
                        self.shown(&other),
                        file.stem
                    ));
                }
                for other in bearers.same_ids {
                    self.say(format!(
                        "{} {other} was formerly {} too",
                        self.look().warning("note:"),
                        file.stem
                    ));
                }
                let address = self.address(Some(file.stem.clone()));
                Ok(Picked { file, address })
            }
            (None, Some(incident)) => Ok(Picked {
                file: self.named(incident).map_err(|mut error| {
                    // The command line is right.
                    error.kind = Kind::Environment;
                    error.message += ", as $INC_INCIDENT says";
                    error.fix(Fix::run(["unset", "INC_INCIDENT"]).explained("names none"))
                })?,
                address: self.address(None),
            }),
            (None, None) => self.unnamed(),
        }
    }

    /// The record that `given` names, or every one; what is wrong with those of all that cannot be read
    /// beside them.
    pub(crate) fn one_or_all(&self, given: Option<&str>) -> Result<(Vec<Document>, Vec<Error>)> {
        if given.is_some() {
            return Ok((vec![self.load(&self.pick(given)?)?], Vec::new()));
        }
        let home = self.home()?;
        let (mut documents, mut broken) = (Vec::new(), Vec::new());
        for loaded in home.load_all(home.record_files()) {
            match loaded {
                Ok(document) => documents.push(document),
                Err(error) => broken.push(self.load_error(error)),
            }
        }
        Ok((documents, broken))
    }

    /// Whether a word names an incident.
    pub(crate) fn is_incident(&self, word: &str) -> bool {
        self.named(word).is_ok()
    }

    /// The incident that goes without saying, without asking and without complaint.
    pub(crate) fn implied(&self) -> Option<RecordFile> {
        if let Some(incident) = &self.world.incident {
            return self.named(incident).ok();
        }
        match self
            .open_among(self.home().ok()?.record_files())
            .ok()?
            .as_slice()
        {
            [(only, _)] => Some(only.clone()),
            _ => None,
        }
    }

    fn named(&self, given: &str) -> Result<RecordFile> {
        let home = self.home()?;
        let given = given.trim().trim_end_matches(".yaml");
        // The usual case opens nothing but the file itself.
        if let Some(year) = year_of(given) {
            let path = home.record_path(year, given);
            if path.exists() || path.is_symlink() {
                return Ok(RecordFile {
                    path,
                    stem: given.to_owned(),
                    folder: year.to_owned(),
                });
            }
        }
        let files = home.record_files();
        let upper = given.to_uppercase();
        let matching: Vec<RecordFile> = files
            .iter()
            .filter(|file| !given.is_empty() && file.stem.to_uppercase().ends_with(&upper))
            .cloned()
            .collect();
        match matching.as_slice() {
            [only] => return Ok(only.clone()),
            [] => {}
            _ => {
                let exact = matching
                    .iter()
                    .find(|file| file.stem.to_uppercase() == upper)
                    // Two of one name are told apart by nothing but their folders.
                    .filter(|exact| {
                        !matching
                            .iter()
                            .any(|file| file.stem == exact.stem && file != *exact)
                    });
                if let Some(exact) = exact {
                    return Ok(exact.clone());
                }
                let open = self.open_among(matching.clone())?;
                if let [only] = open.as_slice() {
                    return Ok(only.0.clone());
                }
                let mut error = Error::usage(format!("`{given}` could be more than one incident"));
                for file in matching.iter().take(12) {
                    let is_twin = |other: &&RecordFile| other.stem == file.stem;
                    let label = match matching.iter().filter(is_twin).count() {
                        1 => file.stem.clone(),
                        _ => self.shown(&file.path),
                    };
                    error = error.item(label, None);
                }
                return Err(error);
            }
        }
        // Renumbered ones are found by their earlier names, which only a look inside can tell.
        let former = home.heads(files).into_iter().find(|(_, head)| {
            head.as_ref().is_ok_and(|head| {
                head.formerly
                    .iter()
                    .any(|id| id.to_uppercase().ends_with(&upper))
            })
        });
        former.map(|(file, _)| file).ok_or_else(|| {
            Error::usage(format!("there is no incident `{given}`"))
                .fix(list_all().explained("shows every one"))
        })
    }

    fn unnamed(&self) -> Result<Picked> {
        let mut open = self.open_among(self.home()?.record_files())?;
        open.reverse();
        match open.as_slice() {
            [] => {
                // With nothing open a closed one must be meant, and a person can say which.
                let closed = self.closed()?;
                if !closed.is_empty()
                    && let Some(picked) = self.ask_which(&closed)?
                {
                    return Ok(picked);
                }
                let open = Command::plain(["open", "<TITLE>", "--type", "<TYPE>"]);
                Err(Error::usage("no open incidents, and no ID given")
                    .fix(Fix::from(open).explained("declares one"))
                    .fix(list_all().explained("shows the closed ones")))
            }
            [(file, _)] => Ok(Picked {
                file: file.clone(),
                address: self.address(None),
            }),
            several => {
                let several = &self.looked_at(several)?;
                if let Some(picked) = self.ask_which(several)? {
                    return Ok(picked);
                }
                let mut error = Error::usage(format!(
                    "{} incidents are open: name one, or set $INC_INCIDENT",
                    several.len()
                ));
                for (file, title) in several.iter().take(12) {
                    let again = self.args_with_answers(Some(&file.stem));
                    let again = Command::plain(again.iter().map(String::as_str));
                    error = error.item(one_line(title), Some(again));
                }
                Err(error)
            }
        }
    }

    /// Which closed incident is meant, where none is named: never one that goes without saying,
    /// since to reopen the wrong one breaks its seal.
    pub(crate) fn pick_closed(&self) -> Result<Picked> {
        let closed = self.closed()?;
        if closed.is_empty() {
            return Err(Error::refused(
                "only a closed incident can be reopened, and none is closed",
            )
            .item(
                "to move a status back",
                Some(Command::plain(["set", "status=<STATUS>", "-m", "<REASON>"])),
            ));
        }
        if let Some(picked) = self.ask_which(&closed)? {
            return Ok(picked);
        }
        let mut error = Error::usage("name the incident to reopen: inc reopen <ID> -m <REASON>");
        for (file, title) in closed.iter().take(12) {
            error = error.item(format!("{}  {}", file.stem, one_line(title)), None);
        }
        Err(error)
    }

    /// The closed incidents with their titles, newest first.
    fn closed(&self) -> Result<Vec<(RecordFile, String)>> {
        let home = self.home()?;
        let heads = home.heads(home.record_files()).into_iter().rev();
        Ok(heads
            .filter_map(|(file, head)| Some((file, head.ok()?)))
            .filter(|(_, head)| head.status.is_closed())
            .map(|(file, head)| (file, head.title))
            .collect())
    }

    /// On a terminal, one of several is picked by typing a part of it.
    fn ask_which(&self, files: &[(RecordFile, String)]) -> Result<Option<Picked>> {
        let Some(mut prompt) = self.prompt() else {
            return Ok(None);
        };
        let choices: Vec<Choice> = files
            .iter()
            .map(|(file, title)| Choice::new(file.stem.clone()).hint(one_line(title)))
            .collect();
        let place = prompt
            .search("Which incident?", &choices)
            .map_err(|_| Error::new(Kind::Interrupted, "interrupted"))?;
        let chosen = place.and_then(|place| files.get(place));
        let chosen = chosen.map(|(file, _)| file.clone());
        self.answers.borrow_mut().incident = chosen.as_ref().map(|file| file.stem.clone());
        Ok(chosen.map(|file| Picked {
            address: self.address(Some(file.stem.clone())),
            file,
        }))
    }

    /// The files whose incident is not closed, with its title. One that cannot be read might be
    /// open, so it counts.
    fn open_among(&self, files: Vec<RecordFile>) -> Result<Vec<(RecordFile, String)>> {
        let heads = self.home()?.heads(files);
        Ok(heads
            .into_iter()
            .filter_map(|(file, head)| match head {
                Ok(head) if head.status == Status::Closed => None,
                Ok(head) => Some((file, head.title)),
                Err(error) => Some((file, in_short(&error))),
            })
            .collect())
    }

    /// The same files with what a closer look shows: a conflict below the head of a record.
    fn looked_at(&self, files: &[(RecordFile, String)]) -> Result<Vec<(RecordFile, String)>> {
        let glances = self
            .home()?
            .glances(files.iter().map(|(file, _)| file.clone()).collect());
        let titles = files.iter().map(|(_, title)| title);
        Ok(glances
            .into_iter()
            .zip(titles)
            .map(|(glance, title)| match glance.head {
                Ok(_) => (glance.file, title.clone()),
                Err(error) => (glance.file, in_short(&error)),
            })
            .collect())
    }
}

fn list_all() -> Fix {
    Fix::inc(["list", "--all"])
}
