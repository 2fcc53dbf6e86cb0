//! Words by which lines are told apart, in lower case.

use std::sync::LazyLock;

use crate::article::word_lists::WordLists;

/// What a word may say about the line that it stands in.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum List {
    Icon,
    IconFiller,
    Section,
    Language,
    Month,
    DateWord,
    Verb,
    Posing,
    Joiner,
    Opener,
    Part,
    PointInTime,
    Invitation,
    Author,
    /// Words that begin with a digit; no other list has such.
    Number,
    /// Words of one byte, whatever it is.
    Letter,
}

/// The lists that a word stands in.
#[derive(Clone, Copy, Default)]
pub struct Lists(u16);

impl Lists {
    pub const ANY: Self = Self(u16::MAX);

    pub const fn of(lists: &[List]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < lists.len() {
            all |= 1 << lists[at] as u8;
            at += 1;
        }
        Self(all)
    }

    pub fn is_any(self) -> bool {
        self.0 == u16::MAX
    }

    /// Whether both have a list in common.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn has(self, list: List) -> bool {
        self.0 >> list as u8 & 1 == 1
    }
}

/// The lists that a word in lower case stands in. Constant time.
pub fn lists(word: &str) -> Lists {
    with_kind(word, TABLE.find(word.as_bytes()))
}

/// The same for a word in any case.
pub fn lists_folded(word: &str) -> Lists {
    with_kind(word, TABLE.find_folded(word))
}

/// Adds the lists that have no table.
fn with_kind(word: &str, listed: u16) -> Lists {
    let number = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
    Lists(listed | u16::from(number) << List::Number as u8 | u16::from(word.len() == 1) << List::Letter as u8)
}

/// Whether a list holds a word in lower case. Constant time.
pub fn is_in(list: List, word: &str) -> bool {
    lists(word).has(list)
}

/// All words, each once.
static TABLE: LazyLock<WordLists> =
    LazyLock::new(|| WordLists::of(WORDS.map(|(list, words)| (list as u8, words))));

const WORDS: [(List, &[&str]); 14] = [
    (List::Icon, ICONS),
    (List::IconFiller, ICON_FILLERS),
    (List::Section, SECTIONS),
    (List::Language, LANGUAGES),
    (List::Month, MONTHS),
    (List::DateWord, DATE_WORDS),
    (List::Verb, VERBS),
    (List::Posing, POSING),
    (List::Joiner, JOINERS),
    (List::Opener, OPENERS),
    (List::Part, PARTS),
    (List::PointInTime, POINTS_IN_TIME),
    (List::Invitation, INVITATIONS),
    (List::Author, AUTHORS),
];

/// Words of the icons in share bars: a line of nothing else is one.
#[rustfmt::skip]
const ICONS: &[&str] = &[
    "bluesky", "chain", "clipboard", "copy", "delicious", "digg", "dzen", "e", "email", "facebook",
    "favourites", "fb", "flipboard", "g+", "google", "icon", "instagram", "line", "link", "linkedin",
    "livejournal", "lj", "mail", "mastodon", "messenger", "odnoklassniki", "ok", "permalink", "pinterest",
    "pocket", "print", "reddit", "rss", "share", "shares", "signal", "skype", "sms", "snapchat",
    "stumbleupon", "telegram", "tg", "threads", "tiktok", "tumblr", "tw", "tweet", "twitter", "viber", "vk",
    "vkontakte", "wa", "wechat", "weibo", "whatsapp", "x", "xing", "youtube", "zen",
];

/// Words that stand between icons.
#[rustfmt::skip]
const ICON_FILLERS: &[&str] = &[
    "a", "add", "article", "by", "comment", "comments", "k", "menu", "on", "page", "post", "save", "search",
    "send", "story", "this", "to", "via", "with",
];

/// Words that name the sections and commands of a site: a row of them is its menu.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "about", "accessibility", "advertising", "africa", "americas", "analysis", "analytics", "arts", "asia",
    "audio", "bingo", "blog", "blogs", "books", "breaking", "business", "cars", "climate", "columnists",
    "columns", "comment", "commodities", "companies", "contact", "contacts", "country", "crime", "culture",
    "cultures", "defence", "defense", "documents", "economics", "economy", "editorial", "education", "en",
    "energy", "entertainment", "environment", "europe", "events", "fashion", "features", "finance", "food",
    "football", "forum", "gallery", "games", "health", "help", "home", "horoscope", "india", "infographics",
    "interviews", "investigations", "jobs", "latest", "law", "legal", "life", "lifestyle", "live", "local",
    "magazine", "main", "markets", "masthead", "media", "mena", "metro", "military", "money", "more",
    "motoring", "movies", "multimedia", "music", "nation", "national", "news", "obituaries", "opinion",
    "opinions", "people", "permissions", "photo", "photos", "podcast", "podcasts", "politics", "press",
    "privacy", "projects", "property", "puzzles", "radio", "regions", "review", "royals", "russia", "sci",
    "sci-tech", "science", "search", "security", "services", "shop", "shopping", "showbiz", "sign", "site",
    "sitemap", "society", "speeches", "sport", "sports", "structure", "style", "subscribe", "tech",
    "technology", "terms", "top", "topics", "travel", "tv", "uk", "ukraine", "us", "usa", "video", "videos",
    "views", "war", "weather", "world",
];

