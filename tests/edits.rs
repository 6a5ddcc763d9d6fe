//! What stands in a file that people write too: an edit touches the lines it must and no other.

use serde_json::json;

use crate::support::World;
use crate::support::story::Stage;

const ID: &str = "INC-20251129-001";

/// Everything that YAML lets people write, in one record.
const ODD: &str = r#"# The incident of the refunds.
# Do not edit while the auditors read.
schema: 1
id: INC-20251129-001      # the first of the day
title: "Refunds: paid 'twice' # really — مرحبا بالعالم 💸"
type: payment-or-wallet-incident

severity: 'SEV-2'
status: investigating
environment: production
services: [wallet-api, "yes"]   # both
owner: "1e3"
plan: 1.0.0


detection:
    source: payment-gateway-alerts
    # from the gateway's own log
    detected_at: "2025-11-29T09:40:00+03:00"

facts:
  financial-integrity: {answer: under-review, note: ": # not sure"}
  "data-exposure":
    answer: none
    note: '''quoted'''

impact:
  users: |2
     leading blanks

    and a blank line
  business: >-
    folded
    words

roles:
  incident-commander: "yes"   # a team of that name
  technical-lead: ' leading blank'

timeline:
# entries, oldest first
- at: "2025-11-29T09:40:00+03:00"
  event: 'Incident detected'
  mark: incident-detected
  # nobody knows who wrote this
  owner: "~"

- {id: q1w2, at: "2025-11-29T09:45:00+03:00", event: "1e3 refunds: # held", owner: "no"}
# the end
"#;

/// A world with one record, committed as it stands.
fn holding(text: &str) -> World {
    let world = World::new();
    world.write(".gitattributes", "* -text\n");
    world.write_record(ID, text);
    world.commit_all();
    world
}

/// The lines that a diff from the last commit but one adds and takes away.
fn changed(world: &World) -> (Vec<String>, Vec<String>) {
    let diff = world.git_line("-c core.quotePath=false diff -U0 --no-color HEAD~1 HEAD");
    let with = |sign: char, head: &str| {
        diff.lines()
            .filter(|line| line.starts_with(sign) && !line.starts_with(head))
            .map(|line| line[1..].to_owned())
            .collect()
    };
    (with('+', "+++"), with('-', "---"))
}

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn a_note_adds_the_lines_of_one_entry_and_touches_none() {
    for (name, text) in [
        ("LF", ODD.to_owned()),
        ("CRLF", crlf(ODD)),
        ("BOM", format!("\u{feff}{ODD}")),
    ] {
        let world = holding(&text);
        let before = world.record(ID);
        world.ok("note -m 'Froze: refunds # all' --notes ' it''s \"odd\" '");
        let after = world.record_text(ID);
        let (added, taken) = changed(&world);
        assert_eq!(taken, Vec::<String>::new(), "{name}");
        assert!((1..=6).contains(&added.len()), "{name}: {added:?}");
        if name == "CRLF" {
            assert!(
                after
                    .split_inclusive('\n')
                    .all(|line| line.ends_with("\r\n")),
                "{name}\n{after:?}"
            );
        }
        assert_eq!(name == "BOM", after.starts_with('\u{feff}'), "{name}");
        let mut record = world.record(ID);
        let entry = record["timeline"]
            .as_array_mut()
            .and_then(Vec::pop)
            .expect("an entry");
        assert_eq!(record, before, "{name}: another value changed");
        assert_eq!(entry["event"], "Froze: refunds # all");
        assert_eq!(entry["at"], world.now().as_str());
    }
}

