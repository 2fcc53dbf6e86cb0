//! Marks of what a sentence does (demands, promises, accuses, ...), as names of features, from the table of cues.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::article::{Attribution, Class, Cues, Lexicon, VerbClass};

/// The cues of a sentence, which stands at byte `start` of its article, as names parted by blanks.
pub fn cues(text: &str, start: usize, attribution: &Attribution, lexicon: &Lexicon) -> String {
    let found = match &attribution.cues {
        Some(found) => Cow::Borrowed(found),
        None => Cow::Owned(Cues::of_text(text, start, lexicon)),
    };
    let mut names: Vec<&str> = Vec::with_capacity(16);
    let marks = [
        (Class::Must, "must"),
        (Class::Ask, "ask"),
        (Class::Will, "will"),
        (Class::Promise, "promise"),
        (Class::Blame, "blame"),
        (Class::Thank, "thank"),
        (Class::Hope, "hope"),
        (Class::Deny, "deny"),
        (Class::Praise, "praise"),
        (Class::Event, "event"),
    ];
    names.extend(marks.iter().filter(|(class, _)| found.classes.has(*class)).map(|(_, name)| *name));
    if attribution.first_person {
        names.push("first_person");
        if found.classes.has(Class::Will) {
            names.push("will+first_person");
        }
    }
    if found.classes.has(Class::Blame)
        && attribution.names.iter().map(|name| name.1).collect::<BTreeSet<_>>().len() > 1
    {
        names.push("blame+other");
    }
    if text.contains('?') {
        names.push("question");
    }
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        names.push("number");
    }
    names.push(match attribution.verb {
        None => "verb=none",
        Some(VerbClass::Say) => "verb=say",
        Some(VerbClass::Judge) => "verb=judge",
        Some(VerbClass::Brief) => "verb=brief",
    });
    names.push(if attribution.source.is_some() { "sourced" } else { "unsourced" });
    let mut all = names.join(" ");
    if let Some(verb) = &found.first_verb {
        let words = text[verb.start - start..verb.end - start].to_lowercase();
        all.push_str(" first=");
        for (number, word) in words.split_whitespace().enumerate() {
            all.push_str(if number > 0 { "_" } else { "" });
            all.push_str(word);
        }
    }
    all
}
