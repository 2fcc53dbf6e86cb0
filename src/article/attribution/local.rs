//! Who states a sentence, by its words outside quotations: the ways to tell, the surest first.

use super::clauses::{Cue, Item, Sentence, VerbClass, Voice};
use super::content::Content;
use super::lexicon::Class;
use super::mentions::{Mention, MentionKind};

/// A source that the sentence itself names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Local {
    /// A number into the mentions.
    pub mention: usize,
    pub how: How,
    /// What follows the verb, where that has a subject: "X said".
    pub content: Content,
    /// Who states the second half: "X claims the one; Y claims the other".
    pub against: Option<usize>,
}

impl Local {
    /// A source beside its words.
    fn by(how: How, mention: usize) -> Self {
        Self { mention, how, content: Content::Clause, against: None }
    }
}

/// By which words a sentence names its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// "..., X said"
    Beside,
    /// "according to X", "in X's view"
    Phrase,
    /// "X said that"
    Main(VerbClass),
    /// "X ..., adding that"
    Participle,
    /// "was told by X"
    Agent,
    /// "X's answer was", "it seemed to X"
    Held,
}

/// Who states the sentence, by its words outside quotations.
pub(super) fn local_source(sentence: &mut Sentence<'_>, cues: &[Cue]) -> Option<Local> {
    let mut search = Search { sentence, cues };
    (search.leading())
        .or_else(|| search.beside())
        .or_else(|| search.phrase())
        .or_else(|| search.main())
        .or_else(|| search.last_resort())
}

/// The search for the source of one sentence.
struct Search<'a, 'b> {
    sentence: &'a mut Sentence<'b>,
    cues: &'a [Cue],
}

impl Search<'_, '_> {
    fn stated(&self, cue: &Cue) -> bool {
        cue.voice == Voice::Active
            && cue.verb != VerbClass::Brief
            && cue.subject.is_some()
            && !self.sentence.is_duty(cue)
            && !self.sentence.is_foretold(cue)
            && !self.sentence.is_nobody(cue)
    }

    fn spoken(&self, cue: &Cue) -> bool {
        cue.voice == Voice::Active
            && cue.verb != VerbClass::Judge
            && cue.subject.is_some()
            && !self.sentence.is_foretold(cue)
    }

    /// What leads in the sentence: "In the minister's view, ...", "As Belov wrote, ...".
    fn leading(&mut self) -> Option<Local> {
        if let Some(mention) = self.sentence.leading_phrase_source() {
            return Some(Local::by(How::Phrase, self.told_by(mention).unwrap_or(mention)));
        }
        if let Some(mention) = self.sentence.quoted_before_colon() {
            return Some(Local::by(How::Beside, mention));
        }
        // "Europe should act, it was remarked from the Ruritanian side."
        // "Asked by a colleague whether ..., she says": whoever asks states nothing.
        let passive = |cue: &&Cue| cue.voice == Voice::Passive && cue.verb == VerbClass::Say && cue.at > 0;
        let passive = self.cues.iter().rfind(passive);
        let agent = passive
            .filter(|cue| self.sentence.stands_beside_content(cue))
            .and_then(|cue| self.sentence.agent(cue));
        if let Some(mention) = agent {
            return Some(Local::by(How::Agent, mention));
        }
        let mention = self.sentence.opens_with_as(self.cues).or_else(|| self.sentence.predicate())?;
        Some(Local::by(How::Beside, mention))
    }

    /// A clause of saying beside the words: "..., X said".
    fn beside(&self) -> Option<Local> {
        let beside = || {
            let spoken = self.cues.iter().filter(|cue| self.spoken(cue));
            spoken.filter(|cue| self.sentence.stands_beside_content(cue))
        };
        // "We stay, he said, we are not leaving."
        let last = beside().rfind(|cue| cue.verb == VerbClass::Say).or_else(|| beside().next_back());
        // "That, said Belov, told us more": a common noun is a worse guess than a name behind its verb.
        let common = |cue: &Cue| {
            cue.subject.is_some_and(|subject| self.sentence.mentions[subject].kind == MentionKind::Common)
        };
        let named = last.filter(|last| common(last)).and_then(|_| beside().find(|cue| !common(cue)));
        let mention = match named.or(last) {
            Some(cue) => cue.subject,
            None => self.sentence.named_at_end(),
        }?;
        // "The agency reads it differently: they contain, it says, ..."
        let it = self.sentence.mentions[mention].kind == MentionKind::Other(Class::It);
        let body = if it { self.body_before(mention) } else { None };
        let known = |body: &Mention| body.kind == MentionKind::Body && body.side.is_some();
        let body = body.filter(|&body| known(&self.sentence.mentions[body]));
        Some(Local::by(How::Beside, body.unwrap_or(mention)))
    }

