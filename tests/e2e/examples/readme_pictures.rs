//! The pictures of the README, taken anew from the demonstration:
//! `cargo run -p sohoa-e2e --example readme_pictures`, under xvfb-run.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

use sohoa_e2e::{Bench, Key, Window, run};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bench = Bench::new("readme").discreet();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    run(Command::new(repository.join("scripts/demo.sh"))
        .arg(bench.workspace())
        .env("SOHOA_WHO", "Nguyễn Thị Mẫu"));
    let images = repository.join("docs/images");
    fs::create_dir_all(&images).unwrap();

    let window = bench.open().await;
    window.until_words("KS.2008.01").await;
    keep(&window, &images.join("kho-so.png")).await;

    window.click("[data-book='KS.2008.01']").await;
    window.until_picture().await;
    window.key(Key::PageDown).await;
    window.until_words("2 / 12").await;
    window.key(Key::PageDown).await;
    window.until_words("3 / 12").await;
    window.key(Key::F8).await;
    window.until_field("nksNgaySinh").await;
    window.until_picture().await;
    keep(&window, &images.join("nhap-lieu.png")).await;
    window.end().await;
}

async fn keep(window: &Window, file: &Path) {
    let stem = file.file_stem().unwrap().to_string_lossy();
    let taken = window.picture(&stem).await;
    run(Command::new("convert")
        .arg(taken)
        .args(["-dither", "None", "-colors", "128", "-strip"])
        .arg(format!("png8:{}", file.display())));
    assert!(fs::metadata(file).unwrap().len() <= 300_000);
}
