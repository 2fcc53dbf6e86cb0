//! Who states each sentence of an article: quotations, turns and reports, carried from sentence to sentence.
//!
//! Each sentence is read by itself first (`reading`): `words` takes it apart, `mentions` and `names` find who is
//! named, `people` who is who, `clauses` and `subjects` which verb of saying has which subject; `local` decides who
//! states the sentence, by the phrases of `sources`, `views` and `holders`, and `quote_clause` to whom a quotation belongs.
//! The article as a whole shows whose turn it is (`turns`, `interviews`, `minutes`) and whose `document` it is. Then
//! `pass` goes over the sentences in order: `quoted` gives quotations their speakers, `speakers` finds whom names,
//! pronouns (`referents`), offices (`epithets`) and institutions (`bodies`) mean.

mod bodies;
mod clauses;
mod content;
mod countries_behind;
mod document;
mod entities;
mod epithets;
mod evidence;
mod forms;
mod genders;
mod grammar;
mod headings;
mod holders;
mod interviews;
mod itemising;
mod lexicon;
mod local;
mod main_clause;
mod mentions;
mod minutes;
mod names;
mod offices;
mod pass;
mod people;
mod phrases;
mod plain_words;
mod quotations;
mod quote_clause;
mod quoted;
mod reading;
mod referents;
mod shown;
mod sources;
mod speakers;
mod subjects;
mod tables;
mod turn_ends;
mod turns;
mod views;
mod words;

use std::ops::Range;
use std::sync::Arc;

pub use self::clauses::{Tense, VerbClass};
pub use self::content::Content;
use self::document::Document;
pub use self::evidence::Evidence;
use self::headings::quoted_below;
use self::interviews::Interview;
use self::lexicon::Classes;
pub(crate) use self::lexicon::{Class, Cues, Filter};
pub use self::lexicon::{Lexicon, Side};
pub(crate) use self::lexicon::{Role, THIRD};
use self::minutes::Minutes;
use self::pass::Pass;
use self::people::People;
use self::quotations::quotations;
use self::reading::{Scratch, read};
use self::shown::Read;
pub(crate) use self::tables::{ACTORS, ActorRow, CUES, actor_rows};
use self::turns::{Turn, turns};
use self::words::tokenise;
use super::lines::{Rule, dateline};
use super::{Kind, Segment};

/// Segments that are read as one article; memory is bounded so, and nothing in news goes on for longer.
pub const LONGEST_ARTICLE: usize = 2000;

/// Who states a sentence, and all that was found on the way.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub struct Attribution {
    /// Who states it; `None` if nobody was found who does.
    pub source: Option<Source>,
    /// The subject of the main clause.
    pub subject: Option<Speaker>,
    /// The class of the first cue verb outside quotations.
    pub verb: Option<VerbClass>,
    /// What the verb of saying brings whose subject is the source.
    pub content: Content,
    /// The time of the main verb.
    pub tense: Tense,
    /// How much of it is quoted.
    pub quoted: Quoted,
    /// The quotations in it.
    pub quotations: Vec<Quotation>,
    /// The names in it that tell a side, in order.
    pub names: Vec<(Range<usize>, Side)>,
    /// A verb of saying in the passive voice: "was told".
    pub passive: bool,
    /// Without a person as subject: "it was stressed that".
    pub impersonal: bool,
    /// I or we, in quotation marks or not.
    pub first_person: bool,
    /// The side of the last source before this sentence, in the same part of the article.
    pub before: Option<Side>,
    /// How many sentences before: 1 for the one before.
    pub distance: u8,
    /// The side of the place or body with which it opens: "In Moscow, ...", "At the palace, ...".
    pub place: Option<Side>,
    /// I or we outside quotation marks.
    pub own_voice: bool,
    /// Words of wrong, need or denial outside quotation marks.
    pub judges: bool,
    /// The side whose document the article is, if it reads like one.
    pub document: Option<Side>,
    /// The cue words in it, if it was read from its first word to its last.
    pub(crate) cues: Option<Cues>,
}

/// Who states a sentence and how that is known.
#[derive(Clone, Debug)]
pub struct Source {
    /// Who it is.
    pub speaker: Speaker,
    /// The rule that said so.
    pub evidence: Evidence,
}

/// Somebody or something that speaks.
#[derive(Clone, Debug)]
pub struct Speaker {
    /// The name, resolved: of the table of actors, or the fullest of the article.
    pub name: Arc<str>,
    /// The side; `None` if it is not known.
    pub side: Option<Side>,
    /// Does not speak for a side, whatever country it is from: an expert, a newspaper.
    pub private: bool,
    /// Where it stands in the article: at the verb of saying ("he"). Empty, where a quotation begins, if that goes on
    /// behind the reporter's short question and nothing names its speaker again.
    pub mention: Range<usize>,
    /// What kind of name that is.
    pub form: SpeakerForm,
}

