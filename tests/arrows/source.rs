//! Rust source as far as the arrows need it: code without comments, strings and tests, in which paths
//! can be looked for.

use std::fs;
use std::path::{Path, PathBuf};

/// One file of `src/`: everything but code is blanked out, so that offsets and lines stay.
pub struct Source {
    pub path: String,
    text: String,
    code: String,
}

/// A path of two or more parts that the code names.
pub struct UsedPath {
    /// `crate`, `git`, `Repo`; `*` where all names are meant.
    pub parts: Vec<String>,
    /// What it is called in this file: its last part, or what follows `as`.
    pub name: String,
    /// Whether a `use` names it.
    pub is_import: bool,
}

/// Every file below `src/` with its text, tests included, by path.
pub fn all_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files: Vec<(String, String)> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of src").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root).expect("below the root");
                let name = name.display().to_string().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    files.sort();
    files
}

/// Every identifier of a file with its offset: comments and strings are left out, tests are not.
pub fn identifiers(text: &str) -> Vec<(usize, String)> {
    let code = without_words(text);
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut end = 0;
    for (offset, letter) in code.char_indices().filter(|(_, letter)| is_word(*letter)) {
        match found.last_mut() {
            Some((_, name)) if offset == end => name.push(letter),
            _ => found.push((offset, letter.to_string())),
        }
        end = offset + letter.len_utf8();
    }
    found
}

/// Every file of `src/` that is no test.
pub fn sources() -> Vec<Source> {
    let files = all_files();
    let tests: Vec<PathBuf> = files
        .iter()
        .flat_map(|(path, text)| test_modules(path, text))
        .collect();
    let is_test = |path: &str| tests.iter().any(|test| Path::new(path).starts_with(test));
    files
        .iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| Source::new(path, text))
        .collect()
}

