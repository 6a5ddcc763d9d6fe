//! What a shell offers while a command is typed: asked for as the shells ask, and in the shells.

use std::fs;
use std::io::Write;

use crate::support::World;
use crate::support::pty::Terminal;
use crate::support::story::Stage;

const ID: &str = "INC-20251129-001";

/// What a shell gets for a line, a word a line; the last word is the one being typed.
fn answer(world: &World, shell: &str, words: &[&str]) -> Vec<String> {
    let mut args = vec!["complete", shell, "--", "inc"];
    args.extend(words);
    let ran = world.inc(args).ok();
    assert_eq!(ran.stderr, "", "{words:?}");
    ran.stdout.lines().map(str::to_owned).collect()
}

/// The words that are offered, without what they mean.
fn offered(world: &World, words: &[&str]) -> Vec<String> {
    let answer = answer(world, "fish", words);
    assert!(
        ["words", "open"].contains(&answer[0].as_str()),
        "{answer:?}"
    );
    let word = |line: &String| line.split('\t').next().unwrap_or_default().to_owned();
    answer[1..].iter().map(word).collect()
}

#[test]
fn everything_with_a_name_is_offered() {
    let world = World::new();
    world.payment(Stage::Triaged);
    for (words, wanted) in [
        (vec!["sh"], vec!["show"]),
        (vec!["show", ""], vec![ID]),
        (vec!["show", "inc-2025"], vec![ID]),
        (vec!["show", "001"], vec![ID]),
        (
            vec!["open", "x", "--type", "pay"],
            vec!["payment-or-wallet-incident"],
        ),
        (
            vec!["open", "x", "--type", "wallet"],
            vec!["payment-or-wallet-incident"],
        ),
        (vec!["open", "-kpay"], vec!["-kpayment-or-wallet-incident"]),
        (
            vec!["open", "x", "--type=pay"],
            vec!["--type=payment-or-wallet-incident"],
        ),
        (
            vec!["open", "x", "--source", "payment-g"],
            vec!["payment-gateway-alerts"],
        ),
        (vec!["list", "--severity", "sev-1"], vec!["SEV-1"]),
        (vec!["list", "--service", ""], vec!["wallet-api"]),
        (vec!["assign", "tech"], vec!["technical-lead="]),
        (vec!["assign", "tech=Pro"], vec!["tech=Product Manager"]),
        (
            vec!["open", "--role=technical-lead=ceo"],
            vec!["--role=technical-lead=CEO"],
        ),
        (
            vec!["triage", "--fact", "data-exposure=log"],
            vec!["data-exposure=logs-only"],
        ),
        (vec!["triage", "--impact", "fin"], vec!["financial="]),
        (vec!["recover", "--check", "red"], vec!["redis"]),
        (vec!["recover", "--check", "redis=fa"], vec!["redis=failed"]),
        (vec!["recover", "--check", "redis=failed:"], vec![]),
        (
            vec!["recover", "001", "--rest", "not"],
            vec!["not-applicable"],
        ),
        (
            vec!["readiness", "--check", "external-ir"],
            vec!["external-ir-firm-on-retainer"],
        ),
        (
            vec!["explain", "closure/root"],
            vec!["closure/root-cause-unconfirmed"],
        ),
        (
            vec!["waive", "001", "closure/root"],
            vec!["closure/root-cause-unconfirmed"],
        ),
        (vec!["report", "--template", "time"], vec!["timeline"]),
        (vec!["runbook", "redis"], vec!["redis-failure"]),
        (
            vec!["evidence", "add", "x", "--kind", "nginx"],
            vec!["nginx-logs"],
        ),
        (
            vec!["note", "-m", "x", "--mark", "fix"],
            vec!["fix-deployed"],
        ),
        (vec!["set", "severity=SEV-2"], vec!["severity=SEV-2"]),
        (
            vec!["set", "facts.data-exposure=no"],
            vec!["facts.data-exposure=none"],
        ),
        (vec!["plan", "open"], vec!["open-items"]),
        (vec!["completions", "z"], vec!["zsh"]),
        (vec!["list", "--sort", "o"], vec!["oldest"]),
        (vec!["show", "--fo"], vec!["--format"]),
        (vec!["evidence", "ver"], vec!["verify"]),
    ] {
        assert_eq!(offered(&world, &words), wanted, "{words:?}");
    }
    // An ID stands first or not at all, and what is given once is not offered again.
    let roles = offered(&world, &["assign", "001", ""]);
    assert!(
        roles.len() > 5 && roles.iter().all(|role| role.ends_with('=')),
        "{roles:?}"
    );
    let options = offered(&world, &["show", "--format", "json", "--"]);
    assert!(
        !options.contains(&"--format".to_owned()) && options.contains(&"--at".to_owned()),
        "{options:?}"
    );
    // Nobody types these.
    let verbs = offered(&world, &[""]);
    assert!(
        !verbs
            .iter()
            .any(|verb| verb == "merge-driver" || verb == "complete"),
        "{verbs:?}"
    );
    // Files are the shell's.
    assert_eq!(
        answer(&world, "fish", &["report", "--output", ""]),
        ["files"]
    );
    assert_eq!(answer(&world, "fish", &["-C", ""]), ["folders"]);
    assert_eq!(answer(&world, "fish", &["validate", "zz"]), ["files"]);
}

