//! Units that may be meant by the beginning of an address, from the commune up.

use std::sync::LazyLock;

use super::{Era, Level, Unit, division, known_address};
use crate::typing::matches;
use crate::viet::fold::search_key;

/// A unit with what it lies in.
struct Line {
    unit: &'static Unit,
    /// Key of the names alone, from the unit up.
    key: String,
}

static BEFORE: LazyLock<Vec<Line>> = LazyLock::new(|| lines(Era::Before2025));
static SINCE: LazyLock<Vec<Line>> = LazyLock::new(|| lines(Era::Since2025));

fn lines(era: Era) -> Vec<Line> {
    let line = |unit: &'static Unit| {
        let names: Vec<&str> = up(unit).map(Unit::bare).collect();
        Line {
            unit,
            key: search_key(&names.join(", ")),
        }
    };
    division(era).units.iter().map(line).collect()
}

fn up(unit: &'static Unit) -> impl Iterator<Item = &'static Unit> {
    std::iter::successors(Some(unit), |unit| unit.parent())
}

/// As it stands in an address: `xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng`.
fn written(unit: &'static Unit) -> String {
    let small = |unit: &'static Unit| {
        let mut letters = unit.name.chars();
        let first = letters.next().map(char::to_lowercase);
        first
            .into_iter()
            .flatten()
            .chain(letters)
            .collect::<String>()
    };
    up(unit).map(small).collect::<Vec<_>>().join(", ")
}

/// Addresses that begin as `typed` does, its last part completed to a unit of that era with all above it: by
/// letters, without marks, or by the first letters of its syllables (`anđhlđ`). Units near the office's own
/// place come first. What stands before the last part stays as it was typed.
#[must_use]
pub fn completions(typed: &str, office: &str, era: Era, most: usize) -> Vec<String> {
    let (head, last) = match typed.rfind([',', ';']) {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let key = search_key(last);
    // "xã An Nh…": the word says what it is, and is not part of its name.
    let (rank, name) = ranked(&key);
    if name.chars().count() < 2 {
        return Vec::new();
    }
    let own = known_address(office);
    let near = |unit: &'static Unit| {
        let shared = |level| {
            let known: &[&Unit] = own.known(level);
            up(unit).any(|one| known.iter().any(|own| own.name == one.name))
        };
        match (shared(Level::Province), shared(Level::District)) {
            (true, true) => 0_u8,
            (true, false) => 1,
            _ => 2,
        }
    };
    let lines = match era {
        Era::Before2025 => &*BEFORE,
        Era::Since2025 => &*SINCE,
    };
    let mut found: Vec<(u8, u8, &Line)> = lines
        .iter()
        .filter(|line| rank.is_none_or(|rank| line.unit.level == rank))
        .filter_map(|line| Some((matches(name, &line.key)?, 0, line)))
        // In the middle of words it would be anything.
        .filter(|found| found.0 < 2 || name.len() >= 4)
        .collect();
    for one in &mut found {
        one.1 = near(one.2.unit);
    }
    // Few letters mean what is near, or nothing: "thôn" is no place in another province. An office that does
    // not say where it is has nothing near.
    let few = if own.known(Level::Province).is_empty() {
        4
    } else {
        6
    };
    let much = rank.is_some() || name.len() >= few;
    found.retain(|one| much || one.1 < 2);
    found.sort_by_key(|one| (one.1, one.0, one.2.unit.level));
    let space = if head.is_empty() { "" } else { " " };
    found
        .into_iter()
        .take(most)
        .map(|one| format!("{head}{space}{}", written(one.2.unit)))
        .collect()
}

/// The rank a key names in front, and the rest.
fn ranked(key: &str) -> (Option<Level>, &str) {
    const WORDS: [(&str, Level); 12] = [
        ("thanh pho ", Level::District),
        ("thi tran ", Level::Ward),
        ("thi xa ", Level::District),
        ("phuong ", Level::Ward),
        ("dac khu ", Level::Ward),
        ("huyen ", Level::District),
        ("quan ", Level::District),
        ("tinh ", Level::Province),
        ("xa ", Level::Ward),
        ("x. ", Level::Ward),
        ("h. ", Level::District),
        ("t. ", Level::Province),
    ];
    WORDS
        .iter()
        .find_map(|(word, level)| {
            let rest = key.strip_prefix(word.trim_end())?;
            // Only the word so far, or the word and a name.
            (rest.is_empty() || rest.starts_with(' ')).then(|| (Some(*level), rest.trim_start()))
        })
        .unwrap_or((None, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: &str = "UBND xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng";

    fn first(typed: &str) -> Option<String> {
        completions(typed, OFFICE, Era::Before2025, 5)
            .into_iter()
            .next()
    }

    #[test]
    fn from_the_commune_up() {
        let own = Some("xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng".to_owned());
        assert_eq!(first("an nh"), own);
        assert_eq!(first("An Nhơn"), own);
        assert_eq!(first("xã an nh"), own);
        assert_eq!(first("anđh"), own);
        assert!(
            completions("thôn", OFFICE, Era::Before2025, 5)
                .iter()
                .all(|one| one.ends_with("tỉnh Lâm Đồng"))
        );
        for (typed, whole) in [
            (
                "thôn 3, an nhơn",
                "thôn 3, xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
            ),
            ("huyện đạ h", "huyện Đạ Huoai, tỉnh Lâm Đồng"),
            ("tỉnh quảng tr", "tỉnh Quảng Trị"),
            ("phúc xá", "phường Phúc Xá, quận Ba Đình, thành phố Hà Nội"),
        ] {
            assert_eq!(first(typed).as_deref(), Some(whole), "{typed}");
        }
    }

    #[test]
    fn nothing_for_too_little_or_for_what_is_no_place() {
        for typed in ["", "a", "thôn 3,", "thôn 3, ", "trạm y tế zzz", "xã "] {
            assert_eq!(first(typed), None, "{typed}");
        }
        let nowhere = |typed| completions(typed, "UBND xã Thử", Era::Before2025, 5);
        assert_eq!(nowhere("ty"), Vec::<String>::new());
        assert!(!nowhere("trấn yên").is_empty());
    }

    #[test]
    fn since_2025_there_are_two_ranks() {
        let found = completions("phúc", "", Era::Since2025, 50);
        assert!(!found.is_empty());
        assert!(
            found.iter().all(|place| place.matches(", ").count() <= 1),
            "{found:?}"
        );
    }
}
