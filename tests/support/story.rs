//! Incidents told from flags alone, stage by stage, so that a test can begin at any of them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use super::{START, World, copy, scratch};

/// Command lines by stage.
pub type Story = [(Stage, &'static [&'static str])];

/// How far a story has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Opened,
    Triaged,
    Contained,
    Eradicated,
    Recovered,
    Ready,
    Closed,
}

/// The payment incident of the operations plan.
pub const PAYMENT: &Story = &[
    (
        Stage::Opened,
        &[
            "open 'Wallets credited twice' --type payment --service wallet-api --source payment-gateway-alerts",
        ],
    ),
    (
        Stage::Triaged,
        &[
            "ack",
            "escalate --to CTO -m 'rang, joins at once'",
            "triage --environment production --owner Payments --impact users='212 wallets' --impact business='parents call support' --impact financial='SAR 18,400 credited twice' \
             --fact production-availability=available --fact financial-integrity=affected --fact data-exposure=none \
             --fact tenant-isolation=intact --fact credential-integrity=intact --fact backup-capability=available \
             --fact regulatory-impact=none --fact customer-impact=limited --check financial-impact-estimated --severity SEV-2",
            "assign incident-commander=CTO technical-lead='Payments on-call' finance-owner=Finance",
        ],
    ),
    (
        Stage::Contained,
        &[
            "contain --action 'Froze the refund workflow'",
            "contain --done",
        ],
    ),
    (
        Stage::Eradicated,
        &[
            "eradicate --cause 'The webhook handler was not idempotent' --confirmed-by CTO --action fix-code-defect",
            "note -m 'Deployed 4.2.1' --mark fix-deployed",
        ],
    ),
    (
        Stage::Recovered,
        &[
            "recover --rest done --resolution 'Handler made idempotent' --verification 'Ledger reconciled'",
        ],
    ),
    (
        Stage::Ready,
        &[
            "evidence add https://gateway.example/r/1 --kind payment-gateway-references",
            "action add -m 'Alert on double credits' --owner Payments --due 2025-12-12",
        ],
    ),
    (Stage::Closed, &["close --rest done"]),
];

/// The data exposure: SEV-1 until it is settled.
pub const EXPOSURE: &Story = &[
    (
        Stage::Opened,
        &[
            "open 'Invoices of another school visible' --type data-access-or-rbac --service portal --source user-reports",
        ],
    ),
    (
        Stage::Triaged,
        &[
            "ack",
            "escalate --to CEO",
            "triage --environment production --owner 'Portal team' --impact users='41 parents' --impact business='parents call support' --impact data='names and invoice totals' \
             --fact production-availability=available --fact financial-integrity=intact --fact data-exposure=personal-data \
             --fact tenant-isolation=broken --fact credential-integrity=intact --fact backup-capability=available \
             --fact regulatory-impact=possible --fact customer-impact=limited --severity SEV-1",
            "escalate --to CEO -m 'a regulator may have to be told'",
            "assign incident-commander=CTO security-owner='Security team' technical-lead='Portal on-call'",
            "notify --aware --decision 'names of 41 parents were shown to others'",
        ],
    ),
    (
        Stage::Contained,
        &["contain --action 'Switched the export off' --done"],
    ),
    (
        Stage::Eradicated,
        &[
            "eradicate --cause 'A query lacked the tenant filter' --confirmed-by CTO --action fix-rbac-or-tenant-isolation-logic",
            "note -m 'Deployed 7.1.3' --mark fix-deployed",
        ],
    ),
    (
        Stage::Recovered,
        &[
            "recover --rest done --resolution 'Filter restored' --verification 'Two tenants compared'",
        ],
    ),
    (
        Stage::Ready,
        &[
            "evidence add https://logs.example/1 --kind application-logs --restricted",
            "action add -m 'Test every query for its tenant' --owner 'Portal team' --due 2025-12-20",
        ],
    ),
    (Stage::Closed, &["close --rest done"]),
];