#[test]
fn an_incident_is_offered_with_its_title_and_a_closed_one_once_its_id_is_begun() {
    let world = World::new();
    world.payment(Stage::Closed);
    world.ok("open 'Cache gone' --type redis");
    let shown = |words: &[&str]| answer(&world, "fish", words)[1..].to_vec();
    let open = "INC-20251129-002\tSEV-3 Cache gone".to_owned();
    let closed = format!("{ID}\tclosed Wallets credited twice");
    assert_eq!(shown(&["show", ""])[..], *std::slice::from_ref(&open));
    assert_eq!(shown(&["show", "INC-"]), [open, closed.clone()]);
    assert_eq!(shown(&["reopen", ""]), [closed]);
}

#[test]
fn the_home_is_the_one_that_the_line_names() {
    let world = World::new();
    let here = world.home().display().to_string();
    world.ok("open 'Cache gone' --type redis");
    let user = world.root().join("user");
    let asked = |words: &[&str]| {
        let mut args = vec!["complete", "fish", "--"];
        args.extend(words);
        world.inc_in(&user, args).ok().says_not("error").stdout
    };
    assert_eq!(asked(&["inc", "show", "INC-"]).trim(), "words");
    for words in [
        vec!["inc", "-C", here.as_str(), "show", "INC-"],
        vec!["inc", "show", "-C", "../home", "INC-"],
        vec!["inc", "-C", "~/../home", "show", "INC-"],
        vec!["inc", "-C", "$HOME/../home", "show", "INC-"],
        vec!["inc", "--repo=${HOME}/../home", "show", "INC-"],
        vec!["INC_REPO=../home", "inc", "show", "INC-"],
    ] {
        assert!(asked(&words).contains(ID), "{words:?}");
    }
    world.set_env("INC_REPO", &here);
    assert!(asked(&["inc", "show", "INC-"]).contains(ID));
    assert!(!asked(&["inc", "-C", "/", "show", "INC-"]).contains(ID));
}

