//! Broken tables, articles and pages: each gets a clear message or a correct answer, soon and within
//! bounded memory, and never a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::cases::{case, check};
use common::{Folder, ROWS};

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
}

fn trained(name: &'static str) -> (&'static str, &'static str, &'static str) {
    (name, "t.csv", "train FILE --output model")
}

#[test]
fn tables_that_are_broken() {
    let shifted = "text,stance\n\"one\ntwo\nthree\",x\n\nfour\n";
    check(vec![
        case(
            trained("no text column"),
            "body,stance\na,x\n",
            &[1],
            &["line 1", "no column 'text'", "body, stance"],
        ),
        case(
            trained("no label column"),
            "text,label\na,x\n",
            &[1],
            &["line 1", "no column 'stance'", "text, label"],
        ),
        case(trained("text twice"), "text,text,stance\na,b,x\n", &[1], &["line 1, column 'text'", "twice"]),
        case(trained("label twice"), "text,stance,stance\na,x,y\n", &[1], &["column 'stance'", "twice"]),
        case(
            trained("article twice"),
            "text,stance,article,article\na,x,1,1\n",
            &[1],
            &["column 'article'", "twice"],
        ),
        case(
            trained("a row too short"),
            "text,stance\na,x\nb\n",
            &[1],
            &["line 3", "1 cells", "header has 2"],
        ),
        case(
            trained("a row too long"),
            "text,stance\na,x\nb,c,y\n",
            &[1],
            &["line 3", "3 cells", "header has 2"],
        ),
        case(
            trained("unclosed quote"),
            "text,stance\na,x\n\"b,y\nc,z\n",
            &[1],
            &["line 3", "close every quotation mark"],
        ),
        case(
            trained("unclosed last quote"),
            "text,stance\na,x\nb,\"y\nc,z\n",
            &[1],
            &["line 3", "quotation mark"],
        ),
        case(trained("lines inside cells"), shifted, &[1], &["line 6", "1 cells"]),
        case(
            trained("bad text"),
            b"text,stance\na,x\nab\xFF,y\n",
            &[1],
            &["line 3, column 'text'", "byte 3", "0xff"],
        ),
        case(
            trained("bad label"),
            b"text,stance\na,x\nb,\xE9t\n",
            &[1],
            &["line 3, column 'stance'", "byte 1", "0xe9"],
        ),
        case(trained("bad header"), b"text,stan\xE7e\na,x\n", &[1], &["line 1", "header is not UTF-8"]),
        case(trained("UTF-16, little end"), utf16("text,stance\na,x\n", u16::to_le_bytes), &[1], &["UTF-16"]),
        case(trained("UTF-16, big end"), utf16("text,stance\na,x\n", u16::to_be_bytes), &[1], &["UTF-16"]),
        case(trained("UTF-16 without mark"), &utf16("text,stance\na,x\n", u16::to_le_bytes)[2..], &[1], &[]),
        case(trained("empty"), "", &[1], &["empty", "name the columns"]),
        case(trained("white space"), " \r\n\n \t\n", &[1], &["empty"]),
        case(trained("only a byte order mark"), "\u{feff}", &[1], &["empty"]),
        case(trained("only a header"), "text,stance\n", &[1], &["no labelled row"]),
        case(trained("only a header, no end"), "text,stance", &[1], &["no labelled row"]),
        case(
            trained("one label"),
            "text,stance\na,x\nb,x\n",
            &[1],
            &["column 'stance'", "at least two labels", "only 'x'"],
        ),
    ]);
}

