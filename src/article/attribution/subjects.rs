//! Who is the subject of a verb: before it, behind it, or the subject of the verb before.

use super::clauses::{Cue, Form, ItemKind, Sentence, VerbClass, Voice};
use super::lexicon::Class;
use super::mentions::{Mention, MentionKind};

/// How many words a subject can be away from its verb or from where its clause begins.
pub(super) const FURTHEST: usize = 200;

/// Words of an insertion between a verb and the subject behind it.
const LONGEST_INSERTION: usize = 16;

/// How many words stand between a name and an insertion: an age.
pub(super) const SHORT: usize = 4;

impl Sentence<'_> {
    /// Looks for the subject before the verb; behind it, where a quotation or comma stands before it.
    pub(super) fn find_subject(&mut self, cue: &mut Cue, earlier: &[Cue]) {
        if cue.voice == Voice::Participle {
            cue.subject = self.participle_subject(cue.at, earlier);
            return;
        }
        if let Some((mention, begins)) = self.subject_before(cue.at) {
            // "the former mechanic said" begins at its article.
            let article = (begins.saturating_sub(2)..begins)
                .rev()
                .find(|&at| self.has(at, Class::Determiner) || self.has(at, Class::Possessor))
                .filter(|&at| (at + 1..begins).all(|at| self.describes(at)));
            (cue.subject, cue.begins) = (Some(mention), article.unwrap_or(begins));
            return;
        }
        if cue.voice == Voice::Active
            && !self.items[cue.at].classes.has(Class::Base)
            && (cue.at == 0 || self.is_break(cue.at - 1) || self.is_mark(cue.at - 1, b'"'))
            && let Some(mention) = self.subject_behind(cue.at + 1)
            && !self.opens_clause(mention)
            && (self.mentions[mention].kind != MentionKind::Common
                || self.is_quote(cue.at.saturating_sub(1))
                || cue.at > 1 && self.is_quote(cue.at - 2)
                || self.ends_clause(mention))
        {
            (cue.subject, cue.inverted) = (Some(mention), true);
            return;
        }
        // "He met her and said": the subject of the verb before.
        cue.subject = subject_of_last(earlier);
        if cue.subject.is_none() {
            cue.subject = self.main_subject().map(|(mention, _)| mention);
        }
    }

    /// "with Belov saying", "he left, adding": what stands right before it, else the subject of the main clause.
    pub(super) fn participle_subject(&self, at: usize, earlier: &[Cue]) -> Option<usize> {
        let beside = at.checked_sub(1).and_then(|before| self.mention_at(before));
        if let Some(beside) = beside.filter(|_| at >= 2 && self.has(at - 2, Class::Preposition)) {
            return Some(beside);
        }
        // "a draft condemning the strikes" describes the draft.
        let apart = at == 0
            || self.is_break(at - 1)
            || self.items[at - 1].classes.has_any(&[
                Class::Preposition,
                Class::Subordinator,
                Class::Conjunction,
                Class::Adverb,
            ]);
        if !apart {
            return None;
        }
        let before = subject_of_last(earlier);
        before.or_else(|| self.main_subject().map(|(mention, _)| mention))
    }

    /// Walks left from a verb to its subject, over auxiliaries, adverbs, dates and insertions.
    pub(super) fn subject_before(&mut self, verb: usize) -> Option<(usize, usize)> {
        let mut at = verb;
        let mut commas = 0;
        let mut beside = true;
        // Another verb stands between: "who asked that he not be named said".
        let mut taken = false;
        let main = self.main_clause();
        while let Some(before) = at.checked_sub(1).filter(|before| before + FURTHEST > verb) {
            let item = self.items[before];
            match item.kind {
                ItemKind::Mention(mention) => {
                    if self.governs(before) || self.mentions[mention].possessive {
                        at = before;
                        continue;
                    }
                    if taken {
                        return None;
                    }
                    if self.mentions[mention].kind == MentionKind::Adjective {
                        return Some((mention, before));
                    }
                    return Some(self.whole_subject(mention, before));
                }
                ItemKind::Mark(b',') => {
                    // An insertion between subject and verb: "Belov, who leads the talks, said".
                    let opening = (0..before).rev().take(24).find(|&at| self.is_mark(at, b','))?;
                    if opening + 1 == main && before + 1 == verb {
                        // "After the talks, Belov, said": a comma too many.
                        beside = true;
                        at = before;
                        continue;
                    }
                    // "Wrong port, wrong bank, said Belov."
                    let inverted = before + 1 == verb && before - opening <= 4 && self.person_ends(verb + 1);
                    if inverted || !self.is_insertion(opening + 1, before) {
                        return None;
                    }
                    // "Belov, 34, who leads the talks, said": the age stands before the insertion.
                    let outer = (0..opening).rev().take(SHORT).find(|&at| self.is_mark(at, b','));
                    let aside = |outer: &usize| (outer + 1..opening).all(|at| self.mention_at(at).is_none());
                    let opening = outer.filter(aside).unwrap_or(opening);
                    beside = false;
                    commas += 1;
                    if commas > 2 {
                        return None;
                    }
                    at = opening;
                }
                ItemKind::Mark(b')') => {
                    at = (0..before).rev().take(12).find(|&at| self.is_mark(at, b'('))?;
                }
                ItemKind::Mark(b'-' | b'.') => at = before,
                ItemKind::Mark(_) | ItemKind::Quote(_) => return None,
                ItemKind::Word => {
                    let classes = item.classes;
                    if classes.has_any(&[Class::Relative]) {
                        // "the minister who said": who stands for what is before it.
                        at = if before > 0 && self.is_mark(before - 1, b',') { before - 1 } else { before };
                        continue;
                    }
                    if classes.has_any(&[Class::That, Class::Subordinator, Class::Conjunction])
                        && !classes.has(Class::Preposition)
                    {
                        return None;
                    }
                    let goes_on = before + 1 < verb && self.goes_on_to(before);
                    let passes = goes_on
                        || classes.has_any(&[
                            Class::Adverb,
                            Class::Be,
                            Class::Have,
                            Class::Do,
                            Class::Modal,
                            Class::Negation,
                            Class::NotAName,
                            Class::Preposition,
                            Class::Determiner,
                            Class::Possessor,
                        ]);
                    if !passes && beside && self.is_noun(before) {
                        return self.common(before).filter(|_| self.verb_class(verb) == Some(VerbClass::Say));
                    }
                    // "another said", "some say"
                    let word = &self.text[item.start as usize..item.end as usize];
                    if at == verb
                        && classes.has(Class::Determiner)
                        && !["the", "a", "an", "no", "No"].contains(&word)
                    {
                        return self.common(before);
                    }
                    taken |= !beside && classes.has_any(&[Class::Be, Class::Modal]);
                    beside &=
                        classes.has_any(&[Class::Adverb, Class::Be, Class::Have, Class::Do, Class::Modal]);
                    if self.verb_class(before).is_some() && self.voice(before) == Some(Voice::Active) {
                        return None;
                    }
                    at = before;
                }
            }
        }
        None
    }

    /// Whether a person by name or office stands at `at` and ends the clause.
    fn person_ends(&self, at: usize) -> bool {
        let at = at + usize::from(self.has(at, Class::Determiner));
        let person = self.mention_at(at).is_some_and(|mention| {
            matches!(self.mentions[mention].kind, MentionKind::Person | MentionKind::Office)
        });
        person && self.items.get(at + 1).is_none_or(|next| matches!(next.kind, ItemKind::Mark(_)))
    }

    /// Whether the words between two commas are an insertion: a relative clause, a description, a
    /// participle, a place or a date.
    pub(super) fn is_insertion(&self, first: usize, last: usize) -> bool {
        let opener = &self.items[first];
        let clause = opener.classes.has_any(&[
            Class::Relative,
            Class::Preposition,
            Class::Subordinator,
            Class::Determiner,
            Class::NotAName,
            Class::Adverb,
        ]) || opener.form != Form::Plain
            || self.mention_at(first).is_some_and(|mention| {
                matches!(
                    self.mentions[mention].kind,
                    MentionKind::Office | MentionKind::Person | MentionKind::Body | MentionKind::Adjective
                )
            })
            || matches!(opener.kind, ItemKind::Word) && last - first <= 3;
        clause && last - first < 24
    }

    /// Whether a preposition governs the mention at `at`.
    pub(super) fn governs(&self, at: usize) -> bool {
        let mut before = at;
        while let Some(previous) = before.checked_sub(1).filter(|previous| previous + FURTHEST > at) {
            let item = &self.items[previous];
            if item.classes.has(Class::Preposition) && !item.classes.has(Class::Conjunction) {
                // "one of the diplomats" is a diplomat.
                let part = previous.checked_sub(1).is_some_and(|of| self.has(of, Class::Determiner));
                return !part;
            }
            // "with the presidents of A and B": what is joined to something governed is governed.
            let joined = item.classes.has(Class::Conjunction)
                && previous > 0
                && self.mention_at(previous - 1).is_some();
            if joined {
                before = previous - 1;
                continue;
            }
            let adjective = item.kind == ItemKind::Word && item.classes.is_empty() && before == at;
            let described = self.mention_at(at).is_none_or(|mention| {
                let mention = &self.mentions[mention];
                // "on the boulevard Lannes": a noun before a name that nobody knows.
                let place =
                    mention.kind == MentionKind::Person && mention.actor.is_none() && mention.office == 0;
                let determined = previous > 0 && self.has(previous - 1, Class::Determiner);
                place && determined || matches!(mention.kind, MentionKind::Office | MentionKind::Body)
            });
            if item.classes.has_any(&[Class::Determiner, Class::Possessor]) || adjective && described {
                before = previous;
                continue;
            }
            return false;
        }
        false
    }

    /// The mention with those that are joined to it: "Macron and Putin" is both.
    pub(super) fn whole_subject(&mut self, mention: usize, at: usize) -> (usize, usize) {
        // A headline's "Ruritania, Freedonia agree".
        let joins =
            |first: &usize| self.has(first + 1, Class::Conjunction) || *first == 0 && self.is_mark(1, b',');
        let joined = at.checked_sub(2).filter(joins).and_then(|first| {
            let other = self.mention_at(first).filter(|_| !self.governs(first))?;
            let (a, b) = (&self.mentions[other], &self.mentions[mention]);
            let sides = a.side.is_some() && b.side.is_some() && a.side != b.side || b.counterpart;
            sides.then_some((other, first))
        });
        let Some((other, first)) = joined else { return (mention, at) };
        let mut joint = self.mentions[mention].clone();
        joint.span = self.mentions[other].span.start..joint.span.end;
        (joint.kind, joint.side, joint.actor, joint.name, joint.entity) =
            (MentionKind::Joint, None, None, None, None);
        self.mentions.push(joint);
        (self.mentions.len() - 1, first)
    }

    pub(super) fn is_noun(&self, at: usize) -> bool {
        let item = &self.items[at];
        let verb = item.classes.has_any(&[Class::Say, Class::Judge, Class::Brief, Class::Event])
            || item.form != Form::Plain;
        let determined = at.checked_sub(1).is_some_and(|before| {
            self.items[before].classes.has_any(&[Class::Determiner, Class::Possessor])
                || self.mention_at(before).is_some_and(|mention| {
                    self.mentions[mention].possessive || self.mentions[mention].kind == MentionKind::Adjective
                })
        });
        (!verb || determined)
            && item.kind == ItemKind::Word
            && !item.classes.has_any(&Class::FUNCTION)
            && !self.text[item.start as usize..item.end as usize].ends_with("ly")
    }

    /// A speaker by a common noun: "the report said".
    pub(super) fn common(&mut self, last: usize) -> Option<(usize, usize)> {
        let mut first = last;
        while let Some(before) = first.checked_sub(1) {
            if self.is_noun(before) && last - before < 4 && self.verb_class(before).is_none() {
                first = before;
            } else {
                break;
            }
        }
        if first > 0 && self.items[first - 1].classes.has_any(&[Class::Determiner, Class::Possessor]) {
            first -= 1;
        }
        // The holder of what speaks: "Russia's statement said", "the French proposal says".
        let holder = first.checked_sub(1).and_then(|at| self.mention_at(at)).filter(|&holder| {
            self.mentions[holder].possessive || self.mentions[holder].kind == MentionKind::Adjective
        });
        let mut mention = match holder {
            Some(holder) => Mention { possessive: false, ..self.mentions[holder].clone() },
            None => Mention::common(),
        };
        if holder.is_some() {
            first -= 1;
        }
        mention.kind = MentionKind::Common;
        // "the statement said": it is whoever made it.
        mention.office = u64::from(self.has(last, Class::Statement));
        mention.span = self.items[first].start as usize..self.items[last].end as usize;
        mention.possessed = holder.is_none() && self.items[first].classes.has(Class::Possessor);
        // "No orphan has ever written": nobody does.
        if ["No ", "no "].iter().any(|no| self.text[mention.span.clone()].starts_with(no)) {
            return None;
        }
        let bare = mention.entity.is_none() && self.items[first].classes.is_empty() && first > 0;
        let plural = self.text[mention.span.clone()].ends_with('s');
        if first > 0 && self.governs(first) || bare && !plural && holder.is_none() {
            return None;
        }
        self.mentions.push(mention);
        Some((self.mentions.len() - 1, first))
    }

    /// The subject behind a verb: `said Macron`, `said the minister`.
    pub(super) fn subject_behind(&mut self, at: usize) -> Option<usize> {
        let skips = |at: usize| {
            [Class::Determiner, Class::Possessor, Class::Adverb].iter().any(|&class| self.has(at, class))
        };
        let mut at = at;
        while skips(at) {
            at += 1;
        }
        // "warned, before the assembly, the minister"
        if self.is_mark(at, b',') && self.has(at + 1, Class::Preposition) {
            let end = self.items.len().min(at + LONGEST_INSERTION);
            at = (at + 1..end).find(|&at| self.is_mark(at, b','))? + 1;
            while skips(at) {
                at += 1;
            }
        }
        // "believes the exiled lawyer Belov"
        let described = (at..at + 2).take_while(|&at| self.describes(at)).last().map_or(at, |last| last + 1);
        if let Some(mention) = self.mention_at(at).or_else(|| self.mention_at(described)) {
            return Some(mention);
        }
        if self.has(at, Class::Preposition) {
            return self.subject_at_end(at);
        }
        if at < self.items.len() && self.is_noun(at) {
            let mut last = at;
            while last + 1 < self.items.len() && self.is_noun(last + 1) && last - at < 3 {
                last += 1;
            }
            return self.common(last).map(|(mention, _)| mention);
        }
        None
    }

    /// "..., declared at a press conference the head of the ministry": an official who ends the sentence.
    fn subject_at_end(&self, at: usize) -> Option<usize> {
        let end =
            (at..self.items.len()).rev().find(|&at| !matches!(self.items[at].kind, ItemKind::Mark(_)))?;
        let mention = self.mention_at(end).filter(|_| end - at < FURTHEST && !self.governs(end))?;
        matches!(self.mentions[mention].kind, MentionKind::Person | MentionKind::Office).then_some(mention)
    }

    /// "said he had", "said Belov would": what is behind the verb is the subject of the next one.
    fn opens_clause(&self, mention: usize) -> bool {
        let at = self.items.iter().position(|item| item.kind == ItemKind::Mention(mention));
        at.is_some_and(|at| {
            let auxiliary = [Class::Be, Class::Have, Class::Do, Class::Modal];
            self.items.get(at + 1).is_some_and(|next| next.classes.has_any(&auxiliary))
        })
    }

    /// "said the stallholder.": what stands behind the verb ends the clause. "said nothing of the shells that" does not.
    fn ends_clause(&self, mention: usize) -> bool {
        let end = self.mentions[mention].span.end;
        let next = self.items.iter().find(|item| item.start as usize >= end);
        next.is_none_or(|next| matches!(next.kind, ItemKind::Mark(_)))
    }

    /// A word that can stand between an article and a noun: "exiled", "young".
    fn describes(&self, at: usize) -> bool {
        self.items
            .get(at)
            .is_some_and(|item| item.kind == ItemKind::Word && !item.classes.has_any(&Class::FUNCTION))
    }
}

/// The subject of the last active verb before.
fn subject_of_last(earlier: &[Cue]) -> Option<usize> {
    let last = earlier.iter().rev().take(FURTHEST).find(|cue| cue.voice == Voice::Active)?;
    last.subject
}
