//! Texts with the actors of two sides exchanged, or without their names.

use std::collections::BTreeMap;

use super::text::{Phrases, Words};
use crate::article::{ACTORS, ActorRow, Role, THIRD, actor_rows};
use crate::error::{Error, ErrorKind, Result};

/// What stands in place of a name that is masked.
const MASK: &str = "Someone";

/// The names of two sides and, for each, a name of the other side: of an actor of the same role, if there is one.
#[derive(Clone, Debug)]
pub struct Swap {
    sides: [String; 2],
    names: Phrases<String>,
}

/// An actor of one of the two sides.
struct Actor<'a> {
    side: usize,
    /// The role in the last row that the actor has.
    role: &'a str,
    names: Vec<&'a str>,
}

impl Swap {
    /// From tables of actors, each with its name; the built-in one if there is none. Actors of a role are
    /// paired in the order of the tables, over again where one side has fewer.
    ///
    /// ```
    /// use standpoint::evaluation::audit::Swap;
    /// let table = "actor,side,role,names
    /// North,north,country,North
    /// Ann Aldis,north,minister,Ann Aldis|Aldis
    /// South,south,country,South
    /// Ben Brask,south,minister,Ben Brask|Brask
    /// ";
    /// let swap = Swap::new(&[("actors.csv", table)])?;
    /// assert_eq!(swap.swapped("Aldis, North's minister, met Ben Brask."), "Brask, South's minister, met Ann Aldis.");
    /// # Ok::<(), standpoint::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Table`] if a table is malformed, or if there are not two sides.
    pub fn new(tables: &[(&str, &str)]) -> Result<Self> {
        let built_in = [("the built-in table of actors", ACTORS)];
        let rows = actor_rows(if tables.is_empty() { &built_in } else { tables })?;
        let sides = two_sides(&rows)?;
        let actors = actors(&rows, &sides);
        let mut names: Phrases<String> = Phrases::default();
        for (number, actor) in actors.iter().enumerate() {
            let counterpart = counterpart(&actors, number);
            for (place, name) in actor.names.iter().enumerate() {
                if let Some(other) = names.entry(name).filter(|other| other.is_empty()) {
                    like(name, place, &counterpart.names).clone_into(other);
                }
            }
        }
        Ok(Self { sides, names })
    }

    /// The two sides.
    pub fn sides(&self) -> &[String; 2] {
        &self.sides
    }

    /// The text with each name of one side replaced by one of the other. Linear time.
    pub fn swapped(&self, text: &str) -> String {
        self.replaced(text, |name| name)
    }

    /// The text with each name of the two sides replaced by one word that tells nothing.
    pub fn masked(&self, text: &str) -> String {
        self.replaced(text, |_| MASK)
    }

    fn replaced<'a>(&'a self, text: &str, replacement: impl Fn(&'a str) -> &'a str) -> String {
        let words = Words::new(text);
        let mut replaced = String::with_capacity(text.len());
        let (mut at, mut copied) = (0, 0);
        while at < words.len() {
            // As in the tables: a name has a capital.
            let name = self
                .names
                .at(&words, at)
                .find(|&(n, _)| text[words.source(at, n)].contains(char::is_uppercase));
            let Some((n, other)) = name else {
                at += 1;
                continue;
            };
            let span = words.source(at, n);
            replaced.push_str(&text[copied..span.start]);
            replaced.push_str(replacement(other));
            copied = span.end;
            at += n;
        }
        replaced + &text[copied..]
    }
}

fn two_sides(rows: &[ActorRow]) -> Result<[String; 2]> {
    let mut sides: Vec<&str> = Vec::new();
    for row in rows {
        if row.side != THIRD && !sides.contains(&row.side.as_str()) {
            sides.push(&row.side);
        }
    }
    match sides[..] {
        [first, second] => Ok([first.to_owned(), second.to_owned()]),
        _ => {
            let message = format!(
                "actors can be exchanged between two sides; the tables of actors have {} ({})",
                sides.len(),
                sides.join(", ")
            );
            Err(Error::new(ErrorKind::Table, message))
        }
    }
}

