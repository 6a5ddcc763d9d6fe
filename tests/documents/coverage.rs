//! Every row of the two plans stands in `docs/coverage.md` once, and what it names is there.

use std::collections::BTreeMap;

use clap::Parser;
use incident::testing::Cli;
use incident::testing::rules;
use incident::testing::templates::shipped;

/// The plans' rows: O1 to O24 and S1 to S27.
fn rows() -> Vec<String> {
    let operations = (1..=24).map(|number| format!("O{number}"));
    let security = (1..=27).map(|number| format!("S{number}"));
    operations.chain(security).collect()
}

/// The cells of the table, by row.
fn table() -> BTreeMap<String, Vec<String>> {
    let path = super::root().join("docs/coverage.md");
    let text = std::fs::read_to_string(path).expect("docs/coverage.md");
    let lines = text.lines().filter_map(|line| line.strip_prefix("| "));
    let mut table = BTreeMap::new();
    for line in lines.filter(|line| !line.starts_with("Row")) {
        let mut cells = line
            .trim_end_matches('|')
            .split(" | ")
            .map(|cell| cell.trim().to_owned());
        let row = cells.next().expect("a row");
        let known = table.insert(row.clone(), cells.collect::<Vec<_>>());
        assert!(known.is_none(), "{row} stands twice");
    }
    table
}

/// What stands between backticks.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn no_row_of_the_plans_is_missing() {
    let table = table();
    let missing: Vec<String> = rows()
        .into_iter()
        .filter(|row| !table.contains_key(row))
        .collect();
    assert!(missing.is_empty(), "docs/coverage.md lacks {missing:?}");
    assert_eq!(table.len(), rows().len(), "it names a row that no plan has");
}

#[test]
fn what_each_row_names_is_there() {
    let mut wrong = Vec::new();
    for (row, cells) in table() {
        let [commands, report, found_by] = cells.as_slice() else {
            panic!("{row} has {} cells", cells.len());
        };
        assert!(names(commands).next().is_some(), "{row} names no command");
        for command in names(commands) {
            if let Err(error) = Cli::try_parse_from(super::words(command)) {
                wrong.push(format!("{row}: {command}: {error}"));
            }
        }
        let (template, part) = report.split_once(": ").unwrap_or((report, ""));
        match shipped(&format!("templates/reports/{template}.md")) {
            Some(text) if text.contains(part) => {}
            None if template == "\u{2013}" => {}
            _ => wrong.push(format!("{row}: no report shows {report}")),
        }
        for rule in names(found_by) {
            if rules::rule(rule).is_none() {
                wrong.push(format!("{row}: there is no rule {rule}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A rule says which rows it comes from; each of them is one of the plans', and the row names it or a
/// kin of its family.
#[test]
fn every_rule_comes_from_a_row() {
    let known = rows();
    for rule in rules::all() {
        for row in rule.rows {
            assert!(
                known.iter().any(|known| known == row),
                "{}: {row}",
                rule.code
            );
        }
    }
}
