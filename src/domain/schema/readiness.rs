//! The schema of `readiness.yaml` under a plan: the checks of its preparation checklist.

use serde_json::{Value, json};

use super::word::{keys, titled};
use crate::domain::plan::{Plan, READINESS};

pub(super) fn complete(schema: &mut Value, plan: &Plan) {
    let lists = plan.checklists_of(READINESS);
    let checks = lists.flat_map(|(_, list)| &list.checks).map(|check| {
        let may = if check.conditional {
            " May be not-applicable, with a note."
        } else {
            ""
        };
        let about = format!("{}.{may}", check.check);
        let said = json!({"$ref": "#/$defs/Confirmation"});
        (check.id.clone(), titled(&check.check, &about, said))
    });
    keys(schema.pointer_mut("/properties/checks"), checks);
}
