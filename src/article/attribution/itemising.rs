//! The tokens of a sentence as items: mentions, quotations, words and marks; on the way, who is introduced to whom.

use super::clauses::{Form, Item, ItemKind};
use super::forms::form;
use super::lexicon::{Class, Classes};
use super::mentions::{Mention, MentionKind, Words};
use super::people::People;
use super::quotations::Piece;
use super::shown::{Quote, Read};
use super::words::Shape;

/// Verbs and nouns of motion: what "to" and "from" lead to behind them is a place.
#[rustfmt::skip]
const MOTIONS: [&str; 16] = [
    "flew", "fly", "flown", "flying", "went", "gone", "travelled", "traveled", "came", "returned", "trip", "visit",
    "flight", "journey", "moved", "train",
];

/// Words of "for the protection of children" behind an office.
const LONGEST_FIELD: usize = 7;

/// Turns the tokens of a sentence into items.
pub(super) struct Itemiser<'a, 'b> {
    pub words: Words<'a>,
    /// The pieces of quotations in the sentence, with the number of the first.
    pub pieces: (usize, &'b [Piece]),
    pub items: &'b mut Vec<Item>,
    pub mentions: &'b mut Vec<Mention>,
    pub read: &'b mut Read,
}

impl Itemiser<'_, '_> {
    pub fn run(&mut self, people: &mut People<'_>) {
        let tokens = self.words.tokens;
        let (mut at, mut outside, mut inside, mut passed) = (0, 0usize, 0usize, 0);
        let mut pending: Option<Named> = None;
        while at < tokens.len() {
            let start = tokens[at].start as usize;
            passed += self.pieces.1[passed..].iter().take_while(|piece| piece.span.end <= start).count();
            let piece = self.pieces.1.get(passed).filter(|piece| piece.span.start <= start).map(|_| passed);
            let until = match piece {
                Some(piece) => Some(self.pieces.1[piece].span.end),
                None => self.pieces.1.get(passed).map(|next| next.span.start),
            };
            let before = |until| tokens[at..].partition_point(|token| (token.start as usize) < until);
            let end = until.map_or(tokens.len(), |until| at + before(until));
            if let Some(piece) = piece {
                self.quote(piece, at, end);
            }
            let length = tokens[at..end].iter().filter(|token| token.is_word()).count();
            *(if piece.is_some() { &mut inside } else { &mut outside }) += length;
            self.stretch(at, end, piece.is_some(), people, &mut pending);
            at = end;
        }
        self.read.quoted = inside as f32 / (inside + outside).max(1) as f32;
        self.learn_pronoun(people);
    }

    fn quote(&mut self, piece: usize, at: usize, end: usize) {
        let tokens = &self.words.tokens[at..end];
        let number = self.pieces.0 + piece;
        let n_words = tokens.iter().filter(|token| token.is_word()).count();
        self.read.quotes.push(Quote { piece: number, speaker: None, n_words });
        let (start, end) = (tokens[0].start, tokens[tokens.len() - 1].end);
        self.items.push(Item {
            kind: ItemKind::Quote(number),
            classes: Classes::default(),
            form: Form::Plain,
            start,
            end,
        });
    }

    /// Reads tokens that stand either all inside a quotation or all outside.
    fn stretch(
        &mut self,
        first: usize,
        end: usize,
        quoted: bool,
        people: &mut People<'_>,
        pending: &mut Option<Named>,
    ) {
        let mut at = first;
        // The classes of all that stands in it, and the marks of what is no mention.
        let (mut told, mut marked) = (Classes::default(), Classes::default());
        while at < end {
            let (token, found) = (&self.words.tokens[at], &self.words.found[at]);
            if token.is_word() && self.words.opens(at) {
                let known = |surname: u64| people.acquaintance(surname);
                if let Some((mut mention, after)) = self.words.mention(at, end, &known) {
                    let name_span = mention.name.clone().map(|name| {
                        self.words.tokens[name.start].start as usize
                            ..self.words.tokens[name.end - 1].end as usize
                    });
                    let n_known = people.entities.len();
                    people.resolve(&mut mention, self.words.text, name_span);
                    // Persons are not introduced by "in".
                    let new = people.entities.len() > n_known;
                    let place = |before: usize| self.stands_behind_place_word(before);
                    let town = new
                        && !mention.possessive
                        && at.checked_sub(1).is_some_and(place)
                        && people.stands_as_place(&mention);
                    self.abbreviation(&mention, after, people);
                    self.apposition(&mut mention, at, people, pending.as_ref());
                    let person = matches!(mention.kind, MentionKind::Person | MentionKind::Office)
                        && !mention.possessive;
                    let place = (!quoted).then_some(self.mentions.len());
                    match pending {
                        // "the consul in Riga, Anna Adler"
                        Some(office) if town && office.end + 1 == at => office.end = after,
                        _ => {
                            let (entity, mention) = (mention.entity, place);
                            *pending = person.then_some(Named { entity, mention, end: after });
                        }
                    }
                    if let Some(side) = people.side(&mention) {
                        self.read.names.push((mention.span.clone(), side));
                    }
                    told.join(found.classes);
                    if !quoted {
                        self.items.push(Item {
                            kind: ItemKind::Mention(self.mentions.len()),
                            classes: Classes::default(),
                            form: Form::Plain,
                            start: mention.span.start as u32,
                            end: mention.span.end as u32,
                        });
                        self.mentions.push(mention);
                    }
                    at = after.max(at + 1);
                    continue;
                }
            }
            let after = at + usize::from(found.n_tokens.max(1)).min(end - at);
            let marks = if at + usize::from(found.n_marked) <= end {
                found.marks
            } else {
                self.words.lexicon.find(&self.words.tokens[..end], at, Classes::ALL).classes
            };
            marked.join(marks);
            told.join(found.classes);
            if !quoted {
                let last = self.words.tokens[after - 1];
                let kind = match token.shape {
                    Shape::Mark(mark) => ItemKind::Mark(mark),
                    Shape::Possessive => ItemKind::Mark(b'\''),
                    _ => ItemKind::Word,
                };
                let word = &self.words.text.as_bytes()[token.span()];
                self.items.push(Item {
                    kind,
                    classes: found.classes,
                    form: form(word),
                    start: token.start,
                    end: last.end,
                });
            }
            at = after;
        }
        self.read.judges |= !quoted && marked.has_any(&[Class::Must, Class::Blame, Class::Deny]);
        self.read.first_person |= told.has(Class::FirstPerson);
        self.read.we |= !quoted && told.has(Class::FirstPerson);
        self.read.second_person |= told.has(Class::You);
    }