#[test]
fn tables_that_lack_what_training_needs() {
    let grouped = |rows: &str| format!("article,stance,text\n{rows}");
    check(vec![
        case(
            trained("no text"),
            "text,stance\na,x\n,y\n",
            &[1],
            &["line 3, column 'text'", "every row needs a text"],
        ),
        case(trained("blank text"), "text,stance\n\" \u{a0}\",x\na,y\n", &[1], &["line 2, column 'text'"]),
        case(
            trained("no label"),
            "text,stance\na,x\nb,\n",
            &[1],
            &["line 3, column 'stance'", "boilerplate"],
        ),
        case(
            trained("no article"),
            grouped("a,x,t\n,y,t\n"),
            &[1],
            &["line 3, column 'article'", "name the article"],
        ),
        case(
            trained("rows apart"),
            grouped("a,x,t\nb,y,t\na,x,t\n"),
            &[1],
            &["line 4, column 'article'", "'a' goes on"],
        ),
        case(
            ("absent group", "t.csv", "train FILE --output model --group-column g"),
            "text,stance\na,x\nb,y\n",
            &[1],
            &["no column 'g'"],
        ),
        case(trained("all boilerplate"), "kind,text,stance\nboilerplate,a,\n", &[1], &["no labelled row"]),
        case(
            trained("random bytes"),
            (0..4000u32).map(|i| ((i * i * 7) >> 5) as u8).collect::<Vec<_>>(),
            &[1],
            &[],
        ),
        case(("a folder", "folder/t.csv", "train folder --output model"), ROWS, &[1], &["folder"]),
        case(("no file", "", "train absent.csv --output model"), "", &[1], &["absent.csv", "cannot open"]),
        case(
            ("no folder for the model", "", "train rows.csv --output absent/model"),
            "",
            &[1],
            &["absent/model", "cannot write"],
        ),
        case(("too many folds", "t.csv", "evaluate FILE --folds 99"), ROWS, &[2], &["from 2 to 4"]),
        case(("one fold", "t.csv", "evaluate FILE --folds 1"), ROWS, &[2], &["from 2 to 4"]),
        case(
            ("more folds than writers", "t.csv", "evaluate FILE --folds 3 --group-column writer"),
            "article,writer,text,stance\na,v,s,x\nb,v,t,y\nc,w,u,x\n",
            &[2],
            &["2 values of 'writer'", "from 2 to 2"],
        ),
        case(
            ("an article of two writers", "t.csv", "evaluate FILE --folds 2 --group-column writer"),
            "article,writer,text,stance\na,v,s,x\na,w,t,y\nb,w,u,x\n",
            &[1],
            &["line 3, column 'writer'", "an article has one"],
        ),
        // Both articles once stood in one fold, and nothing was left to train on: a panic.
        case(
            ("a label in each article", "t.csv", "evaluate FILE --folds 2"),
            grouped("a,x,s t\na,x,t u\nb,y,s u\nb,y,t v\n"),
            &[1],
            &["all rows to train on have the same label"],
        ),
        case(
            ("a label in each article, c chosen", "t.csv", "train FILE --c auto --output model"),
            grouped("a,x,s t\na,x,t u\nb,y,s u\nb,y,t v\n"),
            &[1],
            &["all rows to train on have the same label"],
        ),
        case(
            ("a row of each label", "t.csv", "audit FILE"),
            "text,stance\ns t,x\nu t,y\n",
            &[1],
            &["all rows to train on have the same label"],
        ),
        case(
            ("too many slices", "t.csv", "evaluate FILE --folds 2 --by n"),
            (0..120).fold("n,text,stance\n".to_owned(), |table, n| table + &format!("{n},t{n},{}\n", n % 2)),
            &[2],
            &["column 'n' has 120 values", "at most 100"],
        ),
        case(
            ("no such slices", "t.csv", "evaluate FILE --folds 2 --by outlet"),
            ROWS,
            &[2],
            &["no column 'outlet'", "length, quoted, speaker-known"],
        ),
        case(
            ("a new label", "t.csv", "evaluate FILE --model good.model"),
            "text,stance\na,x\nb,paris\n",
            &[1],
            &["column 'stance'", "label 'x' is unknown", "moscow, neither, paris"],
        ),
    ]);
}

#[test]
fn odd_tables_that_are_good() {
    let huge = format!("text,stance\n\"{}\",x\nshort one,y\n", "Moscow says no. ".repeat(130_000));
    check(vec![
        case(
            trained("zero bytes in a cell"),
            "text,stance\na a,x\nb b\0c,y\nb b,y\n",
            &[0],
            &["2 labels from 3 rows"],
        ),
        case(trained("CRLF"), "text,stance\r\na a,x\r\nb a,y\r\n", &[0], &["2 labels from 2 rows"]),
        case(
            trained("byte order mark"),
            "\u{feff}text,stance\na a,x\nb a,y\n",
            &[0],
            &["2 labels from 2 rows"],
        ),
        case(trained("CR alone"), "text,stance\ra a,x\rb a,y\r", &[0], &["2 labels from 2 rows"]),
        case(trained("semicolons"), "stance;text\nx;a, a\ny;b, a\n", &[0], &["2 labels from 2 rows"]),
        case(trained("one huge cell"), huge, &[0], &["2 labels from 2 rows"]),
        case(
            trained("labels alike"),
            "text,stance\na,X\nb,x \na,X\nb,x \n",
            &[0],
            &["differ only in case or spaces"],
        ),
        case(trained("nothing in common"), "text,stance\na,x\nb,y\n", &[0, 1], &[]),
    ]);
}

