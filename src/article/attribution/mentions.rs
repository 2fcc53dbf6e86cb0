//! Who is named in a sentence, and how: noun phrases of persons, offices, bodies and countries.
//!
//! A phrase is read from left to right: modifiers that tell a side ("Russian", "France's", "Kremlin"),
//! the office or body ("deputy foreign minister"), a country behind it ("of Russia"), a name.

use std::ops::Range;

use super::genders;
use super::lexicon::{Class, Found, Lexicon, Role, Side};
use super::offices::Title;
use super::words::{Shape, Token};

/// Somebody or something that is named and could speak.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(super) struct Mention {
    /// Bytes of the article.
    pub span: Range<usize>,
    pub kind: MentionKind,
    /// The side that the phrase itself tells.
    pub side: Option<Side>,
    /// The actor of the table, if the phrase has one.
    pub actor: Option<u32>,
    /// The tokens of a name that is in no table.
    pub name: Option<Range<usize>>,
    /// The hash of the office ("minister" of "foreign minister"), 0 without one.
    pub office: u64,
    /// The office in full.
    pub title: Title,
    /// Whether its words tell a woman, or a man.
    pub female: Option<bool>,
    /// For a body without a country: the side of the one last called so.
    pub recalled: Option<Side>,
    /// The office of whoever has it: "the minister's staff".
    pub holder: Option<(u64, Title)>,
    /// A bare name behind an article, as persons have none.
    pub behind_article: bool,
    /// A private person or body, or one that does not speak for its country.
    pub private: bool,
    /// The side that the name is common on.
    pub given: Option<Side>,
    /// Followed by `'s`: the holder of something.
    pub possessive: bool,
    pub plural: bool,
    /// With a country or nationality: "the French president".
    pub described: bool,
    /// "his spokesman".
    pub possessed: bool,
    /// "his French counterpart".
    pub counterpart: bool,
    /// "a diplomat": nobody who was named before.
    pub indefinite: bool,
    /// The number of the one it stands for, once that is known.
    pub entity: Option<u32>,
}

/// What kind of phrase it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MentionKind {
    /// A name of a person, or an unknown name.
    Person,
    /// A person by office.
    Office,
    /// An institution.
    Body,
    /// A country or a capital.
    Country,
    /// A newspaper or agency.
    Media,
    /// An adjective that tells a side, before something that is no actor: "French proposals".
    Adjective,
    /// Both sides together.
    Joint,
    /// he, she.
    Pronoun,
    /// they, it, we, I: by class of the pronoun.
    Other(Class),
    /// A common noun before a verb of saying.
    Common,
}

/// The tokens of a sentence with what the lexicon says about each.
pub(super) struct Words<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub found: &'a [Found],
}

/// A person whom the article has introduced.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Acquaintance {
    pub side: Option<Side>,
}

/// From the hash of a surname to the side of a person that the article has introduced.
pub(super) type Known<'a> = &'a dyn Fn(u64) -> Option<Acquaintance>;

/// A phrase while it is being read.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(super) struct Draft {
    pub kind: Option<MentionKind>,
    pub side: Option<Side>,
    pub actor: Option<u32>,
    pub name: Option<Range<usize>>,
    pub office: u64,
    pub title: Title,
    pub holder: Option<(u64, Title)>,
    pub private: bool,
    pub counterpart: bool,
    pub plural: bool,
    pub possessive: bool,
    pub described: bool,
    pub given: Option<Side>,
    /// Where the phrase ends, as far as it is sure.
    pub end: usize,
}

/// Classes of the small words that can begin a phrase.
const OPENING: [Class; 11] = [
    Class::Plural,
    Class::He,
    Class::She,
    Class::They,
    Class::It,
    Class::We,
    Class::I,
    Class::Official,
    Class::Body,
    Class::Private,
    Class::Counterpart,
];

/// Nouns for more than one, without the ending.
const GROUPS: [&str; 4] = ["people", "media", "police", "crew"];

/// Small words that may stand between a modifier and its noun.
const WIDEST_GAP: usize = 3;

/// Tokens that a phrase can have: "the minister of the ..." may go on for ever.
const LONGEST_PHRASE: usize = 40;

