//! The architecture: a module imports only from modules that stand before it in the flow of data.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// In the order of `src/lib.rs`.
const LAYERS: &[&str] = &[
    "ontology", "article", "document", "annotate", "mention", "entity", "claim", "graph", "store", "query", "export",
    "pipeline", "cli",
];

fn source_files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn rank(module: &str) -> Option<usize> {
    LAYERS.iter().position(|&layer| layer == module)
}

/// The top modules that a text names after `crate::`, with their lines; comments and tests at its end aside.
fn imports(text: &str) -> Vec<(usize, String)> {
    let lines: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let end = lines.iter().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(lines.len());
    let code = lines[..end].join("\n");
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + start.len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.push((line, name));
            }
        }
    }
    found
}

/// The items of a group of imports, whose own groups stay closed.
fn top_level(group: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0usize, 0usize);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                items.push(&group[start..i]);
                start = i + 1;
                if c == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    items
}

#[test]
fn each_module_imports_only_from_those_before_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut files_of: BTreeMap<String, usize> = BTreeMap::new();
    for file in source_files() {
        let relative = file.strip_prefix(&root).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs").to_owned();
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(own) = rank(&module) else {
            faults.push(format!("{}: no layer {module}", relative.display()));
            continue;
        };
        *files_of.entry(module).or_default() += 1;
        for (line, import) in imports(&std::fs::read_to_string(&file).unwrap()) {
            match rank(&import) {
                Some(other) if other <= own => {}
                Some(_) => faults.push(format!("{}:{line}: imports {import}, a later layer", relative.display())),
                // `crate::CONSTANT` or a macro of the crate root.
                None => {}
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(files_of.len(), LAYERS.len(), "layers without a file: {files_of:?}");
}

#[test]
fn imports_are_found_wherever_they_stand() {
    let names = |text: &str| imports(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names("use crate::claim::Claim;"), ["claim"]);
    assert_eq!(names("use crate::{article::Article, graph};"), ["article", "graph"]);
    assert_eq!(names("use crate::{\n    article::{Article, date},\n    graph,\n};"), ["article", "graph"]);
    assert_eq!(names("let x = crate::store::open(); // crate::cli"), ["store"]);
    assert!(names("//! See [`crate::cli`].").is_empty());
}

#[test]
fn the_order_is_that_of_the_crate_documentation() {
    let lib = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let line = lib.lines().find(|line| line.contains('→')).unwrap();
    let told: Vec<&str> = line.trim_start_matches("//!").split('→').map(str::trim).collect();
    assert_eq!(told, LAYERS);
}