#[test]
fn what_is_broken_is_passed_over_without_a_word() {
    let world = World::new();
    world.payment(Stage::Triaged);
    world.write_record("INC-20251129-002", "id: [broken\n");
    let before = world.state();
    assert_eq!(
        answer(&world, "fish", &["show", ""])[1..],
        [
            "INC-20251129-002\tcannot be read".to_owned(),
            format!("{ID}\tSEV-2 Wallets credited twice")
        ]
    );
    assert_eq!(
        offered(&world, &["triage", "002", "--fact", "data-exposure=log"]),
        ["data-exposure=logs-only"]
    );
    assert_eq!(world.state(), before);
    // Names that lead nowhere: the names of the plan are offered all the same.
    let plan = world.read("templates/plan.yaml");
    world.write(
        "templates/plan.yaml",
        &plan.replacen("default: cto", "default: nobody", 1),
    );
    assert_eq!(offered(&world, &["assign", "tech"]), ["technical-lead="]);
    world.write("templates/plan.yaml", "- nothing\n");
    assert_eq!(offered(&world, &["assign", "tech"]), Vec::<String>::new());
    assert_eq!(offered(&world, &["sh"]), ["show"]);
    let nowhere = World::bare();
    assert_eq!(offered(&nowhere, &["show", "I"]), Vec::<String>::new());
    assert_eq!(offered(&nowhere, &["list", "--sort", "o"]), ["oldest"]);
    for words in [
        vec![],
        vec!["nosuch", ""],
        vec!["show", "\u{1b}"],
        vec!["--="],
        vec!["-"],
    ] {
        answer(&nowhere, "zsh", &words);
    }
}

#[test]
fn nothing_in_a_record_commands_the_terminal_of_a_shell() {
    let world = World::new();
    world.ok("open 'Cache gone' --type redis --owner 'Rana'");
    let evil = "\"\\e]0;pwned\\a\\e[31m\\u009b31m\\u202e\\tx\"";
    let text = world.record_text(ID);
    let text = text.replace("title: Cache gone", &format!("title: {evil}"));
    let text = text.replace("owner: Rana", &format!("owner: {evil}"));
    world.write_record(ID, &text);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        for words in [
            vec!["show", "I"],
            vec!["show", "--owner", ""],
            vec!["action", "add", "--owner", ""],
        ] {
            let words = match shell {
                "bash" => vec![words.join(" ")],
                _ => words.iter().map(|word| (*word).to_owned()).collect(),
            };
            let mut args = vec![
                "complete".to_owned(),
                shell.to_owned(),
                "--".to_owned(),
                "inc".to_owned(),
            ];
            args.extend(words);
            let said = world.inc(args).ok().stdout;
            let commands = |letter: char| {
                letter.is_control() && !"\n\t".contains(letter) || letter == '\u{202e}'
            };
            assert!(!said.contains(commands), "{shell}: {said:?}");
        }
    }
    assert!(answer(&world, "fish", &["show", "I"])[1].contains("\u{241b}]0;pwned"));
}

#[test]
fn completions_need_no_home() {
    let world = World::bare();
    for (shell, asks) in [
        ("bash", "inc complete bash"),
        ("elvish", "inc complete elvish"),
        ("fish", "inc complete fish"),
        ("powershell", "inc complete powershell"),
        ("zsh", "#compdef inc"),
    ] {
        world.inc(["completions", shell]).ok().prints(asks);
    }
}

/// A shell that has been taught, in a terminal, with two incidents to choose from.
struct Taught {
    world: World,
    terminal: Terminal,
    /// The keys that take a line back and clear the screen.
    leave: &'static str,
}

