//! What double keying is for: slips of two people apart from each other are found.
#![allow(clippy::unwrap_used, missing_docs)]

use sohoa_core::keying::{Event, Lenience, Standing, next};
use sohoa_core::record::FieldValue;

/// Slips as people make them at a keyboard and before faint ink.
fn slipped(text: &str, roll: &mut impl FnMut(u32) -> u32) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = roll(letters.len() as u32) as usize;
    match (roll(4), letters[at]) {
        // Two in the wrong order.
        (0, _) if at + 1 < letters.len() && letters[at] != letters[at + 1] => {
            letters.swap(at, at + 1)
        }
        // A digit misread, most often for one that looks like it.
        (_, digit) if digit.is_ascii_digit() => {
            let like = ['0', '1', '3', '5', '6', '7', '8', '9'];
            let other = like[roll(8) as usize];
            letters[at] = if other == digit { '2' } else { other };
        }
        (1, _) => drop(letters.remove(at)),
        (2, letter) => letters.insert(at, letter),
        (_, letter) => letters[at] = if letter == 'a' { 'e' } else { 'a' },
    }
    letters.into_iter().collect()
}

/// Two keyers slip in one of thirty critical fields each, apart from each other; at least 99 of 100 slips of the first
/// are found, by the second typing it otherwise. What is not found is where both slipped the same way.
#[test]
fn slips_of_two_keyers_apart_are_found() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = move |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 33) as u32 % below.max(1)
    };
    let names = [
        "Nguyễn Thị Hoa",
        "Lê Văn Bình",
        "Y Ƀhăm Êban",
        "Trần Quốc Đạt",
    ];
    let (mut slips, mut found, mut settled_wrong, mut fields) = (0u32, 0u32, 0u32, 0u32);
    for nth in 0..20_000u32 {
        let paper = match nth % 4 {
            0 => format!(
                "{:02}.{:02}.{}",
                1 + roll(28),
                1 + roll(12),
                1950 + roll(60)
            ),
            1 => names[roll(4) as usize].to_owned(),
            2 => (1 + roll(900)).to_string(),
            _ => format!("0{:011}", u64::from(roll(1_000_000)) * 31 + 7),
        };
        let types = |roll: &mut dyn FnMut(u32) -> u32| {
            let mut roll = |below| roll(below);
            match roll(30) {
                0 => slipped(&paper, &mut roll),
                _ => paper.clone(),
            }
        };
        let (first, second) = (types(&mut roll), types(&mut roll));
        fields += 1;
        let lenience = Lenience::default();
        let (first, second) = (FieldValue::given(first), FieldValue::given(second));
        let wrong = first.text != paper;
        slips += u32::from(wrong);
        let go = |standing: &Standing, value: &FieldValue| {
            next(standing, Some(&first), Event::Typed(value), &lenience).unwrap()
        };
        let step = go(&Standing::Untyped, &second);
        found += u32::from(wrong && matches!(step.standing, Standing::Again { .. }));
        // Asked again, the second reads the paper anew.
        if matches!(step.standing, Standing::Again { .. }) {
            let again = FieldValue::given(types(&mut roll));
            let step = go(&step.standing, &again);
            let stands = step.stands.unwrap_or_else(|| first.clone());
            let third = matches!(step.standing, Standing::Third { .. });
            settled_wrong += u32::from(!third && stands.text != paper);
        }
    }
    assert!(slips > 500, "{slips}");
    assert!(
        f64::from(found) >= 0.99 * f64::from(slips),
        "{found} of {slips}"
    );
    assert!(
        f64::from(settled_wrong) <= 0.001 * f64::from(fields),
        "{settled_wrong} of {fields} settled wrongly"
    );
}
