//! Tables for people, as .xlsx that prints well: landscape A4, as wide as the page, its heading on
//! every page.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

/// Most rows on one sheet below its headings: the format ends a little further.
pub(crate) const MOST_ROWS: usize = 1_048_000;

/// One sheet.
pub(crate) struct Page<'a> {
    /// Name of the sheet, at most 31 characters.
    pub name: String,
    /// What it is, above the table.
    pub title: String,
    /// Columns: heading and width in characters.
    pub columns: &'a [(&'a str, f64)],
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row.
pub(crate) enum Row {
    /// A heading over the rows below it.
    Heading(String),
    /// Cells, all of them text.
    Cells(Vec<String>),
}

/// The workbook's bytes. Equal content gives equal bytes.
pub(crate) fn write(pages: &[Page<'_>]) -> Result<Vec<u8>, XlsxError> {
    let title = Format::new().set_bold().set_font_size(13);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_background_color(0x00E8_E8E8);
    let group = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    let cell = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    for page in pages {
        let sheet = book.add_worksheet();
        sheet.set_name(&page.name)?;
        sheet
            .set_landscape()
            .set_paper_size(9)
            .set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_freeze_panes(3, 0)?;
        sheet.write_string_with_format(0, 0, &page.title, &title)?;
        for (at, (name, width)) in (0u16..).zip(page.columns) {
            sheet.set_column_width(at, *width)?;
            sheet.write_string_with_format(2, at, *name, &heading)?;
        }
        for (at, row) in (3u32..).zip(&page.rows) {
            match row {
                Row::Heading(text) => {
                    sheet.write_string_with_format(at, 0, text, &group)?;
                }
                Row::Cells(cells) => {
                    for (column, text) in (0u16..).zip(cells) {
                        sheet.write_string_with_format(at, column, text, &cell)?;
                    }
                }
            }
        }
    }
    book.save_to_buffer()
}