/// What kind of phrase names a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerForm {
    /// A person, by name, office or pronoun.
    Person,
    /// An institution.
    Body,
    /// A country or its capital.
    Country,
    /// A newspaper, an agency.
    Media,
    /// Both sides together.
    Joint,
    /// Something else: "the statement", "French proposals".
    Thing,
}

/// A part of a quotation inside one sentence.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Bytes of the article, marks included.
    pub span: Range<usize>,
    /// Who says it.
    pub speaker: Option<Speaker>,
    /// The rule that said so.
    pub evidence: Option<Evidence>,
}

/// How much of a sentence stands in quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoted {
    /// Nothing.
    #[default]
    No,
    /// A word or two.
    Words,
    /// A part.
    Part,
    /// All but, perhaps, the clause of saying.
    Whole,
}

impl Lexicon {
    /// Reads an article: who states each of its segments. Boilerplate gets an empty attribution.
    /// Linear time. A text of more than [`LONGEST_ARTICLE`] segments is read in parts of that size.
    ///
    /// ```
    /// use standpoint::article::{Lexicon, segments};
    /// let text = "“We shall see,” the French president said. “It is late.”";
    /// let lexicon = Lexicon::builtin()?;
    /// let attributions = lexicon.attribute(text, &segments(text));
    /// let source = attributions[1].source.as_ref().expect("the quotation goes on");
    /// assert_eq!(lexicon.sides()[usize::from(source.speaker.side.expect("a side"))], "france");
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    pub fn attribute(&self, text: &str, segments: &[Segment]) -> Vec<Attribution> {
        let mut attributions = Vec::with_capacity(segments.len());
        for part in segments.chunks(LONGEST_ARTICLE) {
            attributions.append(&mut self.attribute_part(text, part));
        }
        attributions
    }

    fn attribute_part(&self, text: &str, segments: &[Segment]) -> Vec<Attribution> {
        let pieces = quotations(text, segments);
        let mut people = People::new(self);
        let mut scratch = Scratch::new();
        let mut first = 0;
        let mut reads = Vec::with_capacity(segments.len());
        for (number, segment) in segments.iter().enumerate() {
            let count = pieces[first..].iter().take_while(|piece| piece.segment == number).count();
            let own = (first, &pieces[first..first + count]);
            first += count;
            // "By Anna Adler, Ambassador of Ruritania" tells whose words follow.
            let signed = segment.rule == Rule::Byline && text[segment.span.clone()].contains(", ");
            reads.push(match segment.kind {
                Kind::Boilerplate if !signed => Read::default(),
                _ => read(text, &segment.span, own, &mut people, self, &mut scratch),
            });
        }
        let mut turns = turns(text, segments, &people);
        let of_heading =
            |(number, turn): (usize, &Turn)| segments[number].kind == Kind::Heading && !turn.alone;
        let labels = turns.iter().enumerate().filter_map(|(number, turn)| Some((number, turn.as_ref()?)));
        if labels.into_iter().all(of_heading) {
            let found = Interview { text, segments, reads: &reads, people: &people }.turns().or_else(|| {
                Minutes { text, segments, reads: &reads, people: &people, lexicon: self }.turns()
            });
            for (turn, found) in turns.iter_mut().zip(found.into_iter().flatten()) {
                *turn = turn.take().or(found);
            }
        }
        let document = Document { text, segments, reads: &reads, people: &people, lexicon: self };
        document.own_turns(&mut turns);
        let document = document.owner(&turns);
        for (read, segment) in reads.iter_mut().zip(segments) {
            if segment.kind == Kind::Boilerplate {
                // Furniture is not read: it holds no cues either.
                *read = Read { cues: Some(Cues::default()), ..Read::default() };
            }
        }
        let home = document.or_else(|| self.home(text, segments));
        let pass = Pass {
            text,
            segments,
            pieces: &pieces,
            reads,
            people,
            turns,
            last_reporter: None,
            reporter_at: 0,
            protagonist: None,
            source_before: None,
            last_source: None,
            last_subject: None,
            reported_at: 0,
            last_side: None,
            reporters: Vec::new(),
            document,
            home,
            heading: None,
            later: (0..0, None),
            resolved: vec![None; pieces.len()],
        };
        let mut attributions = pass.run();
        quoted_below(text, segments, &mut attributions);
        attributions
    }
}

impl Lexicon {
    /// The side of the place that a dateline names: "MOSCOW, July 18".
    fn home(&self, text: &str, segments: &[Segment]) -> Option<Side> {
        let lead = segments.iter().filter(|segment| segment.kind != Kind::Heading).take(4);
        lead.into_iter().find_map(|segment| {
            let line = &text[segment.span.clone()];
            let length = dateline(line);
            let place = if length > 0 { &line[..length] } else { line };
            if length == 0 && segment.kind == Kind::Sentence {
                return None;
            }
            let mut tokens = Vec::new();
            tokenise(place, 0, &mut tokens);
            let actor = tokens.first().and_then(|_| self.find(&tokens, 0, Classes::GRAMMAR).actor)?;
            let actor = self.actor(actor);
            (actor.role == Role::Country && !self.is_third(actor.side)).then_some(actor.side)
        })
    }
}