#[test]
fn set_and_triage_touch_the_lines_of_their_field() {
    // What is typed, the lines that must go, and what the new lines must hold.
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("set severity=SEV-1", &["severity: 'SEV-2'"], &["SEV-1"]),
        ("set owner='no'", &["owner: \"1e3\""], &["no"]),
        (
            "set title='مرحبا: # 💸'",
            &["title: \"Refunds: paid 'twice' # really — مرحبا بالعالم 💸\""],
            &["مرحبا: # 💸"],
        ),
        (
            "set roles.technical-lead=yes",
            &["  technical-lead: ' leading blank'"],
            &["technical-lead"],
        ),
        (
            "triage --service refunds",
            &["services: [wallet-api, \"yes\"]   # both"],
            &["# both"],
        ),
        ("triage --impact financial='SAR: # 5'", &[], &["SAR: # 5"]),
        (
            "triage --fact data-exposure=logs-only:'a log line'",
            &["    answer: none", "    note: '''quoted'''"],
            &["logs-only", "a log line"],
        ),
        (
            "set detection.source=user-reports",
            &["    source: payment-gateway-alerts"],
            &["user-reports"],
        ),
        (
            "set classification=internal",
            &[],
            &["classification: internal"],
        ),
    ];
    for (line, must_go, must_come) in cases {
        for text in [ODD.to_owned(), crlf(ODD)] {
            let world = holding(&text);
            let before = world.record(ID);
            world.ok(line);
            let (added, taken) = changed(&world);
            let (added, taken): (Vec<_>, Vec<_>) = (
                added
                    .iter()
                    .map(|line| line.trim_end_matches('\r').to_owned())
                    .collect(),
                taken
                    .iter()
                    .map(|line| line.trim_end_matches('\r').to_owned())
                    .collect(),
            );
            for gone in *must_go {
                assert!(
                    taken.contains(&(*gone).to_owned()),
                    "{line}: stays {gone:?}\n-{taken:#?}\n+{added:#?}"
                );
            }
            // One field's old lines may go, nothing else; a fact's own note is of its field.
            assert!(
                taken.len() <= must_go.len() + 1,
                "{line}\n-{taken:#?}\n+{added:#?}"
            );
            for words in *must_come {
                assert!(
                    added.iter().any(|line| line.contains(words)),
                    "{line}: {words}\n+{added:#?}"
                );
            }
            let comments = |text: &str| text.matches('#').count();
            assert!(
                comments(&world.record_text(ID)) >= comments(&text) - 1,
                "{line}: a comment is lost"
            );
            for comment in [
                "# The incident of the refunds.",
                "# the first of the day",
                "# both",
                "# from the gateway's own log",
                "# a team of that name",
                "# entries, oldest first",
                "# nobody knows who wrote this",
                "# the end",
            ] {
                assert!(
                    world.record_text(ID).contains(comment),
                    "{line}: lost {comment}"
                );
            }
            let after = world.record(ID);
            for key in ["schema", "id", "type", "status", "timeline", "plan"] {
                // A severity that is assigned is a milestone.
                if key == "timeline" && line.contains("severity") {
                    continue;
                }
                assert_eq!(before[key], after[key], "{line}: {key}");
            }
        }
    }
}

#[test]
fn odd_words_come_back_as_they_were_typed() {
    let world = World::new();
    world.payment(Stage::Opened);
    for words in [
        "yes",
        "no",
        "null",
        "~",
        "1e3",
        "0x10",
        "2025-11-29",
        ": #",
        "'",
        "\"",
        "- dash",
        "[list",
        "{map",
        "&anchor",
        "*alias",
        "!tag",
        "%percent",
        "@at",
        "`tick",
        "a: b",
        "a #b",
        "#b",
        "مرحبا",
        "👩‍🚒",
        "tab\there",
        "two\nlines",
        "trailing:",
        "\\n",
        "é",
        "---",
        "...",
        "<<: x",
        "=",
        "?",
        "| pipe",
        "> fold",
        "a\u{a0}x",
        "a\u{85}x",
        "a\u{2028}x",
    ] {
        let flag = |name: &str| format!("--{name}={words}");
        world
            .inc([
                "note".to_owned(),
                flag("message"),
                flag("notes"),
                flag("owner"),
            ])
            .ok();
        let record = world.record(ID);
        let entry = record["timeline"].as_array().and_then(|all| all.last());
        let entry = entry.expect("an entry");
        assert_eq!(entry["event"], words, "{words:?}");
        assert_eq!(entry["notes"], words, "{words:?}");
        assert_eq!(entry["owner"], words, "{words:?}");
    }
    world.line("validate").ok();
}

#[test]
fn a_note_may_begin_with_a_hyphen() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world
        .inc(["note", "-m", "- 5 % of the traffic is back"])
        .ok();
    assert_eq!(
        world.record(&id)["timeline"][1]["event"],
        "- 5 % of the traffic is back"
    );
}

