//! One commit of exactly the paths, whatever the repository looks like.

use std::path::Path;
use std::process::Command;

use super::support::{Place, commit, executable};
use crate::git::{GitError, Repo, commit::Committed};

#[test]
fn a_changed_a_new_and_a_deleted_path_make_one_commit() {
    let place = Place::new();
    place.write("first.yaml", "two\n");
    place.write("incidents/2025/new.yaml", "new\n");
    std::fs::remove_file(place.top.join("other.txt")).expect("deleted");
    let absolute = place.top.join("incidents/2025/new.yaml");
    let paths = [Path::new("first.yaml"), &absolute, Path::new("other.txt")];

    let Ok(Committed::Created(id)) = place.repo().commit(&paths, "all three") else {
        panic!("not committed");
    };

    assert_eq!(id.to_string(), place.head());
    assert_eq!(
        place.last_paths(),
        ["first.yaml", "incidents/2025/new.yaml", "other.txt"]
    );
    assert_eq!(place.status(), "");
}

#[test]
fn what_else_is_staged_changed_or_untracked_stays_as_it_was() {
    let place = Place::new();
    place.write("staged.txt", "staged\n");
    place.git(&["add", "staged.txt"]);
    place.write("other.txt", "A\nb\nc\nd\ne\nf\ng\nh\n");
    place.git(&["add", "other.txt"]);
    place.write("other.txt", "A\nb\nc\nd\ne\nf\ng\nH\n");
    place.write("untracked.txt", "x\n");
    let (index, status) = (place.index(), place.status());

    place.write("first.yaml", "two\n");
    place.write("new.yaml", "new\n");
    let paths = [Path::new("first.yaml"), Path::new("new.yaml")];
    place.repo().commit(&paths, "mine").expect("committed");

    assert_eq!(place.last_paths(), ["first.yaml", "new.yaml"]);
    assert_eq!(place.status(), status);
    let others = |listing: String| -> Vec<String> {
        let lines = listing.lines().map(str::to_owned);
        lines.filter(|line| line.ends_with(".txt")).collect()
    };
    assert_eq!(others(place.index()), others(index));
}

#[test]
fn nothing_to_commit_is_no_error() {
    let place = Place::new();
    let head = place.head();
    let repo = place.repo();
    for paths in [
        &[][..],
        &[Path::new("first.yaml")],
        &[Path::new("never-was.yaml")],
    ] {
        let committed = repo.commit(paths, "nothing").expect("no error");
        assert_eq!(committed, Committed::Unchanged, "{paths:?}");
    }
    assert_eq!(place.head(), head);
}

#[test]
fn a_change_that_filters_take_away_is_nothing_to_commit() {
    let place = Place::new();
    place.git(&["config", "core.autocrlf", "true"]);
    place.write("first.yaml", "one\r\n");
    let committed = place
        .repo()
        .commit(&[Path::new("first.yaml")], "line endings");
    assert_eq!(committed.expect("no error"), Committed::Unchanged);
}

#[test]
fn the_message_survives_whatever_the_user_configured() {
    let place = Place::new();
    place.write("template", "TEMPLATE\n");
    for (key, value) in [
        ("commit.template", "template"),
        ("commit.cleanup", "strip"),
        ("commit.verbose", "true"),
        ("commit.status", "true"),
        ("core.commentChar", "I"),
        ("i18n.commitEncoding", "ISO-8859-1"),
    ] {
        place.git(&["config", key, value]);
    }
    place.write("first.yaml", "two\n");
    let message = "#1 ist gelöst: Zürich\n\n# a heading\nI was here\n\
                   # ------------------------ >8 ------------------------\nbelow the scissors\n";

    commit(&place.repo(), "first.yaml", message);

    let raw = place.git(&["cat-file", "commit", "HEAD"]);
    assert!(raw.ends_with(&format!("\n\n{message}")), "{raw}");
    assert!(!raw.contains("encoding"), "{raw}");
}

