//! What a line says about itself, whatever stands around it.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2, memchr3, memrchr_iter, memrchr2};

use super::furniture::FAMILIES;
use super::look::{Ending, Look, tokens};
use super::phrases::PHRASES;
use super::rule::Rule;
use super::vocabulary::{List, Lists, is_in, lists, lists_folded};
use crate::article::bytes::each_place;

/// Words up to which a line may be a phrase of furniture, by how the phrase was found.
const LONGEST_WHOLE: usize = 8;
const LONGEST_START: usize = 22;
const LONGEST_HOLD: usize = 60;

/// Searches that most lines go through, without what they search for.
static READ: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("read"));
static PHOTO_BY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(" photo by "));

/// Words from which a line with a full stop is taken for a sentence before it is taken for a command.
const SENTENCE: usize = 8;

/// The rule that a line falls under by its own words, if it is furniture beyond doubt.
pub fn alone(look: &Look) -> Option<Rule> {
    if !look.text.contains(char::is_alphanumeric) {
        return Some(Rule::Separator);
    }
    if look.words > LONGEST_HOLD {
        return None;
    }
    if look.words <= LONGEST_START {
        let found = shaped(look);
        if found.is_some() {
            return found;
        }
    }
    phrase(look).or_else(|| is_caption(look).then_some(Rule::Caption))
}

/// A rule, the lists in one of which the first word of its lines stands, and what says that it holds.
type Shape = (Rule, Lists, fn(&Look) -> bool);

/// Furniture that shows by what kinds of words a line is made of.
fn shaped(look: &Look) -> Option<Rule> {
    const RULES: [Shape; 10] = [
        (Rule::ShareBar, IN_SHARE_BARS, |look| is_share_bar(look.text, look.key)),
        (Rule::ReadingTime, Lists::ANY, is_reading_time),
        (Rule::Date, IN_DATES, is_date),
        (Rule::Dateline, Lists::ANY, is_place_and_date),
        (Rule::Byline, Lists::of(&[List::Author]), is_byline),
        (Rule::Credits, Lists::ANY, is_initials),
        (Rule::Source, Lists::ANY, is_agencies),
        (Rule::Navigation, Lists::ANY, is_navigation),
        (Rule::Newsletter, Lists::of(&[List::Invitation]), is_newsletter),
        (Rule::Link, Lists::ANY, is_link),
    ];
    let first = tokens(look.key).next().map_or_else(Lists::default, lists);
    let opens = |wanted: Lists| wanted.is_any() || wanted.meets(first);
    RULES.iter().find(|(_, wanted, holds)| opens(*wanted) && holds(look)).map(|(rule, ..)| *rule)
}

/// The first family of which the line holds a phrase in its place.
fn phrase(look: &Look) -> Option<Rule> {
    let (key, core) = (look.key.as_bytes(), look.core());
    let of = |(_, family): &(&str, usize)| *family;
    let mut found = usize::MAX;
    if look.words <= LONGEST_WHOLE {
        let whole = PHRASES.whole.at(core.as_bytes()).iter().filter(|(phrase, _)| *phrase == core);
        found = whole.map(of).min().unwrap_or(found);
    }
    if look.words <= LONGEST_START {
        let starts = PHRASES.starts.at(key).iter().filter(|(phrase, family)| begins(look, phrase, *family));
        found = starts.map(of).fold(found, usize::min);
    }
    // A quotation may speak of anything.
    if !key.starts_with(b"\"") {
        found = found.min(PHRASES.holds.first_inside(key));
    }
    FAMILIES.get(found).map(|family| family.rule)
}

fn begins(look: &Look, phrase: &str, family: usize) -> bool {
    let sentence = look.ending == Ending::Stop && look.words >= SENTENCE;
    let protected = sentence && !FAMILIES[family].rule.stands_in_sentences();
    look.key.strip_prefix(phrase).is_some_and(|rest| {
        let bound = !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
        bound && (!protected || phrase.ends_with(':'))
    })
}

