//! Proposing parts of a page that nobody has drawn: the rows of a table, or equal parts that end on
//! printed lines.

use super::lines::{Line, Lines};

/// Part of its column that a line must take to part two cases.
const LONG: f64 = 0.6;
/// How much the heights of rows may differ, in parts of one.
const UNEQUAL: f64 = 0.15;
/// No row is lower than this, in parts of the page.
const LOWEST: f64 = 0.015;

/// The lines that run through a column, from the top.
fn through(lines: &Lines, (left, right): (f64, f64)) -> Vec<Line> {
    let covers = |line: &Line| line.covers(left, right);
    let longest = lines.across.iter().map(covers).fold(0.0, f64::max);
    lines
        .across
        .iter()
        .copied()
        .filter(|line| covers(line) >= (LONG * longest).max(0.3))
        .collect()
}

/// Where the rows of a table begin and end: as many printed lines one below the other as stand about
/// equally far apart. A heading is of another height and no part of them; a line that is not seen is
/// put where it must be. `None` when there is no table.
#[must_use]
pub fn rows(lines: &Lines, column: (f64, f64)) -> Option<Vec<f64>> {
    let long = through(lines, column);
    let at: Vec<f64> = long.iter().map(|line| line.at).collect();
    let mut best: Option<(f64, Vec<f64>)> = None;
    let mut tried: Vec<f64> = Vec::new();
    for (i, &from) in at.iter().enumerate() {
        for &to in &at[i + 1..] {
            let height = to - from;
            // A height that is nearly one of those tried finds the same rows.
            if height < LOWEST || tried.iter().any(|t| (t / height - 1.0).abs() < 0.04) {
                continue;
            }
            tried.push(height);
            if let Some((score, found)) = chain(&long, height)
                && best.as_ref().is_none_or(|(most, _)| score > *most)
            {
                best = Some((score, found));
            }
        }
    }
    best.map(|(_, rows)| rows)
}

/// The best run of lines about so far apart, and what it is worth: the paper it takes, less what it
/// leaves unexplained.
fn chain(lines: &[Line], height: f64) -> Option<(f64, Vec<f64>)> {
    let heaviest = lines.iter().map(Line::weight).fold(1e-9, f64::max);
    // For each line the best run that ends there: its worth, and where it comes from.
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); lines.len()];
    for i in 0..lines.len() {
        for j in 0..i {
            let gap = lines[i].at - lines[j].at;
            let steps = (gap / height).round();
            if !(1.0..=2.0).contains(&steps) || (gap / height - steps).abs() > UNEQUAL {
                continue;
            }
            // A clear line through a row says that it is none.
            let skipped: f64 = lines[j + 1..i].iter().map(Line::weight).sum();
            let missing = steps - 1.0;
            // A line that is not seen where another one is seen: a heading.
            if missing > 0.0 && skipped > 0.4 * heaviest {
                continue;
            }
            let worth = best[j].0 + gap
                - 1.3 * height * skipped / heaviest
                - 0.8 * height * missing
                - 4.0 * (gap - steps * height).abs();
            if worth > best[i].0 {
                best[i] = (worth, Some(j));
            }
        }
    }
    let last = (0..lines.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0))?;
    let mut edges = vec![lines[last].at];
    let mut at = last;
    while let Some(before) = best[at].1 {
        let gap = lines[at].at - lines[before].at;
        if gap > 1.5 * height {
            edges.push(lines[at].at - gap / 2.0);
        }
        edges.push(lines[before].at);
        at = before;
    }
    edges.reverse();
    (edges.len() > 2).then_some((best[last].0, edges))
}

/// Where `count` about equal parts of a whole page are parted by printed lines, `count - 1` places
/// from the top; `None` when no lines fit well, or others would fit as well.
#[must_use]
pub fn equal_parts(lines: &Lines, count: usize) -> Option<Vec<f64>> {
    if count < 2 {
        return None;
    }
    let long = through(lines, (0.0, 1.0));
    let mut fits: Vec<(f64, Vec<f64>)> = Vec::new();
    for (i, first) in long.iter().enumerate() {
        let rest = if count == 2 {
            &long[i..=i]
        } else {
            &long[i + 1..]
        };
        for last in rest {
            if let Some(fit) = parts(&long, first, last, count) {
                fits.push(fit);
            }
        }
    }
    fits.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (best, places) = fits.first()?;
    // Every fifth line of ruled paper parts it equally, too: which, nobody knows.
    let elsewhere = |other: &&(f64, Vec<f64>)| {
        let far = |(a, b): (&f64, &f64)| (a - b).abs() > 0.01;
        other.1.iter().zip(places).any(far)
    };
    let rival = fits.iter().find(elsewhere).map_or(0.0, |other| other.0);
    (rival < 0.85 * best).then(|| places.clone())
}

