//! What `predict` and others are given: files, folders, standard input.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use standpoint::article::{self, Kind, Quotations, Rule, Segment};
use standpoint::{Error, ErrorKind, Result};

/// The bytes of a file, or of standard input for `-`, as text.
pub fn read_text(path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Error::io("read", path, &error))?;
    if bytes.contains(&0) && !bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]) {
        let message = "this is no text (it holds zero bytes); give articles as .txt or .html";
        return Err(Error::new(ErrorKind::Article, message).in_file(path.display()));
    }
    article::decode(&bytes).map_err(|error| error.in_file(path.display()))
}

/// An article to be read: its text, and its title where that stands apart from it.
pub struct Document {
    /// What output calls it.
    pub name: String,
    /// The name of the folder that it lies in; empty where it lies in none.
    pub folder: String,
    /// The title, if it is not part of the text.
    pub title: Option<String>,
    /// What spans count in.
    pub text: String,
}

/// One sentence, heading or piece of furniture of a document.
pub struct Item {
    /// Its number in the document, from 1, furniture included.
    pub n: usize,
    /// What it is.
    pub kind: Kind,
    /// Why.
    pub rule: Rule,
    /// Where it stands, in bytes; nowhere if it is a title apart.
    pub span: Option<Range<usize>>,
    /// The same in code points.
    pub char_span: Option<Range<usize>>,
    /// Its text with white space folded.
    pub text: String,
}

impl Document {
    /// Reads an article from a file; pages by their ending or their first tag.
    pub fn read(path: &Path) -> Result<Self> {
        let text = read_text(path)?;
        let name = path.file_stem().map_or_else(|| "-".into(), |stem| stem.to_string_lossy().into_owned());
        let folder = path.parent().and_then(Path::file_name);
        let folder = folder.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if is_page(path) || article::looks_like_html(&text) {
            let page = article::extract(&text).map_err(|error| error.in_file(path.display()))?;
            return Ok(Self { name, folder, title: page.title, text: page.body });
        }
        Ok(Self { name, folder, title: None, text })
    }

    /// What it consists of; furniture only if `all`.
    pub fn items(&self, all: bool, quotations: Quotations) -> Vec<Item> {
        let title = self.title.iter().map(|title| (Rule::Title, None, article::folded(title)));
        let segments = article::segments_with(&self.text, quotations).into_iter();
        let body = segments.map(|segment| {
            let text = article::folded(&self.text[segment.span.clone()]);
            (segment.rule, Some(segment.span), text)
        });
        // Code points are counted once through the text, from span to span.
        let (mut byte, mut point) = (0, 0);
        let mut point_at = |at: usize| {
            point += self.text[byte..at].chars().count();
            byte = at;
            point
        };
        let numbered = (1..).zip(title.chain(body)).map(|(n, (rule, span, text))| {
            let char_span = span.clone().map(|span| point_at(span.start)..point_at(span.end));
            Item { n, kind: rule.kind(), rule, span, char_span, text }
        });
        numbered.filter(|item| all || item.kind != Kind::Boilerplate).collect()
    }
}

impl Document {
    /// The whole text with a title that stands apart before it, the items in it, and by how much
    /// the title moves their spans.
    pub fn whole(&self, items: &[Item]) -> (Cow<'_, str>, Vec<Segment>, usize) {
        let (text, shift) = match &self.title {
            Some(title) => (Cow::from(format!("{title}\n\n{}", self.text)), title.len() + 2),
            None => (Cow::from(&self.text), 0),
        };
        let segment = |item: &Item| {
            let span = match &item.span {
                Some(span) => span.start + shift..span.end + shift,
                None => 0..shift.saturating_sub(2),
            };
            Segment { kind: item.kind, rule: item.rule, span }
        };
        (text, items.iter().map(segment).collect(), shift)
    }
}

/// Whether the file's ending says that it is a page.
fn is_page(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ["html", "htm", "xhtml"].contains(&ending.as_str()))
}

/// Whether the file's ending says that it is a table.
pub fn is_table(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ["csv", "tsv"].contains(&ending.as_str()))
}

fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_lowercase())
}

/// Folders replaced by the articles (.txt, .html, .htm) in them, by name; not by those in folders below.
pub fn with_folders_listed(inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        let list = || -> std::io::Result<Vec<PathBuf>> {
            let entries = fs::read_dir(input)?.map(|entry| Ok(entry?.path()));
            entries.collect()
        };
        let mut inside = list().map_err(|error| Error::io("read", input, &error))?;
        inside.retain(|path| path.is_file() && (is_page(path) || ending(path).as_deref() == Some("txt")));
        if inside.is_empty() {
            let message = "the folder holds no article (.txt, .html)";
            return Err(Error::new(ErrorKind::Article, message).in_file(input.display()));
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}
