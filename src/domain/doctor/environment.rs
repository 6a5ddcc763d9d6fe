//! The machine, as far as `inc` leans on it.

use super::{Survey, Verdict};

pub(super) fn time(survey: &Survey) -> Vec<Verdict> {
    let mut said = Vec::new();
    let clock = match &survey.environment.clock {
        Some(Ok(clock)) => Some(Verdict::note(format!(
            "$INC_NOW stops the clock at {clock}: that is when everything happens"
        ))),
        Some(Err(why)) => Some(Verdict::trouble(format!(
            "$INC_NOW: {why}; every other command refuses"
        ))),
        None => None,
    };
    said.extend(clock.map(|clock| clock.cure("unset INC_NOW")));
    if let Some(Ok(plan)) = survey.home.as_ref().ok().map(|home| &home.plan) {
        said.push(Verdict::ok(format!(
            "{}, where it is {}",
            plan.zone, plan.now
        )));
    }
    said
}

pub(super) fn variables(survey: &Survey) -> Vec<Verdict> {
    let environment = &survey.environment;
    let mut said = Vec::new();
    if environment.seed {
        let says = "$INC_SEED makes the ids of entries repeat: two clones will hand out the same";
        said.push(Verdict::note(says).cure("unset INC_SEED"));
    }
    match &environment.incident {
        Some((incident, true)) => said.push(Verdict::ok(format!("$INC_INCIDENT is {incident}"))),
        Some((incident, false)) => {
            let says = format!("$INC_INCIDENT is {incident}, and there is no such incident");
            said.push(Verdict::note(says).cure("unset INC_INCIDENT"));
        }
        None => {}
    }
    if let Some(home) = &environment.home {
        said.push(Verdict::ok(format!("$INC_REPO is {home}")));
    }
    if said.is_empty() {
        said.push(Verdict::ok("none is set"));
    }
    said
}

pub(super) fn webhook(survey: &Survey) -> Vec<Verdict> {
    vec![match &survey.environment.webhook {
        None => Verdict::ok("$INC_SLACK_WEBHOOK is not set; inc update --send slack needs it"),
        Some(Ok(())) => Verdict::ok("$INC_SLACK_WEBHOOK is set"),
        Some(Err(why)) => Verdict::note(format!("$INC_SLACK_WEBHOOK: {why}"))
            .cure("export INC_SLACK_WEBHOOK=https://<ADDRESS>"),
    }]
}

pub(super) fn editor(survey: &Survey) -> Vec<Verdict> {
    let environment = &survey.environment;
    let editor = &environment.editor;
    vec![if environment.editor_is_there {
        Verdict::ok(editor)
    } else {
        Verdict::note(format!("`{editor}` is not there: inc edit opens nothing"))
            .cure(format!("export {}=<EDITOR>", environment.editor_variable))
    }]
}

pub(super) fn terminal(survey: &Survey) -> Vec<Verdict> {
    vec![if survey.environment.unicode {
        Verdict::ok("it shows more than ASCII")
    } else {
        Verdict::note("its locale knows ASCII alone, so bars and arrows are drawn with that")
            .cure("export LC_ALL=C.UTF-8")
    }]
}
