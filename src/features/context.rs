//! What the article tells about a sentence, as names of features: who states it, how that is known,
//! what the subject is, how much is quoted. One-hot: a name is there or not.

use std::borrow::Cow;

use crate::article::{
    Attribution, Content, Evidence, Kind, Lexicon, Quoted, Speaker, SpeakerForm, Tense, VerbClass,
};

/// The names of a lexicon's sides as parts of names of features.
pub fn parts(lexicon: &Lexicon) -> Vec<Cow<'_, str>> {
    lexicon.sides().iter().map(|side| part(side)).collect()
}

/// Writes the context of a sentence as names parted by blanks; `sides` are the [`parts`] of the lexicon.
pub fn context(kind: Kind, attribution: &Attribution, sides: &[Cow<'_, str>], all: &mut String) {
    let mut names = Names { start: all.len(), all };
    let source = attribution.source.as_ref();
    let source_side = source.map_or("none", |source| side_among(&source.speaker, sides));
    let subject = attribution.subject.as_ref();
    let subject_side = subject.map_or("none", |subject| side_among(subject, sides));
    let subject_form = subject.map_or("none", |subject| form(subject.form));
    let before = attribution.before.map_or("none", |side| &sides[usize::from(side)]);
    let verb = match attribution.verb {
        None => "none",
        Some(VerbClass::Say) => "say",
        Some(VerbClass::Judge) => "judge",
        Some(VerbClass::Brief) => "brief",
    };
    let tense = tense(attribution.tense);
    let quoted = match attribution.quoted {
        Quoted::No => "no",
        Quoted::Words => "words",
        Quoted::Part => "part",
        Quoted::Whole => "whole",
    };
    names.add("source=").and(source_side);
    names.add("subject=").and(subject_side);
    names.add("verb=").and(verb);
    names.add("quoted=").and(quoted);
    names.add("source=").and(source_side).and("+quoted+").and(quoted);
    names.add("source=").and(source_side).and("+verb+").and(verb);
    names.add("subject=").and(subject_side).and("+").and(subject_form).and("+verb+").and(verb);
    names.add("kind=").and(kind.name());
    if let Some(source) = source {
        if ["unknown", "private"].contains(&source_side) {
            let named = if is_full_name(&source.speaker.name) { "named" } else { "unnamed" };
            names.add(source_side).and("=after+").and(before);
            names
                .add(source_side)
                .and("=after+")
                .and(before)
                .and("+")
                .and(named)
                .and("+")
                .and(form(source.speaker.form));
        }
        let rule = rule(source.evidence);
        names.add("source=").and(source_side).and("+rule+").and(rule);
        if matches!(source.evidence, Evidence::Says | Evidence::Judges) && attribution.quoted == Quoted::No {
            names
                .add("source=")
                .and(source_side)
                .and("+rule+")
                .and(rule)
                .and("+content+")
                .and(content(attribution.content));
        }
        names.add("source=").and(source_side).and("+").and(form(source.speaker.form));
    } else {
        let distance = match attribution.distance {
            0 | 1 => "1",
            2 => "2",
            _ => "3",
        };
        names.add("unsourced=after+").and(before).and("+").and(distance);
        names.add("unsourced=after+").and(before).and("+").and(tense);
        names.add("unsourced=after+").and(before).and("+").and(subject_side).and("+").and(subject_form);
        names.add("unsourced=subject+").and(subject_side).and("+").and(subject_form);
        names.add("unsourced=subject+").and(subject_side).and("+").and(tense);
        names.add("unsourced=").and(kind.name()).and("+subject+").and(subject_side).and("+").and(tense);
        if let Some(place) = attribution.place {
            names.add("unsourced=place+").and(&sides[usize::from(place)]);
        }
        if let Some(side) = attribution.document {
            let side = &*sides[usize::from(side)];
            names.add("unsourced=document+").and(side).and("+").and(tense);
            if attribution.judges || attribution.impersonal || attribution.own_voice {
                names.add("unsourced=document+").and(side);
            }
        }
    }
    if attribution.impersonal {
        names.add("impersonal=after+").and(before);
    }
    for (present, name) in [
        (attribution.passive, "passive"),
        (attribution.impersonal, "impersonal"),
        (attribution.first_person, "first_person"),
        (attribution.judges, "judges"),
    ] {
        if present {
            names.add(name);
        }
    }
    if attribution.first_person {
        names.add("first_person=source+").and(source_side);
    }
    for (number, name) in sides.iter().enumerate() {
        if attribution.names.iter().any(|(_, side)| usize::from(*side) == number) {
            names.add("names=").and(name);
        }
    }
}

/// The side that a speaker speaks for.
pub fn side<'a>(speaker: &Speaker, lexicon: &'a Lexicon) -> &'a str {
    side_among(speaker, lexicon.sides())
}

