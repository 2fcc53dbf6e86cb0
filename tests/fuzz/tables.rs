//! Any bytes as a table: rows are read, the same from a clean copy, or refused with a place that is there;
//! and so are labelled rows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpoint::corpus::{Columns, Corpus, GroupColumn, Table, TableRow, read};
use standpoint::{Error, ErrorKind, Result};

fuzz_target!(|bytes: &[u8]| {
    match rows(bytes) {
        Ok((delimiter, table)) => {
            let mut copy = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            table.iter().for_each(|row| copy.write_record(row).expect("rows are equally long"));
            let copy = copy.into_inner().expect("memory");
            // The delimiter is a guess, and what is alone on its line, and blank, is no row of a copy.
            match rows(&copy) {
                Ok((guessed, again)) if guessed == delimiter && table[0].len() > 1 => {
                    assert_eq!(again, table, "{:?}", String::from_utf8_lossy(&copy));
                }
                _ => {}
            }
        }
        Err(error) => check(&error, bytes),
    }
    for (group, clusters) in
        [(GroupColumn::Default, "article"), (GroupColumn::Named("writer".into()), "writer")]
    {
        let columns = Columns { group, kept: vec!["n".into()], ..Columns::default() };
        match read(bytes, "t.csv", &columns) {
            Ok((corpus, _)) => check_corpus(&corpus, clusters),
            Err(error) if error.kind() == ErrorKind::Training => {}
            Err(error) => check(&error, bytes),
        }
    }
});

/// The delimiter of a table and all its rows, the header first.
fn rows(bytes: &[u8]) -> Result<(u8, Vec<Vec<String>>)> {
    let mut table = Table::new(bytes, "t.csv", "text")?;
    let (mut rows, mut row) = (vec![table.header().to_vec()], TableRow::default());
    while table.next_row(&mut row)? {
        rows.push(row.cells().map(str::to_owned).collect());
    }
    Ok((table.delimiter(), rows))
}

/// An error of the table names the file, and a line that it has.
fn check(error: &Error, bytes: &[u8]) {
    assert_eq!(error.kind(), ErrorKind::Table, "{error}");
    assert!(error.to_string().starts_with("t.csv"), "{error}");
    let n_lines = 1 + bytes.iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count();
    assert!(error.line().is_none_or(|line| (1..=n_lines as u64).contains(&line)), "{error}");
}

/// Every row has a text, a label and a place; articles and clusters keep their rows together.
fn check_corpus(corpus: &Corpus, clusters: &str) {
    assert!(corpus.label_names().len() >= 2 && corpus.label_names().is_sorted());
    assert_eq!(corpus.label_counts().iter().sum::<usize>(), corpus.len());
    assert!((0..corpus.len()).all(|row| !corpus.text(row).trim().is_empty()));
    let lines: Vec<_> =
        (0..corpus.len()).map(|row| corpus.line(row).expect("it was read from a file")).collect();
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]) && lines[0] > 1, "{lines:?}");
    let mut next = 0;
    for article in corpus.articles() {
        assert_eq!(article.start, next);
        assert!(article.start < article.end);
        let of = |of_row: Option<&[u32]>| of_row.map(|of_row| of_row[article.clone()].to_vec());
        for numbers in [of(corpus.groups()), of(corpus.clusters())].into_iter().flatten() {
            assert!(numbers.windows(2).all(|pair| pair[0] == pair[1]), "{numbers:?}");
        }
        next = article.end;
    }
    assert_eq!(next, corpus.len());
    assert!(
        corpus.clusters().is_none_or(|numbers| numbers.iter().all(|&n| (n as usize) < corpus.n_clusters()))
    );
    assert!(corpus.clusters().is_none() || [clusters, "article"].contains(&corpus.cluster_name()));
}
