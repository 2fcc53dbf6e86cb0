//! Words by which lines are told apart: in lower case, sorted.

/// Words of the icons in share bars: a line of nothing else is one.
#[rustfmt::skip]
pub const ICONS: &[&str] = &[
    "bluesky", "chain", "clipboard", "copy", "delicious", "digg", "dzen", "e", "email", "facebook",
    "favourites", "fb", "flipboard", "g+", "google", "icon", "instagram", "line", "link", "linkedin",
    "livejournal", "lj", "mail", "mastodon", "messenger", "odnoklassniki", "ok", "permalink", "pinterest",
    "pocket", "print", "reddit", "rss", "share", "shares", "signal", "skype", "sms", "snapchat",
    "stumbleupon", "telegram", "tg", "threads", "tiktok", "tumblr", "tw", "tweet", "twitter", "viber", "vk",
    "vkontakte", "wa", "wechat", "weibo", "whatsapp", "x", "xing", "youtube", "zen",
];

/// Words that stand between icons.
#[rustfmt::skip]
pub const ICON_FILLERS: &[&str] = &[
    "a", "add", "article", "by", "comment", "comments", "k", "menu", "on", "page", "post", "save", "search",
    "send", "story", "this", "to", "via", "with",
];

/// Words that name the sections and commands of a site: a row of them is its menu.
#[rustfmt::skip]
pub const SECTIONS: &[&str] = &[
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
pub const LANGUAGES: &[&str] = &[
    "ar", "de", "el", "en", "eng", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ro",
    "ru", "rus", "tr", "ua", "uk", "zh",
];

#[rustfmt::skip]
pub const MONTHS: &[&str] = &[
    "apr", "april", "aug", "august", "dec", "december", "feb", "february", "jan", "january", "jul", "july",
    "jun", "june", "mar", "march", "may", "nov", "november", "oct", "october", "sep", "sept", "september",
];

/// Words that stand in lines of dates besides months and numbers.
#[rustfmt::skip]
pub const DATE_WORDS: &[&str] = &[
    "a", "ago", "am", "at", "bst", "cest", "cet", "date", "day", "days", "edt", "est", "et", "first", "fri",
    "friday", "gmt", "h", "hour", "hours", "hrs", "ist", "last", "local", "m", "min", "mins", "minute",
    "minutes", "modified", "mon", "monday", "month", "months", "msk", "nd", "of", "on", "p", "pdt", "pm",
    "posted", "pst", "pt", "published", "rd", "read", "reading", "sat", "saturday", "st", "sun", "sunday",
    "th", "thu", "thurs", "thursday", "time", "today", "tue", "tues", "tuesday", "update", "updated", "utc",
    "wed", "wednesday", "week", "weeks", "year", "years", "yesterday",
];

/// Words without which hardly a sentence gets along, and headings mostly do.
#[rustfmt::skip]
pub const VERBS: &[&str] = &[
    "added", "are", "be", "been", "called", "can", "could", "did", "do", "does", "had", "has", "have", "is",
    "may", "might", "must", "noted", "said", "says", "shall", "should", "told", "was", "were", "will",
    "would",
];

/// Verbs in the present by which a caption says what the picture shows.
#[rustfmt::skip]
pub const POSING: &[&str] = &[
    "addresses", "arrives", "attend", "attends", "chairs", "delivers", "embraces", "gestures", "greets",
    "holds", "inspects", "leaves", "listens", "looks", "meets", "pictured", "poses", "seen", "shake",
    "shakes", "sits", "speak", "speaks", "stand", "stands", "visits", "walk", "walks", "watches", "waves",
    "welcomes",
];

/// Words that stand in a row of names or titles without a capital.
#[rustfmt::skip]
pub const JOINERS: &[&str] = &[
    "'s", "a", "al", "and", "at", "bin", "da", "de", "del", "der", "di", "du", "el", "for", "from", "in",
    "la", "le", "of", "on", "the", "to", "van", "von", "with",
];

/// Words that open sentences, and that headlines leave out.
#[rustfmt::skip]
pub const OPENERS: &[&str] = &[
    "a", "an", "and", "at", "but", "he", "her", "his", "i", "in", "it", "its", "no", "our", "she", "that",
    "the", "their", "there", "these", "they", "this", "those", "we",
];

/// Labels of questions and answers, and of those who lead through them.
#[rustfmt::skip]
pub const PARTS: &[&str] = &[
    "a", "answer", "host", "interviewer", "journalist", "moderator", "participant", "presenter", "q",
    "question", "remark", "reply", "reporter", "retort", "speaker", "voice", "voices",
];

/// Words behind `By` that make a point in time of it.
#[rustfmt::skip]
pub const POINTS_IN_TIME: &[&str] = &[
    "friday,", "monday,", "now,", "saturday,", "sunday,", "then,", "thursday,", "tuesday,", "wednesday,",
];

/// Whether a sorted list holds a word.
pub fn is_in(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        let lists = [
            ICONS,
            ICON_FILLERS,
            SECTIONS,
            LANGUAGES,
            MONTHS,
            DATE_WORDS,
            VERBS,
            POSING,
            JOINERS,
            OPENERS,
            PARTS,
            POINTS_IN_TIME,
        ];
        for pair in lists.iter().flat_map(|list| list.windows(2)) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }
}
