//! An error on a terminal: as wide as it is, words broken between words, and a command to type never
//! broken at all.
//!
//! Without a terminal an error is what its `Display` says, a line for each thing that is missing: that
//! does not change with a window.

use console::measure_text_width;

use crate::domain::command::{Address, Command};
use crate::domain::fix::{FixLine, laid_out};
use crate::domain::plan::row_suffix;
use crate::error::{Error, Item};
use crate::ui::fixes::{fix_lines, hang};
use crate::ui::style::{Look, shown};
use crate::ui::table::{GAP, padded};

/// How far a long label may push the commands of all the others to the right.
const LABEL: usize = 50;

/// What is missing, and the one command that mends it.
struct Group<'e> {
    labels: Vec<&'e str>,
    command: Option<Command>,
}

/// The lines of an error, the first behind `lead`.
pub(crate) fn lines(error: &Error, lead: &str, look: Look, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let message = shown(&error.message);
    let last = message.lines().count().saturating_sub(1);
    for (place, line) in message.lines().enumerate() {
        let line = match place {
            0 => format!("{lead} {line}"),
            _ => line.to_owned(),
        };
        let line = match place == last {
            true => line + &look.dim(&row_suffix(&error.row)),
            false => line,
        };
        hang(&line, 0, width, &mut lines);
    }
    groups(
        &grouped(&error.items),
        &error.address,
        look,
        width,
        &mut lines,
    );
    for fix in laid_out(&error.fixes, &error.address) {
        let fix = FixLine {
            lead: shown(&fix.lead),
            command: shown(&fix.command),
            explanation: shown(&fix.explanation),
            ..fix
        };
        lines.extend(fix_lines(&fix, GAP, Look::PLAIN, width));
    }
    if let Some(given_back) = &error.given_back {
        hang(given_back.heading, GAP, width, &mut lines);
        for line in &given_back.lines {
            let line = format!("{}{}", " ".repeat(GAP), shown(line));
            lines.extend(
                line.lines()
                    .map(|line| format!("{}{line}", " ".repeat(GAP))),
            );
        }
    }
    lines
}

/// Answers to several checks are one command, where one takes them all.
fn grouped(items: &[Item]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for item in items {
        let joined = item.command.as_ref().and_then(|command| {
            groups.iter_mut().find_map(|group| {
                let both = group.command.as_ref()?.with_answers_of(command)?;
                Some((group, both))
            })
        });
        match joined {
            Some((group, both)) => {
                group.labels.push(&item.label);
                group.command = Some(both);
            }
            None => groups.push(Group {
                labels: vec![&item.label],
                command: item.command.clone(),
            }),
        }
    }
    groups
}

