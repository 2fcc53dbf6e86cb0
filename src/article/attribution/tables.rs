//! The tables of actors and cues, read from CSV and compiled into a [`Lexicon`].

use std::collections::BTreeMap;

use serde::Deserialize;

use super::grammar;
use super::lexicon::{CLASS_BITS, Class, Classes, Filter, Lexicon, MAX_ACTORS, Role, Side, THIRD};
use super::phrases::{next_key, slot};
use super::words::{tokenise, word_hash};
use crate::error::{Error, ErrorKind, Result};

/// The table of actors that is built into the program.
pub(crate) const ACTORS: &str = include_str!("../../../data/actors.csv");
/// The table of cue words that is built into the program.
pub(crate) const CUES: &str = include_str!("../../../data/cues.csv");

/// A row of a table of actors, as it is written; [`Lexicon::new`] says what the columns hold.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ActorRow {
    pub actor: String,
    pub side: String,
    pub role: String,
    pub names: String,
}

#[derive(Deserialize)]
struct CueRow {
    class: String,
    word: String,
    forms: String,
}

/// A phrase while the tables are read.
#[derive(Default)]
struct Node {
    classes: Classes,
    actor: Option<u32>,
    goes_on: bool,
}

/// The tables while they are read.
#[derive(Default)]
struct Tables {
    nodes: BTreeMap<u64, Node>,
    /// The keys of the nodes in order of discovery.
    keys: Vec<u64>,
    sides: Vec<String>,
    kinds: Vec<u8>,
    offices: Vec<u64>,
    names: String,
    name_offsets: Vec<u32>,
}

impl Lexicon {
    /// The tables that are built into the program.
    ///
    /// # Errors
    /// None, if the program was built from tables that its tests accept.
    pub fn builtin() -> Result<Self> {
        Self::new(&[("the built-in table of actors", ACTORS)])
    }

    /// Tables of actors, each with its name, and the built-in cues. The columns of a table of actors:
    ///
    /// | column | holds |
    /// |---|---|
    /// | `actor` | the name to show |
    /// | `side` | the side that it speaks for; `third` for none of the parties |
    /// | `role` | `country`, `capital`, `organisation`, `nationality`, `body`, `media`, `company`, `party`, `region`, `given name`, `surname ending` (`-ov`), or a person's office |
    /// | `names` | what the news calls it, parted by `\|`: case as written, whole words |
    ///
    /// If several rows have a name, the first whose side is not `third` has it.
    ///
    /// # Errors
    /// [`ErrorKind::Table`] with line and column.
    pub fn new(actors: &[(&str, &str)]) -> Result<Self> {
        let mut tables = Tables { name_offsets: vec![0], ..Tables::default() };
        for &(class, phrases) in grammar::WORDS {
            phrases.split('|').for_each(|phrase| tables.add_phrase(phrase, class));
        }
        tables.read_cues(CUES, "the built-in table of cues")?;
        for (name, table) in actors {
            for (line, row) in rows::<ActorRow>(table, name)? {
                tables.add_actor(&row).map_err(|error| error.in_file(name).at_line(line))?;
            }
        }
        Ok(tables.compiled())
    }
}

impl Tables {
    fn read_cues(&mut self, cues: &str, name: &str) -> Result<()> {
        for (line, row) in rows::<CueRow>(cues, name)? {
            let Some(&(_, class)) = Class::CUES.iter().find(|(name, _)| *name == row.class) else {
                let known: Vec<&str> = Class::CUES.iter().map(|(name, _)| *name).collect();
                let message = format!("'{}' is no class of cues; there are {}", row.class, known.join(", "));
                return Err(bad(message, "class").in_file(name).at_line(line));
            };
            row.forms.split('|').for_each(|form| self.add_phrase(form, class));
            if matches!(class, Class::Say | Class::Judge | Class::Brief) {
                self.add_phrase(&row.word, Class::Base);
            }
        }
        Ok(())
    }

