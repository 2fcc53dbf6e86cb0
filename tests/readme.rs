//! README.md is true: its commands work, and print what stands below them.
//!
//! Every block of `sh` runs in a fresh folder with `examples/`, `data/` and `models/` in it. A `text`
//! block directly after is what its commands print (standard error too). To write the real output into the
//! README, run `UPDATE_README=1 cargo test --test readme`.

#![allow(clippy::expect_used, reason = "a test may fail so")]
#![cfg(unix)] // the blocks are for a POSIX shell

use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const BINARY: &str = env!("CARGO_BIN_EXE_standpoint");

/// A fenced block: its language, its text, and the lines between which that stands.
struct Block {
    language: String,
    text: String,
    first: usize,
    end: usize,
}

fn blocks(readme: &str) -> Vec<Block> {
    let lines: Vec<&str> = readme.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(language) = lines[at].strip_prefix("```") {
            let first = at + 1;
            let length = lines[first..].iter().position(|line| *line == "```").expect("a block that ends");
            let end = first + length;
            let text = lines[first..end].iter().flat_map(|line| [line, "\n"]).collect();
            blocks.push(Block { language: language.to_owned(), text, first, end });
            at = end;
        }
        at += 1;
    }
    blocks
}

/// A folder with what the commands of the README read.
fn fresh_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["examples", "data", "models"] {
        fs::create_dir(folder.path().join(name)).expect("a new folder");
        for entry in fs::read_dir(Path::new(ROOT).join(name)).expect(name) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                continue;
            }
            let to = folder.path().join(name).join(path.file_name().expect("a name"));
            fs::copy(&path, to).expect("a copy");
        }
    }
    folder
}

/// The commands of a block as they run here; nothing for those that build the program, which this test has done.
fn script(block: &Block) -> String {
    let runnable = |line: &str| -> Option<String> {
        if line == "cargo test" {
            return None;
        }
        if let Some(arguments) = line.strip_prefix("cargo run --release -- ") {
            // What is shown is what a terminal shows.
            return Some(format!("standpoint {arguments} --format table"));
        }
        assert!(!line.starts_with("cargo") && !line.starts_with("git"), "say here how to check: {line}");
        Some(line.to_owned())
    };
    block.text.lines().filter_map(runnable).collect::<Vec<_>>().join("\n")
}

fn run(script: &str, folder: &Path) -> String {
    let programs = Path::new(BINARY).parent().expect("a folder").display();
    let output = Command::new("sh")
        .args(["-e", "-c", &format!("exec 2>&1\n{script}")])
        .env("PATH", format!("{programs}:{}", std::env::var("PATH").unwrap_or_default()))
        .env("NO_COLOR", "1")
        .current_dir(folder)
        .output()
        .expect("a shell");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{script}\nfailed:\n{printed}");
    printed.lines().map(|line| without_seconds(line).trim_end().to_owned() + "\n").collect()
}

/// A line without its last part if that is a duration, which is never the same.
fn without_seconds(line: &str) -> &str {
    match line.rsplit_once("; ") {
        Some((before, after)) if after.ends_with(" s") && after.starts_with(|c: char| c.is_ascii_digit()) => {
            before
        }
        _ => line,
    }
}

#[test]
fn every_command_prints_what_the_readme_says() {
    let path = Path::new(ROOT).join("README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let blocks = blocks(&readme);
    let folder = fresh_folder();
    let update = std::env::var_os("UPDATE_README").is_some();
    let mut lines: Vec<String> = readme.lines().map(str::to_owned).collect();
    let mut printed: Vec<(usize, String)> = Vec::new();
    // In the order of a reader: a block may use the files of those before it.
    for (i, block) in blocks.iter().enumerate().filter(|(_, block)| block.language == "sh") {
        printed.push((i, run(&script(block), folder.path())));
    }
    for (i, printed) in printed.into_iter().rev() {
        let Some(shown) = blocks.get(i + 1).filter(|next| next.language == "text") else { continue };
        if update {
            lines.splice(shown.first..shown.end, printed.lines().map(str::to_owned));
        } else {
            assert_eq!(
                printed, shown.text,
                "README.md, line {}: not what this prints:\n{}",
                shown.first, blocks[i].text
            );
        }
    }
    if update {
        fs::write(path, lines.join("\n") + "\n").expect("the README");
    }
}

#[test]
fn the_library_example_is_the_doctest_of_the_crate() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    let source = fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).expect("the crate page");
    let doc = source.lines().filter_map(|line| line.strip_prefix("//!"));
    let shown = |line: &str| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n";
    let page: String = doc.map(shown).filter(|line| !line.starts_with("# Ok")).collect();
    for block in blocks(&readme).iter().filter(|block| block.language == "rust") {
        assert!(
            page.contains(&block.text),
            "README.md, line {}: copy the example of src/lib.rs",
            block.first
        );
    }
}

#[test]
fn the_program_is_named_as_the_readme_calls_it() {
    assert_eq!(env!("CARGO_PKG_NAME"), "standpoint");
    assert_eq!(Path::new(BINARY).file_stem().and_then(|name| name.to_str()), Some("standpoint"));
}
