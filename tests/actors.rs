//! Tables of actors: the built-in ones, and those of another conflict that a user brings along.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Folder, root};
use sha2::Digest;
use standpoint::article::{Lexicon, segments};
use standpoint::{Classifier, ErrorKind};

/// Two islands that quarrel about a ferry.
const ISLANDS: &str = "\
actor,side,role,names
Norrland,norrland,country,Norrland
Norrland,norrland,capital,Havnia
Norrland,norrland,nationality,Norrlander|Norrlandish
Tove Aldis,norrland,harbour minister,Tove Aldis|Aldis
Sudmark,sudmark,country,Sudmark
Sudmark,sudmark,nationality,Sudmarker|Sudmarkish
Emil Brask,sudmark,president,Emil Brask|Brask
The Lantern,third,media,The Lantern
";

/// What both islands say, labelled by whose position it is.
const ROWS: &str = "\
article,kind,stance,text
a,sentence,norrland,Tove Aldis said the ferry would sail.
a,sentence,sudmark,Emil Brask said the pier was closed.
a,sentence,neither,The ferry has two decks.
b,sentence,norrland,Norrland said the fare was fair.
b,sentence,sudmark,Sudmark said the fare was a scandal.
b,sentence,neither,The fare went up in May.
c,sentence,norrland,Havnia wants a new timetable.
c,sentence,sudmark,The Sudmarkish president wants the old one.
c,sentence,neither,The timetable hangs at the pier.
d,sentence,norrland,The Norrlandish minister rejected the offer.
d,sentence,sudmark,Brask rejected the answer.
d,sentence,neither,The offer ran to nine pages.
";

const ARTICLE: &str = "“The ferry sails at noon,” Tove Aldis said. “It will find no pier,” the Sudmarkish president replied. The sea was calm.\n";

#[test]
fn the_built_in_tables_are_those_in_the_data_folder() {
    let table = std::fs::read_to_string(root().join("data/actors.csv")).unwrap();
    let lexicon = Lexicon::builtin().unwrap();
    assert_eq!(Lexicon::new(&[("data/actors.csv", &table)]).unwrap(), lexicon);
    for side in ["russia", "france", "third"] {
        assert!(lexicon.sides().iter().any(|known| known == side), "{side}");
    }
    for (file, columns) in [
        ("data/actors.csv", &["actor", "side", "role", "names", "from", "to"][..]),
        ("data/cues.csv", &["class", "word", "forms"]),
        ("data/markers.csv", &["class", "word", "forms"]),
    ] {
        let mut reader = csv::Reader::from_path(root().join(file)).unwrap();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), columns, "{file}");
        for row in reader.records() {
            let row = row.unwrap();
            let needed = row.iter().take(4);
            assert!(needed.clone().all(|cell| cell.trim() == cell && !cell.is_empty()), "{file}: {row:?}");
        }
    }
}

#[test]
fn tables_may_be_several() {
    let (first, second) = ISLANDS.split_at(ISLANDS.find("Sudmark,").unwrap());
    let second = format!("actor,side,role,names\n{second}");
    let lexicon = Lexicon::new(&[("first.csv", first), ("second.csv", &second)]).unwrap();
    assert_eq!(lexicon, Lexicon::new(&[("all.csv", ISLANDS)]).unwrap());
    assert_eq!(lexicon.sides(), ["norrland", "sudmark", "third"]);
    let text = "Emil Brask said no.";
    let source = lexicon.attribute(text, &segments(text))[0].source.clone().unwrap();
    assert_eq!((&*source.speaker.name, source.speaker.side), ("Emil Brask", Some(1)));
}

/// Wrong tables, with the words that the message must have.
const WRONG: [(&str, &[u8], &[&str]); 8] = [
    ("no column side", b"actor,role,names\nA,country,A\n", &["side"]),
    ("no column names", b"actor,side,role\nA,a,country\n", &["names"]),
    (
        "a side that is empty",
        b"actor,side,role,names\nA,a,country,A\nB,,country,B\n",
        &["line 3", "column 'side'"],
    ),
    ("no names", b"actor,side,role,names\nA,a,country,\n", &["line 2", "column 'names'"]),
    ("blank names", b"actor,side,role,names\nA,a,country,  \n", &["line 2", "column 'names'"]),
    ("a role that is empty", b"actor,side,role,names\nA,a,,A\n", &["line 2", "column 'role'"]),
    ("a row too short", b"actor,side,role,names\nA,a,country,A\nB,b\n", &["line", "3"]),
    ("not UTF-8", b"actor,side,role,names\nA,a,country,\xC9lys\xE9e\n", &["UTF-8"]),
];

