//! Random articles: each has a mix of labels of its own, is easier or harder than others, and may suit one
//! model more than another.

use standpoint::corpus::SplitMix64;

/// The number of labels.
pub const K: usize = 3;

/// What the articles of a data set have in common.
#[derive(Clone, Copy)]
pub struct World {
    /// The logit of a right answer in a middling article, for each of two models.
    pub ability: [f64; 2],
    /// How much articles differ in that: the standard deviation of the logit.
    pub difficulty: f64,
    /// How much articles favour one of the models.
    pub favour: f64,
}

/// One article: counts of (model, true label, label) and the sum of losses of the first model.
pub struct Article {
    /// The cell of each row and model: see [`cell`].
    pub cells: Vec<u32>,
    /// The sum of −ln p(true label) of the first model.
    pub loss: f64,
}

impl Article {
    /// For each row, whether the first model is right minus whether the second is.
    pub fn differences(&self) -> Vec<i64> {
        let right = |cell: u32| i64::from((cell as usize % (K * K)).is_multiple_of(K + 1));
        self.cells.chunks(2).map(|pair| right(pair[0]) - right(pair[1])).collect()
    }
}

/// The number of a cell.
pub fn cell(model: usize, truth: usize, label: usize) -> usize {
    (model * K + truth) * K + label
}

impl World {
    /// A random article of 5 to 35 sentences.
    pub fn article(&self, random: &mut SplitMix64) -> Article {
        let easy = self.difficulty * normal(random);
        let favour = self.favour * normal(random);
        let logits = [0.0, -0.3, 0.3].map(|mean| mean + 0.8 * normal(random));
        let n = 5 + random.below(31);
        let mut article = Article { cells: Vec::with_capacity(2 * n), loss: 0.0 };
        for _ in 0..n {
            let truth = pick(&logits, random);
            for (model, sign) in [(0, 1.0), (1, -1.0)] {
                let right = uniform(random) < logistic(self.ability[model] + easy + sign * favour);
                // A wrong answer is more often the next label than the one after.
                let step = if uniform(random) < 0.7 { 1 } else { 2 };
                let label = if right { truth } else { (truth + step) % K };
                article.cells.push(cell(model, truth, label) as u32);
                if model == 0 {
                    let share = if right { 0.5 + uniform(random) / 2.0 } else { uniform(random) / 2.0 };
                    article.loss -= libm::log(share.max(f64::EPSILON));
                }
            }
        }
        article
    }
}

fn pick(logits: &[f64; K], random: &mut SplitMix64) -> usize {
    let weights = logits.map(libm::exp);
    let mut left = uniform(random) * weights.iter().sum::<f64>();
    for (label, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return label;
        }
    }
    K - 1
}

/// From 0 to below 1.
pub fn uniform(random: &mut SplitMix64) -> f64 {
    (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

/// Standard normal (Box and Muller).
pub fn normal(random: &mut SplitMix64) -> f64 {
    let radius = (-2.0 * libm::log(1.0 - uniform(random))).sqrt();
    radius * libm::cos(std::f64::consts::TAU * uniform(random))
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}
