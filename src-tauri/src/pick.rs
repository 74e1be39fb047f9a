//! The one function that asks the person for a path.

use std::path::PathBuf;

use serde::Deserialize;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

/// What is asked for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum What {
    /// A folder.
    Folder,
    /// Pictures and PDF files of pages, several at once.
    Pages,
    /// A sheet of records.
    Sheet,
    /// Where a sheet is to be written.
    NewSheet,
    /// What another station handed over.
    Bundle,
    /// Where a bundle is to be written.
    NewBundle,
}

/// Shows the system's dialog; `None` when the person thought better of it.
#[tauri::command(async)]
pub fn pick(app: AppHandle, what: What) -> Option<Vec<String>> {
    #[cfg(any(debug_assertions, feature = "e2e"))]
    if let Some(answer) = rehearsed() {
        return answer;
    }
    let dialog = app.dialog().file();
    let one = |path: Option<FilePath>| path.map(|path| vec![path]);
    let picked = match what {
        What::Folder => one(dialog.set_title("Chọn thư mục").blocking_pick_folder()),
        What::Pages => dialog
            .set_title("Chọn hình trang sổ")
            .add_filter(
                "Hình trang sổ, PDF",
                &["jpg", "jpeg", "png", "tif", "tiff", "pdf", "webp", "bmp"],
            )
            .blocking_pick_files(),
        What::Sheet => one(dialog
            .set_title("Chọn bảng Excel")
            .add_filter("Bảng Excel", &["xlsx", "xls", "ods"])
            .blocking_pick_file()),
        What::NewSheet => one(dialog
            .set_title("Ghi bảng Excel")
            .add_filter("Bảng Excel", &["xlsx"])
            .set_file_name("cho-can-xem.xlsx")
            .blocking_save_file()),
        What::Bundle => one(dialog
            .set_title("Chọn gói bàn giao")
            .add_filter("Gói bàn giao", &["goi"])
            .blocking_pick_file()),
        What::NewBundle => one(dialog
            .set_title("Ghi gói bàn giao")
            .add_filter("Gói bàn giao", &["goi"])
            .set_file_name("ban-giao.goi")
            .blocking_save_file()),
    }?;
    let paths: Vec<PathBuf> = picked
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect();
    (!paths.is_empty()).then(|| {
        paths
            .iter()
            .map(|path| path.display().to_string())
            .collect()
    })
}

/// A window test cannot work the system's dialog: it writes the answer, one path a line, to the
/// file named by `SOHOA_PICK_FILE`. An empty file is a person who thought better of it.
#[cfg(any(debug_assertions, feature = "e2e"))]
fn rehearsed() -> Option<Option<Vec<String>>> {
    let file = std::env::var_os("SOHOA_PICK_FILE")?;
    let text = std::fs::read_to_string(file).ok()?;
    let paths: Vec<String> = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    Some((!paths.is_empty()).then_some(paths))
}
