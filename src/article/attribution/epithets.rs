//! Whom "the diplomat", "its spokesman", "the statement" and "the reply" mean, where no side is told.

use super::mentions::{Mention, MentionKind};
use super::pass::{MEMORY, Pass};

/// How many sentences back "the statement" can be that of the last source.
const FURTHEST_STATEMENT: usize = 6;

/// Private bodies, which are nobody who spoke as a person.
#[rustfmt::skip]
const COLLECTIVES: [&str; 40] = [
    "company", "group", "firm", "bank", "channel", "newspaper", "paper", "association", "union", "federation", "party",
    "institute", "foundation", "club", "museum", "shipyard", "yard", "shipbuilder", "operator", "manufacturer",
    "carmaker", "maker", "corporation", "airline", "organisation", "organization", "church", "parish", "university",
    "lobby", "consortium", "lender", "insurer", "family", "crew", "campaign", "movement", "network", "platform", "watchdog",
];

/// What answers the one who spoke last.
const REPLIES: [&str; 5] = ["reply", "answer", "response", "retort", "rejoinder"];

impl Pass<'_> {
    /// The person whom an office without a country means.
    pub(super) fn office_meant(&mut self, number: usize, mention: &Mention) -> Option<u32> {
        if mention.possessed && self.people.is_opposite(mention.office) {
            let own = self.last_reporter.and_then(|own| self.people.entities[own as usize].side);
            return own.and_then(|own| self.people.opposite(own));
        }
        // "the same source", "the author": a body too.
        if self.people.is_author(mention.office)
            && !self.text[mention.span.clone()].contains(' ')
            && !mention.indefinite
            && !mention.plural
            && self.reported_at > self.reporter_at
        {
            return self.last_source;
        }
        if mention.entity.is_none() && !mention.plural {
            // "the diplomat", "the former pilot": whoever spoke last, if nobody was introduced as one.
            // "the association of importers" is nobody who was named before.
            let new = self.text[mention.span.end..].starts_with(" of ");
            let goes_on = self.is_definite(mention) && !new && self.reported_at + MEMORY > number;
            let phrase = &self.text[mention.span.clone()];
            if COLLECTIVES.contains(&phrase.rsplit(' ').next().unwrap_or_default()) {
                let body = |&source: &u32| goes_on && !self.people.entities[source as usize].is_person;
                return self.last_source.filter(body);
            }
            let general = self.people.is_general(mention.office) && !mention.indefinite;
            return self.last_reporter.filter(|_| general || goes_on);
        }
        // In a side's own document "the President" is its own.
        if self.document.is_some() && !self.is_named_behind(number, mention) {
            let own =
                mention.entity.filter(|&entity| self.people.entities[entity as usize].side == self.document);
            return own.or_else(|| self.people.holder(mention.office, self.document));
        }
        if mention.possessed && !mention.counterpart {
            return self.office_of_owner(number, mention);
        }
        if mention.indefinite || mention.possessed {
            return mention.entity;
        }
        // "The President added": whoever spoke last, if that is a president.
        let best = mention.entity.map_or(1, |entity| self.people.answers(entity, mention));
        let goes_on = self.last_reporter.filter(|&last| {
            let answers = self.people.answers(last, mention);
            answers > 0 && answers >= best
        });
        goes_on.or(mention.entity)
    }

    /// "its spokesman": the one of that side, if there is one.
    fn office_of_owner(&mut self, number: usize, mention: &Mention) -> Option<u32> {
        let Some(side) = self.owner(number, mention) else { return mention.entity };
        let own = mention.entity.filter(|&entity| self.people.entities[entity as usize].side == Some(side));
        own.or_else(|| self.people.holder(mention.office, Some(side)))
    }

    /// Whom a common noun that speaks means: "the statement", "his answer", "the reply".
    pub(super) fn common_meant(&mut self, number: usize, mention: &Mention, reports: bool) -> Option<u32> {
        if mention.possessed {
            return if mention.office == 0 { None } else { self.owner_person(number, mention) };
        }
        if mention.side.is_some() || !reports {
            return mention.entity;
        }
        if Self::is_reply(&self.text[mention.span.clone()]) {
            let before = self.source_before;
            let before =
                before.filter(|&before| self.people.entities[before as usize].side != self.last_side);
            // "He was asked. Never, came the reply."
            return self.topic(number).or(before);
        }
        // "..., the general added": whoever spoke in the sentence before.
        let phrase = &self.text[mention.span.clone()];
        let same = mention.office == 0
            && ["the ", "The "].iter().any(|the| phrase.starts_with(the))
            && !phrase.ends_with('s')
            && self.reported_at + 1 == number
            && self.reporter_at == self.reported_at
            && (self.is_beside(number, mention) || !self.reads[number].quotes.is_empty());
        if same {
            return self.last_reporter;
        }
        // "the statement said": of whoever spoke in the sentence before.
        self.last_source.filter(|_| mention.office != 0 && self.reported_at + FURTHEST_STATEMENT > number)
    }

    /// "came the reply", "was the answer": what somebody says to the one who spoke last.
    fn is_reply(phrase: &str) -> bool {
        REPLIES.contains(&phrase.rsplit(char::is_whitespace).next().unwrap_or_default())
    }

    /// "the Minister, Anna Adler, said": whose holder is named is not the document's own by office alone.
    fn is_named_behind(&self, number: usize, mention: &Mention) -> bool {
        self.reads[number].mentions.iter().any(|name| {
            name.kind == MentionKind::Person
                && name.entity == mention.entity
                && name.span.start == mention.span.end + ", ".len()
        })
    }
}
