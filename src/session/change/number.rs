//! Numbers of incidents: the next free one, and another one where two clones took the same.

use std::path::PathBuf;

use chrono::{Days, NaiveDate, NaiveTime};

use crate::domain::plan::Plan;
use crate::domain::record::Time;
use crate::domain::report::stamp;
use crate::domain::rules::schema::year_of;
use crate::error::{Error, Result, git};
use crate::session::change::{edited, message};
use crate::session::context::Context;
use crate::store::{Document, Home, MADE, replace};

/// A number is not committed before its day; by this much the clocks of two machines may differ. So
/// only the commits since then are looked at, however long the history is.
const CLOCKS: Days = Days::new(7);

/// The ID of an incident that is declared now: the next free number of its day.
pub(crate) fn next_id(context: &Context, plan: &Plan, at: Time) -> Result<String> {
    let (prefix, suffix) = plan.id_around_number(at);
    free_number(context, plan, &prefix, &suffix)
}

/// The next number that no incident ever had, as far as is known: over the work tree, HEAD and all
/// branches, remote-tracking ones included, and their history. A number that was deleted is not free:
/// whoever brought that record back would lose one of the two.
fn free_number(context: &Context, plan: &Plan, prefix: &str, suffix: &str) -> Result<String> {
    let (home, repo) = (context.home()?, context.repo()?);
    let year = year_of(prefix).or(year_of(suffix)).unwrap_or_default();
    let folder = home.year_folder(year);
    let mut in_branches = repo.names_in_branches(&folder, prefix).map_err(git)?;
    if let Some(day) = day_of(plan, prefix, suffix) {
        let since = (day - CLOCKS).and_time(NaiveTime::MIN).and_utc();
        let since = repo.names_since(&folder, prefix, since.timestamp());
        in_branches.extend(since.map_err(git)?);
    }
    let in_tree = home
        .record_files()
        .into_iter()
        .map(|file| file.stem)
        .filter(|stem| stem.starts_with(prefix));
    let taken = in_branches.into_iter().chain(in_tree);
    let numbers = taken.filter_map(|name| {
        name.strip_prefix(prefix)?
            .strip_suffix(suffix)?
            .parse::<u32>()
            .ok()
    });
    let next = numbers.max().unwrap_or(0) + 1;
    Ok(format!("{prefix}{next:03}{suffix}"))
}

/// The day that is written around a number; of another format than today's, its year.
fn day_of(plan: &Plan, prefix: &str, suffix: &str) -> Option<NaiveDate> {
    let (format, id) = (&plan.settings.id_format, format!("{prefix}NNN{suffix}"));
    let part = |name: &str| {
        let place = format.find(name)?;
        id.get(place..place + name.len())?.parse::<u32>().ok()
    };
    let whole = || NaiveDate::from_ymd_opt(part("YYYY")?.cast_signed(), part("MM")?, part("DD")?);
    whole().or_else(|| NaiveDate::from_ymd_opt(year_of(&id)?.parse().ok()?, 1, 1))
}

/// Gives an incident another number, in one commit: `id`, `formerly`, file name and saved reports
/// change, nothing else. By its old ID it is still found.
pub(crate) fn renumber(context: &Context, plan: &Plan, document: &Document) -> Result<String> {
    let old = document.record.id.clone();
    // A number stands where the format has it, however long the rest of the format is.
    let place = plan.settings.id_format.find("NNN").unwrap_or(old.len());
    let (prefix, rest) = old.split_at(place.min(old.len()));
    let suffix = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let new = free_number(context, plan, prefix, suffix)?;
    let mut after = document.record.clone();
    after.id.clone_from(&new);
    after.formerly.push(old.clone());
    let text = edited(document, &after).map_err(|error| {
        let path = context.shown(&document.file.path);
        let (line, what) = (error.line, error.message);
        Error::environment(format!("{path}:{line}: {what}; {old} is as it was"))
    })?;
    let (home, repo) = (context.home()?, context.repo()?);
    let folder = &document.file.folder;
    let path = home.record_path(folder, &new);
    let cannot =
        |error: std::io::Error| Error::environment(format!("{old} cannot be renumbered: {error}"));
    let mut written: Vec<(PathBuf, String)> = vec![(path.clone(), text.clone())];
    let mut gone = vec![(document.file.path.clone(), document.text.clone())];
    let renumbered = Document {
        file: Home::record_file(&path),
        text,
        record: after,
    };
    let digest = stamp::record_digest(&renumbered.record);
    for saved in home.saved_reports() {
        let Some((id, template)) = saved.stem.split_once('.') else {
            continue;
        };
        if id != old {
            continue;
        }
        let text = home.text_within(&saved.path, MADE);
        let text = text.map_err(|error| context.load_error(error))?;
        // What somebody wrote, or nothing can make again, goes along as it is.
        let is_ours = stamp::verify(&text, "").is_ok_and(|stamp| !stamp.body_edited);
        let body = is_ours.then(|| context.report(template, &renumbered, plan).ok());
        let report = match body.flatten() {
            Some(body) => stamp::stamp(template, &body, &digest),
            None => text.clone(),
        };
        written.push((home.report_path(folder, &new, template), report));
        gone.push((saved.path, text));
    }
    for (path, text) in &written {
        replace::replace(path, text).map_err(cannot)?;
    }
    for (path, _) in &gone {
        std::fs::remove_file(path).map_err(cannot)?;
    }
    let paths: Vec<&std::path::Path> = written
        .iter()
        .map(|(path, _)| path.as_path())
        .chain(gone.iter().map(|(path, _)| path.as_path()))
        .collect();
    let subject = format!("renumbered, formerly {old}");
    let message = message(&renumbered.record, "sync", &subject);
    repo.commit(&paths, &message).map_err(|error| {
        // Half of a renaming is nothing that anybody could go on with.
        for (path, text) in &gone {
            replace::replace(path, text).ok();
        }
        for (path, _) in &written {
            std::fs::remove_file(path).ok();
        }
        git(error).fix(format!(
            "{old} is as it was, and nothing was merged or pushed"
        ))
    })?;
    Ok(new)
}
