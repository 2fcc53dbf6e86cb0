//! Any text as a table of actors: compiled, so that it finds sides in its own text, or refused with a place that is there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpoint::ErrorKind;
use standpoint::article::{Lexicon, segments};

fuzz_target!(|table: &str| {
    match Lexicon::new(&[("actors.csv", table)]) {
        Ok(lexicon) => {
            let attributions = lexicon.attribute(table, &segments(table));
            let mut names = attributions.iter().flat_map(|attribution| &attribution.names);
            assert!(names.all(|(span, side)| {
                table.get(span.clone()).is_some() && usize::from(*side) < lexicon.sides().len()
            }));
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Table, "{error}");
            assert!(error.to_string().starts_with("actors.csv"), "{error}");
        }
    }
});
