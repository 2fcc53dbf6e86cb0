//! Who states a sentence without being the subject of its main verb: phrases like "according to", agents of
//! passive verbs, clauses of saying beside a quotation.

use super::clauses::{Cue, Item, ItemKind, Sentence, VerbClass, Voice};
use super::lexicon::Class;
use super::mentions::{Mention, MentionKind};

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
        let word = opener(&self.text.as_bytes()[item.start as usize..item.end as usize])?;
        self.phrase_source_from(at, *item, word)
    }

    /// The same, where the item at `at` is this word; rare enough to stand apart.
    #[inline(never)]
    fn phrase_source_from(&mut self, at: usize, item: Item, word: &str) -> Option<usize> {
        if item.kind == ItemKind::Word && word == "according" && self.has(at + 1, Class::Preposition) {
            // "according to her", but not "according to her adviser"
            if self.has(at + 2, Class::Him) && self.mention_at(at + 3).is_none() {
                return Some(self.pronoun(at + 2));
            }
            let mut next = at + 2;
            while self.has(next, Class::Determiner)
                || self.has(next, Class::Possessor)
                || self.word_is(next, "same")
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
        // "as far as Paris is concerned"
        if word == "as" && self.word_is(at + 1, "far") && self.word_is(at + 2, "as") {
            return self.mention_at(at + 3 + usize::from(self.has(at + 3, Class::Determiner)));
        }
        // "For Moscow the vote comes first", "and for Paris, this is no threat".
        let opens = at == 0 || self.has(at - 1, Class::Conjunction);
        if opens && word == "for" {
            let next = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
            let goes_on = at == 0
                || self.is_mark(next + 1, b',')
                || self.has(next + 1, Class::Determiner)
                || self.word_is(next + 1, "there");
            return self.mention_at(next).filter(|&mention| {
                let mention = &self.mentions[mention];
                goes_on
                    && mention.side.is_some()
                    && !mention.possessive
                    && mention.kind != MentionKind::Adjective
            });
        }
        if word == "on" || word == "to" {
            return self.view_behind(at, word == "to");
        }
        // "in Moscow's view", "in the words of the minister"
        if word == "according" || !item.classes.has(Class::Preposition) {
            return None;
        }
        // "in the president's opinion"
        if self.has(at + 1, Class::Determiner) && self.is_view(at + 3) {
            let holder = self.mention_at(at + 2).filter(|&holder| self.mentions[holder].possessive);
            if holder.is_some() {
                return holder;
            }
        }
        let holder = self.mention_at(at + 1).filter(|&holder| {
            self.mentions[holder].possessive || self.mentions[holder].kind == MentionKind::Adjective
        });
        let own = usize::from(self.word_is(at + 2, "own"));
        let beside = self.beside_own_view(at);
        if beside.is_some() {
            return beside;
        }
        if self.has(at + 1, Class::Possessor) && self.is_view(at + 2 + own) {
            return Some(self.pronoun(at + 1));
        }
        if holder.is_some() && self.is_view(at + 2) && word == "in" {
            return holder;
        }
        // "in the words of the envoy"; translated, "in opinion of the envoy"
        let leads_in = at == 0 || self.is_mark(at - 1, b',');
        let noun = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
        let bare = noun == at + 1 && word == "in";
        let of = self.has(noun + 1, Class::Preposition) && (!bare || self.word_is(noun + 1, "of"));
        if leads_in && (noun > at + 1 || bare) && self.has(noun, Class::Statement) && of {
            return (noun + 2..noun + 6).find_map(|next| self.mention_at(next));
        }
        None
    }

    /// "..., is the dry comment from the ministry", "..., came the reply from the embassy".
    fn predicate_from(&self) -> Option<usize> {
        let from = (3..self.items.len()).find(|&at| self.is_any(at, &["from", "of"]))?;
        let noun = self.has(from - 1, Class::Statement);
        let verb = (from.saturating_sub(5)..from - 1).find(|&at| {
            self.is_break(at.saturating_sub(1)) && self.is_any(at, &["was", "is", "came", "comes"])
        });
        let holder = from + 1 + usize::from(self.has(from + 1, Class::Determiner));
        self.mention_at(holder).filter(|&holder| noun && verb.is_some() && !self.mentions[holder].possessive)
    }

    /// "..., was his comment", "..., came the answer".
    pub(super) fn predicate(&mut self) -> Option<usize> {
        if !self.holds(Class::Statement) {
            return None;
        }
        if let Some(holder) = self.predicate_from() {
            return Some(holder);
        }
        let at = (1..self.items.len()).find(|&at| {
            let verb = self.is_any(at, &["was", "is", "came"]);
            let ends = || self.items.get(at + 3).is_none_or(|next| matches!(next.kind, ItemKind::Mark(_)));
            verb && ends() && self.is_break(at - 1) && self.has(at + 2, Class::Statement)
        })?;
        if self.has(at + 1, Class::Possessor) {
            return Some(self.pronoun(at + 1));
        }
        self.has(at + 1, Class::Determiner).then(|| self.common(at + 2)).flatten().map(|(mention, _)| mention)
    }

    /// "As Belov wrote in his column, ..."
    pub(super) fn opens_with_as(&self, cues: &[Cue]) -> Option<usize> {
        let main = self.main_clause();
        let cue = cues.first().filter(|cue| self.word_is(0, "As") && cue.at < main)?;
        (cue.verb == VerbClass::Say && cue.voice == Voice::Active).then_some(cue.subject?)
    }

    /// A heading's "Half of the deal remained on paper - Kremlin".
    pub(super) fn named_at_end(&self) -> Option<usize> {
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
        // "It was noted that the text tabled by Paris": what is inside the clause does nothing outside.
        let end = self.items.len().min(cue.at + 12);
        (cue.at + 1..end).take_while(|&at| !self.has(at, Class::That)).find_map(|at| {
            let next = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
            let mention = self.mention_at(next).filter(|&mention| !self.mentions[mention].possessive)?;
            let body = self.mentions[mention].kind == MentionKind::Body;
            let side = body && self.text[self.mentions[mention].span.clone()].ends_with("side");
            // "That is denied at the palace."
            let there = body && cue.subject.is_none();
            let named = side && self.is_any(at, &["on", "from"]) || there && self.word_is(at, "at");
            (self.word_is(at, "by") || named).then_some(mention)
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
}

/// The word that begins a phrase which may name a source, in lower case; most words are none.
fn opener(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        [b'a' | b'A', b's' | b'S'] => "as",
        [b'b' | b'B', b'y' | b'Y'] => "by",
        [b'i' | b'I', b'n' | b'N'] => "in",
        [b'o' | b'O', b'n' | b'N'] => "on",
        [b't' | b'T', b'o' | b'O'] => "to",
        [b'f' | b'F', b'o' | b'O', b'r' | b'R'] => "for",
        _ if word.eq_ignore_ascii_case(b"according") => "according",
        _ => return None,
    })
}
