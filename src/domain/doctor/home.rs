//! The incident home and its files.

use super::{FileState, HomeSurvey, Survey, Unsound, Verdict};
use crate::domain::command::quoted;

pub(super) fn place(survey: &Survey) -> Vec<Verdict> {
    vec![match &survey.home {
        Ok(home) => Verdict::ok(&home.root),
        Err(stopped) => Verdict::stopped(stopped),
    }]
}

fn there(survey: &Survey) -> Option<&HomeSurvey> {
    survey.home.as_ref().ok()
}

/// So many files are told one by one.
const SHOWN: usize = 8;

fn each(unsound: &[Unsound], all: &str) -> Vec<Verdict> {
    let shown = unsound.iter().take(SHOWN);
    let shown = shown.map(|file| Verdict::stopped(&file.stopped()));
    let mut said: Vec<Verdict> = shown.collect();
    if unsound.len() > SHOWN {
        let more = unsound.len() - SHOWN;
        said.push(Verdict::trouble(format!("and {more} more")).cure(all));
    }
    said
}

pub(super) fn records(survey: &Survey) -> Vec<Verdict> {
    let Some(home) = there(survey) else {
        return Vec::new();
    };
    let said = each(&home.unreadable, &format!("{} validate", survey.inc));
    match (said.is_empty(), home.records) {
        (false, _) => said,
        (true, 0) => vec![Verdict::ok("there is none yet")],
        (true, 1) => vec![Verdict::ok("the only one can be read")],
        (true, number) => vec![Verdict::ok(format!("all {number} can be read"))],
    }
}

pub(super) fn evidence(survey: &Survey) -> Vec<Verdict> {
    let Some(store) = there(survey).and_then(|home| home.evidence.as_ref()) else {
        return Vec::new();
    };
    let location = &store.location;
    if let Some(why) = &store.refused {
        let says = format!("{why}: inc evidence add refuses");
        return vec![Verdict::note(says).cure(format!("{} plan settings", survey.inc))];
    }
    let git = survey
        .repository
        .as_ref()
        .and_then(|known| known.as_ref().ok());
    let git = git.map_or("git", |repository| &repository.git);
    let mut said = Vec::new();
    if store.kept_by_git > 0 {
        let plural = if store.kept_by_git == 1 { "" } else { "s" };
        let says = format!(
            "git keeps {} file{plural} of {location}, and evidence is never in git",
            store.kept_by_git
        );
        // Named again in the commit, the files would be taken from the work tree once more.
        said.push(
            Verdict::note(says)
                .cure(format!("{git} rm -r --cached {}", quoted(location)))
                .cure(format!("{git} commit -m \"Take evidence out of git\"")),
        );
    }
    if !store.is_hidden {
        let says = format!("git sees {location}: inc evidence add refuses");
        said.push(Verdict::note(says).cure(format!(
            "echo '*' > {}",
            quoted(&format!("{}/.gitignore", location.trim_end_matches('/')))
        )));
    }
    if !store.is_there && !store.in_home {
        let says = format!("{location} is not there");
        said.push(Verdict::note(says).cure(format!("mkdir -p {}", quoted(location))));
    }
    if said.is_empty() {
        let clone = if store.in_home {
            ", in this clone alone"
        } else {
            ""
        };
        said.push(Verdict::ok(format!(
            "{location}{clone}; git passes over it"
        )));
    }
    said
}

pub(super) fn templates(survey: &Survey) -> Vec<Verdict> {
    let Some(home) = there(survey) else {
        return Vec::new();
    };
    let of = |standing: FileState| -> Vec<&str> {
        let those = home
            .templates
            .iter()
            .filter(|(_, known)| *known == standing);
        those.map(|(path, _)| path.as_str()).collect()
    };
    let (mut missing, mut own) = (of(FileState::Missing), of(FileState::Other));
    let is_sound = |path: &&str| !home.unfilled.iter().any(|file| file.path == *path);
    missing.retain(is_sound);
    own.retain(is_sound);
    let mut said = each(&home.unfilled, &format!("{} report --check", survey.inc));
    if !missing.is_empty() {
        let says = format!("{} not here; those of this inc stand in", few(&missing));
        said.push(Verdict::note(says).cure(format!("{} init", survey.inc)));
    }
    if own.is_empty() && said.is_empty() {
        said.push(Verdict::ok("as this inc brings them"));
    } else if !own.is_empty() {
        said.push(Verdict::ok(format!("the home's own: {}", few(&own))));
    }
    said
}

/// A few of them by name, and how many there are.
pub(super) fn few(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = names
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len() {
        0..=SHOWN => shown,
        number => format!("{shown} and {} more", number - SHOWN),
    }
}

pub(super) fn patterns(survey: &Survey) -> Vec<Verdict> {
    let Some(home) = there(survey) else {
        return Vec::new();
    };
    vec![match &home.patterns {
        Ok(()) => Verdict::ok("templates/lint.yaml works"),
        Err(stopped) => Verdict::stopped(stopped),
    }]
}

pub(super) fn schemas(survey: &Survey) -> Vec<Verdict> {
    let Some(home) = there(survey).filter(|home| home.plan.is_ok()) else {
        return Vec::new();
    };
    let of = |standing: FileState| -> Vec<&str> {
        let those = home.schemas.iter().filter(|(_, known)| *known == standing);
        those.map(|(path, _)| path.as_str()).collect()
    };
    let mut said = Vec::new();
    for (standing, words, cure) in [
        (
            FileState::Missing,
            "not here, so editors offer nothing",
            "init",
        ),
        (
            FileState::Other,
            "made from the plan as it was before",
            "schema --write",
        ),
        (
            FileState::Worded,
            "in the words of another inc",
            "schema --write",
        ),
        (
            FileState::Own,
            "not made by inc, so editors are told what is in there and not what the plan says; \
             to have that instead",
            "schema --write",
        ),
    ] {
        let those = of(standing);
        let aside = match standing {
            FileState::Own => home.schemas_aside.clone(),
            _ => Vec::new(),
        };
        if !those.is_empty() {
            said.push(
                Verdict::note(format!("{}: {words}", few(&those)))
                    .cures(aside)
                    .cure(format!("{} {cure}", survey.inc)),
            );
        }
    }
    if said.is_empty() {
        said.push(Verdict::ok("as the plan is"));
    }
    said
}
