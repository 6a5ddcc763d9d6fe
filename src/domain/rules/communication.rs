//! External messages go out approved, and hold nothing that the plan forbids (O16).

use super::{Check, Judged, Level, Rule, Sink};
use crate::domain::lint::{Circumstances, Lint, Passage};
use crate::domain::plan::Case;
use crate::domain::record::seal::text_digest;
use crate::domain::record::{Audience, Communication, Path};

/// What approvers of external messages are empowered for, as the plan says it.
pub(crate) const EXTERNAL_MESSAGES: &str = "external-messages";

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "communication/unapproved",
        level: Level::Error,
        what: "an external message has no ground or no approval",
        why: "An external message speaks for the organisation. It may be sent only if an authorized person approves it, or if \
              contract, regulation or business impact requires it.",
        rows: &["O16"],
        fix: "remove the entry (git log -p shows the commit that added it), have the text approved, and record it with `inc announce`",
        pass: APPROVED,
        fail: "communications: [{id: m3vn, at: \"2025-11-29T12:00:00+03:00\", audience: external, template: customer-notice, by: Ann, text: Refunds run again.}]\n",
        check: Check::Record(unapproved),
    },
    Rule {
        code: "communication/not-empowered",
        level: Level::Error,
        what: "an external message was approved by somebody the plan does not authorize",
        why: "An approval that anybody can give is worthless.",
        rows: &["O16", "O13"],
        fix: "revert the change (git log -p shows it); without an authorized approval, the message should not have been sent",
        pass: APPROVED,
        fail: "communications: [{id: m3vn, at: \"2025-11-29T12:00:00+03:00\", audience: external, template: customer-notice, by: Ann, ground: contract, approved_by: Intern, approved_at: \"2025-11-29T12:00:00+03:00\", text_sha256: 1da8aeb9acd6ccd72ee0ce8a9b7bb8c2c8a4a9dcd2dc1a3cf2ad8ab7cf3d3cd4, text: Refunds run again.}]\n",
        check: Check::Record(not_empowered),
    },
    Rule {
        code: "communication/approval-void",
        level: Level::Error,
        what: "the text of an external message is not the text that was approved",
        why: "An approval covers one exact text; any change needs a new approval.",
        rows: &["O16"],
        fix: "revert the change (git log -p shows it), or approve the new text as another message with `inc announce`",
        pass: APPROVED,
        fail: "communications: [{id: m3vn, at: \"2025-11-29T12:00:00+03:00\", audience: external, template: customer-notice, by: Ann, ground: contract, approved_by: CTO, approved_at: \"2025-11-29T12:00:00+03:00\", text_sha256: APPROVED_SHA256, text: Refunds run again!}]\n",
        check: Check::Record(void),
    },
    Rule {
        code: "communication/forbidden",
        level: Level::Error,
        what: "an external message contains something the plan forbids",
        why: "Internal addresses, secrets, logs, exploit details and personal data help attackers and harm those \
              affected. A cause that turns out to be wrong costs trust.",
        rows: &["O16", "O24"],
        fix: "correct the message where it was published; if a new pattern matches an old message, have the finding waived with a reason",
        pass: APPROVED,
        fail: "communications: [{id: m3vn, at: \"2025-11-29T12:00:00+03:00\", audience: external, template: customer-notice, by: Ann, ground: contract, approved_by: CTO, approved_at: \"2025-11-29T12:00:00+03:00\", text: The host 10.0.3.7 failed.}]\n",
        check: Check::Record(holds_forbidden),
    },
];

/// An external message with nothing to object to.
const APPROVED: &str = "communications: [{id: m3vn, at: \"2025-11-29T12:00:00+03:00\", audience: external, template: customer-notice, by: Ann, ground: contract, approved_by: CTO, approved_at: \"2025-11-29T12:00:00+03:00\", text_sha256: APPROVED_SHA256, text: Refunds run again.}]\n";

/// The passages of a text that the plan forbids an external message of this incident to hold.
pub(crate) fn forbidden(lint: &Lint, case: &Case<'_>, text: &str) -> Vec<Passage> {
    let policy = &case.plan.communication;
    let kinds: Vec<&str> = policy
        .external_forbidden
        .iter()
        .map(|kind| kind.id.as_str())
        .collect();
    let circumstances = Circumstances {
        root_cause_confirmed: case.record.root_cause.is_some(),
        published: &policy.published,
    };
    lint.examine(text, &kinds, &circumstances)
}

fn external<'a>(judged: &Judged<'a>) -> impl Iterator<Item = (Path, &'a Communication)> {
    let messages = judged.case.record.communications.iter().enumerate();
    messages
        .filter(|(_, message)| message.audience == Audience::External)
        .map(|(index, message)| (Path::of("communications").index(index), message))
}

fn unapproved(judged: &Judged<'_>, sink: &mut Sink) {
    for (path, message) in external(judged) {
        let lacks = [
            (message.ground.is_none(), "its ground"),
            (message.approved_by.is_none(), "who approved it"),
            (message.approved_at.is_none(), "when it was approved"),
            (
                message.text_sha256.is_none(),
                "the digest of the approved text",
            ),
        ];
        let lacks: Vec<&str> = lacks
            .into_iter()
            .filter(|(is_lacking, _)| *is_lacking)
            .map(|(_, what)| what)
            .collect();
        if !lacks.is_empty() {
            let message_text = format!("an external message does not say {}", lacks.join(", "));
            sink.find(path.key("audience"), message_text)
                .about(&message.id)
                .label("approval");
        }
    }
}

fn not_empowered(judged: &Judged<'_>, sink: &mut Sink) {
    let plan = judged.case.plan;
    for (path, message) in external(judged) {
        let Some(approver) = &message.approved_by else {
            continue;
        };
        if !plan.may_approve(approver, EXTERNAL_MESSAGES) {
            let may = plan.approvers(EXTERNAL_MESSAGES).join(", ");
            sink.find(
                path.key("approved_by"),
                format!("{approver} may not approve external messages; allowed: {may}"),
            )
            .about(&message.id)
            .label("approval");
        }
    }
}

fn void(judged: &Judged<'_>, sink: &mut Sink) {
    for (path, message) in external(judged) {
        let Some(approved) = &message.text_sha256 else {
            continue;
        };
        let digest = text_digest(&message.text);
        if *approved != digest {
            sink.find(
                path.key("text"),
                format!(
                    "this text was not approved: its digest is {}\u{2026}, the approved one is {}\u{2026}",
                    head(&digest),
                    head(approved)
                ),
            )
            .about(&message.id)
            .label("approval");
        }
    }
}

fn head(digest: &str) -> String {
    digest.chars().take(8).collect()
}

fn holds_forbidden(judged: &Judged<'_>, sink: &mut Sink) {
    let Some(lint) = judged.lint else { return };
    for (path, message) in external(judged) {
        for passage in forbidden(lint, &judged.case, &message.text) {
            sink.find(
                path.key("text"),
                format!(
                    "{} at {}:{} of the text: \u{201c}{}\u{201d} ({})",
                    passage.why,
                    passage.line,
                    passage.column,
                    passage.masked(),
                    passage.kind
                ),
            )
            .about(&message.id)
            .label("external message");
        }
    }
}