/// What words of share bars and dates may be.
const IN_SHARE_BARS: Lists = Lists::of(&[List::Icon, List::IconFiller, List::Number, List::Letter]);
const IN_DATES: Lists = Lists::of(&[List::Number, List::Month, List::DateWord]);

/// `facebook twitter linkedin email print`; `key` is that of `text`.
pub fn is_share_bar(text: &str, key: &str) -> bool {
    // A star marks a field of a form.
    if text.len() > 160 || text.ends_with('*') {
        return false;
    }
    let (mut icons, mut fillers) = (0, 0);
    for token in tokens(key) {
        let lists = lists(token);
        if !lists.meets(IN_SHARE_BARS) {
            return false;
        }
        *if lists.has(List::Icon) { &mut icons } else { &mut fillers } += 1;
    }
    icons > 0 && fillers <= 2 * icons + 2
}

fn is_reading_time(look: &Look) -> bool {
    let timed = [
        "min read",
        "mins read",
        "minute read",
        "minutes read",
        "minutes to read",
        "min. read",
        "reading time",
        "read time",
    ];
    look.words <= 8
        && READ.find(look.key.as_bytes()).is_some()
        && timed.iter().any(|phrase| look.key.contains(phrase))
}

/// `September 9, 2019 / 6:42 PM / Updated 4 hours ago`, `734-19-04-2016`
fn is_date(look: &Look) -> bool {
    let mut numbers = 0;
    for token in tokens(look.key) {
        let lists = lists(token);
        if !lists.meets(IN_DATES) {
            return false;
        }
        numbers += usize::from(lists.has(List::Number));
    }
    // `1 of 9` is the number of a picture.
    let core = look.core();
    numbers > 0 && core != "of" && look.words <= 16 && !look.text.contains('?')
        || ["today", "yesterday"].contains(&core)
}

/// Words with a capital that a place has beside its date, at most.
const MOST_NAMES: usize = 5;

/// `May 24, 2018 19:40 St Petersburg`, `Moscow, 27 February 2018`, `Posted on 02.11.2023 by admin`
fn is_place_and_date(look: &Look) -> bool {
    // Numbers instead of truths, so that nothing branches and many bytes are asked together.
    let digits = |any: u8, byte: &u8| any | u8::from(byte.is_ascii_digit());
    if look.words > 14
        || look.text.as_bytes().iter().fold(0, digits) == 0
        || look.ending == Ending::Loud
        || look.key.starts_with("publication")
    {
        return false;
    }
    let posted = [
        "posted on",
        "posted by",
        "published on",
        "published by",
        "published:",
        "updated:",
        "updated on",
        "last updated",
        "last modified",
        "date:",
        "first published",
        "created:",
    ];
    let posted = posted.iter().any(|phrase| look.key.starts_with(phrase));
    let (mut numbers, mut names, mut dated) = (0, 0, false);
    let mut month_before = false;
    for token in
        look.text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|token| !token.is_empty())
    {
        let lists = lists_folded(token);
        let number = lists.has(List::Number);
        let month = lists.has(List::Month);
        dated |= month && numbers > 0 || number && month_before;
        month_before = month;
        if number {
            numbers += 1;
        } else if !month && !lists.has(List::DateWord) {
            if token.starts_with(char::is_lowercase) && !lists.has(List::Joiner) {
                names += 10;
            }
            if names > MOST_NAMES && !posted {
                return false;
            }
            names += usize::from(token.starts_with(char::is_uppercase));
        }
    }
    // A title may hold a day (`Victory Day, May 9`): a year or an hour makes a dateline.
    posted && numbers > 0 || dated && numbers >= 2 && names <= MOST_NAMES && look.ending == Ending::Open
}