    fn add_actor(&mut self, row: &ActorRow) -> Result<()> {
        if row.side.trim().is_empty() {
            return Err(bad("the cell is empty; name the actor's side, 'third' for no party", "side"));
        }
        if row.names.trim().is_empty() {
            return Err(bad(
                "the cell is empty; give the names as the news writes them, parted by |",
                "names",
            ));
        }
        let side = self.sides.iter().position(|side| *side == row.side).unwrap_or_else(|| {
            self.sides.push(row.side.clone());
            self.sides.len() - 1
        });
        let Ok(side) = Side::try_from(side) else {
            return Err(bad("there are more than 256 sides; a side is a party to the conflict", "side"));
        };
        if row.role.is_empty() {
            return Err(bad(
                "the cell is empty; write country, nationality, body, media or an office",
                "role",
            ));
        }
        let role = Role::of(&row.role);
        let number = self.offices.len() as u32;
        if self.offices.len() == MAX_ACTORS {
            return Err(bad("there are more than 65,534 actors; leave out who never speaks", "actor"));
        }
        let office = row.role.to_lowercase();
        let office = office.rsplit(' ').next().filter(|_| role == Role::Person);
        self.offices.push(office.map_or(0, |word| word_hash(word, &mut String::new())));
        self.kinds.extend([side, role as u8]);
        self.names.push_str(&row.actor);
        self.name_offsets.push(self.names.len() as u32);
        for name in row.names.split('|') {
            let held = self.node(name).actor;
            if held.is_none_or(|held| self.is_third(held) && !self.is_third(number)) {
                self.node(name).actor = Some(number);
            }
        }
        Ok(())
    }

    fn is_third(&self, actor: u32) -> bool {
        self.sides[usize::from(self.kinds[2 * actor as usize])] == THIRD
    }

    fn add_phrase(&mut self, phrase: &str, class: Class) {
        self.node(phrase).classes.add(class);
    }

    /// The node of a phrase; those on the way to it are told that they go on.
    fn node(&mut self, phrase: &str) -> &mut Node {
        let mut tokens = Vec::new();
        tokenise(phrase.trim(), 0, &mut tokens);
        let mut key = 0;
        for token in &tokens {
            if let Some(node) = self.nodes.get_mut(&key) {
                node.goes_on = true;
            }
            key = next_key(key, token.hash);
            if !self.nodes.contains_key(&key) {
                self.keys.push(key);
                self.nodes.insert(key, Node::default());
            }
        }
        self.nodes.entry(key).or_default()
    }

    /// The open-addressed table, at a load of 4/5.
    fn compiled(self) -> Lexicon {
        let capacity = self.keys.len() + self.keys.len() / 4 + 1;
        let (mut keys, mut values) = (vec![0u64; capacity], vec![0u64; capacity]);
        for key in self.keys {
            let node = &self.nodes[&key];
            let mut at = slot(key, capacity);
            while keys[at] != 0 {
                at = (at + 1) % capacity;
            }
            let actor = node.actor.map_or(0, |actor| u64::from(actor) + 1);
            keys[at] = key;
            values[at] = node.classes.0 | actor << CLASS_BITS | u64::from(node.goes_on) << 63;
        }
        Lexicon {
            sides: self.sides,
            filter: Filter::of(&keys),
            keys: keys.into(),
            values: values.into(),
            kinds: self.kinds.into(),
            offices: self.offices.into(),
            names: self.names.into_bytes().into(),
            name_offsets: self.name_offsets.into(),
        }
    }
}

/// The rows of tables of actors, each with its name, in order.
pub(crate) fn actor_rows(tables: &[(&str, &str)]) -> Result<Vec<ActorRow>> {
    let mut all = Vec::new();
    for (name, table) in tables {
        all.extend(rows::<ActorRow>(table, name)?.into_iter().map(|(_, row)| row));
    }
    Ok(all)
}

/// The rows of a table with the lines they stand on.
fn rows<T: for<'de> Deserialize<'de>>(table: &str, name: &str) -> Result<Vec<(u64, T)>> {
    let malformed = |error: csv::Error| {
        let message = format!("{error}; the columns must be there, and every row must have them");
        Error::new(ErrorKind::Table, message).in_file(name)
    };
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().map_err(malformed)?.clone();
    let read = |record: csv::Result<csv::StringRecord>| {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        Ok((line, record.deserialize(Some(&header))?))
    };
    reader.records().map(|record| read(record).map_err(malformed)).collect()
}

fn bad(message: impl Into<String>, column: &str) -> Error {
    Error::new(ErrorKind::Table, message).in_column(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_cues_are_refused_with_their_place() {
        let refused = |table: &str| {
            let error = Tables::default().read_cues(table, "cues.csv").expect_err(table);
            assert_eq!(error.kind(), ErrorKind::Table);
            error.to_string()
        };
        let unknown = refused("class,word,forms\nsay,say,say|says\nsing,sing,sing|sings\n");
        assert!(unknown.starts_with("cues.csv, line 3, column 'class': 'sing' is no class"), "{unknown}");
        let missing = refused("class,word\nsay,say\n");
        assert!(missing.starts_with("cues.csv") && missing.contains("forms"), "{missing}");
        let short = refused("class,word,forms\nsay,say\n");
        assert!(short.starts_with("cues.csv") && short.contains("line: 2"), "{short}");
    }
}
