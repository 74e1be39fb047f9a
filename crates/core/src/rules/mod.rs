//! The rules that judge what was typed. One rule a file, named for the fault; its sentences are
//! in `assets/messages/rules.toml` under the same name and its cases in `tests/rules/<rule>.md`.
//! Adding one touches its file, those two, and the list below.
//!
//! Errors are only what would break the import or the link of picture and row. What is doubtful
//! or missing in the ledger itself is a warning that a person may confirm: the paper is the
//! authority.

use crate::schema::{BookType, Field};

pub mod across;
mod engine;
mod finding;
mod settings;
mod view;

pub use engine::{Engine, Scratch, Setup};
pub use finding::{FieldFix, Finding, Fix, Hit, Hits, Severity};
pub use settings::{NameCase, Settings};
pub use view::{
    BookView, CaseInput, CaseView, FieldView, Known, PersonView, WholeBook, registration_year,
};

/// Book types a rule looks at, by their codes.
pub type Types = &'static [&'static str];

/// All of them.
pub const EVERY: Types = &["KS", "KH", "KT", "HN", "CMC"];

/// One rule.
pub struct Rule {
    /// The fault, snake_case; stable.
    pub name: &'static str,
    /// How much it weighs, unless the workspace says otherwise.
    pub severity: Severity,
    /// Whether a person may confirm it as being so in the ledger.
    pub confirmable: bool,
    /// Whether it looks at page pictures, which a bare sheet does not have.
    pub needs_pages: bool,
    /// Book types it looks at.
    pub types: Types,
    /// What it looks at.
    pub check: Check,
}

impl Rule {
    /// Stops packaging, and must be mended.
    const fn error(name: &'static str, check: Check) -> Self {
        Self {
            name,
            severity: Severity::Error,
            confirmable: false,
            needs_pages: false,
            types: EVERY,
            check,
        }
    }

    /// Wants a look, and may be confirmed.
    const fn warning(name: &'static str, check: Check) -> Self {
        Self {
            severity: Severity::Warning,
            confirmable: true,
            ..Self::error(name, check)
        }
    }

    /// Needs nobody.
    const fn info(name: &'static str, check: Check) -> Self {
        Self {
            severity: Severity::Info,
            ..Self::error(name, check)
        }
    }

    /// Only for these book types.
    const fn only(self, types: Types) -> Self {
        Self { types, ..self }
    }
}

/// What a rule looks at, and the function that does.
pub enum Check {
    /// A field in which nothing was typed and of which nothing was said.
    Missing {
        /// Which fields.
        of: fn(&Field) -> bool,
        /// What may be written instead, when that is always right.
        instead: fn(&BookType) -> Option<&'static str>,
    },
    /// One field that is given; run while it is typed. It looks at the text, the field and the
    /// person's ethnic group: a text in order is not looked at again.
    Field {
        /// Which fields.
        of: fn(&Field) -> bool,
        /// Looks at one value.
        run: fn(&FieldView<'_>, &mut Hits<'_>),
    },
    /// One case; run when it is saved.
    Case(fn(&CaseView<'_>, &mut Hits<'_>)),
    /// A whole book.
    Book(fn(&WholeBook<'_>, &mut Hits<'_>)),
    /// Two cases that have something in common, wherever they are.
    Pair {
        /// What they may have in common.
        spaces: &'static [across::Space],
        /// Looks at both, and speaks about the first.
        run: across::OnPair,
    },
}

impl Check {
    /// A field that must be said something about.
    const fn missing(of: fn(&Field) -> bool) -> Self {
        Self::Missing {
            of,
            instead: |_| None,
        }
    }
}

/// Declares the files of the rules and lists them, in the order in which findings are shown for
/// one field.
macro_rules! rules {
    ($($name:ident)*) => {
        $(mod $name;)*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name::RULE),*];
    };
}

rules! {
    missing_number missing_volume missing_registration_date missing_registration_kind
    missing_place missing_signer missing_registrar
    missing_name missing_sex missing_birth_date missing_ethnicity missing_nationality
    missing_death_date missing_marriage_date
    not_nfc stray_space_or_control legacy_encoding lookalike_letter
    bad_number_form bad_volume_form page_number_not_numeric
    age_instead_of_year bad_date_form impossible_date implausible_year future_date
    unknown_code value_too_long
    symbol_or_digit_in_name one_word_name unlikely_syllable foreign_letter_in_name
    minority_name_letters name_case
    unknown_ethnicity unknown_nationality empty_address_parts unknown_place
    bad_id_number
    number_year_differs registration_kind_differs parents_differ_from_birth_kind
    birth_after_registration death_after_registration birth_after_death
    marriage_after_registration birth_words_differ death_words_differ
    parent_age_implausible age_at_death_implausible
    id_kind_without_number id_number_without_kind id_issued_before_birth personal_id_differs
    underage_marriage spouse_is_same_person parent_child_age_implausible recognition_kind_differs
    certificate_not_for_marriage surname_differs_from_parents sex_differs_from_middle_name
    duplicate_number file_name_clash case_without_page page_without_case
    number_gap number_out_of_order registration_outside_book closing_count_differs sentinel_date
    copied_case signer_changes_back doubtful_reading
    same_child_twice twins registered_in_two_books already_married personal_id_shared
}

/// The rule of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