/// Records as people write them: each means the same to the program as to YAML.
const HAND_WRITTEN: &[(&str, &str)] = &[
    (
        "no entry ids, keys in another order, a zero-indented list",
        "timeline:\n- event: Incident detected\n  mark: incident-detected\n  at: \"2025-11-29T09:40:00+03:00\"\nplan: 1.0.0\n\
         detection: {detected_at: \"2025-11-29T09:40:00+03:00\"}\nstatus: investigating\nseverity: SEV-3\n\
         type: redis-failure\ntitle: Redis gone\nid: INC-20251129-001\nschema: 1\n",
    ),
    (
        "flow maps and quoted keys",
        "{\"schema\": 1, \"id\": INC-20251129-001, 'title': Redis gone, type: redis-failure, severity: SEV-3, status: investigating,\n \
         plan: 1.0.0, detection: {detected_at: \"2025-11-29T09:40:00+03:00\"},\n timeline: [{at: \"2025-11-29T09:40:00+03:00\", event: x, mark: incident-detected}]}\n",
    ),
    (
        "quoted keys and block scalars",
        "\"schema\": 1\n'id': INC-20251129-001\ntitle: |-\n  Redis gone\n\"type\": redis-failure\nseverity: SEV-3\nstatus: investigating\nplan: 1.0.0\n\
         detection:\n        detected_at: \"2025-11-29T09:40:00+03:00\"\ntimeline:\n        - at: \"2025-11-29T09:40:00+03:00\"\n          event: >\n            folded\n            words\n          mark: incident-detected\n",
    ),
    (
        "no timeline at all",
        "schema: 1\nid: INC-20251129-001\ntitle: Redis gone\ntype: redis-failure\nseverity: SEV-3\nstatus: investigating\nplan: 1.0.0\ndetection:\n  detected_at: \"2025-11-29T09:40:00+03:00\"\n",
    ),
];

#[test]
fn a_hand_written_record_is_a_full_citizen() {
    for (name, text) in HAND_WRITTEN {
        let world = holding(text);
        assert_eq!(world.json("list --format json")[0]["id"], ID, "{name}");
        world.line("validate").ok();
        world.ok("note -m first");
        world.ok("ack");
        world.ok("triage --environment production --service cache --fact data-exposure=none:'looked: all # fine'");
        world.ok("set owner=Cache");
        world.ok("contain --action 'Restarted it' --done");
        world.ok("recover --check redis=done");
        let record = world.record(ID);
        assert_eq!(record["title"], "Redis gone", "{name}");
        assert_eq!(record["status"], "recovering", "{name}");
        assert_eq!(record["owner"], "Cache", "{name}");
        assert_eq!(
            record["facts"]["data-exposure"],
            json!({"answer": "none", "note": "looked: all # fine"}),
            "{name}"
        );
        assert_eq!(record["checks"]["recovery"]["redis"], "done", "{name}");
        world.line("validate").ok();
        world.ok("report --template timeline");
    }
}

/// What means one thing to one tool and another to the next: refused at a place.
fn hostile() -> Vec<(&'static str, Vec<u8>, usize)> {
    let fine = HAND_WRITTEN[3].1;
    let with = |more: &str| format!("{fine}{more}").into_bytes();
    let line = fine.lines().count() + 1;
    let deep = format!("impact:\n  users: {}x{}\n", "[".repeat(60), "]".repeat(60));
    let mut not_utf8 = with("owner: ");
    not_utf8.extend(b"\xff\xfe\n");
    vec![
        ("an anchor", with("owner: &a Cache\nresolution: *a\n"), line),
        ("an alias to nothing", with("owner: *a\n"), line),
        ("a duplicate key", with("title: again\n"), line),
        (
            "a duplicate key below",
            with("facts:\n  data-exposure: none\n  data-exposure: personal-data\n"),
            line + 2,
        ),
        ("a second document", with("---\ntitle: other\n"), line),
        ("a merge key", with("impact:\n  <<: {users: x}\n"), line + 1),
        ("deep nesting", with(&deep), line + 1),
        (
            "too large",
            with(&format!("resolution: {}\n", "x".repeat(1 << 20))),
            1,
        ),
        ("no UTF-8", not_utf8, line),
        (
            "conflict markers",
            with("<<<<<<< HEAD\nowner: A\n=======\nowner: B\n>>>>>>> theirs\n"),
            line,
        ),
        ("a tag", with("owner: !!str Cache\n"), line),
        ("a null", with("owner:\n"), line),
        ("an unknown key", with("severty: SEV-1\n"), line),
        (
            "a time without an offset",
            with("regulatory:\n  aware_at: \"2025-11-29 10:00\"\n"),
            line + 1,
        ),
        (
            "half a file",
            fine.as_bytes()[..fine.len() - 20].to_vec(),
            line - 1,
        ),
    ]
}

