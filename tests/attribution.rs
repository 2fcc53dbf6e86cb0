//! Small texts, each about one way of saying who speaks, with who states each segment beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "common/beside.rs"]
mod beside;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use standpoint::article::{Lexicon, Speaker, folded, segments};

/// Characters of a text that its row shows.
const SHOWN: usize = 60;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attribution")
}

fn start(text: &str) -> String {
    let text = folded(text);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// One row for each segment: side, speaker, rule, text; below it its quotations with speaker and mention.
fn found(text: &str) -> String {
    let lexicon = Lexicon::builtin().unwrap();
    let side = |speaker: &Speaker| match speaker.side {
        _ if speaker.private => "private",
        Some(side) => lexicon.sides()[usize::from(side)].as_str(),
        None => "-",
    };
    let segments = segments(text);
    let mut rows = String::new();
    for (segment, attribution) in segments.iter().zip(lexicon.attribute(text, &segments)) {
        let words = start(&text[segment.span.clone()]);
        match &attribution.source {
            Some(source) => {
                let (speaker, rule) = (&source.speaker, source.evidence.name());
                writeln!(rows, "{} | {} | {rule} | {words}", side(speaker), speaker.name).unwrap();
            }
            None => writeln!(rows, "- | - | - | {words}").unwrap(),
        }
        for quotation in &attribution.quotations {
            let words = start(&text[quotation.span.clone()]);
            let speaker = quotation.speaker.as_ref();
            let name = speaker.map_or("-", |speaker| &*speaker.name);
            let mention = speaker.map_or("-".into(), |speaker| folded(&text[speaker.mention.clone()]));
            writeln!(rows, "    {words} | {name} | {mention}").unwrap();
        }
    }
    rows
}

/// `UPDATE_ATTRIBUTION=1` writes what is found; read the difference before you keep it: what is wrong
/// belongs into `known_gaps.txt`, with the right answer.
#[test]
fn speakers_are_who_they_should_be() {
    let mut texts = beside::texts("attribution");
    texts.retain(|path| !path.ends_with("known_gaps.txt"));
    beside::check(&texts, "UPDATE_ATTRIBUTION", found);
}

/// What is not found yet, with the right answer: `## name: why`, the text, `--`, the rows. Says with
/// `--nocapture` which have been closed, to be moved to the texts that must stay right.
#[test]
fn known_gaps_have_right_answers() {
    let gaps = fs::read_to_string(folder().join("known_gaps.txt")).unwrap();
    for gap in gaps.split("\n## ").skip(1) {
        let (title, rest) = gap.split_once('\n').unwrap();
        let (text, expected) = rest.split_once("\n--\n").unwrap_or_else(|| panic!("{title}: no answer"));
        let expected = expected.trim_end();
        assert!(title.contains(": "), "{title}: no reason");
        let n_rows = expected.lines().filter(|row| !row.starts_with(' ')).count();
        assert_eq!(n_rows, segments(text).len(), "{title}: a row for each segment");
        let found = found(text);
        let state = if found.trim_end() == expected { "closed" } else { "open" };
        println!("{state}: {title}\n{}", beside::difference(expected, found.trim_end()));
    }
}

/// A readout says "it was emphasised" and means its own side: the sentence has no speaker, but it is known
/// whose document it stands in.
#[test]
fn an_impersonal_readout_is_its_document() {
    let text = "Telephone conversation with President of France Emmanuel Macron\n\n\
                Vladimir Putin had a telephone conversation with President of the French Republic Emmanuel \
                Macron.\n\nIt was emphasised that the ferries must run.\n";
    let lexicon = Lexicon::builtin().unwrap();
    let attributions = lexicon.attribute(text, &segments(text));
    let last = attributions.last().unwrap();
    assert!(last.source.is_none() && last.impersonal && last.passive);
    let side = last.document.map(|side| lexicon.sides()[usize::from(side)].as_str());
    assert_eq!(side, Some("russia"));
}

/// Fuzzing: who answers as "A:" was named at bytes 0 to 0.
#[test]
fn answers_are_named_by_their_label() {
    let text = fs::read_to_string(folder().join("question_and_answer.txt")).unwrap();
    let lexicon = Lexicon::builtin().unwrap();
    let segments = segments(&text);
    let attributions = lexicon.attribute(&text, &segments);
    let answers = segments
        .iter()
        .zip(&attributions)
        .filter(|(segment, _)| text[segment.span.clone()].starts_with("A: "));
    let mentions: Vec<_> = answers
        .map(|(_, attribution)| attribution.source.as_ref().unwrap().speaker.mention.clone())
        .map(|mention| &text[mention])
        .collect();
    assert_eq!(mentions, ["A", "A"]);
}
