//! Model files that are damaged, cut, newer or no models at all: each is refused in words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::ROWS;
use common::cases::{SMALL_MODEL, case, check};
use safetensors::SafeTensors;
use standpoint::{Classifier, ErrorKind};
use xxhash_rust::xxh3::Xxh3;

/// The small model with one part of its header written differently.
fn model_with(part: &str, other: &str) -> Vec<u8> {
    assert_eq!(part.len(), other.len());
    let at = SMALL_MODEL.windows(part.len()).position(|window| window == part.as_bytes()).expect(part);
    let mut bytes = SMALL_MODEL.clone();
    bytes[at..at + part.len()].copy_from_slice(other.as_bytes());
    bytes
}

/// The small model with other bytes where a tensor begins, or at its end if `from_end`.
fn model_with_tensor(name: &str, from_end: bool, other: &[u8]) -> Vec<u8> {
    let (header, metadata) = SafeTensors::read_metadata(&SMALL_MODEL).unwrap();
    let (start, end) = metadata.info(name).unwrap().data_offsets;
    let at = 8 + header + if from_end { end - other.len() } else { start };
    let mut bytes = SMALL_MODEL.clone();
    bytes[at..at + other.len()].copy_from_slice(other);
    bytes
}

/// A file with the checksum that its bytes have, as if it had been written so.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let key = br#"\"checksum\":\""#;
    let at = bytes.windows(key.len()).position(|window| window == key).unwrap() + key.len();
    let mut hasher = Xxh3::new();
    hasher.update(&bytes[..at]);
    hasher.update(b"0000000000000000");
    hasher.update(&bytes[at + 16..]);
    bytes[at..at + 16].copy_from_slice(format!("{:016x}", hasher.digest()).as_bytes());
    bytes
}

/// A safetensors file without tensors, with this header.
fn safetensors(header: &str) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat()
}

