//! Who signed a commit: git checks the signature, the plan or git's own lists say whose key counts.

use std::collections::HashMap;
use std::io::Write;

use git2::Oid;
use tempfile::NamedTempFile;

use super::error::GitError;
use super::objects::CommitId;
use super::repo::Repo;

/// What became of a commit's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Trust {
    /// A good signature of a key that counts here.
    Good,
    /// A good signature of a key that nobody here vouches for.
    Untrusted,
    /// Good, and the signature has run out since.
    Expired,
    /// Good, and its key has run out: since then, or before it was made.
    ExpiredKey,
    RevokedKey,
    /// The commit is not what was signed.
    Bad,
    /// The key that made it is not here.
    UnknownKey,
    /// There is one, and git has nothing to check it with.
    Unchecked,
    Unsigned,
}

impl Trust {
    /// As programs read it.
    pub(crate) fn id(self) -> &'static str {
        self.into()
    }
}

/// The signature of one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub trust: Trust,
    /// Who signed, or else the fingerprint of the key; empty where git names neither.
    pub signer: String,
}

/// Somebody whose key counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signer {
    pub person: String,
    /// An SSH key, `ssh-ed25519 AAAA…`, or the fingerprint of an OpenPGP or X.509 key in capitals.
    pub key: String,
    /// The last second, since 1970, at which a commit may be signed with it.
    pub until: Option<i64>,
}

impl Signer {
    fn is_ssh(&self) -> bool {
        self.key.contains(' ')
    }
}

/// By whom signatures are judged.
pub(crate) struct Judge {
    signers: Option<Vec<Signer>>,
    /// The SSH keys among them, as git reads them. It lives as long as git may look into it.
    allowed: Option<NamedTempFile>,
}

/// What `git log` says of a commit and its signature.
pub(super) struct SignatureFacts<'a> {
    pub letter: &'a str,
    pub signer: &'a str,
    /// The fingerprint of the key, or as much of it as git knows.
    pub key: &'a str,
    /// The fingerprint of the key that it is a part of.
    pub primary: &'a str,
    /// When the commit was made, in seconds since 1970.
    pub committed: i64,
}

impl Judge {
    /// Git, by the keys and lists that its user has.
    pub(crate) fn git() -> Judge {
        Judge {
            signers: None,
            allowed: None,
        }
    }

    /// These and nobody else, whatever git's user trusts.
    pub(crate) fn only(signers: Vec<Signer>) -> Result<Judge, GitError> {
        let fault = || GitError::io("cannot write the list of allowed signers");
        let mut file = NamedTempFile::new().map_err(fault())?;
        for (place, signer) in signers.iter().enumerate() {
            // Under its place, since a name may hold what such a list gives a meaning.
            if signer.is_ssh() {
                writeln!(file, "{place} namespaces=\"git\" {}", signer.key).map_err(fault())?;
            }
        }
        file.flush().map_err(fault())?;
        Ok(Judge {
            signers: Some(signers),
            allowed: Some(file),
        })
    }

    /// Whether the plan says who may sign.
    pub(crate) fn is_plan(&self) -> bool {
        self.signers.is_some()
    }

    /// What git is to be told before its command.
    pub(super) fn arguments(&self) -> Vec<String> {
        let list = self.allowed.as_ref().map(|file| file.path().display());
        let setting = list.map(|path| format!("gpg.ssh.allowedSignersFile={path}"));
        setting
            .into_iter()
            .flat_map(|setting| ["-c".to_owned(), setting])
            .collect()
    }

    fn signer(&self, seen: &SignatureFacts<'_>) -> Option<&Signer> {
        let signers = self.signers.as_deref()?;
        // Of an SSH key git tells the digest, which no list of ours holds; but then the list named it.
        if seen.key.starts_with("SHA256:") {
            return signers.get(seen.signer.parse::<usize>().ok()?);
        }
        let prints = [seen.key, seen.primary];
        signers
            .iter()
            .find(|signer| prints.contains(&signer.key.as_str()))
    }
}

impl Repo {
    /// Whether git is told whose SSH keys to trust.
    pub(crate) fn has_allowed_signers(&self) -> bool {
        let args = ["config", "--get", "gpg.ssh.allowedSignersFile"];
        self.git.run(&args).is_ok_and(|output| output.succeeded())
    }

    /// The signatures of commits, each once.
    pub(crate) fn signatures(
        &self,
        commits: &[CommitId],
        judge: &Judge,
    ) -> Result<HashMap<CommitId, Signature>, GitError> {
        // Without any on its input, git would tell of HEAD.
        if commits.is_empty() {
            return Ok(HashMap::new());
        }
        let input: String = commits.iter().map(|commit| format!("{commit}\n")).collect();
        let mut args = judge.arguments();
        args.extend(
            [
                "log",
                "-z",
                "--no-walk=unsorted",
                "--stdin",
                "--no-show-signature",
                "--no-patch",
                "--no-color",
                "--encoding=UTF-8",
                "--format=%H%n%ct%n%G?%n%GK%n%GF%n%GP%n%GS",
            ]
            .map(str::to_owned),
        );
        let git = self.git.of_the_past();
        let output = git.run_with(&args, input.as_bytes())?;
        if !output.succeeded() {
            return Err(git.failure(&output, &args));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut signatures = HashMap::new();
        for setting in text.split('\0') {
            let lines: Vec<&str> = setting.trim_start_matches('\n').splitn(7, '\n').collect();
            let [id, committed, letter, short, print, primary, signer] = lines[..] else {
                continue;
            };
            let Ok(id) = Oid::from_str(id) else {
                continue;
            };
            let seen = SignatureFacts {
                letter,
                signer: signer.trim_end(),
                key: if print.is_empty() { short } else { print },
                primary,
                committed: committed.parse().unwrap_or_default(),
            };
            signatures.insert(CommitId(id), self.signature(id, &seen, judge));
        }
        Ok(signatures)
    }

    pub(super) fn signature(
        &self,
        commit: Oid,
        seen: &SignatureFacts<'_>,
        judge: &Judge,
    ) -> Signature {
        let mut trust = match seen.letter {
            "G" => Trust::Good,
            "U" => Trust::Untrusted,
            "X" => Trust::Expired,
            "Y" => Trust::ExpiredKey,
            "R" => Trust::RevokedKey,
            "B" => Trust::Bad,
            "E" if !seen.key.is_empty() => Trust::UnknownKey,
            "E" => Trust::Unchecked,
            // Where git has nothing to check a signature with, it says that there is none.
            _ if self.library.extract_signature(&commit, None).is_ok() => Trust::Unchecked,
            _ => Trust::Unsigned,
        };
        let mut signer = seen.signer;
        if judge.is_plan() {
            let known = judge.signer(seen);
            signer = known.map_or("", |known| known.person.as_str());
            let is_late = |known: &Signer| known.until.is_some_and(|until| until < seen.committed);
            if matches!(trust, Trust::Good | Trust::Untrusted) {
                trust = match known {
                    None => Trust::Untrusted,
                    Some(known) if is_late(known) => Trust::ExpiredKey,
                    Some(_) => Trust::Good,
                };
            }
        }
        Signature {
            trust,
            signer: match signer.trim() {
                "" => seen.key.trim().to_owned(),
                signer => signer.to_owned(),
            },
        }
    }
}
