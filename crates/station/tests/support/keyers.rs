//! People who type a book twice.

use sohoa_core::book::{CaseState, Id};
use sohoa_core::keying::{Keying, Twice};
use sohoa_core::people::Role;
use sohoa_station::view::{CaseView, CutWay, NewBook, NewPerson, SecondView};
use sohoa_station::{Password, Station, knowledge};

use super::{Place, births, place_of};

pub fn word() -> Password {
    Password::new("mật khẩu thử")
}

pub const CRITICAL: Keying = Keying {
    twice: Twice::Critical,
    chosen: std::collections::BTreeSet::new(),
    lenience: sohoa_core::keying::Lenience {
        spaces: true,
        tone_placement: true,
        case: false,
    },
};

/// What the first keyer typed into every case; nobody else may see it.
pub const SECRETS: [(&str, &str); 5] = [
    ("so", "731"),
    ("nksHoTen", "Zeta Bí Mật"),
    ("nksNgaySinh", "19.11.1987"),
    ("meHoTen", "Kappa Kín Đáo"),
    ("nguoiKy", "Omega Giấu Kín"),
];

pub struct Office {
    pub here: Place,
    pub cases: Vec<Id>,
}

impl Office {
    /// A book of three cases, typed twice; two keyers, a supervisor who does not type, an administrator.
    pub fn new() -> Self {
        Self::of("KS", 3)
    }

    /// The same of a book of that type and size.
    pub fn of(kind: &str, cases: u8) -> Self {
        let book = NewBook {
            kind: kind.into(),
            ..births()
        };
        let here = place_of(&book, cases);
        let cases = here.cut(CutWay::PerPage(1));
        let add = |name: &str, roles: &[Role]| {
            let new = NewPerson {
                name: name.into(),
                roles: roles.to_vec(),
            };
            here.station.person_add(&new, &word()).unwrap();
        };
        add("Quản", &[Role::Administrator]);
        add("Lan", &[Role::Keyer]);
        add("Minh", &[Role::Keyer, Role::Checker]);
        add("Sáu", &[Role::Supervisor]);
        // The clock of these tests runs with every look at it.
        here.station.keep_idle(None).unwrap();
        let office = Self { here, cases };
        office.enter("Sáu");
        office
            .station()
            .keying_set(office.here.book, &CRITICAL)
            .unwrap();
        office
    }

    pub fn station(&self) -> &Station {
        &self.here.station
    }

    pub fn enter(&self, name: &str) {
        self.station().sign_in(name, &word()).unwrap();
    }

    pub fn put(&self, nth: usize, column: &str, text: &str) -> CaseView {
        self.here.put(self.cases[nth], column, text)
    }

    pub fn finish(&self, nth: usize) -> CaseView {
        self.station()
            .case_finish(self.cases[nth], true, &[])
            .unwrap()
            .case
    }

    /// The first keyer types a case.
    pub fn first(&self, nth: usize) {
        self.enter("Lan");
        for (column, text) in SECRETS {
            self.put(nth, column, text);
        }
        assert_eq!(self.finish(nth).state, CaseState::Done);
    }

    pub fn open(&self, nth: usize) -> CaseView {
        self.station().case_open(self.cases[nth]).unwrap()
    }

    pub fn text(&self, view: &CaseView, column: &str) -> String {
        let knowledge = knowledge().unwrap();
        let field = knowledge
            .book_type("KS")
            .unwrap()
            .field_index(column)
            .unwrap();
        view.values[field].text.clone()
    }

    /// Names of the columns at those positions.
    pub fn columns(&self, fields: &[usize]) -> Vec<String> {
        let knowledge = knowledge().unwrap();
        let book_type = knowledge.book_type("KS").unwrap();
        fields
            .iter()
            .map(|&field| book_type.fields[field].column.clone())
            .collect()
    }
}

pub fn second(view: &CaseView) -> &SecondView {
    view.second.as_ref().unwrap()
}
