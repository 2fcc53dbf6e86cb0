//! The invariants of ARCHITECTURE.md that can be read off the source.

#![allow(clippy::expect_used, reason = "a test may fail so")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library from the bottom up: each may use itself and those before it.
const ORDER: [&str; 11] = [
    "error",
    "storage",
    "files",
    "article",
    "corpus",
    "features",
    "metrics",
    "model",
    "builtin",
    "evaluation",
    "explanation",
];

/// The longest a source file may be.
const LONGEST: usize = 420;

/// Every source file: its path below `src/` with `/`, and its lines without comments.
fn sources() -> Vec<(String, Vec<String>)> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                collect(&entry, files);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                files.push(entry);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let read = |file: PathBuf| {
        let name = file.strip_prefix(&root).expect("below src").display().to_string().replace('\\', "/");
        let text = fs::read_to_string(&file).expect("source");
        // A comment becomes an empty line, so that numbers stay right.
        let lines =
            text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }.to_owned());
        (name, lines.collect())
    };
    files.into_iter().map(read).collect()
}

/// Fails for each line outside of the `allowed` files and folders that holds one of `words`.
fn only_in(allowed: &[&str], words: &[&str]) {
    let mut found = Vec::new();
    for (name, lines) in sources() {
        if allowed.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        for (number, line) in (1..).zip(&lines) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("src/{name}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "only {allowed:?} may hold {words:?}:\n{}", found.join("\n"));
}

#[test]
fn dependencies_run_one_way() {
    for (name, lines) in sources() {
        let module = name.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let Some(rank) = ORDER.iter().position(|other| *other == module) else {
            assert!(
                ["lib", "main", "cli"].contains(&module),
                "src/{name}: give the module '{module}' a place in ORDER"
            );
            continue;
        };
        for (number, line) in (1..).zip(&lines) {
            for path in line.split("crate::").skip(1) {
                let used: String = path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let below = ORDER[..=rank].contains(&used.as_str());
                assert!(below, "src/{name}:{number}: '{module}' may not use '{used}': {}", line.trim());
            }
        }
    }
}

#[test]
fn only_the_command_line_prints_and_exits() {
    only_in(&["cli/"], &["print!", "println!", "dbg!", "process::exit", "stdout()", "stdin()"]);
}

#[test]
fn files_are_touched_in_three_places_only() {
    only_in(&["cli/", "files.rs", "model/store.rs"], &["std::fs", "File::"]);
}

#[test]
fn unsafe_is_for_the_memory_map_only() {
    only_in(&["model/store.rs"], &["unsafe {", "unsafe fn", "unsafe impl", "allow(unsafe_code"]);
}

#[test]
fn no_hash_map_whose_order_could_leak() {
    only_in(&[], &["HashMap", "HashSet"]);
}

#[test]
fn linfa_is_named_in_one_file_only() {
    only_in(
        &["model/linfa.rs"],
        &["linfa_logistic::", "use linfa_", "linfa::traits", "linfa::dataset", "linfa::Dataset"],
    );
}

#[test]
fn files_are_short() {
    for (name, lines) in sources() {
        assert!(lines.len() <= LONGEST, "src/{name} has {} lines; part it by subject", lines.len());
    }
}
