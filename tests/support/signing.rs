//! Commits that are signed, for tests of what is made of that.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::World;

/// Makes git sign every commit with a key of its own; nothing where there is no `ssh-keygen`.
pub fn sign_commits(world: &World) -> Option<PathBuf> {
    let key = world.root().join("key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no ssh-keygen");
        return None;
    }
    for (name, value) in [
        ("gpg.format", "ssh"),
        ("commit.gpgSign", "true"),
        ("user.signingKey", key.to_str().expect("text")),
    ] {
        world.git(["config", name, value]);
    }
    Some(key)
}

/// Lets git trust a key.
pub fn allow(world: &World, key: &Path) {
    let public = std::fs::read_to_string(key.with_extension("pub")).expect("a public key");
    let allowed = world.root().join("allowed");
    std::fs::write(&allowed, format!("rana@example.com {public}")).expect("written");
    let allowed = allowed.to_str().expect("text");
    world.git(["config", "gpg.ssh.allowedSignersFile", allowed]);
}
