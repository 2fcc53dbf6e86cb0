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
        if !self.holds(Class::Statement) {
            return None;
        }
        let main = self.main_clause();
        let from = (main + 1..self.items.len()).find(|&at| self.word_is(at, "from"))?;
        // "the reply came from the embassy"
        let came = usize::from(self.is_any(from - 1, &["came", "comes"]));
        let noun = from.checked_sub(1 + came).filter(|&noun| self.has(noun, Class::Statement))?;
        let mention = self.mention_at(from + 1 + usize::from(self.has(from + 1, Class::Determiner)))?;
        let opens = noun <= main + 1 || came == 1;
        let drawn = (main..noun).any(|at| self.is_any(at, &DRAWS));
        ((opens || drawn) && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "Ruritania has an explanation", "The minister had one condition".
    fn has_view(&self) -> Option<usize> {
        if !self.holds(Class::Statement) {
            return None;
        }
        let (mention, at) = self.main_subject()?;
        let noun =
            (at + 2..self.items.len().min(at + 3 + BETWEEN)).find(|&at| self.has(at, Class::Statement))?;
        let held = self.has(at + 1, Class::Have) && self.is_any(noun, &HELD);
        (held && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "There is no objection on the Ruritanian side", "There was a rebuke from the minister".
    fn exists(&self) -> Option<usize> {
        if !self.word_is(0, "There") || !self.has(1, Class::Be) {
            return None;
        }
        let noun = (2..self.items.len().min(2 + BEFORE_VERB)).find(|&at| self.has(at, Class::Statement))?;
        let holder =
            (noun + 1..self.items.len()).take(BEFORE_VERB).find(|&at| self.mention_at(at).is_some())?;
        let beside = (noun + 1..holder).any(|at| self.is_any(at, &["on", "from", "in", "at"]));
        let mention = self.mention_at(holder).filter(|&mention| !self.mentions[mention].possessive)?;
        beside.then_some(mention)
    }

    /// "It is lost on Moscow, where the training is called war": the people of the place.
    fn where_it_is_said(&self) -> Option<usize> {
        let at = (2..self.items.len()).find(|&at| self.word_is(at, "where") && self.is_mark(at - 1, b','))?;
        let place = self.mention_at(at - 2)?;
        let kind = self.mentions[place].kind;
        let said = (at + 1..self.items.len()).find(|&verb| self.verb_class(verb).is_some())?;
        let passive = self.voice(said) == Some(Voice::Passive);
        (passive && matches!(kind, MentionKind::Country | MentionKind::Body)).then_some(place)
    }

    /// "The compliment was poorly received at the ministry."
    fn received_at(&self) -> Option<usize> {
        if !self.holds(Class::Be) {
            return None;
        }
        let verb = (1..self.items.len()).find(|&at| {
            self.is_any(at, &RECEIVED)
                && (at.saturating_sub(BETWEEN)..at).any(|before| self.has(before, Class::Be))
        })?;
        let at = (verb + 1..self.items.len()).find(|&at| self.is_any(at, &["at", "in"]))?;
        let holder = at + 1 + usize::from(self.has(at + 1, Class::Determiner));
        let mention = self.mention_at(holder)?;
        let place = matches!(self.mentions[mention].kind, MentionKind::Country | MentionKind::Body);
        let ends = self.items.get(holder + 1).is_none_or(|item| matches!(item.kind, ItemKind::Mark(_)));
        (place && ends && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "His country would stay": whoever spoke before says it.
    fn own_country(&mut self) -> Option<usize> {
        let owner = self.is_any(0, &["His", "Her"]);
        let own = self.is_any(1, &["country", "government", "side"]);
        let auxiliary = [Class::Be, Class::Have, Class::Modal];
        let stands = self.items.get(2).is_some_and(|item| item.classes.has_any(&auxiliary));
        (owner && stands && own).then(|| self.pronoun(0))
    }

    /// A heading's "Ruritania to close two bases": what is planned, but not "to host the talks".
    fn plans(&self) -> Option<usize> {
        let first = usize::from(self.has(0, Class::Determiner));
        let mention = self.mention_at(first).filter(|_| self.word_is(first + 1, "to"))?;
        self.word(first + 2)?;
        let meets = self.has(first + 2, Class::Brief) || self.is_any(first + 2, &MEETS);
        (!meets && !self.mentions[mention].possessive).then_some(mention)
    }

    /// "The minister's answer was a list", "Her advice to him is to wait".
    fn holder_of_subject(&mut self) -> Option<usize> {
        if !self.holds(Class::Statement) {
            return None;
        }
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
        let of = self.has(noun, Class::Statement) && self.word_is(noun + 1, "of");
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
        if self.word_is(be + 1, "how") {
            return self.mention_at(be + 2 + usize::from(self.has(be + 2, Class::Determiner)));
        }
        let noun = self.noun_held_at(next)?;
        let ends = self.items.get(noun + 1).is_none_or(|item| matches!(item.kind, ItemKind::Mark(_)));
        (ends && next > be).then(|| self.holder_at(next))
    }

    /// "It seemed to the minister", "struck the envoy as odd", "what troubles her is".
    fn experiencer(&mut self) -> Option<usize> {
        (0..self.items.len()).find_map(|at| {
            let object = if self.is_any(at, &["seems", "seemed", "appears", "appeared"]) {
                at + if self.word_is(at + 1, "to") { 2 } else { return None }
            } else if self.is_any(at, &["strikes", "struck"]) {
                at + 1
            } else if self.is_any(at, &["What", "what"]) && self.matters(at + 1) {
                at + 2
            } else {
                return None;
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
        while self.has(next, Class::Adverb) && !self.word_is(next, "there") {
            next += 1;
        }
        let people = match self.mention_at(next) {
            Some(mention) => self.mentions[mention].kind == MentionKind::Other(Class::They),
            None => self.is_any(next, &["one", "people", "nobody", "there"]),
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
                && (self.word_is(between, "own") || self.items[between].classes.is_empty())
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
