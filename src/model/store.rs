//! The model file: one safetensors file, checked when it is opened, used where it lies.
//!
//! Tensors, all little-endian: `weights` (f32, columns x scores), `intercepts` (f64, scores),
//! `trained_on` (u64, sorted hashes of the training texts) and for each block B `B.vocabulary`
//! (u8, the grams one after the other), `B.offsets` (u32, where each begins), `B.slots` (u64, the
//! lookup table), `B.idf` (f32). Models that read the article have its tables of actors and cues, compiled,
//! as `lexicon.*`; calibrated ones have what that rests on, as `calibration.*`. The only metadata entry, `standpoint`, is JSON: `format`,
//! `checksum`, `blocks`, `sides`, `description`. The checksum is the XXH3 (64 bits, in hexadecimal) of the
//! whole file with the checksum's own sixteen digits as zeros.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use super::calibration::Calibration;
use super::classifier::{Classifier, Description};
use super::logistic::LogisticModel;
use super::objective::n_scores;
use crate::article::{Filter, Lexicon};
use crate::error::{Error, ErrorKind, Result};
use crate::features::{Block, BlockSettings, FeatureSettings, Features, Vocabulary};
use crate::files::write_beside;
use crate::storage::{Array, Bytes};

/// The format that this version writes, and the only one that it reads.
pub const FORMAT: u32 = 2;

const NO_CHECKSUM: &str = "0000000000000000";

/// How the checksum stands in the header: JSON inside a JSON string.
const CHECKSUM_KEY: &[u8] = br#"\"checksum\":\""#;

#[derive(Serialize, Deserialize)]
struct Header {
    format: u32,
    checksum: String,
    blocks: Vec<BlockSettings>,
    /// The sides of the lexicon, if features need one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sides: Option<Vec<String>>,
    description: Description,
}

