//! Which file of `src/` uses which, and the circles that they form.
//!
//! A module's file may use its own descendants, which may use what it defines: that is no circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, UsedPath};

/// The files by the names of their modules, each with the paths in it.
struct Tree<'s> {
    files: BTreeMap<Vec<String>, (&'s Source, Vec<UsedPath>)>,
}

/// What ties a file to others: their modules, and the names that it uses of each.
type Ties = BTreeMap<Vec<String>, BTreeSet<String>>;

/// Returns the circles: a line for each file and a file that it uses there, with the names.
pub fn circles(sources: &[Source]) -> Vec<Vec<String>> {
    let files = sources
        .iter()
        .map(|source| (source.module_path(), (source, source.paths())));
    let tree = Tree {
        files: files.collect(),
    };
    let ties: BTreeMap<&Vec<String>, Ties> = tree
        .files
        .keys()
        .map(|module| (module, tree.ties(module)))
        .collect();
    let reach: BTreeMap<&Vec<String>, BTreeSet<&Vec<String>>> = ties
        .keys()
        .map(|module| (*module, reachable(&ties, module)))
        .collect();
    let mut circles = Vec::new();
    let mut done = BTreeSet::new();
    for (module, reached) in &reach {
        let is_in =
            |other: &&Vec<String>| reached.contains(*other) && reach[*other].contains(module);
        let circle: BTreeSet<&Vec<String>> = reach.keys().copied().filter(is_in).collect();
        if circle.is_empty() || !done.insert(circle.clone()) {
            continue;
        }
        let lines = circle.iter().flat_map(|from| {
            let within = ties[*from].iter().filter(|(to, _)| circle.contains(to));
            within.map(|(to, names)| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let (from, to) = (tree.file(from), tree.file(to));
                format!("{from} uses {} of {to}", names.join(", "))
            })
        });
        circles.push(lines.collect());
    }
    circles
}

fn reachable<'t>(
    ties: &'t BTreeMap<&Vec<String>, Ties>,
    start: &Vec<String>,
) -> BTreeSet<&'t Vec<String>> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&Vec<String>> = ties[start].keys().collect();
    while let Some(module) = next.pop() {
        if found.insert(module) {
            next.extend(ties[module].keys());
        }
    }
    found
}

impl Tree<'_> {
    fn file(&self, module: &Vec<String>) -> &str {
        &self.files[module].0.path
    }

    fn ties(&self, module: &Vec<String>) -> Ties {
        let mut ties = Ties::new();
        for path in &self.files[module].1 {
            if let Some((other, name)) = self.resolve(module, &path.parts, 0)
                && !other.starts_with(module)
            {
                ties.entry(other).or_default().insert(name);
            }
        }
        ties
    }

    /// The module that a path in another leads to, and the name there, through what is imported or
    /// exported again on the way.
    fn resolve(
        &self,
        module: &[String],
        parts: &[String],
        depth: usize,
    ) -> Option<(Vec<String>, String)> {
        let above = parts.iter().take_while(|part| *part == "super").count();
        let first = parts.first()?;
        let whole: Vec<String> = match first.as_str() {
            "crate" => parts[1..].to_vec(),
            "self" => [module, &parts[1..]].concat(),
            "super" => {
                let length = module.len().checked_sub(above)?;
                [&module[..length], &parts[above..]].concat()
            }
            _ if self.files.contains_key(&[module, &parts[..1]].concat()) => {
                [module, parts].concat()
            }
            _ => return self.imported(module, parts, depth),
        };
        let mut starts = (0..=whole.len()).rev().map(|length| whole.split_at(length));
        let (found, rest) = starts.find(|(start, _)| self.files.contains_key(*start))?;
        let Some(name) = rest.first() else {
            return Some((found.to_vec(), format!("mod {}", found.last()?)));
        };
        let here = Some((found.to_vec(), name.clone()));
        self.imported(found, rest, depth).or(here)
    }

    /// The same for a path that begins with a name which `module` imports.
    fn imported(
        &self,
        module: &[String],
        parts: &[String],
        depth: usize,
    ) -> Option<(Vec<String>, String)> {
        // Two files that export the same name from each other have it from nowhere.
        if depth > 8 {
            return None;
        }
        let (_, paths) = self.files.get(module)?;
        let import = |path: &&UsedPath| path.is_import && path.name == parts[0];
        if let Some(import) = paths.iter().find(import) {
            let whole = [&import.parts[..], &parts[1..]].concat();
            return self.resolve(module, &whole, depth + 1);
        }
        let all = paths
            .iter()
            .filter(|path| path.is_import && path.name == "*");
        let mut modules = all.filter_map(|path| {
            let above = &path.parts[..path.parts.len() - 1];
            Some(self.resolve(module, above, depth + 1)?.0)
        });
        let defines = |other: &Vec<String>| self.files[other].0.defines(&parts[0]);
        Some((modules.find(defines)?, parts[0].clone()))
    }
}