#[test]
fn wrong_tables_are_refused() {
    let folder = Folder::with(&[("talks.txt", ARTICLE), ("rows.csv", ROWS)]);
    for (name, table, words) in WRONG {
        folder.write("wrong.csv", table);
        for command in [
            &["segment", "talks.txt", "--quotations", "--actors", "wrong.csv"][..],
            &["train", "rows.csv", "--actors", "wrong.csv", "--output", "model"],
        ] {
            let run = folder.run(command);
            assert_eq!(run.code, 1, "{name}: {}", run.stderr);
            for word in words.iter().chain(&["wrong.csv"]) {
                assert!(run.stderr.contains(word), "{name}: '{word}' is not said: {}", run.stderr);
            }
        }
        if let Ok(table) = std::str::from_utf8(table) {
            let error = Lexicon::new(&[("wrong.csv", table)]).expect_err(name);
            assert_eq!(error.kind(), ErrorKind::Table, "{name}");
        }
    }
    assert!(!folder.path("model").exists());
    assert_eq!(folder.run(&["segment", "talks.txt", "--actors", "wrong.csv"]).code, 2);
}

#[test]
fn segments_have_the_speakers_of_another_conflict() {
    let folder = Folder::with(&[("talks.txt", ARTICLE), ("islands.csv", ISLANDS)]);
    let objects = folder.run(&["segment", "talks.txt", "--quotations", "--actors", "islands.csv"]).objects();
    let sides: Vec<_> = objects.iter().map(|object| object["side"].as_str()).collect();
    assert_eq!(sides, [Some("norrland"), Some("sudmark"), None]);
    assert_eq!(objects[0]["quotations"][0]["speaker"], "Tove Aldis");
    assert_eq!(objects[1]["quotations"][0]["side"], "sudmark");
    // The built-in tables know nobody there.
    let objects = folder.run(&["segment", "talks.txt", "--quotations"]).objects();
    assert!(objects.iter().all(|object| object["side"].is_null()));
}