/// A command stands beside what it mends where there is room, else below it.
fn groups(
    groups: &[Group<'_>],
    address: &Address,
    look: Look,
    width: usize,
    lines: &mut Vec<String>,
) {
    let shown: Vec<(String, Option<String>)> = groups
        .iter()
        .map(|group| {
            let command = group.command.as_ref().map(|command| {
                let line = command.line(address);
                let is_long = group.labels.len() > 1 && GAP + GAP + line.len() > width;
                // Nobody types so much, and whoever pastes it has answered nothing: the walk asks.
                match command.asking().filter(|_| is_long) {
                    Some(walk) => walk.line(address),
                    None => line,
                }
            });
            (
                shown(&group.labels.join("; ")),
                command.as_deref().map(shown),
            )
        })
        .collect();
    let column = column(&shown, width);
    for (label, command) in &shown {
        let label_width = measure_text_width(label);
        match command {
            Some(command) if is_beside(label_width, column, command, width) => lines.push(format!(
                "{}{}{}",
                " ".repeat(GAP),
                padded(label, column + GAP),
                look.command(command)
            )),
            command => {
                hang(label, GAP, width, lines);
                let below = " ".repeat(GAP + GAP);
                lines.extend(
                    command
                        .iter()
                        .map(|command| format!("{below}{}", look.command(command))),
                );
            }
        }
    }
}

/// Where the commands begin that stand beside their labels: nowhere, where most have no room there.
fn column(shown: &[(String, Option<String>)], width: usize) -> usize {
    let commands = shown
        .iter()
        .filter(|(_, command)| command.is_some())
        .count();
    let mut beside: Vec<(usize, &str)> = shown
        .iter()
        .filter_map(|(label, command)| Some((measure_text_width(label), command.as_deref()?)))
        .filter(|(label, command)| *label <= LABEL && is_beside(*label, *label, command, width))
        .collect();
    // A long label that would push others from their line gives way to them.
    while beside.len() * 2 > commands {
        let column = beside.iter().map(|(label, _)| *label).max().unwrap_or(0);
        let pushed = beside
            .iter()
            .filter(|(label, command)| !is_beside(*label, column, command, width))
            .count();
        if pushed < 2 {
            return column;
        }
        beside.retain(|(label, _)| *label < column);
    }
    0
}

fn is_beside(label: usize, column: usize, command: &str, width: usize) -> bool {
    label <= column && GAP + column + GAP + measure_text_width(command) <= width
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fix::Fix;

    fn refusal() -> Error {
        let check = |name: &str| {
            Command::on_incident("recover")
                .arg("--check")
                .arg(format!("{name}=done"))
        };
        Error::refused("INC-20251129-001 cannot be closed: 4 things are missing")
            .item(
                "owner",
                Some(Command::on_incident("triage").args(["--owner", "<WHO>"])),
            )
            .item("login", Some(check("login")))
            .item("wallet ledger", Some(check("wallet-ledger")))
            .item(
                "verification",
                Some(Command::on_incident("recover").args(["--verification", "<TEXT>"])),
            )
            .fix(
                Fix::inc(["list", "--all"])
                    .explained("shows every one of them, the closed ones too"),
            )
    }

    #[test]
    fn a_command_stands_beside_its_label_or_below_it_and_is_never_broken() {
        let at = |width: usize| lines(&refusal(), "error:", Look::PLAIN, width);
        assert_eq!(
            at(80),
            [
                "error: INC-20251129-001 cannot be closed: 4 things are missing",
                "  owner         inc triage --owner <WHO>",
                "  login; wallet ledger",
                "    inc recover --check login=done --check wallet-ledger=done",
                "  verification  inc recover --verification <TEXT>",
                "  inc list --all   shows every one of them, the closed ones too",
            ]
        );
        assert_eq!(
            at(40),
            [
                "error: INC-20251129-001 cannot be",
                "  closed: 4 things are missing",
                "  owner",
                "    inc triage --owner <WHO>",
                "  login; wallet ledger  inc recover",
                "  verification",
                "    inc recover --verification <TEXT>",
                "  inc list --all",
                "    shows every one of them, the closed",
                "      ones too",
            ]
        );
    }

    #[test]
    fn one_long_label_does_not_push_the_commands_of_others_below_theirs() {
        let triage = |flag: &str| Some(Command::on_incident("triage").args([flag, "<WHO>"]));
        let long = "what was told to whom, and when";
        let error = Error::refused("4 things are missing")
            .item("owner", triage("--owner"))
            .item("technical lead", triage("--technical-lead"))
            .item("finance owner", triage("--finance-owner"))
            .item(long, triage("--x"));
        assert_eq!(
            lines(&error, "error:", Look::PLAIN, 60),
            [
                "error: 4 things are missing",
                "  owner           inc triage --owner <WHO>",
                "  technical lead  inc triage --technical-lead <WHO>",
                "  finance owner   inc triage --finance-owner <WHO>",
                "  what was told to whom, and when",
                "    inc triage --x <WHO>",
            ]
        );
    }

    #[test]
    fn a_check_alone_keeps_its_command_however_long_that_is() {
        let command = Command::on_incident("recover").args(["--check", "wallet-ledger=done"]);
        let error = Error::refused("x").item("wallet ledger", Some(command));
        assert_eq!(
            lines(&error, "error:", Look::PLAIN, 20).last(),
            Some(&"    inc recover --check wallet-ledger=done".to_owned())
        );
    }

    #[test]
    fn what_somebody_typed_stays_as_it_was_typed() {
        let typed = "inc note -m 'a text that is longer than the terminal is wide'";
        let error = Error::environment("x").giving_back("typed:", [typed.to_owned()]);
        let lines = lines(&error, "error:", Look::PLAIN, 40);
        assert_eq!(lines.last(), Some(&format!("    {typed}")));
    }
}
