//! Evidence is kept for security, financial and data incidents, and can be found and proved later
//! (O18, S12). Its kinds are names of the plan, which `schema/unknown-name` judges.

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::evidence_location::is_sha256;
use crate::domain::record::{EvidenceLocation, Path};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "evidence/missing",
        level: Level::Error,
        what: "an incident is closed without the evidence required for its type",
        why: "Evidence that is not preserved during the incident is gone when it is needed.",
        rows: &["O18"],
        fix: "add the preserved evidence with its location",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: \"https://gateway.example/r/1\", collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "facts: {financial-integrity: affected}\nevidence:\n",
        check: Check::Record(missing),
    },
    Rule {
        code: "evidence/digest",
        level: Level::Error,
        what: "the digest of an evidence item is not a SHA-256",
        why: "A truncated or mistyped digest looks valid but proves nothing.",
        rows: &["O18"],
        fix: "write all 64 digits as printed by `sha256sum`; if the entry is already committed, add the item again and have this finding waived",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c0f6f9d1f1f2c5a3e7b8d4c6a0e9b8f7d6c5b4a39281706f5e4d3c2b1, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        check: Check::Record(digest),
    },
    Rule {
        code: "evidence/no-digest",
        level: Level::Warning,
        what: "a file is recorded as evidence without its digest",
        why: "Without a digest, nobody can prove that the file is unchanged. A URI needs none, because its content is not under our control.",
        rows: &["O18"],
        fix: "add the file again with `inc evidence add`, which computes the digest; the old entry stays",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c0f6f9d1f1f2c5a3e7b8d4c6a0e9b8f7d6c5b4a39281706f5e4d3c2b1, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/report.csv, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        check: Check::Record(no_digest),
    },
    Rule {
        code: "evidence/location",
        level: Level::Warning,
        what: "the location of an evidence item is valid only on one machine or from one folder",
        why: "`../dump.sql` and `/mnt/disk/dump.sql` mean something else, or nothing, on another machine.",
        rows: &["O18"],
        fix: "add it again without `--in-place`, so that it is copied into the store, or use a URI or HOST:PATH; the old entry stays",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: \"db01:/var/dumps/report.csv\", collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "evidence: [{id: v7kq, kind: payment-gateway-references, location: ../report.csv, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        check: Check::Record(location),
    },
];

fn missing(judged: &Judged<'_>, sink: &mut Sink) {
    let case = judged.case;
    if !case.record.status.is_closed() {
        return;
    }
    for demand in case.missing_evidence() {
        let kind = demand.one_of.first().map_or("<KIND>", String::as_str);
        sink.find(
            Path::of("status"),
            format!("closed, but required evidence is missing: {}", demand.title),
        )
        .about(&demand.id)
        .label(demand.title.to_lowercase())
        .rows(&demand.row)
        .fix(Command::on_incident("evidence add").args(["<FILE>", "--kind", kind]));
    }
}

fn digest(judged: &Judged<'_>, sink: &mut Sink) {
    for (index, item) in judged.case.record.evidence.iter().enumerate() {
        let Some(digest) = item.sha256.as_ref().filter(|digest| !is_sha256(digest)) else {
            continue;
        };
        sink.find(
            Path::of("evidence").index(index).key("sha256"),
            format!("`{digest}` is not a SHA-256, which has 64 hexadecimal digits"),
        )
        .about(&item.id)
        .fix(Command::on_incident("edit"));
    }
}

fn no_digest(judged: &Judged<'_>, sink: &mut Sink) {
    let items = &judged.case.record.evidence;
    for (index, item) in items.iter().enumerate() {
        let is_file = matches!(
            EvidenceLocation::of(&item.location),
            EvidenceLocation::InHome | EvidenceLocation::OnMachine
        );
        // An entry is never changed, so a later one of the same place makes good for it.
        let is_hashed = items
            .iter()
            .any(|other| other.location == item.location && other.sha256.is_some());
        if is_file && !is_hashed {
            sink.find(
                Path::of("evidence").index(index).key("location"),
                format!("no digest is recorded for {}", item.location),
            )
            .about(&item.id)
            .fix(again(&item.location, &item.kind));
        }
    }
}

fn location(judged: &Judged<'_>, sink: &mut Sink) {
    let (record, plan) = (judged.case.record, judged.case.plan);
    let store = plan.settings.evidence_location.trim_end_matches('/');
    for (index, item) in record.evidence.iter().enumerate() {
        let in_store = |location: &str| {
            location
                .strip_prefix(store)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let is_found = |location: &str| match EvidenceLocation::of(location) {
            EvidenceLocation::InHome | EvidenceLocation::Elsewhere => true,
            // A store outside the home is one that everybody is meant to have.
            EvidenceLocation::OnMachine => in_store(location),
            EvidenceLocation::Astray => false,
        };
        // The same content in a better place makes good for it.
        let elsewhere = |other: &&crate::domain::record::Evidence| {
            item.sha256.is_some() && item.sha256 == other.sha256 && is_found(&other.location)
        };
        if is_found(&item.location) || record.evidence.iter().any(|other| elsewhere(&other)) {
            continue;
        }
        let why = if EvidenceLocation::of(&item.location) == EvidenceLocation::Astray {
            "is a relative path, which depends on the current folder"
        } else {
            "is a path on an unnamed machine"
        };
        sink.find(
            Path::of("evidence").index(index).key("location"),
            format!("{} {why}", item.location),
        )
        .about(&item.id)
        .fix(again("<FILE|URI>", &item.kind));
    }
}

fn again(what: &str, kind: &str) -> Command {
    Command::on_incident("evidence add")
        .arg(what)
        .args(["--kind", kind])
}
