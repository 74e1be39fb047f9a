use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::record::{FieldState, FieldValue};
use crate::schema::Catalogue;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().unwrap());
static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);

fn record(book_type: &BookType, values: &[(&str, &str)]) -> Record {
    let mut record = Record::new(book_type);
    for (column, text) in values {
        let field = book_type.field_index(column).unwrap();
        record.set(field, FieldValue::given(*text));
    }
    record
}

fn desk<'a>(
    book_type: &'a BookType,
    year: u16,
    record: &'a Record,
    before: &'a [&'a Record],
) -> Desk<'a> {
    Desk {
        book_type,
        settings: &SETTINGS,
        year,
        record,
        before,
    }
}

fn written(
    kind: &str,
    year: u16,
    values: &[(&str, &str)],
    column: &str,
    typed: &str,
) -> Option<String> {
    let book_type = CATALOGUE.book_type(kind).unwrap();
    let record = record(book_type, values);
    let desk = desk(book_type, year, &record, &[]);
    written_out(&desk, book_type.field_index(column).unwrap(), typed)
}

#[test]
fn dates_in_few_digits() {
    let read = |typed: &str| written("KS", 1998, &[], "ngayDangKy", typed);
    for (typed, date) in [
        ("5698", "05.06.1998"),
        ("050698", "05.06.1998"),
        ("5/6/98", "05.06.1998"),
        ("5-6-98", "05.06.1998"),
        ("5 6 98", "05.06.1998"),
        ("5.6.1998", "05.06.1998"),
        ("05061998", "05.06.1998"),
        ("5061998", "05.06.1998"),
        ("15698", "15.06.1998"),
        ("51298", "05.12.1998"),
        ("6.98", "06.1998"),
        ("6/1998", "06.1998"),
        ("0698", "06.1998"),
        ("698", "06.1998"),
        ("061998", "06.1998"),
        ("011900", "01.1900"),
        ("121998", "12.1998"),
        ("98", "1998"),
        ("1299", "01.02.1999"),
        // The book of 1998 went on into the next century.
        ("5601", "05.06.2001"),
        ("02", "2002"),
        ("2002", "2002"),
    ] {
        let expected = (date != typed).then(|| date.to_owned());
        assert_eq!(read(typed), expected, "{typed}");
    }
    // Two readings, none, or nothing to write out: it stays, and the rules say what is wrong with it.
    for typed in [
        "11198",
        "1111998",
        "310298",
        "05.06.1998",
        "1998",
        "6",
        "000098",
        "5/6",
        "tháng 6",
        "",
        "5698a",
        "5/13/98",
        "123456789",
        "5/6/98/1",
        "005698",
    ] {
        assert_eq!(read(typed), None, "{typed}");
    }
}

#[test]
fn the_century_follows_from_the_book() {
    let registered = [("ngayDangKy", "10.03.2005")];
    let born = |kind, column, typed| written(kind, 2004, &registered, column, typed);
    // A child is born before it is registered, its parents some years before that.
    assert_eq!(
        born("KS", "nksNgaySinh", "1305").as_deref(),
        Some("01.03.2005")
    );
    assert_eq!(
        born("KS", "nksNgaySinh", "1306").as_deref(),
        Some("01.03.1906")
    );
    assert_eq!(born("KS", "meNgaySinh", "80").as_deref(), Some("1980"));
    assert_eq!(
        born("KS", "chaNgaySinh", "1203").as_deref(),
        Some("01.02.1903")
    );
    // Who dies at a hundred and three was born in the century before.
    assert_eq!(born("KT", "nktNgaySinh", "02").as_deref(), Some("2002"));
    assert_eq!(born("KT", "nktNgaySinh", "06").as_deref(), Some("1906"));
    assert_eq!(
        born("KT", "nktNgayChet", "8305").as_deref(),
        Some("08.03.2005")
    );
    // Papers are issued before they are shown.
    assert_eq!(
        born("KH", "chongNgayCapGiayToTuyThan", "98").as_deref(),
        Some("1998")
    );
    // An old book.
    let old = |typed| written("KS", 1932, &[], "nksNgaySinh", typed);
    assert_eq!(old("31").as_deref(), Some("1931"));
    assert_eq!(old("85").as_deref(), Some("1885"));
    // Without a date of its own, the case before says when.
    let book_type = CATALOGUE.book_type("KS").unwrap();
    let before = record(book_type, &[("ngayDangKy", "03.01.2012")]);
    let own = Record::new(book_type);
    let before = [&before];
    let desk = desk(book_type, 2009, &own, &before);
    let field = book_type.field_index("nksNgaySinh").unwrap();
    assert_eq!(written_out(&desk, field, "11").as_deref(), Some("2011"));
}