/// The actors of both sides in order of their first rows.
fn actors<'a>(rows: &'a [ActorRow], sides: &[String; 2]) -> Vec<Actor<'a>> {
    let mut actors: Vec<Actor> = Vec::new();
    let mut known = BTreeMap::new();
    for row in rows {
        let Some(side) = sides.iter().position(|side| *side == row.side) else { continue };
        // A country, its capital and its adjective may have one name to show.
        let office = Role::of(&row.role) == Role::Person;
        let key = (side, row.actor.as_str(), if office { "" } else { row.role.as_str() });
        let number = *known.entry(key).or_insert_with(|| {
            actors.push(Actor { side, role: &row.role, names: Vec::new() });
            actors.len() - 1
        });
        let actor: &mut Actor = &mut actors[number];
        actor.role = &row.role;
        for name in row.names.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            if !actor.names.contains(&name) {
                actor.names.push(name);
            }
        }
    }
    actors
}

/// An actor of the other side: of the same role, else of a role with the same last word ("minister"), else of
/// the same kind, else any.
fn counterpart<'a>(actors: &'a [Actor<'a>], number: usize) -> &'a Actor<'a> {
    let actor = &actors[number];
    let last_word = |role: &str| role.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let alike: [&dyn Fn(&Actor) -> bool; 4] = [
        &|other| other.role == actor.role,
        &|other| {
            Role::of(other.role) == Role::of(actor.role) && last_word(other.role) == last_word(actor.role)
        },
        &|other| Role::of(other.role) == Role::of(actor.role),
        &|_| true,
    ];
    let pool = alike.iter().map(|alike| {
        actors.iter().filter(|other| other.side != actor.side && alike(other)).collect::<Vec<_>>()
    });
    let pool = pool.into_iter().find(|pool| !pool.is_empty()).unwrap_or_default();
    let before =
        actors[..number].iter().filter(|other| other.side == actor.side && other.role == actor.role).count();
    pool.get(before % pool.len().max(1)).copied().unwrap_or(actor)
}

/// The name that is most like `name`, which is number `place` of its actor: of as many words, if there is one.
fn like<'a>(name: &str, place: usize, names: &[&'a str]) -> &'a str {
    let n_words = |name: &str| name.split_whitespace().count();
    let fits = |other: &&&str| n_words(other) == n_words(name);
    let same_place = names.get(place).filter(fits);
    same_place.or_else(|| names.iter().find(fits)).or(names.first()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_the_other_side_in_the_same_role() {
        let swap = Swap::new(&[]).expect("the built-in table");
        assert_eq!(swap.sides(), &["russia", "france"]);
        for (text, swapped) in [
            ("Moscow’s envoy met the French minister.", "Paris’s envoy met the Russian minister."),
            ("The Kremlin and the Élysée agree.", "The Élysée and the Kremlin agree."),
            ("They flew to Berlin; nobody said moscow.", "They flew to Berlin; nobody said moscow."),
            ("", ""),
        ] {
            assert_eq!(swap.swapped(text), swapped);
        }
        // A surname becomes a surname.
        let people = swap.swapped("Vladimir Putin rang. Putin spoke.");
        let (full, surname) = people.split_once(" rang. ").expect("both sentences");
        assert_eq!(surname, format!("{} spoke.", full.rsplit(' ').next().expect("a name")));
        assert!(!people.contains("Putin") && full.contains(' '), "{people}");
        assert_eq!(swap.masked("Putin's spokesman, in Paris"), "Someone's spokesman, in Someone");
    }

    #[test]
    fn every_name_of_a_side_has_another_of_the_other() {
        let swap = Swap::new(&[]).expect("the built-in table");
        let rows = actor_rows(&[("actors", ACTORS)]).expect("rows");
        for row in rows.iter().filter(|row| row.side != THIRD) {
            for name in row.names.split('|').filter(|name| name.contains(char::is_uppercase)) {
                assert_ne!(swap.swapped(name), name, "{row:?}");
            }
        }
    }

    #[test]
    fn other_numbers_of_sides_are_refused() {
        let table = "actor,side,role,names\nA,a,country,A\nB,b,country,B\nC,c,country,C\n";
        let error = Swap::new(&[("t.csv", table)]).expect_err("three sides").to_string();
        assert!(error.contains("the tables of actors have 3 (a, b, c)"), "{error}");
    }
}
