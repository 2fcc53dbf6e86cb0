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

/// The chance of `a` against `b`, or of anything as uneven, if both were equally likely: the exact test of
/// McNemar (Note on the sampling error of the difference between correlated proportions, 1947), two-sided.
/// 1 if there is nothing to compare.
///
/// ```
/// assert_eq!(standpoint::evaluation::exact_mcnemar(0, 6), 2.0 / 64.0);
/// ```
pub fn exact_mcnemar(a: u64, b: u64) -> f64 {
    let (n, fewer) = (a + b, a.min(b));
    if a == b {
        return 1.0;
    }
    // Binomial coefficients relative to the largest, from the middle down; those above mirror them.
    let middle = n / 2;
    let (mut weight, mut all, mut tail) = (1.0, 0.0, 0.0);
    for i in (0..=middle).rev() {
        all += if 2 * i == n { weight } else { 2.0 * weight };
        if i <= fewer {
            tail += 2.0 * weight;
        }
        weight *= i as f64 / (n - i + 1) as f64;
    }
    tail / all
}