/// Parts between two lines, when printed lines stand between them where they should.
fn parts(long: &[Line], first: &Line, last: &Line, count: usize) -> Option<(f64, Vec<f64>)> {
    let inner = count - 2;
    let height = if inner == 0 {
        0.5
    } else {
        (last.at - first.at) / inner as f64
    };
    // The first and the last part may hold a heading or a margin, or have lost some paper.
    let ends = [first.at, 1.0 - last.at];
    if ends
        .iter()
        .any(|end| !(0.75..=1.3).contains(&(end / height)))
    {
        return None;
    }
    let mut places = Vec::with_capacity(count - 1);
    let mut sum = 0.0;
    for nth in 0..=inner {
        let wanted = first.at + height * nth as f64;
        let near = |line: &&Line| (line.at - wanted).abs() < 0.06 * height;
        let line = long
            .iter()
            .filter(near)
            .max_by(|a, b| a.weight().total_cmp(&b.weight()))?;
        places.push(line.at);
        sum += line.weight();
    }
    let uneven: f64 = ends.iter().map(|end| (end / height - 1.0).abs()).sum();
    Some((sum / (count - 1) as f64 - 0.3 * uneven, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Place, both ends, strength.
    type Drawn = (f64, f64, f64, f64);
    type Wanted<'a> = Option<&'a [f64]>;

    fn page(lines: &[Drawn]) -> Lines {
        let line = |&(at, from, to, strength): &Drawn| Line {
            at,
            from,
            to,
            strength,
        };
        Lines {
            across: lines.iter().map(line).collect(),
            ..Lines::default()
        }
    }

    fn near(found: &[f64], wanted: &[f64]) -> bool {
        found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.004)
    }

    #[test]
    fn rows_of_a_table() {
        let full = |at: f64| (at, 0.05, 0.95, 0.6);
        let ten: Vec<f64> = (0..=10).map(|i| 0.2 + 0.07 * f64::from(i)).collect();
        let of = |at: &[f64]| at.iter().map(|&at| full(at)).collect::<Vec<_>>();
        let without = |i: usize| {
            let mut at = ten.clone();
            at.remove(i);
            of(&at)
        };
        let with = |more: &[Drawn]| {
            let mut all = of(&ten);
            all.extend(more);
            all.sort_by(|a, b| a.0.total_cmp(&b.0));
            all
        };
        let table: [(&str, Vec<Drawn>, Wanted<'_>); 8] = [
            ("only rows", of(&ten), Some(&ten)),
            (
                "a heading and a row of numbers",
                with(&[full(0.09), full(0.18)]),
                Some(&ten),
            ),
            (
                "a heading of two rows",
                with(&[full(0.06), full(0.165)]),
                Some(&ten),
            ),
            ("a line not seen", without(4), Some(&ten)),
            (
                "half a line of a column",
                with(&[(0.3, 0.05, 0.4, 0.6)]),
                Some(&ten),
            ),
            (
                "something struck out",
                with(&[(0.44, 0.1, 0.8, 0.2)]),
                Some(&ten),
            ),
            ("two lines are no table", of(&[0.2, 0.7]), None),
            ("nothing", vec![], None),
        ];
        for (what, lines, wanted) in table {
            let found = rows(&page(&lines), (0.0, 1.0));
            match (found, wanted) {
                (Some(found), Some(wanted)) => assert!(near(&found, wanted), "{what}: {found:?}"),
                (found, wanted) => assert_eq!(found.as_deref(), wanted, "{what}"),
            }
        }
    }

    #[test]
    fn equal_parts_end_on_lines_where_they_fit() {
        let full = |at: f64| (at, 0.04, 0.96, 0.7);
        let dotted = |at: f64| (at, 0.1, 0.9, 0.05);
        let ruled: Vec<_> = (1..30).map(|i| full(f64::from(i) / 30.0)).collect();
        let table: [(&str, Vec<Drawn>, usize, Wanted<'_>); 7] = [
            ("one in the middle", vec![full(0.48)], 2, Some(&[0.48])),
            (
                "between dotted ones",
                vec![dotted(0.44), full(0.487), dotted(0.53)],
                2,
                Some(&[0.487]),
            ),
            ("too far from the middle", vec![full(0.3)], 2, None),
            (
                "three",
                vec![full(0.24), full(0.49), full(0.74)],
                4,
                Some(&[0.24, 0.49, 0.74]),
            ),
            (
                "one of three missing",
                vec![full(0.24), full(0.74)],
                4,
                None,
            ),
            ("ruled paper", ruled, 3, None),
            ("none", vec![], 2, None),
        ];
        for (what, lines, count, wanted) in table {
            let found = equal_parts(&page(&lines), count);
            assert_eq!(found.as_deref(), wanted, "{what}");
        }
        assert_eq!(equal_parts(&page(&[full(0.5)]), 1), None);
    }
}
