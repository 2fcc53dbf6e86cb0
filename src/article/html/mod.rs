//! From a page to the text of its article.

mod nesting;

use dom_smoothie::{Config, Readability, TextMode};

use self::nesting::flattened;
use crate::error::{Error, ErrorKind, Result};

/// What a page holds besides its furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The title, if the page names one, without the name of the site.
    pub title: Option<String>,
    /// When it was published, as its metadata write it; usually ISO 8601 (`2024-05-01T10:00:00Z`).
    pub date: Option<String>,
    /// What the site calls itself, if the page says so.
    pub site: Option<String>,
    /// The body text: paragraphs, list items and block quotes as lines.
    pub body: String,
}

impl Page {
    /// Title and body as one text, as an article is read.
    pub fn text(&self) -> String {
        match &self.title {
            Some(title) => format!("{title}\n\n{}", self.body),
            None => self.body.clone(),
        }
    }
}

/// Whether a text is a page rather than plain text.
pub fn looks_like_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.contains("<head")
}

/// Bytes as text: by byte order mark, else UTF-8, else by the `charset` that a page declares.
///
/// # Errors
/// [`ErrorKind::Article`] if they are none of these.
pub fn decode(bytes: &[u8]) -> Result<String> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return if damaged { Err(undecodable(encoding.name())) } else { Ok(text.into_owned()) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let Some(encoding) = declared(bytes) else { return Err(undecodable("UTF-8")) };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged { Err(undecodable(encoding.name())) } else { Ok(text.into_owned()) }
}

/// The encoding that the first kilobyte of a page declares, as `charset=NAME`.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let (_, rest) = start.split_once("charset=")?;
    let name: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
        .collect();
    encoding_rs::Encoding::for_label(name.as_bytes())
}

fn undecodable(encoding: &str) -> Error {
    let message =
        format!("the text is not valid {encoding}; save it as UTF-8, or let the page declare its charset");
    Error::new(ErrorKind::Article, message)
}

/// The article of a page, found by the rules of Mozilla's Readability as `dom_smoothie` has them. Tags
/// that nest deeper than those of any newspaper are left out, with their text kept. About linear time.
///
/// ```
/// let page = "<html><head><title>Talks</title></head><body><p>They met, and they left.</p></body></html>";
/// let page = standpoint::article::extract(page)?;
/// assert_eq!((page.title.as_deref(), &*page.body), (Some("Talks"), "They met, and they left."));
/// # Ok::<(), standpoint::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Article`] if the page holds no article.
pub fn extract(html: &str) -> Result<Page> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let unreadable = |error: dom_smoothie::ReadabilityError| {
        let message = format!("no article was found in the page ({error}); give its text as a .txt file");
        Error::new(ErrorKind::Article, message)
    };
    let mut readability =
        Readability::new(flattened(html).as_ref(), None, Some(config)).map_err(unreadable)?;
    let article = readability.parse().map_err(unreadable)?;
    let stated = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let site = article.site_name.and_then(stated);
    Ok(Page {
        title: stated(without_site(&article.title, site.as_deref())),
        date: article.published_time.and_then(stated),
        site,
        body: article.text_content.trim().to_owned(),
    })
}

/// A title without the name of the site behind it: `Talks resume - The Courier`.
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = title.trim();
    let cut = site.and_then(|site| title.strip_suffix(site)).map(str::trim_end);
    let cut = cut.and_then(|title| title.strip_suffix(['-', '–', '—', '|', '·', ':', '»']));
    cut.unwrap_or(title).to_owned()
}