/// What is read of a header before it is known to be of this format.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl Classifier {
    /// Writes the model file: beside its place, then renamed, so that no half-written model is left.
    pub fn save(&self, path: &Path) -> Result<()> {
        write_beside(path, |file| {
            file.write_all(&self.to_bytes()).map_err(|error| Error::io("write", path, &error))
        })
    }

    /// The bytes of the model file.
    ///
    /// # Panics
    /// Never: what a classifier holds can be serialised.
    #[expect(clippy::expect_used, reason = "plain arrays and strings always serialise")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let header = Header {
            format: FORMAT,
            checksum: NO_CHECKSUM.into(),
            blocks: self.features.blocks.iter().map(|block| block.settings).collect(),
            sides: self.lexicon.as_ref().map(|lexicon| lexicon.sides.clone()),
            description: self.description.clone(),
        };
        let header = serde_json::to_string(&header).expect("a header is plain data");
        let n_columns = self.features.n_columns();
        let n_scores = self.model.n_scores();
        let mut tensors = vec![
            view("weights".into(), Dtype::F32, vec![n_columns, n_scores], self.model.weights.as_bytes()),
            view("intercepts".into(), Dtype::F64, vec![n_scores], self.model.intercepts.as_bytes()),
            view("trained_on".into(), Dtype::U64, vec![self.trained_on.len()], self.trained_on.as_bytes()),
        ];
        if let Some(lexicon) = &self.lexicon {
            let parts: [(&str, Dtype, usize, &[u8]); 6] = [
                ("keys", Dtype::U64, lexicon.keys.len(), lexicon.keys.as_bytes()),
                ("values", Dtype::U64, lexicon.values.len(), lexicon.values.as_bytes()),
                ("kinds", Dtype::U8, lexicon.kinds.len(), lexicon.kinds.as_bytes()),
                ("offices", Dtype::U64, lexicon.offices.len(), lexicon.offices.as_bytes()),
                ("names", Dtype::U8, lexicon.names.len(), lexicon.names.as_bytes()),
                ("name_offsets", Dtype::U32, lexicon.name_offsets.len(), lexicon.name_offsets.as_bytes()),
            ];
            tensors.extend(
                parts.map(|(name, dtype, n, bytes)| view(format!("lexicon.{name}"), dtype, vec![n], bytes)),
            );
        }
        let Calibration { temperature, scores, labels, articles } = &self.calibration;
        if !labels.is_empty() {
            let n = labels.len();
            let part = |name: &str| format!("calibration.{name}");
            let shape = vec![n, self.labels().len()];
            tensors.push(view(part("temperature"), Dtype::F64, vec![1], bytemuck::bytes_of(temperature)));
            tensors.push(view(part("scores"), Dtype::F32, shape, scores.as_bytes()));
            tensors.push(view(part("labels"), Dtype::U32, vec![n], labels.as_bytes()));
            tensors.push(view(part("articles"), Dtype::U32, vec![n], articles.as_bytes()));
        }
        for (name, block) in names(&self.features.settings()).zip(&self.features.blocks) {
            let Vocabulary { bytes, offsets, slots } = &block.vocabulary;
            tensors.push(view(format!("{name}.vocabulary"), Dtype::U8, vec![bytes.len()], bytes.as_bytes()));
            tensors.push(view(
                format!("{name}.offsets"),
                Dtype::U32,
                vec![offsets.len()],
                offsets.as_bytes(),
            ));
            tensors.push(view(format!("{name}.slots"), Dtype::U64, vec![slots.len()], slots.as_bytes()));
            tensors.push(view(
                format!("{name}.idf"),
                Dtype::F32,
                vec![block.idf.len()],
                block.idf.as_bytes(),
            ));
        }
        let metadata = Some([("standpoint".to_owned(), header)].into());
        let mut file = serialize(tensors, metadata).expect("views have the sizes of their arrays");
        let at = checksum_at(&file).expect("the header was just written");
        let checksum = format!("{:016x}", checksum(&file, at));
        file[at..at + 16].copy_from_slice(checksum.as_bytes());
        file
    }

    /// Opens a model file by memory map; nothing is copied or rebuilt.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if it cannot be read; [`ErrorKind::Model`] if it is no model, of a newer
    /// format, cut off, altered, or its parts do not fit together.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| Error::io("open", path, &error))?;
        let length = file.metadata().map_err(|error| Error::io("read", path, &error))?.len();
        if length == 0 {
            return Err(refused("the file is empty").in_file(path.display()));
        }
        #[expect(unsafe_code, reason = "the memory map")]
        // All pages come at once, since the checksum reads them all.
        // SAFETY: the map is private and only read. As with every memory map, the file must not be
        // cut short by somebody else meanwhile; `save` never does that, it renames a new file.
        let map = unsafe { memmap2::MmapOptions::new().populate().map(&file) };
        let map = map.map_err(|error| Error::io("map", path, &error))?;
        Self::load(Bytes::Mapped(map), true).map_err(|error| error.in_file(path.display()))
    }

    /// Reads a model from the bytes of its file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::load(Bytes::copied(bytes), true)
    }

    /// Uses a model that is compiled into a program, without copying if it is aligned to 8 bytes.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self> {
        let aligned = bytes.as_ptr().align_offset(8) == 0;
        Self::load(if aligned { Bytes::Static(bytes) } else { Bytes::copied(bytes) }, true)
    }

    /// Uses a model of this crate's own, which is known to be whole: only what is asked for is read.
    pub(crate) fn builtin(bytes: &'static [u8]) -> Result<Self> {
        Self::load(Bytes::Static(bytes), false)
    }

    /// Reads a model; `checked` if what it holds has to be looked through first.
    fn load(bytes: Bytes, checked: bool) -> Result<Self> {
        let bytes = Arc::new(bytes);
        let unreadable = |error: safetensors::SafeTensorError| {
            refused(&format!("it is no safetensors file or is cut off ({error})"))
        };
        let (header_length, metadata) = SafeTensors::read_metadata(&bytes).map_err(unreadable)?;
        let header = metadata.metadata().as_ref().and_then(|metadata| metadata.get("standpoint"));
        let header = header.ok_or_else(|| refused("it is a safetensors file, but not of standpoint"))?;
        let header = parse_header(header)?;
        if checked && !holds_checksum(&bytes, &header.checksum) {
            return Err(refused("its checksum is wrong: the file was altered or damaged"));
        }
        let data_start = 8 + header_length;
        let part = |name: &str, dtype: Dtype| {
            let info = metadata.info(name).filter(|info| info.dtype == dtype);
            let (start, end) =
                info.ok_or_else(|| refused(&format!("part '{name}' is missing")))?.data_offsets;
            Ok(data_start + start..data_start + end)
        };
        let mut blocks = Vec::new();
        let settings = FeatureSettings { blocks: header.blocks };
        for (name, &settings) in names(&settings).zip(&settings.blocks) {
            let vocabulary = Vocabulary {
                bytes: array(&bytes, part(&format!("{name}.vocabulary"), Dtype::U8)?)?,
                offsets: array(&bytes, part(&format!("{name}.offsets"), Dtype::U32)?)?,
                slots: array(&bytes, part(&format!("{name}.slots"), Dtype::U64)?)?,
            };
            let idf: Array<f32> = array(&bytes, part(&format!("{name}.idf"), Dtype::F32)?)?;
            blocks.push(Block { settings, vocabulary, idf });
        }
        let features = Features { blocks };
        let lexicon = match header.sides {
            Some(sides) => {
                let keys: Array<u64> = array(&bytes, part("lexicon.keys", Dtype::U64)?)?;
                let lexicon = Lexicon {
                    sides,
                    filter: Filter::of(&keys),
                    keys,
                    values: array(&bytes, part("lexicon.values", Dtype::U64)?)?,
                    kinds: array(&bytes, part("lexicon.kinds", Dtype::U8)?)?,
                    offices: array(&bytes, part("lexicon.offices", Dtype::U64)?)?,
                    names: array(&bytes, part("lexicon.names", Dtype::U8)?)?,
                    name_offsets: array(&bytes, part("lexicon.name_offsets", Dtype::U32)?)?,
                };
                Some(Arc::new(lexicon))
            }
            None => None,
        };
        let calibration = if metadata.info("calibration.temperature").is_some() {
            let temperature: Array<f64> = array(&bytes, part("calibration.temperature", Dtype::F64)?)?;
            Calibration {
                temperature: *temperature.first().ok_or_else(misplaced)?,
                scores: array(&bytes, part("calibration.scores", Dtype::F32)?)?,
                labels: array(&bytes, part("calibration.labels", Dtype::U32)?)?,
                articles: array(&bytes, part("calibration.articles", Dtype::U32)?)?,
            }
        } else {
            Calibration::default()
        };
        let weights = array(&bytes, part("weights", Dtype::F32)?)?;
        let intercepts = array(&bytes, part("intercepts", Dtype::F64)?)?;
        let trained_on = array(&bytes, part("trained_on", Dtype::U64)?)?;
        let description = header.description;
        let model = LogisticModel::new(weights, intercepts, description.labels.len());
        let classifier = Self { features, lexicon, model, description, calibration, trained_on };
        if checked {
            classifier.check()?;
        }
        Ok(classifier)
    }

    /// Refuses what does not fit together, or is no number.
    fn check(&self) -> Result<()> {
        let Self { features, lexicon, model, description, calibration, .. } = self;
        let n_labels = description.labels.len();
        let block_fits = |block: &Block| {
            let Block { settings, vocabulary, idf } = block;
            settings.is_valid() && vocabulary.is_consistent() && idf.len() == vocabulary.len()
        };
        let fits = features.blocks.iter().all(block_fits)
            && features.settings().need_lexicon() == lexicon.is_some()
            && lexicon.as_ref().is_none_or(|lexicon| lexicon.is_consistent())
            && description.is_consistent()
            && calibration.is_consistent(n_labels)
            && model.intercepts.len() == n_scores(n_labels)
            && model.weights.len() == features.n_columns() * model.intercepts.len();
        if !fits {
            return Err(misplaced());
        }
        let finite = features.blocks.iter().all(|block| are_finite(&block.idf))
            && are_finite(&model.weights)
            && model.intercepts.iter().all(|intercept| intercept.is_finite());
        if finite { Ok(()) } else { Err(refused("it holds weights that are no numbers")) }
    }
}