#[test]
fn names_get_their_capitals_unless_somebody_chose_them() {
    let name = |typed| written("KS", 1998, &[], "nksHoTen", typed);
    for (typed, out) in [
        ("nguyễn văn an", Some("Nguyễn Văn An")),
        ("  đặng thị  bé ", Some("Đặng Thị Bé")),
        ("y ƀhăm êban", Some("Y Ƀhăm Êban")),
        ("h'hen niê", Some("H'Hen Niê")),
        ("tôn nữ thị hòa - lan", Some("Tôn Nữ Thị Hòa - Lan")),
        ("Nguyễn văn An", None),
        ("NGUYỄN VĂN AN", None),
        ("Y ƀhăm", None),
        ("", None),
        ("-", None),
    ] {
        assert_eq!(name(typed).as_deref(), out, "{typed}");
    }
    // An address is not a name.
    assert_eq!(written("KS", 1998, &[], "nksNoiSinh", "trạm xá"), None);
}

#[test]
fn names_of_groups_and_states_get_their_marks() {
    let group = |typed| written("KS", 1998, &[], "nksDanToc", typed);
    assert_eq!(group("kinh").as_deref(), Some("Kinh"));
    assert_eq!(group("e de").as_deref(), Some("Ê Đê"));
    // A spelling with marks or capitals is the ledger's.
    assert_eq!(group("Ê-đê"), None);
    assert_eq!(group("Ede"), None);
    assert_eq!(group("nothing known"), None);
}

fn proposed(
    kind: &str,
    before: &[&[(&str, &str)]],
    own: &[(&str, &str)],
) -> (Vec<(String, String, Why)>, Vec<String>) {
    let book_type = CATALOGUE.book_type(kind).unwrap();
    let records: Vec<Record> = before
        .iter()
        .map(|values| record(book_type, values))
        .collect();
    let before: Vec<&Record> = records.iter().collect();
    let own = record(book_type, own);
    let desk = desk(book_type, 1998, &own, &before);
    let (proposals, passed) = propose(&desk);
    let column = |field: usize| book_type.fields[field].column.clone();
    let told = proposals
        .into_iter()
        .map(|p| (column(p.field), p.value.text, p.why))
        .collect();
    (told, passed.into_iter().map(column).collect())
}

#[test]
fn what_stays_the_same_is_carried_forward_until_it_changes() {
    let values = [
        ("so", "062/1998"),
        ("nguoiKy", "Trần Văn Mẫu"),
        ("nksDanToc", "Kinh"),
        ("nksHoTen", "Lê Thị Thử"),
    ];
    let (told, passed) = proposed("KS", &[&values], &[("nksDanToc", "Tày")]);
    let told: Vec<_> = told
        .iter()
        .map(|(c, t, w)| (c.as_str(), t.as_str(), *w))
        .collect();
    // A name is nobody else's, what is typed stays, and after one case nothing is passed unread.
    assert_eq!(
        told,
        [
            ("so", "063/1998", Why::Next),
            ("nguoiKy", "Trần Văn Mẫu", Why::Before)
        ]
    );
    assert!(passed.is_empty(), "{passed:?}");
    let (_, passed) = proposed(
        "KS",
        &[],
        &[("quyenSo", "01/1998"), ("noiDangKy", "UBND xã Thử")],
    );
    assert_eq!(passed, ["quyenSo", "noiDangKy"]);
    let (_, passed) = proposed("KS", &[&values, &values, &values], &[]);
    let has = |column: &str| passed.iter().any(|one| one == column);
    assert!(has("nguoiKy") && has("nksDanToc"), "{passed:?}");
    // The number is looked at; what this ledger never gives is not asked for, unless the sheet wants it.
    assert!(
        !has("so") && has("chaSoDinhDanhCaNhan") && !has("nksNgaySinh"),
        "{passed:?}"
    );
    let other = [("nguoiKy", "Ngô Thị Khác")];
    let (told, passed) = proposed("KS", &[&other, &values, &values], &[]);
    assert!(told.iter().any(|(_, text, _)| text == "Ngô Thị Khác"));
    assert!(
        !passed.iter().any(|one| one == "nguoiKy"),
        "it changed: somebody looks"
    );
}

