//! Marks of what a sentence does (demands, promises, accuses, ...), as names of features, from the table of cues.

use std::borrow::Cow;

use crate::article::{Attribution, Class, Cues, Lexicon, VerbClass};

/// The classes of cues that are marks of a sentence, each with its name.
const MARKS: [(Class, &str); 10] = [
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

/// Writes the cues of a sentence, which stands at byte `start` of its article, as names parted by blanks.
pub fn cues(text: &str, start: usize, attribution: &Attribution, lexicon: &Lexicon, all: &mut String) {
    let found = match &attribution.cues {
        Some(found) => Cow::Borrowed(found),
        None => Cow::Owned(Cues::of_text(text, start, lexicon)),
    };
    let first = all.len();
    let mut add = |name: &str| {
        if all.len() > first {
            all.push(' ');
        }
        all.push_str(name);
    };
    MARKS.iter().filter(|(class, _)| found.classes.has(*class)).for_each(|(_, name)| add(name));
    if attribution.first_person {
        add("first_person");
        if found.classes.has(Class::Will) {
            add("will+first_person");
        }
    }
    if found.classes.has(Class::Blame)
        && attribution.names.iter().any(|name| name.1 != attribution.names[0].1)
    {
        add("blame+other");
    }
    if text.contains('?') {
        add("question");
    }
    if text.bytes().fold(false, |any, byte| any | byte.is_ascii_digit()) {
        add("number");
    }
    add(match attribution.verb {
        None => "verb=none",
        Some(VerbClass::Say) => "verb=say",
        Some(VerbClass::Judge) => "verb=judge",
        Some(VerbClass::Brief) => "verb=brief",
    });
    add(if attribution.source.is_some() { "sourced" } else { "unsourced" });
    if let Some(verb) = &found.first_verb {
        let words = text[verb.start - start..verb.end - start].split_whitespace();
        all.push_str(" first");
        for (number, word) in words.enumerate() {
            all.push(if number == 0 { '=' } else { '_' });
            all.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
}
