//! Who is a "he" and who a "she": what titles, role nouns and surnames tell.

use std::borrow::Cow;

/// Titles and nouns of men.
const MEN: [&str; 8] =
    ["mr", "monsieur", "sir", "lord", "spokesman", "businessman", "frenchman", "serviceman"];

/// Titles of women; role nouns are known by their ending.
const WOMEN: [&str; 7] = ["mrs", "ms", "miss", "madame", "mme", "lady", "dame"];

/// Endings of surnames that Slavic languages give to men and to women.
const MALE_ENDINGS: [&str; 4] = ["ov", "ev", "sky", "skiy"];
const FEMALE_ENDINGS: [&str; 3] = ["ova", "eva", "skaya"];

/// Whether the words of a phrase tell that it means a woman, or a man.
pub(super) fn of_phrase<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<bool> {
    words.find_map(|word| {
        let is = |known: &&str| word.eq_ignore_ascii_case(known);
        if WOMEN.iter().any(is) || word.ends_with("woman") {
            Some(true)
        } else if MEN.iter().any(is) {
            Some(false)
        } else {
            None
        }
    })
}

/// Endings of given names of women, and names of men that end so.
const FEMALE_GIVEN: [&str; 6] = ["a", "ie", "ette", "elle", "ine", "ienne"];
#[rustfmt::skip]
const MALE_GIVEN: [&str; 19] = [
    "nikita", "ilya", "foma", "kuzma", "savva", "luka", "danila", "gavrila", "misha", "sasha", "kolya", "luca", "joshua",
    "mustafa", "étienne", "nicola", "antoine", "jamie", "charlie",
];

/// Whether a name is that of a woman, or of a man: by its last word, else, if there are more, by its first.
pub(super) fn of_name(name: &str) -> Option<bool> {
    let mut words = name.split([' ', '\u{a0}']);
    // "Gilles-Antoine" and "Anne-Lise" are what the first part is.
    let given = words.next()?.split('-').next()?;
    let surname = words.next_back()?;
    let female = || {
        let woman = ends(given, &FEMALE_GIVEN) && !MALE_GIVEN.contains(&&*given.to_lowercase());
        woman.then_some(true)
    };
    of_surname(surname).or_else(female)
}

/// Whether a surname is that of a woman, or of a man.
fn of_surname(surname: &str) -> Option<bool> {
    if ends(surname, &FEMALE_ENDINGS) {
        Some(true)
    } else if ends(surname, &MALE_ENDINGS) {
        Some(false)
    } else {
        None
    }
}

/// Whether a name has one of these endings, in any case.
fn ends(name: &str, endings: &[&str]) -> bool {
    let small = if name.is_ascii() { Cow::Borrowed(name) } else { name.to_lowercase().into() };
    let last = |length: usize| &small.as_bytes()[small.len().saturating_sub(length)..];
    endings.iter().any(|ending| last(ending.len()).eq_ignore_ascii_case(ending.as_bytes()))
}
