//! Any bytes: a page is read, the same each time, or refused as an article.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpoint::ErrorKind;
use standpoint::article::{decode, extract, lines};

fuzz_target!(|bytes: &[u8]| {
    let html = match decode(bytes) {
        Ok(html) => html,
        Err(error) => return assert_eq!(error.kind(), ErrorKind::Article, "{error}"),
    };
    let page = match extract(&html) {
        Ok(page) => page,
        Err(error) => return assert_eq!(error.kind(), ErrorKind::Article, "{error}"),
    };
    assert_eq!(page.body.trim(), page.body);
    for stated in [&page.title, &page.date, &page.site].into_iter().flatten() {
        assert!(!stated.is_empty() && stated.trim() == stated, "{stated:?}");
    }
    let text = page.text();
    assert!(text.ends_with(&page.body));
    let found: Vec<_> = lines(&text).into_iter().map(|line| line.span).collect();
    assert!(spans::are_good(&text, &found) && spans::cover(&text, &found), "{found:?}");
    assert_eq!(extract(&html).expect("it was read before"), page);
});