#[test]
fn a_field_that_followed_another_one_follows_it_again() {
    let like = |kind: &str, before: &[&[(&str, &str)]], own: &[(&str, &str)], column: &str| {
        let (told, passed) = proposed(kind, before, own);
        let found = told
            .into_iter()
            .find(|(c, _, why)| c == column && *why == Why::Alike);
        assert!(found.is_none() || !passed.iter().any(|one| one == column));
        found.map(|(_, text, _)| text)
    };
    // The notice is dated like the registration and numbered like the case.
    let first: &[_] = &[
        ("so", "07"),
        ("ngayDangKy", "05.06.1998"),
        ("nktNoiCuTru", "thôn 3, xã An Nhơn"),
        ("nktNoiChet", "Tại nhà, thôn 3, xã An Nhơn"),
        ("gbtSo", "07/GBT"),
        ("gbtNgay", "05.06.1998"),
    ];
    let second: &[_] = &[
        ("so", "06"),
        ("ngayDangKy", "01.06.1998"),
        ("nktNoiCuTru", "thôn Phước Lộc"),
        ("nktNoiChet", "Tại nhà, thôn Phước Lộc"),
        ("gbtSo", "06/GBT"),
        ("gbtNgay", "01.06.1998"),
    ];
    let own = [
        ("so", "08"),
        ("ngayDangKy", "9.6.98"),
        ("nktNoiCuTru", "tổ 5"),
    ];
    let death = |column| like("KT", &[first, second], &own, column);
    assert_eq!(death("gbtSo").as_deref(), Some("08/GBT"));
    assert_eq!(death("gbtNgay").as_deref(), Some("9.6.98"));
    assert_eq!(death("nktNoiChet").as_deref(), Some("Tại nhà, tổ 5"));
    // One case alone may be chance when there are two to learn from.
    let chance: &[_] = &[("ngayDangKy", "01.06.1998"), ("gbtNgay", "28.05.1998")];
    assert_eq!(like("KT", &[first, chance], &own, "gbtNgay"), None);
    // What is not typed yet gives nothing.
    assert_eq!(like("KT", &[first, second], &[], "gbtNgay"), None);
    // A child is of its parents' group: that wins over what the case before had.
    let kinh: &[_] = &[("nksDanToc", "Kinh"), ("meDanToc", "Kinh")];
    let tay: &[_] = &[("nksDanToc", "Tày"), ("meDanToc", "Tày")];
    let own = [("nksDanToc", "Gia Rai")];
    let group = like("KS", &[kinh, tay, kinh], &own, "meDanToc");
    assert_eq!(group.as_deref(), Some("Gia Rai"));
    // A paper's number belongs to who bears the name.
    let asked: &[_] = &[
        ("chaHoTen", "Trần Văn Mẫu"),
        ("chaSoGiayToTuyThan", "012345678"),
        ("nycHoTen", "Trần Văn Mẫu"),
        ("nycSoGiayToTuyThan", "012345678"),
    ];
    let father = [("chaHoTen", "Lê Thử"), ("chaSoGiayToTuyThan", "087654321")];
    assert_eq!(
        like("KS", &[asked], &father, "nycHoTen").as_deref(),
        Some("Lê Thử")
    );
    assert_eq!(like("KS", &[asked], &father, "nycSoGiayToTuyThan"), None);
    let same = [father[0], father[1], ("nycHoTen", "Lê Thử")];
    let number = like("KS", &[asked], &same, "nycSoGiayToTuyThan");
    assert_eq!(number.as_deref(), Some("087654321"));
}

