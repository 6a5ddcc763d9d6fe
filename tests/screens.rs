//! What stands on the screen while something is asked, and what stays of it.

use crate::support::World;
use crate::support::story::Stage;

const ID: &str = "INC-20251129-001";

#[test]
fn a_walk_keeps_to_a_small_screen() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    let mut terminal = world.terminal_of("triage", 24, 80);
    terminal.asks("Environment").choose("Production");
    terminal.asks("Services").types("wallet-api").enter();
    terminal
        .asks("Is production available?")
        .choose("Available");
    terminal.asks("May payments");
    let screen = terminal.screen();
    // What is answered is one line each.
    let answered = screen.lines().filter(|line| line.starts_with('✔')).count();
    assert_eq!(answered, 3, "{screen}");
    assert!(screen.lines().count() < 24, "{screen}");
    terminal.ctrl_c().ends_with(130);
}

#[test]
fn a_searched_list_looks_like_every_other_question() {
    let world = World::new();
    let mut terminal = world.terminal("open 'Wallets credited twice'");
    terminal
        .asks("Incident type")
        .expect("    Application outage")
        .down()
        .expect("  \u{276f} Application outage");
    let question = terminal.question();
    assert!(
        question.starts_with("? Incident type (type to narrow 13)\n  \u{276f} Application"),
        "{question}"
    );
}

#[test]
fn a_long_filter_stays_on_its_line_and_says_that_nothing_matches() {
    for columns in [80, 26] {
        let world = World::new();
        let mut terminal = world.terminal_of("open", 24, columns);
        let title =
            "Wallets credited twice, and again and again by every webhook tonight, it seems";
        terminal.asks("What happened").types_hidden(title).enter();
        terminal.asks("Incident type");
        terminal.types_hidden(&"y".repeat(120));
        // Where there is no room behind the question, what is typed stands below it.
        let below = if columns == 26 { 1 } else { 0 };
        // The list is drawn anew with each letter, and seen half drawn in between.
        terminal.until("the question, the letters and a word", |screen| {
            let lines: Vec<&str> = screen.lines().collect();
            lines.len() == 3 + below
                && lines[0].starts_with("\u{2714} What happ")
                && lines[1].starts_with("? Incident type")
                && lines[1 + below].contains(&"y".repeat(12))
                && lines[2 + below].contains("no matches")
        });
        terminal.types_hidden(&"\x7f".repeat(120));
        terminal.expect("(type to narrow").types("redis");
        terminal.expect("\u{276f} Redis failure").enter();
        terminal.asks("Detected by").enter();
        terminal.ends_with(0);
        assert_eq!(world.record(ID)["title"], title, "{columns}");
        assert_eq!(world.record(ID)["type"], "redis-failure", "{columns}");
    }
}

#[test]
fn a_list_takes_nothing_away_that_stands_above_it() {
    let world = World::new();
    // Letters of two bytes each: wide in a file, and not on the screen.
    for _ in 0..3 {
        let title = "\u{627}\u{644}\u{645}\u{62d}\u{641}\u{638}\u{629} ".repeat(8);
        world.ok(&format!("open '{}' --type redis", title.trim_end()));
    }
    let script = "for line in 1 2 3 4 5 6 7 8; do echo above $line; done; inc ack";
    let mut terminal = world.program("sh", &["-c", script], 24, 80);
    terminal.asks("Which incident").expect("003");
    for _ in 0..3 {
        terminal.down();
    }
    terminal.expect("\u{276f} INC-20251129-001");
    for line in 1..=8 {
        let above = format!("above {line}\n");
        assert!(terminal.screen().contains(&above), "{}", terminal.screen());
    }
    // The shell in between ends as shells do.
    terminal.ctrl_c().end();
}

#[test]
fn what_was_typed_over_two_lines_leaves_nothing_behind() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis");
    let mut terminal = world.terminal_of("triage", 24, 80);
    terminal.asks("Environment").enter();
    terminal.asks("Services").types(&"wallet-api ".repeat(6));
    terminal.types_hidden(&"\x7f".repeat(66)).enter();
    terminal
        .expect("\u{2013} Services")
        .asks("Is production available?");
    assert!(
        !terminal.screen().contains("wallet-api"),
        "{}",
        terminal.screen()
    );
    terminal.ctrl_c().ends_with(130);
}

