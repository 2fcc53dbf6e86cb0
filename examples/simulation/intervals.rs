//! How often 95 % intervals hold the truth, and McNemar's test its level; and how often both find a difference.

use std::fmt::Write;

use rayon::prelude::*;
use standpoint::corpus::SplitMix64;
use standpoint::evaluation::{Bootstrap, Scale, Totals, Units, sign_flip_test};
use standpoint::metrics::Confusion;

use crate::DATA_SETS;
use crate::world::{Article, K, World, cell};

const ARTICLES: [usize; 3] = [5, 19, 100];

/// Enough to judge by; `evaluate` takes 10,000.
const DRAWS: usize = 2000;

const FIGURES: [(&str, Scale); 6] = [
    ("accuracy", Scale::Share),
    ("macro-F1", Scale::Share),
    ("recall of the rarest label", Scale::Share),
    ("log-loss", Scale::Positive),
    ("difference in accuracy", Scale::Plain),
    ("difference in macro-F1", Scale::Plain),
];

/// Where it stands among them.
const ACCURACY_DIFFERENCE: usize = 4;

/// How an interval is made of the draws.
const METHODS: [&str; 3] = ["ours", "percentiles", "BCa"];

/// Both tables.
pub fn report() -> String {
    let uneven = World { ability: [1.7, 1.3], difficulty: 0.8, favour: 0.4 };
    let mut text = String::from(
        "## Intervals\n\nHow often the interval held the true value, by the number of articles (5 to 35 sentences each; articles differ in \
         difficulty, in their mix of labels, and in which model they suit). *Ours*: the standard deviation of the draws times t, \
         on the logit scale for shares. *Percentiles* of the draws and *BCa* (Efron, Tibshirani 1993, chapters 13 and 14) for \
         comparison.\n\n| figure |",
    );
    for n in ARTICLES {
        for method in METHODS {
            let _ = write!(text, " {method}, {n} |");
        }
    }
    let _ = writeln!(text, "\n|---|{}", "---:|".repeat(ARTICLES.len() * METHODS.len()));
    let truth = truth(&uneven);
    let held: Vec<Vec<[f64; METHODS.len()]>> =
        ARTICLES.iter().map(|&n| coverage(&uneven, n, &truth)).collect();
    for (figure, (name, _)) in FIGURES.iter().enumerate() {
        let shares: Vec<String> =
            held.iter().flat_map(|held| held[figure].map(|share| format!("{share:.3}"))).collect();
        let _ = writeln!(text, "| {name} | {} |", shares.join(" | "));
    }
    text += &tests();
    text
}

/// The table of McNemar's test.
fn tests() -> String {
    let mut text = String::from(
        "\n## McNemar's test\n\nHow often two models were told apart: by the exact test with articles kept whole (p < .05), which is that of \
         reports; by the same test with each row for itself; and by the interval of the difference in accuracy, which leaves out 0. Where both \
         are equally good this should happen 5 times in 100 at most. Rows for themselves cry wolf where articles suit one model or the other, so \
         what they find there is no merit. Signs of five articles are alike in 2 of 32 cases by chance, so that so few are never told apart.\n\n\
         | articles | suit either model | the first is better by | articles whole | each row | interval |\n|---:|---|---:|---:|---:|---:|\n",
    );
    for (ability, favour) in [([1.5, 1.5], 0.0), ([1.5, 1.5], 0.4), ([1.8, 1.2], 0.4)] {
        let world = World { ability, difficulty: 0.8, favour };
        let better = if ability[0] == ability[1] { 0.0 } else { truth(&world)[ACCURACY_DIFFERENCE] };
        let suit = if favour == 0.0 { "no" } else { "yes" };
        for n in ARTICLES {
            let [whole, rows, interval] = told_apart(&world, n);
            let _ = writeln!(text, "| {n} | {suit} | {better:.3} | {whole:.3} | {rows:.3} | {interval:.3} |");
        }
    }
    text
}

/// The figures of all of a world: of very many articles.
fn truth(world: &World) -> Vec<f64> {
    const MANY: usize = 400_000;
    let mut random = SplitMix64::new(1);
    let mut totals = Totals { counts: vec![0; 2 * K * K], sums: vec![0.0] };
    for _ in 0..MANY {
        let article = world.article(&mut random);
        article.cells.iter().for_each(|&cell| totals.counts[cell as usize] += 1);
        totals.sums[0] += article.loss;
    }
    figures(&totals).into_iter().flatten().collect()
}

/// In the order of [`FIGURES`].
fn figures(totals: &Totals) -> Vec<Option<f64>> {
    let [this, other] = [0, 1]
        .map(|model| Confusion::from_counts(K, &totals.counts[cell(model, 0, 0)..cell(model + 1, 0, 0)]));
    vec![
        Some(this.accuracy()),
        Some(this.macro_f1()),
        this.label(1).recall,
        Some(totals.sums[0] / this.n() as f64),
        Some(this.accuracy() - other.accuracy()),
        Some(this.macro_f1() - other.macro_f1()),
    ]
}

