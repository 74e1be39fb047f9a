//! The people of a case: which columns are about which of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Field, Kind};

/// What a person is in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Part {
    /// The child of a birth.
    Child,
    /// Its mother.
    Mother,
    /// Its father.
    Father,
    /// The husband of a marriage.
    Husband,
    /// The wife.
    Wife,
    /// Who died.
    Deceased,
    /// Whose marital status is certified.
    Certified,
    /// The father or mother of a recognition.
    Parent,
    /// The child of a recognition.
    Recognised,
    /// Who asked for the registration.
    Requester,
}

impl Part {
    /// The case is about this person, and not only with them.
    #[must_use]
    pub fn is_subject(self) -> bool {
        !matches!(self, Self::Mother | Self::Father | Self::Requester)
    }
}

/// One person of a book type; every number is the position of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are.
    pub part: Part,
    /// What the columns about them begin with.
    pub prefix: String,
    /// What a ledger calls them where they asked for the registration themselves.
    pub relation: Option<String>,
    /// Name.
    pub name: usize,
    /// Code of the sex that goes with the part: a mother is a woman.
    pub sex_known: Option<String>,
    /// Sex.
    pub sex: Option<usize>,
    /// Birth date.
    pub birth: Option<usize>,
    /// Ethnic group.
    pub ethnicity: Option<usize>,
    /// Nationality.
    pub nationality: Option<usize>,
    /// Kind of identity paper.
    pub id_kind: Option<usize>,
    /// Number of it.
    pub id_number: Option<usize>,
    /// Day it was issued.
    pub id_issued: Option<usize>,
    /// Personal number.
    pub personal_id: Option<usize>,
}

impl Person {
    /// Finds the person's fields: those whose column is the prefix and a word after it. `None`
    /// when there is no name among them.
    pub(super) fn find(
        part: Part,
        prefix: &str,
        sex_known: Option<String>,
        relation: Option<String>,
        fields: &[Field],
    ) -> Option<Self> {
        let about = |field: &Field| about(prefix, &field.column).is_some();
        let first = |wanted: &dyn Fn(&Field) -> bool| {
            fields
                .iter()
                .position(|field| about(field) && wanted(field))
        };
        let list = |field: &Field, name: &str| field.list.as_deref() == Some(name);
        Some(Self {
            part,
            prefix: prefix.to_owned(),
            relation,
            name: first(&|f| f.kind == Kind::Name)?,
            sex_known,
            sex: first(&|f| list(f, "gioiTinh")),
            birth: first(&|f| f.kind == Kind::Date && f.column.ends_with("NgaySinh")),
            ethnicity: first(&|f| f.kind == Kind::Ethnicity),
            nationality: first(&|f| f.kind == Kind::Nationality),
            id_kind: first(&|f| list(f, "loaiGiayToTuyThan")),
            id_number: first(&|f| f.kind == Kind::IdNumber),
            id_issued: first(&|f| f.kind == Kind::Date && f.column.contains("NgayCap")),
            personal_id: first(&|f| f.kind == Kind::PersonalId),
        })
    }

    /// What a column says about this person: `HoTen` of `chaHoTen`. `None` when it is about another.
    #[must_use]
    pub fn about<'c>(&self, column: &'c str) -> Option<&'c str> {
        about(&self.prefix, column)
    }
}

fn about<'c>(prefix: &str, column: &'c str) -> Option<&'c str> {
    column
        .strip_prefix(prefix)
        .filter(|rest| rest.starts_with(char::is_uppercase))
}
