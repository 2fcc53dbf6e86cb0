//! The language that a text is written in.

use whichlang::{Lang, detect_language};

/// Text with fewer letters is too little to tell.
const FEWEST_LETTERS: usize = 80;
/// So many bytes are looked at, which is some three hundred words.
const MOST_BYTES: usize = 2048;

/// The language of a text by ISO 639-1, one of sixteen; `None` if there are fewer than 80 letters.
///
/// ```
/// use standpoint::article::language;
/// let text = "Les deux ministres se sont rencontrés à Paris, où ils ont parlé pendant trois heures de la paix et du blé.";
/// assert_eq!(language(text), Some("fr"));
/// assert_eq!(language("Paris!"), None);
/// ```
pub fn language(text: &str) -> Option<&'static str> {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|&end| text.is_char_boundary(end))?;
    let text = &text[..end];
    if text.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return None;
    }
    Some(match detect_language(text) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    })
}
