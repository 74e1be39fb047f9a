//! Administrative units: provinces, districts and wards before 1 July 2025, provinces and wards
//! since, what became of which, and provinces that were gone before.
//!
//! The units of 2024 and 2025 and what became of which are whole and agree with each other; the
//! table they were taken from does not name its own source. From general knowledge, and likely:
//! the former provinces. Districts and wards abolished before 2024 are not known at all, so an
//! unknown unit is a question, never a fault.
//!
//! The lists (400 kB) are parsed when first asked for (1 to 2 ms, 0.8 MB), and the names of
//! a province folded when that province is first named.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::{key, rows};

mod address;
#[cfg(test)]
mod address_tests;
mod complete;
mod lookup;
mod reading;
mod split;

pub use address::{AddressCheck, Finding, Part, known_address};
pub use complete::completions;

/// Rank of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Tỉnh, thành phố under the government.
    Province,
    /// Huyện, quận, thị xã, thành phố under a province; none since 1 July 2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Ward,
}

/// Which division of the country a unit belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Era {
    /// Before 1 July 2025 (as of the end of 2024).
    Before2025,
    /// Since 1 July 2025.
    Since2025,
}

/// An administrative unit.
#[derive(Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code: 2, 3 or 5 digits by level. The two eras use the same codes for other units.
    pub code: &'static str,
    /// With what it is: `Phường Phúc Xá`.
    pub name: &'static str,
    /// Rank.
    pub level: Level,
    /// Division it belongs to.
    pub era: Era,
    /// Position of the parent, its own for a province.
    parent: u16,
    /// Position after the last unit below it.
    end: u16,
    /// Codes of the units of 2025 it became.
    after: &'static str,
}

impl Unit {
    /// The name alone: `Phúc Xá`.
    #[must_use]
    pub fn bare(&self) -> &'static str {
        let two = ["Th", "Đặ"]
            .iter()
            .any(|start| self.name.starts_with(start));
        let pieces = self.name.splitn(if two { 3 } else { 2 }, ' ');
        pieces.last().unwrap_or(self.name)
    }

    /// The unit it lies in.
    #[must_use]
    pub fn parent(&self) -> Option<&'static Unit> {
        if self.level == Level::Province {
            return None;
        }
        division(self.era).units.get(usize::from(self.parent))
    }

    /// The province it lies in, itself for a province.
    #[must_use]
    pub fn province(&'static self) -> &'static Unit {
        self.parent().map_or(self, Unit::province)
    }

    /// The units of 2025 it became, the default first; several when it was divided. Empty for
    /// districts, which ended in 2025, but for the five that became a đặc khu.
    #[must_use]
    pub fn successors(&self) -> Vec<&'static Unit> {
        self.after
            .split(' ')
            .filter_map(|code| NEW_BY_CODE.get(code).copied())
            .collect()
    }
}

/// The provinces of that name in either era: "Đắk Lắk", "tỉnh Dak Lak", "TP. HCM".
#[must_use]
pub fn provinces(text: &str) -> Vec<&'static Unit> {
    lookup::province_named(text)
}

/// The unit of that code.
#[must_use]
pub fn unit(era: Era, code: &str) -> Option<&'static Unit> {
    match era {
        Era::Since2025 => NEW_BY_CODE.get(code).copied(),
        Era::Before2025 => OLD.units.iter().find(|unit| unit.code == code),
    }
}

struct Division {
    units: Vec<Unit>,
    /// By province: its position and, once it is asked for, the names below it.
    provinces: Vec<(usize, OnceLock<Index>)>,
}

/// The units below a province by their [`spelling`].
#[derive(Default)]
struct Index {
    districts: HashMap<String, Vec<&'static Unit>>,
    wards: HashMap<String, Vec<&'static Unit>>,
}

static OLD: LazyLock<Division> = LazyLock::new(|| {
    Division::read(
        include_str!("../../../../../assets/lists/units_2024.tsv"),
        Era::Before2025,
    )
});

static NEW: LazyLock<Division> = LazyLock::new(|| {
    Division::read(
        include_str!("../../../../../assets/lists/units_2025.tsv"),
        Era::Since2025,
    )
});

