//! Lists that stand in one line: `1) Meet. 2) Talk.`, `• bread • wine`.

/// Characters that set off an item. Hyphens and asterisks have too many other uses.
const BULLETS: [char; 7] = ['•', '⁃', '‣', '◦', '●', '▪', '■'];

/// What counts the items of a list.
#[derive(Clone, Copy)]
enum Counter<'a> {
    /// Each item has the same bullet.
    Bullet(char),
    /// Numbers, and what stands behind each: `.`, `)` or `.)`.
    Number(u32, &'a str),
    /// Letters in lower case, likewise.
    Letter(char, &'a str),
}

impl Counter<'_> {
    fn next(self) -> Self {
        match self {
            Self::Bullet(bullet) => Self::Bullet(bullet),
            Self::Number(number, closing) => Self::Number(number + 1, closing),
            Self::Letter(letter, closing) => Self::Letter((letter as u8 + 1) as char, closing),
        }
    }

    fn marker(self) -> String {
        match self {
            Self::Bullet(bullet) => bullet.to_string(),
            Self::Number(number, closing) => format!("{number}{closing}"),
            Self::Letter(letter, closing) => format!("{letter}{closing}"),
        }
    }
}

/// The items of a line that begins with one, found in order as the line is read.
pub(super) struct Items<'a> {
    line: &'a str,
    /// What marks the item before `next`; none if the line is no list.
    counter: Option<Counter<'a>>,
    /// Where the next item begins; the end of the line if there is none.
    next: usize,
}

impl<'a> Items<'a> {
    /// A line before its first item.
    pub fn of(line: &'a str) -> Self {
        let counter = counter(line.trim_start()).map(|(counter, _)| counter);
        Self { line, counter, next: 0 }
    }

    /// Where the first item behind `at` begins, or the line's end. Asked with places in order, all
    /// answers together take linear time.
    pub fn after(&mut self, at: usize) -> usize {
        if at >= self.next {
            self.next = self.find(at).unwrap_or(self.line.len());
        }
        self.next
    }

    fn find(&mut self, at: usize) -> Option<usize> {
        let next = self.counter?.next();
        let marker = next.marker();
        let begins = |place: usize| {
            let behind = &self.line[place + marker.len()..];
            let set_off = matches!(next, Counter::Bullet(_)) || behind.starts_with(char::is_whitespace);
            place > 0 && self.line[..place].ends_with(char::is_whitespace) && set_off
        };
        let found = self.line[at..].match_indices(&marker).map(|(offset, _)| at + offset);
        // The bullet of this very item does not count.
        let found = found.filter(|&place| place > at).find(|&place| begins(place));
        self.counter = found.map(|_| next);
        found
    }
}

/// Whether a line holds several items of a list. Linear time.
pub(in crate::article) fn is_list(line: &str) -> bool {
    Items::of(line).after(0) < line.len()
}

/// The length of the marker, bullet or number, with which a sentence begins; else 0.
pub(super) fn marker_length(sentence: &str) -> usize {
    counter(sentence).map_or(0, |(_, length)| length)
}

/// What counts the item that begins here, and the length of all its markers (`• 1.` has two).
fn counter(item: &str) -> Option<(Counter<'_>, usize)> {
    if let Some(bullet) = item.chars().next().filter(|first| BULLETS.contains(first)) {
        let rest = item[bullet.len_utf8()..].trim_start();
        let inner = counted(rest).map_or(0, |(_, length)| length);
        return Some((Counter::Bullet(bullet), item.len() - rest.len() + inner));
    }
    counted(item)
}

/// The same for `1.`, `1)`, `1.)` and `a.` with white space behind. Four digits are a year.
fn counted(item: &str) -> Option<(Counter<'_>, usize)> {
    let digits = item.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let letter = item.chars().next().filter(char::is_ascii_lowercase);
    let behind = if digits > 0 { digits } else { letter?.len_utf8() };
    let closing = [".)", ".", ")"].into_iter().find(|closing| item[behind..].starts_with(closing))?;
    let length = behind + closing.len();
    let counter = match letter {
        Some(letter) => Counter::Letter(letter, closing),
        None if digits <= 3 => Counter::Number(item[..digits].parse().ok()?, closing),
        None => return None,
    };
    item[length..].starts_with(char::is_whitespace).then_some((counter, length))
}
