//! Whose signatures the plan believes: SSH keys, OpenPGP keys, and until when.

use serde_json::Value;

use crate::support::World;
use crate::support::signing::{allow, sign_commits};

/// What `inc verify` says of the signatures, and why.
fn signatures(world: &World) -> (String, String) {
    let json = world.line("verify --format json").json();
    let told = &json["incidents"][0]["signatures"];
    let state = told["state"].as_str().expect("a state").to_owned();
    (state, told["why"].to_string())
}

/// State and signer of the newest commit, as `inc log` has them.
fn newest(world: &World) -> (Value, Value) {
    let json = world.json("log --format json");
    (json[0]["signature"].clone(), json[0]["signer"].clone())
}

fn name_signers(world: &World, signers: &str) {
    let plan = world.read("templates/plan.yaml");
    let begins = plan.find("\nsigners:").expect("the section") + 1;
    let ends = begins + plan[begins..].find("\n\n").expect("its end");
    let plan = format!("{}signers:{signers}{}", &plan[..begins], &plan[ends..]);
    world.write("templates/plan.yaml", &plan);
}

#[test]
fn the_plan_says_whose_ssh_keys_count() {
    let world = World::new();
    let Some(key) = sign_commits(&world) else {
        return;
    };
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    let public = public.trim();
    world.ok("open 'Queue stuck' --type redis");
    world.ok("note -m 'Restarted it'");
    assert_eq!(signatures(&world).0, "unproved");

    // The key is enough: git itself has been told of nobody.
    let rana = format!("\n  - {{person: \"Rana, on call\", key: {public}}}");
    name_signers(&world, &rana);
    let (state, why) = signatures(&world);
    assert_eq!(state, "proved", "{why}");
    assert!(why.contains("Rana, on call"), "{why}");
    assert_eq!(newest(&world), ("good".into(), "Rana, on call".into()));
    world.line("log").ok().prints("signed by Rana, on call");

    // Whoever git trusts beside them does not.
    let other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIiGxQb9rQqoMYJTmcBC0vWhVyoVEYrlWHO2ZYAHxUTD";
    name_signers(&world, &format!("\n  - {{person: Sami, key: {other}}}"));
    allow(&world, &key);
    let (state, why) = signatures(&world);
    assert_eq!(state, "unproved", "{why}");
    assert!(
        why.contains("a key that is not in the plan's `signers`"),
        "{why}"
    );
    assert_eq!(newest(&world).0, "untrusted");

    // Who left keeps a line, up to the last day; the commits are of the clock of this machine.
    let until = |day: &str| format!("\n  - {{person: Rana, key: {public}, until: \"{day}\"}}");
    name_signers(&world, &until("2019-12-31"));
    let (state, why) = signatures(&world);
    assert_eq!(state, "unproved", "{why}");
    assert!(why.contains("expired"), "{why}");
    assert_eq!(newest(&world), ("expired-key".into(), "Rana".into()));
    name_signers(&world, &until("2999-12-31"));
    assert_eq!(signatures(&world).0, "proved");

    // A broken plan takes its word away, and nothing else.
    name_signers(&world, "\n  - {person: Rana, key: nonsense}");
    assert_eq!(newest(&world), ("good".into(), "rana@example.com".into()));
}

#[test]
fn the_plan_says_whose_openpgp_keys_count() {
    let world = World::new();
    let folder = world.root().join("gnupg");
    std::fs::create_dir(&folder).expect("a folder");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(&folder, private).expect("private");
    }
    world.set_env("GNUPGHOME", folder.to_str().expect("text"));
    let gpg = |args: &[&str]| {
        let output = world.command("gpg").arg("--batch").args(args).output();
        output.ok().filter(|output| output.status.success())
    };
    let owner = "Rana <rana@example.com>";
    let new = ["--passphrase", "", "--quick-generate-key", owner];
    if gpg(&[&new[..], &["default", "default", "never"]].concat()).is_none() {
        eprintln!("skipped: no gpg that makes a key");
        return;
    }
    let listed = gpg(&["--with-colons", "--list-keys"]).expect("a list");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let print = listed.lines().find_map(|line| line.strip_prefix("fpr:"));
    let print = print.expect("a fingerprint").trim_matches(':').to_owned();
    world.git_line("config commit.gpgSign true");
    world.git(["config", "user.signingKey", owner]);
    world.ok("open 'Queue stuck' --type redis");

    // Its owner trusts it here, and so git does.
    assert_eq!(newest(&world).0, "good");
    assert_eq!(signatures(&world).0, "proved");
    let spaced: Vec<String> = print
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).to_lowercase())
        .collect();
    let spaced = spaced.join(" ");
    name_signers(&world, &format!("\n  - {{person: Rana, key: {spaced}}}"));
    assert_eq!(newest(&world), ("good".into(), "Rana".into()));
    assert!(signatures(&world).1.contains("by Rana"));
    let other = print.chars().rev().collect::<String>();
    name_signers(&world, &format!("\n  - {{person: Sami, key: {other}}}"));
    assert_eq!(newest(&world).0, "untrusted");

    // Without the public key nobody can say.
    gpg(&["--yes", "--delete-secret-and-public-key", &print]).expect("deleted");
    assert_eq!(newest(&world).0, "unknown-key");
    let (state, why) = signatures(&world);
    assert_eq!(state, "unproved");
    assert!(why.contains("an unknown key"), "{why}");
    gpg(&["--version"]).expect("gpg");
    let agent = world.command("gpgconf").args(["--kill", "all"]).status();
    assert!(agent.is_ok());
}

#[test]
fn a_key_that_is_none_or_two_peoples_is_a_fault_of_the_plan() {
    let world = World::new();
    let print = "0123456789ABCDEF0123456789ABCDEF01234567";
    let signers = format!(
        "\n  - {{person: Rana, key: {print}}}\n  - {{person: Sami, key: {}}}\n  - {{person: Lina, key: DEADBEEF}}",
        print.to_lowercase()
    );
    name_signers(&world, &signers);
    let found = world.line("validate --format json").exit(1).json();
    let found = found["findings"].as_array().expect("findings");
    let faults: Vec<(&str, &str)> = found
        .iter()
        .filter(|finding| finding["rule"] == "plan/bad-value")
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().expect("text");
            (text("field"), text("message"))
        })
        .collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(faults[0].0, "signers[1].key");
    assert!(
        faults[0].1.contains("already belongs to Rana"),
        "{faults:?}"
    );
    assert_eq!(faults[1].0, "signers[2].key");
    assert!(faults[1].1.contains("full fingerprint"), "{faults:?}");
}
