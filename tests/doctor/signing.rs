//! Whether commits can be signed: with ssh, by the files that are named; with anything else, by what the
//! program that signs says of its keys.

use std::fs;

use super::{cured, seen, sound, told};
use crate::support::{Ran, World};

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
    cured(
        &world,
        "signing",
        "trouble",
        "no key is named",
        &[("<KEY.PUB>", &public)],
    );
    cured(
        &world,
        "signing",
        "note",
        "no file of allowed signers",
        &[("<FILE>", &signers)],
    );
    world.git_line("config gpg.ssh.allowedSignersFile nowhere");
    cured(
        &world,
        "signing",
        "note",
        "allowed signers is not there",
        &[("<FILE>", &signers)],
    );
    world.ok("open x --type redis");
    world.git_line("config user.signingKey nowhere.pub");
    cured(
        &world,
        "signing",
        "trouble",
        "file of the key is not there",
        &[("<KEY.PUB>", &public)],
    );
    world.git_line("config gpg.ssh.program no-such-program");
    cured(
        &world,
        "signing",
        "trouble",
        "`no-such-program` is not there",
        &[],
    );
}

/// Makes git sign with a program that speaks as GnuPG does and has the keys that a file lists. It reads
/// its input, as one that asks for a passphrase would.
fn sign_with_a_stand_in(world: &World, name: &str) -> String {
    let program = world.root().join(name);
    let script = r#"#!/bin/sh
keys="$(dirname "$0")/keys"
case "$*" in
*--list-secret-keys*)
    read -r answer && exit 9
    case "$*" in
    *" -- "*) for key; do :; done
        grep -F -- "$key" "$keys" && exit
        case "$0" in *gpgsm) exit 0 ;; esac
        echo "[GNUPG:] ERROR keylist.getkey 17"
        exit 2 ;;
    *) cat "$keys" ;;
    esac ;;
*)
    for key; do :; done
    grep -F -- "$key" "$keys" | grep -q ':s[a-zA-Z]*:' || exit 2
    echo "[GNUPG:] SIG_CREATED D 1 8 00 0 ABCD" >&2
    echo "-----BEGIN PGP SIGNATURE-----" ;;
esac
"#;
    fs::write(&program, script).expect("a script");
    Ran::of(world.command("chmod").arg("+x").arg(&program)).ok();
    world.git_line("config commit.gpgSign true");
    program.display().to_string()
}

#[test]
fn a_key_that_the_program_does_not_have_or_cannot_sign_with() {
    const RANA: &str = "sec:u:255:22:AAAA:1:::u:::scESC:::+::Rana <rana@example.com>:";
    const OTHER: &str = "sec:u:255:22:BBBB:1:::u:::scESC:::+::Other <other@example.com>:";
    for (format, name) in [("openpgp", "gpg"), ("x509", "gpgsm")] {
        let world = sound();
        let program = sign_with_a_stand_in(&world, name);
        let keys = |keys: &[&str]| {
            let listed = keys.join("\n") + "\n";
            fs::write(world.root().join("keys"), listed).expect("keys");
        };
        world.git_line(&format!("config gpg.format {format}"));
        world.git_line(&format!("config gpg.{format}.program {program}"));
        let none = "has no secret key for Rana <rana@example.com>: git refuses them";
        keys(&[]);
        world.line("open x --type redis").exit(3);
        let cures = cured(&world, "signing", "trouble", none, &[]);
        assert_eq!(cures, ["git config commit.gpgsign false"]);
        world.ok("open y --type redis");
        world.git_line("config commit.gpgSign true");
        keys(&[OTHER]);
        let cures = cured(&world, "signing", "trouble", none, &[("<KEY>", "BBBB")]);
        assert_eq!(cures.len(), 2, "{cures:?}");
        world.ok("open z --type redis");
        keys(&[RANA]);
        let none = "has no secret key for BBBB";
        cured(&world, "signing", "trouble", none, &[("<KEY>", "AAAA")]);
        world.git_line("config --unset user.signingKey");
        assert_eq!(told(&world, "signing"), []);
        let ran = world.line("doctor").ok();
        let signed = format!("commits are signed ({format})");
        assert!(ran.stdout.contains(&signed), "{}", ran.told());
        for (valid, words) in [("e", "has expired"), ("r", "is revoked")] {
            let valid = format!("sec:{valid}:");
            keys(&[&RANA.replace("sec:u:", &valid), OTHER]);
            let words = format!("the key for Rana <rana@example.com> {words}");
            cured(&world, "signing", "trouble", &words, &[("<KEY>", "BBBB")]);
            world.git_line("config --unset user.signingKey");
        }
        // One that does not speak as GnuPG does may sign all the same, and can be tried.
        fs::write(&program, "#!/bin/sh\n[ \"$1\" = -bsau ]\n").expect("a script");
        seen(
            &world,
            "signing",
            "note",
            "does not tell whether it can sign",
            &format!("echo x | {program} -bsau 'Rana <rana@example.com>'"),
        );
        let cures = told(&world, "signing").remove(0).2;
        Ran::of(world.command("sh").args(["-c", &cures[0]])).ok();
    }
}

#[test]
fn the_program_of_one_format_is_not_that_of_another() {
    let world = sound();
    world.git_line("config commit.gpgSign true");
    world.git_line("config gpg.program no-such-program");
    let words = "`no-such-program` is not there";
    seen(&world, "signing", "trouble", words, "commit.gpgsign false");
    world.git_line("config gpg.format ssh");
    seen(&world, "signing", "trouble", "no key is named", "<KEY.PUB>");
}

#[test]
fn a_setting_that_git_does_not_take() {
    let world = sound();
    world.ok("open x --type redis");
    for (key, value) in [("gpg.format", "bogus"), ("commit.gpgsign", "maybe")] {
        world.git_line("config commit.gpgsign true");
        world.git_line(&format!("config {key} {value}"));
        world.line("note -m x").exit(3).says("inc doctor");
        let words = format!("{key} is {value}, ");
        let cures = cured(&world, "signing", "trouble", &words, &[]);
        assert_eq!(cures, [format!("git config --local --unset-all {key}")]);
        world.git_line("config commit.gpgsign false");
        world.ok("note -m y");
    }
    for value in ["1", "0", "off", "YES"] {
        world.git_line(&format!("config commit.gpgsign {value}"));
        let found = told(&world, "signing");
        let says = |words: &str| found.iter().any(|(_, says, _)| says.contains(words));
        assert!(!says("neither true nor false"), "{found:?}");
    }
}

#[test]
fn whoever_the_plan_names_needs_no_list_of_gits() {
    let world = sound();
    world.git_line("config gpg.format ssh");
    world.git_line("config commit.gpgsign true");
    let words = "no file of allowed signers";
    seen(&world, "signing", "note", words, "allowedSignersFile");
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJYHTtDqQkkcKCMaRy5Wdq0JKAnRHuOqOBY3F5GLRWvp";
    let signers = format!("signers:\n  - {{person: Rana, key: {key}}}\n");
    world.change_plan("signers: []\n", &signers);
    assert_eq!(told(&world, "plan"), []);
    let found = told(&world, "signing");
    assert!(
        !found.iter().any(|(_, says, _)| says.contains(words)),
        "{found:?}"
    );
}
