//! Writes what Tauri wants to know at build time.

fn main() {
    tauri_build::build();
}
