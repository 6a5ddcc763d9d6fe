//! Objects that a clone lacks: of what cannot be read nothing is told as if it had been.

use crate::support::World;
use crate::support::story::Stage;

/// Whatever reads the past says one thing, and what to type. Gives that.
fn told_by_all(clone: &World, id: &str) -> String {
    let lines = [
        "log".to_owned(),
        format!("log {id}"),
        format!("log {id} --format json"),
        format!("log {id} --known-at 10:30"),
        format!("verify {id}"),
        format!("show {id} --at HEAD~2"),
        "verify".to_owned(),
        "validate --base HEAD~2".to_owned(),
        "diff --base HEAD~2".to_owned(),
    ];
    let mut said = String::new();
    for line in lines {
        said = clone.fails(3, &line);
        let sentence = "objects of this history are not in this clone (git: ";
        assert!(said.contains(sentence), "{line}: {said}");
        assert_eq!(said.matches("fatal").count(), 0, "{line}: {said}");
        assert!(said.lines().count() < 5, "{line}: {said}");
    }
    said
}

#[test]
fn a_partial_clone_whose_remote_is_away_tells_no_false_history() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    world.git_line("config uploadpack.allowFilter true");
    let clone = world.cloned(&["--filter=blob:none"]);
    let (here, away) = (world.path(".git"), world.path("away"));
    std::fs::rename(&here, &away).expect("moved");
    let said = told_by_all(&clone, &id);
    // What is there is noted on all the same.
    clone.ok("note -m 'Froze refunds'");
    std::fs::rename(&away, &here).expect("moved back");
    let way_out = "fetch --refetch --no-filter";
    assert!(said.contains(&format!("git {way_out}")), "{said}");
    clone.git_line(&format!("{way_out} -q"));
    std::fs::rename(&here, &away).expect("moved");
    clone.ok("verify");
    clone.ok(&format!("log {id}"));
}

#[test]
fn a_tree_that_is_lost_is_told_in_words_with_what_to_type() {
    let world = World::new();
    let id = world.payment(Stage::Contained);
    let tree = world.git_line("rev-parse HEAD~2:incidents");
    let tree = tree.trim();
    let clone = world.cloned(&[]);
    let object = format!(".git/objects/{}/{}", &tree[..2], &tree[2..]);
    // Out of its pack first, where there is one.
    let pack = clone.path(".git/objects/pack");
    let moved = clone.root().join("pack");
    std::fs::rename(&pack, &moved).expect("moved");
    for file in std::fs::read_dir(&moved).expect("packs") {
        let file = file.expect("a file").path();
        if file.extension().is_some_and(|kind| kind == "pack") {
            let mut unpack = clone.command("git");
            unpack
                .current_dir(clone.home())
                .args(["unpack-objects", "-q"]);
            let bytes = std::fs::read(file).expect("a pack");
            crate::support::Ran::with_input(&mut unpack, &bytes).ok();
        }
    }
    std::fs::remove_file(clone.path(&object)).expect("lost");
    let said = told_by_all(&clone, &id);
    assert!(said.contains("git fsck"), "{said}");
    assert!(said.contains(tree), "{said}");
    clone.ok("note -m 'Froze refunds'");
    let way_out = "fetch --refetch --no-filter";
    assert!(said.contains(&format!("git {way_out}")), "{said}");
    clone.git_line(&format!("{way_out} -q"));
    clone.ok("verify");
}