#[test]
fn tables_to_label() {
    let named = |name| (name, "t.csv", "predict FILE");
    let late = format!("text\n{}a,b\n", "Moscow says no.\n".repeat(9000));
    let late_bytes = [format!("text\n{}", "Moscow says no.\n".repeat(9000)).as_bytes(), b"\xFF\n"].concat();
    let articles = format!("text\n{0}\n{0}\n", format!("\"{}\"", "Moscow says no. ".repeat(400)));
    check(vec![
        case(named("no text column"), "body\na\n", &[1], &["no column 'text'"]),
        case(named("a short row after many"), late, &[1], &["line 9002", "2 cells"]),
        case(named("bad bytes after many"), late_bytes, &[1], &["line 9002, column 'text'", "0xff"]),
        case(named("empty"), "", &[1], &["empty"]),
        case(named("only a header"), "text,id\n", &[0], &["id,stance,p_stance_french_position"]),
        case(named("an empty cell"), "text,id\n,7\n", &[0], &["7,", "nothing known in it"]),
        case(named("cells that are articles"), articles, &[2], &["--unit article"]),
        case(
            ("no body", "t.csv", "predict FILE --unit article"),
            "title,date\na,b\n",
            &[1],
            &["no column 'body'"],
        ),
        case(("two tables", "t.csv", "predict FILE rows.csv"), "text\na\n", &[2], &["only INPUT"]),
        case(
            ("a table in two parts", "t.tsv", "predict FILE"),
            "text\tid\na\tb\tc\n",
            &[1],
            &["line 2", "'\\t'"],
        ),
    ]);
}

#[test]
fn articles_and_pages() {
    let text = |name| (name, "a.txt", "predict FILE --format csv");
    let page = |name| (name, "a.html", "predict FILE --format csv");
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0, 1, 2, 255].repeat(300)].concat();
    let paragraph =
        "<p>Moscow says no to the plan, and Paris says yes to it, as it did last year in Geneva.</p>";
    let nested = |tag: &str| {
        format!(
            "<html><body>{}{}{}</body></html>",
            format!("<{tag}>").repeat(10_000),
            paragraph.repeat(9),
            format!("</{tag}>").repeat(10_000)
        )
    };
    let attributes = (0..100_000).fold(String::new(), |all, n| all + " a" + &n.to_string());
    let russian = [b"<html><head><meta charset=windows-1251></head><body><article>".as_slice(),
        &b"<p>\xCC\xEE\xF1\xEA\xE2\xE0 says no to the plan, and Paris says yes to it, as it did in Geneva.</p>".repeat(9)].concat();
    check(vec![
        case(text("a picture"), png, &[1], &["no text"]),
        case(text("empty"), "", &[0], &["article,n,kind"]),
        case(text("white space"), " \n\u{a0}\r\n\t", &[0], &["article,n,kind"]),
        case(text("bad bytes"), b"Moscow says \xFF no.", &[1], &["not valid UTF-8"]),
        case(text("UTF-16"), utf16("Moscow says no.", u16::to_le_bytes), &[0], &["Moscow says no."]),
        case(text("half of UTF-16"), &utf16("Moscow says no.", u16::to_le_bytes)[..25], &[1], &["UTF-16LE"]),
        case(text("byte order mark"), "\u{feff}Moscow says no.", &[0], &["Moscow says no."]),
        case(text("one long line"), "Moscow says no ".repeat(70_000), &[0], &["Moscow says no"]),
        case(text("only stops"), "....?!…\"'.".repeat(20_000), &[0], &["article,n,kind"]),
        case(text("a million short lines"), "It is.\n".repeat(100_000), &[0], &["sentence"]),
        case(page("empty page"), "", &[1], &["no article was found"]),
        case(page("no body"), "<!doctype html><html></html>", &[1], &["no article was found"]),
        case(
            page("only a script"),
            "<html><body><script>alert(1)</script></body></html>",
            &[1],
            &["no article"],
        ),
        case(page("tags cut off"), "<html><body><p>Moscow says <b", &[0, 1], &[]),
        case(page("nested 10,000 times"), nested("div"), &[0], &["Moscow says no to the plan"]),
        case(page("inline 10,000 times"), nested("b"), &[0], &["Moscow says no to the plan"]),
        case(page("never closed"), "<b>Moscow says no, and <div>".repeat(40_000), &[0], &["Moscow says no"]),
        case(page("lists in lists"), "<ul><li>".repeat(30_000), &[1], &["no article was found"]),
        case(page("only <"), "<".repeat(300_000), &[0, 1], &[]),
        case(
            page("a long attribute"),
            format!("<p class='{}'>Moscow says no.", "x".repeat(1_000_000)),
            &[0],
            &["Moscow says no."],
        ),
        case(page("many attributes"), format!("<p {attributes}>Moscow says no."), &[0], &["Moscow says no."]),
        case(
            page("a comment without end"),
            format!("<p>Moscow says no.<!--{}", "-".repeat(1_000_000)),
            &[0],
            &["Moscow says no."],
        ),
        case(page("in windows-1251"), russian.clone(), &[0], &["Москва says no"]),
        case(
            page("unknown charset"),
            b"<html><head><meta charset=klingon></head><body>\xFF</body>",
            &[1],
            &["UTF-8"],
        ),
        case(("extract without a body", "a.html", "extract FILE"), "<html></html>", &[1], &["no article"]),
        case(("segment a picture", "a.txt", "segment FILE"), b"\0\x01\x02", &[1], &["no text"]),
        case(("segment bad bytes", "a.txt", "segment FILE"), b"\xC3", &[1], &["not valid UTF-8"]),
        case(("an empty folder", "folder/a.md", "predict folder"), "text", &[1], &["folder", "no article"]),
        case(("no file", "", "predict absent.txt"), "", &[1], &["absent.txt"]),
    ]);
}

