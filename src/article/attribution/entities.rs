//! Somebody or something that an article names, and what is known of it.

use std::sync::Arc;

use super::lexicon::Side;
use super::offices::Title;

/// Somebody or something that an article names, whatever it calls them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(super) struct Entity {
    pub side: Option<Side>,
    /// The name to show: of the table, else the longest in the article.
    pub name: Arc<str>,
    pub is_person: bool,
    pub private: bool,
    /// A name that nobody knows and that stood behind "in" or "at".
    pub is_place: bool,
    /// A name that nobody knows and that looks like that of a thing: "the Peace Games".
    pub is_thing: bool,
    /// Where the article names it first, as a byte.
    pub since: usize,
    /// The table knows it.
    pub is_actor: bool,
    /// Groups of the offices that it was called by.
    pub offices: Vec<u64>,
    /// The offices in full.
    pub titles: Vec<Title>,
    pub female: Option<bool>,
    /// The side that the name is common on.
    pub given: Option<Side>,
    /// Named with a country or nationality when first named: foreign to the document.
    pub described: bool,
}

impl Entity {
    pub fn hold(&mut self, office: u64, title: Title) {
        if !self.offices.contains(&office) {
            self.offices.push(office);
        }
        if !self.titles.contains(&title) {
            self.titles.push(title);
        }
    }

    pub fn nobody() -> Self {
        Self {
            side: None,
            name: Arc::default(),
            is_person: false,
            private: false,
            is_place: false,
            is_thing: false,
            since: 0,
            is_actor: false,
            offices: Vec::new(),
            titles: Vec::new(),
            female: None,
            given: None,
            described: false,
        }
    }
}

/// What names of events, buildings and the like end in.
const THINGS: [&str; 28] = [
    "games",
    "cup",
    "tower",
    "street",
    "square",
    "bridge",
    "park",
    "palace",
    "forum",
    "festival",
    "museum",
    "lane",
    "treaty",
    "convention",
    "code",
    "act",
    "prize",
    "airport",
    "hotel",
    "cathedral",
    "theatre",
    "opera",
    "hall",
    "sea",
    "river",
    "agreement",
    "protocol",
    "format",
];

/// Whether a name looks like that of a thing: "Peace Games".
pub(super) fn is_thing(name: &str) -> bool {
    let last = name.rsplit([' ', '\u{a0}']).next().unwrap_or(name);
    THINGS.iter().any(|thing| last.eq_ignore_ascii_case(thing))
}
