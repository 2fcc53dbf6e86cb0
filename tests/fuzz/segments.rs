//! Any text: lines and sentences lie inside it, in order and apart, on character boundaries; together they cover it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpoint::article::{Quotations, lines, segments_with, split};

fuzz_target!(|text: &str| {
    let found = lines(text);
    assert!(found.iter().all(|line| line.kind == line.rule.kind()));
    let lines: Vec<_> = found.into_iter().map(|line| line.span).collect();
    assert!(spans::are_good(text, &lines) && spans::cover(text, &lines), "{lines:?}");
    for quotations in [Quotations::Split, Quotations::Whole] {
        let mut at = 0;
        let segments: Vec<_> =
            segments_with(text, quotations).into_iter().map(|segment| segment.span).collect();
        for span in &segments {
            // A segment is a line or a part of one.
            at += lines[at..].iter().take_while(|line| line.end <= span.start).count();
            assert!(lines[at].start <= span.start && span.end <= lines[at].end, "{span:?} in {lines:?}");
        }
        let sentences: Vec<_> = split(text, quotations).collect();
        for found in [segments, sentences] {
            assert!(spans::are_good(text, &found) && spans::cover(text, &found), "{quotations:?}: {found:?}");
            assert!(found.iter().all(|span| text[span.clone()].trim() == &text[span.clone()]), "{found:?}");
        }
    }
    let ends = |quotations| split(text, quotations).map(|span| span.end).collect::<Vec<_>>();
    let all = ends(Quotations::Split);
    assert!(
        ends(Quotations::Whole).iter().all(|end| all.binary_search(end).is_ok()),
        "whole quotations only join"
    );
});