#[test]
fn pathspec_magic_in_a_name_means_nothing() {
    let place = Place::new();
    place.write("*.yaml", "star\n");
    place.write(":(top)x.yaml", "colon\n");
    place.write("first.yaml", "changed too\n");
    let repo = place.repo();

    commit(&repo, "*.yaml", "star");
    assert_eq!(place.last_paths(), ["*.yaml"]);
    commit(&repo, ":(top)x.yaml", "colon");
    assert_eq!(place.last_paths(), [":(top)x.yaml"]);
    assert_eq!(place.status(), " M first.yaml\n");
}

#[test]
fn the_users_pathspec_variables_do_not_count_and_hooks_do_not_inherit_ours() {
    let place = Place::new();
    place.hook("pre-commit", "test -n \"$(git ls-files '*.yaml')\"");
    place.write("first.yaml", "two\n");
    commit(
        &place.repo_with("GIT_GLOB_PATHSPECS", "1"),
        "first.yaml",
        "globs",
    );
}

#[test]
fn the_first_commit_of_all() {
    let place = Place::unborn();
    place.write("staged.txt", "staged\n");
    place.git(&["add", "staged.txt"]);
    place.write("first.yaml", "one\n");

    let id = commit(&place.repo(), "first.yaml", "first");

    assert_eq!(id.to_string(), place.head());
    assert_eq!(place.last_paths(), ["first.yaml"]);
    assert_eq!(place.status(), "A  staged.txt\n");
}

#[test]
fn a_detached_head() {
    let place = Place::new();
    place.git(&["checkout", "-q", "--detach"]);
    place.write("first.yaml", "two\n");
    let id = commit(&place.repo(), "first.yaml", "detached");
    assert_eq!(id.to_string(), place.head());
}

#[test]
fn a_linked_worktree_from_a_subfolder() {
    let place = Place::new();
    let linked = place.root.join("linked");
    place.git(&["worktree", "add", "-q", "-b", "side", "../linked"]);
    std::fs::create_dir(linked.join("sub")).expect("made");
    std::fs::write(linked.join("sub/new.yaml"), "new\n").expect("written");

    let repo = place.repo_at(&linked.join("sub"));
    assert_eq!(repo.work_dir(), linked);
    assert_ne!(repo.private_dir(), place.repo().private_dir());
    let id = commit(&repo, "sub/new.yaml", "linked");

    let head = place.git_at(&linked, &["rev-parse", "side"]);
    assert_eq!(head.trim(), id.to_string());
    assert_eq!(place.git_at(&linked, &["status", "--porcelain"]), "");
    assert_eq!(place.status(), "");
}

#[test]
fn outside_a_sparse_checkout() {
    for sparse_index in ["--no-sparse-index", "--sparse-index"] {
        let place = Place::new();
        for path in ["in/a", "out/b", "out/kept.yaml"] {
            place.write(path, "x\n");
            commit(&place.repo(), path, "files");
        }
        place.git(&["sparse-checkout", "init", "--cone", sparse_index]);
        place.git(&["sparse-checkout", "set", "in"]);
        let repo = place.repo();
        let kept = Path::new("out/kept.yaml");
        assert!(
            !repo.is_uncommitted(kept).expect("compared"),
            "left out, not deleted"
        );

        place.write("out/new.yaml", "new\n");
        let new = Path::new("out/new.yaml");
        repo.may_commit(&[new]).expect("allowed");
        commit(&repo, "out/new.yaml", "outside");

        assert_eq!(place.last_paths(), ["out/new.yaml"]);
        place.write("out/new.yaml", "newer\n");
        commit(&place.repo(), "out/new.yaml", "outside again");
        assert_eq!(place.last_paths(), ["out/new.yaml"]);

        place.write("out/kept.yaml", "changed\n");
        commit(&place.repo(), "out/kept.yaml", "tracked outside");
        assert_eq!(place.last_paths(), ["out/kept.yaml"]);

        place.write("out/refused.yaml", "new\n");
        place.hook("pre-commit", "exit 1");
        let index = place.index();
        let refused = place.repo().commit(&[Path::new("out/refused.yaml")], "no");
        assert!(matches!(refused, Err(GitError::HookRejected { .. })));
        assert_eq!(place.index(), index);
    }
}

