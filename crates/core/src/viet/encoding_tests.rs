//! Columns of names in every encoding, and columns that only look odd.

use super::*;
use proptest::prelude::*;

const SURNAMES: &str = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý";
const MIDDLE: &str = "Văn Thị Hữu Đình Xuân Ngọc Minh Thanh Quốc Đức Công Thuỳ Ánh Mỹ Kim Như";
const GIVEN: &str = "An Ánh Ấn Bằng Bích Chiến Cường Dũng Diệu Đạt Điệp Giang Hà Hạnh Hậu Hiếu Hòa
    Huệ Hùng Hương Hường Kiều Khuê Lan Lệ Lộc Lợi Mẫn Mỹ Nga Nghĩa Nguyệt Nhẫn Oanh Phúc Phượng
    Quỳnh Quyền Sơn Tâm Thảo Thắng Thẩm Thế Thơ Thủy Tỵ Tường Tuấn Tuyết Ửng Ước Vượng Xuyến Ý Yến
    Kỷ Kỹ Ổn Ẩn Mỡ Gỗ Cữ Vẽ Đẹp Sẵn Cẳng Nhặn Mận";

fn encode(text: &str, to: Legacy) -> String {
    let table = &TABLES[to as usize];
    let single = |letter: char| {
        let at = table.single.iter().position(|l| *l == letter)?;
        char::from_u32(at as u32).map(String::from)
    };
    text.chars()
        .map(|c| {
            let lower = c.to_lowercase().next().unwrap();
            let pair = table.pairs.iter().find(|(.., letter)| *letter == c);
            match pair {
                _ if c.is_ascii() => c.to_string(),
                Some((base, mark, _)) => format!("{base}{mark}"),
                // TCVN3 has no toned capitals.
                None => single(c)
                    .or_else(|| single(lower).filter(|_| to == Legacy::Tcvn3))
                    .unwrap_or(c.to_string()),
            }
        })
        .collect()
}

fn seen<S: AsRef<str>>(column: impl IntoIterator<Item = S>) -> Evidence {
    let mut evidence = Evidence::default();
    for value in column {
        evidence.see(value.as_ref());
    }
    evidence
}

#[test]
fn tables_are_whole() {
    for (table, singles, pairs) in [(0, 74, 0), (1, 18, 122), (2, 103, 0)] {
        let letters = TABLES[table].single.iter().filter(|c| **c != '\0').count();
        assert_eq!((letters, TABLES[table].pairs.len()), (singles, pairs));
    }
}

#[test]
fn known_texts() {
    for (legacy, from, text) in [
        ("NguyÔn V¨n Hïng", Legacy::Tcvn3, "Nguyễn Văn Hùng"),
        ("TrÇn ThÞ ¸nh", Legacy::Tcvn3, "Trần Thị Ánh"),
        ("NGUYÔN V¡N HïNG", Legacy::Tcvn3, "NGUYỄN VĂN HÙNG"),
        ("x· ¸i Quèc", Legacy::Tcvn3, "xã ái Quốc"),
        ("L\u{AD}¬ng §×nh Cña", Legacy::Tcvn3, "Lương Đình Của"),
        ("Nguyeãn Vaên Huøng", Legacy::Vni, "Nguyễn Văn Hùng"),
        ("Traàn Thò AÙnh Tuyeát", Legacy::Vni, "Trần Thị Ánh Tuyết"),
        ("Aùnh Ñöùc", Legacy::Vni, "Ánh Đức"),
        ("LEÂ THÒ HÖÔØNG", Legacy::Vni, "LÊ THỊ HƯỜNG"),
        ("Nguy\u{AD}n Vån Hùng", Legacy::Viscii, "Nguyễn Văn Hùng"),
        ("NguyŽn", Legacy::Viscii, "NguyỆn"),
    ] {
        assert_eq!(convert(legacy, from), text);
        assert_eq!(convert("Nguyen Van A 1985", from), "Nguyen Van A 1985");
    }
}

#[test]
fn one_value() {
    for (text, from) in [
        ("NguyÔn V¨n Hïng", Some(Legacy::Tcvn3)),
        ("TrÇn ThÞ Ph\u{AD}îng", Some(Legacy::Tcvn3)),
        ("Nguyeãn Vaên Huøng", Some(Legacy::Vni)),
        ("Traàn Thò Phöôïng", Some(Legacy::Vni)),
        ("Nguy\u{AD}n Vån Ð¡c", Some(Legacy::Viscii)),
        ("Hoaøng", None),
        ("N÷", None),
        ("Y Ñhŏ", None),
        ("H’Hen Niê Ñao", None),
        ("Loïc Noël", None),
        ("François Hélène", None),
        ("Jörg Müller Weiß", None),
        ("Lê Thanh Hà", None),
        ("Nguyễn Văn Hùng", None),
        ("Nguyễnn Vănn", None),
        ("", None),
        ("120 m² đất", None),
        ("100 m²", None),
    ] {
        assert_eq!(detect_one(text), from, "{text}");
    }
}

