//! Addresses as ledgers write them.

use proptest::prelude::*;

use super::{AddressCheck, Finding, known_address};

/// One letter a part: `p` province, `d` district, `w` ward known; capital elsewhere; `f` former;
/// `?` unknown; `.` nothing claimed.
fn short(check: &AddressCheck) -> String {
    check
        .parts
        .iter()
        .map(|part| match (&part.finding, part.level) {
            (Finding::Known(units), _) => match units[0].code.len() {
                2 => 'p',
                3 => 'd',
                _ => 'w',
            },
            (Finding::Elsewhere(units), _) => match units[0].code.len() {
                2 => 'P',
                3 => 'D',
                _ => 'W',
            },
            (Finding::Former(_), _) => 'f',
            (Finding::Unknown(_), _) => '?',
            (Finding::Unclaimed, _) => '.',
        })
        .collect()
}

#[test]
fn addresses() {
    for (text, wanted) in [
        ("thôn 2, xã Ea Đrăng, huyện Ea H'leo, tỉnh Đắk Lắk", ".wdp"),
        ("thôn 2, xã Ea Đrăng, huyện Ea H’leo, tỉnh Đắc Lắc", ".wdp"),
        ("Thôn 2 - Xã Ea Ral - Huyện Ea H'Leo - Tỉnh Đăk Lăk", ".wdp"),
        ("thon 2, xa Ea Ral, huyen Ea Hleo, tinh Dak Lak", ".wdp"),
        ("thôn 2 xã Ea Ral huyện Ea H'leo tỉnh Đắk Lắk", ".wdp"),
        ("THÔN 2, XÃ EA RAL, HUYỆN EA H'LEO, TỈNH ĐẮK LẮK", ".wdp"),
        ("X. Ea Ral, H. Ea H'leo, T. Đắk Lắk", "wdp"),
        ("X.Ea Ral H.Ea H'leo T.Đắk Lắk", "wdp"),
        ("Ea Ral, Ea H'leo, Đắk Lắk", "wdp"),
        ("Ea Ral-Ea H'leo-Đắk Lắk", "wdp"),
        ("Ea H'leo, Ea H'leo, Đắk Lắk", "wdp"),
        ("TT Ea Drăng, Ea H'leo, Daklak, Việt Nam", "wdp."),
        ("TT. Ea Drăng, Ea H'leo, Daklak", "wdp"),
        ("tỉnh Đắk Lắk, huyện Ea H'leo, xã Ea Ral, thôn 2", "pdw."),
        ("Đắk Lắk, Ea H'leo, Ea Ral", "pdw"),
        ("TP Hà Nội, quận Ba Đình, phường Cống Vị", "pdw"),
        ("số 5 đường A, P. Cống Vị, Q. Ba Đình, TP. Hà Nội", ".wdp"),
        ("P.5, Q.3, TP.HCM", "wdp"),
        ("Phường 05, Quận 3, TPHCM", "wdp"),
        ("P5, Q3, Sài Gòn", "wdp"),
        ("TP. Buôn Mê Thuột, Đắk Lắk", "dp"),
        ("TP Buôn Ma Thuột", "d"),
        ("thành phố Cà Mau, tỉnh Cà Mau", "dp"),
        (
            "phường 1, thành phố Vũng Tàu, tỉnh Bà Rịa - Vũng Tàu",
            "wdp",
        ),
        ("thị xã Bà Rịa - tỉnh Bà Rịa-Vũng Tàu", "dp"),
        ("Bà Rịa - Vũng Tàu", "p"),
        ("Phan Rang - Tháp Chàm, Ninh Thuận", "dp"),
        // One division or the other, or a word of rank in a name.
        ("xã Ea Drăng, tỉnh Đắk Lắk", "wp"),
        ("phường Hồng Hà, thành phố Hà Nội", "wp"),
        ("đặc khu Côn Đảo, TP. Hồ Chí Minh", "wp"),
        ("xã Tứ Xã huyện Lâm Thao tỉnh Phú Thọ", "wdp"),
        ("xã Tứ Xã, Lâm Thao, Phú Thọ", "wdp"),
        ("Quan Hóa, Thanh Hóa", "dp"),
        ("huyện Hương Sơn, Hà Tĩnh", "dp"),
        ("huyen Huong Son tinh Ha Tinh", "dp"),
        ("Phường Đúc, Huế", "wp"),
        ("phường Xuân Hương - Đà Lạt, Lâm Đồng", "wp"),
        // Unknown only where the text says what it is.
        ("xã Ea Rall, huyện Ea H'leo, tỉnh Đắk Lắk", "?dp"),
        ("xã Ea Ral, huyện Ea Hleoo, tỉnh Đắk Lắk", ".?p"),
        ("Ea Rall, huyện Ea H'leo, tỉnh Đắk Lắk", ".dp"),
        ("X. Ea Rall, H. Ea H'leo, Đắk Lắk", ".dp"),
        ("xã Ea Ral, huyện Ea H'leo, tỉnh Đắk Lă", "..?"),
        ("xã Không Có, tỉnh Đắk Lắk", "?p"),
        // Boundaries have moved.
        ("xã Cư Né, huyện Ea H'leo, tỉnh Đắk Lắk", "Wdp"),
        ("xã Nam Dong, huyện Cư Jút, tỉnh Đắk Lắk", "wDp"),
        ("xã Không Có, huyện Cư Jút, tỉnh Đắk Lắk", ".Dp"),
        ("thành phố Đà Nẵng, tỉnh Quảng Nam", "Pp"),
        ("quận Nhất, Sài Gòn", "dp"),
        ("tỉnh lộ 8, xã Ea Ral, huyện Ea H'leo, Đắk Lắk", ".wdp"),
        ("Tỉnh Lộ 8, xã Ea Ral, huyện Ea H'leo, tỉnh Đắk Lắk", ".wdp"),
        (
            "xã Ea Ral (nay là xã Ea Drăng), Ea H'leo, tỉnh Đắk Lắk",
            "w.wdp",
        ),
        ("Bệnh viện đa khoa tỉnh Đắk Lắk", ".p"),
        // Former provinces and other states.
        ("xã A, huyện B, tỉnh Hà Tây", "..f"),
        ("xã A, huyện B, Nghĩa Bình", "..f"),
        ("xã A, huyện B, tỉnh Gia Lai - Kon Tum", "..f"),
        ("xã A - huyện B - Quảng Nam-Đà Nẵng", "..f"),
        ("TP Huế, tỉnh Thừa Thiên Huế", ".f"),
        ("tỉnh Quảng Đông, Trung Quốc", ".."),
        ("huyện A, tỉnh Attapư, nước Lào", "..."),
        ("xã A, huyện B", ".."),
        ("xã Ea Ral, huyện Ea H'leo", "wd"),
        ("Hòa Bình, xã A, huyện Ea H'leo", "..d"),
        ("", ""),
        (" , - ,", ""),
        ("Bệnh viện tỉnh", "."),
        ("không rõ", "."),
    ] {
        let check = known_address(text);
        assert_eq!(short(&check), wanted, "{text}\n{check:#?}");
    }
}

