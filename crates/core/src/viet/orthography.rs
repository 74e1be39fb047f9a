//! The letters of the minorities' orthographies, by ethnic group.
//!
//! Source: `assets/lists/orthographies.tsv`, made from the list of minority letters handed to the
//! project, with its own word on how sure each line is: Ê Đê and Gia Rai are sure; Ba Na, Xơ Đăng,
//! Cơ Ho and Mạ are **guesses by analogy** there and here. Apostrophes come from its patterns of
//! names (H'…, K'…, 'Bok). Groups are those of `assets/lists/ethnic_groups.tsv`; one without a
//! line has an orthography we do not know.

use std::sync::LazyLock;

use super::alphabet;
use super::apostrophe::is_variant;
use super::letters::{self, Alphabet, alphabet_of, graphemes, is_plain_latin};
use crate::facts::ethnic;
use crate::value::text;

/// What an ethnic group's spelling has beyond the Kinh alphabet.
#[derive(Debug)]
pub struct Orthography {
    groups: Vec<&'static str>,
    /// Whether the list itself is sure of the line.
    sure: bool,
    /// Lower case, composed; `'` for any apostrophe.
    extra: Vec<&'static str>,
}

impl Orthography {
    /// Whether the letter (either case, composed or not, any apostrophe) is one of those that this
    /// orthography has beyond the Kinh alphabet.
    #[must_use]
    pub fn has(&self, grapheme: &str) -> bool {
        let mut chars = grapheme.chars();
        if chars.next().is_some_and(is_variant) && chars.next().is_none() {
            return self.extra.contains(&"'");
        }
        if self.extra.contains(&grapheme) {
            return true;
        }
        let lower = text::composed(&grapheme.to_lowercase());
        self.extra.contains(&lower.as_str())
    }
}

static ORTHOGRAPHIES: LazyLock<Vec<Orthography>> = LazyLock::new(|| {
    include_str!("../../../../assets/lists/orthographies.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let groups = columns.next()?.split(',').collect();
            let letters = columns.next()?.split(' ');
            Some(Orthography {
                groups,
                extra: letters
                    .filter(|letter| !letter.is_empty() && !is_kinh(letter))
                    .collect(),
                sure: columns.next()? == "sure",
            })
        })
        .collect()
});

fn is_kinh(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    chars.next().is_some_and(alphabet::is_kinh) && chars.next().is_none()
}

/// The orthography of an ethnic group, by the name in the ministry's list or another one in use;
/// `None` for a name not known, and for a group whose orthography is not known.
#[must_use]
pub fn for_group(group: &str) -> Option<&'static Orthography> {
    let name = ethnic::find(group).name()?;
    ORTHOGRAPHIES.iter().find(|o| o.groups.contains(&name))
}

/// Whether any orthography has it.
pub(super) fn in_any(grapheme: &str) -> bool {
    ORTHOGRAPHIES.iter().any(|o| o.has(grapheme))
}

/// Letters and apostrophes in the name that the Kinh alphabet lacks: f, j, w, z too.
pub fn beyond_kinh(name: &str) -> impl Iterator<Item = &str> {
    graphemes(name).filter(|g| alphabet_of(g) != Alphabet::Kinh)
}

/// What a name's letters beyond the Kinh alphabet are. f, j, w and z decide nothing and are not
/// listed: every system takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explained {
    /// There are none.
    None,
    /// All belong to the group's orthography (to any, when the group's is not known).
    Minority(Vec<String>),
    /// These do not.
    Foreign(Vec<String>),
}

