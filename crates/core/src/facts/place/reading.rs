//! Finds the units in an address: the province first, then what lies in it.

use std::collections::HashMap;

use super::address::{AddressCheck, Finding, Part};
use super::lookup::{district_key, gather, lies_in, provinces, wards};
use super::split::{Atom, Hint, atoms};
use super::{DISTRICTS, FORMER, Index, Level, PROVINCES, Unit, index, spelling};
use crate::facts::{nation, nearest};

/// Where the province stands, and its units of both eras.
type Above = (Option<(usize, usize)>, Vec<&'static Unit>);

/// Reads a clean text.
pub(super) fn read(text: &str) -> AddressCheck {
    let mut reading = Reading {
        atoms: atoms(text),
        text,
        found: Vec::new(),
    };
    reading.read();
    reading.finish()
}

struct Reading<'t> {
    text: &'t str,
    atoms: Vec<Atom>,
    /// First and last atom of what was found.
    found: Vec<(usize, usize, Option<Level>, Finding)>,
}

impl Reading<'_> {
    fn read(&mut self) {
        let Some((province_at, above)) = self.province() else {
            return;
        };
        let normal = province_at.is_none_or(|(first, _)| first > 0 || self.atoms.len() == 1);
        // The atom beside the one read last, towards the smaller units.
        let mut inner = match province_at {
            Some((first, last)) => beyond(normal, first, last),
            None => None,
        };
        // "Phường Xuân Hương - Đà Lạt": its dash is not one between units.
        for at in 0..self.atoms.len() {
            let ward = |last| wards(&spelling(self.name(at, last)), &above);
            let long = self.atoms[at].hint == Some(Hint::Ward);
            if let Some((last, units)) = (self.spans(at).filter(|last| long && *last > at))
                .map(|last| (last, ward(last)))
                .find(|(_, units)| !units.is_empty())
            {
                let finding = Finding::Known(units);
                if inner.is_some_and(|inner| (at..=last).contains(&inner)) {
                    inner = beyond(normal, at, last);
                }
                self.found.push((at, last, Some(Level::Ward), finding));
            }
        }
        let mut districts: Vec<&'static Unit> = Vec::new();
        let mut open = true;
        let mut named = false;
        for at in 0..self.atoms.len() {
            let atom = self.atoms[at];
            if !matches!(atom.hint, Some(Hint::District | Hint::City)) || self.is_read(at) {
                continue;
            }
            named = true;
            let indexes: Vec<_> = above.iter().map(|unit| index(unit)).collect();
            let (last, finding) = self.district(at, &indexes);
            match &finding {
                Finding::Known(units) | Finding::Elsewhere(units) => {
                    districts.extend(units);
                    open &= matches!(finding, Finding::Known(_));
                }
                _ => open = false,
            }
            if inner.is_some_and(|inner| (at..=last).contains(&inner)) {
                inner = beyond(normal, at, last);
            }
            self.found.push((at, last, Some(Level::District), finding));
        }
        if above.is_empty() && districts.is_empty() {
            return;
        }
        if !named && let Some((first, last, units)) = self.beside(inner, normal, &above, None) {
            inner = beyond(normal, first, last);
            districts.extend(&units);
            let finding = Finding::Known(units);
            self.found
                .push((first, last, Some(Level::District), finding));
        }
        let mut ward_named = false;
        for at in 0..self.atoms.len() {
            if self.atoms[at].hint == Some(Hint::Ward) && !self.is_read(at) {
                ward_named = true;
                let (last, finding) = self.ward(at, &above, &districts, open);
                self.found.push((at, last, Some(Level::Ward), finding));
            }
        }
        // Only the place it stands in tells an unnamed ward from a hamlet.
        if !ward_named
            && (open || !districts.is_empty())
            && let Some((first, last, units)) =
                self.beside(inner, normal, &above, Some(districts.as_slice()))
        {
            let finding = Finding::Known(units);
            self.found.push((first, last, Some(Level::Ward), finding));
        }
    }

    /// Where the province stands and what it is. `None`: nothing more is to be said. Without a
    /// place: no province is named, a district may still be known.
    fn province(&mut self) -> Option<Above> {
        let count = self.atoms.len();
        // "tỉnh …", wherever it stands.
        let named = |at: &usize| self.atoms[*at].hint == Some(Hint::Province);
        let named: Vec<usize> = (0..count).filter(named).collect();
        for &at in &named {
            for last in self.spans(at) {
                let key = spelling(self.name(at, last));
                if let Some(units) = provinces(&key) {
                    return self.found_province(at, last, units);
                }
                if let Some(former) = FORMER.get(&key) {
                    self.former(at, last, former);
                    return None;
                }
            }
        }
        if let Some(&at) = named.first() {
            let key = spelling(self.name(at, at));
            if self.atoms[at].sure && !key.is_empty() && !self.foreign() {
                let near = nearest(&key, PROVINCES.keys().map(|key| (key, key)));
                let near = near
                    .into_iter()
                    .filter_map(|key| PROVINCES.get(key)?.first());
                let finding = Finding::Unknown(near.copied().collect());
                self.found.push((at, at, Some(Level::Province), finding));
            }
            return None;
        }
        // At the end, unless the order is the other way round.
        let rank = |hint| match hint {
            Some(Hint::Ward) => 1,
            Some(Hint::District) => 2,
            Some(Hint::City) => 3,
            _ => 0,
        };
        let hinted: Vec<_> = self.atoms.iter().map(|atom| rank(atom.hint)).collect();
        let ranks: Vec<_> = hinted.into_iter().filter(|rank| *rank > 0).collect();
        let falling = ranks.windows(2).any(|pair| pair[0] > pair[1]);
        let at_end = self.without_state();
        for first in at_end.saturating_sub(3)..at_end {
            let fits = self.spans(first).any(|last| last + 1 == at_end);
            if !fits || (falling && self.atoms[first].hint != Some(Hint::City)) {
                continue;
            }
            if let Some(units) = self.province_at(first, at_end - 1) {
                return self.found_province(first, at_end - 1, units);
            }
            if !matches!(
                self.atoms[first].hint,
                Some(Hint::Ward | Hint::District | Hint::City)
            ) && let Some(former) = FORMER.get(&spelling(self.name(first, at_end - 1)))
            {
                self.former(first, at_end - 1, former);
                return None;
            }
        }
        // At the start: "TP Hà Nội, quận …", or a district of it comes next.
        for last in self.spans(0) {
            let Some(units) = self.province_at(0, last) else {
                continue;
            };
            let next_is_district = || {
                let next = self.spans(last + 1).any(|end| {
                    let key = district_key(spelling(self.name(last + 1, end)));
                    units
                        .iter()
                        .any(|unit| index(unit).districts.contains_key(&key))
                });
                next && self.atoms[last + 1].hint != Some(Hint::Ward)
            };
            if (self.atoms[0].hint == Some(Hint::City) && ranks.len() > 1 && falling)
                || next_is_district()
            {
                return self.found_province(0, last, units);
            }
        }
        (!self.foreign()).then(|| (None, Vec::new()))
    }

    fn found_province(
        &mut self,
        first: usize,
        last: usize,
        units: &[&'static Unit],
    ) -> Option<Above> {
        let finding = Finding::Known(units.to_vec());
        self.found
            .push((first, last, Some(Level::Province), finding));
        Some((Some((first, last)), units.to_vec()))
    }

    fn former(&mut self, first: usize, last: usize, name: &'static str) {
        let finding = Finding::Former(name);
        self.found
            .push((first, last, Some(Level::Province), finding));
    }

    /// A province that may be meant there: unnamed, or a city that is one.
    fn province_at(&self, first: usize, last: usize) -> Option<&'static [&'static Unit]> {
        let units = provinces(&spelling(self.name(first, last)))?;
        match self.atoms[first].hint {
            None | Some(Hint::Province) => Some(units),
            Some(Hint::City) => units
                .iter()
                .any(|u| u.name.starts_with("Th"))
                .then_some(units),
            Some(_) => None,
        }
    }

    /// A part named as a district: in the province, anywhere, or unknown.
    fn district(&self, at: usize, indexes: &[&Index]) -> (usize, Finding) {
        let keys = || {
            self.spans(at)
                .map(|last| (last, district_key(spelling(self.name(at, last)))))
        };
        for (last, key) in keys() {
            let units = gather(indexes.iter().filter_map(|index| index.districts.get(&key)));
            if !units.is_empty() {
                return (last, Finding::Known(units));
            }
        }
        for (last, key) in keys() {
            // A city that was under a province may be one itself.
            let city = (self.atoms[at].hint == Some(Hint::City)).then(|| provinces(&key));
            let elsewhere = DISTRICTS.get(&key).map(Vec::as_slice);
            if let Some(units) = elsewhere.or_else(|| city?) {
                let units = units.to_vec();
                // Without a province, wherever it is.
                return match indexes {
                    [] => (last, Finding::Known(units)),
                    _ => (last, Finding::Elsewhere(units)),
                };
            }
        }
        let finding = match indexes {
            [] => Finding::Unclaimed,
            _ => self.missing(at, indexes.iter().flat_map(|index| &index.districts)),
        };
        (at, finding)
    }

    /// A part named as a ward: in the district, in the province, or unknown.
    fn ward(
        &self,
        at: usize,
        above: &[&'static Unit],
        districts: &[&'static Unit],
        open: bool,
    ) -> (usize, Finding) {
        if !open && districts.is_empty() {
            return (at, Finding::Unclaimed);
        }
        // The second time for "Phường Đúc", which is the name itself.
        let whole = |last: usize| &self.text[self.atoms[at].start..self.atoms[last].end];
        let names = (self.spans(at).map(|last| (last, self.name(at, last))))
            .chain(self.spans(at).map(|last| (last, whole(last))));
        for (last, name) in names {
            let key = spelling(name);
            let inside = wards(&key, districts);
            if !inside.is_empty() {
                return (last, Finding::Known(inside));
            }
            let all = wards(&key, above);
            if !all.is_empty() {
                return match districts {
                    [] => (last, Finding::Known(all)),
                    _ => (last, Finding::Elsewhere(all)),
                };
            }
        }
        if !open || above.is_empty() {
            return (at, Finding::Unclaimed);
        }
        let places = if districts.is_empty() {
            above
        } else {
            districts
        };
        let names = places.iter().flat_map(|place| {
            let names = index(place.province()).wards.iter();
            names.filter(|(_, units)| units.iter().any(|unit| lies_in(unit, place)))
        });
        let finding = match self.missing(at, names) {
            Finding::Unknown(mut near) => {
                // The name may also be used elsewhere in the province.
                for unit in &mut near {
                    let key = spelling(unit.bare());
                    *unit = wards(&key, places).first().copied().unwrap_or(unit);
                }
                Finding::Unknown(near)
            }
            other => other,
        };
        (at, finding)
    }

    /// Unknown, if the text names it as a unit, with the nearest of these.
    fn missing<'i>(
        &self,
        at: usize,
        names: impl Iterator<Item = (&'i String, &'i Vec<&'static Unit>)>,
    ) -> Finding {
        let key = spelling(self.name(at, at));
        if !self.atoms[at].sure || key.is_empty() {
            return Finding::Unclaimed;
        }
        let named: HashMap<&str, _> = names.map(|(key, units)| (key.as_str(), units)).collect();
        let near = nearest(&key, named.keys().map(|key| (key, *key)));
        let near = near.into_iter().filter_map(|key| named.get(key)?.first());
        Finding::Unknown(near.copied().collect())
    }

    /// An unnamed part beside the larger unit: a district of the provinces, or with `districts`
    /// a ward of them (of the provinces where there are none).
    fn beside(
        &self,
        inner: Option<usize>,
        normal: bool,
        above: &[&'static Unit],
        districts: Option<&[&'static Unit]>,
    ) -> Option<(usize, usize, Vec<&'static Unit>)> {
        let inner = inner.filter(|at| *at < self.atoms.len() && !self.is_read(*at))?;
        let starts = if normal {
            inner.saturating_sub(2)..inner + 1
        } else {
            inner..inner + 1
        };
        for first in starts {
            for last in self.spans(first) {
                let beside = if normal { last } else { first };
                if beside != inner || (first..=last).any(|at| self.is_read(at)) {
                    continue;
                }
                if self.atoms[first].hint.is_some() {
                    continue;
                }
                let key = spelling(self.name(first, last));
                let units = match districts {
                    None => {
                        let key = district_key(key);
                        gather(
                            above
                                .iter()
                                .filter_map(|unit| index(unit).districts.get(&key)),
                        )
                    }
                    Some([]) => wards(&key, above),
                    Some(districts) => wards(&key, districts),
                };
                if !units.is_empty() {
                    return Some((first, last, units));
                }
            }
        }
        None
    }

    /// The last atoms a name beginning there may reach to, longest first.
    fn spans(&self, first: usize) -> impl Iterator<Item = usize> + use<> {
        let reach = (first..self.atoms.len())
            .skip(1)
            .take(2)
            .take_while(|at| self.atoms[*at].joined && self.atoms[*at].hint.is_none())
            .count();
        let exists = first < self.atoms.len();
        (first..=first + reach).rev().filter(move |_| exists)
    }

    fn name(&self, first: usize, last: usize) -> &str {
        &self.text[self.atoms[first].name..self.atoms[last].end]
    }

    fn is_read(&self, at: usize) -> bool {
        self.found
            .iter()
            .any(|(first, last, ..)| (*first..=*last).contains(&at))
    }

    /// Atoms without a closing "Việt Nam".
    fn without_state(&self) -> usize {
        let count = self.atoms.len();
        match count.checked_sub(1) {
            Some(last)
                if last > 0
                    && matches!(
                        spelling(self.name(last, last)).as_str(),
                        "vietnam" | "vn" | "nuocvietnam"
                    ) =>
            {
                last
            }
            _ => count,
        }
    }

    /// Whether the last part is another state.
    fn foreign(&self) -> bool {
        self.atoms.last().is_some_and(|atom| {
            let name = &self.text[atom.start..atom.end];
            let name = name.strip_prefix("nước ").unwrap_or(name);
            nation::named(name).is_some_and(|state| state != nation::VIET_NAM)
        })
    }

    fn finish(mut self) -> AddressCheck {
        for at in 0..self.atoms.len() {
            if !self.is_read(at) {
                let level = match self.atoms[at].hint {
                    Some(Hint::Province) => Some(Level::Province),
                    Some(Hint::District) => Some(Level::District),
                    Some(Hint::Ward) => Some(Level::Ward),
                    Some(Hint::City) | None => None,
                };
                self.found.push((at, at, level, Finding::Unclaimed));
            }
        }
        self.found.sort_by_key(|(first, ..)| *first);
        let parts = self.found.into_iter().map(|(first, last, level, finding)| {
            let text = &self.text[self.atoms[first].start..self.atoms[last].end];
            Part {
                text: text.to_owned(),
                level,
                finding,
            }
        });
        AddressCheck {
            parts: parts.collect(),
        }
    }
}

/// The atom beside those read, towards the smaller units.
fn beyond(normal: bool, first: usize, last: usize) -> Option<usize> {
    if normal {
        first.checked_sub(1)
    } else {
        Some(last + 1)
    }
}
