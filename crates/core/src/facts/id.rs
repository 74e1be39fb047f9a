//! Numbers of identity papers and what the personal number says.
//!
//! Sure: CMND 9 digits, or 12 since 2012; citizen's card, căn cước and personal number 12 digits;
//! the personal number's fourth digit is century and sex, the fifth and sixth the year of birth
//! (TT 07/2016/TT-BCA). Likely: the form of passport numbers. Nothing is known
//! here of residence cards and the papers of army and police: they are not judged.

use std::fmt;

use super::Sex;
use crate::value::PartialDate;

/// Kind of identity paper, as the code list `loaiGiayToTuyThan` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdKind {
    /// 1 Giấy CMND
    IdentityCard,
    /// 2 Hộ chiếu
    Passport,
    /// 3 Thẻ thường trú
    ResidenceCard,
    /// 4 Thẻ căn cước công dân; the personal number itself has the same form.
    CitizenCard,
    /// 5 Giấy chứng minh quân đội nhân dân
    SoldierCard,
    /// 6 Giấy chứng minh sĩ quan quân đội
    OfficerCard,
    /// 7 Giấy chứng minh công an nhân dân
    PoliceCard,
    /// 8 Giấy tờ khác
    Other,
}

impl IdKind {
    /// From a code of the list.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "1" => Self::IdentityCard,
            "2" => Self::Passport,
            "3" => Self::ResidenceCard,
            "4" => Self::CitizenCard,
            "5" => Self::SoldierCard,
            "6" => Self::OfficerCard,
            "7" => Self::PoliceCard,
            "8" => Self::Other,
            _ => return None,
        })
    }
}

/// The form a number should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// 9 or 12 digits.
    NineOrTwelveDigits,
    /// 12 digits.
    TwelveDigits,
    /// A letter and 7 digits, or 6 to 9 letters and digits: not sure for every state.
    Passport,
    /// Any of them: the kind of paper is not said.
    Any,
}

impl IdForm {
    fn of(kind: Option<IdKind>) -> Option<Self> {
        match kind {
            None => Some(Self::Any),
            Some(IdKind::IdentityCard) => Some(Self::NineOrTwelveDigits),
            Some(IdKind::CitizenCard) => Some(Self::TwelveDigits),
            Some(IdKind::Passport) => Some(Self::Passport),
            Some(_) => None,
        }
    }

    fn fits(self, number: &str) -> bool {
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let length = number.len();
        match self {
            Self::TwelveDigits => digits && length == 12,
            Self::NineOrTwelveDigits => digits && (length == 9 || length == 12),
            Self::Passport => {
                (6..=9).contains(&length)
                    && number.bytes().all(|b| b.is_ascii_alphanumeric())
                    && number.bytes().any(|b| b.is_ascii_digit())
            }
            Self::Any => Self::NineOrTwelveDigits.fits(number) || Self::Passport.fits(number),
        }
    }
}

impl fmt::Display for IdForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NineOrTwelveDigits => "9 hoặc 12 chữ số",
            Self::TwelveDigits => "12 chữ số",
            Self::Passport => "6 đến 9 chữ và số",
            Self::Any => "9 hoặc 12 chữ số, hộ chiếu 6 đến 9 chữ và số",
        })
    }
}

/// What is wrong with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdFault {
    /// Right but for spaces, dots and dashes inside; the number without them.
    Separated(String),
    /// Not the form of its kind.
    Form(IdForm),
}

/// Whether a number has the form of its kind of paper. What is empty is not judged.
///
/// # Errors
/// See [`IdFault`].
pub fn check_number(kind: Option<IdKind>, number: &str) -> Result<(), IdFault> {
    let Some(form) = IdForm::of(kind) else {
        return Ok(());
    };
    let number = number.trim();
    if number.is_empty() || form.fits(number) {
        return Ok(());
    }
    let joined = joined(number);
    Err(if joined.len() != number.len() && form.fits(&joined) {
        IdFault::Separated(joined)
    } else {
        IdFault::Form(form)
    })
}

/// What a personal number says of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonalId {
    /// Province or country where the birth was registered: never the place of birth by itself.
    pub province: u16,
    /// Century and sex.
    pub digit: u8,
    /// Year of birth.
    pub year: u16,
    /// Male.
    pub male: bool,
}

/// Reads a personal number: 12 digits, spaces, dots and dashes left out of account.
#[must_use]
pub fn personal_id(text: &str) -> Option<PersonalId> {
    let text = text.trim();
    let number = if IdForm::TwelveDigits.fits(text) {
        text
    } else {
        &joined(text)
    };
    if !IdForm::TwelveDigits.fits(number) {
        return None;
    }
    let digit = number.as_bytes()[3] - b'0';
    Some(PersonalId {
        province: number[..3].parse().ok()?,
        digit,
        // 0 and 1 the 1900s, 2 and 3 the 2000s …; even male, odd female.
        year: 1900 + u16::from(digit / 2) * 100 + number[4..6].parse::<u16>().ok()?,
        male: digit.is_multiple_of(2),
    })
}

