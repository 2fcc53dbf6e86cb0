//! What a line says about itself, whatever stands around it.

use super::furniture::FAMILIES;
use super::look::{Ending, Look, tokens};
use super::phrases::PHRASES;
use super::rule::Rule;
use super::vocabulary::{List, is_in, lists};

/// Words up to which a line may be a phrase of furniture, by how the phrase was found.
const LONGEST_WHOLE: usize = 8;
const LONGEST_START: usize = 22;
const LONGEST_HOLD: usize = 60;

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

/// A rule and what says that it holds.
type Shape = (Rule, fn(&Look) -> bool);

/// Furniture that shows by what kinds of words a line is made of.
fn shaped(look: &Look) -> Option<Rule> {
    let rules: [Shape; 10] = [
        (Rule::ShareBar, |look| is_share_bar(look.text, &look.key)),
        (Rule::ReadingTime, is_reading_time),
        (Rule::Date, is_date),
        (Rule::Dateline, is_place_and_date),
        (Rule::Byline, is_byline),
        (Rule::Credits, is_initials),
        (Rule::Source, is_agencies),
        (Rule::Navigation, is_navigation),
        (Rule::Newsletter, is_newsletter),
        (Rule::Link, is_link),
    ];
    rules.iter().find(|(_, holds)| holds(look)).map(|(rule, _)| *rule)
}

