//! Who states a sentence without being the subject of its main verb: phrases like "according to", agents of
//! passive verbs, clauses of saying beside a quotation.

use super::clauses::{Cue, Form, Item, ItemKind, Sentence, VerbClass, Voice};
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
}

impl Local {
    /// A source beside its words.
    fn by(how: How, mention: usize) -> Self {
        Self { mention, how, content: Content::Clause }
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

/// What follows a verb of saying: the words that are reported, or only how, where and to whom it was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Nothing that is reported: "spoke at length".
    #[default]
    None,
    /// A clause, words behind a colon, a quotation.
    Clause,
    /// "promised to stay"
    Infinitive,
    /// "stressed the need for talks"
    Noun,
    /// "insisted on a withdrawal"
    Phrase,
}

/// Where a clause of saying stands to the quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Inside,
    After,
}

/// How many verbs of saying before and behind a quotation can be its own.
const NEAR: usize = 64;

impl Sentence<'_> {
    /// Mentions that a phrase makes a source: "according to X", "in X's view", "X's statement".
    pub(super) fn phrase_source(&mut self) -> Option<usize> {
        (0..self.items.len()).find_map(|at| self.phrase_source_at(at))
    }

    /// The same at the beginning of the sentence: "In the minister's words, ..."
    pub(super) fn leading_phrase_source(&mut self) -> Option<usize> {
        self.phrase_source_at(0)
    }

    #[inline]
    pub(super) fn phrase_source_at(&mut self, at: usize) -> Option<usize> {
        let item = self.items.get(at)?;
        // "according", "for", "in", "as", "by": no other word begins such a phrase.
        let first = self.text.as_bytes().get(item.start as usize)?;
        if b"abfiotABFIOT".contains(first) { self.phrase_source_from(at, *item) } else { None }
    }

    /// The same, where the item at `at` may begin such a phrase.
    fn phrase_source_from(&mut self, at: usize, item: Item) -> Option<usize> {
        let word = self.text.get(item.start as usize..item.end as usize)?;
        if item.kind == ItemKind::Word
            && word.eq_ignore_ascii_case("according")
            && self.has(at + 1, Class::Preposition)
        {
            // "according to her", but not "according to her adviser"
            if self.has(at + 2, Class::Him) && self.mention_at(at + 3).is_none() {
                return Some(self.pronoun(at + 2));
            }
            let mut next = at + 2;
            while self.has(next, Class::Determiner)
                || self.has(next, Class::Possessor)
                || word_is(self, next, "same")
            {
                next += 1;
            }
            // "according to that text, ..."
            if self.has(next, Class::Statement) && self.is_mark(next + 1, b',') {
                return self.common(next).map(|(mention, _)| mention);
            }
            return self.mention_at(next).or_else(|| {
                (next..next + 8).find_map(|at| self.mention_at(at)).filter(|_| !self.is_mark(next, b','))
            });
        }
        // "For Moscow the vote comes first", "and for Paris, this is no threat".
        let opens = at == 0 || self.has(at - 1, Class::Conjunction);
        if opens && word.eq_ignore_ascii_case("for") {
            let next = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
            let goes_on = at == 0
                || self.is_mark(next + 1, b',')
                || self.has(next + 1, Class::Determiner)
                || word_is(self, next + 1, "there");
            return self.mention_at(next).filter(|&mention| {
                let mention = &self.mentions[mention];
                goes_on
                    && mention.side.is_some()
                    && !mention.possessive
                    && mention.kind != MentionKind::Adjective
            });
        }
        if word.eq_ignore_ascii_case("on") || word.eq_ignore_ascii_case("to") {
            return self.view_behind(at, word.eq_ignore_ascii_case("to"));
        }
        // "in Moscow's view", "in the words of the minister"
        let leads = item.classes.has(Class::Preposition)
            && ["in", "for", "as", "by"].iter().any(|p| word.eq_ignore_ascii_case(p));
        if !leads {
            return None;
        }
        // "in the president's opinion"
        if leads && self.has(at + 1, Class::Determiner) && self.is_view(at + 3) {
            let holder = self.mention_at(at + 2).filter(|&holder| self.mentions[holder].possessive);
            if holder.is_some() {
                return holder;
            }
        }
        let holder = self.mention_at(at + 1).filter(|&holder| {
            self.mentions[holder].possessive || self.mentions[holder].kind == MentionKind::Adjective
        });
        let own = usize::from(word_is(self, at + 2, "own"));
        let beside = self.beside_own_view(at);
        if beside.is_some() {
            return beside;
        }
        if self.has(at + 1, Class::Possessor) && self.is_view(at + 2 + own) {
            return Some(self.pronoun(at + 1));
        }
        if holder.is_some() && self.is_view(at + 2) && word.eq_ignore_ascii_case("in") {
            return holder;
        }
        let leads_in = at == 0 || self.is_mark(at - 1, b',');
        if leads_in
            && self.has(at + 1, Class::Determiner)
            && self.has(at + 2, Class::Statement)
            && self.has(at + 3, Class::Preposition)
        {
            return (at + 4..at + 8).find_map(|next| self.mention_at(next));
        }
        None
    }

    /// "..., was his comment", "..., came the answer".
    fn predicate(&mut self) -> Option<usize> {
        let at = (1..self.items.len()).find(|&at| {
            let item = &self.items[at];
            let verb = ["was", "is", "came"].contains(&&self.text[item.start as usize..item.end as usize]);
            let ends = self.items.get(at + 3).is_none_or(|next| matches!(next.kind, ItemKind::Mark(_)));
            verb && ends && self.is_break(at - 1) && self.has(at + 2, Class::Statement)
        })?;
        if self.has(at + 1, Class::Possessor) {
            return Some(self.pronoun(at + 1));
        }
        self.has(at + 1, Class::Determiner).then(|| self.common(at + 2)).flatten().map(|(mention, _)| mention)
    }

    /// "As Belov wrote in his column, ..."
    fn opens_with_as(&self, cues: &[Cue]) -> Option<usize> {
        let main = self.main_clause();
        let cue = cues.first().filter(|cue| word_is(self, 0, "As") && cue.at < main)?;
        (cue.verb == VerbClass::Say && cue.voice == Voice::Active).then_some(cue.subject?)
    }

    /// A heading's "Half of the deal remained on paper - Kremlin".
    fn named_at_end(&self) -> Option<usize> {
        let last = self.items.len().checked_sub(1)?;
        let mention = self.mention_at(last).filter(|_| last > 3 && self.is_mark(last - 1, b'-'))?;
        let kind = self.mentions[mention].kind;
        let speaks = matches!(
            kind,
            MentionKind::Body | MentionKind::Office | MentionKind::Person | MentionKind::Country
        );
        speaks.then_some(mention)
    }

    /// Who does what a passive verb says: "was rejected by the minister", "was demanded on the French side".
    pub(super) fn agent(&self, cue: &Cue) -> Option<usize> {
        (cue.at + 1..self.items.len().min(cue.at + 12)).find_map(|at| {
            let item = &self.items[at];
            let word = &self.text[item.start as usize..item.end as usize];
            let next = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
            let mention = self.mention_at(next).filter(|&mention| !self.mentions[mention].possessive)?;
            let side = self.mentions[mention].kind == MentionKind::Body
                && self.text[self.mentions[mention].span.clone()].ends_with("side");
            (word == "by" || side && ["on", "from"].contains(&word)).then_some(mention)
        })
    }

    /// him, his: a mention that only phrases make a source.
    pub(super) fn pronoun(&mut self, at: usize) -> usize {
        let span = self.items[at].start as usize..self.items[at].end as usize;
        let kind = match &self.text[span.clone()] {
            "its" | "Its" => MentionKind::Other(Class::It),
            "their" | "Their" => MentionKind::Other(Class::They),
            "our" | "Our" => MentionKind::Other(Class::We),
            _ => MentionKind::Pronoun,
        };
        self.mentions.push(Mention { span, kind, ..Mention::common() });
        self.mentions.len() - 1
    }

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
        before && own_subject && !relative && !self.has(cue.at + 1, Class::That)
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
        let let_it = (cue.begins.saturating_sub(2)..cue.begins).any(|at| word_is(self, at, "Let"));
        spoken_of && (let_it || (cue.begins..cue.at).any(|at| self.obliges(at)))
    }

    /// must, should, ought to, needs to, has to; "had to" tells what was done.
    fn obliges(&self, at: usize) -> bool {
        const WORDS: [&str; 3] = ["must", "should", "ought"];
        const BEFORE_TO: [&str; 4] = ["has", "have", "needs", "need"];
        let is_any = |words: &[&str]| words.iter().any(|word| word_is(self, at, word));
        is_any(&WORDS) || is_any(&BEFORE_TO) && word_is(self, at + 1, "to")
    }

    /// `"...," the statement read`, `"...," read the statement`; `next` is the noun of the first.
    fn text_that_reads(&mut self, quote: usize, next: usize) -> Option<usize> {
        let reads = |at: usize| ["read", "reads"].iter().any(|word| word_is(self, at, word));
        let inverted = quote + 1 + usize::from(self.is_mark(quote + 1, b','));
        let noun = if reads(next + 1) {
            next
        } else if reads(inverted) && self.has(inverted + 1, Class::Determiner) {
            inverted + 2
        } else {
            return None;
        };
        let text = self.has(noun, Class::Statement);
        text.then(|| self.common(noun)).flatten().map(|(mention, _)| mention)
    }

    /// The verb whose clause a quotation belongs to.
    pub(super) fn cue_of_quote(&mut self, cues: &[Cue], quote: usize) -> Option<(usize, Place)> {
        let speaks = |cue: &&Cue| cue.subject.is_some() && cue.voice != Voice::Passive;
        // Behind it: "...", X said / said X.
        let mut next = quote + 1;
        while self.is_mark(next, b',')
            || self.is_mark(next, b'-')
            || self.has(next, Class::Determiner)
            || self.has(next, Class::Possessor)
        {
            next += 1;
        }
        // Only those near: a sentence can be as long as the article.
        let following = cues.partition_point(|cue| cue.at <= quote);
        let (before, after) = cues.split_at(following);
        let (before, after) = (&before[before.len().saturating_sub(NEAR)..], &after[..after.len().min(NEAR)]);
        let behind = after
            .iter()
            .filter(speaks)
            .find(|cue| cue.begins > quote && cue.begins <= next && (cue.voice == Voice::Active));
        if let Some(cue) = behind {
            let inside = (cue.at..self.items.len()).any(|at| self.is_quote(at));
            return Some((cue.subject?, if inside { Place::Inside } else { Place::After }));
        }
        if let Some(mention) = self.text_that_reads(quote, next) {
            return Some((mention, Place::After));
        }
        // "...", he stormed: whatever the verb.
        if let Some(mention) =
            self.mention_at(next).filter(|_| next <= quote + 2 && !self.is_mark(quote + 1, b','))
        {
            let verb = self
                .items
                .get(next + 1)
                .is_some_and(|item| item.kind == ItemKind::Word && item.form == Form::Past);
            if verb && !self.mentions[mention].possessive {
                return Some((mention, Place::After));
            }
        }
        // "...", opined the mayor.
        let verb = self.items.get(quote + 1).is_some_and(|item| {
            item.kind == ItemKind::Word && item.form == Form::Past && item.classes.is_empty()
        });
        let inverted = quote + 2 + usize::from(self.has(quote + 2, Class::Determiner));
        if let Some(mention) = self.mention_at(inverted).filter(|_| verb) {
            return Some((mention, Place::After));
        }
        let before = before.iter().rfind(speaks);
        if let Some(cue) = before {
            return Some((cue.subject?, Place::Before));
        }
        // "He demurred: ...", "Bump: ...": whatever stands before the colon.
        if quote > 1 && self.is_mark(quote - 1, b':') {
            let person = |mention: &usize| {
                matches!(
                    self.mentions[*mention].kind,
                    MentionKind::Person | MentionKind::Office | MentionKind::Pronoun
                )
            };
            let beside = self.mention_at(quote - 2).filter(person);
            let subject = || self.main_subject().map(|(mention, _)| mention).filter(person);
            if let Some(mention) = beside.or_else(subject) {
                return Some((mention, Place::Before));
            }
        }
        let after = after
            .iter()
            .filter(speaks)
            .find(|cue| cue.voice == Voice::Active && cue.verb != VerbClass::Brief);
        after.and_then(|cue| Some((cue.subject?, Place::After)))
    }
}