/// Runs the binary and returns its exit code and its peak of resident memory in bytes.
#[cfg(target_os = "linux")]
fn peak_memory(folder: &Folder, arguments: &[&str]) -> (i32, usize) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_standpoint"))
        .args(arguments)
        .current_dir(folder.path(""))
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (start, mut peak) = (std::time::Instant::now(), 0);
    loop {
        let lines = std::fs::read_to_string(&status).unwrap_or_default();
        let high = lines
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(high.unwrap_or(0usize) * 1024);
        if let Some(ended) = child.try_wait().unwrap() {
            return (ended.code().unwrap_or(-1), peak);
        }
        if start.elapsed() > common::TIME_LIMIT {
            child.kill().unwrap();
            panic!("{arguments:?} hangs");
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn memory_stays_below_ten_times_the_file_and_64_mib() {
    const SIZE: usize = 5 << 20;
    let rows = |row: &str| format!("text,stance\n{}", row.repeat(SIZE / row.len()));
    let folder = Folder::with(&[
        ("ragged.csv", &(rows("Moscow says no to the plan.,moscow\n") + "a,b,c\n")),
        ("unclosed.csv", &rows("Moscow says no to the plan.,moscow\n").replacen("\nMoscow", "\n\"Moscow", 1)),
        ("ragged_short.csv", &(rows("a,b\n") + "a,b,c\n")),
        ("text.txt", &"Moscow says no to the plan. ".repeat(SIZE / 28)),
        ("line.txt", &"Moscow says no to the plan, ".repeat(SIZE / 28)),
        (
            "words.txt",
            &(0..SIZE / 8).flat_map(|i| format!("w{i:06} ").into_bytes()).map(char::from).collect::<String>(),
        ),
    ]);
    for (arguments, code) in [
        (&["train", "ragged.csv", "--output", "model"][..], 1),
        (&["train", "unclosed.csv", "--output", "model"], 1),
        (&["train", "ragged_short.csv", "--output", "model"], 1),
        (&["predict", "ragged.csv"], 1),
        (&["predict", "unclosed.csv"], 1),
        (&["predict", "text.txt"], 0),
        (&["predict", "line.txt"], 0),
        (&["predict", "words.txt", "--format", "jsonl"], 0),
        (&["segment", "text.txt"], 0),
    ] {
        let (found, peak) = peak_memory(&folder, arguments);
        assert_eq!(found, code, "{arguments:?}");
        assert!(peak > 1 << 20, "the peak of {arguments:?} was not seen");
        assert!(peak <= 10 * SIZE + (64 << 20), "{arguments:?} took {} MiB", peak >> 20);
    }
}
