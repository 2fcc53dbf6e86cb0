//! An audit as tables of words and figures, laid out alike in all formats.

use super::{Audit, BAND, CueRates, FormFigures, LabelRows, SIGNIFICANCE, Shortcuts};
use crate::evaluation::intervals::Interval;
use crate::evaluation::tables::Table;

impl Audit {
    /// The rows of each label.
    pub fn labels_table(&self) -> Table {
        let header = ["label", "rows", "share", "headings", "median words", "over 30 words"];
        let mut table = Table::new("Rows of each label", &header);
        for LabelRows { label, n, share, headings, median_words, over_30_words } in
            self.labels.iter().chain([&self.all])
        {
            table.rows.push(vec![
                label.clone(),
                n.to_string(),
                percent(*share),
                headings.to_string(),
                median_words.to_string(),
                percent(*over_30_words),
            ]);
        }
        table
    }

    /// The rate of each cue with each label, and the ratio of two.
    pub fn cues_table(&self) -> Table {
        let mut header = vec!["cue", "rows"];
        header.extend(self.labels.iter().map(|rows| rows.label.as_str()));
        header.extend(["ratio", "p"]);
        let many_pairs = self.only_pair().is_none();
        header.extend(many_pairs.then_some("of"));
        let mut table = Table::new("Cues", &header);
        for cue in &self.cues {
            let mut row = vec![cue.title(), cue.n.to_string()];
            row.extend(cue.labels.values().map(|rate| percent(rate.rate)));
            row.extend(contrast(cue, many_pairs));
            table.rows.push(row);
        }
        table
    }

    /// How to read the ratios of [`Audit::cues_table`].
    pub fn cues_note(&self) -> String {
        let of = self.only_pair().unwrap_or_else(|| "the two labels that differ most".into());
        let [low, high] = BAND;
        format!(
            "ratio: {of}; * outside of {low} to {high}, with enough rows to tell (p below {SIGNIFICANCE})"
        )
    }

    /// The two labels that are compared, if there are no others.
    fn only_pair(&self) -> Option<String> {
        match &self.cues.first()?.contrasts[..] {
            [contrast] => Some(contrast.labels.join(" / ")),
            _ => None,
        }
    }
}

impl Shortcuts {
    /// The figures on the text in its three forms.
    pub fn table(&self) -> Table {
        let mut header = vec!["text", "accuracy", "change, 95 % interval", "macro-F1", "told apart"];
        header.extend(self.plain.recall.keys().map(String::as_str));
        let mut table = Table::new("Shortcuts", &header);
        let mut form = |name: &str, figures: &FormFigures, change: Option<Interval>| {
            let change = change.map_or(String::new(), |Interval { low, high }| {
                format!("{:+.1} to {:+.1}", 100.0 * low, 100.0 * high)
            });
            let figures_in_order =
                [percent(figures.accuracy), change, percent(figures.macro_f1), percent(figures.told_apart)];
            let recall = figures.recall.values().map(|&recall| percent(recall));
            table.rows.push(std::iter::once(name.to_owned()).chain(figures_in_order).chain(recall).collect());
        };
        form("as it stands", &self.plain, None);
        form("actors exchanged", &self.swapped, self.change_when_swapped);
        form("names masked", &self.masked, self.change_when_masked);
        table
    }
}

fn contrast(cue: &CueRates, name_labels: bool) -> Vec<String> {
    let Some(contrast) = cue.widest() else { return Vec::new() };
    let mark = if contrast.outside { "*" } else { "" };
    let ratio = contrast.ratio.map_or("inf".into(), |ratio| format!("{ratio:.2}"));
    let mut cells = vec![format!("{mark}{ratio}"), format!("{:.3}", contrast.p)];
    if name_labels {
        cells.push(contrast.labels.join(" / "));
    }
    cells
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