impl Taught {
    /// Nothing where the shell is not on this machine, which is said, and is a failure where
    /// `$INC_TEST_SHELLS` demands every shell.
    fn new(shell: &str, rc: &str, args: &[&str]) -> Option<Taught> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if !std::env::split_paths(&path).any(|folder| folder.join(shell).is_file()) {
            let demanded = std::env::var_os("INC_TEST_SHELLS").is_some();
            assert!(
                !demanded,
                "{shell} is not installed, and $INC_TEST_SHELLS demands it"
            );
            // The tests' own output is swallowed; this must be seen.
            writeln!(
                std::io::stderr(),
                "SKIPPED: {shell} is not installed, so its completions were not tried"
            )
            .ok();
            return None;
        }
        let world = World::new();
        world.ok("open 'Wallets credited twice' --type payment --service wallet-api");
        world.ok("open 'Cache gone' --type redis");
        let taught = world.root().join("user/taught");
        fs::write(&taught, world.inc(["completions", shell]).ok().stdout).expect("a file");
        world.write(
            "../user/rc",
            &rc.replace("TAUGHT", &taught.display().to_string()),
        );
        world.set_env("ZDOTDIR", &world.root().join("user").display().to_string());
        let rc = world.root().join("user/rc").display().to_string();
        fs::copy(&rc, world.root().join("user/.zshrc")).expect("a copy");
        let args: Vec<String> = args.iter().map(|arg| arg.replace("RC", &rc)).collect();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut terminal = world.program(shell, &args, 30, 100);
        terminal.expect("ready>");
        Some(Taught {
            world,
            terminal,
            leave: "\x15\x0c",
        })
    }

    /// Types a line and the key that completes it, until the screen shows what is wanted; then
    /// takes the line back.
    #[track_caller]
    fn completes(&mut self, line: &str, wanted: &[&str]) {
        self.terminal.types_hidden(line);
        self.terminal.expect(line.trim_end());
        self.terminal.types_hidden("\t");
        for words in wanted {
            self.terminal.expect(words);
        }
        self.terminal.types_hidden(self.leave);
        self.terminal.until("the line is gone", |screen| {
            !screen.contains(line.trim_end())
        });
    }

    /// Nothing was said, and nothing written.
    fn ends_quietly(self) {
        assert!(
            !self.terminal.transcript().contains("error:"),
            "{}",
            self.terminal.transcript()
        );
        assert_eq!(self.world.git_line("status --porcelain"), "");
    }
}

#[test]
fn bash_completes() {
    let rc = "PS1='ready> '\nbind 'set show-all-if-ambiguous on'\nbind 'set completion-query-items 0'\nbind 'set page-completions off'\nbind 'set enable-bracketed-paste off'\nsource TAUGHT\n";
    let Some(mut bash) = Taught::new("bash", rc, &["--noprofile", "--rcfile", "RC"]) else {
        return;
    };
    bash.completes(
        "inc show ",
        &[
            "INC-20251129-002  SEV-3 Cache gone",
            "INC-20251129-001  SEV-2 Wallets credited twice",
        ],
    );
    bash.completes(
        "inc open x --type pay",
        &["inc open x --type payment-or-wallet-incident"],
    );
    bash.completes(
        "inc open x --type=pay",
        &["inc open x --type=payment-or-wallet-incident"],
    );
    bash.completes("inc assign tech", &["inc assign technical-lead="]);
    bash.completes(
        "inc assign technical-lead=Prod",
        &["inc assign technical-lead=Product\\ Manager"],
    );
    bash.completes(
        "inc assign technical-lead=\"Prod",
        &["inc assign technical-lead=\"Product Manager\""],
    );
    bash.completes(
        "inc assign technical-lead='Prod",
        &["inc assign technical-lead='Product Manager'"],
    );
    bash.completes(
        "inc open 'F\u{fc}r \u{1f525}' --fact=data-exposure=log",
        &["--fact=data-exposure=logs-only"],
    );
    bash.completes(
        "inc triage 001 --check ",
        &["inc triage 001 --check financial-impact-estimated"],
    );
    bash.completes(
        "inc triage 001 --check financial-impact-estimated=fa",
        &["financial-impact-estimated=failed"],
    );
    bash.completes(
        "inc list; inc ack 001",
        &["inc list; inc ack INC-20251129-001"],
    );
    bash.completes("inc -C inci", &["inc -C incidents/"]);
    bash.completes(
        "inc report --output templates/runbooks/log",
        &["inc report --output templates/runbooks/login-failure.md"],
    );
    bash.ends_quietly();
}

