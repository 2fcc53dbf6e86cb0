//! How lines open: with place, date and agency, or with the name of the speaker.

use memchr::{memchr, memchr_iter, memchr2, memchr3_iter};

use super::look::tokens;
use super::vocabulary::{List, is_in, lists_folded};

/// Where the words begin behind a dateline that opens a text: `PARIS, Sept 9 (AFP) - `, `MOSCOW, May 1. /TASS/. `,
/// `Moscow, 2 November. `
pub fn dateline(text: &str) -> usize {
    match behind_agency(text) {
        0 => behind_date(text),
        start => start,
    }
}

fn behind_date(text: &str) -> usize {
    // A place begins with a capital.
    if text.starts_with(char::is_lowercase) {
        return 0;
    }
    let Some(end) = stop_within(text, 60) else { return 0 };
    let mut parts = text[..end].splitn(2, ", ");
    let place = parts
        .next()
        .is_some_and(|place| place.split_whitespace().all(|word| word.starts_with(char::is_uppercase)));
    let date = parts.next().is_some_and(|date| {
        let lower = date.to_lowercase();
        let known = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || is_in(List::Month, word);
        tokens(&lower).count() >= 2 && tokens(&lower).all(known)
    });
    if place && date { end + 2 } else { 0 }
}

/// The byte of the first full stop before a blank that is one of the first `n` characters.
fn stop_within(text: &str, n: usize) -> Option<usize> {
    let near = &text.as_bytes()[..text.len().min(4 * n + 1)];
    let at = memchr_iter(b'.', near).find(|&at| near.get(at + 1) == Some(&b' '))?;
    (at < n || text[..at].chars().count() < n).then_some(at)
}

fn behind_agency(text: &str) -> usize {
    let head = &text[..text.floor_char_boundary(90)];
    let marks = ["/. ", " - ", " — ", " – ", " -- "];
    let mark_at = |at: usize| marks.into_iter().find(|mark| head[at..].starts_with(mark));
    // A slash begins one, a dash stands behind the blank that does.
    let starts = memchr3_iter(b'/', b'-', 0xE2, head.as_bytes())
        .filter_map(|at| if head.as_bytes()[at] == b'/' { Some(at) } else { at.checked_sub(1) })
        .filter(|&at| head.is_char_boundary(at));
    let Some((at, mark)) = starts.into_iter().find_map(|at| Some((at, mark_at(at)?))) else { return 0 };
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches([',', '.', ':']);
    let capitals = first.len() > 2 && first.chars().all(|c| c.is_uppercase() || "-'’.".contains(c));
    if !capitals && !first.starts_with(char::is_uppercase) && !first.starts_with('(') {
        return 0;
    }
    let agency = ["/. ", ") - ", ") — ", ") – ", ") -- "].into_iter().any(|end| head.contains(end));
    let (before, start) = (&head[..at], at + mark.len());
    let dated = before.contains(|c: char| c.is_ascii_digit());
    let place = before.split_whitespace().count() <= 8;
    match place && (agency || capitals && (dated || !before.contains(char::is_lowercase))) {
        true if dated => start + name_of_agency(&text[start..]),
        true => start,
        false => 0,
    }
}

/// `RIA Novosti. ` behind the dash of a dateline.
fn name_of_agency(text: &str) -> usize {
    let Some(at) = stop_within(text, 30) else { return 0 };
    let mut words = text[..at].split_whitespace();
    let named = words.all(|word| word.starts_with(char::is_uppercase));
    if named && text[..at].split_whitespace().count() <= 3 { at + 2 } else { 0 }
}

/// Whose words begin a line, and where they begin: `President V. Putin (in Russian): `. The label alone is
/// without brackets and dirt.
pub fn label(text: &str) -> Option<(&str, usize)> {
    let colon = memchr(b':', &text.as_bytes()[..text.len().min(160)])?;
    let rest = &text[colon + 1..];
    if !(rest.is_empty() || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let before = text[..colon].trim_end();
    let clean = before
        .split_whitespace()
        .next()
        .filter(|word| word.contains('_'))
        .map_or(before, |icon| before[icon.len()..].trim_start());
    let end = memchr2(b'(', b'[', clean.as_bytes()).unwrap_or(clean.len());
    let name = clean[..end].trim();
    let whole = clean.len() == name.len() || clean.ends_with([')', ']']);
    let mut words = name.split_whitespace();
    let first = words.next()?.starts_with(char::is_uppercase);
    let named = words.clone().all(|word| word.starts_with(char::is_uppercase) || is_in(List::Joiner, word));
    (whole
        && first
        && named
        && words.count() <= 10
        && (!name.contains(['.', '"', '“', '|']) || is_initialled(name)))
    .then_some((name, colon + 1))
}

/// Whether all stops in a name stand behind initials or titles.
fn is_initialled(name: &str) -> bool {
    !name.contains(['"', '“', '|'])
        && name.split_whitespace().all(|word| !word.contains('.') || word.chars().count() <= 5)
}

/// `Question`, `Q`, `Moderator`, also with a number or outlet behind it.
pub fn is_part(name: &str) -> bool {
    let mut words = name.split_whitespace();
    words.next().is_some_and(|first| lists_folded(first).has(List::Part)) && words.nth(1).is_none()
}