fn articles(world: &World, n: usize, seed: u64) -> Vec<Article> {
    let mut random = SplitMix64::new(SplitMix64::new(seed + 1000).next_u64());
    (0..n).map(|_| world.article(&mut random)).collect()
}

fn units(articles: &[Article]) -> Units {
    let cells = articles.iter().enumerate();
    let counted =
        cells.flat_map(|(unit, article)| article.cells.iter().map(move |&cell| (unit as u32, cell)));
    Units::new(
        articles.len(),
        2 * K * K,
        counted.collect(),
        articles.iter().map(|article| article.loss).collect(),
    )
}

/// For each figure and method the share of data sets whose interval holds the truth. Where there is no
/// interval it does not.
fn coverage(world: &World, n: usize, truth: &[f64]) -> Vec<[f64; METHODS.len()]> {
    let of_data_set = |seed: usize| -> Vec<[bool; METHODS.len()]> {
        let articles = articles(world, n, seed as u64);
        let units = units(&articles);
        let estimates = figures(&units.totals());
        let bootstrap = units.bootstrap(DRAWS, 0, figures);
        let without: Vec<Vec<Option<f64>>> = (0..n)
            .map(|left_out| {
                let rest = articles.iter().enumerate().filter(|(number, _)| *number != left_out);
                let mut totals = Totals { counts: vec![0; 2 * K * K], sums: vec![0.0] };
                for (_, article) in rest {
                    article.cells.iter().for_each(|&cell| totals.counts[cell as usize] += 1);
                    totals.sums[0] += article.loss;
                }
                figures(&totals)
            })
            .collect();
        let held = |(figure, &(_, scale)): (usize, &(&str, Scale))| {
            let Some(estimate) = estimates[figure] else { return [false; METHODS.len()] };
            let ours =
                bootstrap.interval(figure, estimate, scale).map(|interval| (interval.low, interval.high));
            let jackknife: Vec<f64> = without.iter().filter_map(|figures| figures[figure]).collect();
            let draws = sorted(&bootstrap, figure);
            let bca = bca(&draws, estimate, &jackknife);
            [ours, Some((percentile(&draws, 0.025), percentile(&draws, 0.975))), Some(bca)]
                .map(|interval| interval.is_some_and(|(low, high)| (low..=high).contains(&truth[figure])))
        };
        FIGURES.iter().enumerate().map(held).collect()
    };
    let all: Vec<_> = (0..DATA_SETS).into_par_iter().map(of_data_set).collect();
    let share = |figure: usize, method: usize| {
        all.iter().filter(|held| held[figure][method]).count() as f64 / DATA_SETS as f64
    };
    (0..FIGURES.len()).map(|figure| std::array::from_fn(|method| share(figure, method))).collect()
}

/// How often two models are told apart: by McNemar's test of articles, of rows, and by the interval of accuracy.
fn told_apart(world: &World, n: usize) -> [f64; 3] {
    let of_data_set = |seed: usize| {
        let articles = articles(world, n, seed as u64);
        let rows: Vec<Vec<i64>> = articles.iter().map(Article::differences).collect();
        let whole: Vec<i64> = rows.iter().map(|rows| rows.iter().sum()).collect();
        let units = units(&articles);
        let difference = figures(&units.totals())[ACCURACY_DIFFERENCE].unwrap_or_default();
        let interval =
            units.bootstrap(DRAWS, 0, figures).interval(ACCURACY_DIFFERENCE, difference, Scale::Plain);
        let apart = interval.is_some_and(|interval| interval.low > 0.0 || interval.high < 0.0);
        [sign_flip_test(&whole) < 0.05, sign_flip_test(&rows.concat()) < 0.05, apart]
    };
    let all: Vec<[bool; 3]> = (0..DATA_SETS).into_par_iter().map(of_data_set).collect();
    [0, 1, 2].map(|which| all.iter().filter(|apart| apart[which]).count() as f64 / DATA_SETS as f64)
}

fn sorted(bootstrap: &Bootstrap, figure: usize) -> Vec<f64> {
    let mut values: Vec<f64> = bootstrap.values(figure).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Between the two values that are nearest, linearly.
fn percentile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

/// Percentiles corrected for bias and acceleration.
fn bca(draws: &[f64], estimate: f64, jackknife: &[f64]) -> (f64, f64) {
    let below = draws.iter().filter(|&&draw| draw < estimate).count() as f64;
    let equal = draws.iter().filter(|&&draw| draw == estimate).count() as f64;
    let n = draws.len() as f64;
    let bias = normal_quantile(((below + equal / 2.0) / n).clamp(1.0 / n, 1.0 - 1.0 / n));
    let mean = jackknife.iter().sum::<f64>() / jackknife.len() as f64;
    let power = |exponent| jackknife.iter().map(|value| (mean - value).powi(exponent)).sum::<f64>();
    let acceleration = power(3) / (6.0 * power(2).powf(1.5)).max(1e-300);
    let end = |z: f64| {
        let share = normal_share(bias + (bias + z) / (1.0 - acceleration * (bias + z)));
        percentile(draws, share)
    };
    (end(-1.959_964), end(1.959_964))
}

fn normal_share(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

fn normal_quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if normal_share(middle) < share { low = middle } else { high = middle }
    }
    low
}
