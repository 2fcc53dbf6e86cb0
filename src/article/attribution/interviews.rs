//! Interviews without labels: questions that say "you", and answers that say "I".

use super::reading::Read;
use super::turns::Turn;
use crate::article::{Kind, Segment};

/// Questions, and sentences in the first person, that make an interview.
const QUESTIONS: usize = 2;
const ANSWERS: usize = 4;

/// The turns of an interview: one begins at each question, one at the sentence behind it. `None` if it is none.
pub(super) fn interview(text: &str, segments: &[Segment], reads: &[Read]) -> Option<Vec<Option<Turn>>> {
    let asks = |number: usize| {
        let words = text[segments[number].span.clone()].trim_end();
        let unquoted = segments[number].kind != Kind::Boilerplate && reads[number].quotes.is_empty();
        unquoted && words.ends_with('?') && words.split(|c: char| !c.is_alphanumeric()).any(is_you)
    };
    let questions: Vec<usize> = (0..segments.len()).filter(|&number| asks(number)).collect();
    let answers = reads.iter().filter(|read| read.we && read.quotes.is_empty()).count();
    if questions.len() < QUESTIONS || answers < ANSWERS + questions.len() {
        return None;
    }
    let mut turns: Vec<Option<Turn>> = vec![None; segments.len()];
    for &number in &questions {
        turns[number] = Some(Turn::question(segments[number].span.clone()));
        if let Some(next) = segments.get(number + 1).filter(|_| !questions.contains(&(number + 1))) {
            turns[number + 1] = Some(Turn::answer(next.span.clone()));
        }
    }
    Some(turns)
}

fn is_you(word: &str) -> bool {
    ["you", "your", "yours"].iter().any(|you| word.eq_ignore_ascii_case(you))
}
