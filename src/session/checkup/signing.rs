//! What signs a commit, and whether it can.

use std::collections::BTreeMap;

use super::is_found;
use crate::domain::doctor::{KeyState, Signing, SigningKey, is_true};
use crate::git::{Repo, SecretKey};
use crate::session::context::Context;

pub(crate) fn survey(
    context: &Context,
    repo: &Repo,
    settings: &BTreeMap<String, String>,
) -> Signing {
    let set = |key: &str| settings.get(key).cloned();
    let format = set("gpg.format").unwrap_or_else(|| "openpgp".to_owned());
    let usual = match format.as_str() {
        "ssh" => "ssh-keygen",
        "x509" => "gpgsm",
        _ => "gpg",
    };
    let mut program = set(&format!("gpg.{format}.program"));
    if format == "openpgp" {
        // The name it had while there was no other format.
        program = program.or_else(|| set("gpg.program"));
    }
    let program = program.unwrap_or_else(|| usual.to_owned());
    let named = set("user.signingkey");
    // An ssh key may stand there itself, and a key of OpenPGP has a number.
    let file = named
        .as_ref()
        .filter(|key| format == "ssh" && !key.starts_with("ssh-") && !key.starts_with("key::"));
    let program_is_there = is_found(context, &program);
    let signs = set("commit.gpgsign").is_some_and(|value| is_true(&value));
    let is_asked = signs && program_is_there && ["openpgp", "x509"].contains(&format.as_str());
    Signing {
        program_is_there,
        key_is_missing: file.is_some()
            && repo
                .configured_file("user.signingkey")
                .is_none_or(|path| !path.is_file()),
        key: is_asked
            .then(|| key(repo, &program, named.as_deref()))
            .flatten(),
        program,
        signers_are_there: repo
            .configured_file("gpg.ssh.allowedSignersFile")
            .is_some_and(|path| path.is_file()),
    }
}

/// What the program says of the key that it would be asked to sign with; nothing where nobody can
/// commit anyway.
fn key(repo: &Repo, program: &str, named: Option<&str>) -> Option<SigningKey> {
    let asked = repo.signing_key(named)?;
    let refused = |why: String| KeyState::Refused {
        why,
        has_others: repo.secret_key(program, None) == SecretKey::Usable,
    };
    let standing = match repo.secret_key(program, Some(&asked)) {
        SecretKey::Usable => KeyState::Usable,
        SecretKey::Missing => refused(format!("`{program}` has no secret key for {asked}")),
        SecretKey::Unusable(why) => refused(format!("the key for {asked} {why}")),
        SecretKey::Unknown => KeyState::Unknown,
    };
    Some(SigningKey { asked, standing })
}