#[test]
fn hostile_yaml_is_refused_at_its_place_and_hides_no_other() {
    let world = World::new();
    let good = world.ok("open 'Still here' --type redis-failure");
    for (name, bytes, at) in hostile() {
        let id = "INC-20251128-007";
        world.write_record(id, "");
        let text = String::from_utf8_lossy(&bytes).replace(ID, id).into_bytes();
        let bytes = if name == "no UTF-8" {
            let mut bytes = bytes.clone();
            let place = bytes
                .windows(ID.len())
                .position(|part| part == ID.as_bytes())
                .expect("the ID");
            bytes[place..place + ID.len()].copy_from_slice(id.as_bytes());
            bytes
        } else {
            text
        };
        std::fs::write(world.record_path(id), &bytes).expect("the record");
        world.commit_all();
        let place = format!("incidents/2025/{id}.yaml:{at}:");
        for line in [
            format!("show {id}"),
            format!("note {id} -m x"),
            format!("next {id}"),
            format!("set {id} title=x"),
        ] {
            let ran = world.line(&line).exit(3);
            assert!(
                ran.stderr.contains(&place),
                "{name}: wants {place}\n{}",
                ran.told()
            );
        }
        assert_eq!(
            std::fs::read(world.record_path(id)).expect("it"),
            bytes,
            "{name}: it was touched"
        );

        // The other one is as well off as ever, by name; and both are listed.
        world.ok(&format!("note {good} -m 'going on'"));
        let list = world.json("list --format json");
        let rows = list.as_array().expect("a list");
        assert_eq!(rows.len(), 2, "{name}: {list}");
        assert!(
            rows.iter()
                .any(|row| row["id"] == good.as_str() && row.get("broken").is_none()),
            "{name}"
        );
        let found = world.line("validate --format json").exit(1).json();
        assert_eq!(found["checked"], 2, "{name}");
        let of_it = found["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .find(|finding| finding["incident"] == id)
            .cloned();
        let of_it = of_it.unwrap_or_else(|| panic!("{name}: {found}"));
        assert_eq!(of_it["line"], at, "{name}: {of_it}");
        assert_eq!(of_it["level"], "error", "{name}");
        assert!(
            of_it["rule"]
                .as_str()
                .is_some_and(|rule| rule.starts_with("schema/")),
            "{name}: {of_it}"
        );
        if name == "conflict markers" {
            assert_eq!(of_it["rule"], "schema/conflict-markers");
        }
    }
}

#[test]
fn a_broken_record_is_listed_as_broken() {
    let world = World::new();
    world.ok("open Fine --type redis-failure");
    for number in 2..5 {
        world.write_record(&format!("INC-20251129-00{number}"), "schema: 1\nid: [\n");
    }
    let list = world.json("list --format json");
    let broken: Vec<_> = list
        .as_array()
        .expect("a list")
        .iter()
        .filter(|row| row["broken"] == true)
        .collect();
    assert_eq!(broken.len(), 3, "{list}");
    for row in broken {
        let path = row["path"].as_str().expect("a path");
        assert!(path.starts_with("incidents/2025/INC-20251129-00"), "{row}");
        assert!(
            row["message"].as_str().expect("a message").contains(path),
            "{row}"
        );
    }
    assert!(world.ok("list").contains("Fine"));
    let found = world.line("validate --format json").exit(1).json();
    assert_eq!(found["checked"], 4);
    assert_eq!(found["errors"], 3, "{found}");
}

#[test]
fn the_editor_s_work_is_checked_before_it_is_kept_and_never_lost() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let edit = |program: &str| {
        world.set_env(
            "EDITOR",
            &format!("sh {}", world.root().join("editor.sh").display()),
        );
        std::fs::write(world.root().join("editor.sh"), program).expect("an editor");
        world.line("edit")
    };
    let committed = world.commits();
    edit("sed -i 's/^title: .*/title: Paid thrice  # says who/' \"$1\"").ok();
    assert_eq!(world.record(&id)["title"], "Paid thrice");
    assert!(world.record_text(&id).contains("# says who"));
    assert_eq!(world.commits(), committed + 1);
    edit("true").ok().says("no changes");

    for (program, code, says) in [
        (
            "sed -i 's/^severity: .*/severity: SEV-4/' \"$1\"",
            1,
            "below the minimum",
        ),
        (
            "sed -i 's/^severity: .*/severty: SEV-2/' \"$1\"",
            1,
            "severity",
        ),
        (
            "sed -i 's/^id: .*/id: INC-20251129-009/' \"$1\"",
            1,
            "cannot be changed",
        ),
        (
            "sed -i 's/event: Incident detected/event: Nothing detected/' \"$1\"",
            1,
            "cannot be changed",
        ),
        ("echo 'status: [' >> \"$1\"", 1, "not a valid record"),
        ("echo '# more' >> \"$1\"; exit 7", 3, "editor"),
    ] {
        let before = world.state();
        let ran = edit(program).exit(code);
        assert!(
            ran.stderr.contains(says),
            "{program}: {says}\n{}",
            ran.told()
        );
        assert_eq!(world.state(), before, "{program}");
        let kept = ran
            .stderr
            .lines()
            .find_map(|line| line.split("kept in ").nth(1))
            .unwrap_or_else(|| panic!("{program}: says not where it is kept\n{}", ran.told()))
            .to_owned();
        assert!(std::path::Path::new(&kept).is_file(), "{kept}");
        std::fs::remove_file(kept).expect("the draft");
    }
    // What was typed before is what the next editor opens.
    edit("sed -i 's/^severity: .*/severity: SEV-4/' \"$1\"").exit(1);
    edit("sed -i 's/^severity: .*/severity: SEV-1/' \"$1\"")
        .ok()
        .says("continuing with the earlier draft");
    assert_eq!(world.record(&id)["severity"], "SEV-1");
}

