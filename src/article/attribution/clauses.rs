//! What the words of a sentence outside its quotations say about who states it: verbs of saying with
//! their subjects, in main clauses, in clauses behind or inside a quotation, and in phrases like
//! "according to".

use super::lexicon::{Class, Classes};
use super::mentions::{Mention, MentionKind};
use super::offices::Title;

/// A word, a mark, a mention or a quotation of a sentence, in order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub kind: ItemKind,
    pub classes: Classes,
    /// The form of the word, if it is one.
    pub form: Form,
    /// Bytes of the article.
    pub start: u32,
    pub end: u32,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// A number into the mentions of the sentence.
    Mention(usize),
    /// A quotation, by the number of its piece.
    Quote(usize),
    Mark(u8),
    Word,
}

/// What the ending of a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    /// -ing
    Gerund,
    /// -ed and the like
    Past,
}

/// A verb of one of the cue classes with its subject.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    /// The item of the verb.
    pub at: usize,
    pub verb: VerbClass,
    pub voice: Voice,
    /// The subject: a number into the mentions.
    pub subject: Option<usize>,
    /// Where its words begin: at the subject or, if that follows, at the verb.
    pub begins: usize,
    pub inverted: bool,
}

/// The strongest class of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbClass {
    /// Reports what somebody says or thinks.
    Say,
    /// Takes a stand.
    Judge,
    /// Meeting and telephoning.
    Brief,
}

/// The time of a verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tense {
    /// No verb was recognised.
    #[default]
    Unknown,
    /// Present or perfect.
    Present,
    /// Past.
    Past,
    /// "had", "would", "could": the tenses of indirect speech.
    Reported,
    /// With an auxiliary like "will", "must", "could".
    Modal,
}

/// How a verb stands to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    Active,
    /// "was told": the subject is not the source.
    Passive,
    /// ", adding that": belongs to the subject of another verb.
    Participle,
    /// "to say".
    Infinitive,
}

/// The items of a sentence with its mentions.
pub(super) struct Sentence<'a> {
    pub text: &'a str,
    pub items: &'a [Item],
    pub mentions: &'a mut Vec<Mention>,
    /// All classes that occur: many rules ask for a noun of saying, and most sentences have none.
    classes: Classes,
}

impl<'a> Sentence<'a> {
    pub fn new(text: &'a str, items: &'a [Item], mentions: &'a mut Vec<Mention>) -> Self {
        let classes = Classes(items.iter().fold(0, |all, item| all | item.classes.0));
        Self { text, items, mentions, classes }
    }

    /// Whether a word of this class stands anywhere.
    pub(super) fn holds(&self, class: Class) -> bool {
        self.classes.has(class)
    }

    pub(super) fn has(&self, at: usize, class: Class) -> bool {
        self.items.get(at).is_some_and(|item| item.classes.has(class))
    }

    /// Whether these letters stand at `at`.
    #[inline]
    pub(super) fn word_is(&self, at: usize, word: &str) -> bool {
        // Most words have another length, which is known without a look at the text.
        self.items.get(at).is_some_and(|item| {
            let (start, end) = (item.start as usize, item.end as usize);
            end - start == word.len() && &self.text.as_bytes()[start..end] == word.as_bytes()
        })
    }