static NEW_BY_CODE: LazyLock<HashMap<&'static str, &'static Unit>> =
    LazyLock::new(|| NEW.units.iter().map(|unit| (unit.code, unit)).collect());

/// Every district of the country by its [`spelling`].
static DISTRICTS: LazyLock<HashMap<String, Vec<&'static Unit>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<&'static Unit>> = HashMap::new();
    for unit in OLD.units.iter().filter(|u| u.level == Level::District) {
        found.entry(spelling(unit.bare())).or_default().push(unit);
    }
    found
});

/// Provinces of both eras by their [`spelling`].
static PROVINCES: LazyLock<HashMap<String, Vec<&'static Unit>>> = LazyLock::new(|| {
    let mut found: HashMap<String, Vec<&'static Unit>> = HashMap::new();
    for division in [&*OLD, &*NEW] {
        for (position, _) in &division.provinces {
            let unit = &division.units[*position];
            found.entry(spelling(unit.bare())).or_default().push(unit);
        }
    }
    found
});

/// Former provinces by their [`spelling`].
static FORMER: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut found = HashMap::new();
    for row in rows(include_str!(
        "../../../../../assets/lists/former_provinces.tsv"
    )) {
        let aliases = row.get(1).copied().unwrap_or_default();
        for name in std::iter::once(row[0]).chain(aliases.split(", ")) {
            if !name.is_empty() {
                found.insert(spelling(name), row[0]);
            }
        }
    }
    found
});

fn division(era: Era) -> &'static Division {
    match era {
        Era::Before2025 => &OLD,
        Era::Since2025 => &NEW,
    }
}

impl Division {
    fn read(file: &'static str, era: Era) -> Self {
        let mut units: Vec<Unit> = Vec::with_capacity(file.len() / 24);
        let mut provinces = Vec::new();
        let (mut province, mut district) = (None, None);
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(code), Some(name)) = (cells.next(), cells.next()) else {
                continue;
            };
            let position = units.len();
            let level = match code.len() {
                2 => Level::Province,
                3 => Level::District,
                _ => Level::Ward,
            };
            match level {
                Level::Province => {
                    provinces.push((position, OnceLock::new()));
                    (province, district) = (Some(position), None);
                }
                Level::District => district = Some(position),
                Level::Ward => {}
            }
            let parent = match level {
                Level::Province => position,
                Level::District => province.unwrap_or(position),
                Level::Ward => district.or(province).unwrap_or(position),
            };
            units.push(Unit {
                code,
                name,
                level,
                era,
                parent: parent as u16,
                end: 0,
                after: cells.next().unwrap_or_default(),
            });
            for above in province.into_iter().chain(district).chain([position]) {
                units[above].end = (position + 1) as u16;
            }
        }
        Self { units, provinces }
    }
}

/// The names below a province.
fn index(province: &Unit) -> &'static Index {
    static NOTHING: LazyLock<Index> = LazyLock::new(Index::default);
    let division = division(province.era);
    let at = usize::from(province.parent);
    match division.provinces.iter().find(|(start, _)| *start == at) {
        Some((_, index)) => index.get_or_init(|| {
            let mut index = Index::default();
            for unit in &division.units[at + 1..usize::from(province.end)] {
                let level = match unit.level {
                    Level::District => &mut index.districts,
                    _ => &mut index.wards,
                };
                level.entry(spelling(unit.bare())).or_default().push(unit);
            }
            index
        }),
        None => &NOTHING,
    }
}