fn is_byline(look: &Look) -> bool {
    let named = [
        "author:",
        "authors:",
        "written by",
        "posted by",
        "text by",
        "words by",
        "story by",
        "by:",
        "from our correspondent",
        "our correspondent",
        "from our own correspondent",
        "byline:",
        "by ",
    ];
    let Some(phrase) = named.iter().find(|phrase| look.key.starts_with(**phrase)) else { return false };
    let rest = look.key.len() - phrase.len();
    let start = look.text.len().saturating_sub(rest);
    let Some(names) = look.text.get(start..) else { return false };
    let words = names.split_whitespace();
    let name = |word: &str| word.starts_with(|c: char| !c.is_lowercase()) || is_in(List::Joiner, word);
    look.words <= 16
        && look.ending != Ending::Loud
        && (look.ending == Ending::Open || look.words <= 6)
        && words.clone().all(name)
        && !words.clone().next().is_some_and(|word| {
            word.starts_with(|c: char| c.is_ascii_digit()) || is_in(List::PointInTime, &word.to_lowercase())
        })
        || look.key.starts_with("author:") && look.words <= 16
}

/// `mk/sms (WRB, NNA, EPA)`: the initials of editors.
fn is_initials(look: &Look) -> bool {
    if look.words > 8 || look.words > 1 && !look.text.ends_with(')') {
        return false;
    }
    let first = look.text.split_whitespace().next().unwrap_or_default();
    let mut parts = first.split([',', '/']);
    (first.contains('/') || look.text.split_whitespace().nth(1).is_some_and(|word| word.starts_with('(')))
        && parts.all(|part| (2..=5).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase()))
}

/// `(With agencies)`, `(AFP, Reuters)`, `- AFP`, `/TASS/`
fn is_agencies(look: &Look) -> bool {
    let wrapped = look.text.starts_with('(') && look.text.ends_with(')')
        || look.text.starts_with(['-', '—', '–', '/']) && look.words <= 3;
    let agency = |word: &str| {
        ["With", "with", "Agencies", "agencies", "and", "inputs", "from", "Reuters", "Interfax"]
            .contains(&word)
            || word.len() > 1 && word.chars().all(char::is_uppercase)
    };
    // Capitals alone may be stage directions: `(END VIDEO CLIP)`.
    let listed = || {
        look.words == 1
            || look.text.contains([',', '/'])
            || look.key.contains("agenc")
            || look.key.contains("from")
    };
    wrapped
        && look.words <= 6
        && listed()
        && look.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(agency)
}

/// Rows of sections (`World Politics Sport`), crumbs (`Home > News > Europe`), languages (`RU EN FR`).
fn is_navigation(look: &Look) -> bool {
    look.words <= 20 && look.ending != Ending::Stop && (is_menu(look) || is_path(look))
}

/// A row of sections or languages.
fn is_menu(look: &Look) -> bool {
    let from_home =
        look.ending == Ending::Open && (look.key.starts_with("home ") || look.key.starts_with("main "));
    let (mut sections, mut languages, mut all) = (0, 0, 0);
    let mut left = look.key.len() + 1;
    for token in tokens(look.key) {
        all += 1;
        left -= token.len() + 1;
        let lists = lists(token);
        sections += usize::from(lists.has(List::Section));
        languages += usize::from(lists.has(List::Language));
        // Sections have two letters and more: what is left can not make them two thirds of the words.
        let few = 2 * (all - sections) > sections + left / 3;
        if few && languages < all && !from_home {
            return false;
        }
    }
    from_home && all >= 4 && sections >= 3
        || all >= 2 && languages == all
        || all >= 3 && sections * 3 >= all * 2 && !look.has_verb()
}

