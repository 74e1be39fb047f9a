//! Reading the data files and making sure that they hold together.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::{BookType, Code, Field, Kind, Part, Person, Role, SchemaError, Sheet, Source};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeFile {
    code: String,
    name: String,
    title: String,
    default_sheet: Spanned<String>,
    sections: Vec<String>,
    #[serde(default)]
    person: Vec<PersonEntry>,
    field: Vec<FieldEntry>,
    sheet: Vec<SheetEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonEntry {
    prefix: Spanned<String>,
    part: Part,
    sex: Option<String>,
    relation: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldEntry {
    column: Spanned<String>,
    label: String,
    section: Spanned<String>,
    kind: Spanned<Kind>,
    list: Option<Spanned<String>>,
    #[serde(default)]
    expected: bool,
    #[serde(default)]
    rare: bool,
    #[serde(default)]
    keeps: bool,
    role: Option<Role>,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SheetEntry {
    name: String,
    columns: Vec<Spanned<String>>,
}

pub(super) fn book_type(
    (file, text): Source<'_>,
    lists: &BTreeMap<String, Vec<Code>>,
) -> Result<BookType, SchemaError> {
    let line_of = |offset: usize| {
        1 + text.as_bytes()[..offset.min(text.len())]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
    };
    let fail = |offset: usize, message: String| SchemaError {
        file: file.to_owned(),
        line: line_of(offset),
        message,
    };
    let parsed: TypeFile = toml::from_str(text).map_err(|e| {
        fail(
            e.span().map_or(0, |span| span.start),
            e.message().replace('\n', " "),
        )
    })?;

    let mut fields: Vec<Field> = Vec::with_capacity(parsed.field.len());
    let mut by_column = HashMap::new();
    let mut roles: HashMap<Role, Vec<usize>> = HashMap::new();
    for entry in parsed.field {
        let at = entry.column.span().start;
        let column = entry.column.into_inner();
        let position = fields.len();
        if by_column.insert(column.clone(), position).is_some() {
            return Err(fail(at, format!("column `{column}` is there twice")));
        }
        if !parsed.sections.contains(entry.section.get_ref()) {
            return Err(fail(
                entry.section.span().start,
                format!("`{}` is not one of `sections`", entry.section.get_ref()),
            ));
        }
        match &entry.list {
            Some(list) if !lists.contains_key(list.get_ref()) => {
                return Err(fail(
                    list.span().start,
                    format!("there is no code list `{}`", list.get_ref()),
                ));
            }
            None if *entry.kind.get_ref() == Kind::Code => {
                return Err(fail(
                    entry.kind.span().start,
                    format!("`{column}` is a code and names no `list`"),
                ));
            }
            _ => {}
        }
        if let Some(role) = entry.role {
            roles.entry(role).or_default().push(position);
        }
        fields.push(Field {
            column,
            label: entry.label,
            section: entry.section.into_inner(),
            kind: entry.kind.into_inner(),
            list: entry.list.map(Spanned::into_inner),
            expected: entry.expected,
            rare: entry.rare,
            keeps: entry.keeps,
            role: entry.role,
            aliases: entry.aliases,
        });
    }
    for role in [
        Role::Number,
        Role::Volume,
        Role::RegistrationDate,
        Role::RegistrationPlace,
        Role::SubjectName,
    ] {
        if !roles.contains_key(&role) {
            return Err(fail(
                0,
                format!("no field has the role `{role:?}`, which every ledger needs"),
            ));
        }
    }
    let mut people = Vec::new();
    for entry in parsed.person {
        let found = Person::find(
            entry.part,
            entry.prefix.get_ref(),
            entry.sex,
            entry.relation,
            &fields,
        );
        people.push(found.ok_or_else(|| {
            fail(
                entry.prefix.span().start,
                format!("no name column begins with `{}`", entry.prefix.get_ref()),
            )
        })?);
    }
    let mut sheets = Vec::new();
    for entry in parsed.sheet {
        let mut columns = Vec::with_capacity(entry.columns.len());
        for column in entry.columns {
            let position = by_column.get(column.get_ref()).copied();
            let position = position.ok_or_else(|| {
                fail(
                    column.span().start,
                    format!(
                        "sheet `{}` wants `{}`, which is no field",
                        entry.name,
                        column.get_ref()
                    ),
                )
            })?;
            if columns.contains(&position) {
                return Err(fail(
                    column.span().start,
                    format!("sheet `{}` has `{}` twice", entry.name, column.get_ref()),
                ));
            }
            columns.push(position);
        }
        sheets.push(Sheet {
            name: entry.name,
            columns,
        });
    }
    let default_sheet = parsed.default_sheet.get_ref().clone();
    if !sheets.iter().any(|sheet| sheet.name == default_sheet) {
        return Err(fail(
            parsed.default_sheet.span().start,
            format!("there is no sheet `{default_sheet}`"),
        ));
    }
    Ok(BookType {
        code: parsed.code,
        name: parsed.name,
        title: parsed.title,
        default_sheet,
        sections: parsed.sections,
        fields,
        sheets,
        people,
        roles,
        by_column,
    })
}

pub(super) fn lists((file, text): Source<'_>) -> Result<BTreeMap<String, Vec<Code>>, SchemaError> {
    let mut lists: BTreeMap<String, Vec<Code>> = BTreeMap::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let fail = |message: String| SchemaError {
            file: file.to_owned(),
            line: index + 1,
            message,
        };
        let mut cells = line.split('\t');
        let (Some(list), Some(code), Some(label), None) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            return Err(fail("wants three cells: list, code, label".into()));
        };
        let codes = lists.entry(list.to_owned()).or_default();
        if codes.iter().any(|known| known.code == code) {
            return Err(fail(format!("code `{code}` of `{list}` is there twice")));
        }
        codes.push(Code {
            code: code.to_owned(),
            label: label.to_owned(),
        });
    }
    Ok(lists)
}
