//! Figures to look at. Each stands in a table, or beside one that says the same.

use std::fmt::Write;

use super::html::{framed, table};
use crate::evaluation::intervals::Interval;
use crate::evaluation::reliability::Diagram;
use crate::evaluation::report::Report;

/// The scores with a line for each interval, from 0 to 1.
pub fn scores(report: &Report) -> String {
    let mut shown = report.scores_table();
    shown.header.push("0 to 1".into());
    let (figures, scores) = (report.scores.figures, &report.scores);
    let lines = [
        whisker(figures.accuracy, scores.accuracy_interval),
        whisker(figures.balanced_accuracy, scores.balanced_accuracy_interval),
        whisker(figures.macro_f1, scores.macro_f1_interval),
        String::new(),
    ];
    let rows = shown.rows.into_iter().zip(lines).map(|(mut row, line)| {
        row.push(line);
        row
    });
    framed(&shown.title, &shown.header, rows)
}

/// A value from 0 to 1 as a dot on its interval.
fn whisker(value: f64, interval: Option<Interval>) -> String {
    let Interval { low, high } = interval.unwrap_or(Interval { low: value, high: value });
    let [low, value, high] = [low, value, high].map(|share| share * 200.0);
    format!(
        "<svg class=\"whisker\" viewBox=\"0 0 200 16\" aria-hidden=\"true\"><path class=\"axis\" d=\"M0 8H200\"/><path \
         class=\"range\" d=\"M{low:.1} 8H{high:.1}\"/><circle cx=\"{value:.1}\" cy=\"8\" r=\"4\"/></svg>"
    )
}

/// The confusion as a heat map: the stronger the colour, the larger the share of the true label's rows.
pub fn confusion(report: &Report) -> String {
    let shown = report.confusion_table();
    let counts = report.confusion.counts();
    let rows = shown.rows.iter().zip(counts).enumerate().map(|(truth, (cells, counts))| {
        let all: u64 = counts.iter().sum();
        let cell = |(label, &count): (usize, &u64)| {
            let share = count as f64 / all.max(1) as f64;
            let class = if label == truth { "heat right" } else { "heat wrong" };
            format!(
                "<td class=\"{class}\" style=\"--share:{:.0}%\">{count} <small>{:.0} %</small></td>",
                share * 100.0,
                share * 100.0
            )
        };
        let name = super::html::escape(&cells[0]);
        std::iter::once(name).chain(counts.iter().enumerate().map(cell)).collect()
    });
    let title = "True labels are rows, predicted ones columns; shares are of the row";
    framed(title, &shown.header, rows)
}

/// The frame of a chart, in units of its view box.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 250.0;

/// Accuracy by training clusters on a scale of doublings, and the table. Empty without a curve.
pub fn learning_curve(report: &Report) -> String {
    let Some(shown) = report.learning_curve_table() else { return String::new() };
    let points = &report.learning_curve;
    if points.len() < 2 {
        return table(&shown);
    }
    let range = |at: usize| {
        let (value, interval) = (points[at].scores.figures.accuracy, points[at].scores.accuracy_interval);
        let Interval { low, high } = interval.unwrap_or(Interval { low: value, high: value });
        (low, value, high)
    };
    let lowest = (0..points.len()).map(|at| range(at).0).fold(1.0, f64::min);
    let highest = (0..points.len()).map(|at| range(at).2).fold(0.0, f64::max);
    let (floor, ceiling) = ((lowest * 10.0).floor() / 10.0, (highest * 10.0).ceil() / 10.0);
    let y = |value: f64| BOTTOM - (value - floor) / (ceiling - floor).max(0.1) * (BOTTOM - TOP);
    let log = |at: usize| libm::log2(points[at].n_clusters.max(1.0));
    let (first, last) = (log(0), log(points.len() - 1));
    let x = |at: usize| LEFT + 40.0 + (log(at) - first) / (last - first).max(1e-9) * (RIGHT - LEFT - 80.0);
    let mut text = format!(
        "<svg class=\"chart\" viewBox=\"0 0 640 300\" role=\"img\" aria-label=\"Accuracy by number of training {}s; the table \
         below has the numbers\">\n",
        super::html::escape(&report.cluster)
    );
    for tenth in (floor * 10.0).round() as u32..=(ceiling * 10.0).round() as u32 {
        let value = f64::from(tenth) / 10.0;
        let _ = writeln!(
            text,
            "<path class=\"axis\" d=\"M{LEFT} {y:.1}H{RIGHT}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{value:.1}</text>",
            LEFT - 8.0,
            y(value) + 4.0,
            y = y(value)
        );
    }
    let line: Vec<String> =
        (0..points.len()).map(|at| format!("{:.1} {:.1}", x(at), y(range(at).1))).collect();
    let _ = writeln!(text, "<path class=\"line\" d=\"M{}\"/>", line.join("L"));
    for (at, point) in points.iter().enumerate() {
        let (low, value, high) = range(at);
        let _ = writeln!(
            text,
            "<path class=\"range\" d=\"M{x:.1} {:.1}V{:.1}\"/><circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"5\"/><text x=\"{x:.1}\" \
             y=\"{:.0}\" text-anchor=\"middle\">{:.0}</text>",
            y(low),
            y(high),
            y(value),
            BOTTOM + 20.0,
            point.n_clusters,
            x = x(at)
        );
    }
    let middle = f64::midpoint(LEFT, RIGHT);
    let _ = write!(
        text,
        "<text x=\"{middle}\" y=\"{:.0}\" text-anchor=\"middle\">training {}s</text>\n</svg>\n",
        BOTTOM + 42.0,
        super::html::escape(&report.cluster)
    );
    text + &table(&shown)
}