#[test]
fn a_split_index() {
    let place = Place::new();
    place.git(&["update-index", "--split-index"]);
    place.write("first.yaml", "two\n");
    place.write("new.yaml", "new\n");
    let repo = place.repo();
    let paths = [Path::new("first.yaml"), Path::new("new.yaml")];
    repo.may_commit(&paths).expect("allowed");
    repo.commit(&paths, "split").expect("committed");
    assert_eq!(place.last_paths(), ["first.yaml", "new.yaml"]);

    place.hook("pre-commit", "exit 1");
    place.write("newer.yaml", "new\n");
    let index = place.index();
    let refused = place.repo().commit(&[Path::new("newer.yaml")], "no");
    assert!(matches!(refused, Err(GitError::HookRejected { .. })));
    assert_eq!(place.index(), index);
}

#[test]
fn a_rejecting_hook_leaves_the_index_as_it_was() {
    for hook in ["pre-commit", "commit-msg", "prepare-commit-msg"] {
        let place = Place::new();
        place.hook(hook, "echo told you; echo never >&2; exit 3");
        place.write("staged.txt", "staged\n");
        place.git(&["add", "staged.txt"]);
        place.write("first.yaml", "two\n");
        place.write("new.yaml", "new\n");
        let (index, head) = (place.index(), place.head());

        let paths = [Path::new("first.yaml"), Path::new("new.yaml")];
        let refused = place.repo().commit(&paths, "no");

        let Err(GitError::HookRejected { hooks, output }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(hooks, [hook]);
        assert!(output.contains("told you") && output.contains("never"));
        assert_eq!(place.index(), index);
        assert_eq!(place.head(), head);
        assert_eq!(
            place.status(),
            " M first.yaml\nA  staged.txt\n?? new.yaml\n"
        );
    }
}

#[test]
fn what_someone_staged_meanwhile_is_not_taken_back() {
    let place = Place::new();
    // With its own index lock held, git lets nobody stage; the hook does so on a copy.
    place.hook(
        "pre-commit",
        "unset GIT_INDEX_FILE\n\
         cp .git/index .git/copy && GIT_INDEX_FILE=.git/copy git add new.yaml &&\n\
         mv .git/copy .git/index; exit 1",
    );
    place.write("new.yaml", "new\n");
    let refused = place.repo().commit(&[Path::new("new.yaml")], "no");
    assert!(matches!(refused, Err(GitError::HookRejected { .. })));
    assert_eq!(place.status(), "A  new.yaml\n");
}

#[test]
fn hooks_run_wherever_they_are_kept_and_a_late_one_may_fail() {
    let place = Place::new();
    place.git(&["config", "core.hooksPath", "my hooks"]);
    let hooks = place.top.join("my hooks");
    executable(&hooks.join("commit-msg"), "echo 'Signed: hook' >> \"$1\"");
    executable(&hooks.join("post-commit"), "exit 1");
    place.write("first.yaml", "two\n");
    commit(&place.repo(), "first.yaml", "hooked");
    let message = place.git(&["log", "-1", "--format=%B"]);
    assert_eq!(message.trim(), "hooked\nSigned: hook");

    executable(&hooks.join("pre-commit"), "exit 1");
    place.write("first.yaml", "three\n");
    let refused = place.repo().commit(&[Path::new("first.yaml")], "no");
    let Err(GitError::HookRejected { hooks, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(hooks, ["pre-commit", "commit-msg"]);
}

#[test]
fn a_hook_that_vetoes_the_ref_is_named() {
    let place = Place::new();
    place.hook("reference-transaction", "test \"$1\" != prepared");
    place.write("first.yaml", "two\n");
    let refused = place.repo().commit(&[Path::new("first.yaml")], "no");
    let Err(GitError::HookRejected { hooks, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(hooks, ["reference-transaction"]);
}

#[test]
fn what_a_hook_leaves_running_does_not_hold_us_up() {
    let place = Place::new();
    // It ends by itself when the repository is removed, and in no case before half a minute.
    place.hook(
        "post-commit",
        "(for turn in $(seq 300); do test -e .git/hooks || exit; sleep 0.1; done; \
          echo >.git/ended) &",
    );
    place.write("first.yaml", "two\n");
    commit(&place.repo(), "first.yaml", "quick");
    assert!(!place.top.join(".git/ended").exists());
}

#[test]
fn commits_are_signed_with_an_ssh_key() {
    let place = Place::new();
    let key = place.root.join("key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status();
    let Ok(true) = made.map(|status| status.success()) else {
        eprintln!("skipped: no ssh-keygen");
        return;
    };
    let public = std::fs::read_to_string(place.root.join("key.pub")).expect("a public key");
    let allowed = place.root.join("allowed");
    std::fs::write(&allowed, format!("ada@example.com {public}")).expect("written");
    for (key, value) in [
        ("gpg.format", "ssh"),
        ("commit.gpgSign", "true"),
        ("user.signingKey", key.to_str().expect("text")),
        (
            "gpg.ssh.allowedSignersFile",
            allowed.to_str().expect("text"),
        ),
    ] {
        place.git(&["config", key, value]);
    }
    place.write("first.yaml", "two\n");
    commit(&place.repo(), "first.yaml", "signed");
    assert_eq!(place.git(&["log", "-1", "--format=%G?"]).trim(), "G");
}

#[test]
fn a_failed_signature_leaves_the_index_as_it_was() {
    let setups: [&[(&str, &str)]; 3] = [
        &[("gpg.program", "/bin/false")],
        &[("gpg.format", "ssh")],
        &[("gpg.format", "ssh"), ("user.signingKey", "/no/such/key")],
    ];
    for setup in setups {
        let place = Place::new();
        place.git(&["config", "commit.gpgSign", "true"]);
        for (key, value) in setup {
            place.git(&["config", key, value]);
        }
        place.write("new.yaml", "new\n");
        let index = place.index();
        let refused = place.repo().commit(&[Path::new("new.yaml")], "no");
        assert!(
            matches!(&refused, Err(GitError::SigningFailed { output }) if !output.is_empty()),
            "{setup:?}: {refused:?}"
        );
        assert_eq!(place.index(), index);
    }
}

#[test]
fn without_an_identity_git_says_how_to_give_one() {
    let place = Place::new();
    place.git(&["config", "--unset", "user.name"]);
    place.git(&["config", "--unset", "user.email"]);
    place.git(&["config", "user.useConfigOnly", "true"]);
    place.write("new.yaml", "new\n");
    let index = place.index();
    let repo = place.repo();
    assert_eq!(repo.user_name(), None);
    let refused = repo.commit(&[Path::new("new.yaml")], "who");
    let Err(error @ GitError::NoIdentity) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(error.fixes().len(), 2);
    assert_eq!(place.index(), index);
}

#[test]
fn a_clean_filter_runs() {
    let place = Place::new();
    place.git(&["config", "filter.loud.clean", "tr a-z A-Z"]);
    place.write(".gitattributes", "*.yaml filter=loud\n");
    place.write("new.yaml", "quiet\n");
    let repo = place.repo();
    commit(&repo, "new.yaml", "filtered");
    let new = Path::new("new.yaml");
    let committed = repo.committed(new).expect("read");
    assert_eq!(committed.as_deref(), Some(&b"QUIET\n"[..]));
    assert!(!repo.is_uncommitted(new).expect("compared"));
}

#[test]
fn a_new_repository_can_be_read_whatever_the_users_defaults() {
    let place = Place::unborn();
    let config = "[init]\n\tdefaultBranch = trunk\n\tdefaultObjectFormat = sha256\n\
                  \tdefaultRefFormat = reftable\n";
    std::fs::write(place.root.join("home/.gitconfig"), config).expect("written");
    let dir = place.root.join("fresh/er");
    let repo = Repo::init_in(&dir, place.environment.clone()).expect("made");
    repo.set_local("user.name", "Grace").expect("set");
    repo.set_local("user.email", "g@example.com").expect("set");
    std::fs::write(dir.join("a.yaml"), "a\n").expect("written");
    commit(&repo, "a.yaml", "first");
    let branch = place.git_at(&dir, &["symbolic-ref", "HEAD"]);
    assert_eq!(branch.trim(), "refs/heads/trunk");
}
