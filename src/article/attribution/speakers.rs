//! From a mention to a speaker: names, offices and pronouns resolved.

use super::lexicon::{Class, Side};
use super::local::How;
use super::mentions::{Mention, MentionKind};
use super::pass::{MEMORY, Pass};
use super::turns::Turn;
use super::{Speaker, SpeakerForm};
use crate::article::on_one_line;

/// What speaks for whoever has it: "his country".
const SPEAKS_FOR_OWNER: [&str; 16] = [
    "country",
    "government",
    "delegation",
    "ministry",
    "fund",
    "staff",
    "services",
    "side",
    "team",
    "people",
    "capital",
    "lawyers",
    "lawyer",
    "aides",
    "advisers",
    "office",
];

impl Pass<'_> {
    /// Resolves a mention to a speaker; a pronoun to the person whose words were last reported.
    pub(super) fn speaker(&mut self, number: usize, mention: usize, reports: bool) -> Option<Speaker> {
        // Whoever is found changes whom the next "his guest" means: each mention is asked once.
        if let Some((_, known)) = self.reporters.iter().find(|(known, _)| *known == (number, mention)) {
            return known.clone();
        }
        let speaker = self.resolve(number, mention, reports);
        if reports {
            self.reporters.retain(|((known, _), _)| *known == number);
            self.reporters.push(((number, mention), speaker.clone()));
        }
        speaker
    }

    fn resolve(&mut self, number: usize, mention: usize, reports: bool) -> Option<Speaker> {
        let mention = self.reads[number].mentions[mention].clone();
        if let MentionKind::Other(class) = mention.kind
            && reports
            && !matches!(class, Class::It | Class::They)
        {
            // "We call on Russia" outside quotation marks: the document speaks.
            let side = self.document?;
            return Some(Speaker { side: Some(side), ..self.describe(&mention, None) });
        }
        if let Some(both) = self.both_before(number, &mention) {
            return Some(self.describe(&both, None));
        }
        let entity = self.entity(number, &mention, reports);
        if matches!(mention.kind, MentionKind::Other(_)) && reports && entity.is_none()
            || entity.is_some_and(|entity| self.people.entities[entity as usize].is_place)
        {
            return None;
        }
        let mut speaker = self.describe(&mention, entity);
        self.add_side(number, &mention, entity, reports, &mut speaker);
        let entity = match entity {
            // "one of his advisers said": the next "he" is that adviser.
            None if reports
                && !mention.plural
                && !self.people.asks(mention.office)
                && speaker.form == SpeakerForm::Person
                && (speaker.side.is_some() || mention.kind == MentionKind::Office) =>
            {
                Some(self.people.anonymous(&speaker.name, speaker.side, speaker.private))
            }
            _ => entity,
        };
        self.remember(number, &mention, entity, reports, speaker.side);
        Some(speaker)
    }

    /// "They" behind a sentence whose subject is both sides.
    fn both_before(&self, number: usize, mention: &Mention) -> Option<Mention> {
        let read = &self.reads[number.checked_sub(1)?];
        let subject = &read.mentions[read.subject?];
        let they = mention.kind == MentionKind::Other(Class::They);
        (they && subject.kind == MentionKind::Joint)
            .then(|| Mention { span: mention.span.clone(), ..subject.clone() })
    }

    /// Whom a mention means.
    fn entity(&mut self, number: usize, mention: &Mention, reports: bool) -> Option<u32> {
        match mention.kind {
            MentionKind::Pronoun => {
                let word = &self.text[mention.span.clone()];
                let female = ["she", "her"].iter().any(|she| word.eq_ignore_ascii_case(she));
                self.referent(number, mention, female)
            }
            MentionKind::Other(Class::It) if reports && self.topic_body(number, mention).is_some() => {
                self.topic_body(number, mention)
            }
            MentionKind::Other(Class::It | Class::They) if reports => self.last_source,
            // "the Frenchman"
            MentionKind::Country if self.is_demonym(mention) => {
                mention.side.and_then(|side| self.people.last_of(side)).or(mention.entity)
            }
            MentionKind::Office if mention.side.is_none() => {
                // "In Tripoli, the interior minister": not that of another country.
                let read = &self.reads[number];
                let place = read.place.and_then(|place| self.people.side(&read.mentions[place]));
                let meant = self.office_meant(number, mention)?;
                let side = self.people.entities[meant as usize].side;
                let elsewhere = place.is_some() && side.is_some() && side != place;
                (!elsewhere).then_some(meant)
            }
            MentionKind::Common => self.common_meant(number, mention, reports),
            _ => mention.entity,
        }
    }

    /// The side that the words around a mention tell, where it is not known who that is.
    fn add_side(
        &mut self,
        number: usize,
        mention: &Mention,
        entity: Option<u32>,
        reports: bool,
        speaker: &mut Speaker,
    ) {
        if mention.possessed && speaker.side.is_none() && !mention.counterpart {
            // "his spokesman" speaks for the side of whoever "he" is.
            let institution = mention.kind != MentionKind::Common || self.speaks_for_owner(mention);
            speaker.side = if institution { self.owner(number, mention) } else { None };
            speaker.private &= speaker.side.is_none() || !self.speaks_for_owner(mention);
        }
        if matches!(mention.kind, MentionKind::Other(Class::It | Class::They))
            && speaker.side.is_none()
            && reports
        {
            speaker.side = self.last_side;
        }
        let unknown = entity.is_none_or(|entity| self.people.entities[entity as usize].side.is_none());
        if unknown && mention.side.is_none() && !speaker.private {
            // "In Kiev, Prime Minister Roman Petrenko": the place tells more than the given name.
            let bare = matches!(mention.kind, MentionKind::Office | MentionKind::Body);
            let place = if bare || mention.office != 0 {
                self.there(number, mention).or_else(|| self.place(number, mention.span.start))
            } else {
                None
            };
            let home = self.home.filter(|_| bare);
            let above = self.side_above(mention).filter(|_| reports && bare);
            // In a side's own document "the ministry" is its own, whoever else has one.
            let own = above.or(home).filter(|_| self.document.is_some());
            let known = place.or(speaker.side).or(own).or(mention.recalled);
            // "The minister, Anna Adler": somebody else.
            let named = entity.is_some_and(|entity| self.people.entities[entity as usize].is_person);
            let before = || self.side_before(number, mention).filter(|_| reports && bare && !named);
            speaker.side = known.or(above).or(home).or_else(before);
        }
    }

    /// "Ruritania expels ten diplomats", and then "the foreign ministry said": the side whose words were just reported.
    fn side_before(&self, number: usize, mention: &Mention) -> Option<Side> {
        let near = self.reported_at + MEMORY >= number && mention.holder.is_none();
        self.last_side.filter(|&side| near && self.means_one_known(mention) && !self.people.is_third(side))
    }

    /// "Ruritania: a clumsy lie", and below it "the ministry said": the side that the heading quotes.
    fn side_above(&self, mention: &Mention) -> Option<Side> {
        self.heading.as_ref().and_then(|above| above.side).filter(|_| self.means_one_known(mention))
    }

    /// "the ministry", but not "a ministry" nor "the leader of the opposition", which are new.
    fn means_one_known(&self, mention: &Mention) -> bool {
        let new = self.text[mention.span.end..].starts_with(" of ");
        !new && !mention.plural && self.is_definite(mention)
    }

    /// Keeps who was found for the pronouns to come.
    fn remember(
        &mut self,
        number: usize,
        mention: &Mention,
        entity: Option<u32>,
        reports: bool,
        side: Option<Side>,
    ) {
        if !reports {
            self.last_subject = entity.map(|entity| (number, entity));
        }
        if let Some(entity) = entity.filter(|_| reports)
            && self.people.entities[entity as usize].is_person
        {
            (self.last_reporter, self.reporter_at) = (Some(entity), number);
        }
        if let Some(entity) = entity.filter(|_| !mention.possessive)
            && self.people.entities[entity as usize].is_person
        {
            self.protagonist = Some(entity);
        }
        if reports && entity.is_some() {
            if self.last_side != side {
                self.source_before = self.last_source;
            }
            (self.last_source, self.last_side, self.reported_at) = (entity, side, number);
        }
    }

    pub(super) fn is_definite(&self, mention: &Mention) -> bool {
        // "the former mechanic"
        let mut before = self.text[..mention.span.start].split_whitespace().rev().take(2);
        before.any(|word| word.eq_ignore_ascii_case("the"))
    }

    /// "the Frenchman", "the Russian": one person by the name of the people.
    fn is_demonym(&self, mention: &Mention) -> bool {
        let word = &self.text[mention.span.clone()];
        let single = ["man", "woman", "an"].iter().any(|ending| word.ends_with(ending));
        single
            && mention.actor.is_some_and(|actor| self.people.is_nationality(actor))
            && self.is_definite(mention)
    }

    /// "his country", "her lawyers": what speaks for whoever has it.
    fn speaks_for_owner(&self, mention: &Mention) -> bool {
        let word = self.text[mention.span.clone()].rsplit(char::is_whitespace).next().unwrap_or_default();
        SPEAKS_FOR_OWNER.contains(&word)
    }

    /// The side of the country or capital that a sentence names before a byte as a place: "In Moscow, the ministry"; of the
    /// body in "the palace, where an adviser".
    fn place(&self, number: usize, byte: usize) -> Option<Side> {
        let read = &self.reads[number];
        let place = read.mentions[..read.n_in_order].iter().rev().find(|mention| {
            let before = self.text[..mention.span.start].trim_end();
            // "in the French capital"
            let before = before.strip_suffix(" the").unwrap_or(before);
            let capital = mention.kind == MentionKind::Adjective
                && self.text[mention.span.end..].starts_with(" capital");
            let behind = &self.text[mention.span.end..];
            let body = mention.kind == MentionKind::Body && behind.starts_with(", where ");
            (mention.kind == MentionKind::Country || capital || body)
                && mention.span.end <= byte
                && [" in", "In", " at", "At", " from", "From"].iter().any(|word| before.ends_with(word))
        })?;
        place.side
    }

    /// "a diplomat there": the side of the body or country named before.
    fn there(&self, number: usize, mention: &Mention) -> Option<Side> {
        let there = self.text[mention.span.end..].starts_with(" there ");
        let read = &self.reads[number];
        let mut before = read.mentions[..read.n_in_order].iter().rev();
        let place = before.find(|place| {
            matches!(place.kind, MentionKind::Country | MentionKind::Body)
                && place.span.end <= mention.span.start
        });
        place.filter(|_| there).and_then(|place| self.people.side(place))
    }

    /// Whether a mention is the subject of a clause of saying beside other words.
    pub(super) fn is_beside(&self, number: usize, mention: &Mention) -> bool {
        let read = &self.reads[number];
        let local = read.local.filter(|local| local.how == How::Beside);
        local.is_some_and(|local| read.mentions[local.mention].span == mention.span)
    }

    pub(super) fn leads_with_colon(&self, number: usize, mention: &Mention) -> bool {
        self.reads[number].first_colon.is_some_and(|colon| colon < mention.span.start)
    }

    pub(super) fn describe(&self, mention: &Mention, entity: Option<u32>) -> Speaker {
        let form = match mention.kind {
            MentionKind::Person
            | MentionKind::Office
            | MentionKind::Pronoun
            | MentionKind::Other(Class::We | Class::I) => SpeakerForm::Person,
            MentionKind::Body => SpeakerForm::Body,
            MentionKind::Country => SpeakerForm::Country,
            MentionKind::Media => SpeakerForm::Media,
            MentionKind::Joint => SpeakerForm::Joint,
            _ => SpeakerForm::Thing,
        };
        match entity {
            Some(entity) => {
                let known = &self.people.entities[entity as usize];
                let (name, side, private) =
                    (known.name.clone(), self.people.likely_side(entity), known.private);
                Speaker { name, side, private, mention: mention.span.clone(), form }
            }
            None => Speaker {
                name: on_one_line(&self.text[mention.span.clone()]).into(),
                side: mention.side,
                private: mention.private,
                mention: mention.span.clone(),
                form,
            },
        }
    }

    pub(super) fn turn_speaker(&self, turn: &Turn) -> Speaker {
        match &turn.mention {
            Some(mention) => {
                let surname =
                    self.text[mention.span.clone()].rsplit(char::is_whitespace).next().unwrap_or_default();
                let speaker = self.describe(mention, mention.entity.or_else(|| self.people.named(surname)));
                // Who takes turns beside a journalist is an official.
                let home =
                    self.home.filter(|_| matches!(mention.kind, MentionKind::Office | MentionKind::Body));
                Speaker {
                    side: (speaker.side.or(mention.side).or(mention.given))
                        .or_else(|| self.people.side_of_title(mention))
                        .or(self.document)
                        .or(home),
                    ..speaker
                }
            }
            None => Speaker {
                name: self.text[turn.label.clone()].trim().into(),
                // Who answers in a side's document speaks for it.
                side: self.document.filter(|_| turn.answer),
                private: !turn.answer,
                mention: turn.label.clone(),
                form: SpeakerForm::Person,
            },
        }
    }
}
