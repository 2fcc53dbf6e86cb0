//! Full stops that belong to an abbreviation and not to the end of a sentence.
//!
//! The lists are sorted and in lower case. They follow what newspapers and their style guides shorten.

use std::sync::LazyLock;

use crate::article::word_lists::WordLists;

/// Before a name, with a capital: never the end of a sentence.
#[rustfmt::skip]
const TITLES: [&str; 55] = [
    "adm", "ald", "amb", "asst", "atty", "brig", "capt", "cdr", "cllr", "cmdr", "col", "comdr", "cpl", "cpt",
    "det", "dr", "drs", "ens", "fr", "ft", "gen", "gov", "govs", "hon", "insp", "lt", "maj", "messrs", "mgr",
    "mlle", "mm", "mme", "mr", "mrs", "ms", "msgr", "mt", "mx", "pfc", "pres", "prof", "profs", "pte", "pvt",
    "rep", "reps", "rev", "sen", "sens", "sgt", "sra", "st", "ste", "supt", "treas",
];

/// Before a number: the end of a sentence unless one follows.
#[rustfmt::skip]
const BEFORE_NUMBERS: [&str; 39] = [
    "apr", "art", "arts", "aug", "bk", "ch", "chap", "dec", "eq", "eqs", "feb", "fig", "figs", "jan", "jul",
    "jun", "mar", "no", "nos", "nov", "nr", "oct", "op", "p", "par", "para", "pg", "pl", "pop", "pp", "pt",
    "ref", "sec", "sect", "sep", "sept", "tel", "vol", "vols",
];

/// In the middle of things: never the end of a sentence.
const INNER: [&str; 13] =
    ["approx", "ca", "cf", "e.g", "eg", "esp", "i.e", "ie", "incl", "resp", "viz", "vs", "vv"];

/// May end a sentence, but only if what follows begins one for certain.
#[rustfmt::skip]
const ENDINGS: [&str; 33] = [
    "al", "assn", "ave", "bldg", "blvd", "bros", "co", "corp", "cos", "dept", "dist", "div", "ed", "eds",
    "esq", "est", "etc", "ext", "gmbh", "inc", "int", "intl", "jr", "ltd", "mfg", "min", "natl", "plc", "rd",
    "sr", "st", "univ", "v",
];

/// The same, with a capital only: states and provinces as newspapers shorten them.
#[rustfmt::skip]
const STATES: [&str; 41] = [
    "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "kans", "ky", "la",
    "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "pa",
    "penn", "que", "sask", "tenn", "tex", "va", "vt", "wash", "wis", "wisc", "wy", "wyo", "yuk",
];

/// Words that, capitalised after a full stop, all but always begin a sentence.
#[rustfmt::skip]
const STARTERS: [&str; 120] = [
    "a", "about", "according", "after", "again", "all", "also", "although", "among", "an", "and", "another",
    "any", "are", "as", "asked", "at", "because", "before", "besides", "between", "both", "but", "by", "despite",
    "did", "does", "during", "each", "earlier", "either", "even", "every", "everyone", "few", "finally", "for",
    "from", "furthermore", "had", "has", "have", "he", "hence", "her", "here", "his", "how", "however", "i", "if",
    "in", "indeed", "instead", "is", "it", "its", "just", "last", "later", "many", "maybe", "meanwhile",
    "moreover", "most", "my", "neither", "nevertheless", "no", "not", "nothing", "now", "on", "once", "one",
    "only", "our", "perhaps", "several", "she", "since", "so", "some", "such", "that", "the", "their", "then",
    "there", "therefore", "these", "they", "this", "those", "though", "through", "thus", "to", "today",
    "tomorrow", "under", "unlike", "until", "was", "we", "were", "what", "when", "where", "whether", "which",
    "while", "who", "why", "with", "without", "yes", "yesterday", "yet", "you",
];

/// What goes on after `5 p.m.`: days, months and time zones.
#[rustfmt::skip]
const TIMES: [&str; 37] = [
    "april", "august", "bst", "cdt", "cest", "cet", "cst", "december", "edt", "eest", "eet", "est", "et",
    "february", "friday", "gmt", "ist", "january", "jst", "july", "june", "march", "may", "monday", "msk",
    "november", "october", "pdt", "pst", "saturday", "september", "sunday", "thursday", "tuesday", "utc",
    "wednesday", "zulu",
];

/// The longest abbreviation looked for, in bytes; it bounds the work at each stop.
const LONGEST: usize = 24;

/// The longest abbreviation of the lists, those with dots inside aside.
const LONGEST_LISTED: usize = 6;

#[derive(Clone, Copy)]
enum List {
    Title,
    BeforeNumber,
    Inner,
    Ending,
    State,
    Starter,
    Time,
}