    /// Whether one of these words stands at `at`.
    #[inline]
    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.word_is(at, word))
    }

    /// What is written at an item.
    pub(super) fn written(&self, item: &Item) -> &str {
        &self.text[item.start as usize..item.end as usize]
    }

    pub(super) fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.items.get(at).is_some_and(|item| item.kind == ItemKind::Mark(mark))
    }

    pub(super) fn is_quote(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|item| matches!(item.kind, ItemKind::Quote(_)))
    }

    pub(super) fn mention_at(&self, at: usize) -> Option<usize> {
        match self.items.get(at)?.kind {
            ItemKind::Mention(mention) => Some(mention),
            _ => None,
        }
    }

    /// Whether content stops here: a comma, a dash, a quotation.
    pub(super) fn is_break(&self, at: usize) -> bool {
        self.is_mark(at, b',') || self.is_mark(at, b'-') || self.is_quote(at)
    }

    /// Puts the cue verbs of the sentence with their subjects into `cues`, in order.
    pub fn cues(&mut self, cues: &mut Vec<Cue>) {
        cues.clear();
        for at in 0..self.items.len() {
            cues.extend(self.begins_to_speak(at));
            let Some(verb) = self.verb_class(at) else { continue };
            let Some(voice) = self.voice(at) else { continue };
            let mut cue = Cue { at, verb, voice, subject: None, begins: at, inverted: false };
            self.find_subject(&mut cue, cues);
            cues.push(cue);
        }
    }

    /// "The door, she began, had been open": between two breaks this is a verb of saying.
    fn begins_to_speak(&self, at: usize) -> Option<Cue> {
        if !self.is_any(at, &["began", "begins"]) {
            return None;
        }
        let ends = self
            .items
            .get(at + 1)
            .is_none_or(|next| matches!(next.kind, ItemKind::Mark(_) | ItemKind::Quote(_)));
        let begins = at.checked_sub(1).filter(|_| ends)?;
        let subject = self.mention_at(begins).filter(|_| begins > 0 && self.is_break(begins - 1))?;
        Some(Cue {
            at,
            verb: VerbClass::Say,
            voice: Voice::Active,
            subject: Some(subject),
            begins,
            inverted: false,
        })
    }

    pub(super) fn verb_class(&self, at: usize) -> Option<VerbClass> {
        let item = &self.items[at];
        if item.kind != ItemKind::Word {
            return None;
        }
        let classes = item.classes;
        let class = if classes.has(Class::Say) {
            VerbClass::Say
        } else if classes.has(Class::Judge) {
            VerbClass::Judge
        } else if classes.has(Class::Brief) {
            VerbClass::Brief
        } else {
            return None;
        };
        Some(class)
    }

    /// How the verb at `at` stands in its clause; `None` if it is a noun or an adjective there.
    pub(super) fn voice(&self, at: usize) -> Option<Voice> {
        let form = self.items[at].form;
        let item_is_base = self.items[at].classes.has(Class::Base);
        let mut before = at;
        while before > 0 && (self.has(before - 1, Class::Adverb) || self.has(before - 1, Class::Negation)) {
            before -= 1;
        }
        let Some(before) = before.checked_sub(1) else {
            // At the beginning: "Asked about it, ..." or a headline; a gerund opens a clause of its own.
            return match form {
                Form::Gerund => Some(Voice::Participle),
                _ => None,
            };
        };
        let previous = &self.items[before];
        // 'from "unfriendly" states'
        let quoted_adjective = self.is_quote(before)
            && before.checked_sub(1).is_some_and(|at| {
                self.items[at].classes.has_any(&[Class::Determiner, Class::Possessor, Class::Preposition])
            });
        let noun_before = previous.classes.has_any(&[Class::Determiner, Class::Possessor])
            || self.mention_at(before).is_some_and(|mention| {
                let mention = &self.mentions[mention];
                mention.possessive || mention.kind == MentionKind::Adjective
            });
        // "09:06 - Asked by a colleague, she says"
        let asked_by =
            form == Form::Past && matches!(previous.kind, ItemKind::Mark(_)) && self.word_is(at + 1, "by");
        if noun_before || quoted_adjective || asked_by {
            return None;
        }
        if previous.classes.has(Class::Preposition) && self.mention_at(before).is_none() {
            let to = self.word_is(before, "to");
            return match form {
                Form::Gerund => Some(Voice::Participle),
                // "continues to hope" is as good as "hopes".
                _ if to && before > 0 && self.goes_on_to(before - 1) => Some(Voice::Active),
                _ if to => Some(Voice::Infinitive),
                _ => None,
            };
        }
        // A base form needs a plural or an auxiliary before it: "their first known call" is a noun.
        if item_is_base && !self.allows_base(before) {
            return None;
        }
        // "war fears over Ukraine": a bare noun before it makes it a noun.
        let bare =
            previous.kind == ItemKind::Word && previous.classes.is_empty() && previous.form == Form::Plain;
        let opens = before == 0 || {
            let item = &self.items[before - 1];
            item.classes.has_any(&[Class::Subordinator, Class::Preposition, Class::Conjunction])
                || matches!(item.kind, ItemKind::Mark(_))
        };
        if bare && opens && before > 0 && form == Form::Plain {
            return None;
        }
        let be = previous.classes.has(Class::Be);
        match form {
            Form::Gerund if be => Some(Voice::Active),
            Form::Gerund => Some(Voice::Participle),
            Form::Past if be => Some(Voice::Passive),
            _ => Some(Voice::Active),
        }
    }

    /// Whether a verb in its base form can follow: after a mention, an auxiliary, a plural, a conjunction.
    fn allows_base(&self, before: usize) -> bool {
        let item = &self.items[before];
        item.kind != ItemKind::Word
            || self.written(item).ends_with('s')
            || self.word_is(before, "to")
            || item.classes.has_any(&[
                Class::Modal,
                Class::Do,
                Class::Relative,
                Class::That,
                Class::Conjunction,
                Class::Have,
                Class::Be,
                Class::You,
            ])
    }

    /// Whether a verb before "to" leaves what follows as good as finite.
    pub(super) fn goes_on_to(&self, at: usize) -> bool {
        const VERBS: [&str; 13] = [
            "continue",
            "continues",
            "continued",
            "began",
            "begins",
            "begin",
            "went on",
            "goes on",
            "has",
            "have",
            "had",
            "ought",
            "proceeded",
        ];
        self.is_any(at, &VERBS)
    }
}

impl Mention {
    /// A common noun that nothing is known about.
    pub(super) fn common() -> Self {
        Self {
            span: 0..0,
            kind: MentionKind::Common,
            side: None,
            actor: None,
            name: None,
            office: 0,
            title: Title::default(),
            female: None,
            recalled: None,
            behind_article: false,
            holder: None,
            private: false,
            possessive: false,
            given: None,
            plural: false,
            described: false,
            possessed: false,
            counterpart: false,
            indefinite: false,
            entity: None,
        }
    }
}
