//! Which example a page follows.

use std::collections::HashMap;

use sohoa_core::book::{Id, PageRole};
use sohoa_core::layout::{Followed, Layout, Lines, follow};

use crate::contents::Contents;

/// Examples that fit this much alike are equally good: the nearest page before is taken.
const ALIKE: f64 = 0.04;

/// Where pages stand: among all of the book, and among those with cases.
pub(super) struct Places {
    pub position: HashMap<Id, u32>,
    pub nth: HashMap<Id, u32>,
}

impl Places {
    pub fn of(contents: &Contents) -> Self {
        let all = contents.pages.iter().zip(1..);
        let cases = contents
            .pages
            .iter()
            .filter(|page| page.role == PageRole::Cases);
        Self {
            position: all.map(|(page, nth)| (page.id, nth)).collect(),
            nth: cases.zip(0..).map(|(page, nth)| (page.id, nth)).collect(),
        }
    }
}

/// A page others may follow.
pub(super) struct Example<'a> {
    /// Among the pages with cases, from 0.
    pub place: u32,
    /// In the book, from 1.
    pub position: u32,
    pub layout: &'a Layout,
    pub lines: &'a Lines,
}

/// The example that fits a page best; of those that fit alike the nearest before it.
pub(super) fn best<'a, 'b>(
    examples: &'b [Example<'a>],
    lines: &Lines,
    place: u32,
    run: u32,
) -> Option<(&'b Example<'a>, Followed)> {
    let tried: Vec<(&Example<'_>, Followed)> = examples
        .iter()
        .filter(|example| example.place.abs_diff(place) % run == 0)
        .map(|example| (example, follow(example.lines, example.layout, lines)))
        .collect();
    let worth = |followed: &Followed| followed.fit + followed.confidence;
    let most = tried
        .iter()
        .map(|(_, followed)| worth(followed))
        .fold(0.0, f64::max);
    let alike: Vec<_> = tried
        .into_iter()
        .filter(|(_, followed)| worth(followed) >= most - ALIKE)
        .collect();
    // A last page on which somebody left rows out is no example for pages that use them.
    let part = |one: &Followed| {
        let mut others = alike.iter().map(|(_, other)| other);
        others.any(|other| one.layout.is_part_of(&other.layout))
    };
    let whole: Vec<bool> = alike.iter().map(|(_, one)| !part(one)).collect();
    alike
        .into_iter()
        .zip(whole)
        .filter_map(|(one, whole)| whole.then_some(one))
        .min_by_key(|(example, _)| (example.place > place, example.place.abs_diff(place)))
}
