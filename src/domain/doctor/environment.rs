//! The machine, as far as `inc` leans on it.

use super::{Said, Seen};

pub(super) fn time(seen: &Seen) -> Vec<Said> {
    let mut said = Vec::new();
    let clock = match &seen.environment.clock {
        Some(Ok(clock)) => Some(Said::note(format!(
            "$INC_NOW stops the clock at {clock}: that is when everything happens"
        ))),
        Some(Err(why)) => Some(Said::trouble(format!(
            "$INC_NOW: {why}; every other command refuses"
        ))),
        None => None,
    };
    said.extend(clock.map(|clock| clock.cure("unset INC_NOW")));
    if let Some(Ok(plan)) = seen.home.as_ref().ok().map(|home| &home.plan) {
        said.push(Said::ok(format!("{}, where it is {}", plan.zone, plan.now)));
    }
    said
}

pub(super) fn variables(seen: &Seen) -> Vec<Said> {
    let environment = &seen.environment;
    let mut said = Vec::new();
    if environment.seed {
        let says = "$INC_SEED makes the ids of entries repeat: two clones will hand out the same";
        said.push(Said::note(says).cure("unset INC_SEED"));
    }
    match &environment.incident {
        Some((incident, true)) => said.push(Said::ok(format!("$INC_INCIDENT is {incident}"))),
        Some((incident, false)) => {
            let says = format!("$INC_INCIDENT is {incident}, and there is no such incident");
            said.push(Said::note(says).cure("unset INC_INCIDENT"));
        }
        None => {}
    }
    if let Some(home) = &environment.home {
        said.push(Said::ok(format!("$INC_REPO is {home}")));
    }
    if said.is_empty() {
        said.push(Said::ok("none is set"));
    }
    said
}

pub(super) fn webhook(seen: &Seen) -> Vec<Said> {
    vec![match &seen.environment.webhook {
        None => Said::ok("$INC_SLACK_WEBHOOK is not set; inc update --send slack needs it"),
        Some(Ok(())) => Said::ok("$INC_SLACK_WEBHOOK is set"),
        Some(Err(why)) => Said::note(format!("$INC_SLACK_WEBHOOK: {why}"))
            .cure("export INC_SLACK_WEBHOOK=https://<ADDRESS>"),
    }]
}

pub(super) fn editor(seen: &Seen) -> Vec<Said> {
    let environment = &seen.environment;
    let editor = &environment.editor;
    vec![if environment.editor_is_there {
        Said::ok(editor)
    } else {
        Said::note(format!("`{editor}` is not there: inc edit opens nothing"))
            .cure(format!("export {}=<EDITOR>", environment.editor_variable))
    }]
}

pub(super) fn terminal(seen: &Seen) -> Vec<Said> {
    vec![if seen.environment.unicode {
        Said::ok("it shows more than ASCII")
    } else {
        Said::note("its locale knows ASCII alone, so bars and arrows are drawn with that")
            .cure("export LC_ALL=C.UTF-8")
    }]
}
