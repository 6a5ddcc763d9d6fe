//! Gates: what a change is refused for, and the check rules that lists of the plan share.

use super::{Finding, Judged, Level, Sink, fix};
use crate::domain::plan::{CheckStatus, CheckView};
use crate::domain::record::{Change, Path, State, Status};

/// The rule of recovery that, once waived, lets what has its time be called done before it.
pub(crate) const CUT_SHORT: &str = "recovery/monitoring-cut-short";

/// The errors that a change brings with it, or leaves where it touched: what it is refused for.
///
/// Errors that were there before and that the change has nothing to do with never stand in the way
/// of a note.
pub(crate) fn refusals<'a>(
    before: &[Finding],
    after: &'a [Finding],
    changes: &[Change],
) -> Vec<&'a Finding> {
    let touched = |finding: &Finding| {
        changes
            .iter()
            .any(|change| !finding.path.0.is_empty() && change.path.is_within(&finding.path))
    };
    after
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .filter(|finding| {
            touched(finding) || !before.iter().any(|earlier| earlier.is_same_as(finding))
        })
        .collect()
}

/// The open checks of all lists that must be satisfied by now and whose command is chosen by `of`.
pub(crate) fn open_checks<'a>(
    judged: &Judged<'a>,
    of: impl Fn(&str) -> bool,
) -> Vec<CheckView<'a>> {
    let case = judged.case;
    let due = Status::ALL
        .into_iter()
        .filter(|status| *status <= case.record.status);
    let views = due.flat_map(|status| case.gate(status));
    views
        .filter(|view| {
            of(case
                .plan
                .checklists
                .get(view.checklist)
                .and_then(|list| list.command.as_deref())
                .unwrap_or_default())
        })
        .filter(|view| !view.is_satisfied())
        .collect()
}

/// Reports an open check with its expected result and the command that fixes it.
pub(crate) fn report_open(judged: &Judged<'_>, view: &CheckView<'_>, sink: &mut Sink) {
    let case = &judged.case;
    let check = view.check;
    let expected = check
        .expect
        .as_ref()
        .map(|expect| format!(" (expected: {expect})"))
        .unwrap_or_default();
    let state = match &view.standing {
        CheckStatus::Said(said) if said.state != State::Open => format!("is {}", said.state),
        _ => "is open".to_owned(),
    };
    let note = view
        .note()
        .map(|note| format!(": {note}"))
        .unwrap_or_default();
    let label = match view.state() {
        State::Failed => format!("{} (failed)", check.check.to_lowercase()),
        _ => check.check.to_lowercase(),
    };
    let rows = if check.row.is_empty() {
        case.plan
            .checklists
            .get(view.checklist)
            .map(|list| list.row.as_slice())
            .unwrap_or_default()
    } else {
        &check.row
    };
    let status = case.record.status;
    let found = sink.find(
        Path::of("checks").key(view.checklist).key(&check.id),
        format!(
            "{status}, but \u{201c}{}\u{201d} {state}{expected}{note}",
            check.check
        ),
    );
    found.about(&check.id).label(label).rows(rows);
    // What has its time is not called done before it, unless somebody empowered said so.
    let waivers = &case.record.waivers;
    let may_be_done = !case.is_too_early(view.checklist, &check.id, judged.now)
        || waivers.iter().any(|waiver| waiver.covers(CUT_SHORT, None));
    if may_be_done {
        found.fix(fix::check(case, view));
    }
}
