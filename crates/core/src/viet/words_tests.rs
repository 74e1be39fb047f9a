//! Every date from 1900 to 2100, there and back, in all spellings the list of date words has.

use super::*;
use chrono::Datelike;
use proptest::prelude::*;

fn read(text: &str) -> Option<String> {
    date_from_words(text).map(|date| date.to_string())
}

#[test]
fn written() {
    let words = |text: &str| PartialDate::parse(text).map(date_in_words).unwrap();
    for (date, wanted) in [
        (
            "15.04.1985",
            "Ngày mười lăm tháng tư năm một nghìn chín trăm tám mươi lăm",
        ),
        ("01.01.2000", "Ngày một tháng một năm hai nghìn"),
        (
            "21.12.2008",
            "Ngày hai mươi mốt tháng mười hai năm hai nghìn không trăm linh tám",
        ),
        (
            "24.11.1905",
            "Ngày hai mươi tư tháng mười một năm một nghìn chín trăm linh năm",
        ),
        (
            "30.05.2015",
            "Ngày ba mươi tháng năm năm hai nghìn không trăm mười lăm",
        ),
        (
            "14.10.1900",
            "Ngày mười bốn tháng mười năm một nghìn chín trăm",
        ),
        ("04.1954", "Tháng tư năm một nghìn chín trăm năm mươi tư"),
        ("2100", "Năm hai nghìn một trăm"),
    ] {
        assert_eq!(words(date), wanted);
    }
}