#[test]
fn model_files() {
    const UNUSABLE: &[&str] = &["not a usable model", "train it anew"];
    let named = |name| (name, "m.bin", "predict good.txt --model FILE");
    let cut = |length: usize| SMALL_MODEL[..length].to_vec();
    let n = SMALL_MODEL.len();
    let bare = r#"{"__metadata__":{"standpoint":"{}"}}"#;
    check(vec![
        case(
            ("the model itself", "m.bin", "predict good.txt --model FILE"),
            SMALL_MODEL.clone(),
            &[0],
            &["p_moscow"],
        ),
        case(named("empty"), "", &[1], &["the file is empty"]),
        case(named("text"), "Moscow says no to the plan.\n", &[1], UNUSABLE),
        case(named("a table"), ROWS, &[1], UNUSABLE),
        case(named("zeros"), vec![0; 4096], &[1], UNUSABLE),
        case(named("a header without end"), vec![0xFF; 64], &[1], UNUSABLE),
        case(named("other tensors"), safetensors("{}"), &[1], &["not of standpoint"]),
        case(named("no settings"), safetensors(bare), &[1], UNUSABLE),
        case(named("cut to 4 bytes"), cut(4), &[1], UNUSABLE),
        case(named("cut to 8 bytes"), cut(8), &[1], UNUSABLE),
        case(named("cut inside the header"), cut(300), &[1], UNUSABLE),
        case(named("cut in half"), cut(n / 2), &[1], UNUSABLE),
        case(named("cut by a byte"), cut(n - 1), &[1], UNUSABLE),
        case(named("longer by a byte"), [&SMALL_MODEL[..], b"\n"].concat(), &[1], UNUSABLE),
        case(
            named("a newer format"),
            model_with(r#"\"format\":2"#, r#"\"format\":9"#),
            &[1],
            &["format 9", "update standpoint"],
        ),
        case(
            named("an older format"),
            model_with(r#"\"format\":2"#, r#"\"format\":1"#),
            &[1],
            &["format 1", "train it anew"],
        ),
        case(named("another checksum"), model_with(r#"\"checksum\":"#, r#"\"chacksum\":"#), &[1], UNUSABLE),
        case(
            named("another label"),
            model_with(r#"\"moscow\""#, r#"\"Moscow\""#),
            &[1],
            &["altered or damaged"],
        ),
        case(("to evaluate with", "m.bin", "evaluate rows.csv --model FILE"), cut(n / 3), &[1], UNUSABLE),
        case(("absent", "", "predict good.txt --model absent.bin"), "", &[1], &["absent.bin", "cannot open"]),
        case(("a folder", "m/a", "predict good.txt --model m"), "", &[1], &["m: "]),
    ]);
}

const PROBES: [&str; 3] = ["Moscow says no.", "Paris met the ministers at noon", ""];

/// What came of reading a damaged model: no model, or one that answers as the whole one does.
#[track_caller]
fn check_damaged(what: &str, bytes: &[u8], expected: &[Vec<f64>]) {
    match Classifier::from_bytes(bytes) {
        Err(error) => assert_eq!(error.kind(), ErrorKind::Model, "{what}: {error}"),
        Ok(model) => {
            let mut predictor = model.predictor();
            for (probe, expected) in PROBES.iter().zip(expected) {
                assert_eq!(predictor.predict(probe).probabilities, expected, "{what}");
            }
        }
    }
}

#[test]
fn every_byte_of_a_model_flipped_and_every_cut() {
    let whole = Classifier::from_bytes(&SMALL_MODEL).unwrap();
    let mut predictor = whole.predictor();
    let expected: Vec<Vec<f64>> =
        PROBES.iter().map(|probe| predictor.predict(probe).probabilities.to_vec()).collect();
    let mut bytes = SMALL_MODEL.clone();
    let mut accepted = 0;
    for at in 0..bytes.len() {
        for flip in [0xFF, 0x01] {
            bytes[at] ^= flip;
            check_damaged(&format!("byte {at} ^ {flip:#04x}"), &bytes, &expected);
            accepted += usize::from(Classifier::from_bytes(&bytes).is_ok());
            bytes[at] ^= flip;
        }
        check_damaged(&format!("cut to {at} bytes"), &bytes[..at], &expected);
        assert!(Classifier::from_bytes(&bytes[..at]).is_err(), "cut to {at} bytes");
    }
    assert_eq!(accepted, 0, "damaged models were taken for whole ones");
}

/// Fuzzing: a file may have a right checksum and hold what no training makes.
#[test]
fn wrong_parts_under_a_right_checksum() {
    let unknown = |why: &'static str, bytes: Vec<u8>| (why, Classifier::from_bytes(&sealed(bytes)));
    assert!(Classifier::from_bytes(&sealed(SMALL_MODEL.clone())).is_ok());
    let nan = f32::NAN.to_le_bytes();
    let a_slot_with = |column: u64| (u64::MAX << 24 | column).to_le_bytes();
    for (why, model) in [
        // Panicked: the column before the first was looked up.
        unknown("a gram without a column", model_with_tensor("words.slots", false, &a_slot_with(0))),
        unknown(
            "a column that is not there",
            model_with_tensor("words.slots", false, &a_slot_with(0xFF_FFFF)),
        ),
        unknown("a weight that is no number", model_with_tensor("weights", true, &nan)),
        unknown("an idf that is no number", model_with_tensor("words.idf", true, &nan)),
        unknown(
            "an intercept without end",
            model_with_tensor("intercepts", true, &f64::INFINITY.to_le_bytes()),
        ),
        unknown("a block that weighs nothing", model_with(r#"\"weight\":1.0"#, r#"\"weight\":0.0"#)),
        unknown("labels out of order", model_with(r#"\"moscow\""#, r#"\"zoscow\""#)),
    ] {
        let error = model.err().unwrap_or_else(|| panic!("{why}: it was opened"));
        assert_eq!(error.kind(), ErrorKind::Model, "{why}: {error}");
    }
}