/// The security incident of the security plan, with its questions, steps and longer lists.
pub const SECURITY: &Story = &[
    (
        Stage::Opened,
        &[
            "open 'Admin session stolen' --type security-incident --service portal --source error-monitoring-flare",
        ],
    ),
    (
        Stage::Triaged,
        &[
            "ack",
            "escalate --to CEO",
            "triage --environment production --owner 'Security team' --impact users='3 administrators' --impact business='parents call support' \
             --fact production-availability=available --fact financial-integrity=intact --fact data-exposure=internal-data \
             --fact tenant-isolation=intact --fact credential-integrity=compromised --fact backup-capability=available \
             --fact regulatory-impact=none --fact customer-impact=none --fact system-compromise=production --fact active-threat=active \
             --check notify-appropriate-personnel --severity SEV-1",
            "escalate --to CEO -m 'credentials too'",
            "assign incident-commander=CTO security-owner='Security team' communications-owner='Product Manager' technical-lead='Portal on-call' legal-compliance='Legal counsel'",
        ],
    ),
    (
        Stage::Contained,
        &[
            "contain --action revoke-compromised-credentials-immediately --action capture-system-state --done",
        ],
    ),
    (
        Stage::Eradicated,
        &[
            "eradicate --check how-did-attacker-gain-access=done:'a stolen session token' --check what-vulnerability-was-exploited=done:'no expiry' \
             --check what-systems-were-accessed=done:portal --check was-data-exfiltrated=done:no --check are-there-backdoors=done:none",
            "eradicate --check patch-vulnerability --check remove-malicious-code-or-backdoors --check reset-all-credentials \
             --check update-firewall-rules --check apply-security-updates --check review-and-update-access-controls",
            "eradicate --cause 'Sessions never expired' --confirmed-by CTO",
            "note -m 'Deployed 7.1.4' --mark fix-deployed",
        ],
    ),
    (
        Stage::Recovered,
        &[
            "recover --rest done --resolution 'Sessions expire' --verification 'Tokens replayed in vain'",
        ],
    ),
    (
        Stage::Ready,
        &[
            "evidence add https://logs.example/3 --kind application-logs",
            "evidence add https://logs.example/2 --kind memory-dumps --restricted",
            "action add -m 'Rotate tokens daily' --owner 'Security team' --due 2025-12-20",
            "review --participant CTO --participant 'Security team' --section went-well='the alert came at once' --section improve='sessions had no end' \
             --section lessons='a session is a credential' --section preventive-actions='sessions expire' --section follow-up-deadline=2025-12-20",
            "wait 48h",
            "recover --check monitor-for-48-72-hours",
        ],
    ),
    (Stage::Closed, &["close --rest done"]),
];

/// A home as it is after a stage.
struct Told {
    home: PathBuf,
    id: String,
    now: String,
}

impl World {
    /// Tells a story up to and including a stage; returns the incident's ID. Five minutes pass at
    /// each command. What a fresh world would tell once more is taken from the first telling.
    pub fn tell(&self, story: &'static Story, until: Stage) -> String {
        type Known = Mutex<HashMap<(&'static str, Stage), Arc<OnceLock<Told>>>>;
        static KNOWN: OnceLock<Known> = OnceLock::new();
        assert_eq!(self.now(), START, "a story begins at the beginning");
        let key = (story[0].1[0], until);
        let mut known = KNOWN.get_or_init(Known::default).lock().expect("no panic");
        let slot = known.entry(key).or_default().clone();
        drop(known);
        let told = slot.get_or_init(|| {
            // From where the stage before left off, which others may begin at too.
            let world = World::new();
            let before = story.iter().rev().find(|(stage, _)| *stage < until);
            let id = before.map_or_else(String::new, |(stage, _)| world.tell(story, *stage));
            let id = world.live(story, until, id);
            let title = key.0.split('\'').nth(1).expect("a title");
            let name = format!("{}-{until:?}", title.replace(' ', "-"));
            let home = scratch(&name);
            copy(&world.home(), &home);
            Told {
                home,
                id,
                now: world.now(),
            }
        });
        std::fs::remove_dir_all(self.home()).expect("an empty home");
        copy(&told.home, &self.home());
        self.set_now(&told.now);
        told.id.clone()
    }

    /// Runs the commands of one stage; returns the incident's ID, which the first stage brings.
    fn live(&self, story: &Story, at: Stage, mut id: String) -> String {
        for (_, lines) in story.iter().filter(|(stage, _)| *stage == at) {
            for line in *lines {
                if let Some(span) = line.strip_prefix("wait ") {
                    self.pass(span);
                    continue;
                }
                self.pass("5m");
                let ran = self.line(line).ok();
                if line.starts_with("open ") {
                    id = ran.stdout.trim_end().to_owned();
                } else {
                    assert_eq!(
                        ran.stdout,
                        "",
                        "results alone go to standard output\n{}",
                        ran.told()
                    );
                }
            }
        }
        id
    }

    /// A payment incident.
    pub fn payment(&self, until: Stage) -> String {
        self.tell(PAYMENT, until)
    }
}
