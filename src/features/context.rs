//! What the article tells about a sentence, as names of features: who states it, how that is known,
//! what the subject is, how much is quoted. One-hot: a name is there or not.

use std::borrow::Cow;

use crate::article::{
    Attribution, Content, Evidence, Kind, Lexicon, Quoted, Speaker, SpeakerForm, Tense, VerbClass,
};

/// Writes the context of a sentence as names parted by blanks.
pub fn context(kind: Kind, attribution: &Attribution, lexicon: &Lexicon, all: &mut String) {
    let mut names = Names { start: all.len(), all };
    let source = attribution.source.as_ref();
    let source_side = &*part(source.map_or("none", |source| side(&source.speaker, lexicon)));
    let subject = attribution.subject.as_ref();
    let subject_side = &*part(subject.map_or("none", |subject| side(subject, lexicon)));
    let subject_form = subject.map_or("none", |subject| form(subject.form));
    let before = &*part(attribution.before.map_or("none", |side| &lexicon.sides()[usize::from(side)]));
    let verb = match attribution.verb {
        None => "none",
        Some(VerbClass::Say) => "say",
        Some(VerbClass::Judge) => "judge",
        Some(VerbClass::Brief) => "brief",
    };
    let tense = match attribution.tense {
        Tense::Unknown => "unknown",
        Tense::Present => "present",
        Tense::Past => "past",
        Tense::Reported => "reported",
        Tense::Modal => "modal",
    };
    let quoted = match attribution.quoted {
        Quoted::No => "no",
        Quoted::Words => "words",
        Quoted::Part => "part",
        Quoted::Whole => "whole",
    };
    names.add(["source=", source_side]);
    names.add(["subject=", subject_side]);
    names.add(["verb=", verb]);
    names.add(["quoted=", quoted]);
    names.add(["source=", source_side, "+quoted+", quoted]);
    names.add(["source=", source_side, "+verb+", verb]);
    names.add(["subject=", subject_side, "+", subject_form, "+verb+", verb]);
    names.add(["kind=", kind.name()]);
    if let Some(source) = source {
        if ["unknown", "private"].contains(&source_side) {
            let named = if is_full_name(&source.speaker.name) { "named" } else { "unnamed" };
            names.add([source_side, "=after+", before]);
            names.add([source_side, "=after+", before, "+", named, "+", form(source.speaker.form)]);
        }
        let rule = rule(source.evidence);
        names.add(["source=", source_side, "+rule+", rule]);
        if matches!(source.evidence, Evidence::Says | Evidence::Judges) && attribution.quoted == Quoted::No {
            let content = match attribution.content {
                Content::None => "none",
                Content::Clause => "clause",
                Content::Infinitive => "infinitive",
                Content::Noun => "noun",
                Content::Phrase => "phrase",
            };
            names.add(["source=", source_side, "+rule+", rule, "+content+", content]);
        }
        names.add(["source=", source_side, "+", form(source.speaker.form)]);
    } else {
        let distance = match attribution.distance {
            0 | 1 => "1",
            2 => "2",
            _ => "3",
        };
        names.add(["unsourced=after+", before, "+", distance]);
        names.add(["unsourced=after+", before, "+", tense]);
        names.add(["unsourced=after+", before, "+", subject_side, "+", subject_form]);
        names.add(["unsourced=subject+", subject_side, "+", subject_form]);
        names.add(["unsourced=subject+", subject_side, "+", tense]);
        names.add(["unsourced=", kind.name(), "+subject+", subject_side, "+", tense]);
        if let Some(place) = attribution.place {
            names.add(["unsourced=place+", &part(&lexicon.sides()[usize::from(place)])]);
        }
        if let Some(side) = attribution.document {
            let side = &*part(&lexicon.sides()[usize::from(side)]);
            names.add(["unsourced=document+", side, "+", tense]);
            if attribution.judges || attribution.impersonal || attribution.own_voice {
                names.add(["unsourced=document+", side]);
            }
        }
    }
    if attribution.impersonal {
        names.add(["impersonal=after+", before]);
    }
    for (present, name) in [
        (attribution.passive, "passive"),
        (attribution.impersonal, "impersonal"),
        (attribution.first_person, "first_person"),
        (attribution.judges, "judges"),
    ] {
        if present {
            names.add([name]);
        }
    }
    if attribution.first_person {
        names.add(["first_person=source+", source_side]);
    }
    for (number, name) in lexicon.sides().iter().enumerate() {
        if attribution.names.iter().any(|(_, side)| usize::from(*side) == number) {
            names.add(["names=", &part(name)]);
        }
    }
}

/// The side that a speaker speaks for.
pub fn side<'a>(speaker: &Speaker, lexicon: &'a Lexicon) -> &'a str {
    match speaker.side {
        _ if speaker.private => "private",
        _ if speaker.form == SpeakerForm::Joint => "joint",
        Some(side) => &lexicon.sides()[usize::from(side)],
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
    /// Adds the name that these parts make up. By habit, `=` parts the first two of them, `+` the others.
    fn add<const N: usize>(&mut self, parts: [&str; N]) {
        if self.all.len() > self.start {
            self.all.push(' ');
        }
        for part in parts {
            debug_assert!(!part.contains(char::is_whitespace), "'{part}' would be two names");
            self.all.push_str(part);
        }
    }
}