/// What opens a clause that is asked or told.
const ASKED: [&str; 6] = ["what", "whether", "how", "why", "if", "where"];

impl Sentence<'_> {
    /// What the verb at `verb` brings.
    pub(super) fn content(&self, verb: usize) -> Content {
        let mut rest = verb + 1;
        while self.has(rest, Class::Adverb) {
            rest += 1;
        }
        let end = self.items.len().min(rest + NEAR);
        let comma = (rest..end).find(|&at| self.is_mark(at, b',')).unwrap_or(end);
        let clause = |at: usize| {
            // "in a voice so low that the interpreters came closer"
            let that = self.has(at, Class::That)
                && !(at.saturating_sub(3)..at).any(|before| word_is(self, before, "so"));
            let asked = ASKED.iter().any(|word| word_is(self, at, word));
            let finite = self.items[at].classes.has_any(&[Class::Modal, Class::Be, Class::Have, Class::Do]);
            that || self.is_mark(at, b':') || self.is_quote(at) || at < comma && (asked || finite)
        };
        if (rest..end).any(clause) {
            return Content::Clause;
        }
        match self.items.get(rest) {
            None => Content::None,
            Some(item) if matches!(item.kind, ItemKind::Mark(_)) => Content::None,
            Some(_) if word_is(self, rest, "to") => Content::Infinitive,
            Some(item) if item.classes.has(Class::Preposition) => Content::Phrase,
            Some(_) => Content::Noun,
        }
    }
}

