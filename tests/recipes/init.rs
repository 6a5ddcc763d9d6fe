//! `inc init --ci`.

use std::fs;

use super::git;
use crate::support::World;

const GITHUB: &str = ".github/workflows/incidents.yml";
const GITLAB: &str = ".gitlab/ci/incidents.yml";

/// The paths of a commit.
fn committed(world: &World) -> Vec<String> {
    let paths = world.git_line("show --name-only --format= HEAD");
    paths.lines().map(str::to_owned).collect()
}

#[test]
fn a_new_home_comes_with_its_recipe_in_one_commit() {
    for (forge, wanted) in [
        ("github", vec![GITHUB]),
        ("gitlab", vec![".gitlab-ci.yml", GITLAB]),
    ] {
        let world = World::bare();
        let ran = world.line(&format!("init --ci {forge}")).ok();
        ran.says("incident home").says("INC_GIT and INC_REV");
        assert_eq!(world.commits(), 1);
        let all = committed(&world);
        for path in &wanted {
            assert!(all.iter().any(|known| known == path), "{path}: {all:?}");
        }
        assert!(all.iter().any(|known| known == "templates/plan.yaml"));
        assert_eq!(world.git_line("status --porcelain"), "");
    }
}

#[test]
fn a_home_gets_the_recipe_alone_and_what_is_there_stays() {
    let world = World::new();
    // A runbook that was given up on purpose does not come back.
    world.git_line("rm -q templates/runbooks/redis-failure.md");
    world.commit_all();
    world.line("init --ci github").ok().says(GITHUB);
    assert_eq!(committed(&world), [GITHUB]);
    assert_eq!(
        world.read(GITHUB),
        include_str!("../../templates/ci/github.yml")
    );
    let mine = world.read(GITHUB).replace(&"0".repeat(40), &"1".repeat(40));
    world.write(GITHUB, &mine);
    world.commit_all();
    let before = world.state();
    world
        .line("init --ci github")
        .ok()
        .says("already exists and was not changed");
    assert_eq!(world.state(), before);
    assert_eq!(world.read(GITHUB), mine);
}

#[test]
fn a_pipeline_that_is_there_is_told_how_to_take_it_in() {
    let world = World::new();
    world.write(".gitlab-ci.yml", "build:\n  script: make\n");
    world.commit_all();
    world
        .line("init --ci gitlab")
        .ok()
        .says(".gitlab-ci.yml already exists and was not changed; add this to it")
        .says("    include:\n      - local: .gitlab/ci/incidents.yml\n");
    assert_eq!(committed(&world), [GITLAB]);
    assert_eq!(world.read(".gitlab-ci.yml"), "build:\n  script: make\n");
    // Once it is taken in there is nothing more to say of it.
    let included = "include:\n  - local: .gitlab/ci/incidents.yml\nbuild:\n  script: make\n";
    world.write(".gitlab-ci.yml", included);
    world
        .line("init --ci gitlab")
        .ok()
        .says_not("add this to it");
}

#[test]
fn a_home_in_a_folder_is_checked_from_the_top_of_its_repository() {
    let world = World::bare().with_home("mono/100% ops, on call #1");
    let top = world.root().join("mono");
    fs::create_dir_all(world.home()).expect("a home");
    git(&world, &top, "init -q");
    world.line("init --ci github").ok();
    world.line("init --ci gitlab").ok();
    assert!(!world.home().join(".github").exists());
    let read = |path: &str| -> serde_yaml::Value {
        let text = fs::read_to_string(top.join(path)).expect("a recipe");
        serde_yaml::from_str(&text).expect("YAML")
    };
    let github = read(GITHUB);
    assert_eq!(github["env"]["INC_REPO"], "100% ops, on call #1");
    let paths = &github["on"]["pull_request"]["paths"];
    assert_eq!(paths[0], "100% ops, on call #1/**");
    assert_eq!(paths[1], GITHUB);
    let gitlab = read(GITLAB);
    assert_eq!(
        gitlab["incidents"]["variables"]["INC_REPO"],
        "100% ops, on call #1"
    );
    assert_eq!(
        gitlab["incidents"]["rules"][0]["changes"][0],
        "100% ops, on call #1/**/*"
    );
    assert_eq!(git(&world, &top, "status --porcelain"), "");
}

#[test]
fn a_folder_that_a_forge_would_not_take_as_it_is_is_refused_before_anything_is_written() {
    let world = World::bare().with_home("mono/${{ github.token }}");
    let top = world.root().join("mono");
    fs::create_dir_all(world.home()).expect("a home");
    git(&world, &top, "init -q");
    world.line("init --ci github").exit(2).says("--ci");
    assert_eq!(git(&world, &top, "status --porcelain"), "");
    world.line("init --ci bitbucket").exit(2).says("github");
}

#[test]
fn what_git_would_not_commit_is_refused_before_it_is_written() {
    let world = World::new();
    world.write(".gitignore", ".github/\n");
    world.commit_all();
    world.line("init --ci github").exit(3).says("ignore");
    assert!(!world.path(".github").exists());
}