/// Explains a name's letters by the person's ethnic group. The letters come once each, composed,
/// in the order of the name.
#[must_use]
pub fn explained(name: &str, group: &str) -> Explained {
    let mut extra: Vec<String> = Vec::new();
    for grapheme in beyond_kinh(name).filter(|g| !is_plain_latin(g)) {
        let letter = text::composed(grapheme);
        if !extra.contains(&letter) {
            extra.push(letter);
        }
    }
    if extra.is_empty() {
        return Explained::None;
    }
    let known = for_group(group);
    let foreign: Vec<String> = extra
        .iter()
        .filter(|letter| match known {
            // Where the list is not sure of a group, a letter that another group has accuses nobody.
            Some(own) => !own.has(letter) && (own.sure || !in_any(letter)),
            None => letters::alphabet_of(letter) == Alphabet::Foreign,
        })
        .cloned()
        .collect();
    if foreign.is_empty() {
        Explained::Minority(extra)
    } else {
        Explained::Foreign(foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minority(letters: &[&str]) -> Explained {
        Explained::Minority(letters.iter().map(|&l| l.to_owned()).collect())
    }

    fn foreign(letters: &[&str]) -> Explained {
        Explained::Foreign(letters.iter().map(|&l| l.to_owned()).collect())
    }

    #[test]
    fn groups_by_any_name() {
        for (names, letter) in [
            (vec!["Ê Đê", "Ê-đê", "Êđê", "Ra-đê", "RADE", "ê đê "], "ñ"),
            (vec!["Gia Rai", "Gia-rai", "Jrai", "JRAI", "Gia rai"], "Č"),
            (vec!["Ba Na", "Ba-na", "Bahnar"], "ŏ"),
            (vec!["Xơ Đăng", "Xơ-đăng", "Xo Dang"], "ô\u{306}"),
            (vec!["Cơ Ho", "K'Ho", "K’Ho", "Kơ Ho", "Mạ", "Châu Mạ"], "ñ"),
            (vec!["Mnông", "M'Nông", "M’Nông"], "e\u{306}"),
            (vec!["Mông", "Hmông", "H'Mông"], "’"),
        ] {
            for name in names {
                assert!(
                    for_group(name).is_some_and(|o| o.has(letter)),
                    "{name} {letter}"
                );
            }
        }
        for none in ["", "Tày", "Klingon", "Nam"] {
            assert!(for_group(none).is_none(), "{none}");
        }
        for plain in ["Kinh", "Việt", "Khmer", "Chăm"] {
            assert!(
                for_group(plain).is_some_and(|o| !o.has("ñ") && !o.has("'")),
                "{plain}"
            );
        }
        assert!(for_group("Ê Đê").is_some_and(|o| !o.has("ü") && !o.has("a") && o.has("J")));
    }

    #[test]
    fn names_are_explained() {
        for (name, group, wanted) in [
            ("Nguyễn Thị Ỷ", "Kinh", Explained::None),
            ("", "Kinh", Explained::None),
            ("Jenny Nguyễn", "Kinh", Explained::None),
            ("H’Hen Niê", "Ê Đê", minority(&["’"])),
            ("Y Ñhŏ Kčăm", "Ê Đê", minority(&["Ñ", "ŏ", "č"])),
            (
                "Adrơ\u{306}ng Ê\u{306}ban",
                "Gia Rai",
                minority(&["ơ\u{306}", "Ê\u{306}"]),
            ),
            ("Y Ñhŏ", "", minority(&["Ñ", "ŏ"])),
            ("Y Ñhŏ", "Tày", minority(&["Ñ", "ŏ"])),
            // The list is not sure of Xơ Đăng, and Ê Đê has both letters.
            ("Y Ñhŏ", "Xơ Đăng", minority(&["Ñ", "ŏ"])),
            ("Y Ñhŏ", "Kinh", foreign(&["Ñ", "ŏ"])),
            ("Y Ñhŏ Müller", "Ê Đê", foreign(&["ü"])),
            ("François", "", foreign(&["ç"])),
            ("K'Brửu", "Cơ Ho", minority(&["'"])),
            ("D'Angelo", "Kinh", foreign(&["'"])),
            ("Ayu\u{306}n", "Ê Đê", minority(&["ŭ"])),
        ] {
            assert_eq!(explained(name, group), wanted, "{name} {group}");
        }
        assert_eq!(
            beyond_kinh("Jŭ Wê’").collect::<Vec<_>>(),
            ["J", "ŭ", "W", "’"]
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(name in "\\PC*", group in "\\PC*") {
            let _ = (explained(&name, &group), beyond_kinh(&name).count());
        }
    }
}
