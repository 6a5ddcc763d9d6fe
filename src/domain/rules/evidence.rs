//! Evidence is kept for security, financial and data incidents, and can be found and proved later
//! (O18, S12). Its kinds are names of the plan, which `schema/unknown-name` judges.

use super::{Check, Command, Judged, Level, Rule, Sink};
use crate::domain::record::evidence_location::is_sha256;
use crate::domain::record::{EvidenceLocation, Path};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "evidence/missing",
        level: Level::Error,
        what: "an incident is closed without the evidence its kind demands",
        why: "What is not kept while the incident runs is gone when somebody asks for it.",
        rows: &["O18"],
        fix: "add what was preserved, with where it lies",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: \"https://gateway.example/r/1\", collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "facts: {financial-integrity: affected}\nevidence:\n",
        check: Check::Record(missing),
    },
    Rule {
        code: "evidence/digest",
        level: Level::Error,
        what: "the digest of a piece of evidence is no SHA-256",
        why: "A digest that was cut or mistyped proves nothing, and looks as if it did.",
        rows: &["O18"],
        fix: "write all 64 digits as `sha256sum` prints them; where the entry is committed already, add the item again, whole, and have this one waived",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c0f6f9d1f1f2c5a3e7b8d4c6a0e9b8f7d6c5b4a39281706f5e4d3c2b1, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        check: Check::Record(digest),
    },
    Rule {
        code: "evidence/no-digest",
        level: Level::Warning,
        what: "a file is recorded as evidence without its digest",
        why: "Nobody can show later that it is still the file that was collected. A URI may go without: what answers there is not ours to hash.",
        rows: &["O18"],
        fix: "add the file again with `inc evidence add`, which hashes it; the entry beside it stays",
        pass: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/3f/3f0a9d6c-report.csv, sha256: 3f0a9d6c0f6f9d1f1f2c5a3e7b8d4c6a0e9b8f7d6c5b4a39281706f5e4d3c2b1, size: 48211, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        fail: "evidence: [{id: v7kq, kind: payment-gateway-references, location: evidence/report.csv, collected_at: \"2025-11-29T10:31:00+03:00\", collected_by: Finance}]\n",
        check: Check::Record(no_digest),
    },
    Rule {
        code: "evidence/location",
        level: Level::Warning,
        what: "the location of a piece of evidence can be followed on one machine only, or from one folder",
        why: "`../dump.sql` and `/mnt/disk/dump.sql` mean something else, or nothing, to whoever reads the record next.",
        rows: &["O18"],
        fix: "add it again without `--in-place`, so that it is copied into the store, or name it by a URI or HOST:PATH; the entry beside it stays",
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
            format!("closed, but no evidence was kept: {}", demand.title),
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
            format!("`{digest}` is no SHA-256, which is 64 hexadecimal digits"),
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
                format!("no digest was recorded of {}", item.location),
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
            "leads somewhere else from every folder"
        } else {
            "lies on one machine, and does not say on which"
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