static LISTS: LazyLock<WordLists> = LazyLock::new(|| {
    let lists: [(List, &[&str]); 7] = [
        (List::Title, &TITLES),
        (List::BeforeNumber, &BEFORE_NUMBERS),
        (List::Inner, &INNER),
        (List::Ending, &ENDINGS),
        (List::State, &STATES),
        (List::Starter, &STARTERS),
        (List::Time, &TIMES),
    ];
    WordLists::of(lists.map(|(list, words)| (list as u8, words)))
});

/// Whether a list holds a word, in any case. Constant time.
fn is_in(list: List, word: &str) -> bool {
    LISTS.find_folded(word) >> list as u8 & 1 == 1
}

/// Whether the stop at the end of `sentence` belongs to an abbreviation; `next` is the text behind
/// the stop and its white space. Constant time.
pub(super) fn is_abbreviation(sentence: &str, next: &str) -> bool {
    let before = last_word(sentence);
    // Most words are longer than all of the lists, whose longest have six letters.
    if before.len() > LONGEST_LISTED && before.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return false;
    }
    let lists = LISTS.find_folded(before);
    let listed = |list: List| lists >> list as u8 & 1 == 1;
    let capital = before.starts_with(char::is_uppercase);
    if listed(List::Inner) || capital && listed(List::Title) {
        return true;
    }
    let (dotted, last) = before.rsplit_once('.').map_or((false, before), |(_, last)| (true, last));
    let mut lower = last.chars().flat_map(char::to_lowercase);
    let letter = lower.next().is_some_and(char::is_alphabetic) && lower.next().is_none();
    let number = next.starts_with(char::is_numeric);
    // "N°. 5" has no letter right before the stop; "P. Martin" is no page.
    if listed(List::BeforeNumber) && !(letter && capital) || sentence.ends_with(['°', '№']) {
        return number;
    }
    if ["a.m", "p.m"].iter().any(|time| before.eq_ignore_ascii_case(time)) {
        return same_time(sentence, next);
    }
    if before == "I" && !follows_capital(sentence) {
        return false;
    }
    // "c. 1900", "v. 2"
    if letter && !dotted && number {
        return true;
    }
    let short = letter && (capital || dotted) || listed(List::Ending) || capital && listed(List::State);
    short && !begins_sentence(next)
}

/// Whether a capitalised word is a title that stands before a name: `Mr` without its stop.
pub(super) fn is_title(word: &str) -> bool {
    is_in(List::Title, word)
}

/// Whether a word all but always begins a sentence when it has a capital.
pub(super) fn is_starter(word: &str) -> bool {
    word.len() <= LONGEST && is_in(List::Starter, word)
}

/// `The ...` begins a sentence for certain; `A. Ivanov`, `No. 5` and `(the ...` do not.
fn begins_sentence(next: &str) -> bool {
    let word = first_word(next);
    let behind = next.find(word).map_or("", |at| &next[at + word.len()..]);
    !next.starts_with(['(', '[']) && is_starter(word) && !behind.starts_with('.')
}

/// Whether `next` goes on with a time of day: `5 p.m. Monday`, `5 p.m. Moscow time`. An opening
/// `At 5 p.m.` is no sentence by itself.
fn same_time(sentence: &str, next: &str) -> bool {
    let word = first_word(next);
    let zone = next.split_whitespace().take(3).skip(1).any(|word| {
        let word = word.trim_end_matches(['.', ',', ';']);
        word.eq_ignore_ascii_case("time")
    });
    let opening = sentence.split_whitespace().take(4).count() <= 3;
    opening || zone || word.starts_with(char::is_numeric) || is_in(List::Time, word)
}

/// Whether the word before the last one has a capital: `Albert I. Ivanov`, not `you and I. Did`.
fn follows_capital(sentence: &str) -> bool {
    let tail = tail(sentence);
    tail.split_whitespace().rev().nth(1).is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// The word, dots inside it included, at the end of a sentence.
pub(super) fn last_word(sentence: &str) -> &str {
    let tail = tail(sentence);
    let inside = |c: char| c.is_alphanumeric() || c == '.';
    &tail[tail.trim_end_matches(inside).len()..]
}

/// The first word of what follows, marks before it aside; empty if it is far.
pub(super) fn first_word(next: &str) -> &str {
    let near = next.char_indices().take(LONGEST).find(|(_, c)| c.is_alphanumeric());
    let Some((start, _)) = near else { return "" };
    let word = &next[start..];
    &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())]
}

/// The last few bytes of a text, cut at a character.
fn tail(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST))..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(TITLES.is_sorted() && BEFORE_NUMBERS.is_sorted() && INNER.is_sorted() && ENDINGS.is_sorted());
        assert!(STATES.is_sorted() && STARTERS.is_sorted() && TIMES.is_sorted());
        let listed = TITLES.iter().chain(&BEFORE_NUMBERS).chain(&INNER).chain(&ENDINGS).chain(&STATES);
        assert_eq!(listed.map(|word| word.len()).max(), Some(LONGEST_LISTED));
    }
}