/// The same, where the sides have these names.
fn side_among<'a>(speaker: &Speaker, sides: &'a [impl AsRef<str>]) -> &'a str {
    match speaker.side {
        _ if speaker.private => "private",
        _ if speaker.form == SpeakerForm::Joint => "joint",
        Some(side) => sides[usize::from(side)].as_ref(),
        None => "unknown",
    }
}

/// Two capitalised words and more.
fn is_full_name(name: &str) -> bool {
    let mut words = name.split(' ');
    name.contains(' ') && words.all(|word| word.starts_with(char::is_uppercase))
}

/// The name of a side as a part of the name of a feature: it may hold blanks, but blanks part these names.
fn part(side: &str) -> Cow<'_, str> {
    let whole = side.bytes().all(|byte| byte.is_ascii_graphic());
    if whole { side.into() } else { side.replace(char::is_whitespace, "_").into() }
}

/// The rule that found the source.
fn rule(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Turn => "turn",
        Evidence::ClauseAfter => "clauseafter",
        Evidence::ClauseInside => "clauseinside",
        Evidence::ClauseBefore => "clausebefore",
        Evidence::GoesOn => "goeson",
        Evidence::ComesLater => "comeslater",
        Evidence::LedIn => "ledin",
        Evidence::Carried => "carried",
        Evidence::Below => "below",
        Evidence::Beside => "beside",
        Evidence::Phrase => "phrase",
        Evidence::Says => "says",
        Evidence::Judges => "judges",
        Evidence::Participle => "participle",
        Evidence::Agent => "agent",
        Evidence::Held => "held",
        Evidence::Indirect => "indirect",
    }
}

fn content(content: Content) -> &'static str {
    match content {
        Content::None => "none",
        Content::Clause => "clause",
        Content::Infinitive => "infinitive",
        Content::Noun => "noun",
        Content::Phrase => "phrase",
    }
}

fn tense(tense: Tense) -> &'static str {
    match tense {
        Tense::Unknown => "unknown",
        Tense::Present => "present",
        Tense::Past => "past",
        Tense::Reported => "reported",
        Tense::Modal => "modal",
    }
}

fn form(form: SpeakerForm) -> &'static str {
    match form {
        SpeakerForm::Person => "person",
        SpeakerForm::Body => "body",
        SpeakerForm::Country => "country",
        SpeakerForm::Media => "media",
        SpeakerForm::Joint => "joint",
        SpeakerForm::Thing => "thing",
    }
}

/// Names parted by blanks; what they are made of holds none, see [`part`].
struct Names<'a> {
    all: &'a mut String,
    /// Where the first begins.
    start: usize,
}

impl Names<'_> {
    /// Begins another name. By habit, `=` parts the first two of its parts, `+` the others.
    #[inline]
    fn add(&mut self, first: &str) -> &mut Self {
        if self.all.len() > self.start {
            self.all.push(' ');
        }
        self.and(first)
    }

    /// Goes on with it.
    #[inline]
    fn and(&mut self, part: &str) -> &mut Self {
        debug_assert!(!part.contains(char::is_whitespace), "'{part}' would be two names");
        self.all.push_str(part);
        self
    }
}