#[test]
fn readings() {
    for (text, date) in [
        ("ngày 5 tháng tư năm 1985", "05.04.1985"),
        (
            "Ngày 05, tháng 4, năm một ngàn chín trăm tám mươi nhăm.",
            "05.04.1985",
        ),
        ("ngày5tháng4năm1985", "05.04.1985"),
        ("mồng một tháng giêng năm hai nghìn lẻ tám", "01.01.2008"),
        ("Mùng ba tháng chạp năm hai nghìn linh tám", "03.12.2008"),
        (
            "ngày năm tháng năm năm một nghìn chín trăm năm mươi lăm",
            "05.05.1955",
        ),
        ("tháng năm năm 1985", "05.1985"),
        ("thang nam nam 1985", "05.1985"),
        ("năm 1985", "1985"),
        ("NĂM MỘT NGHÌN CHÍN TRĂM TÁM MƯƠI", "1980"),
        ("Hai nghìn", "2000"),
        (
            "ngày hai mươi bẩy tháng bảy một nghìn chín trăm bốn mươi bẩy",
            "27.07.1947",
        ),
        ("tháng mười một nghìn chín trăm tám mươi", "10.1980"),
        ("tháng mười một một nghìn chín trăm tám mươi", "11.1980"),
        ("tháng mười hai nghìn", "10.2000"),
        ("mười lăm tư năm 1985", "15.04.1985"),
        ("ngày 5/4 năm 1985", "05.04.1985"),
        ("ngày hai chục tháng ba năm 1985", "20.03.1985"),
        ("ngày hai lăm tháng ba năm 1985", "25.03.1985"),
        ("hai mươi tháng hai năm hai nghìn hai mươi", "20.02.2020"),
        ("năm năm năm 1985", "05.05.1985"),
    ] {
        assert_eq!(read(text).as_deref(), Some(date), "{text}");
    }
    for text in [
        "",
        "1985",
        "05.04.1985",
        "5/4/1985",
        "tháng năm 1985",
        "ngày tháng năm 1985",
        "ngày tháng năm",
        "ngày mười hai năm 1985",
        "ngày 5 năm 1985",
        "ngày ba mươi mốt tháng hai năm 2008",
        "ngày 5 tháng 13 năm 2008",
        "ngày mồng mười lăm tháng ba năm 2008",
        "rằm tháng bảy năm 2008",
        "năm chín tám",
        "một nghìn chín trăm tám",
        "chín trăm tám mươi",
        "35 tuổi",
        "Nguyễn Văn Năm",
        "ngày 5 tháng 4 năm 1985 tại Huế",
        "ngày 5 tháng 4 năm 85",
        "hai mươi tư năm 1985",
        "không rõ",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

/// Other spellings of one date's words, `variant` choosing among them.
fn spelled(date: PartialDate, variant: usize) -> String {
    let pick = |n: usize, of: usize| variant / n % of;
    let mut text = date_in_words(date);
    // Whole words only; written from words that date_in_words uses.
    let mut swap = |from: &str, to: &str| {
        text = format!(" {text} ").replace(from, to).trim().to_owned();
    };
    if pick(1, 2) == 1 {
        swap(" nghìn", " ngàn");
        swap(" linh ", " lẻ ");
        swap(" bảy ", " bẩy ");
        swap(" bảy ", " bẩy ");
    }
    match pick(2, 3) {
        1 => swap(" lăm ", " nhăm "),
        2 => swap("mươi lăm ", "mươi năm "),
        _ => {}
    }
    if pick(6, 2) == 1 {
        swap(" mốt ", " một ");
        swap("mươi tư ", "mươi bốn ");
        swap("tháng tư ", "tháng bốn ");
    }
    if pick(12, 2) == 1 {
        swap(" không trăm linh ", " linh ");
        swap(" không trăm lẻ ", " lẻ ");
        swap("tháng một ", "tháng giêng ");
        swap("tháng mười hai ", "tháng chạp ");
    }
    if let PartialDate::Day(day) = date
        && day.day() <= 10
    {
        match pick(24, 3) {
            1 => swap("Ngày ", "Ngày mồng "),
            2 => swap("Ngày ", "Mùng "),
            _ => {}
        }
    }
    match pick(72, 6) {
        1 => text.to_uppercase(),
        2 => text::folded(&text),
        3 => text.replace(" tháng", ", tháng").replace(" năm ", "  năm ") + ".",
        4 => text.replace("Ngày ", ""),
        // The word for year left out, where five is not its neighbour.
        5 if !text.to_lowercase().contains("tháng năm") && !text.starts_with("Năm") => text
            .replacen(" năm một nghìn", " một nghìn", 1)
            .replacen(" năm hai ngàn", " hai ngàn", 1),
        _ => text,
    }
}

const SPELLINGS: usize = 72 * 6;

fn days(from: i32, to: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(from, 1, 1).unwrap();
    first.iter_days().take_while(move |day| day.year() <= to)
}

#[test]
fn every_day_comes_back() {
    for (at, day) in days(1900, 2100).enumerate() {
        let date = PartialDate::Day(day);
        // The plain spelling, and two others in turn: each spelling meets 700 days.
        for variant in [0, at, at * 7 + 216] {
            let text = spelled(date, variant % SPELLINGS);
            assert_eq!(date_from_words(&text), Some(date), "{text}");
        }
    }
}

#[test]
fn one_year_in_every_spelling() {
    for day in days(2005, 2005) {
        for variant in 0..SPELLINGS {
            let date = PartialDate::Day(day);
            let text = spelled(date, variant);
            assert_eq!(date_from_words(&text), Some(date), "{text}");
        }
    }
}

#[test]
fn every_month_and_year_in_every_spelling() {
    for year in 1900..=2100 {
        for variant in 0..SPELLINGS {
            let date = PartialDate::Month(year, (variant % 12 + 1) as u8);
            for date in [date, PartialDate::Year(year)] {
                let text = spelled(date, variant);
                assert_eq!(date_from_words(&text), Some(date), "{text}");
            }
        }
    }
}

#[test]
fn digits_among_words() {
    for day in days(1984, 1985) {
        let (d, m, y) = (day.day(), day.month(), day.year());
        let words = date_in_words(PartialDate::Day(day)).to_lowercase();
        let (in_words, year_words) = words.split_once(" năm một").unwrap();
        let (day_words, month_words) = in_words.split_once(" tháng ").unwrap();
        for text in [
            format!("ngày {d} tháng {m} năm {y}"),
            format!("Ngày {d:02} tháng {m:02} năm {y}."),
            format!("{d} tháng {month_words} năm {y}"),
            format!("{day_words} tháng {m} năm một{year_words}"),
            format!("{day_words} tháng {month_words} năm {y}"),
            format!("ngày {d}/{m}/{y}"),
        ] {
            assert_eq!(
                date_from_words(&text),
                Some(PartialDate::Day(day)),
                "{text}"
            );
        }
    }
}

#[test]
fn ages() {
    for text in [
        "35 tuổi",
        "35t",
        "T35",
        "35T",
        "35 t.",
        "tuổi 35",
        "ba mươi lăm tuổi",
        "Ba nhăm tuổi",
        "35 TUỔI",
    ] {
        assert_eq!(age_in(text), Some(35), "{text}");
    }
    for other in [
        "1985",
        "05.06.1985",
        "",
        "tháng 5",
        "t",
        "tuổi",
        "500 tuổi",
        "mot",
        "lăm tuổi",
    ] {
        assert_eq!(age_in(other), None, "{other}");
    }
    assert_eq!(age_in("mười một tuổi"), Some(11));
    assert_eq!(age_in("bảy tuổi"), Some(7));
}

proptest! {
    #[test]
    fn nothing_panics(
        s in "\\PC*|((ngày|tháng|năm|một|hai|mười|mươi|nghìn|trăm|linh|lăm|5|1985|tư|mồng|tuổi)[ ,.]?){0,14}",
        year in any::<u16>(), month in any::<u8>(),
    ) {
        let _ = (date_from_words(&s), age_in(&s));
        let _ = (date_in_words(PartialDate::Month(year, month)), date_in_words(PartialDate::Year(year)));
    }
}
