//! Writing the sheet. Every cell is text, also the empty ones, so that no program on the way
//! makes numbers or dates of what the ledger says.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Catalogue, Kind, Sheet};
use sohoa_core::value::text;

/// The workbook's bytes. Equal records give equal bytes.
pub(super) fn workbook(
    catalogue: &Catalogue,
    book_type: &BookType,
    sheet: &Sheet,
    records: &[&Record],
) -> Result<Vec<u8>, XlsxError> {
    let as_text = Format::new().set_num_format("@");
    let heading = as_text.clone().set_bold();
    let mut book = Workbook::new();
    // A fixed day: the time of writing belongs into the manifest, not into the bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));

    let rows = book.add_worksheet();
    rows.set_name(&book_type.code)?;
    rows.set_freeze_panes(1, 0)?;
    for (column, &field) in (0u16..).zip(&sheet.columns) {
        let field = &book_type.fields[field];
        rows.set_column_format(column, &as_text)?;
        rows.set_column_width(column, width(field.kind))?;
        rows.write_string_with_format(0, column, &field.column, &heading)?;
    }
    for (row, record) in (1u32..).zip(records) {
        for (column, &field) in (0u16..).zip(&sheet.columns) {
            let value = if book_type.fields[field].kind == Kind::RowNo {
                row.to_string()
            } else {
                text::clean(record.text(field))
            };
            if !value.is_empty() {
                rows.write_string_with_format(row, column, value, &as_text)?;
            }
        }
    }

    let notes = book.add_worksheet();
    notes.set_name("Ghi chu")?;
    notes.set_column_width(0, 28)?;
    notes.set_column_width(1, 10)?;
    notes.set_column_width(2, 70)?;
    for (column, title) in (0u16..).zip(["Cột", "Mã", "Nghĩa"]) {
        notes.write_string_with_format(0, column, title, &heading)?;
    }
    let mut row = 1;
    for &field in &sheet.columns {
        let field = &book_type.fields[field];
        for code in catalogue.codes_of(field) {
            for (column, value) in (0u16..).zip([&field.column, &code.code, &code.label]) {
                notes.write_string_with_format(row, column, value, &as_text)?;
            }
            row += 1;
        }
    }
    book.save_to_buffer()
}

fn width(kind: Kind) -> f64 {
    match kind {
        Kind::Name | Kind::RegistrationPlace | Kind::Note | Kind::DateWords => 28.0,
        Kind::Address | Kind::AdminUnit => 40.0,
        Kind::Code | Kind::RowNo | Kind::PageNo => 8.0,
        _ => 14.0,
    }
}