    /// "the Ministry of Defence (MoD)": what it is called from here on.
    fn abbreviation(&self, mention: &Mention, at: usize, people: &mut People<'_>) {
        let named =
            matches!(mention.kind, MentionKind::Body | MentionKind::Office) && people.side(mention).is_some();
        let Some(entity) = mention.entity.filter(|_| named) else { return };
        // "the Ministry of Agriculture (MoA)"
        let behind = self.words.tokens.get(at..).unwrap_or_default();
        let field = behind.iter().take(LONGEST_FIELD).take_while(|token| token.is_word()).count();
        let Some([open, short, rest @ ..]) = behind.get(field..) else { return };
        let closes = rest.iter().take(2).any(|token| token.is_mark(b')'));
        let capitals = self.words.text[short.span()].bytes().filter(u8::is_ascii_uppercase).count();
        if open.is_mark(b'(') && closes && capitals > 1 {
            people.abbreviate(short.hash, entity);
        }
    }

    /// "in Riga", "flew to Riga"
    fn stands_behind_place_word(&self, at: usize) -> bool {
        let word = |at: usize| &self.words.text[self.words.tokens[at].span()];
        ["in", "In", "at", "At", "near", "into"].contains(&word(at))
            || at > 0 && ["to", "from"].contains(&word(at)) && MOTIONS.contains(&word(at - 1))
    }

    /// A sentence with one person and one pronoun behind it: "Adler regretted that she had to leave".
    fn learn_pronoun(&self, people: &mut People<'_>) {
        let mentions = &*self.mentions;
        let mut persons = mentions.iter().filter_map(|mention| {
            let person = matches!(mention.kind, MentionKind::Person | MentionKind::Office);
            Some((mention.entity.filter(|_| person)?, mention.span.end))
        });
        let Some((entity, end)) =
            persons.next().filter(|(entity, _)| persons.all(|(other, _)| other == *entity))
        else {
            return;
        };
        let pronouns = || {
            mentions.iter().filter(|mention| mention.kind == MentionKind::Pronoun && mention.span.start > end)
        };
        let is_she = |mention: &Mention| self.words.text[mention.span.clone()].eq_ignore_ascii_case("she");
        let shes = pronouns().filter(|mention| is_she(mention)).count();
        if shes > 0 && shes == pronouns().count() {
            people.learn(entity, true);
        } else if shes == 0 && pronouns().next().is_some() {
            people.learn(entity, false);
        }
    }

    /// "for the family", "in charge of trade": what stands between an office and the name of its holder.
    fn is_field(&self, first: usize, end: usize) -> bool {
        let opens = ["for", "of", "in", "at", "to"];
        let finite = [Class::Say, Class::Judge, Class::Be, Class::Have, Class::Modal];
        first < end
            && end - first <= LONGEST_FIELD
            && opens.contains(&&self.words.text[self.words.tokens[first].span()])
            && (first..end)
                .all(|at| self.words.tokens[at].is_word() && !self.words.found[at].classes.has_any(&finite))
    }

    /// "Belov, the Russian minister" and "the Russian minister, Belov": one and the same.
    fn apposition(
        &mut self,
        mention: &mut Mention,
        at: usize,
        people: &mut People<'_>,
        before: Option<&Named>,
    ) {
        let Some(before) = before.filter(|_| !mention.plural) else { return };
        let determined =
            at > 0 && self.words.found[at - 1].classes.has_any(&[Class::Determiner, Class::Possessor]);
        let Some(comma) = at.checked_sub(if determined { 2 } else { 1 }) else { return };
        let apart = before.end != comma && !self.is_field(before.end, comma);
        if apart || !self.words.tokens[comma].is_mark(b',') {
            return;
        }
        match (mention.kind, before.entity, mention.entity) {
            (MentionKind::Office, Some(name), _) => {
                people.unite(name, mention);
                mention.entity = Some(name);
            }
            (MentionKind::Person, office, Some(name)) if mention.office == 0 => {
                let earlier = before.mention.map(|number| &mut self.mentions[number]);
                if let Some(earlier) =
                    earlier.filter(|earlier| earlier.kind == MentionKind::Office && !earlier.plural)
                {
                    let side =
                        office.and_then(|office| people.entities[office as usize].side).or(earlier.side);
                    people.unite(name, &Mention { side, ..earlier.clone() });
                    earlier.entity = Some(name);
                }
            }
            _ => {}
        }
    }
}

/// The person named last in a sentence, and the token behind.
struct Named {
    entity: Option<u32>,
    /// The number of the mention, if it stands outside quotations.
    mention: Option<usize>,
    end: usize,
}
