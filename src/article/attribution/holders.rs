//! Who holds what a sentence states, where no verb of saying tells: "her answer was", "it seemed to the
//! minister", "is the envoy's belief", "in Paris they".

use super::clauses::{Form, ItemKind, Sentence, Voice};
use super::lexicon::Class;
use super::mentions::MentionKind;
use super::subjects::SHORT;

/// Words that can stand between a holder and the noun: "the minister's own brief answer".
const BETWEEN: usize = 3;

/// Words in which the verb follows the noun: "her answer to the envoys in the hall was".
const BEFORE_VERB: usize = 12;

/// How something is taken: "was met with reserve at the palace".
const RECEIVED: [&str; 8] = ["received", "met", "treated", "greeted", "viewed", "seen", "regarded", "taken"];

/// What somebody has who holds a view.
#[rustfmt::skip]
const HELD: [&str; 16] = [
    "explanation", "answer", "objection", "objections", "complaint", "message", "proposal", "wish", "condition",
    "conditions", "demand", "demands", "request", "theory", "advice", "doubts",
];

/// What brings somebody's words about: "drew criticism from".
#[rustfmt::skip]
const DRAWS: [&str; 12] = [
    "drew", "drawn", "draws", "met", "provoked", "prompted", "earned", "brought", "elicited", "triggered", "sparked",
    "received",
];

/// What is an event when it is planned.
const MEETS: [&str; 10] =
    ["visit", "meet", "host", "travel", "attend", "receive", "hold", "speak", "discuss", "address"];

/// Beginnings of verbs for what somebody minds.
const MATTERS: [&str; 9] =
    ["trouble", "worr", "bother", "irk", "annoy", "disturb", "pleas", "strike", "matter"];