#[test]
fn times_in_few_digits_are_written_as_this_book_writes_them() {
    let book_type = CATALOGUE.book_type("KT").unwrap();
    let time = |before: &[&str], typed: &str| {
        let records: Vec<Record> = before
            .iter()
            .map(|text| record(book_type, &[("nktGioPhutChet", text)]))
            .collect();
        let before: Vec<&Record> = records.iter().collect();
        let own = Record::new(book_type);
        let desk = desk(book_type, 1998, &own, &before);
        let field = book_type.field_index("nktGioPhutChet").unwrap();
        written_out(&desk, field, typed)
    };
    let words = ["12 giờ 30 phút", "08 giờ 05 phút"];
    for typed in ["830", "0830", "8.30", "8h30", "8 30", "8:30"] {
        assert_eq!(
            time(&words, typed).as_deref(),
            Some("08 giờ 30 phút"),
            "{typed}"
        );
    }
    assert_eq!(time(&["7h5", "12h30"], "806").as_deref(), Some("8h6"));
    assert_eq!(
        time(&["", "lúc 7:05"], "1915").as_deref(),
        Some("lúc 19:15")
    );
    for typed in [
        "",
        "8",
        "2430",
        "860",
        "12345",
        "08 giờ 30 phút",
        "sáng",
        "8.3",
    ] {
        assert_eq!(time(&words, typed), None, "{typed}");
    }
    // How a ledger writes its times nobody can guess.
    assert_eq!(time(&[], "830"), None);
    assert_eq!(time(&["sáng sớm"], "830"), None);
}

#[test]
fn names_begin_like_others_of_the_case() {
    let family = |before: &[&[(&str, &str)]]| {
        let book_type = CATALOGUE.book_type("KS").unwrap();
        let records: Vec<Record> = before.iter().map(|v| record(book_type, v)).collect();
        let before: Vec<&Record> = records.iter().collect();
        let own = record(book_type, &[("nksHoTen", "Lê Thị Thử")]);
        let desk = desk(book_type, 1998, &own, &before);
        family_names(&desk, book_type.field_index("chaHoTen").unwrap())
    };
    assert_eq!(family(&[]), ["lê "]);
    let father: &[_] = &[("nksHoTen", "Ngô Thử"), ("chaHoTen", "Ngô Mẫu")];
    let other: &[_] = &[("nksHoTen", "H’Hen Niê"), ("chaHoTen", "Y Mẫu Êban")];
    assert_eq!(family(&[other, father]), ["lê "]);
    // Where families do not hand names on, none is offered.
    assert!(family(&[other]).is_empty());
    let begins: Vec<String> = beginnings("Nguyễn Thị Xuân Uyên").collect();
    assert_eq!(begins, ["nguyễn ", "nguyễn thị "]);
    assert_eq!(beginnings("Y Mẫu").collect::<Vec<_>>(), ["y "]);
    assert!(beginnings("Mẫu").next().is_none());
}

#[test]
fn what_changes_in_most_books_is_shown_where_it_stayed_and_never_passed() {
    let same: &[_] = &[("nktNguyenNhanChet", "Tuổi già")];
    let shown = |before: &[&[(&str, &str)]]| {
        let (told, passed) = proposed("KT", before, &[]);
        assert!(!passed.iter().any(|one| one == "nktNguyenNhanChet"));
        told.iter()
            .any(|(column, _, why)| column == "nktNguyenNhanChet" && *why == Why::Before)
    };
    assert!(shown(&[same, same, same, same]));
    assert!(!shown(&[same, same, same]));
    let other: &[_] = &[("nktNguyenNhanChet", "Bệnh")];
    assert!(!shown(&[same, same, same, other]));
}