#[test]
fn columns_that_are_not_legacy() {
    let kinh = "Lê Thanh Hà|Hà Công Trí|Võ Bá Phú|Lý Tú|Đỗ Thị Mận|Nguyễnn Vănn|Trân Thị Tâm|Hoa";
    let plain = "Lê Thanh Hà|Hà Công Trí|Võ Bá Phú|Lý Tú|Lê Công|Lêe Hàa|Trâàn";
    let rade = "H’Hen Niê|Y Ñhŏ Kčăm|Y Blô Êban|H'Ñao Mlô|Adrơ\u{306}ng|Y Ñiê|Ñhơn|Ñao|Ñen|Ñan";
    let enye = "Y Ñao|H Ñan|Y Ñen|Ñum|Ñui|H' Ñêm|Ñang|Ñinh|Ñoan";
    let french = "François|Hélène Noël|Loïc|Anaïs|Zoë|Gaël|Maïté|Benoît|Jérôme|Raphaël|Chloé|Agnès\
        |Aurélie|Cédric|Stéphane|Thérèse|Joël|Éric|Rémi|Léa|Théo|Inès|Océane|Gérard|Hervé|Eloïse";
    let english = "John Smith|Zoë Brontë|Chloë|Renée|O’Brien|Siân|Seán|Sinéad|Niamh|Beyoncé";
    let others =
        "José Núñez|Muñoz|Peña|Jörg Müller|Weiß|Günter|Björn|Åsa|Søren|João|Gonçalves|Conceição";
    let loic = "Loïc|Loïc|Loïc|Loïc|Loïc|Loïc|Loïc";
    let signs = "100 m²|5°|N° 5|©|®|½|“x”|25 m²|m²|m²|m²|m²|m²";
    for column in [
        kinh, plain, rade, enye, french, english, others, loic, signs,
    ] {
        let many: Vec<&str> = column.split('|').cycle().take(2000).collect();
        let evidence = seen(&many);
        assert_eq!(evidence.verdict(), None, "{column} {evidence:?}");
    }
}

#[test]
fn columns_of_one_word() {
    assert_eq!(seen(["ViÖt Nam"; 10]).verdict(), Some(Legacy::Tcvn3));
    // Nữ in TCVN3, and Nọ in VISCII: only the rest of the file can tell.
    let mut sex = seen(["Nam", "N÷", "N÷", "Nam", "N÷", "N÷", "N÷"]);
    assert_eq!(sex.verdict(), None);
    sex.merge(&seen(["NguyÔn V¨n Hïng"; 5]));
    assert_eq!(sex.verdict(), Some(Legacy::Tcvn3));
}

#[test]
fn a_mixed_column_is_left_alone() {
    let mut evidence = seen(["NguyÔn V¨n Hïng"; 20]);
    assert_eq!(evidence.verdict(), Some(Legacy::Tcvn3));
    evidence.merge(&seen(["Nguyễn Văn Hùng"; 20]));
    assert_eq!(evidence.verdict(), None);
}

fn kinh_name() -> impl Strategy<Value = String> {
    let list = |words: &'static str| {
        prop::sample::select(words.split_whitespace().collect::<Vec<&'static str>>())
    };
    (list(SURNAMES), list(MIDDLE), list(GIVEN)).prop_map(|(a, b, c)| format!("{a} {b} {c}"))
}

proptest! {
    #[test]
    fn columns_come_back(names in prop::collection::vec(kinh_name(), 20..60), capitals: bool) {
        prop_assert_eq!(seen(&names).verdict(), None);
        let names: Vec<String> = if capitals {
            names.iter().map(|name| name.to_uppercase()).collect()
        } else {
            names
        };
        for legacy in ALL {
            let encoded: Vec<String> = names.iter().map(|name| encode(name, legacy)).collect();
            let evidence = seen(&encoded);
            prop_assert_eq!(evidence.verdict(), Some(legacy), "{:?} {:?}", evidence, encoded);
            for (name, encoded) in names.iter().zip(&encoded) {
                let converted = convert(encoded, legacy);
                // `Vò Mü` in a font of capitals is the same text as in an ordinary one.
                if capitals && legacy == Legacy::Tcvn3 {
                    prop_assert_eq!(converted.to_uppercase(), name.as_str());
                } else {
                    prop_assert_eq!(&converted, name);
                }
                if let Some(other) = detect_one(encoded) {
                    prop_assert_eq!(other, legacy);
                }
            }
        }
        for name in &names {
            prop_assert_eq!(detect_one(name), None);
        }
    }

    #[test]
    fn merging_is_seeing(names in prop::collection::vec("\\PC{0,12}|[A-Za-z¨ÔÞøõñ ]{0,12}", 0..20), at in 0..20usize) {
        let at = at.min(names.len());
        let mut halves = seen(&names[..at]);
        halves.merge(&seen(&names[at..]));
        prop_assert_eq!(halves, seen(&names));
    }

    #[test]
    fn nothing_panics(s in "\\PC*|[\u{0}-\u{ff} €Ža-zA-Z]*") {
        let evidence = seen([&s]);
        let _ = (evidence.verdict(), detect_one(&s));
        for legacy in ALL {
            let _ = convert(&s, legacy);
        }
    }
}