/// The files and folders that a file declares as `#[cfg(test)] mod name;`.
fn test_modules(path: &str, text: &str) -> Vec<PathBuf> {
    let path = Path::new(path);
    let beside = path.parent().unwrap_or(Path::new(""));
    let folder = match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("mod" | "lib" | "main") | None => beside.to_owned(),
        Some(stem) => beside.join(stem),
    };
    let mut found = Vec::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            continue;
        }
        let mut named = None;
        for line in lines.by_ref() {
            let named_here = line
                .strip_prefix("#[path = \"")
                .and_then(|rest| rest.strip_suffix("\"]"));
            if let Some(file) = named_here {
                named = Some(beside.join(file));
            } else if !line.starts_with("#[") {
                if let Some(module) = line
                    .strip_prefix("mod ")
                    .and_then(|rest| rest.strip_suffix(';'))
                {
                    let own = [folder.join(module), folder.join(format!("{module}.rs"))];
                    found.extend(named.take().map_or(own.to_vec(), |file| vec![file]));
                }
                break;
            }
        }
    }
    found
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            code: without_tests(&without_words(text)),
        }
    }

    /// The file or folder right below `src/`.
    pub fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let module = below.split('/').next().unwrap_or(below);
        module.strip_suffix(".rs").unwrap_or(module)
    }

    /// The file or folder right below a module, of a file that lies in it.
    pub fn module_within(&self, module: &str) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?.strip_prefix(module)?;
        let inner = below.strip_prefix('/')?.split('/').next()?;
        Some(inner.strip_suffix(".rs").unwrap_or(inner))
    }

    /// How many modules deep it lies: the crate's root is 0.
    fn depth(&self) -> usize {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let parts: Vec<&str> = below.split('/').collect();
        match parts.last() {
            Some(&("mod" | "lib" | "main")) => parts.len() - 1,
            _ => parts.len(),
        }
    }

    /// The names of its module: none for the root of the crate.
    pub fn module_path(&self) -> Vec<String> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let mut parts: Vec<String> = below.split('/').map(str::to_owned).collect();
        parts.truncate(self.depth());
        parts
    }

    /// Every path that it names, those in groups one by one.
    pub fn paths(&self) -> Vec<UsedPath> {
        let mut found = Vec::new();
        let mut rest = self.code.as_str();
        let mut is_import = false;
        while let Some(start) = rest.find(is_word) {
            if rest[..start].contains(';') {
                is_import = false;
            }
            let is_continued = rest[..start].ends_with(['.', ':', '\'']);
            rest = &rest[start..];
            if !is_continued && leading_name(rest) == "use" {
                is_import = true;
                rest = &rest["use".len()..];
                continue;
            }
            let before = found.len();
            rest = tree(rest, &[], is_import, &mut found);
            // What goes on from something else, as `Vec::<_>::new`, begins nowhere.
            if is_continued {
                found.truncate(before);
            }
        }
        found.retain(|path: &UsedPath| path.parts.len() > 1);
        found
    }

    /// `src/a.rs:3: use crate::b;`
    pub fn place(&self, offset: usize) -> String {
        let line = self.text[..offset].matches('\n').count();
        let shown = self.text.lines().nth(line).unwrap_or_default().trim();
        format!("{}:{}: {shown}", self.path, line + 1)
    }

    /// The modules that paths from the crate's root lead into.
    pub fn modules_used(&self) -> Vec<(usize, String)> {
        let mut used = self.firsts_after("crate");
        // The binary knows the library by its name.
        used.extend(self.firsts_after("incident"));
        used.extend(self.firsts_above(self.depth()));
        used
    }

    /// The modules of the domain that a file of the domain uses.
    pub fn modules_of_domain_used(&self) -> Vec<(usize, String)> {
        let mut used = self.firsts_after("crate::domain");
        used.extend(self.firsts_above(self.depth().saturating_sub(1)));
        used
    }

    /// What follows so many `super::` first.
    fn firsts_above(&self, levels: usize) -> Vec<(usize, String)> {
        if levels == 0 {
            return Vec::new();
        }
        let climbs = self.firsts_after(&vec!["super"; levels].join("::"));
        let onward = climbs.into_iter().filter(|(_, name)| name != "super");
        // `super::super` from one level down is matched inside a longer climb as well.
        onward
            .filter(|(offset, _)| !self.code[..*offset].ends_with("super::"))
            .collect()
    }

    /// What follows `root::` first, each name of a `{…}` by itself.
    pub fn firsts_after(&self, root: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for offset in self.names(&format!("{root}::")) {
            let rest = &self.code[offset + root.len() + 2..];
            match rest.strip_prefix('{') {
                Some(group) => {
                    let start = self.code.len() - group.len();
                    let names = firsts_of_group(group);
                    found.extend(names.into_iter().map(|(place, name)| (start + place, name)));
                }
                None => found.push((offset, leading_name(rest))),
            }
        }
        found
    }

    /// Where a library is spoken of.
    pub fn library(&self, name: &str) -> Vec<usize> {
        let mut places = self.names(name);
        places.retain(|offset| {
            let after = &self.code[offset + name.len()..];
            !after.starts_with(is_word)
                && (after.starts_with("::") || self.line_of(*offset).starts_with("use "))
        });
        places
    }

    /// Whether an item of this name is defined here.
    pub fn defines(&self, name: &str) -> bool {
        let kinds = ["struct", "enum", "trait", "type", "fn", "const", "static"];
        kinds.iter().any(|kind| {
            let places = self.names(&format!("{kind} {name}"));
            let after = |place: usize| &self.code[place + kind.len() + 1 + name.len()..];
            places
                .into_iter()
                .any(|place| !after(place).starts_with(is_word))
        })
    }

    /// Where a name stands that is not the end of a longer one.
    pub fn names(&self, name: &str) -> Vec<usize> {
        let in_word = |offset: usize| {
            name.starts_with(is_word)
                && self.code[..offset].ends_with(|letter| is_word(letter) || letter == '.')
        };
        self.code
            .match_indices(name)
            .map(|(offset, _)| offset)
            .filter(|offset| !in_word(*offset))
            .collect()
    }

    /// Where one of several names stands.
    pub fn places(&self, names: &[&str]) -> Vec<String> {
        let offsets = names.iter().flat_map(|name| self.names(name));
        offsets.map(|offset| self.place(offset)).collect()
    }

    fn line_of(&self, offset: usize) -> &str {
        let start = self.code[..offset].rfind('\n').map_or(0, |place| place + 1);
        let line = self.code[start..].lines().next().unwrap_or_default();
        line.trim_start().trim_start_matches("pub ")
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn leading_name(text: &str) -> String {
    text.chars().take_while(|letter| is_word(*letter)).collect()
}

/// The first name of each path in `a::b, c::{d, e}}`, up to the brace that closes the group.
fn firsts_of_group(group: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut depth, mut fresh) = (0, true);
    for (place, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            letter if fresh && is_word(letter) => {
                found.push((place, leading_name(&group[place..])));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

/// Reads `a::b as c` or `a::{b, c::d}`, which begins with a name, a star or a brace; returns what
/// follows it.
fn tree<'t>(
    text: &'t str,
    above: &[String],
    is_import: bool,
    found: &mut Vec<UsedPath>,
) -> &'t str {
    let mut parts = above.to_vec();
    let mut rest = text;
    loop {
        if let Some(group) = rest.strip_prefix('{') {
            rest = group.trim_start();
            while !rest.is_empty() && !rest.starts_with('}') {
                let length = rest.len();
                rest = tree(rest, &parts, is_import, found);
                rest = rest.trim_start_matches([',', ' ', '\n']);
                // Nothing that a group may hold: what follows is read by itself.
                if rest.len() == length {
                    return rest;
                }
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let name = match rest.strip_prefix('*') {
            Some(_) => "*".to_owned(),
            None => leading_name(rest),
        };
        rest = &rest[name.len()..];
        if !name.is_empty() && (name != "self" || parts.is_empty()) {
            parts.push(name);
        }
        match rest.strip_prefix("::") {
            Some(more) if more.starts_with(|letter| is_word(letter) || "*{".contains(letter)) => {
                rest = more;
            }
            _ => break,
        }
    }
    let alias = rest.strip_prefix(" as ").filter(|_| is_import);
    let name = alias.map(leading_name).or_else(|| parts.last().cloned());
    rest = alias.map_or(rest, |alias| &alias[leading_name(alias).len()..]);
    let name = name.unwrap_or_default();
    found.push(UsedPath {
        parts,
        name,
        is_import,
    });
    rest
}

/// The text with comments and the insides of strings blanked out, byte for byte.
fn without_words(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut blank = |from: usize, to: usize| {
        for byte in &mut code[from..to.min(bytes.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = at + 2 + hashes;
            body + text[body..].find(&close).map_or(0, |end| end + close.len())
        } else if rest.starts_with('"') {
            at + quoted_length(rest)
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            // A quotation mark, or an escape, as a character.
            at + 2 + rest[2..].find('\'').map_or(1, |end| end + 1)
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        blank(at, end);
        at = end;
    }
    String::from_utf8(code).expect("blanks for whole characters")
}

/// The number of `#` of a raw string that begins here.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn quoted_length(text: &str) -> usize {
    let mut escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return place + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The code without the items that only tests see. Relies on rustfmt: an item ends at the first
/// line that is indented like its own and closes it.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut lines = code.split_inclusive('\n');
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push_str(line);
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        kept.push_str(&blanked(line));
        for line in lines.by_ref() {
            kept.push_str(&blanked(line));
            let own = line.len() - line.trim_start().len() == indent;
            let text = line.trim();
            let closes = text.ends_with(';') || text.starts_with('}') || text.ends_with('}');
            if own && closes && !text.starts_with("#[") {
                break;
            }
        }
    }
    kept
}

fn blanked(line: &str) -> String {
    let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
    line.bytes().map(blank).collect()
}
