//! Pages nested so deep, or tags so long, that a parser would take minutes or overflow its stack.
//!
//! Both are found in the bytes before anything is parsed: tags beyond the limits are left out, and
//! their text stays. This is no parser: where a page is broken it may count an element as open that a
//! parser would close, but then leaves out a tag, no text.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Elements that may be open at once. Pages of newspapers seldom have more than 50.
const DEEPEST: usize = 128;

/// Elements like `<b>` that may be open at once: a parser opens those anew in each paragraph.
const DEEPEST_FORMATTING: usize = 16;

/// The longest a tag may be, the values of its attributes aside, in bytes. A parser compares the names
/// of all attributes with each other.
const LONGEST_TAG: usize = 2048;

/// Elements that hold nothing, and those that end without an end tag and so never nest by themselves.
#[rustfmt::skip]
const NOT_COUNTED: [&str; 34] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "head", "hr", "html", "img",
    "input", "keygen", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source", "tbody",
    "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that hold text and no tags.
const RAW: [&str; 7] = ["iframe", "noembed", "noframes", "script", "style", "textarea", "title"];

/// The page without the tags that nest too deep or are too long. Linear time, but for a logarithm of
/// the number of different names.
pub(super) fn flattened(html: &str) -> Cow<'_, str> {
    let mut page =
        Flattening { html, at: 0, kept: 0, out: String::new(), open: BTreeMap::new(), depth: [0; 2] };
    while let Some(place) = html[page.at..].find('<').map(|offset| page.at + offset) {
        page.at = place + 1;
        page.pass(place);
    }
    if page.kept == 0 {
        return Cow::Borrowed(html);
    }
    page.out.push_str(&html[page.kept..]);
    Cow::Owned(page.out)
}

/// How many elements of a name are open, and how many of those lost their tags.
#[derive(Default)]
struct Count {
    open: usize,
    dropped: usize,
}

struct Flattening<'a> {
    html: &'a str,
    /// Where the next tag is sought.
    at: usize,
    /// All before this is in `out` or left out.
    kept: usize,
    out: String,
    open: BTreeMap<String, Count>,
    /// Elements open that have their tags, and those of them that only format.
    depth: [usize; 2],
}

impl Flattening<'_> {
    /// Passes the tag or comment that begins at `place`, if one does.
    fn pass(&mut self, place: usize) {
        let rest = &self.html[self.at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let ends = |at: usize| {
                at < 2 && comment[..at].trim_matches('-').is_empty()
                    || comment[..at].ends_with("--")
                    || comment[..at].ends_with("--!")
            };
            let end = comment.match_indices('>').map(|(at, _)| at).find(|&at| ends(at));
            self.at += 3 + end.map_or(comment.len(), |end| end + 1);
            return;
        }
        let closing = rest.starts_with('/');
        let name = &rest[usize::from(closing)..];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return;
        }
        let name =
            &name[..name.find(|c: char| c.is_ascii_whitespace() || "/>".contains(c)).unwrap_or(name.len())];
        let (length, plain) = tag_length(rest);
        self.at += length;
        let lower = name.to_ascii_lowercase();
        if !self.keeps(closing, &lower) {
            self.replace(place, "");
        } else if plain > LONGEST_TAG {
            let short = if lower.len() > LONGEST_TAG { String::new() } else { format!("<{lower}>") };
            self.replace(place, if closing { "" } else { &short });
        }
        if !closing && RAW.contains(&lower.as_str()) {
            self.at += end_of_raw(&self.html[self.at..], &lower);
        }
    }

    /// Counts a tag, and says whether it stays.
    fn keeps(&mut self, closing: bool, name: &str) -> bool {
        if NOT_COUNTED.binary_search(&name).is_ok() {
            return true;
        }
        let formats = FORMATTING.binary_search(&name).is_ok();
        if closing {
            let Some(count) = self.open.get_mut(name) else { return true };
            if count.dropped > 0 {
                count.dropped -= 1;
                return false;
            }
            if count.open > 0 {
                count.open -= 1;
                self.depth[0] -= 1;
                self.depth[1] -= usize::from(formats);
            }
            return true;
        }
        let deep = self.depth[0] >= DEEPEST || formats && self.depth[1] >= DEEPEST_FORMATTING;
        let count = self.open.entry(name.to_owned()).or_default();
        if deep {
            count.dropped += 1;
            return false;
        }
        count.open += 1;
        self.depth[0] += 1;
        self.depth[1] += usize::from(formats);
        true
    }

    /// Puts `tag` in the place of the one that has just been passed.
    fn replace(&mut self, place: usize, tag: &str) {
        self.out.push_str(&self.html[self.kept..place]);
        self.out.push_str(tag);
        self.kept = self.at;
    }
}

/// The length of a tag behind its `<`, and how much of it stands outside of quoted values.
fn tag_length(rest: &str) -> (usize, usize) {
    // Only behind `=` does a quotation mark begin a value: not that of `<p it's>`.
    let (mut quote, mut plain, mut last) = (None, 0, b' ');
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => (quote, last) = (None, byte),
            Some(_) => continue,
            None if byte == b'>' => return (at + 1, plain),
            None if last == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte.is_ascii_whitespace() => {}
            None => last = byte,
        }
        plain += 1;
    }
    (rest.len(), plain)
}

/// Where the end tag of a raw element begins, or the text ends.
fn end_of_raw(rest: &str, name: &str) -> usize {
    let ends = |at: usize| {
        rest.as_bytes()[at + 2..]
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    rest.match_indices("</").map(|(at, _)| at).find(|&at| ends(at)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out() {
        let deep = |name: &str, depth: usize| {
            format!("{}text{}", format!("<{name}>").repeat(depth), format!("</{name}>").repeat(depth))
        };
        let long = " a".repeat(LONGEST_TAG);
        let cases = [
            (deep("div", 300), deep("div", DEEPEST)),
            (deep("DIV", DEEPEST), deep("DIV", DEEPEST)),
            (deep("b", 20), deep("b", DEEPEST_FORMATTING)),
            // These do not nest, or not as tags.
            ("<p>text".repeat(300), "<p>text".repeat(300)),
            (format!("<!--{}-->", deep("div", 300)), format!("<!--{}-->", deep("div", 300))),
            (format!("<script>{}</script>", deep("b", 20)), format!("<script>{}</script>", deep("b", 20))),
            (format!("<P{long}>text</p>"), "<p>text</p>".to_owned()),
            (format!("<p class='{long}'>text"), format!("<p class='{long}'>text")),
            // An end tag of something else closes nothing.
            (
                "<div></x>".repeat(300),
                format!("{}{}", "<div></x>".repeat(DEEPEST), "</x>".repeat(300 - DEEPEST)),
            ),
            (format!("<!-->{}", deep("div", 300)), format!("<!-->{}", deep("div", DEEPEST))),
            (format!("<i it's>{}", deep("div", 300)), format!("<i it's>{}", deep("div", DEEPEST - 1))),
        ];
        for (page, expected) in cases {
            assert_eq!(flattened(&page), expected);
        }
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(NOT_COUNTED.is_sorted() && FORMATTING.is_sorted() && RAW.is_sorted());
    }
}
