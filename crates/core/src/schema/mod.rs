//! Book types, read from data files: which fields a ledger has, in which order, of which kind,
//! and which columns each sheet of the "158" import software wants. Nothing elsewhere in the
//! program knows a column name by heart; it asks for a [`Role`] or a [`Kind`].

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod load;
mod person;

pub use person::{Part, Person};

/// What a field holds, and with it how it is typed and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Kind {
    /// Running number the program writes (`STT`).
    RowNo,
    /// `so`
    RegistrationNo,
    /// `quyenSo`, `NN/YYYY`
    VolumeNo,
    /// `trangSo`
    PageNo,
    /// Partial date.
    Date,
    /// Date spelled out.
    DateWords,
    /// Hour and minute.
    Time,
    /// A code of a list.
    Code,
    /// A person's name.
    Name,
    /// Ethnic group.
    Ethnicity,
    /// Country.
    Nationality,
    /// Address.
    Address,
    /// Administrative unit.
    AdminUnit,
    /// The office that registered.
    RegistrationPlace,
    /// Number of an identity paper.
    IdNumber,
    /// Personal number, 12 digits.
    PersonalId,
    /// Free note.
    Note,
    /// Other text.
    Text,
}

/// What a field means to rules and file names, whatever its column is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Role {
    /// Registration number.
    Number,
    /// Volume.
    Volume,
    /// Page number in the ledger.
    PageNo,
    /// Date of registration.
    RegistrationDate,
    /// Kind of registration.
    RegistrationKind,
    /// Office of registration.
    RegistrationPlace,
    /// Who signed.
    Signer,
    /// The signer's title.
    SignerTitle,
    /// The officer who wrote it.
    Registrar,
    /// Note column.
    Note,
    /// Name of a person the case is about.
    SubjectName,
    /// Birth date of a person the case is about.
    SubjectBirthDate,
    /// Sex of a person the case is about.
    SubjectSex,
    /// Name of a parent.
    ParentName,
    /// Birth date of a parent.
    ParentBirthDate,
    /// Date of death.
    DeathDate,
    /// Day the marriage took effect.
    MarriageDate,
    /// Which parents a birth certificate knows.
    BirthKind,
    /// What became of a marriage.
    MarriageState,
    /// Who recognises whom.
    RecognitionKind,
    /// What a certificate is for.
    Purpose,
    /// What who asked is to whom the case is about.
    Relation,
}

/// One field of a book type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub struct Field {
    /// The ministry's column name.
    pub column: String,
    /// What it is called on screen.
    pub label: String,
    /// The section of the printed page it stands in.
    pub section: String,
    /// What it holds.
    pub kind: Kind,
    /// Code list, for [`Kind::Code`].
    pub list: Option<String>,
    /// The sheet expects it to be filled.
    pub expected: bool,
    /// Seldom printed in ledgers: kept folded away on the form.
    pub rare: bool,
    /// Mostly the same from case to case: carried forward until it changes.
    pub keeps: bool,
    /// What it means.
    pub role: Option<Role>,
    /// Other names the column has been seen under.
    pub aliases: Vec<String>,
}

/// One layout of the import sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Sheet {
    /// `KS`, `KS-70`, …
    pub name: String,
    /// Positions of the fields, in the order of the columns.
    pub columns: Vec<usize>,
}

/// One value of a code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Code {
    /// What is written to the sheet.
    pub code: String,
    /// What it means.
    pub label: String,
}

/// A kind of ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub struct BookType {
    /// `KS`, `KH`, `KT`, `HN`, `CMC`
    pub code: String,
    /// Short name on screen.
    pub name: String,
    /// The ledger's full title.
    pub title: String,
    /// Sheet that is written unless the book says otherwise.
    pub default_sheet: String,
    /// Sections in the order of the printed page.
    pub sections: Vec<String>,
    /// Fields in the order of the printed page.
    pub fields: Vec<Field>,
    /// Sheet layouts.
    pub sheets: Vec<Sheet>,
    /// The people of a case.
    #[serde(skip)]
    #[ts(skip)]
    pub people: Vec<Person>,
    #[serde(skip)]
    #[ts(skip)]
    roles: HashMap<Role, Vec<usize>>,
    #[serde(skip)]
    #[ts(skip)]
    by_column: HashMap<String, usize>,
}

