//! From a page to the text of its article.

use dom_smoothie::{Config, Readability, TextMode};

use crate::error::{Error, ErrorKind, Result};

/// What a page holds besides its furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The title, if the page names one.
    pub title: Option<String>,
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

/// The article of a page.
///
/// # Errors
/// [`ErrorKind::Article`] if the page cannot be parsed or holds no article.
pub fn extract(html: &str) -> Result<Page> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let unreadable = |error: dom_smoothie::ReadabilityError| {
        let message = format!("no article was found in the page ({error}); give its text as a .txt file");
        Error::new(ErrorKind::Article, message)
    };
    let mut readability = Readability::new(html, None, Some(config)).map_err(unreadable)?;
    let article = readability.parse().map_err(unreadable)?;
    let title = Some(article.title.trim().to_owned()).filter(|title| !title.is_empty());
    Ok(Page { title, body: article.text_content.trim().to_owned() })
}