/// Parts with marks between them.
fn is_path(look: &Look) -> bool {
    const MARKS: [char; 6] = ['|', '>', '›', '→', '•', '»'];
    if !is_parted(look.text, &MARKS) {
        return false;
    }
    let parts = look
        .text
        .split(MARKS)
        .flat_map(|part| part.split(" / "))
        .flat_map(|part| part.split(" · "))
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let (mut crumbs, mut n_parts) = (false, 0);
    for part in parts {
        if part.split_whitespace().nth(4).is_some() {
            return false;
        }
        if n_parts == 0 {
            let first = part.to_lowercase();
            crumbs = ["home", "main", "main page", "news", "start"].contains(&first.as_str());
        }
        n_parts += 1;
    }
    n_parts >= 3 || n_parts == 2 && (crumbs || look.words <= 8 && look.text.contains(" | "))
}

/// Whether a text holds one of some marks, or what else parts a path.
fn is_parted(text: &str, marks: &[char]) -> bool {
    // Bytes that are marks or begin one, and a second blank.
    let begins = |byte| matches!(byte, b'|' | b'>' | b'/' | 0xC2 | 0xE2);
    let may_part = |before, byte| begins(byte) || before == b' ' && byte == b' ';
    let mut parted = false;
    each_place(text.as_bytes(), may_part, |at| {
        let (before, behind) = text.split_at(at);
        let spaced = || ["/ ", "· ", " "].iter().any(|mark| behind.starts_with(mark));
        parted |= behind.starts_with(marks) || before.ends_with(' ') && spaced();
    });
    parted
}

/// `Get the Friday newsletter`
fn is_newsletter(look: &Look) -> bool {
    look.words <= 14 && look.key.contains("newsletter")
}

/// An address of a page or of mail, with at most two words around it.
fn is_link(look: &Look) -> bool {
    let address = |word: &str| {
        word.contains("://")
            || word.starts_with("www.")
            || word.starts_with("t.me/")
            || word.contains('@') && word.contains('.')
    };
    look.words <= 4
        && memchr2(b'.', b':', look.text.as_bytes()).is_some()
        && look.text.split_whitespace().any(address)
}

/// A photographer or agency at the end, or what is seen and the day when it was taken.
fn is_caption(look: &Look) -> bool {
    if look.ending != Ending::Open {
        return is_scene(look);
    }
    let credited = [
        " photo: ",
        " photo by ",
        " credit: ",
        " image: ",
        " picture: ",
        " image credit: ",
        " © ",
        "/getty",
        " photograph: ",
        " source: ",
    ];
    if look.text.starts_with('©') && look.words <= 10 || look.words == 3 && look.core() == "of" {
        return true;
    }
    let tail = &look.key[look.key.ceil_char_boundary(look.key.len().saturating_sub(90))..];
    // Most lines have none of these marks (0xC2 begins `©`), and need no search for ten phrases.
    let marked =
        memchr3(b':', b'/', 0xC2, tail.as_bytes()).is_some() || PHOTO_BY.find(tail.as_bytes()).is_some();
    if marked && credited.iter().any(|credit| tail.contains(credit)) {
        return true;
    }
    let stop = memrchr2(b'.', b')', look.text.as_bytes());
    let last = look.text[stop.map_or(0, |stop| stop + 1)..].trim();
    let pooled = memchr(b'/', last.as_bytes()).is_some()
        && last.split('/').all(|part| part.starts_with(char::is_uppercase))
        && last.split_whitespace().count() <= 5;
    pooled && look.words > last.split_whitespace().count() + 3 || is_scene(look)
}

/// `Minister A welcomes B in Paris, France, September 9, 2019.`
fn is_scene(look: &Look) -> bool {
    let key = look.key.as_bytes();
    let last = memrchr_iter(b',', key).find(|&at| key.get(at + 1) == Some(&b' '));
    if !last.and_then(|at| key.get(at + 2)).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let mut parts = look.key.rsplit(", ").skip(1);
    let day =
        |part: &str| part.len() <= 14 && tokens(part).next().is_some_and(|word| is_in(List::Month, word));
    parts.next().is_some_and(day)
        && tokens(look.key).any(|word| is_in(List::Posing, word))
        && !tokens(look.key).any(|word| ["said", "told", "was", "were", "had"].contains(&word))
}