fn misplaced() -> Error {
    refused("its parts do not fit together")
}

/// Whether the bytes of a file have the checksum that its header states, in hexadecimal digits.
fn holds_checksum(file: &[u8], stated: &str) -> bool {
    let stated = u64::from_str_radix(stated, 16).ok();
    stated.is_some() && checksum_at(file).map(|at| checksum(file, at)) == stated
}

/// Reads the header, if it is of the format of this version.
fn parse_header(header: &str) -> Result<Header> {
    let not_json = |error: serde_json::Error| refused(&format!("its header is damaged ({error})"));
    let Version { format } = serde_json::from_str(header).map_err(not_json)?;
    if format > FORMAT {
        let message = format!("it has format {format}, this version reads up to {FORMAT}; update standpoint");
        return Err(refused(&message));
    }
    if format < FORMAT {
        let message = format!(
            "it has format {format}, from before grams were numbered as they are in format {FORMAT}; train it again"
        );
        return Err(refused(&message));
    }
    serde_json::from_str(header).map_err(not_json)
}

fn names(settings: &FeatureSettings) -> impl Iterator<Item = &'static str> {
    settings.blocks.iter().map(|block| block.grams.unit.name())
}

fn view(name: String, dtype: Dtype, shape: Vec<usize>, bytes: &[u8]) -> (String, TensorView<'_>) {
    #[expect(clippy::expect_used, reason = "shape and bytes come from the same array")]
    (name, TensorView::new(dtype, shape, bytes).expect("shape and size agree"))
}

/// Whether all are numbers: by their bits, of which many are looked at in one step.
fn are_finite(values: &[f32]) -> bool {
    // One more in the exponent carries into the bit of the sign if that was the largest, which no number has.
    let carried = |value: &f32| value.abs().to_bits() + (1 << (f32::MANTISSA_DIGITS - 1));
    values.iter().fold(0, |any, value| any | carried(value)) >> 31 == 0
}

fn array<T: bytemuck::Pod>(bytes: &Arc<Bytes>, range: std::ops::Range<usize>) -> Result<Array<T>> {
    Array::in_file(bytes, range).ok_or_else(|| refused("its parts are not aligned"))
}

/// Where the sixteen digits of the checksum stand, if there are such.
fn checksum_at(file: &[u8]) -> Option<usize> {
    let header_length = u64::from_le_bytes(file.get(..8)?.try_into().ok()?);
    let header = file.get(8..)?.get(..usize::try_from(header_length).ok()?)?;
    let key = header.windows(CHECKSUM_KEY.len()).position(|window| window == CHECKSUM_KEY)?;
    let at = 8 + key + CHECKSUM_KEY.len();
    file.get(at..at + 16)?;
    Some(at)
}

fn checksum(file: &[u8], at: usize) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(&file[..at]);
    hasher.update(NO_CHECKSUM.as_bytes());
    hasher.update(&file[at + 16..]);
    hasher.digest()
}

fn refused(why: &str) -> Error {
    Error::new(
        ErrorKind::Model,
        format!("this is not a usable model: {why}; train it anew or fetch it again"),
    )
}