#[test]
fn a_long_line_leaves_nothing_behind_at_the_foot_of_the_screen() {
    for (columns, back) in [(80, 0), (40, 0), (80, 90), (40, 60)] {
        let world = World::new();
        let script = "for line in $(seq 30); do echo above; done; inc open";
        let mut terminal = world.program("sh", &["-c", script], 20, columns);
        let title = "Wallets credited twice, and again ".repeat(5);
        terminal
            .asks("What happened")
            .types_hidden(title.trim_end());
        terminal.expect("again");
        terminal.types_hidden(&"\x7f".repeat(back)).enter();
        terminal
            .expect("\u{2714} What happened")
            .asks("Incident type");
        terminal.expect("Integration failure");
        let screen = terminal.screen();
        assert!(screen.starts_with("above\n"), "{columns}\n{screen}");
        assert_eq!(screen.matches("What happened").count(), 1, "{screen}");
        assert_eq!(screen.matches("Wallets").count(), 1, "{screen}");
        terminal
            .types("redis")
            .expect("\u{276f} Redis failure")
            .enter();
        terminal.asks("Detected by").enter().end();
        let said = world.record(ID)["title"].as_str().map(str::len);
        assert_eq!(said, Some(title.trim_end().len() - back), "{columns}");
    }
}

#[test]
fn a_long_list_pages_below_a_long_question_and_leaves_nothing_behind() {
    let world = World::new();
    world.payment(Stage::Triaged);
    // No room for a whole list at once, and a question of several lines above it.
    let mut terminal = world.terminal_of("close", 7, 40);
    terminal.asks("Logs preserved").expect("[Page 1/");
    for _ in 0..4 {
        terminal.down();
    }
    terminal.expect("\u{276f} not applicable");
    let screen = terminal.screen();
    assert_eq!(screen.matches("Logs preserved").count(), 1, "{screen}");
    assert_eq!(screen.matches("Page").count(), 1, "{screen}");
    terminal.down().expect("\u{276f} open").enter();
    terminal.asks("settings.reconciliation_owner");
    let screen = terminal.screen();
    assert!(!screen.contains("? Logs preserved"), "{screen}");
    assert!(!screen.contains("not applicable"), "{screen}");
    terminal.ctrl_c().ends_with(130);
}

#[test]
fn a_yes_or_no_shows_what_enter_takes() {
    let world = World::new();
    world.payment(Stage::Triaged);
    let mut terminal = world.terminal_of("contain", 24, 40);
    terminal.asks("Actions taken").enter();
    terminal.asks("Other actions taken").enter();
    terminal.asks("Is it contained?").expect("[y/N]");
    terminal.types_hidden("y").expect("[Y/n]");
    terminal.types_hidden("\x1b").expect("[y/n] skipped");
    terminal.enter();
    terminal.expect("\u{2013} Is it contained").end();
    assert!(!terminal.screen().contains("? "), "{}", terminal.screen());
}

#[test]
fn what_is_skipped_stays_as_a_line_and_reasons_are_told_once() {
    let world = World::new();
    world.ok("open 'Wallets credited twice' --type payment");
    let mut terminal = world.terminal_of("triage", 60, 100);
    terminal
        .asks("Environment")
        .expect("Production  the plan's default");
    terminal.enters_until("");
    terminal.ends_with(0);
    let screen = terminal.screen();
    for left in ["Services", "Impact on users", "Incident owner"] {
        let line = format!("\u{2013} {left:36} skipped");
        assert!(screen.contains(&line), "{left}\n{screen}");
    }
    let check = "Financial impact estimated           skipped";
    assert!(screen.contains(check), "{screen}");
    let reason = "financial integrity is under review";
    assert_eq!(screen.matches(reason).count(), 1, "{screen}");
    assert!(screen.contains("SEV-2 \u{2192} SEV-1"), "{screen}");
}

#[test]
fn on_a_narrow_screen_words_and_commands_stay_whole() {
    let world = World::new();
    let mut terminal = world.terminal_of("open 'Cache gone' --type payment", 24, 60);
    terminal.ends_with(0);
    let screen = terminal.screen();
    assert!(
        screen.contains("at least SEV-2\n         until confirmed (O4)\n"),
        "{screen}"
    );
    let mut terminal = world.terminal_of("note -m 'Froze refunds of every wallet'", 24, 40);
    terminal.ends_with(0);
    let screen = terminal.screen();
    let said = "  Froze refunds of every wallet\n       INC-20251129-001";
    assert!(screen.ends_with(said), "{screen}");
    let mut terminal = world.terminal_of("triage", 60, 40);
    terminal.enters_until("Severity");
    let screen = terminal.screen();
    assert!(
        screen.contains("  data exposure is under review: at\n    least SEV-1\n"),
        "{screen}"
    );
    // What was answered can be read beside its question.
    assert!(
        screen.contains("\u{2714} Data exposure     Under review"),
        "{screen}"
    );
    terminal.ctrl_c().ends_with(130);

    let world = World::new();
    world.payment(Stage::Triaged);
    let mut terminal = world.terminal_of("close", 40, 60);
    let command = "\n    inc eradicate --cause <TEXT> --confirmed-by <WHO>\n";
    terminal.asks("Logs preserved").expect(command);
    terminal.ctrl_c().ends_with(130);
}