    /// "according to X"
    fn phrase(&mut self) -> Option<Local> {
        let mention = self.sentence.phrase_source()?;
        Some(Local::by(How::Phrase, self.told_by(mention).unwrap_or(mention)))
    }

    /// "the president told ..., according to the Kremlin": the body hands on what somebody else says.
    fn told_by(&self, body: usize) -> Option<usize> {
        let told = self.cues.iter().find(|cue| self.stated(cue))?;
        let (outer, inner) = (&self.sentence.mentions[body], &self.sentence.mentions[told.subject?]);
        let says = told.verb == VerbClass::Say
            || outer.kind == MentionKind::Media
            || matches!(inner.kind, MentionKind::Person | MentionKind::Office);
        let hands_on = matches!(outer.kind, MentionKind::Body | MentionKind::Media);
        let differs = inner.side.is_some() && inner.side != outer.side;
        if hands_on && says && differs { told.subject } else { None }
    }

    /// The subject of the verb of saying in the main clause.
    fn main(&self) -> Option<Local> {
        let main = self.sentence.main_clause();
        // "It was noted that the neighbours demand ...": whoever is the subject inside says nothing here.
        let first = self.cues.iter().find(|cue| cue.begins >= main && cue.verb != VerbClass::Brief);
        let noted = first.is_some_and(|cue| {
            let it = cue.subject.is_none_or(|subject| {
                matches!(self.sentence.mentions[subject].kind, MentionKind::Other(Class::It))
            });
            cue.voice == Voice::Passive && it && self.sentence.has(cue.at + 1, Class::That)
        });
        let mut stated = self.cues.iter().filter(|cue| self.stated(cue) && !self.is_subordinate(cue));
        let outer = stated.find(|cue| cue.begins >= main && !noted)?;
        let cue = *self.handed_on(outer).unwrap_or(outer);
        let content = self.sentence.content(cue.at);
        let subject = cue.subject?;
        let named = match self.sentence.mentions[subject].kind {
            // "In Moscow they say": not whoever was named last.
            MentionKind::Other(Class::They) => self.sentence.people_of_place(),
            MentionKind::Other(Class::It) => self.body_before(subject),
            _ => None,
        };
        let (mention, how) = (named.unwrap_or(subject), How::Main(cue.verb));
        Some(Local { mention, how, content, against: self.against(&cue) })
    }

    /// "Ruritania has let it be known that it considers": the country or body that is the subject before.
    fn body_before(&self, it: usize) -> Option<usize> {
        let (main, _) = self.sentence.main_subject()?;
        let (main_subject, it) = (&self.sentence.mentions[main], &self.sentence.mentions[it]);
        let is_body = matches!(main_subject.kind, MentionKind::Country | MentionKind::Body);
        // "Paris, it said, should": whoever said it is somebody else.
        let apart = main_subject.span.end + " that ".len() < it.span.start;
        (is_body && apart).then_some(main)
    }

    /// "Paris claims the one; Moscow claims the other", "while Moscow ...": whoever states the second half.
    fn against(&self, cue: &Cue) -> Option<usize> {
        const BETWEEN: [&str; 3] = ["while", "whereas", "and"];
        let sentence = &self.sentence;
        let halves = |other: &&Cue| {
            let determined =
                |at: usize| sentence.has(at, Class::Determiner) || sentence.has(at, Class::Possessor);
            let article = other.begins.checked_sub(1).filter(|&at| determined(at));
            let before = article.unwrap_or(other.begins).saturating_sub(1);
            let joined = sentence.is_any(before, &BETWEEN);
            other.at > cue.at
                && self.stated(other)
                && (sentence.is_mark(before, b';')
                    || joined && before.checked_sub(1).is_some_and(|at| sentence.is_mark(at, b',')))
        };
        let pronoun = |&subject: &usize| {
            matches!(sentence.mentions[subject].kind, MentionKind::Pronoun | MentionKind::Other(_))
        };
        let aside = cue.begins > sentence.main_clause() + 1;
        self.cues.iter().find(halves)?.subject.filter(|subject| !aside && !pronoun(subject))
    }

    /// A document or an agency hands on what others say.
    fn handed_on(&self, outer: &Cue) -> Option<&Cue> {
        let hands_on =
            |kind: MentionKind| matches!(kind, MentionKind::Media | MentionKind::Common | MentionKind::Body);
        let holder = &self.sentence.mentions[outer.subject?];
        let mut inner = self
            .cues
            .iter()
            .filter(|inner| inner.at > outer.at && self.stated(inner) && inner.subject != outer.subject);
        let inner = inner.next().filter(|_| hands_on(holder.kind))?;
        let teller = &self.sentence.mentions[inner.subject?];
        let differs = teller.side.is_some() && teller.side != holder.side;
        (differs && teller.kind != MentionKind::Media).then_some(inner)
    }