/// The first family of which the line holds a phrase in its place.
fn phrase(look: &Look) -> Option<Rule> {
    let (key, core) = (look.key.as_bytes(), look.core());
    let mut found = usize::MAX;
    let mut note = |family: usize| found = found.min(family);
    if look.words <= LONGEST_WHOLE {
        PHRASES
            .whole
            .at(core.as_bytes())
            .filter(|(phrase, _)| *phrase == core)
            .for_each(|(_, family)| note(family));
    }
    if look.words <= LONGEST_START {
        let starts = PHRASES.starts.at(key).filter(|&(phrase, family)| begins(look, phrase, family));
        starts.for_each(|(_, family)| note(family));
    }
    // A quotation may speak of anything.
    let from = if key.starts_with(b"\"") { key.len() } else { 0 };
    let mut letter_before = false;
    for at in from..key.len() {
        let letter = key[at].is_ascii_alphanumeric();
        let inside = letter && letter_before;
        letter_before = letter;
        if !inside {
            let holds = PHRASES.holds.at(&key[at..]);
            holds
                .filter(|(phrase, _)| key[at..].starts_with(phrase.as_bytes()))
                .for_each(|(_, family)| note(family));
        }
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

/// `facebook twitter linkedin email print`; `key` is that of `text`.
pub fn is_share_bar(text: &str, key: &str) -> bool {
    // A star marks a field of a form.
    if text.len() > 160 || text.ends_with('*') {
        return false;
    }
    let (mut icons, mut fillers) = (0, 0);
    for token in tokens(key) {
        let (number, lists) = (token.starts_with(|c: char| c.is_ascii_digit()), lists(token));
        if lists.has(List::Icon) {
            icons += 1;
        } else if number || token.len() == 1 || lists.has(List::IconFiller) {
            fillers += 1;
        } else {
            return false;
        }
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
    look.words <= 8 && look.key.contains("read") && timed.iter().any(|phrase| look.key.contains(phrase))
}

/// `September 9, 2019 / 6:42 PM / Updated 4 hours ago`, `734-19-04-2016`
fn is_date(look: &Look) -> bool {
    // The number of a picture: `1 of 9`.
    if look.core() == "of" {
        return false;
    }
    let mut known = 0;
    for token in tokens(&look.key) {
        let number = token.starts_with(|c: char| c.is_ascii_digit());
        known += usize::from(number);
        let lists = lists(token);
        if !(number || lists.has(List::Month) || lists.has(List::DateWord)) {
            return false;
        }
    }
    known > 0 && look.words <= 16 && !look.text.contains('?') || ["today", "yesterday"].contains(&look.core())
}

/// `May 24, 2018 19:40 St Petersburg`, `Moscow, 27 February 2018`, `Posted on 02.11.2023 by admin`
fn is_place_and_date(look: &Look) -> bool {
    if look.words > 14
        || !look.text.contains(|c: char| c.is_ascii_digit())
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
    let (mut numbers, mut names, mut dated) = (0, 0, false);
    let mut month_before = false;
    let mut lower = String::new();
    for token in
        look.text.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|token| !token.is_empty())
    {
        lower.clear();
        lower.extend(token.chars().flat_map(char::to_lowercase));
        let (number, lists) = (token.starts_with(|c: char| c.is_ascii_digit()), lists(&lower));
        let month = lists.has(List::Month);
        dated |= month && numbers > 0 || number && month_before;
        month_before = month;
        if number {
            numbers += 1;
        } else if !month && !lists.has(List::DateWord) {
            if token.starts_with(char::is_lowercase) && !lists.has(List::Joiner) {
                names += 10;
            }
            names += usize::from(token.starts_with(char::is_uppercase));
        }
    }
    let said = posted.iter().any(|phrase| look.key.starts_with(phrase)) && numbers > 0;
    // A title may hold a day (`Victory Day, May 9`): a year or an hour makes a dateline.
    said || dated && numbers >= 2 && names <= 5 && look.ending == Ending::Open
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
    let first = look.text.split_whitespace().next().unwrap_or_default();
    let parts = || first.split([',', '/']);
    look.words <= 8
        && (first.contains('/')
            || look.text.split_whitespace().nth(1).is_some_and(|word| word.starts_with('(')))
        && parts().all(|part| (2..=5).contains(&part.len()) && part.chars().all(|c| c.is_ascii_lowercase()))
        && (look.words == 1 || look.text.ends_with(')'))
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
    let listed = look.words == 1
        || look.text.contains([',', '/'])
        || look.key.contains("agenc")
        || look.key.contains("from");
    wrapped
        && listed
        && look.words <= 6
        && look.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(agency)
}

/// Rows of sections (`World Politics Sport`), crumbs (`Home > News > Europe`), languages (`RU EN FR`).
fn is_navigation(look: &Look) -> bool {
    if look.words > 20 || look.ending == Ending::Stop {
        return false;
    }
    let (mut sections, mut languages, mut all) = (0, 0, 0);
    for token in tokens(&look.key) {
        all += 1;
        let lists = lists(token);
        sections += usize::from(lists.has(List::Section));
        languages += usize::from(lists.has(List::Language));
    }
    let from_home =
        ["home ", "main "].iter().any(|first| look.key.starts_with(first)) && all >= 4 && sections >= 3;
    if from_home && look.ending == Ending::Open
        || all >= 2 && languages == all
        || all >= 3 && sections * 3 >= all * 2 && !look.has_verb()
    {
        return true;
    }
    if !look.text.contains(['|', '>', '›', '→', '•', '»', '/', '·']) && !look.text.contains("  ") {
        return false;
    }
    let parts: Vec<&str> = look
        .text
        .split(['|', '>', '›', '→', '•', '»'])
        .flat_map(|part| part.split(" / "))
        .flat_map(|part| part.split(" · "))
        .flat_map(|part| part.split("  "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let short = parts.iter().all(|part| part.split_whitespace().count() <= 4);
    let crumbs = ["home", "main", "main page", "news", "start"]
        .contains(&parts.first().map_or("", |part| *part).to_lowercase().as_str());
    short
        && (parts.len() >= 3 || parts.len() == 2 && (crumbs || look.words <= 8 && look.text.contains(" | ")))
}

/// `Get the Friday newsletter`
fn is_newsletter(look: &Look) -> bool {
    let invites = tokens(&look.key).next().is_some_and(|first| is_in(List::Invitation, first));
    invites && look.words <= 14 && look.key.contains("newsletter")
}

/// An address of a page or of mail, with at most two words around it.
fn is_link(look: &Look) -> bool {
    let address = |word: &str| {
        word.contains("://")
            || word.starts_with("www.")
            || word.starts_with("t.me/")
            || word.contains('@') && word.contains('.')
    };
    look.words <= 4 && look.text.split_whitespace().any(address)
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
    if look.text.starts_with('©') && look.words <= 10 || look.core() == "of" && look.words == 3 {
        return true;
    }
    let tail_start = look.key.len().saturating_sub(90);
    let tail = (tail_start..look.key.len())
        .find(|&at| look.key.is_char_boundary(at))
        .map_or("", |at| &look.key[at..]);
    // Most lines have none of these marks, and need no search for ten phrases.
    let marked = tail.contains([':', '©', '/']) || tail.contains(" photo by ");
    if marked && credited.iter().any(|credit| tail.contains(credit)) {
        return true;
    }
    let last = look.text.rsplit(['.', ')']).next().unwrap_or_default().trim();
    let pooled = last.contains('/')
        && last.split('/').all(|part| part.starts_with(char::is_uppercase))
        && last.split_whitespace().count() <= 5;
    pooled && look.words > last.split_whitespace().count() + 3 || is_scene(look)
}

/// `Minister A welcomes B in Paris, France, September 9, 2019.`
fn is_scene(look: &Look) -> bool {
    let last = look.key.as_bytes().windows(2).rposition(|pair| pair == b", ").map_or(0, |at| at + 2);
    if !look.key[last..].starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut parts = look.key.rsplit(", ").skip(1);
    let day =
        |part: &str| part.len() <= 14 && tokens(part).next().is_some_and(|word| is_in(List::Month, word));
    parts.next().is_some_and(day)
        && tokens(&look.key).any(|word| is_in(List::Posing, word))
        && !tokens(&look.key).any(|word| ["said", "told", "was", "were", "had"].contains(&word))
}