#[test]
fn what_cannot_be_read_is_not_carried_and_what_is_left_out_is() {
    let book_type = CATALOGUE.book_type("KS").unwrap();
    let signer = book_type.field_index("nguoiKy").unwrap();
    for (state, carried) in [(FieldState::LeftOut, true), (FieldState::Illegible, false)] {
        let mut before = Record::new(book_type);
        before.set(signer, FieldValue::said(state, ""));
        let own = Record::new(book_type);
        let before = [&before];
        let desk = desk(book_type, 1998, &own, &before);
        let (told, _) = propose(&desk);
        assert_eq!(
            told.iter()
                .any(|p| p.field == signer && p.value.state == state),
            carried
        );
    }
}

#[test]
fn dates_in_words_follow_the_digits() {
    let words = |kind, date| {
        let before: &[_] = match kind {
            "KS" => &[("nksNgaySinhBangChu", "có")],
            _ => &[("nktNgayChetGhiBangChu", "có")],
        };
        let (told, _) = proposed(kind, &[before], &[date]);
        told.into_iter()
            .find(|(_, _, why)| *why == Why::Words)
            .map(|(_, text, _)| text)
    };
    let said = words("KS", ("nksNgaySinh", "05.06.1998")).unwrap();
    assert!(
        said.to_lowercase().contains("năm") && said.contains("chín"),
        "{said}"
    );
    assert!(words("KT", ("nktNgayChet", "05.06.1998")).is_some());
    assert_eq!(words("KS", ("nksNgaySinh", "5698")), None);
    // A ledger that has none is given none.
    let (told, _) = proposed("KS", &[&[("so", "1")]], &[("nksNgaySinh", "05.06.1998")]);
    assert!(
        told.iter().all(|(_, _, why)| *why != Why::Words),
        "{told:?}"
    );
}

#[test]
fn numbers_that_are_no_numbers_have_no_next() {
    for (so, next) in [
        ("62", Some("63")),
        ("009", Some("010")),
        ("99/2008", Some("100/2008")),
        ("62a", None),
        ("", None),
        ("62-KS", None),
    ] {
        let (told, _) = proposed("KS", &[&[("so", so)]], &[]);
        let found = told
            .into_iter()
            .find(|(_, _, why)| *why == Why::Next)
            .map(|(_, text, _)| text);
        assert_eq!(found.as_deref(), next, "{so}");
    }
}

#[test]
fn values_are_offered_by_the_first_letters_of_syllables() {
    let places = [
        "Quảng Trị, Đạ Tẻh",
        "Quảng Trạch, Quảng Bình",
        "Xã An Nhơn, Đạ Tẻh",
        "Đạ Tẻh",
    ];
    let keys: Vec<String> = places
        .iter()
        .map(|p| crate::viet::fold::search_key(p))
        .collect();
    let offered = |typed: &str| -> Vec<&str> {
        let values = places.iter().copied().zip(keys.iter().map(String::as_str));
        best(typed, values, 3)
    };
    assert_eq!(offered("qtđt"), ["Quảng Trị, Đạ Tẻh"]);
    assert_eq!(offered("qtqb"), ["Quảng Trạch, Quảng Bình"]);
    assert_eq!(
        offered("quang tr"),
        ["Quảng Trị, Đạ Tẻh", "Quảng Trạch, Quảng Bình"]
    );
    // What begins so comes before what only has it.
    assert_eq!(
        offered("đạ"),
        ["Đạ Tẻh", "Quảng Trị, Đạ Tẻh", "Xã An Nhơn, Đạ Tẻh"]
    );
    assert_eq!(offered("nhơn tẻh"), ["Xã An Nhơn, Đạ Tẻh"]);
    assert_eq!(offered("zz"), Vec::<&str>::new());
    // Nobody is offered what stands there already.
    assert_eq!(
        offered("Đạ Tẻh"),
        ["Quảng Trị, Đạ Tẻh", "Xã An Nhơn, Đạ Tẻh"]
    );
}

