//! The test articles: their gold stands in their text, and how well sentences and headings are found.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use standpoint::article::{Attribution, Kind, Lexicon, Quotation, folded, segments};
use standpoint::features::{joined, side};

/// One piece of visible text, as the writers of the article see it.
struct Piece {
    kind: String,
    text: String,
    /// `russia`, `france`, `third`, `none`.
    side: String,
    quotations: Vec<Quoted>,
}

/// A quotation in a piece.
struct Quoted {
    text: String,
    speaker: Option<String>,
    /// The speaker at the saying clause.
    mention: Option<String>,
}

fn texts(set: &str) -> Vec<PathBuf> {
    articles(set, &["txt"])
}

fn articles(set: &str, endings: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles").join(set);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| endings.iter().any(|&one| ending == one)));
    files.sort();
    files
}

fn gold(article: &Path) -> Vec<Piece> {
    let lines = fs::read_to_string(article.with_extension("gold.jsonl")).unwrap();
    let piece = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let word = |value: &serde_json::Value, key: &str| value[key].as_str().map(str::to_owned);
        let quotation = |value: &serde_json::Value| Quoted {
            text: word(value, "text").unwrap(),
            speaker: word(value, "speaker"),
            mention: word(value, "mention"),
        };
        Piece {
            kind: word(&value, "kind").unwrap(),
            text: word(&value, "text").unwrap(),
            side: word(&value, "side").unwrap(),
            quotations: value["quotations"].as_array().unwrap().iter().map(quotation).collect(),
        }
    };
    lines.lines().map(piece).collect()
}

#[test]
fn gold_stands_in_its_article_in_order() {
    for set in ["a", "b", "c"] {
        let articles = texts(set);
        assert_eq!(articles.len(), 4, "four of the eight articles of set {set} are plain text");
        for article in articles {
            let text = folded(&fs::read_to_string(&article).unwrap());
            let mut at = 0;
            for piece in gold(&article) {
                let found = text[at..].find(&piece.text);
                at += found.unwrap_or_else(|| panic!("{}: {:?}", article.display(), piece.text))
                    + piece.text.len();
            }
            assert!(text[at..].trim().is_empty(), "{}: text after the last piece", article.display());
        }
    }
}

/// F1 of sentences and headings found exactly, over the plain texts of a set.
fn exact_f1(set: &str) -> f64 {
    let (mut hits, mut found, mut wanted) = (0, 0, 0);
    for article in texts(set) {
        let text = fs::read_to_string(&article).unwrap();
        let pieces = gold(&article);
        let truth: BTreeSet<&str> = pieces
            .iter()
            .filter(|piece| piece.kind != "boilerplate")
            .map(|piece| piece.text.as_str())
            .collect();
        let ours: BTreeSet<String> = segments(&text)
            .into_iter()
            .filter(|segment| segment.kind != Kind::Boilerplate)
            .map(|segment| folded(&text[segment.span]))
            .collect();
        hits += ours.iter().filter(|sentence| truth.contains(sentence.as_str())).count();
        found += ours.len();
        wanted += truth.len();
    }
    2.0 * hits as f64 / (found + wanted) as f64
}

#[test]
fn sentences_are_found_no_worse_than_before() {
    for (set, floor) in [("a", 0.999), ("b", 0.946), ("c", 0.976)] {
        let f1 = exact_f1(set);
        assert!(f1 >= floor, "set {set}: F1 {f1:.3}, it was {floor}");
    }
}

/// One of the parties, or anything else.
fn party(side: &str) -> &str {
    if matches!(side, "russia" | "france") { side } else { "other" }
}

fn found_side<'a>(attribution: &Attribution, lexicon: &'a Lexicon) -> &'a str {
    attribution.source.as_ref().map_or("none", |source| side(&source.speaker, lexicon))
}

/// The speaker's name is the one that gold resolves, or the mention is the one at the saying clause.
fn is_right(text: &str, gold: &Quoted, ours: Option<&Quotation>) -> bool {
    match (ours.and_then(|ours| ours.speaker.as_ref()), &gold.speaker) {
        (None, None) => true,
        (Some(ours), Some(speaker)) => {
            *ours.name == **speaker
                || gold.mention.as_ref().is_some_and(|gold| folded(&text[ours.mention.clone()]) == *gold)
        }
        _ => false,
    }
}

/// The quotations of a set with the right speaker, and the pieces with the right side, as shares.
fn attribution_scores(set: &str) -> (f64, f64) {
    let lexicon = Lexicon::builtin().unwrap();
    let (mut speakers, mut n_speakers, mut sides, mut n_sides) = (0usize, 0u32, 0usize, 0u32);
    for article in articles(set, &["txt", "html"]) {
        let mut pieces = gold(&article);
        pieces.retain(|piece| piece.kind != "boilerplate");
        let rows: Vec<(Kind, &str)> =
            pieces.iter().map(|piece| (Kind::from_name(&piece.kind, &piece.text), &*piece.text)).collect();
        let (text, segments) = joined(&rows);
        let attributions = lexicon.attribute(&text, &segments);
        for ((piece, segment), attribution) in pieces.iter().zip(&segments).zip(&attributions) {
            n_sides += 1;
            sides += usize::from(party(found_side(attribution, &lexicon)) == party(&piece.side));
            let mut at = segment.span.start;
            for quoted in &piece.quotations {
                let start =
                    at + text[at..segment.span.end].find(&quoted.text).expect("gold stands in its piece");
                at = start + quoted.text.len();
                // The bytes that a quotation of ours shares with the gold one.
                let shared = |quotation: &&Quotation| {
                    quotation.span.end.min(at).saturating_sub(quotation.span.start.max(start))
                };
                let ours = attribution.quotations.iter().max_by_key(shared).filter(|ours| shared(ours) > 0);
                n_speakers += 1;
                speakers += usize::from(is_right(&text, quoted, ours));
            }
        }
    }
    (speakers as f64 / f64::from(n_speakers), sides as f64 / f64::from(n_sides))
}

#[test]
fn speakers_and_sides_are_found_no_worse_than_before() {
    for (set, speakers, sides) in [("a", 0.541, 0.779), ("b", 0.616, 0.784), ("c", 0.678, 0.740)] {
        let found = attribution_scores(set);
        println!("set {set}: {:.4} of the speakers, {:.4} of the sides", found.0, found.1);
        assert!(found.0 >= speakers, "set {set}: {:.4} of the speakers, it was {speakers}", found.0);
        assert!(found.1 >= sides, "set {set}: {:.4} of the sides, it was {sides}", found.1);
    }
}
