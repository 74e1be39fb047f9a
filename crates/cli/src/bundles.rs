//! Commands that hand work from station to station.

use std::path::Path;

use serde_json::json;
use sohoa_station::view::{BundleAsk, BundleBook, Purpose};
use sohoa_station::{Cancel, Station};

use crate::arguments::PurposeArg;
use crate::report::{Bar, Outcome};
use crate::run::Result;

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Keying => Self::Keying,
            PurposeArg::Second => Self::SecondKeying,
            PurposeArg::Checking => Self::Checking,
            PurposeArg::Correction => Self::Correction,
            PurposeArg::Return => Self::Return,
        }
    }
}

/// The password of a bundle: from the environment, so that no list of processes shows it.
fn password() -> Option<String> {
    std::env::var("SOHOA_BUNDLE_PASSWORD")
        .ok()
        .filter(|password| !password.is_empty())
}

fn in_words(book: &BundleBook) -> String {
    format!(
        "  {}: {} trang, {} trường hợp, {} mục lịch sử",
        book.book, book.pages, book.cases, book.entries
    )
}

/// Makes a bundle.
pub fn make(
    station: &Station,
    books: &[String],
    out: &Path,
    purpose: PurposeArg,
    blind: bool,
    bar: &Bar,
) -> Result<Outcome> {
    let books = books.iter().map(|code| Ok(station.book_named(code)?.id));
    let ask = BundleAsk {
        books: books.collect::<Result<_>>()?,
        purpose: purpose.into(),
        blind,
        password: password(),
    };
    let made = station.bundle_make(&ask, out, &Cancel::default(), &|progress| {
        bar.tell(progress)
    });
    bar.end();
    let made = made?;
    let mut lines = vec![format!(
        "Đã niêm phong {} ({} byte).",
        made.file, made.bytes
    )];
    lines.extend(made.books.iter().map(in_words));
    Ok(Outcome {
        json: json!(made),
        lines,
        found: false,
    })
}

/// Tells what a bundle is.
pub fn show(station: &Station, file: &Path) -> Result<Outcome> {
    let look = station.bundle_show(file, password().as_deref())?;
    let mut lines = vec![
        format!(
            "Do trạm “{}” niêm phong, mã {}.",
            look.station.name, look.station.fingerprint
        ),
        format!("Người làm {}, lúc {}.", look.who, look.at),
    ];
    if !look.known {
        lines.push("Kho này chưa từng nhận của trạm đó.".to_owned());
    }
    let books = look.books.iter().zip(&look.news);
    lines.extend(books.map(|(book, news)| format!("{}, {news} mục chưa có ở đây", in_words(book))));
    Ok(Outcome {
        json: json!(look),
        lines,
        found: false,
    })
}

/// Takes a bundle.
pub fn take(station: &Station, file: &Path, trust: bool, bar: &Bar) -> Result<Outcome> {
    let password = password();
    let taken = station.bundle_take(
        file,
        password.as_deref(),
        trust,
        &Cancel::default(),
        &|progress| bar.tell(progress),
    );
    bar.end();
    let taken = taken?;
    let mut lines = Vec::new();
    for book in &taken.books {
        lines.push(match (book.new, book.entries) {
            (true, _) => format!("{}: sổ mới.", book.book),
            (false, 0) => format!("{}: không có gì mới.", book.book),
            (false, entries) => format!(
                "{}: {entries} mục mới, {} chỗ đổi.",
                book.book, book.changed
            ),
        });
        if book.disputed > 0 {
            lines.push(format!(
                "  {} chỗ hai bên cùng sửa khác nhau, cần người chọn: sohoa disputed {}",
                book.disputed, book.book
            ));
        }
    }
    Ok(Outcome {
        found: taken.books.iter().any(|book| book.disputed > 0),
        json: json!(taken),
        lines,
    })
}
