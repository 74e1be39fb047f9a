//! What a drawn ledger says: one record a case, for any book type, from the type's own fields.

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::schema::{BookType, Kind};

use crate::people::{Person, child, person};

/// Places, all in an invented commune.
const VILLAGES: [&str; 8] = [
    "thôn Đông",
    "thôn Đoài",
    "buôn Ea Đrăng",
    "làng Kon Rơ Wang",
    "ấp Trà Kháo",
    "bản Nà Sự",
    "thôn Phước Lộc",
    "tổ 3",
];
/// Where the office is.
pub const PLACE: &str = "UBND xã An Nhơn";

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Day(u16, u8, u8);

impl Day {
    fn random(rng: &mut Rng, year: u16) -> Self {
        Self(year, rng.u8(1..=12), rng.u8(1..=28))
    }

    fn text(self) -> String {
        format!("{:02}.{:02}.{:04}", self.2, self.1, self.0)
    }
}

/// Records of a book: numbers run from 1, dates rise.
#[must_use]
pub fn records(
    book_type: &BookType,
    year: u16,
    volume: u16,
    count: usize,
    seed: u64,
) -> Vec<Record> {
    let mut rng = Rng::with_seed(seed);
    let mut days: Vec<Day> = (0..count).map(|_| Day::random(&mut rng, year)).collect();
    days.sort_unstable();
    let signers = [person(&mut rng, 1, 1960), person(&mut rng, 2, 1968)];
    let registrar = person(&mut rng, 2, 1975);
    days.into_iter()
        .zip(1..)
        .map(|(day, number)| {
            let case = Case::new(
                &mut rng,
                &book_type.code,
                day,
                number,
                volume,
                &signers[usize::from(number * 2 > count)],
                &registrar,
            );
            let mut record = Record::new(book_type);
            for (index, field) in book_type.fields.iter().enumerate() {
                if let Some(text) = case.field(&field.column, field.kind) {
                    record.set(index, FieldValue::given(text));
                }
            }
            record
        })
        .collect()
}

struct Case {
    number: usize,
    volume: String,
    registered: Day,
    event: Day,
    kind: String,
    /// By prefix of the columns: `nks`, `me`, `cha`, …
    people: Vec<(&'static str, Person, Day)>,
    signer: Person,
    registrar: Person,
    village: &'static str,
    late: bool,
    pick: u64,
}

impl Case {
    fn new(
        rng: &mut Rng,
        kind: &str,
        registered: Day,
        number: usize,
        volume: u16,
        signer: &Person,
        registrar: &Person,
    ) -> Self {
        let year = registered.0;
        let born = |rng: &mut Rng, from: u16, to: u16| {
            let age = rng.u16(from..=to);
            Day::random(rng, year - age)
        };
        let mut people = Vec::new();
        let mut event = registered;
        let late = rng.u8(..6) == 0;
        match kind {
            "KS" => {
                // Born shortly before the registration, or long before it when late.
                event = if late {
                    born(rng, 1, 9)
                } else {
                    earlier(registered, rng.u8(3..=40))
                };
                let grown = |rng: &mut Rng, from: u16, to: u16| {
                    let age = rng.u16(from..=to);
                    Day::random(rng, event.0 - age)
                };
                let (mother_day, father_day) = (grown(rng, 19, 38), grown(rng, 20, 45));
                let (mother, father) = (person(rng, 2, mother_day.0), person(rng, 1, father_day.0));
                let baby = child(rng, &father, &mother, event.0);
                people.push(("nks", baby, event));
                people.push(("me", mother.clone(), mother_day));
                people.push(("cha", father.clone(), father_day));
                people.push(("nyc", father, father_day));
            }
            "KH" => {
                for (prefix, sex) in [("chong", 1), ("vo", 2)] {
                    let day = born(rng, 21, 35);
                    let somebody = person(rng, sex, day.0);
                    people.push((prefix, somebody, day));
                }
            }
            "KT" => {
                let day = born(rng, 30, 95);
                let sex = rng.u8(1..=2);
                let dead = person(rng, sex, day.0);
                event = earlier(registered, rng.u8(1..=10));
                people.push(("nkt", dead, day));
                let day = born(rng, 20, 28);
                let asking = person(rng, 1, day.0);
                people.push(("nyc", asking, day));
            }
            "HN" => {
                let day = born(rng, 20, 40);
                let sex = rng.u8(1..=2);
                let somebody = person(rng, sex, day.0);
                people.push(("nxn", somebody.clone(), day));
                people.push(("nyc", somebody, day));
            }
            _ => {
                let (parent_day, child_day) = (born(rng, 30, 50), born(rng, 1, 12));
                let father = person(rng, 1, parent_day.0);
                let mother = person(rng, 2, parent_day.0);
                let young = child(rng, &father, &mother, child_day.0);
                people.push(("cm", father.clone(), parent_day));
                people.push(("nc", young, child_day));
                people.push(("nyc", father, parent_day));
            }
        }
        Self {
            number,
            volume: format!("{volume:02}/{year:04}"),
            registered,
            event,
            kind: kind.to_owned(),
            people,
            signer: signer.clone(),
            registrar: registrar.clone(),
            village: VILLAGES[rng.usize(..VILLAGES.len())],
            late,
            pick: rng.u64(..),
        }
    }

