//! Invented people, some of them from ethnic groups whose names have letters of their own.

use fastrand::Rng;

/// Somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Code of `gioiTinh`: 1 man, 2 woman.
    pub sex: u8,
    /// Ethnic group.
    pub group: &'static str,
    /// Year of birth.
    pub year: u16,
}

const SURNAMES: [(&str, u32); 14] = [
    ("Nguyễn", 384),
    ("Trần", 121),
    ("Lê", 95),
    ("Phạm", 70),
    ("Hoàng", 51),
    ("Phan", 45),
    ("Vũ", 39),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 5),
];
const MIDDLE_MEN: [&str; 24] = [
    "Văn", "Đức", "Hữu", "Quốc", "Minh", "Xuân", "Công", "Đình", "Văn", "Văn", "Ngọc", "Thanh",
    "Hoàng", "Gia", "Bảo", "Trọng", "Thế", "Duy", "Anh", "Khắc", "Nhật", "Viết", "Tiến", "Quang",
];
const MIDDLE_WOMEN: [&str; 24] = [
    "Thị",
    "Thị",
    "Thị",
    "Thị Thu",
    "Ngọc",
    "Thị Mỹ",
    "Kim",
    "Thị Bích",
    "Thị Hồng",
    "Thị Kim",
    "Thị Ngọc",
    "Thị Thanh",
    "Thị Minh",
    "Thị Phương",
    "Thùy",
    "Khánh",
    "Bảo",
    "Như",
    "Quỳnh",
    "Thị Lệ",
    "Thị Cẩm",
    "Thị Tuyết",
    "Thị Xuân",
    "Diễm",
];
const GIVEN_MEN: [&str; 61] = [
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hải",
    "Hùng",
    "Khôi",
    "Long",
    "Nghĩa",
    "Phước",
    "Quý",
    "Sơn",
    "Tuấn",
    "Vỹ",
    "Bảo",
    "Chiến",
    "Danh",
    "Đạt",
    "Đông",
    "Giang",
    "Hậu",
    "Hiếu",
    "Hòa",
    "Hoàng",
    "Huy",
    "Hưng",
    "Khánh",
    "Khang",
    "Kiên",
    "Lâm",
    "Linh",
    "Lộc",
    "Lực",
    "Mạnh",
    "Nam",
    "Nguyên",
    "Nhân",
    "Phát",
    "Phong",
    "Phú",
    "Quân",
    "Quyết",
    "Sang",
    "Tài",
    "Tâm",
    "Thái",
    "Thành",
    "Thắng",
    "Thiện",
    "Thịnh",
    "Thuận",
    "Tiến",
    "Toàn",
    "Trí",
    "Trung",
    "Trường",
    "Tú",
    "Tùng",
    "Việt",
    "Vinh",
    "Vũ",
];
const GIVEN_WOMEN: [&str; 66] = [
    "Ánh",
    "Bưởi",
    "Cúc",
    "Diệu",
    "Giang",
    "Hạnh",
    "Lựu",
    "Mỹ",
    "Nhàn",
    "Oanh",
    "Phượng",
    "Quyên",
    "Thủy",
    "Yến",
    "Anh",
    "Bích",
    "Châu",
    "Chi",
    "Dung",
    "Duyên",
    "Đào",
    "Hà",
    "Hằng",
    "Hiền",
    "Hoa",
    "Hòa",
    "Hồng",
    "Huệ",
    "Hương",
    "Huyền",
    "Khuê",
    "Lan",
    "Lành",
    "Liên",
    "Linh",
    "Loan",
    "Ly",
    "Mai",
    "Nga",
    "Ngân",
    "Ngọc",
    "Nguyệt",
    "Nhi",
    "Nhung",
    "Như",
    "Nương",
    "Phương",
    "Sen",
    "Sương",
    "Tâm",
    "Thảo",
    "Thắm",
    "Thêm",
    "Thơm",
    "Thu",
    "Thúy",
    "Thương",
    "Tiên",
    "Trang",
    "Trâm",
    "Trinh",
    "Tuyết",
    "Uyên",
    "Vân",
    "Vy",
    "Xuân",
];