#[test]
fn zsh_completes() {
    // Installed as the documents say: zsh knows an `inc` of its own.
    let rc = "PS1='ready> '\nunset zle_bracketed_paste\nsetopt no_list_ambiguous\nmkdir ~/.zfunc; cp TAUGHT ~/.zfunc/_inc\nfpath=(~/.zfunc $fpath)\nautoload -Uz compinit; compinit -u -D\n";
    let Some(mut zsh) = Taught::new("zsh", rc, &["-i"]) else {
        return;
    };
    zsh.completes(
        "inc show ",
        &[
            "INC-20251129-002  SEV-3 Cache gone",
            "INC-20251129-001  SEV-2 Wallets credited twice",
        ],
    );
    zsh.completes(
        "inc open x --type pay",
        &["inc open x --type payment-or-wallet-incident"],
    );
    zsh.completes("inc assign tech", &["inc assign technical-lead="]);
    zsh.completes(
        "inc assign technical-lead=Prod",
        &["inc assign technical-lead=Product\\ Manager"],
    );
    zsh.completes(
        "inc triage 001 --check ",
        &["inc triage 001 --check financial-impact-estimated"],
    );
    zsh.completes(
        "inc triage --fact=data-exposure=log",
        &["--fact=data-exposure=logs-only"],
    );
    zsh.completes(
        "INC_REPO=/nowhere inc show -",
        &["INC_REPO=/nowhere inc show --"],
    );
    zsh.completes(
        "inc report --output templates/runbooks/log",
        &["inc report --output templates/runbooks/login-failure.md"],
    );
    zsh.ends_quietly();
}

#[test]
fn fish_completes() {
    let rc = "function fish_prompt; echo 'ready> '; end\nfunction fish_greeting; end\nset -g fish_autosuggestion_enabled 0\nsource TAUGHT\n";
    let Some(mut fish) = Taught::new("fish", rc, &["--no-config", "--init-command", "source RC"])
    else {
        return;
    };
    fish.completes(
        "inc show ",
        &["SEV-3 Cache gone", "SEV-2 Wallets credited twice"],
    );
    fish.completes(
        "inc open x --type pay",
        &["inc open x --type payment-or-wallet-incident"],
    );
    fish.completes("inc assign tech", &["inc assign technical-lead="]);
    fish.completes(
        "inc assign technical-lead=Prod",
        &["inc assign technical-lead=Product\\ Manager"],
    );
    fish.completes(
        "inc triage 001 --check ",
        &["inc triage 001 --check financial-impact-estimated"],
    );
    fish.completes(
        "inc triage --fact=data-exposure=log",
        &["--fact=data-exposure=logs-only"],
    );
    fish.completes("INC_REPO=/nowhere inc list --sort o", &["--sort oldest"]);
    fish.completes(
        "inc report --output templates/runbooks/log",
        &["inc report --output templates/runbooks/login-failure.md"],
    );
    fish.ends_quietly();
}

#[test]
fn elvish_completes() {
    // A list of candidates is a mode of its own there, and Ctrl-L goes to folders.
    let rc = "set edit:prompt = { print 'ready> ' }\nset edit:rprompt = { }\nset edit:completion:binding[Ctrl-U] = { edit:close-mode; edit:kill-line-left }\neval (slurp < TAUGHT)\n";
    let Some(mut elvish) = Taught::new("elvish", rc, &["-rc", "RC"]) else {
        return;
    };
    elvish.leave = "\x15";
    elvish.completes(
        // The first Tab adds what all have in common, where they have something.
        "inc show INC-20251129-00",
        &["SEV-3 Cache gone", "SEV-2 Wallets credited twice"],
    );
    elvish.completes(
        "inc open x --type pay",
        &["inc open x --type payment-or-wallet-incident"],
    );
    // It quotes whatever holds an `=`, and takes what is typed after the quote as the same word.
    elvish.completes("inc assign tech", &["inc assign 'technical-lead='"]);
    elvish.completes(
        "inc assign 'technical-lead='Prod",
        &["inc assign 'technical-lead=Product Manager'"],
    );
    elvish.completes(
        "inc assign technical-lead=Prod",
        &["inc assign 'technical-lead=Product Manager'"],
    );
    elvish.completes("inc triage 001 --check ", &["financial-impact-estimated"]);
    elvish.completes(
        "inc triage --fact=data-exposure=log",
        &["--fact=data-exposure=logs-only"],
    );
    elvish.completes(
        "inc report --output templates/runbooks/log",
        &["inc report --output templates/runbooks/login-failure.md"],
    );
    elvish.ends_quietly();
}
