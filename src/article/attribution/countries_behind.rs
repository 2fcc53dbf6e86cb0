//! What stands behind an office: "of Russia", "for the foreign ministry", "to the UN".

use super::lexicon::{Class, Role};
use super::mentions::{Draft, Known, MentionKind, Words};

impl Words<'_> {
    /// A person whose name ends at `at`; "of Ruritania" behind it tells the side, if nothing has.
    pub(super) fn set_person(&self, draft: &mut Draft, actor: Option<u32>, at: usize, end: usize) {
        draft.set(MentionKind::Person, actor, at);
        let of = at + 1 < end && &self.text[self.tokens[at].span()] == "of";
        let Some(found) = self.found.get(at + 1).filter(|_| of && draft.side.is_none()) else { return };
        let country =
            found.actor.map(|actor| self.lexicon.actor(actor)).filter(|actor| actor.role == Role::Country);
        if let Some(country) = country {
            (draft.side, draft.described) = (Some(country.side), true);
            draft.end = at + 1 + usize::from(found.n_tokens);
        }
    }

    /// Reads "of Russia", "for the French foreign ministry", "to the UN" behind an office.
    pub(super) fn country_behind(&self, draft: &mut Draft, at: usize, end: usize, known: Known<'_>) -> usize {
        let Some(preposition) = self.tokens.get(at).filter(|token| at + 1 < end && token.is_word()) else {
            return at;
        };
        let written = &self.text[preposition.span()];
        let mut leads = ["of", "for", "to", "at", "in", "from", "with"].into_iter();
        let Some(word) = leads.find(|word| written.eq_ignore_ascii_case(word)) else { return at };
        let mut inner = at + 1;
        while inner < end && self.found[inner].classes.has(Class::Determiner) {
            inner += 1;
        }
        if inner >= end {
            return at;
        }
        let Some(mut target) = self.draft(inner, end, known) else { return at };
        // "an aide to Macron", with what the article has said about him.
        let person = target.kind == Some(MentionKind::Person) && word != "in" && word != "at";
        if let Some(name) = target.name.take().filter(|_| person) {
            target.side =
                target.side.or(known(self.tokens[name.end - 1].hash).and_then(|person| person.side));
        }
        let names_country = matches!(
            target.kind,
            Some(MentionKind::Country | MentionKind::Body | MentionKind::Media | MentionKind::Office)
        );
        if !(names_country || person && target.side.is_some()) {
            return at;
        }
        if target.possessive {
            // "the chairman of the Bundestag's foreign committee": the holder tells the side.
            if !self.noun_after_possessive(target.end + 1, end) {
                return at;
            }
            draft.side = draft.side.or(target.side);
            draft.described |= target.described;
            let noun = (target.end + 1..end)
                .find(|&at| self.found[at].classes.has_any(&[Class::Official, Class::Body, Class::Private]));
            draft.end = noun.map_or(target.end, |noun| noun + usize::from(self.found[noun].n_tokens.max(1)));
            return draft.end;
        }
        // An ambassador to France, or in Paris, is not France's.
        let seat = word == "in" && draft.kind == Some(MentionKind::Body);
        // "a source in the ministry", "officials in Paris", but not "an ambassador in Paris"
        let of_place = ["source", "sources", "official", "officials"];
        let inside = word == "in"
            && (target.kind == Some(MentionKind::Body)
                || of_place.contains(&&self.text[self.tokens[at - 1].span()]));
        // "an adviser to the president", but not "an ambassador to France"
        let aide = word == "to" && target.kind == Some(MentionKind::Office);
        if person || seat || inside || aide || word != "to" && word != "in" {
            draft.side = draft.side.or(target.side);
            draft.described |= target.described;
            // "the head of a French bank" is no French official.
            let of_private = word == "of" && target.side.is_some();
            draft.private |= target.private && (of_private || target.kind == Some(MentionKind::Media));
        }
        draft.end = target.end;
        target.end
    }
}