/// Who states the sentence, by its words outside quotations.
pub(super) fn local_source(sentence: &mut Sentence<'_>, cues: &[Cue]) -> Option<Local> {
    let duties: Vec<usize> = cues
        .iter()
        .filter(|cue| sentence.is_duty(cue) || sentence.is_nobody(cue))
        .map(|cue| cue.at)
        .collect();
    let foretold: Vec<usize> =
        cues.iter().filter(|cue| sentence.is_foretold(cue)).map(|cue| cue.at).collect();
    let stated = |cue: &&Cue| {
        cue.voice == Voice::Active
            && cue.verb != VerbClass::Brief
            && cue.subject.is_some()
            && !duties.contains(&cue.at)
    };
    let spoken = |cue: &&Cue| {
        cue.voice == Voice::Active
            && cue.verb != VerbClass::Judge
            && cue.subject.is_some()
            && !foretold.contains(&cue.at)
    };
    // "a trip that he means to make": not what the sentence states, but "as he said" is.
    let subordinate = |cue: &&Cue, sentence: &Sentence<'_>| {
        let items = sentence.items;
        let auxiliary = [Class::Be, Class::Have, Class::Do, Class::Modal, Class::Adverb, Class::Negation];
        let passed = |item: &Item| item.classes.has_any(&auxiliary) || item.classes.has(Class::Determiner);
        let before = (0..cue.begins).rev().find(|&at| !passed(&items[at]));
        before.is_some_and(|before| {
            let classes = items[before].classes;
            // "who, he said, had fired", "who he said had fired"
            let aside = cue.verb == VerbClass::Say
                && items.get(cue.at + 1).is_some_and(|next| next.classes.has_any(&auxiliary[..4]));
            classes.has(Class::That)
                || classes.has(Class::Relative) && !aside
                || classes.has(Class::Subordinator)
                    && cue.verb != VerbClass::Say
                    && !(before > 0
                        && word_is(sentence, before, "where")
                        && sentence.is_mark(before - 1, b','))
        })
    };
    if let Some(mention) = sentence.leading_phrase_source() {
        return Some(Local::by(How::Phrase, mention));
    }
    // "Europe should act, it was remarked from the Ruritanian side."
    // "Asked by a colleague whether ..., she says": whoever asks states nothing.
    let passive =
        cues.iter().rfind(|cue| cue.voice == Voice::Passive && cue.verb == VerbClass::Say && cue.at > 0);
    if let Some(cue) = passive.filter(|cue| sentence.stands_beside_content(cue))
        && let Some(mention) = sentence.agent(cue)
    {
        return Some(Local::by(How::Agent, mention));
    }
    if let Some(mention) = sentence.opens_with_as(cues).or_else(|| sentence.predicate()) {
        return Some(Local::by(How::Beside, mention));
    }
    let mut beside = cues.iter().filter(spoken).filter(|cue| sentence.stands_beside_content(cue));
    // "We stay, he said, we are not leaving."
    let last = beside.clone().rfind(|cue| cue.verb == VerbClass::Say).or_else(|| beside.clone().next_back());
    // "That, said Belov, told us more": a common noun is a worse guess than a name behind its verb.
    let common = |cue: &&Cue| {
        cue.subject.is_some_and(|subject| sentence.mentions[subject].kind == MentionKind::Common)
    };
    let named = if last.is_some_and(|last| common(&last)) { beside.find(|cue| !common(cue)) } else { None };
    let beside = named.or(last);
    if let Some(cue) = beside {
        return Some(Local::by(How::Beside, cue.subject?));
    }
    if let Some(mention) = sentence.named_at_end() {
        return Some(Local::by(How::Beside, mention));
    }
    if let Some(mention) = sentence.phrase_source() {
        let told = cues.iter().find(stated);
        let says = told.is_some_and(|cue| cue.verb == VerbClass::Say);
        let told = told.and_then(|cue| cue.subject);
        let told = told.filter(|&told| {
            let (outer, inner) = (&sentence.mentions[mention], &sentence.mentions[told]);
            // "the president told ..., according to the Kremlin": the body hands it on.
            let person = matches!(inner.kind, MentionKind::Person | MentionKind::Office);
            matches!(outer.kind, MentionKind::Body | MentionKind::Media)
                && (says || person)
                && inner.side.is_some()
                && inner.side != outer.side
        });
        return Some(Local::by(How::Phrase, told.unwrap_or(mention)));
    }
    let main = sentence.main_clause();
    // "It was noted that the neighbours demand ...": whoever is the subject inside says nothing here.
    let first = cues.iter().find(|cue| cue.begins >= main && cue.verb != VerbClass::Brief);
    let noted = first.is_some_and(|cue| {
        let it = cue
            .subject
            .is_none_or(|subject| matches!(sentence.mentions[subject].kind, MentionKind::Other(Class::It)));
        cue.voice == Voice::Passive && it && sentence.has(cue.at + 1, Class::That)
    });
    let first = cues
        .iter()
        .filter(stated)
        .filter(|cue| !subordinate(cue, sentence))
        .find(|cue| cue.begins >= main && !noted);
    if let Some(cue) = first {
        // A document or an agency hands on what others say.
        let hands_on = matches!(
            sentence.mentions[cue.subject?].kind,
            MentionKind::Media | MentionKind::Common | MentionKind::Body
        );
        let inner = cues
            .iter()
            .filter(stated)
            .find(|inner| inner.at > cue.at && hands_on && inner.subject != cue.subject);
        let inner = inner.filter(|inner| {
            inner.subject.is_some_and(|subject| {
                let (outer, inner) =
                    (&sentence.mentions[cue.subject.unwrap_or(subject)], &sentence.mentions[subject]);
                inner.side.is_some() && inner.side != outer.side && !matches!(inner.kind, MentionKind::Media)
            })
        });
        let cue = inner.unwrap_or(cue);
        let content = sentence.content(cue.at);
        return Some(Local { mention: cue.subject?, how: How::Main(cue.verb), content });
    }
    if let Some(cue) = cues.iter().find(|cue| cue.voice == Voice::Passive && cue.verb != VerbClass::Brief)
        && let Some(mention) = sentence.agent(cue)
    {
        return Some(Local::by(How::Agent, mention));
    }
    if let Some(mention) = sentence.holder() {
        return Some(Local::by(How::Held, mention));
    }
    let participle = cues
        .iter()
        .find(|cue| cue.voice == Voice::Participle && cue.verb != VerbClass::Brief && cue.subject.is_some());
    participle.and_then(|cue| Some(Local::by(How::Participle, cue.subject?)))
}

pub(super) fn word_is(sentence: &Sentence<'_>, at: usize, word: &str) -> bool {
    sentence.items.get(at).is_some_and(|item| &sentence.text[item.start as usize..item.end as usize] == word)
}