#[test]
fn a_model_carries_its_tables() {
    let folder = Folder::with(&[("talks.txt", ARTICLE), ("islands.csv", ISLANDS), ("rows.csv", ROWS)]);
    let train = ["train", "rows.csv", "--features", "words:1-2,context,cues", "--actors", "islands.csv"];
    folder.run(&[&train[..], &["--output", "islands.model"]].concat()).good();
    folder.run(&[&train[..], &["--output", "again.model"]].concat()).good();
    assert_eq!(folder.read("islands.model"), folder.read("again.model"));
    let model = Classifier::open(&folder.path("islands.model")).unwrap();
    let lexicon = model.lexicon().expect("its tables are in the model");
    assert_eq!(**lexicon, Lexicon::new(&[("islands.csv", ISLANDS)]).unwrap());
    // Its tables alone are enough to predict with.
    std::fs::remove_file(folder.path("islands.csv")).unwrap();
    let predict = ["predict", "talks.txt", "--model", "islands.model", "--format", "jsonl"];
    let objects = folder.run(&predict).objects();
    let column = |name: &str| objects.iter().map(|object| object[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("stance"), ["norrland", "sudmark", "neither"]);
    assert_eq!(column("side")[..2], ["norrland", "sudmark"]);
    assert_eq!(column("speaker")[0], "Tove Aldis");
}

/// Who is invented for the training rows shall not be taken for anybody in other text.
#[test]
fn a_cast_is_read_with_and_not_kept() {
    let (head, rest) = ISLANDS.split_once('\n').unwrap();
    let (persons, places): (Vec<&str>, Vec<&str>) =
        rest.lines().partition(|row| row.contains("Aldis") || row.contains("Brask"));
    let table = |rows: &[&str]| format!("{head}\n{}\n", rows.join("\n"));
    let (places, persons) = (table(&places), table(&persons));
    let folder = Folder::with(&[("rows.csv", ROWS), ("places.csv", &places), ("persons.csv", &persons)]);
    let tables = |option: &'static str| ["--actors", "places.csv", option, "persons.csv"];
    let train = ["train", "rows.csv", "--features", "words:1-2,context"];
    folder.run(&[&train[..], &tables("--cast"), &["--output", "apart.model"]].concat()).good();
    folder.run(&[&train[..], &tables("--actors"), &["--output", "all.model"]].concat()).good();
    let [apart, all] = ["apart.model", "all.model"].map(|name| Classifier::open(&folder.path(name)).unwrap());
    assert_eq!(**apart.lexicon().unwrap(), Lexicon::new(&[("places.csv", &places)]).unwrap());
    assert_eq!(apart.description(), all.description());
    // Rows with these persons are measured with their table, as by the model that keeps it.
    let evaluate = |model: &str, options: &[&str]| {
        let command = ["evaluate", "rows.csv", "--folds", "2", "--format", "json", "--model", model];
        folder.run(&[&command[..], options].concat()).good()
    };
    let record = ["--provenance", "run.json"];
    let measured = evaluate("apart.model", &[&tables("--cast")[..], &record].concat());
    assert_eq!(measured, evaluate("all.model", &[]));
    assert_ne!(measured, evaluate("apart.model", &[]));
    // The record is of the file, not of what was made of it.
    let run: serde_json::Value = serde_json::from_slice(&folder.read("run.json")).unwrap();
    let hash = sha2::Sha256::digest(folder.read("apart.model"));
    let hash = hash.iter().fold(String::new(), |written, byte| written + &format!("{byte:02x}"));
    assert_eq!(run["models"][0]["sha256"], hash);
    assert_eq!(folder.run(&[&train[..], &["--cast", "persons.csv", "--output", "model"]].concat()).code, 2);
}

/// The labels of another conflict may well stand in a column `side`, which is also the side of the speaker.
#[test]
fn labels_in_a_column_named_side_stand_beside_the_side() {
    let rows = ROWS.replacen("stance", "side", 1);
    let folder = Folder::with(&[("talks.txt", ARTICLE), ("islands.csv", ISLANDS), ("rows.csv", &rows)]);
    let train =
        ["train", "rows.csv", "--features", "words,context", "--actors", "islands.csv", "--output", "model"];
    let unnamed = folder.run(&train);
    assert!(unnamed.code == 1 && unnamed.stderr.contains("--label-column"), "{}", unnamed.stderr);
    folder.run(&[&train[..], &["--label-column", "side"]].concat()).good();
    let predict =
        |format: &str| folder.run(&["predict", "talks.txt", "--model", "model", "--format", format]).good();
    let csv = predict("csv");
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    assert!(header.contains(&"side") && header.contains(&"side_label"), "{header:?}");
    assert!(
        header.iter().all(|name| header.iter().filter(|other| *other == name).count() == 1),
        "{header:?}"
    );
    let first: serde_json::Value = serde_json::from_str(predict("jsonl").lines().next().unwrap()).unwrap();
    assert_eq!((&first["side"], &first["side_label"]), (&"norrland".into(), &"norrland".into()));
    // Of rows of a table there is no side of a speaker; their own column is set aside.
    let table = folder.run(&["predict", "rows.csv", "--model", "model"]).good();
    assert!(table.starts_with("article,kind,side_given,side,p_"), "{table}");
}

#[test]
fn shortcuts_without_the_conflicts_table_are_told_apart_from_good_ones() {
    let folder = Folder::with(&[("islands.csv", ISLANDS), ("rows.csv", ROWS)]);
    let audit = ["audit", "rows.csv", "--between", "norrland,sudmark", "--shortcuts", "--folds", "2"];
    let warning = "no row names an actor of russia or france";
    assert!(folder.run(&audit).stderr.contains(warning));
    assert!(!folder.run(&[&audit[..], &["--actors", "islands.csv"]].concat()).stderr.contains(warning));
}