/// Group, pattern for men, pattern for women, given names, family names.
type Group = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// Names of groups, as `{t}` (given) and `{h}` (family) in a pattern.
const GROUPS: [Group; 9] = [
    (
        "Ê Đê",
        "Y {t} {h}",
        "H’{t} {h}",
        &["Ƀhăm", "Hen", "Thĭnh", "Djŭ", "Blô", "Wơn"],
        &["Êban", "Niê", "Mlô", "Êčăm", "Adrơ̆ng", "Ayŭn"],
    ),
    (
        "Gia Rai",
        "{h} {t}",
        "{h} H’{t}",
        &["Đuih", "Lan", "Thŭ", "Phiơ"],
        &["Rơ Châm", "Siu", "Ksor", "Kpă", "Rmah"],
    ),
    (
        "Cơ Ho",
        "K’{t}",
        "Ka {t}",
        &["Brửu", "Brẻo", "Đụm", "Hoàng", "Sră"],
        &[""],
    ),
    (
        "Mông",
        "{h} A {t}",
        "{h} Thị {t}",
        &["Páo", "Dơ", "Sùng", "Chứ", "Mỷ"],
        &["Giàng", "Vàng", "Thào", "Vừ", "Mùa"],
    ),
    (
        "Thái",
        "{h} Văn {t}",
        "{h} Thị {t}",
        &["Inh", "Phanh", "Xôm", "Pâng"],
        &["Lò", "Lường", "Quàng", "Cà", "Tòng"],
    ),
    (
        "Khmer",
        "{h} {t}",
        "{h} Thị {t}",
        &["Sa Phươl", "Đa Ra", "Sóc Kha", "Rithy"],
        &["Thạch", "Sơn", "Kim", "Danh"],
    ),
    (
        "Mnông",
        "Y {t}",
        "H’ {t}",
        &["Krang", "Mêč", "Thuyên", "Brơi"],
        &[""],
    ),
    (
        "Ba Na",
        "A {t}",
        "Y {t}",
        &["Hmưr", "Byưk", "Lưm", "Ŭk"],
        &[""],
    ),
    (
        "Tày",
        "{h} Văn {t}",
        "{h} Thị {t}",
        &["Slao", "Nình", "Tẩu", "Vằn"],
        &["Nông", "Hoàng", "Lương", "Bế"],
    ),
];

/// Makes somebody born in that year. About a third are not Kinh.
pub fn person(rng: &mut Rng, sex: u8, year: u16) -> Person {
    let pick = |rng: &mut Rng, from: &[&str]| from[rng.usize(..from.len())].to_owned();
    if rng.u8(..3) == 0 {
        let (group, men, women, given, family) = GROUPS[rng.usize(..GROUPS.len())];
        let pattern = if sex == 1 { men } else { women };
        let name = pattern
            .replace("{t}", &pick(rng, given))
            .replace("{h}", &pick(rng, family));
        return Person {
            name: name.trim().to_owned(),
            sex,
            group,
            year,
        };
    }
    let (middle, given) = if sex == 1 {
        (&MIDDLE_MEN[..], &GIVEN_MEN[..])
    } else {
        (&MIDDLE_WOMEN[..], &GIVEN_WOMEN[..])
    };
    let name = format!(
        "{} {} {}",
        surname(rng),
        pick(rng, middle),
        pick(rng, given)
    );
    Person {
        name,
        sex,
        group: "Kinh",
        year,
    }
}

/// The child of two people: the father's family name where there is one.
pub fn child(rng: &mut Rng, father: &Person, mother: &Person, year: u16) -> Person {
    let sex = rng.u8(1..=2);
    if father.group != "Kinh" || mother.group != "Kinh" {
        let (group, men, women, given, family) = match GROUPS.iter().find(|g| g.0 == father.group) {
            Some(found) => *found,
            None => GROUPS[0],
        };
        if father.group != "Kinh" {
            let own = family
                .iter()
                .find(|h| !h.is_empty() && father.name.contains(*h))
                .unwrap_or(&family[0]);
            let pattern = if sex == 1 { men } else { women };
            let name = pattern
                .replace("{t}", given[rng.usize(..given.len())])
                .replace("{h}", own);
            return Person {
                name: name.trim().to_owned(),
                sex,
                group,
                year,
            };
        }
    }
    let mut made = person(rng, sex, year);
    while made.group != "Kinh" {
        made = person(rng, sex, year);
    }
    let rest = made
        .name
        .split_once(' ')
        .map_or("An", |(_, rest)| rest)
        .to_owned();
    let family = father.name.split(' ').next().unwrap_or("Nguyễn");
    Person {
        name: format!("{family} {rest}"),
        sex,
        group: "Kinh",
        year,
    }
}

fn surname(rng: &mut Rng) -> &'static str {
    let total: u32 = SURNAMES.iter().map(|(_, share)| share).sum();
    let mut at = rng.u32(..total);
    for (name, share) in SURNAMES {
        if at < share {
            return name;
        }
        at -= share;
    }
    SURNAMES[0].0
}
