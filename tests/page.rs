//! `predict --format html`, `--provenance` and `methods`: what is handed on to others.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, root};
use serde_json::Value;

const TALKS: &str =
    "Talks in <Geneva> & Bern\n\nMoscow said that it would \"never\" sign.\n\nParis urges Moscow to sign.\n";

#[test]
fn a_page_holds_every_sentence_and_nothing_from_outside() {
    let folder =
        Folder::with(&[("talks.txt", TALKS), ("a/one.txt", TALKS), ("a/two.txt", "Paris says yes.\n")]);
    let page = folder.run(&["predict", "talks.txt", "a", "--format", "html", "--explain", "2"]).good();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    for text in [
        "<h3>Talks in &lt;Geneva&gt; &amp; Bern</h3>",
        "&quot;never&quot;",
        "<h2>two</h2>",
        "stated by",
        "context &#39;",
    ] {
        assert!(page.contains(text), "{text}");
    }
    for foreign in ["http:", "https:", "<script", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // Every element that is opened is closed.
    for tag in
        ["main", "article", "ol", "li", "div", "details", "table", "tr", "figure", "fieldset", "h2", "h3"]
    {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert_eq!(page.matches("role=\"img\" aria-label=\"Shares of sentences: ").count(), 3);
    assert!(!page.contains("uncertain"));
    let unsure = folder.run(&["predict", "talks.txt", "--format", "html", "--max-error", "0.01"]).good();
    assert!(unsure.contains("<b>uncertain</b>") && unsure.contains("(too close)"), "{unsure}");
}

#[test]
fn pages_are_for_articles() {
    let folder = Folder::with(&[("in.csv", "text\nParis says yes.\n"), ("empty.txt", "")]);
    let run = folder.run(&["predict", "in.csv", "--format", "html"]);
    assert!(run.code == 2 && run.stderr.contains("--unit article"), "{}", run.stderr);
    assert_eq!(folder.run(&["predict", "empty.txt", "--format", "html", "--summary"]).code, 2);
    assert!(folder.run(&["predict", "empty.txt", "--format", "html"]).good().contains("<h2>empty</h2>"));
}

#[test]
fn provenance_tells_hashes_and_settings() {
    let folder = Folder::with(&[("talks.txt", TALKS)]);
    let model = root().join("models/russia-france-stance.safetensors");
    folder.write("stance.model", &std::fs::read(model).unwrap());
    let options = ["--model", "stance.model", "--max-error", "0.1", "--summary", "--provenance", "run.json"];
    folder.run(&[&["predict", "talks.txt"], &options[..]].concat()).good();
    let run: Value = serde_json::from_slice(&folder.read("run.json")).unwrap();
    assert_eq!(
        (&run["command"], &run["max_error"], &run["summary"]),
        (&"predict".into(), &0.1.into(), &true.into())
    );
    assert_eq!(run["arguments"][1], "talks.txt");
    let hash = |name: &str| {
        use sha2::Digest;
        sha2::Sha256::digest(folder.read(name))
            .iter()
            .fold(String::new(), |written, byte| written + &format!("{byte:02x}"))
    };
    assert_eq!(run["models"][0]["sha256"], hash("stance.model"));
    assert_eq!(run["inputs"][0]["sha256"], hash("talks.txt"));
    let methods = folder.run(&["methods", "run.json"]).good();
    for words in ["conformal prediction", "level 0.1", "Saerens, M.", "Guo, C.", "SHA-256"] {
        assert!(methods.contains(words), "{words} in {methods}");
    }
    assert!(!methods.contains("Angelopoulos"), "{methods}");
}

#[test]
fn every_command_with_figures_leaves_a_record() {
    let folder = Folder::with(&[("rows.csv", common::ROWS), ("talks.txt", TALKS)]);
    let record = ["--provenance", "run.json"];
    for (command, words) in [
        (&["train", "rows.csv", "--output", "m"][..], "Models were trained"),
        (&["evaluate", "rows.csv", "--folds", "2"], "2-fold cross-validation"),
        (&["evaluate", "rows.csv", "--model", "m"], "on labelled rows"),
        (&["sample", "talks.txt", "--size", "9"], "Sentences were labelled"),
    ] {
        folder.run(&[command, &record].concat()).good();
        let methods = folder.run(&["methods", "run.json"]).good();
        assert!(methods.contains(words), "{command:?}: {methods}");
    }
    assert!(folder.run(&["methods"]).good().contains("The model for 'claim'"));
    let wrong = folder.run(&["methods", "talks.txt"]);
    assert!(wrong.code == 1 && wrong.stderr.contains("talks.txt: this is no file that"), "{}", wrong.stderr);
}
