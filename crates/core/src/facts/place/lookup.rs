//! Looks names up: provinces, districts and wards by their spelling.

use super::split::hint;
use super::{Level, PROVINCES, Unit, index, spelling};
use crate::value::text;

/// Provinces of that name, of both eras, with or without "tỉnh".
pub(super) fn province_named(raw: &str) -> Vec<&'static Unit> {
    let text = text::clean(raw);
    let name = hint(&text, text.is_ascii()).map_or(text.as_str(), |(_, _, len)| &text[len..]);
    provinces(&spelling(name))
        .or_else(|| provinces(&spelling(&text)))
        .map(<[_]>::to_vec)
        .unwrap_or_default()
}

/// Provinces by their spelling.
pub(super) fn provinces(key: &str) -> Option<&'static [&'static Unit]> {
    let key = match key {
        "hcm" | "tphcm" | "tphochiminh" | "saigon" => "hochiminh",
        "tphanoi" | "thudohanoi" => "hanoi",
        "brvt" => "bariavungtau",
        other => other,
    };
    PROVINCES.get(key).map(Vec::as_slice)
}

/// Cities whose old names are in use, and numbers in words (Quận Nhất).
pub(super) fn district_key(key: String) -> String {
    let same = match key.as_str() {
        "banmethuot" | "buonmethuot" | "bmt" | "bmthuot" => "buonmathuot",
        "nhat" => "1",
        "nhi" => "2",
        "ba" => "3",
        "tu" => "4",
        "nam" => "5",
        "sau" => "6",
        _ => return key,
    };
    same.to_owned()
}

/// All units of several lists.
pub(super) fn gather<'i>(
    lists: impl Iterator<Item = &'i Vec<&'static Unit>>,
) -> Vec<&'static Unit> {
    lists.flatten().copied().collect()
}

pub(super) fn lies_in(unit: &Unit, place: &Unit) -> bool {
    unit.era == place.era
        && (place.level == Level::Province
            || unit
                .parent()
                .is_some_and(|parent| parent.code == place.code))
}

/// The wards of that name in these provinces or districts.
pub(super) fn wards(key: &str, places: &[&'static Unit]) -> Vec<&'static Unit> {
    let mut found = Vec::new();
    for place in places {
        if let Some(units) = index(place.province()).wards.get(key) {
            found.extend(units.iter().filter(|unit| lies_in(unit, place)));
        }
    }
    found
}