impl Field {
    /// What it is called away from the form: mother and father have fields of one name, and the section tells them
    /// apart.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}: {}", self.section, self.label)
    }
}

impl BookType {
    /// Positions of the fields with that role, in the order of the page.
    #[must_use]
    pub fn role(&self, role: Role) -> &[usize] {
        self.roles.get(&role).map_or(&[], Vec::as_slice)
    }

    /// The person who is that in a case.
    #[must_use]
    pub fn person(&self, part: Part) -> Option<&Person> {
        self.people.iter().find(|person| person.part == part)
    }

    /// The person whose name stands in that field.
    #[must_use]
    pub fn person_of(&self, field: usize) -> Option<&Person> {
        self.people.iter().find(|person| person.name == field)
    }

    /// The person a field says something about.
    #[must_use]
    pub fn person_with(&self, field: usize) -> Option<&Person> {
        let column = &self.fields.get(field)?.column;
        self.people
            .iter()
            .find(|person| person.about(column).is_some())
    }

    /// Position of the field with that column name.
    #[must_use]
    pub fn field_index(&self, column: &str) -> Option<usize> {
        self.by_column.get(column).copied()
    }

    /// The sheet of that name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }

    /// The field a header cell of a sheet means. Case, spaces, line breaks and a trailing
    /// `i=[…]` do not count; a header that goes on after the column name (`noiDangKy UBND xã …`)
    /// still means it.
    #[must_use]
    pub fn field_for_header(&self, header: &str) -> Option<usize> {
        let bare = match header.rfind("i=[") {
            Some(at) if header.trim_end().ends_with(']') => &header[..at],
            _ => header,
        };
        let squeeze = |s: &str| {
            s.chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
                .to_lowercase()
        };
        let find = |wanted: &str| {
            self.fields.iter().position(|field| {
                field.column.to_lowercase() == wanted
                    || field
                        .aliases
                        .iter()
                        .any(|alias| alias.to_lowercase() == wanted)
            })
        };
        find(&squeeze(bare)).or_else(|| find(&squeeze(bare.split_whitespace().next()?)))
    }
}

/// All book types and code lists the program knows.
#[derive(Debug, Clone)]
pub struct Catalogue {
    types: Vec<BookType>,
    lists: BTreeMap<String, Vec<Code>>,
}

/// A data file that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct SchemaError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// A data file: its name for messages, and its text.
pub type Source<'a> = (&'a str, &'a str);

const BUILT_IN_TYPES: [Source<'static>; 5] = [
    (
        "assets/book-types/KS.toml",
        include_str!("../../../../assets/book-types/KS.toml"),
    ),
    (
        "assets/book-types/KH.toml",
        include_str!("../../../../assets/book-types/KH.toml"),
    ),
    (
        "assets/book-types/KT.toml",
        include_str!("../../../../assets/book-types/KT.toml"),
    ),
    (
        "assets/book-types/HN.toml",
        include_str!("../../../../assets/book-types/HN.toml"),
    ),
    (
        "assets/book-types/CMC.toml",
        include_str!("../../../../assets/book-types/CMC.toml"),
    ),
];
const BUILT_IN_CODES: Source<'static> = (
    "assets/lists/codes.tsv",
    include_str!("../../../../assets/lists/codes.tsv"),
);

impl Catalogue {
    /// The data files this program was built with.
    ///
    /// # Errors
    /// Never with the files of a tested build.
    pub fn built_in() -> Result<Self, SchemaError> {
        Self::load(&BUILT_IN_TYPES, BUILT_IN_CODES)
    }

    /// Reads and checks data files.
    ///
    /// # Errors
    /// The first thing that does not hold together, with file and line.
    pub fn load(types: &[Source<'_>], codes: Source<'_>) -> Result<Self, SchemaError> {
        let lists = load::lists(codes)?;
        let types = types
            .iter()
            .map(|source| load::book_type(*source, &lists))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { types, lists })
    }