    /// What the ledger says in that column; nothing where such a ledger is silent.
    fn field(&self, column: &str, kind: Kind) -> Option<String> {
        let text = match column {
            "so" => self.number.to_string(),
            "quyenSo" => self.volume.clone(),
            "ngayDangKy" => self.registered.text(),
            "loaiDangKy" => if self.late && self.kind == "KS" {
                "4"
            } else {
                "1"
            }
            .to_owned(),
            "loaiXacNhan" => "1".to_owned(),
            "quyetDinhSo" => format!("{:02}/QĐ-UBND", self.number),
            "noiDangKy" | "noiCap" => PLACE.to_owned(),
            "nguoiKy" => self.signer.name.clone(),
            "chucVuNguoiKy" => "Chủ tịch".to_owned(),
            "nguoiThucHien" => self.registrar.name.clone(),
            "nksNoiSinh" => ["Trạm y tế xã An Nhơn", "Bệnh viện đa khoa huyện", "Tại nhà"]
                [(self.pick % 3) as usize]
                .to_owned(),
            "nksLoaiKhaiSinh" => "1".to_owned(),
            "ngayXacLapQuanHeHonNhan" => self.registered.text(),
            "nktNgayChet" => self.event.text(),
            "nktGioPhutChet" => {
                format!("{:02} giờ {:02} phút", self.pick % 24, self.pick / 24 % 60)
            }
            "nktNoiChet" => format!("Tại nhà, {}, xã An Nhơn", self.village),
            "nktNguyenNhanChet" => {
                ["Tuổi già", "Bệnh", "Tai nạn"][(self.pick % 3) as usize].to_owned()
            }
            "gbtLoai" => "1".to_owned(),
            "gbtSo" => format!("{:02}/GBT", self.number),
            "gbtNgay" => self.registered.text(),
            "gbtCoQuanCap" => "Trạm y tế xã An Nhơn".to_owned(),
            "nxnTinhTrangHonNhan" => "Hiện tại chưa đăng ký kết hôn với ai".to_owned(),
            "nxnLoaiMucDichSuDung" => "1".to_owned(),
            "nxnMucDichSuDung" => "Để đăng ký kết hôn".to_owned(),
            "nycQuanHe" => match self.kind.as_str() {
                "KS" => "Cha",
                "KT" => "Con",
                _ => "Bản thân",
            }
            .to_owned(),
            "nycQHNguoiDuocNhan" => "Cha".to_owned(),
            "nycQHNguoiNhan" => "Bản thân".to_owned(),
            _ => return self.of_person(column, kind),
        };
        Some(text)
    }

    fn of_person(&self, column: &str, kind: Kind) -> Option<String> {
        let (prefix, person, born) = self.people.iter().find(|(prefix, ..)| {
            column
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with(char::is_uppercase))
        })?;
        Some(match column.strip_prefix(prefix)? {
            "HoTen" => person.name.clone(),
            "GioiTinh" => person.sex.to_string(),
            // Old ledgers give only the year for parents.
            "NgaySinh" if matches!(*prefix, "me" | "cha") && self.pick & 4 == 0 => {
                born.0.to_string()
            }
            "NgaySinh" => born.text(),
            "DanToc" => person.group.to_owned(),
            "QuocTich" => "Việt Nam".to_owned(),
            "QueQuan" | "NoiCuTru" => format!("{}, xã An Nhơn", self.village),
            "LoaiCuTru" => "1".to_owned(),
            "LoaiGiayToTuyThan" if *prefix != "nc" => "1".to_owned(),
            "SoGiayToTuyThan" if *prefix != "nc" => {
                // One person, one number; two people of a book, two numbers.
                let mut hash = DefaultHasher::new();
                (&person.name, born, self.number).hash(&mut hash);
                format!("{:09}", 100_000_000 + hash.finish() % 900_000_000)
            }
            "NgayCapGiayToTuyThan" if kind == Kind::Date && *prefix != "nc" => {
                (self.registered.0 - 3).to_string()
            }
            "NoiCapGiayToTuyThan" if *prefix != "nc" => "Công an tỉnh".to_owned(),
            _ => return None,
        })
    }
}

fn earlier(day: Day, days: u8) -> Day {
    let total =
        i32::from(day.0) * 336 + i32::from(day.1 - 1) * 28 + i32::from(day.2 - 1) - i32::from(days);
    // Months of 28 days keep every day possible.
    Day(
        (total / 336) as u16,
        (total % 336 / 28) as u8 + 1,
        (total % 28) as u8 + 1,
    )
}
