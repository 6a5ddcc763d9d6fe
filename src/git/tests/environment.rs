//! The process's own environment. It cannot be changed within a test, so this test program runs
//! itself again.

use std::path::Path;
use std::process::Command;

use super::support::{Place, commit};
use crate::git::{Repo, program::Environment};

/// Tells the child where to look for a repository.
const DIR: &str = "INC_TEST_DISCOVER_IN";
/// And what to commit there.
const PATH: &str = "INC_TEST_COMMIT";

/// Does nothing in an ordinary run.
#[test]
fn child() {
    let (Some(dir), Some(path)) = (std::env::var_os(DIR), std::env::var_os(PATH)) else {
        return;
    };
    let repo = match Repo::discover(Path::new(&dir)) {
        Ok(repo) => repo,
        Err(error) => {
            println!("refused: {error}");
            return;
        }
    };
    let path = path.to_str().expect("text");
    commit(&repo, path, "from the child");
    println!("work tree: {}", repo.work_dir().display());
    println!("user: {}", repo.user_name().unwrap_or_default());
}

/// Runs [`child`] in `here`, with `environment` over the clean room of `place`.
fn run(place: &Place, here: &Path, dir: &Path, path: &str, environment: Environment) -> String {
    let mut command = Command::new(std::env::current_exe().expect("a test program"));
    command
        .args(["--exact", "git::tests::environment::child", "--nocapture"])
        .current_dir(here);
    place.environment.apply(&mut command);
    environment
        .set(DIR, dir)
        .set(PATH, path)
        .apply(&mut command);
    let output = command.output().expect("runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

#[test]
fn git_dir_names_the_repository_and_git_work_tree_its_files() {
    let place = Place::new();
    let apart = place.root.join("apart");
    std::fs::create_dir(&apart).expect("made");
    std::fs::write(apart.join("new.yaml"), "new\n").expect("written");
    let environment = Environment::default()
        .set("GIT_DIR", "work/.git")
        .set("GIT_WORK_TREE", "apart");
    let said = run(&place, &place.root, &apart, "new.yaml", environment);
    let expected = format!("work tree: {}\n", apart.display());
    assert!(said.contains(&expected), "{said}");
    assert_eq!(place.last_paths(), ["new.yaml"]);
}

#[test]
fn git_dir_alone_takes_the_current_folder_for_the_work_tree() {
    let place = Place::new();
    let apart = place.root.join("apart");
    std::fs::create_dir_all(apart.join("home")).expect("made");
    std::fs::write(apart.join("home/new.yaml"), "new\n").expect("written");
    let git_dir = Environment::default().set("GIT_DIR", place.top.join(".git"));
    let said = run(
        &place,
        &apart,
        &apart.join("home"),
        "home/new.yaml",
        git_dir,
    );
    assert!(said.contains("apart\n"), "{said}");
    assert_eq!(place.last_paths(), ["home/new.yaml"]);
}

#[test]
fn as_in_a_hook() {
    let place = Place::new();
    place.write("new.yaml", "new\n");
    let git_dir = Environment::default().set("GIT_DIR", ".git");
    run(&place, &place.top, &place.top, "new.yaml", git_dir);
    assert_eq!(place.last_paths(), ["new.yaml"]);
}

#[test]
fn ceilings_stop_the_search() {
    let place = Place::new();
    place.write("sub/new.yaml", "new\n");
    let ceiling = Environment::default().set("GIT_CEILING_DIRECTORIES", place.top.as_os_str());
    let sub = place.top.join("sub");
    let said = run(&place, &sub, &sub, "sub/new.yaml", ceiling);
    assert!(said.contains("refused:"), "{said}");
}

#[test]
fn the_global_configuration_is_the_one_named() {
    let place = Place::new();
    place.git(&["config", "--unset", "user.name"]);
    std::fs::write(
        place.root.join("named"),
        "[user]\n\tname = Grace\n\temail = g@example.com\n",
    )
    .expect("written");
    place.write("new.yaml", "new\n");
    let named = Environment::default().set("GIT_CONFIG_GLOBAL", place.root.join("named"));
    let said = run(&place, &place.top, &place.top, "new.yaml", named);
    assert!(said.contains("user: Grace"), "{said}");
    let author = place.git(&["log", "-1", "--format=%an"]);
    assert_eq!(author.trim(), "Grace");
}
