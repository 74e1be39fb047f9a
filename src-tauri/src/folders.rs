//! Showing a folder in the system's file manager.

use std::path::Path;
use std::process::Command;

use sohoa_station::StationError;
use sohoa_station::view::Problem;
use tauri::State;

use crate::shell::Shell;

#[cfg(target_os = "windows")]
const OPENER: &str = "explorer";
#[cfg(target_os = "macos")]
const OPENER: &str = "open";
#[cfg(not(any(target_os = "windows", target_os = "macos")))]
const OPENER: &str = "xdg-open";

/// Opens the folder; a file's folder when the path is a file. Anything that is no folder is
/// refused, so that this can start no program.
#[tauri::command(async)]
pub fn folder_open(shell: State<'_, Shell>, path: String) -> Result<(), Problem> {
    let path = Path::new(&path);
    let folder = if path.is_file() {
        path.parent().unwrap_or(path)
    } else {
        path
    };
    if !folder.is_dir() {
        return Err(
            shell.problem(&StationError::new("file_missing").with("path", folder.display()))
        );
    }
    Command::new(OPENER)
        .arg(folder)
        .spawn()
        .map(drop)
        .map_err(|error| shell.problem(&StationError::io(&error, folder)))
}