/// Where a personal number and a case disagree; what agrees or is not given is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdDifference {
    /// The sex the number says.
    pub sex: Option<Sex>,
    /// The year of birth the number says.
    pub year: Option<u16>,
}

/// Compares a personal number with sex and birth date. The province is never compared: a birth
/// may be registered anywhere.
#[must_use]
pub fn differs(
    id: PersonalId,
    sex: Option<Sex>,
    birth: Option<PartialDate>,
) -> Option<IdDifference> {
    let said = if id.male { Sex::Male } else { Sex::Female };
    let difference = IdDifference {
        sex: sex.is_some_and(|sex| sex != said).then_some(said),
        year: birth
            .is_some_and(|birth| birth.year() != id.year)
            .then_some(id.year),
    };
    (difference.sex.is_some() || difference.year.is_some()).then_some(difference)
}

fn joined(number: &str) -> String {
    number
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '–' | '_' | '/'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Catalogue;
    use proptest::prelude::*;

    #[test]
    fn forms() {
        use IdKind::*;
        let separated = |s: &str| Err(IdFault::Separated(s.into()));
        let form = |form| Err(IdFault::Form(form));
        for (kind, number, wanted) in [
            (Some(IdentityCard), "240123456", Ok(())),
            (Some(IdentityCard), "066099000123", Ok(())),
            (Some(IdentityCard), "240 123 456", separated("240123456")),
            (Some(IdentityCard), "240.123.456", separated("240123456")),
            (
                Some(IdentityCard),
                "24012345",
                form(IdForm::NineOrTwelveDigits),
            ),
            (
                Some(IdentityCard),
                "24O123456",
                form(IdForm::NineOrTwelveDigits),
            ),
            (
                Some(IdentityCard),
                "٢٤٠١٢٣٤٥٦",
                form(IdForm::NineOrTwelveDigits),
            ),
            (Some(CitizenCard), "066099000123", Ok(())),
            (Some(CitizenCard), "240123456", form(IdForm::TwelveDigits)),
            (
                Some(CitizenCard),
                "066-099-000123",
                separated("066099000123"),
            ),
            (Some(Passport), "B1234567", Ok(())),
            (Some(Passport), "B 1234567", separated("B1234567")),
            (Some(Passport), "12AB34567", Ok(())),
            (Some(Passport), "B12", form(IdForm::Passport)),
            (Some(Passport), "PASSPORT", form(IdForm::Passport)),
            (Some(PoliceCard), "123-456 CA", Ok(())),
            (Some(Other), "GKS số 12", Ok(())),
            (None, "240123456", Ok(())),
            (None, "không có", form(IdForm::Any)),
            (None, "", Ok(())),
            (Some(CitizenCard), "  ", Ok(())),
        ] {
            assert_eq!(check_number(kind, number), wanted, "{kind:?} {number}");
        }
    }

    #[test]
    fn every_code_of_the_list_is_a_kind() {
        let catalogue = Catalogue::built_in().unwrap();
        let codes = catalogue.list("loaiGiayToTuyThan");
        assert_eq!(codes.len(), 8);
        let kinds: std::collections::HashSet<_> = codes
            .iter()
            .map(|code| IdKind::of_code(&code.code).unwrap())
            .collect();
        assert_eq!(kinds.len(), 8);
        assert_eq!(IdKind::of_code("0"), None);
    }

    #[test]
    fn personal_numbers() {
        let id = personal_id("066 199 000123").unwrap();
        assert_eq!((id.province, id.year, id.male), (66, 1999, false));
        for (number, year, male) in [
            ("066099000123", 1999, true),
            ("066200000123", 2000, true),
            ("066315000123", 2015, false),
            ("066901000123", 2301, false),
        ] {
            let id = personal_id(number).unwrap();
            assert_eq!((id.year, id.male), (year, male), "{number}");
        }
        for none in ["", "240123456", "06609900012x", "0660990001234"] {
            assert_eq!(personal_id(none), None);
        }
        let date = |s| PartialDate::parse(s).ok();
        assert_eq!(differs(id, Some(Sex::Female), date("05.1999")), None);
        assert_eq!(differs(id, None, None), None);
        assert_eq!(
            differs(id, Some(Sex::Male), date("1998")),
            Some(IdDifference {
                sex: Some(Sex::Female),
                year: Some(1999)
            })
        );
        assert_eq!(
            differs(id, Some(Sex::Male), date("01.01.1999")).map(|d| d.year),
            Some(None)
        );
    }

    proptest! {
        #[test]
        fn nothing_panics(s in "\\PC*|[0-9 .-]{0,16}", code in "[0-9]") {
            let _ = personal_id(&s);
            let kind = IdKind::of_code(&code);
            if let Err(IdFault::Separated(mended)) = check_number(kind, &s) {
                prop_assert_eq!(check_number(kind, &mended), Ok(()));
            }
        }
    }
}
