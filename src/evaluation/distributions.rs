//! The few distributions that intervals and tests need.

/// The t for which 95 % of Student's distribution lies between −t and t. `degrees` is above 0.
///
/// By halving between bounds; the share inside is the finite series for whole degrees of freedom
/// (Abramowitz, Stegun: Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4). Linear in `degrees`.
///
/// ```
/// let t = standpoint::evaluation::t_quantile(4);
/// assert!((t - 2.776_445_105_197_8).abs() < 1e-12);
/// ```
pub fn t_quantile(degrees: usize) -> f64 {
    let (mut low, mut high) = (1.9, 13.0);
    while high - low > 4.0 * f64::EPSILON * high {
        let middle = f64::midpoint(low, high);
        if share_inside(middle, degrees) < 0.95 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The share of Student's distribution between −t and t.
fn share_inside(t: f64, degrees: usize) -> f64 {
    let angle = libm::atan(t / (degrees as f64).sqrt());
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let odd = degrees % 2 == 1;
    let (mut term, mut sum, mut n) = if odd { (cosine, 0.0, 1.0) } else { (1.0, 0.0, 0.0) };
    while n < degrees as f64 {
        sum += term;
        n += 2.0;
        term *= cosine * cosine * (n - 1.0) / n;
    }
    if odd { (angle + sine * sum) * std::f64::consts::FRAC_2_PI } else { sine * sum }
}

/// McNemar's test, exact, two-sided, clusters kept whole: the sign-flip (randomisation) test.
///
/// For each cluster (article) `differences` has the number of rows that only the first of two ways of answering
/// gets right minus that of rows that only the second does, d. If the two are exchangeable within each cluster,
/// d could as well have been −d, each with chance 1/2 and independently of other clusters, however alike the
/// rows of one are. Returned is P(|Σ ± d| ≥ |Σ d|), 0 to 1, over all choices of signs (R. A. Fisher: The Design
/// of Experiments, 1935, chapter III). Where each d is 1 or −1 that is the exact test of McNemar (Note on the
/// sampling error of the difference between correlated proportions, 1947).
///
/// With m clusters whose d is not 0 it is 2 / 2^m or more: fewer than six cannot be told from chance at .05.
/// 1 if both sides are even, or there are none.
///
/// Exact for any number of clusters, but for rounding and for what is below 1e-150, which is taken for 0. Clusters of
/// equal |d| are taken together, and only sums within 26 standard deviations are kept, so that 100,000 clusters of up
/// to six rows take a tenth of a second.
///
/// ```
/// use standpoint::evaluation::sign_flip_test;
/// // Six rows, each for itself: all signs alike in 2 of 64 cases.
/// assert_eq!(sign_flip_test(&[-1; 6]), 2.0 / 64.0);
/// // The same rows in two articles: in 2 of 4.
/// assert_eq!(sign_flip_test(&[-4, -2]), 0.5);
/// ```
pub fn sign_flip_test(differences: &[i64]) -> f64 {
    let observed = differences.iter().sum::<i64>().unsigned_abs() as usize;
    if observed == 0 {
        return 1.0;
    }
    let sizes = differences.iter().map(|difference| difference.unsigned_abs() as usize);
    let mut sizes: Vec<usize> = sizes.filter(|&size| size > 0).collect();
    sizes.sort_unstable();
    // The chances that the sizes with a plus sum to `first`, `first` + 1, ...: small sizes first, so that there
    // are few sums for as long as can be.
    let (mut first, mut chances) = (0, vec![1.0]);
    for equal in sizes.chunk_by(|a, b| a == b) {
        let (fewest, heads) = fair_coins(equal.len());
        let mut next = vec![0.0; chances.len() + equal[0] * (heads.len() - 1)];
        for (plus, with) in heads.iter().enumerate() {
            let sums = &mut next[equal[0] * plus..];
            sums.iter_mut().zip(&chances).for_each(|(sum, chance)| *sum += chance * with);
        }
        let left_out = leave_out_ends(&mut next);
        (first, chances) = (first + equal[0] * fewest + left_out, next);
    }
    let all: usize = sizes.iter().sum();
    let as_uneven = |&(place, _): &(usize, &f64)| (2 * (first + place)).abs_diff(all) >= observed;
    chances.iter().enumerate().filter(as_uneven).map(|(_, chance)| chance).sum::<f64>().min(1.0)
}

/// The chances of each number of heads among `n` fair coins, without ends that are left out: the first number that
/// is kept, and its chance and those after it.
fn fair_coins(n: usize) -> (usize, Vec<f64>) {
    // Binomial coefficients relative to the largest, from the middle down; those above mirror them.
    let mut chances = vec![0.0; n + 1];
    let mut weight = 1.0;
    for i in (0..=n / 2).rev() {
        (chances[i], chances[n - i]) = (weight, weight);
        weight *= i as f64 / (n - i + 1) as f64;
    }
    let all: f64 = chances.iter().sum();
    for chance in &mut chances {
        *chance /= all;
    }
    (leave_out_ends(&mut chances), chances)
}

/// Shortens both ends, which are alike, by the chances that change no digit; returns how many each lost.
fn leave_out_ends(chances: &mut Vec<f64>) -> usize {
    /// The product of two that are kept is still a number of full precision.
    const LEAST: f64 = 1e-150;
    let left_out = chances.iter().take_while(|&&chance| chance < LEAST).count();
    chances.truncate(chances.len() - left_out);
    chances.drain(..left_out);
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// McNemar's exact test of single rows: both tails of a binomial with chance 1/2.
    fn binomial(only_first: u64, only_second: u64) -> f64 {
        let (n, fewer) = (only_first + only_second, only_first.min(only_second));
        let mut chance = 0.5f64.powi(n as i32);
        let mut tail = 0.0;
        for i in 0..=fewer {
            tail += chance;
            chance *= (n - i) as f64 / (i + 1) as f64;
        }
        (2.0 * tail).min(1.0)
    }

    /// By all choices of signs.
    fn by_hand(differences: &[i64]) -> f64 {
        let observed = differences.iter().sum::<i64>().abs();
        let sum = |signs: usize| {
            let signed = |(place, &d): (usize, &i64)| if signs >> place & 1 == 1 { d } else { -d };
            differences.iter().enumerate().map(signed).sum::<i64>()
        };
        let n = 1 << differences.len();
        (0..n).filter(|&signs| sum(signs).abs() >= observed).count() as f64 / n as f64
    }

    #[test]
    fn single_rows_are_mcnemars_exact_test() {
        for (only_first, only_second) in
            (0..60).flat_map(|b| (0..60).map(move |c| (b, c))).chain([(600, 400)])
        {
            let rows = [vec![1; only_first], vec![0; 3], vec![-1; only_second]].concat();
            let (found, expected) = (sign_flip_test(&rows), binomial(only_first as u64, only_second as u64));
            assert!(
                (found - expected).abs() <= 1e-12 * expected,
                "{only_first}, {only_second}: {found}, not {expected}"
            );
        }
    }

    #[test]
    fn articles_flip_as_a_whole() {
        let mut random = crate::corpus::SplitMix64::new(0);
        let any: Vec<i64> = (-9..=11).collect();
        for n in 0..14 {
            let differences: Vec<i64> = (0..n).map(|_| any[random.below(any.len())]).collect();
            let found = sign_flip_test(&differences);
            assert!((found - by_hand(&differences)).abs() < 1e-13, "{differences:?}: {found}");
            let other: Vec<i64> = differences.iter().rev().map(|d| -d).collect();
            assert_eq!(found, sign_flip_test(&other), "neither side nor order matters");
        }
    }

    #[test]
    fn large_ones_stay_exact() {
        // Φ of a normal sum, which so many articles are close to: half a step of 2 further in.
        let differences: Vec<i64> =
            (0..30_000).map(|i| (i % 7) * (1 - 2 * i64::from(i % 100 < 49))).collect();
        let (sum, squares) = differences.iter().fold((0, 0), |(sum, squares), d| (sum + d, squares + d * d));
        let normal = libm::erfc((sum.abs() - 1) as f64 / (2.0 * squares as f64).sqrt());
        let found = sign_flip_test(&differences);
        assert!(normal > 1e-4 && (found / normal - 1.0).abs() < 1e-3, "{found}, not {normal}");
        assert_eq!(sign_flip_test(&vec![1; 2000]), 0.0, "below any number");
    }
}
