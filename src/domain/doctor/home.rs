//! The incident home and its files.

use super::{HomeSeen, Said, Seen, Standing, Unsound};
use crate::domain::command::quoted;

pub(super) fn place(seen: &Seen) -> Vec<Said> {
    vec![match &seen.home {
        Ok(home) => Said::ok(&home.root),
        Err(stopped) => Said::stopped(stopped),
    }]
}

fn there(seen: &Seen) -> Option<&HomeSeen> {
    seen.home.as_ref().ok()
}

/// So many files are told one by one.
const TOLD: usize = 8;

fn each(unsound: &[Unsound], all: &str) -> Vec<Said> {
    let shown = unsound.iter().take(TOLD);
    let shown = shown.map(|file| Said::stopped(&file.stopped()));
    let mut said: Vec<Said> = shown.collect();
    if unsound.len() > TOLD {
        let more = unsound.len() - TOLD;
        said.push(Said::trouble(format!("and {more} more")).cure(all));
    }
    said
}

pub(super) fn records(seen: &Seen) -> Vec<Said> {
    let Some(home) = there(seen) else {
        return Vec::new();
    };
    let said = each(&home.unreadable, &format!("{} validate", seen.inc));
    match (said.is_empty(), home.records) {
        (false, _) => said,
        (true, 0) => vec![Said::ok("there is none yet")],
        (true, 1) => vec![Said::ok("the only one can be read")],
        (true, number) => vec![Said::ok(format!("all {number} can be read"))],
    }
}

pub(super) fn evidence(seen: &Seen) -> Vec<Said> {
    let Some(store) = there(seen).and_then(|home| home.evidence.as_ref()) else {
        return Vec::new();
    };
    let location = &store.location;
    if let Some(why) = &store.refused {
        let says = format!("{why}: inc evidence add refuses");
        return vec![Said::note(says).cure(format!("{} plan settings", seen.inc))];
    }
    let git = seen
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
            Said::note(says)
                .cure(format!("{git} rm -r --cached {}", quoted(location)))
                .cure(format!("{git} commit -m \"Take evidence out of git\"")),
        );
    }
    if !store.is_hidden {
        let says = format!("git sees {location}: inc evidence add refuses");
        said.push(Said::note(says).cure(format!(
            "echo '*' > {}",
            quoted(&format!("{}/.gitignore", location.trim_end_matches('/')))
        )));
    }
    if !store.is_there && !store.in_home {
        let says = format!("{location} is not there");
        said.push(Said::note(says).cure(format!("mkdir -p {}", quoted(location))));
    }
    if said.is_empty() {
        let clone = if store.in_home {
            ", in this clone alone"
        } else {
            ""
        };
        said.push(Said::ok(format!("{location}{clone}; git passes over it")));
    }
    said
}

pub(super) fn templates(seen: &Seen) -> Vec<Said> {
    let Some(home) = there(seen) else {
        return Vec::new();
    };
    let of = |standing: Standing| -> Vec<&str> {
        let those = home
            .templates
            .iter()
            .filter(|(_, known)| *known == standing);
        those.map(|(path, _)| path.as_str()).collect()
    };
    let (mut missing, mut own) = (of(Standing::Missing), of(Standing::Other));
    let is_sound = |path: &&str| !home.unfilled.iter().any(|file| file.path == *path);
    missing.retain(is_sound);
    own.retain(is_sound);
    let mut said = each(&home.unfilled, &format!("{} report --check", seen.inc));
    if !missing.is_empty() {
        let says = format!("{} not here; those of this inc stand in", few(&missing));
        said.push(Said::note(says).cure(format!("{} init", seen.inc)));
    }
    if own.is_empty() && said.is_empty() {
        said.push(Said::ok("as this inc brings them"));
    } else if !own.is_empty() {
        said.push(Said::ok(format!("the home's own: {}", few(&own))));
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

pub(super) fn patterns(seen: &Seen) -> Vec<Said> {
    let Some(home) = there(seen) else {
        return Vec::new();
    };
    vec![match &home.patterns {
        Ok(()) => Said::ok("templates/lint.yaml works"),
        Err(stopped) => Said::stopped(stopped),
    }]
}

pub(super) fn schemas(seen: &Seen) -> Vec<Said> {
    let Some(home) = there(seen).filter(|home| home.plan.is_ok()) else {
        return Vec::new();
    };
    let of = |standing: Standing| -> Vec<&str> {
        let those = home.schemas.iter().filter(|(_, known)| *known == standing);
        those.map(|(path, _)| path.as_str()).collect()
    };
    let mut said = Vec::new();
    for (standing, words, cure) in [
        (
            Standing::Missing,
            "not here, so editors offer nothing",
            "init",
        ),
        (
            Standing::Other,
            "made from the plan as it was before",
            "schema --write",
        ),
        (
            Standing::Worded,
            "in the words of another inc",
            "schema --write",
        ),
        (
            Standing::Own,
            "not made by inc, so editors are told what is in there and not what the plan says; \
             to have that instead",
            "schema --write",
        ),
    ] {
        let those = of(standing);
        let aside = match standing {
            Standing::Own => home.schemas_aside.clone(),
            _ => Vec::new(),
        };
        if !those.is_empty() {
            said.push(
                Said::note(format!("{}: {words}", few(&those)))
                    .cures(aside)
                    .cure(format!("{} {cure}", seen.inc)),
            );
        }
    }
    if said.is_empty() {
        said.push(Said::ok("as the plan is"));
    }
    said
}
