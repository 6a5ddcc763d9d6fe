//! Whether commits can be signed, and their signatures verified.

use std::fs;

use super::{fixed, problems, reported, sound};
use crate::support::Ran;

#[test]
fn a_signature_that_cannot_be_made_or_checked() {
    let world = sound();
    let key = world.root().join("key");
    let mut keygen = world.command("ssh-keygen");
    keygen
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key);
    Ran::of(&mut keygen).ok();
    let public = format!("{}.pub", key.display());
    let signers = world.root().join("signers");
    let text = fs::read_to_string(&public).expect("a key");
    fs::write(&signers, format!("rana@example.com {text}")).expect("signers");
    let signers = signers.display().to_string();
    world.git_line("config commit.gpgSign true");
    world.git_line("config gpg.format ssh");
    fixed(
        &world,
        "signing",
        "error",
        "user.signingkey is not set",
        &[("<KEY.PUB>", &public)],
    );
    fixed(
        &world,
        "signing",
        "warning",
        "allowedSignersFile is not set",
        &[("<FILE>", &signers)],
    );
    world.git_line("config gpg.ssh.allowedSignersFile nowhere");
    fixed(
        &world,
        "signing",
        "warning",
        "allowedSignersFile does not exist",
        &[("<FILE>", &signers)],
    );
    world.ok("open x --type redis");
    world.git_line("config user.signingKey nowhere.pub");
    fixed(
        &world,
        "signing",
        "error",
        "the file in user.signingkey does not exist",
        &[("<KEY.PUB>", &public)],
    );
    world.git_line("config gpg.ssh.program no-such-program");
    fixed(
        &world,
        "signing",
        "error",
        "`no-such-program` is not installed",
        &[],
    );
}

#[test]
fn the_program_of_one_format_is_not_that_of_another() {
    let world = sound();
    world.git_line("config commit.gpgSign true");
    world.git_line("config gpg.program no-such-program");
    let words = "`no-such-program` is not installed";
    reported(&world, "signing", "error", words, "commit.gpgsign false");
    world.git_line("config gpg.format ssh");
    reported(
        &world,
        "signing",
        "error",
        "user.signingkey is not set",
        "<KEY.PUB>",
    );
}

#[test]
fn a_setting_that_git_does_not_take() {
    let world = sound();
    world.ok("open x --type redis");
    world.git_line("config commit.gpgsign maybe");
    world.line("note -m x").exit(3).says("inc doctor");
    let words = "bad boolean config value 'maybe' for 'commit.gpgsign'";
    reported(&world, "signing", "error", words, "git fsck");
    for value in ["1", "0", "off", "YES"] {
        world.git_line(&format!("config commit.gpgsign {value}"));
        let found = problems(&world, "signing");
        let says = |words: &str| found.iter().any(|(_, says, _)| says.contains(words));
        assert!(!says("bad boolean"), "{found:?}");
    }
}

#[test]
fn whoever_the_plan_names_needs_no_list_of_gits() {
    let world = sound();
    world.git_line("config gpg.format ssh");
    world.git_line("config commit.gpgsign true");
    let words = "allowedSignersFile is not set";
    reported(&world, "signing", "warning", words, "allowedSignersFile");
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJYHTtDqQkkcKCMaRy5Wdq0JKAnRHuOqOBY3F5GLRWvp";
    let signers = format!("signers:\n  - {{person: Rana, key: {key}}}\n");
    world.change_plan("signers: []\n", &signers);
    assert_eq!(problems(&world, "plan"), []);
    let found = problems(&world, "signing");
    assert!(
        !found.iter().any(|(_, says, _)| says.contains(words)),
        "{found:?}"
    );
}