    /// Every book type, in the order of the files.
    #[must_use]
    pub fn types(&self) -> &[BookType] {
        &self.types
    }

    /// The book type with that code.
    #[must_use]
    pub fn book_type(&self, code: &str) -> Option<&BookType> {
        self.types.iter().find(|t| t.code == code)
    }

    /// The values of a code list, empty when there is no such list.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Code] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// All code lists.
    #[must_use]
    pub fn lists(&self) -> &BTreeMap<String, Vec<Code>> {
        &self.lists
    }

    /// The codes a field may hold, empty when it is not a code.
    #[must_use]
    pub fn codes_of(&self, field: &Field) -> &[Code] {
        field.list.as_deref().map_or(&[], |name| self.list(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(toml: &str) -> String {
        Catalogue::load(&[("x.toml", toml)], BUILT_IN_CODES)
            .map(|_| ())
            .map_err(|e| e.to_string())
            .unwrap_err()
    }

    #[test]
    fn built_in_files_hold_together() {
        let catalogue = Catalogue::built_in().unwrap();
        let sizes: Vec<_> = catalogue
            .types()
            .iter()
            .flat_map(|t| &t.sheets)
            .map(|s| (s.name.as_str(), s.columns.len()))
            .collect();
        assert_eq!(
            sizes,
            [
                ("KS", 60),
                ("KS-70", 70),
                ("KH", 44),
                ("KT", 48),
                ("HN", 35),
                ("CMC", 50),
                ("CMC-52", 52)
            ]
        );
    }

    #[test]
    fn faults_name_file_and_line() {
        let good = BUILT_IN_TYPES[0].1;
        for (from, to, wanted) in [
            (
                "kind = \"registrationNo\"",
                "kind = \"regNo\"",
                "x.toml:41: unknown variant",
            ),
            (
                "list = \"gioiTinh\"",
                "list = \"gioi\"",
                "there is no code list `gioi`",
            ),
            ("list = \"gioiTinh\"", "", "is a code and names no `list`"),
            (
                "column = \"quyenSo\"",
                "column = \"so\"",
                "x.toml:46: column `so` is there twice",
            ),
            ("role = \"number\"", "", "no field has the role `Number`"),
            (
                "\"so\", \"quyenSo\",",
                "\"sox\", \"quyenSo\",",
                "wants `sox`, which is no field",
            ),
            (
                "default_sheet = \"KS\"",
                "default_sheet = \"K\"",
                "x.toml:6: there is no sheet `K`",
            ),
            (
                "section = \"Mẹ\"",
                "section = \"Me\"",
                "`Me` is not one of `sections`",
            ),
            (
                "expected = true",
                "expcted = true",
                "unknown field `expcted`",
            ),
        ] {
            assert!(good.contains(from), "{from}");
            let error = error_of(&good.replacen(from, to, 1));
            assert!(
                error.starts_with("x.toml:") && error.contains(wanted),
                "{error} / {wanted}"
            );
        }
    }

    #[test]
    fn headers_are_matched_as_they_are_seen_in_use() {
        let catalogue = Catalogue::built_in().unwrap();
        let ks = catalogue.book_type("KS").unwrap();
        for (header, column) in [
            ("so", "so"),
            ("NOIDANGKY", "noiDangKy"),
            ("noiDangKy UBND xã An Nhơn", "noiDangKy"),
            ("nks\nHoTen ", "nksHoTen"),
            ("nksSoDinhDanhCaNhan", "nksSoDinhDanh"),
            ("nksGioiTinh i=[1,2,3]", "nksGioiTinh"),
            ("stt", "STT"),
        ] {
            assert_eq!(
                ks.field_for_header(header)
                    .map(|i| ks.fields[i].column.as_str()),
                Some(column),
                "{header:?}"
            );
        }
        assert_eq!(ks.field_for_header("hoTenOngBa"), None);
        assert_eq!(ks.field_for_header(""), None);
    }
}