#[test]
fn what_is_near_is_of_that_place() {
    let near = |text: &str| -> Vec<_> {
        let check = known_address(text);
        let unknown: Vec<_> = check
            .unknown()
            .map(|(part, near)| {
                let near: Vec<_> = near.iter().map(|unit| unit.name).collect();
                (part.text.clone(), near.join(", "))
            })
            .collect();
        unknown
    };
    assert_eq!(
        near("xã Ea Rall, huyện Ea H'leo, tỉnh Đắk Lắk"),
        [("xã Ea Rall".to_owned(), "Xã Ea Ral".to_owned())]
    );
    assert_eq!(
        near("xã Ea Ral, huyện Ea Hleoo, tỉnh Đắk Lắk"),
        [("huyện Ea Hleoo".to_owned(), "Huyện Ea H'leo".to_owned())]
    );
    assert_eq!(
        near("huyện Lắk, tỉnh Đắk Nônh"),
        [(
            "tỉnh Đắk Nônh".to_owned(),
            "Tỉnh Đắk Nông, Tỉnh Bắc Ninh".to_owned()
        )]
    );
}

#[test]
fn found_units_are_those_named() {
    use super::{Era, Level};
    let check = known_address("thôn 2, xã Ea Ral, huyện Ea H'leo, tỉnh Đắk Lắk");
    let ward = check.known(Level::Ward)[0];
    assert_eq!((ward.code, ward.era), ("24190", Era::Before2025));
    assert_eq!(ward.parent(), check.known(Level::District).first().copied());
    assert_eq!(check.known(Level::Province).len(), 2);
    assert_eq!(check.parts[1].text, "xã Ea Ral");
}

/// Every unit of both divisions, written in the ways ledgers write it, is found again.
#[test]
fn every_unit_is_found_where_it_lies() {
    use super::{Level, NEW, OLD};
    let mut lost = Vec::new();
    for unit in OLD.units.iter().chain(&NEW.units) {
        let mut above = vec![unit];
        while let Some(parent) = above.last().and_then(|unit| unit.parent()) {
            above.push(parent);
        }
        let names: Vec<_> = above.iter().map(|unit| unit.name).collect();
        let bare: Vec<_> = above.iter().map(|unit| unit.bare()).collect();
        let backwards: Vec<_> = names.iter().rev().copied().collect();
        for text in [
            names.join(", "),
            names.join(" - ").to_uppercase(),
            names.join(" "),
            backwards.join(", "),
            bare.join(", "),
        ] {
            let check = known_address(&text);
            let found = check.parts.iter().any(
                |part| matches!(&part.finding, Finding::Known(units) if units.contains(&unit)),
            );
            let may_be_missed = text == bare.join(", ") && unit.level != Level::Province;
            if !found && !may_be_missed {
                lost.push(text.clone());
            }
            if check.unknown().next().is_some() {
                lost.push(format!("unknown: {text}"));
            }
        }
    }
    assert!(
        lost.is_empty(),
        "{} {:#?}",
        lost.len(),
        &lost[..lost.len().min(60)]
    );
}

proptest! {
    #[test]
    fn nothing_panics(s in "\\PC*") {
        let _ = (known_address(&s), super::provinces(&s));
    }

    #[test]
    fn no_address_panics_and_no_part_is_lost(
        parts in prop::collection::vec(
            "xã|phường |huyện |quận |tỉnh |thị xã |TP\\.|T\\.|Q1|P5|Ea Ral|Ea H'leo|Đắk Lắk|Hà Nội|Bà Rịa|Vũng Tàu|Lào|Việt Nam|[-,;. –()]|\\PC",
            0..12,
        )
    ) {
        let text = parts.concat();
        let check = known_address(&text);
        let clean = crate::value::text::clean(&text);
        for part in &check.parts {
            prop_assert!(clean.contains(&part.text));
            if let Finding::Unknown(near) = &part.finding {
                prop_assert!(near.len() <= 3);
            }
        }
    }
}