/// Codes of languages, as in `RU EN FR`.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "ar", "de", "el", "en", "eng", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ro",
    "ru", "rus", "tr", "ua", "uk", "zh",
];

#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "apr", "april", "aug", "august", "dec", "december", "feb", "february", "jan", "january", "jul", "july",
    "jun", "june", "mar", "march", "may", "nov", "november", "oct", "october", "sep", "sept", "september",
];

/// Words that stand in lines of dates besides months and numbers.
#[rustfmt::skip]
const DATE_WORDS: &[&str] = &[
    "a", "ago", "am", "at", "bst", "cest", "cet", "date", "day", "days", "edt", "est", "et", "first", "fri",
    "friday", "gmt", "h", "hour", "hours", "hrs", "ist", "last", "local", "m", "min", "mins", "minute",
    "minutes", "modified", "mon", "monday", "month", "months", "msk", "nd", "of", "on", "p", "pdt", "pm",
    "posted", "pst", "pt", "published", "rd", "read", "reading", "sat", "saturday", "st", "sun", "sunday",
    "th", "thu", "thurs", "thursday", "time", "today", "tue", "tues", "tuesday", "update", "updated", "utc",
    "wed", "wednesday", "week", "weeks", "year", "years", "yesterday",
];

/// Words without which hardly a sentence gets along, and headings mostly do.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "added", "are", "be", "been", "called", "can", "could", "did", "do", "does", "had", "has", "have", "is",
    "may", "might", "must", "noted", "said", "says", "shall", "should", "told", "was", "were", "will",
    "would",
];

/// Verbs in the present by which a caption says what the picture shows.
#[rustfmt::skip]
const POSING: &[&str] = &[
    "addresses", "arrives", "attend", "attends", "chairs", "delivers", "embraces", "gestures", "greets",
    "holds", "inspects", "leaves", "listens", "looks", "meets", "pictured", "poses", "seen", "shake",
    "shakes", "sits", "speak", "speaks", "stand", "stands", "visits", "walk", "walks", "watches", "waves",
    "welcomes",
];

/// Words that stand in a row of names or titles without a capital.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    "'s", "a", "al", "and", "at", "bin", "da", "de", "del", "der", "di", "du", "el", "for", "from", "in",
    "la", "le", "of", "on", "the", "to", "van", "von", "with",
];

/// Words that open sentences, and that headlines leave out.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "a", "an", "and", "at", "but", "he", "her", "his", "i", "in", "it", "its", "no", "our", "she", "that",
    "the", "their", "there", "these", "they", "this", "those", "we",
];

/// Labels of questions and answers, and of those who lead through them.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "a", "answer", "host", "interviewer", "journalist", "moderator", "participant", "presenter", "q",
    "question", "remark", "reply", "reporter", "retort", "speaker", "voice", "voices",
];

/// Words behind `By` that make a point in time of it.
#[rustfmt::skip]
const POINTS_IN_TIME: &[&str] = &[
    "friday,", "monday,", "now,", "saturday,", "sunday,", "then,", "thursday,", "tuesday,", "wednesday,",
];

/// Words with which invitations to subscribe begin.
#[rustfmt::skip]
const INVITATIONS: &[&str] = &[
    "daily", "delivered", "enjoyed", "enjoying", "free", "get", "like", "receive", "sign", "try", "want",
    "weekly",
];

/// Words with which the phrases begin that name an author.
#[rustfmt::skip]
const AUTHORS: &[&str] = &[
    "author", "authors", "by", "byline", "from", "our", "posted", "story", "text", "words", "written",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_as_the_rules_take_them_to_be() {
        // `is_menu` counts on it.
        assert!(SECTIONS.iter().all(|section| section.len() >= 2));
        let words = || WORDS.iter().flat_map(|(_, words)| *words);
        assert!(words().all(|word| !word.starts_with(|c: char| c.is_ascii_digit())));
    }
}
