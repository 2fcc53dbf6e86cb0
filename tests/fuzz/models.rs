//! Any bytes with a right checksum as a model: refused as such, or it answers with probabilities and can be written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standpoint::{Classifier, ErrorKind, explain};
use xxhash_rust::xxh3::Xxh3;

const TEXTS: [&str; 4] = [
    "“Nobody has shown us a better plan,” Mirel Toska said, and the Estmarkish water minister must answer.",
    "Moscow says no to Paris",
    "Ruritania",
    "",
];

fuzz_target!(|bytes: &[u8]| {
    let model = match Classifier::from_bytes(&with_checksum(bytes)) {
        Ok(model) => model,
        Err(error) => return assert_eq!(error.kind(), ErrorKind::Model, "{error}"),
    };
    let mut predictor = model.predictor();
    let n_labels = model.labels().len();
    for text in TEXTS {
        let prediction = predictor.predict(text);
        assert!(prediction.label < n_labels && prediction.probabilities.len() == n_labels);
        let sum: f64 = prediction.probabilities.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "{:?}", prediction.probabilities);
        assert!(explain(&model, text, n_labels - 1).logit().is_finite());
    }
    let copy = model.to_bytes();
    assert_eq!(Classifier::from_bytes(&copy).expect("a model's own bytes").to_bytes(), copy);
});

/// The bytes with the checksum that makes them whole, wherever they say that one stands: else none would be opened.
fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    const KEY: &[u8] = br#"\"checksum\":\""#;
    let mut file = bytes.to_vec();
    let Some(key) = file.windows(KEY.len()).position(|window| window == KEY) else { return file };
    let at = key + KEY.len();
    if file.len() >= at + 16 {
        let mut hasher = Xxh3::new();
        hasher.update(&file[..at]);
        hasher.update(b"0000000000000000");
        hasher.update(&file[at + 16..]);
        file[at..at + 16].copy_from_slice(format!("{:016x}", hasher.digest()).as_bytes());
    }
    file
}
