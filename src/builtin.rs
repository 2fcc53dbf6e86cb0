//! The models inside the program: they answer without any file.

use crate::error::Result;
use crate::model::Classifier;

/// Bytes at an address that is a multiple of 8, so that they are used where they lie.
#[repr(C, align(8))]
struct Aligned<B: ?Sized>(B);

static STANCE: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/russia-france-stance.safetensors"));
static CLAIM: &Aligned<[u8]> = &Aligned(*include_bytes!("../models/russia-france-claim.safetensors"));

/// The model of whose position a sentence states: `french_position`, `neutral_report`, `russian_position`.
///
/// ```
/// let stance = standpoint::builtin::stance()?;
/// assert_eq!(stance.labels(), ["french_position", "neutral_report", "russian_position"]);
/// # Ok::<(), standpoint::Error>(())
/// ```
pub fn stance() -> Result<Classifier> {
    Classifier::builtin(&STANCE.0)
}

/// The model of what a sentence does: `accusation`, `assertion`, `commitment`, `demand`, `none`.
pub fn claim() -> Result<Classifier> {
    Classifier::builtin(&CLAIM.0)
}

/// All built-in models, in the order in which `predict` shows them.
pub fn all() -> Result<Vec<Classifier>> {
    Ok(vec![stance()?, claim()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_models_pass_the_checks_of_any_model() {
        for model in [&STANCE.0, &CLAIM.0] {
            assert!(model.as_ptr().align_offset(8) == 0);
            Classifier::from_static(model).expect("whole");
        }
    }
}