#[test]
fn what_others_did_while_an_editor_was_open_is_kept() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    let inc = crate::support::INC;
    let script = world.root().join("editor.sh");
    let edit = |program: &str| {
        world.set_env("EDITOR", &format!("sh {}", script.display()));
        std::fs::write(&script, program).expect("an editor");
        world.line("edit")
    };
    let title = "sed -i 's/^title: .*/title: Paid thrice/' \"$1\"";
    // Another field, a note, and a comment of somebody quicker.
    let record = world.record_path(&id).display().to_string();
    edit(&format!(
        "{inc} set {id} environment=staging && {inc} note {id} -m 'From beside'\necho '# by hand' >> {record}\n{title}"
    ))
    .ok()
    .says("changed meanwhile");
    let record = world.record(&id);
    assert_eq!(record["title"], "Paid thrice");
    assert_eq!(record["environment"], "staging");
    let text = world.record_text(&id);
    assert!(
        text.contains("From beside") && text.contains("# by hand"),
        "{text}"
    );

    // Refused, then gone on with after the record changed: nothing of the change is undone.
    edit("sed -i 's/^severity: .*/severity: SEV-4/' \"$1\"").exit(1);
    world.ok(&format!("set {id} environment=production"));
    world.ok(&format!("note {id} -m 'In between'"));
    edit("sed -i 's/^severity: .*/severity: SEV-1/' \"$1\"").ok();
    let record = world.record(&id);
    assert_eq!(record["severity"], "SEV-1");
    assert_eq!(record["environment"], "production");
    assert!(world.record_text(&id).contains("In between"));

    // An editor that fails before anything was typed leaves no old copy behind.
    edit("exit 1").exit(3).says_not("kept in");
    world.ok(&format!("set {id} environment=staging"));
    edit("true").ok().says("no changes");
    assert_eq!(world.record(&id)["environment"], "staging");

    // One field, two values: both are there to choose from, and nothing is lost.
    let both = edit(&format!(
        "{inc} set {id} title=Theirs\nsed -i 's/^title: .*/title: Mine/' \"$1\""
    ));
    both.exit(1).says("in the same place");
    assert_eq!(world.record(&id)["title"], "Theirs");
    edit("grep -q 'title: Theirs' \"$1\" && sed -i -e '/^[<=>]\\{7\\}/d' -e '/title: Theirs/d' \"$1\"").ok();
    assert_eq!(world.record(&id)["title"], "Mine");
}