/// What the spellings of one place share: its [`key`], with c for k (Đắc Lắc, Đắk Lắk) and i for
/// y (Mĩ, Mỹ), numbers without leading zeros.
fn spelling(bare: &str) -> String {
    let key = key(bare);
    if key.bytes().all(|b| b.is_ascii_digit()) {
        return key.trim_start_matches('0').to_owned();
    }
    key.replace('k', "c").replace('y', "i")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_hold_together() {
        let count = |era, level| {
            let units = &division(era).units;
            units.iter().filter(|u| u.level == level).count()
        };
        assert_eq!(count(Era::Before2025, Level::Province), 63);
        assert_eq!(count(Era::Before2025, Level::District), 696);
        assert_eq!(count(Era::Before2025, Level::Ward), 10_035);
        assert_eq!(count(Era::Since2025, Level::Province), 34);
        assert_eq!(count(Era::Since2025, Level::Ward), 3_321);
        for unit in &OLD.units {
            let successors = unit.successors();
            match unit.level {
                Level::Province => assert_eq!(successors[0].level, Level::Province),
                Level::Ward => assert!(!successors.is_empty(), "{}", unit.name),
                Level::District => assert!(successors.len() <= 1),
            }
            let codes = unit.after.split(' ').filter(|code| !code.is_empty());
            assert_eq!(codes.count(), successors.len());
            assert!(successors.iter().all(|new| new.era == Era::Since2025));
        }
    }

    #[test]
    fn units_know_their_place() {
        let ward = unit(Era::Before2025, "00007").unwrap();
        assert_eq!(
            (ward.name, ward.bare(), ward.parent().map(|u| u.bare())),
            ("Phường Cống Vị", "Cống Vị", Some("Ba Đình"))
        );
        assert_eq!(ward.province().bare(), "Hà Nội");
        let names: Vec<_> = ward.successors().iter().map(|u| u.name).collect();
        assert_eq!(names, ["Phường Ngọc Hà", "Phường Giảng Võ"]);
        assert_eq!(ward.successors()[0].province().era, Era::Since2025);
        let island = unit(Era::Before2025, "755").unwrap();
        assert_eq!(island.successors()[0].name, "Đặc khu Côn Đảo");
        assert_eq!(island.successors()[0].bare(), "Côn Đảo");
        assert_eq!(unit(Era::Before2025, "24184").unwrap().bare(), "Ea H'leo");
        assert!(OLD.units.iter().all(|u| !u.bare().is_empty()));
    }

    #[test]
    fn provinces_by_their_spellings() {
        for text in [
            "Đắk Lắk",
            "Đắc Lắc",
            "ĐĂK LĂK",
            "Dak Lak",
            "Daklak",
            "tỉnh Đắk-Lắk",
        ] {
            let found: Vec<_> = provinces(text).iter().map(|u| (u.code, u.era)).collect();
            assert_eq!(
                found,
                [("66", Era::Before2025), ("66", Era::Since2025)],
                "{text}"
            );
        }
        for text in ["TP. HCM", "TPHCM", "Tp Hồ Chí Minh", "Sài Gòn"] {
            assert_eq!(provinces(text)[0].code, "79", "{text}");
        }
        assert_eq!(provinces("Kon Tum").len(), 1);
        assert!(provinces("Hà Tây").is_empty() && provinces("").is_empty());
    }

    #[test]
    fn former_provinces_are_not_current_ones() {
        let both: Vec<_> = FORMER
            .iter()
            .filter(|(key, _)| PROVINCES.contains_key(*key))
            .map(|(_, name)| *name)
            .collect();
        assert_eq!(both, ["Hậu Giang"]);
        assert!(FORMER.len() > 60);
    }

    /// Prints what start-up costs; `cargo test -- --nocapture` shows it.
    #[test]
    fn parsing_is_quick() {
        let time = |what: &str, work: &dyn Fn() -> usize| {
            let start = std::time::Instant::now();
            let count = work();
            println!("{what}: {count} in {:?}", start.elapsed());
        };
        time("units before 2025", &|| {
            let file = include_str!("../../../../../assets/lists/units_2024.tsv");
            Division::read(file, Era::Before2025).units.len()
        });
        time("units since 2025", &|| {
            let file = include_str!("../../../../../assets/lists/units_2025.tsv");
            Division::read(file, Era::Since2025).units.len()
        });
        let lak = provinces("Đắk Lắk")[0];
        time("names of Đắk Lắk", &|| index(lak).wards.len());
        time("districts of the country", &|| DISTRICTS.len());
        let text = "thôn 2, xã Ea Ral, huyện Ea H'leo, tỉnh Đắk Lắk";
        let (start, count) = (std::time::Instant::now(), 1000);
        for _ in 0..count {
            std::hint::black_box(known_address(text));
        }
        println!("one address: {:?}", start.elapsed() / count);
        println!(
            "memory of units: {} bytes",
            (OLD.units.len() + NEW.units.len()) * size_of::<Unit>()
        );
    }
}