/// The side of the reliability diagram, in the same units.
const SIDE: f64 = 300.0;

/// The bins with the temperature and without, on a square: a dot on the diagonal means what it says. And the table.
pub fn reliability(report: &Report) -> String {
    let trust = &report.calibration;
    let bins = trust.before.iter().chain([&trust.given]).flat_map(|diagram| &diagram.bins);
    let lowest = bins.fold(1.0, |lowest: f64, bin| lowest.min(bin.confidence).min(bin.accuracy));
    let first = (lowest * 5.0).floor().min(4.0) as u32;
    let place = |share: f64| (share * 5.0 - f64::from(first)) / f64::from(5 - first) * SIDE;
    let (x, y) = (|share: f64| LEFT + place(share), |share: f64| TOP + SIDE - place(share));
    let (low, middle) = (f64::from(first) / 5.0, f64::from(first + 5) / 10.0);
    let mut text = format!(
        "<svg class=\"chart square\" viewBox=\"0 0 {:.0} {:.0}\" role=\"img\" aria-label=\"Share of right labels by mean probability, bin by \
         bin; the table below has the numbers\">\n",
        LEFT + SIDE + 20.0,
        TOP + SIDE + 50.0
    );
    for fifth in first..=5 {
        let share = f64::from(fifth) / 5.0;
        let _ = writeln!(
            text,
            "<path class=\"axis\" d=\"M{LEFT} {y:.1}H{:.1}\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{share:.1}</text><text \
             x=\"{:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{share:.1}</text>",
            LEFT + SIDE,
            LEFT - 8.0,
            y(share) + 4.0,
            x(share),
            TOP + SIDE + 20.0,
            y = y(share)
        );
    }
    let _ = writeln!(
        text,
        "<path class=\"ideal\" d=\"M{:.1} {:.1}L{:.1} {:.1}\"/>",
        x(low),
        y(low),
        x(1.0),
        y(1.0)
    );
    let mut dots = |diagram: &Diagram, class: &str| {
        for bin in &diagram.bins {
            let (x, y) = (x(bin.confidence), y(bin.accuracy));
            let _ = writeln!(text, "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/>");
        }
    };
    trust.before.iter().for_each(|before| dots(before, "before"));
    dots(&trust.given, "given");
    let _ = write!(
        text,
        "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\">mean probability</text><text x=\"14\" y=\"{:.0}\" text-anchor=\"middle\" \
         transform=\"rotate(-90 14 {:.0})\">share of right labels</text>\n</svg>\n",
        x(middle),
        TOP + SIDE + 42.0,
        y(middle),
        y(middle)
    );
    text + &table(&report.bins_table())
}