#[test]
fn without_a_terminal_an_editor_must_be_named() {
    let world = World::new();
    world.payment(Stage::Opened);
    let ran = world.line("edit").exit(3).says("EDITOR=").says("inc set");
    assert_eq!(ran.stdout, "");
    // With another one open it has to be named, and what is said to type is typed as it stands.
    let other = world.ok("open 'Redis is full' --type redis");
    let ran = world.line(&format!("edit {other}")).exit(3);
    let said = ran.stderr.lines().find_map(|line| {
        let line = line.trim().strip_prefix("EDITOR=<EDITOR> ")?;
        line.split("   ").next().map(str::to_owned)
    });
    assert_eq!(said.as_deref(), Some(&*format!("inc edit {other}")));
    world.set_env("VISUAL", "no-such-editor");
    let ran = world.line(&format!("edit {other}")).exit(3);
    assert!(
        ran.stderr
            .contains(&format!("  VISUAL=<EDITOR> inc edit {other}   ")),
        "{}",
        ran.told()
    );
    world.set_env("VISUAL", "");
    std::fs::remove_file(world.record_path(&other)).expect("removed");
    world.commit_all();
    world.set_env("EDITOR", "true");
    world.line("edit").ok().says("no changes");
}

#[test]
fn an_editor_mends_what_nothing_else_can_read() {
    let world = holding("schema: 1\nid: INC-20251129-001\ntitle: [\n");
    world.set_env(
        "EDITOR",
        &format!("cp {}", world.root().join("good.yaml").display()),
    );
    std::fs::write(world.root().join("good.yaml"), HAND_WRITTEN[3].1).expect("a good one");
    let ran = world.line("show 001").exit(3);
    assert!(
        ran.suggested().contains(&format!("inc edit {ID}")),
        "{}",
        ran.told()
    );
    // Where it is to be mended is said before the editor opens.
    world
        .line(&format!("edit {ID}"))
        .ok()
        .says(&format!("incidents/2025/{ID}.yaml:3:8: "))
        .says("never closed");
    assert_eq!(
        world
            .ok("show 001")
            .lines()
            .next()
            .map(|line| line.contains("Redis gone")),
        Some(true)
    );
}

#[test]
fn empty_words_are_a_wrong_command_line() {
    let world = World::new();
    world.payment(Stage::Opened);
    for words in [
        &["contain", "--action", ""][..],
        &["escalate", "--to", ""],
        &["triage", "--owner", ""],
        &["recover", "--resolution", ""],
        &["eradicate", "--cause", "", "--confirmed-by", "CTO"],
        &["action", "add", "-m", "", "--owner", "x", "--due", "2w"],
        &[
            "waive",
            "evidence/missing",
            "--approved-by",
            "CTO",
            "-m",
            "",
        ],
        &["open", "x", "--type", "redis", "--service", ""],
    ] {
        let ran = world.inc(words).exit(2);
        assert!(
            !ran.stderr
                .contains("this change would affect other parts of the file"),
            "{}",
            ran.told()
        );
    }
}

#[test]
fn set_keeps_the_note_of_an_answer() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.ok("set facts.data-exposure=none:'looked at the access log'");
    assert_eq!(
        world.record(&id)["facts"]["data-exposure"],
        json!({"answer": "none", "note": "looked at the access log"})
    );
}

#[test]
fn evidence_is_found_again_from_any_folder() {
    let world = World::new();
    let id = world.payment(Stage::Opened);
    world.write("evidence/log.txt", "x\n");
    world
        .inc_in(
            &world.path("evidence"),
            ["evidence", "add", "log.txt", "--kind", "application-logs"],
        )
        .ok();
    let location = world.record(&id)["evidence"][0]["location"].clone();
    assert!(
        world.path(location.as_str().expect("a place")).is_file(),
        "{location}"
    );
}