proptest! {
    #[test]
    fn what_is_written_out_stays_as_it_is(typed in "[0-9./ -]{0,10}", year in 1900_u16..2030) {
        let within = Within::Near(year, year + 30);
        if let Some(date) = date_from_short(&typed, within) {
            prop_assert_eq!(date_from_short(&date.to_string(), within), Some(date));
        }
    }

    #[test]
    fn nothing_typed_panics(typed in "\\PC*", other in "\\PC*") {
        let _ = (written("KS", 1998, &[], "ngayDangKy", &typed), capitalised(&typed), matches(&typed, &other));
    }
}

fn people_of(
    kind: &str,
    before: &[(&str, &str)],
    own: &[(&str, &str)],
    column: &str,
) -> Vec<String> {
    let book_type = CATALOGUE.book_type(kind).unwrap();
    let (before, own) = (record(book_type, before), record(book_type, own));
    let before = [&before];
    let desk = desk(book_type, 1998, &own, &before);
    let told = |(field, value): &(usize, FieldValue)| {
        format!("{}={}", book_type.fields[*field].column, value.text)
    };
    people(&desk, book_type.field_index(column).unwrap())
        .iter()
        .map(|one| one.values.iter().map(told).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn who_asked_is_mostly_the_father() {
    let own = [
        ("meHoTen", "Lê Thị Thử"),
        ("meSoGiayToTuyThan", "012345678"),
        ("chaHoTen", "Trần Văn Mẫu"),
        ("chaLoaiGiayToTuyThan", "1"),
        ("chaNoiCuTru", "Thôn 3"),
    ];
    let before = [("nycHoTen", "Ngô Thị Khác"), ("nycQuanHe", "Bà nội")];
    assert_eq!(
        people_of("KS", &before, &own, "nycHoTen"),
        [
            "nycHoTen=Trần Văn Mẫu nycQuanHe=Cha nycLoaiGiayToTuyThan=1",
            "nycHoTen=Lê Thị Thử nycQuanHe=Mẹ nycSoGiayToTuyThan=012345678",
            "nycHoTen=Ngô Thị Khác nycQuanHe=Bà nội",
        ]
    );
    // From any field of the person; of a parent, that of the child before.
    assert_eq!(people_of("KS", &own, &[], "chaNgaySinh").len(), 1);
    assert_eq!(
        people_of("KS", &own, &[], "chaNgaySinh"),
        ["chaHoTen=Trần Văn Mẫu chaNoiCuTru=Thôn 3 chaLoaiGiayToTuyThan=1"]
    );
    let certified = [
        ("nxnHoTen", "Lê Thị Thử"),
        ("nxnNoiCapGiayToTuyThan", "Công an"),
    ];
    assert_eq!(
        people_of("HN", &[], &certified, "nycHoTen"),
        ["nycHoTen=Lê Thị Thử nycQuanHe=Bản thân nycNoiCapGiayToTuyThan=Công an"]
    );
    // Nobody: the dead ask for nothing, and a number belongs to no person.
    assert!(people_of("KT", &[], &[("nktHoTen", "Lê Thị Thử")], "nycHoTen").is_empty());
    assert!(people_of("KS", &own, &own, "so").is_empty());
}

#[test]
fn what_fields_of_different_books_have_in_common() {
    let of = |kind: &str, column: &str| {
        let book_type = CATALOGUE.book_type(kind).unwrap();
        meaning(book_type, book_type.field_index(column).unwrap())
    };
    // The same by role, by kind, and by what is said about a person.
    for (one, other) in [
        (("KS", "nguoiKy"), ("KT", "nguoiKy")),
        (("KS", "chucVuNguoiKy"), ("HN", "chucVuNguoiKy")),
        (("KS", "noiDangKy"), ("HN", "noiCap")),
        (("KS", "meNoiCuTru"), ("KT", "nktNoiChet")),
        (("KS", "nksNoiSinhDVHC"), ("CMC", "cmQueQuan")),
        (("KS", "meDanToc"), ("KH", "voDanToc")),
        (
            ("KS", "nycNoiCapGiayToTuyThan"),
            ("KH", "chongNoiCapGiayToTuyThan"),
        ),
        (("KT", "nktNguyenNhanChet"), ("KT", "nktNguyenNhanChet")),
        (("KT", "gbtCoQuanCap"), ("KT", "gbtCoQuanCap")),
    ] {
        let found = of(one.0, one.1);
        assert!(found.is_some(), "{one:?}");
        assert_eq!(found, of(other.0, other.1), "{one:?} {other:?}");
    }
    // Different things stay apart.
    let apart = [
        of("KS", "nguoiKy"),
        of("KS", "nguoiThucHien"),
        of("KS", "chucVuNguoiKy"),
        of("KS", "noiDangKy"),
        of("KS", "meNoiCuTru"),
        of("KS", "ghiChu"),
        of("KT", "nktNguyenNhanChet"),
        of("KT", "gbtCoQuanCap"),
        of("KS", "meDanToc"),
        of("KS", "meQuocTich"),
    ];
    let different: std::collections::HashSet<_> = apart.iter().collect();
    assert_eq!(different.len(), apart.len(), "{apart:?}");
}

#[test]
fn no_name_of_a_person_and_no_number_means_anything_to_other_books() {
    for book_type in CATALOGUE.types() {
        for (index, field) in book_type.fields.iter().enumerate() {
            let told = meaning(book_type, index).is_some();
            let private = book_type.person_of(index).is_some()
                || matches!(
                    field.kind,
                    Kind::IdNumber | Kind::PersonalId | Kind::RegistrationNo | Kind::Date
                );
            assert!(!(told && private), "{} {}", book_type.code, field.column);
            // What one family wrote in its own words is told by nobody alone.
            if matches!(field.kind, Kind::Note) {
                assert!(told && !of_the_office(book_type, index));
            }
        }
    }
}

#[test]
fn the_first_case_of_a_book_takes_over_who_signed_in_the_nearest() {
    let proposed =
        |kind: &str, near_kind: &str, values: &[(&str, &str)], typed: &[(&str, &str)]| {
            let book_type = CATALOGUE.book_type(kind).unwrap();
            let near_type = CATALOGUE.book_type(near_kind).unwrap();
            let own = record(book_type, typed);
            let mut theirs = record(near_type, values);
            let registrar = near_type.role(Role::Registrar)[0];
            theirs.set(registrar, FieldValue::said(FieldState::Illegible, ""));
            let near = Elsewhere {
                book_type: near_type,
                record: theirs,
                place: "KS.2008.01".into(),
            };
            let all = propose_first(&desk(book_type, 2008, &own, &[]), &near);
            all.into_iter()
                .map(|one| {
                    assert_eq!(one.why, Why::Elsewhere);
                    (book_type.fields[one.field].column.clone(), one.value.text)
                })
                .collect::<Vec<_>>()
        };
    let pair = |column: &str, text: &str| (column.to_owned(), text.to_owned());
    let births = [
        ("so", "62"),
        ("loaiDangKy", "1"),
        ("nguoiKy", "Trần Văn Mẫu"),
        ("chucVuNguoiKy", "Chủ tịch"),
        ("nksHoTen", "Lê Thị Thử"),
        ("meDanToc", "Ê Đê"),
    ];
    // Of its own type all that stays the same from case to case; what nobody could read says nothing.
    assert_eq!(
        proposed("KS", "KS", &births, &[]),
        [
            pair("loaiDangKy", "1"),
            pair("nguoiKy", "Trần Văn Mẫu"),
            pair("chucVuNguoiKy", "Chủ tịch"),
            pair("meDanToc", "Ê Đê")
        ]
    );
    // Of another, who signed: its codes and people are its own. What was typed stays.
    assert_eq!(
        proposed("KT", "KS", &births, &[("chucVuNguoiKy", "Phó chủ tịch")]),
        [pair("nguoiKy", "Trần Văn Mẫu")]
    );
}