    /// "a trip that he means to make": not what the sentence states, but "as he said" is.
    fn is_subordinate(&self, cue: &Cue) -> bool {
        let items = self.sentence.items;
        let auxiliary = [Class::Be, Class::Have, Class::Do, Class::Modal, Class::Adverb, Class::Negation];
        let passed = |item: &Item| item.classes.has_any(&auxiliary) || item.classes.has(Class::Determiner);
        let Some(before) = (0..cue.begins).rev().find(|&at| !passed(&items[at])) else { return false };
        let classes = items[before].classes;
        // "who, he said, had fired", "who he said had fired"
        let aside = cue.verb == VerbClass::Say
            && items.get(cue.at + 1).is_some_and(|next| next.classes.has_any(&auxiliary[..4]));
        // "in the capital, where an adviser called it"
        let at_place =
            before > 0 && self.sentence.word_is(before, "where") && self.sentence.is_mark(before - 1, b',');
        classes.has(Class::That)
            || classes.has(Class::Relative) && !aside
            || classes.has(Class::Subordinator) && cue.verb != VerbClass::Say && !at_place
    }

    /// Agents of passive verbs, holders of views, subjects of participles.
    fn last_resort(&mut self) -> Option<Local> {
        let passive = |cue: &&Cue| cue.voice == Voice::Passive && cue.verb != VerbClass::Brief;
        if let Some(mention) = self.cues.iter().find(passive).and_then(|cue| self.sentence.agent(cue)) {
            return Some(Local::by(How::Agent, mention));
        }
        if let Some(mention) = self.sentence.holder() {
            return Some(Local::by(How::Held, mention));
        }
        // "In Moscow the gesture was noted with satisfaction."
        if self.cues.iter().any(|cue| passive(&cue))
            && let Some(mention) = self.sentence.opening_place()
        {
            return Some(Local::by(How::Agent, mention));
        }
        let participle = self.cues.iter().find(|cue| {
            cue.voice == Voice::Participle && cue.verb != VerbClass::Brief && cue.subject.is_some()
        });
        Some(Local::by(How::Participle, participle?.subject?))
    }
}

impl Sentence<'_> {
    /// Whether a verb stands as a clause of saying beside content: parted from it by a comma, dash or quotation.
    pub(super) fn stands_beside_content(&self, cue: &Cue) -> bool {
        let before = cue.begins.checked_sub(1).is_some_and(|before| {
            self.is_break(before) && (before > 2 || cue.inverted) || self.is_quote(before)
        });
        // "He studied in Riga, wrote a book": what shares the subject of the verb before brings no words of its own.
        let own_subject = cue.begins < cue.at || cue.inverted;
        // "There sat Belov, the envoy, who speaks four languages": told of him, not by him.
        let clause = (cue.begins..cue.at).rev().take_while(|&at| !self.is_mark(at, b','));
        let relative = clause.into_iter().any(|at| self.has(at, Class::Relative));
        // "Russia had not knocked, it had found the door open": what it finds is no words.
        let it =
            cue.subject.is_some_and(|subject| self.mentions[subject].kind == MentionKind::Other(Class::It));
        let object = self.mention_at(cue.at + 1).is_some() || self.has(cue.at + 1, Class::Determiner);
        before && own_subject && !relative && !(it && object) && !self.has(cue.at + 1, Class::That)
    }

    /// "Paris should respect": others say what a country or body has to do.
    fn is_duty(&self, cue: &Cue) -> bool {
        let Some(subject) = cue.subject else { return false };
        let spoken_of = matches!(
            self.mentions[subject].kind,
            MentionKind::Country
                | MentionKind::Body
                | MentionKind::Adjective
                | MentionKind::Common
                | MentionKind::Other(Class::It | Class::They)
        );
        let let_it = (cue.begins.saturating_sub(2)..cue.begins).any(|at| self.word_is(at, "Let"));
        spoken_of && (let_it || (cue.begins..cue.at).any(|at| self.obliges(at)))
    }

    /// must, should, ought to, needs to, has to; "had to" tells what was done.
    fn obliges(&self, at: usize) -> bool {
        const WORDS: [&str; 3] = ["must", "should", "ought"];
        const BEFORE_TO: [&str; 4] = ["has", "have", "needs", "need"];
        self.is_any(at, &WORDS) || self.is_any(at, &BEFORE_TO) && self.word_is(at + 1, "to")
    }
}
