//! What fingers do for a text, the same on both sides: Telex, with Shift for capitals.

use unicode_normalization::UnicodeNormalization;

/// Keys a text takes by Telex: one for a letter, one for a tone, one more for a hook, horn, hat or bar, one
/// for holding Shift. `ươ` takes three, as Telex has it.
pub fn keys(text: &str) -> u32 {
    let mut keys = 0;
    let mut horn = false;
    for c in text.chars() {
        let small: String = c.to_lowercase().collect();
        keys += u32::from(small != c.to_string());
        let mut parts = small.nfd();
        let base = parts.next();
        keys += 1;
        let mut horned = false;
        for mark in parts {
            // The second horn of `ươ` comes with the first.
            if mark == '\u{31b}' {
                horned = true;
                if horn && base == Some('o') {
                    continue;
                }
            }
            keys += 1;
        }
        keys += u32::from(matches!(base, Some('đ' | 'ƀ')));
        horn = horned && base == Some('u');
    }
    keys
}

/// Without capitals where all its words begin with one and nothing else is large: then the window puts them
/// back.
pub fn uncapitalised(name: &str) -> String {
    let small = name.to_lowercase();
    if sohoa_core::typing::titled(&small) == name {
        small
    } else {
        name.to_owned()
    }
}

/// A date as a keyer writes it: without zeros in front where four digits say it, the year in two.
pub fn short_date(date: &str) -> String {
    let pieces: Vec<&str> = date.split('.').collect();
    match pieces.as_slice() {
        [day, month, year] => {
            let small = [day, month].iter().all(|part| part.starts_with('0'));
            let four = format!("{}{}{}", &day[1..], &month[1..], &year[2..]);
            // Four digits that are a year are one.
            let is_year = four.parse().is_ok_and(|n: u16| (1850..=2100).contains(&n));
            if small && !is_year {
                four
            } else {
                format!("{day}{month}{}", &year[2..])
            }
        }
        [month, year] => format!("{month}{}", &year[2..]),
        [year] => year[2..].to_owned(),
        _ => date.to_owned(),
    }
}
