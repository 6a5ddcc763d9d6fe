//! Who signed a commit, by git's own judgement: the user's keys and allowed signers count.

use std::collections::HashMap;

use super::commit::CommitId;
use super::error::GitError;
use super::repo::Repo;

/// What git makes of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// A good signature of a key that is trusted here.
    Good,
    /// A good signature of a key that nobody here vouches for.
    UnknownKey,
    /// Good, but the signature or its key has run out since.
    Expired,
    /// Made by a key that was revoked.
    Revoked,
    /// The commit is not what was signed.
    Bad,
    /// There is one, and no means here to check it: no such key, no program, no allowed signers.
    Uncheckable,
    Unsigned,
}

/// The signature of one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub trust: Trust,
    /// Whom git names as its signer; empty where it names nobody.
    pub signer: String,
    /// The fingerprint of the key, where git names one: what a plan could list.
    pub key: String,
}

impl Repo {
    /// Whether git is told whose SSH keys to trust.
    pub fn has_allowed_signers(&self) -> bool {
        let args = ["config", "--get", "gpg.ssh.allowedSignersFile"];
        self.git.run(&args).is_ok_and(|output| output.succeeded())
    }

    /// The signatures of commits, each once.
    pub fn signatures(&self, commits: &[CommitId]) -> Result<HashMap<CommitId, Verdict>, GitError> {
        // Without any on its input, git would tell of HEAD.
        if commits.is_empty() {
            return Ok(HashMap::new());
        }
        let input: String = commits.iter().map(|commit| format!("{commit}\n")).collect();
        let args = [
            "log",
            "-z",
            "--no-walk=unsorted",
            "--stdin",
            "--no-show-signature",
            "--no-patch",
            "--no-color",
            "--encoding=UTF-8",
            "--format=%H%n%G?%n%GF%n%GS",
        ];
        let output = self.git.run_with(&args, input.as_bytes())?;
        if !output.succeeded() {
            return Err(output.failure(&args));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut signatures = HashMap::new();
        for told in text.split('\0') {
            let mut lines = told.trim_start_matches('\n').splitn(4, '\n');
            let (Some(id), Some(letter)) = (lines.next(), lines.next()) else {
                continue;
            };
            let Ok(id) = git2::Oid::from_str(id) else {
                continue;
            };
            let (key, signer) = (
                lines.next().unwrap_or_default(),
                lines.next().unwrap_or_default(),
            );
            let trust = match letter {
                "G" => Trust::Good,
                "U" => Trust::UnknownKey,
                "X" | "Y" => Trust::Expired,
                "R" => Trust::Revoked,
                "B" => Trust::Bad,
                "E" => Trust::Uncheckable,
                // Without a file of allowed signers git says of an SSH signature that there is none.
                _ if self.library.extract_signature(&id, None).is_ok() => Trust::Uncheckable,
                _ => Trust::Unsigned,
            };
            let signature = Verdict {
                trust,
                signer: signer.trim_end().to_owned(),
                key: key.to_owned(),
            };
            signatures.insert(CommitId(id), signature);
        }
        Ok(signatures)
    }
}