impl Words<'_> {
    /// Reads the phrase that begins at token `at`, before `end`; also where it ends.
    /// `known` tells surnames that the article has introduced, and their sides.
    pub fn mention(&self, at: usize, end: usize, known: Known<'_>) -> Option<(Mention, usize)> {
        let found = self.found[at];
        if !self.opens(at) {
            return None;
        }
        if found.classes.has(Class::Plural) {
            return Some(self.plain(at, found, MentionKind::Joint));
        }
        for (class, kind) in [
            (Class::He, MentionKind::Pronoun),
            (Class::She, MentionKind::Pronoun),
            (Class::They, MentionKind::Other(Class::They)),
            (Class::It, MentionKind::Other(Class::It)),
            (Class::We, MentionKind::Other(Class::We)),
            (Class::I, MentionKind::Other(Class::I)),
        ] {
            if found.classes.has(class) && found.n_tokens == 1 && !self.tokens[at].is_mark(b'.') {
                return Some(self.plain(at, found, kind));
            }
        }
        let draft = self.draft(at, end.min(at + LONGEST_PHRASE), known)?;
        let last = draft.end;
        let span = self.tokens[at].start as usize..self.tokens[last - 1].end as usize;
        let behind_article = draft.office == 0
            && !draft.described
            && draft.name.as_ref().is_some_and(|name| name.start == at)
            && at > 0
            && self.found[at - 1].classes.has(Class::Determiner);
        let kind = draft.kind?;
        let words = self.tokens[at..last].iter().map(|token| &self.text[token.span()]);
        let is_person = matches!(kind, MentionKind::Person | MentionKind::Office);
        let mention = Mention {
            span,
            kind,
            side: draft.side,
            actor: draft.actor,
            name: draft.name,
            office: draft.office,
            title: draft.title,
            female: if is_person { genders::of_phrase(words) } else { None },
            recalled: None,
            behind_article,
            holder: draft.holder,
            private: draft.private,
            possessive: draft.possessive,
            given: draft.given,
            plural: draft.plural,
            described: draft.described,
            possessed: at > 0 && self.found[at - 1].classes.has(Class::Possessor),
            counterpart: draft.counterpart,
            indefinite: kind == MentionKind::Office && at > 0 && self.is_indefinite(at - 1),
            entity: None,
        };
        Some((mention, last + usize::from(self.is_possessive(last, end))))
    }

    /// Whether an article for somebody new stands there, perhaps before adjectives: "a senior consular official".
    fn is_indefinite(&self, at: usize) -> bool {
        let is_article = |at: usize| {
            let word = &self.text[self.tokens[at].span()];
            ["a", "an", "another"].iter().any(|article| word.eq_ignore_ascii_case(article))
        };
        let is_adjective = |at: usize| Self::is_gap(self.found[at], self.tokens[at]);
        let first =
            (at.saturating_sub(WIDEST_GAP)..=at).rev().find(|&at| !is_adjective(at) || is_article(at));
        first.is_some_and(is_article)
    }

    /// Whether a word may open a phrase; most do not.
    #[inline]
    pub fn opens(&self, at: usize) -> bool {
        let found = &self.found[at];
        found.actor.is_some() || self.tokens[at].is_capitalised() || found.classes.has_any(&OPENING)
    }

    fn plain(&self, at: usize, found: Found, kind: MentionKind) -> (Mention, usize) {
        let end = at + usize::from(found.n_tokens.max(1));
        let mention = Mention {
            span: self.tokens[at].start as usize..self.tokens[end - 1].end as usize,
            kind,
            plural: kind == MentionKind::Joint,
            ..Mention::common()
        };
        (mention, end)
    }

    pub(super) fn draft(&self, first: usize, end: usize, known: Known<'_>) -> Option<Draft> {
        let mut draft = Draft::default();
        let (mut at, mut gap) = (first, 0);
        while at < end {
            let (token, found) = (self.tokens[at], self.found[at]);
            let next = at + usize::from(found.n_tokens.max(1));
            let role = found
                .actor
                .map(|actor| self.lexicon.actor(actor))
                .filter(|actor| actor.role != Role::GivenName);
            let is_noun =
                found.classes.has_any(&[Class::Official, Class::Body, Class::Private, Class::Counterpart]);
            match role.map(|actor| (actor.role, actor.side)) {
                Some((Role::Nationality, side)) if draft.office == 0 => {
                    draft.side = draft.side.or(Some(side));
                    draft.set(MentionKind::Adjective, found.actor, next);
                    draft.described = true;
                    (at, gap) = (next, 0);
                    continue;
                }
                Some((Role::Person, side)) => {
                    if gap > 0 {
                        break;
                    }
                    draft.side = Some(if draft.private { draft.side.unwrap_or(side) } else { side });
                    draft.set(MentionKind::Person, found.actor, next);
                }
                Some((role @ (Role::Country | Role::Body | Role::Media), side)) => {
                    if draft.office != 0 || gap > 0 {
                        break;
                    }
                    draft.side = draft.side.or(Some(side));
                    let kind = match role {
                        Role::Country => MentionKind::Country,
                        Role::Body => MentionKind::Body,
                        _ => MentionKind::Media,
                    };
                    draft.set(kind, found.actor, next);
                    draft.described = true;
                    if self.noun_at(next, end) && !self.is_possessive(next, end) {
                        (at, gap) = (next, 0);
                        continue;
                    }
                }
                _ if is_noun => {
                    let words =
                        self.tokens[at..next].iter().map(|token| (&self.text[token.span()], token.hash));
                    let deputy = at > first && Self::is_deputy(&self.text[self.tokens[at - 1].span()]);
                    draft.title = Title::new(words, deputy);
                    draft.office_noun(found, self.tokens[next - 1].hash, next);
                    let noun = &self.text[self.tokens[next - 1].span()];
                    draft.plural = noun.ends_with('s') || GROUPS.contains(&noun);
                    at = self.country_behind(&mut draft, next, end, known);
                    gap = 0;
                    if self.is_possessive(at, end) && self.noun_after_possessive(at + 1, end) {
                        draft.holder = Some((draft.office, draft.title));
                        (at, gap) = (at + 1, 1);
                    }
                    continue;
                }
                _ if token.is_capitalised() && self.may_be_name(at, first, end, &draft, known) => {
                    if gap > 0 {
                        break;
                    }
                    let name_end = self.name_end(at, end);
                    let actor = self.actor_of_name(at, name_end);
                    if let Some(actor) = actor {
                        draft.side = Some(self.lexicon.actor(actor).side);
                    } else {
                        draft.name = Some(at..name_end);
                        draft.given = self.side_of_name(at, name_end - 1);
                    }
                    self.set_person(&mut draft, actor, name_end, end);
                }
                _ if found.classes.has(Class::Honorific) && token.is_capitalised() => {
                    at = next + usize::from(next < end && self.tokens[next].is_mark(b'.'));
                    continue;
                }
                _ if Self::is_gap(found, token) && draft.kind.is_some() && gap < WIDEST_GAP => {
                    (at, gap) = (at + 1, gap + 1);
                    continue;
                }
                _ => break,
            }
            // A name or a country ends the phrase, unless it holds what comes next.
            if self.is_possessive(draft.end, end) && self.noun_after_possessive(draft.end + 1, end) {
                // "Belov's staff": with what the article has said about him.
                if let Some(name) = &draft.name {
                    let known = known(self.tokens[name.end - 1].hash).and_then(|person| person.side);
                    draft.side = draft.side.or(known);
                }
                draft.possessive = true;
                (at, gap) = (draft.end + 1, 0);
                continue;
            }
            break;
        }
        draft.kind?;
        if draft.kind == Some(MentionKind::Adjective) && self.is_people(first, draft.end, end) {
            draft.kind = Some(MentionKind::Country);
        }
        draft.possessive = self.is_possessive(draft.end, end);
        Some(draft)
    }

    fn is_deputy(word: &str) -> bool {
        ["deputy", "vice"].iter().any(|deputy| word.eq_ignore_ascii_case(deputy))
    }

    pub(super) fn is_possessive(&self, at: usize, end: usize) -> bool {
        at < end && self.tokens[at].shape == Shape::Possessive
    }

    /// Whether an office or body stands at `at`, perhaps behind others.
    fn noun_at(&self, at: usize, end: usize) -> bool {
        let noun = |at: usize| {
            let classes = self.found[at].classes;
            classes.has_any(&[Class::Official, Class::Body, Class::Private, Class::Counterpart])
                && !classes.has(Class::Say)
        };
        (at..end)
            .take(WIDEST_GAP)
            .take_while(|&at| noun(at) || Self::is_gap(self.found[at], self.tokens[at]))
            .any(noun)
    }

    pub(super) fn noun_after_possessive(&self, at: usize, end: usize) -> bool {
        let mut at = at;
        while at < end
            && self.found[at].actor.is_some_and(|actor| self.lexicon.actor(actor).role == Role::Nationality)
        {
            at += 1;
        }
        self.noun_at(at, end)
    }

    /// A small word that may stand before a noun: no verb, preposition or other word of grammar.
    fn is_gap(found: Found, token: Token) -> bool {
        let known = found.classes;
        let adjective = known.is_empty()
            || known.has_any(&[Class::Praise, Class::Blame, Class::Ask, Class::Statement])
                && !known.has_any(&[Class::Say, Class::Judge, Class::Brief, Class::Event, Class::Modal]);
        matches!(token.shape, Shape::Small | Shape::Number | Shape::Capitalised | Shape::Capitals)
            && found.actor.is_none()
            && adjective
    }
}

impl Draft {
    pub(super) fn set(&mut self, kind: MentionKind, actor: Option<u32>, end: usize) {
        self.kind = Some(kind);
        self.actor = actor;
        self.end = end;
    }

    fn office_noun(&mut self, found: Found, office: u64, end: usize) {
        // "the ministry's man for the press" speaks for the ministry.
        let of_body = self.kind == Some(MentionKind::Body) && self.possessive && self.side.is_some();
        self.private = found.classes.has(Class::Private) && !found.classes.has(Class::Official) && !of_body;
        self.counterpart |= found.classes.has(Class::Counterpart);
        let body =
            found.classes.has(Class::Body) && !found.classes.has_any(&[Class::Official, Class::Private]);
        self.office = office;
        self.set(if body { MentionKind::Body } else { MentionKind::Office }, None, end);
    }
}
