//! Whether the program that signs has the key it is to sign with: only the program knows.

use std::time::Duration;

use super::program::Output;
use super::repo::Repo;

/// What the program that signs says of a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SecretKey {
    Usable,
    Missing,
    /// It is there and cannot sign: why, in words that go on from its name.
    Unusable(&'static str),
    /// It does not say, or not in the way of GnuPG.
    Unknown,
}

/// So long a program may take to look into its own keys; it may have to start its agent first.
const TIMEOUT: Duration = Duration::from_secs(5);

impl Repo {
    /// What `program` is asked for when a commit is signed: the key that is named, else whose it is.
    pub(crate) fn signing_key(&self, named: Option<&str>) -> Option<String> {
        let named = named.map(str::to_owned);
        named.or_else(|| self.committer().ok())
    }

    /// What a program of GnuPG knows of a secret key, or of any at all. Nobody is asked for anything.
    pub(crate) fn secret_key(&self, program: &str, key: Option<&str>) -> SecretKey {
        let mut args = vec!["--batch", "--with-colons", "--status-fd=1"];
        args.push("--list-secret-keys");
        args.extend(key.iter().flat_map(|key| ["--", key]));
        match self.git.ask(program, &args, TIMEOUT) {
            Ok(output) => classify(&output),
            Err(_) => SecretKey::Unknown,
        }
    }
}

fn classify(output: &Output) -> SecretKey {
    let listed = String::from_utf8_lossy(&output.stdout);
    match listed_as(&listed) {
        // Gpg fails where there is none, gpgsm does not.
        SecretKey::Missing if !output.succeeded() && !listed.contains(NO_SECRET_KEY) => {
            SecretKey::Unknown
        }
        known => known,
    }
}

/// How gpg says that it has no such key, whatever its language.
const NO_SECRET_KEY: &str = "[GNUPG:] ERROR keylist.getkey 17";

/// GnuPG's `doc/DETAILS`: a line for a key or a part of it, of which the second field is how valid it
/// is, the twelfth what it is for, and the fifteenth is `#` where the secret itself lies elsewhere.
fn listed_as(listed: &str) -> SecretKey {
    let mut best = SecretKey::Missing;
    for line in listed.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        let field = |number: usize| fields.get(number - 1).copied().unwrap_or_default();
        if !["sec", "ssb", "crs"].contains(&field(1)) {
            continue;
        }
        let found = match field(2) {
            _ if !field(12).contains('s') => SecretKey::Unusable("is not one that signs"),
            _ if field(12).contains('D') => SecretKey::Unusable("is disabled"),
            "e" => SecretKey::Unusable("has expired"),
            "r" => SecretKey::Unusable("is revoked"),
            "i" => SecretKey::Unusable("is not valid"),
            _ if field(15) == "#" => SecretKey::Unusable("lies elsewhere"),
            _ => return SecretKey::Usable,
        };
        // Of a key that has several parts the one that would sign says most.
        if best == SecretKey::Missing || field(12).contains('s') {
            best = found;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::super::program::{Environment, Git};
    use super::*;

    #[test]
    fn a_program_that_does_not_answer_is_not_waited_for() {
        let git = Git::new(Environment::default(), std::env::temp_dir());
        let args = ["-c", "exec sleep 60"];
        let began = Instant::now();
        let output = git.ask("sh", &args, Duration::from_millis(50));
        assert_eq!(classify(&output.expect("it ran")), SecretKey::Unknown);
        assert!(began.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_key_can_sign_if_any_part_of_it_can() {
        let sec = |valid: &str, able: &str, token: &str| {
            format!(
                "sec:{valid}:255:22:B077029F2A277755:1795335613:::u:::{able}:::{token}:::23::0:\n"
            )
        };
        let ssb = |valid: &str, able: &str| {
            format!("ssb:{valid}:255:18:076F206F1E9ABCB1:1795335613::::::{able}:::+:::23:\n")
        };
        let encrypts = ssb("u", "e");
        let uid = "uid:u::::1795335613::0FC9::Rana <rana@example.com>::::::::::0:\n";
        for (listed, says) in [
            (String::new(), SecretKey::Missing),
            (
                "[GNUPG:] ERROR keylist.getkey 17\n".to_owned(),
                SecretKey::Missing,
            ),
            (sec("u", "scESC", "+") + uid + &encrypts, SecretKey::Usable),
            (sec("u", "scESC", "D2760001240"), SecretKey::Usable),
            (sec("u", "cSC", "#") + &ssb("u", "s"), SecretKey::Usable),
            (sec("-", "sc", ""), SecretKey::Usable),
            (
                "crs:u:2048:1:AB:20261122T000000:20271122T000000:1::::esES:::+:\n".to_owned(),
                SecretKey::Usable,
            ),
            (
                sec("e", "sc", "+") + &ssb("e", "e"),
                SecretKey::Unusable("has expired"),
            ),
            (
                sec("r", "sc", "+") + &ssb("r", "e"),
                SecretKey::Unusable("is revoked"),
            ),
            (
                sec("u", "cC", "+") + &ssb("e", "s") + &encrypts,
                SecretKey::Unusable("has expired"),
            ),
            (sec("u", "scSCD", "+"), SecretKey::Unusable("is disabled")),
            (
                sec("u", "scESC", "#") + &encrypts,
                SecretKey::Unusable("lies elsewhere"),
            ),
            (
                sec("u", "ecEC", "+"),
                SecretKey::Unusable("is not one that signs"),
            ),
            (
                sec("e", "sc", "+") + &sec("u", "scSC", "+"),
                SecretKey::Usable,
            ),
        ] {
            assert_eq!(listed_as(&listed), says, "{listed}");
        }
    }
}