impl Sentence<'_> {
    /// Whoever holds what the sentence states.
    pub(super) fn holder(&mut self) -> Option<usize> {
        self.holder_of_subject()
            .or_else(|| self.holder_at_end())
            .or_else(|| self.experiencer())
            .or_else(|| self.people_of_place())
            .or_else(|| self.holder_behind_noun())
            .or_else(|| self.plans())
            .or_else(|| self.exists())
            .or_else(|| self.has_view())
            .or_else(|| self.where_it_is_said())
            .or_else(|| self.received_at())
            .or_else(|| self.own_country())
    }

    /// "Criticism from Paris was not long in coming", "The plan drew nothing but scorn from Moscow."
    fn holder_behind_noun(&self) -> Option<usize> {
        let main = self.main_clause();
        let from = (main + 1..self.items.len()).find(|&at| self.word(at) == Some("from"))?;
        // "the reply came from the embassy"
        let came = usize::from(["came", "comes"].contains(&self.word(from - 1).unwrap_or_default()));
        let noun = from.checked_sub(1 + came).filter(|&noun| self.has(noun, Class::Statement))?;
        let mention = self.mention_at(from + 1 + usize::from(self.has(from + 1, Class::Determiner)))?;
        let opens = noun <= main + 1 || came == 1;
        let drawn = (main..noun).any(|at| self.word(at).is_some_and(|word| DRAWS.contains(&word)));
        ((opens || drawn) && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "Ruritania has an explanation", "The minister had one condition".
    fn has_view(&self) -> Option<usize> {
        let (mention, at) = self.main_subject()?;
        let noun =
            (at + 2..self.items.len().min(at + 3 + BETWEEN)).find(|&at| self.has(at, Class::Statement))?;
        let held = self.has(at + 1, Class::Have) && HELD.contains(&self.word(noun)?);
        (held && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "There is no objection on the Ruritanian side", "There was a rebuke from the minister".
    fn exists(&self) -> Option<usize> {
        let there = self.word(0).is_some_and(|word| word == "There");
        let noun = (2..self.items.len().min(2 + BEFORE_VERB)).find(|&at| self.has(at, Class::Statement))?;
        let holder =
            (noun + 1..self.items.len()).take(BEFORE_VERB).find(|&at| self.mention_at(at).is_some())?;
        let beside = (noun + 1..holder)
            .any(|at| ["on", "from", "in", "at"].contains(&self.word(at).unwrap_or_default()));
        let mention = self.mention_at(holder).filter(|&mention| !self.mentions[mention].possessive)?;
        (there && beside && self.has(1, Class::Be)).then_some(mention)
    }

    /// "It is lost on Moscow, where the training is called war": the people of the place.
    fn where_it_is_said(&self) -> Option<usize> {
        let at =
            (2..self.items.len()).find(|&at| self.word(at) == Some("where") && self.is_mark(at - 1, b','))?;
        let place = self.mention_at(at - 2)?;
        let kind = self.mentions[place].kind;
        let said = (at + 1..self.items.len()).find(|&verb| self.verb_class(verb).is_some())?;
        let passive = self.voice(said) == Some(Voice::Passive);
        (passive && matches!(kind, MentionKind::Country | MentionKind::Body)).then_some(place)
    }

    /// "The compliment was poorly received at the ministry."
    fn received_at(&self) -> Option<usize> {
        let verb = (1..self.items.len()).find(|&at| {
            self.word(at).is_some_and(|word| RECEIVED.contains(&word))
                && (at.saturating_sub(BETWEEN)..at).any(|before| self.has(before, Class::Be))
        })?;
        let at = (verb + 1..self.items.len())
            .find(|&at| self.word(at).is_some_and(|word| ["at", "in"].contains(&word)))?;
        let holder = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
        let mention = self.mention_at(holder)?;
        let place = matches!(self.mentions[mention].kind, MentionKind::Country | MentionKind::Body);
        let ends = self.items.get(holder + 1).is_none_or(|item| matches!(item.kind, ItemKind::Mark(_)));
        (place && ends && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "His country would stay": whoever spoke before says it.
    fn own_country(&mut self) -> Option<usize> {
        let owner = self.word(0).is_some_and(|word| ["His", "Her"].contains(&word));
        let own = self.items.get(1).map(|item| &self.text[item.start as usize..item.end as usize])?;
        let auxiliary = [Class::Be, Class::Have, Class::Modal];
        let stands = self.items.get(2).is_some_and(|item| item.classes.has_any(&auxiliary));
        (owner && stands && ["country", "government", "side"].contains(&own)).then(|| self.pronoun(0))
    }

    /// A heading's "Ruritania to close two bases": what is planned, but not "to host the talks".
    fn plans(&self) -> Option<usize> {
        let first = usize::from(self.has(0, Class::Determiner));
        let mention = self.mention_at(first).filter(|_| self.word(first + 1) == Some("to"))?;
        let verb = self.word(first + 2)?;
        let meets = self.has(first + 2, Class::Brief) || MEETS.contains(&verb);
        (!meets && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "The minister's answer was a list", "Her advice to him is to wait".
    fn holder_of_subject(&mut self) -> Option<usize> {
        let main = self.main_clause();
        let first = main + usize::from(self.has(main, Class::Determiner));
        if let Some(holder) = self.view_of(first) {
            return Some(holder);
        }
        let noun = self.noun_held_at(first)?;
        let verb = (noun + 1..self.items.len().min(noun + BEFORE_VERB)).find(|&at| {
            self.items[at].classes.has_any(&[Class::Be, Class::Have, Class::Modal])
                || self.is_mark(at, b':')
                || self.items[at].form == Form::Past && self.items[at].kind == ItemKind::Word
        })?;
        // "Her statement was published at noon": what became of it is an event.
        let event = (verb..verb + 3).any(|at| self.has(at, Class::Event));
        (!event).then(|| self.holder_at(first))
    }

    /// "The view of the ministry has not changed."
    fn view_of(&self, noun: usize) -> Option<usize> {
        let of = self.has(noun, Class::Statement) && self.word(noun + 1) == Some("of");
        let holder = noun + 2 + usize::from(self.has(noun + 2, Class::Determiner));
        let mention = self.mention_at(holder).filter(|&mention| of && !self.mentions[mention].possessive)?;
        let verb = (holder + 1..self.items.len())
            .take(SHORT)
            .find(|&at| self.items[at].classes.has_any(&[Class::Be, Class::Have]))?;
        // "The note of the ministry was printed": what became of it is an event.
        let event =
            self.has(verb, Class::Be) && self.items.get(verb + 1).is_some_and(|next| next.form == Form::Past);
        (!event).then_some(mention)
    }

    /// "..., is also the envoy's belief", "..., is how she puts it".
    fn holder_at_end(&mut self) -> Option<usize> {
        let be = (1..self.items.len()).rev().find(|&at| self.has(at, Class::Be))?;
        let mut next = be + 1;
        while self.has(next, Class::Adverb) || self.has(next, Class::Determiner) {
            next += 1;
        }
        if self.word(be + 1) == Some("how") {
            return self.mention_at(be + 2 + usize::from(self.has(be + 2, Class::Determiner)));
        }
        let noun = self.noun_held_at(next)?;
        let ends = self.items.get(noun + 1).is_none_or(|item| matches!(item.kind, ItemKind::Mark(_)));
        (ends && next > be).then(|| self.holder_at(next))
    }

    /// "It seemed to the minister", "struck the envoy as odd", "what troubles her is".
    fn experiencer(&mut self) -> Option<usize> {
        (0..self.items.len()).find_map(|at| {
            let object = match self.word(at)? {
                "seems" | "seemed" | "appears" | "appeared" if self.word(at + 1) == Some("to") => at + 2,
                "strikes" | "struck" => at + 1,
                "What" | "what" if self.matters(at + 1) => at + 2,
                _ => return None,
            };
            let at = object + usize::from(self.has(object, Class::Determiner));
            match self.mention_at(at) {
                Some(mention) => (!self.mentions[mention].possessive).then_some(mention),
                None => self.has(at, Class::Him).then(|| self.pronoun(at)),
            }
        })
    }

    /// "troubles", "matters to".
    fn matters(&self, verb: usize) -> bool {
        self.word(verb).is_some_and(|verb| MATTERS.iter().any(|stem| verb.starts_with(stem)))
    }

    /// "In Paris they", "At the palace one", "In Moscow there is no".
    pub(super) fn people_of_place(&self) -> Option<usize> {
        let place = self.opening_place()?;
        let at = self.items.iter().position(|item| item.kind == ItemKind::Mention(place))? + 1;
        let mut next = at + usize::from(self.is_mark(at, b','));
        while self.has(next, Class::Adverb) && self.word(next) != Some("there") {
            next += 1;
        }
        let people = match self.mention_at(next) {
            Some(mention) => self.mentions[mention].kind == MentionKind::Other(Class::They),
            None => ["one", "people", "nobody", "there"].contains(&self.word(next)?),
        };
        people.then_some(place)
    }

    /// Where a noun of saying stands that somebody at `at` holds.
    fn noun_held_at(&self, at: usize) -> Option<usize> {
        let held = self.has(at, Class::Possessor)
            || self.mention_at(at).is_some_and(|mention| self.mentions[mention].possessive);
        let noun = (at + 1..=at + BETWEEN).find(|&noun| self.has(noun, Class::Statement))?;
        let described = (at + 1..noun).all(|between| {
            self.items[between].kind == ItemKind::Word
                && (self.word(between) == Some("own") || self.items[between].classes.is_empty())
        });
        (held && described).then_some(noun)
    }

    fn holder_at(&mut self, at: usize) -> usize {
        self.mention_at(at).unwrap_or_else(|| self.pronoun(at))
    }

    /// The word at `at`, as it is written.
    fn word(&self, at: usize) -> Option<&str> {
        let item = self.items.get(at).filter(|item| item.kind == ItemKind::Word)?;
        self.text.get(item.start as usize..item.end as usize)
    }
}
