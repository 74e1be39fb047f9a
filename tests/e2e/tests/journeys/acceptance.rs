//! A supervisor who typed nothing accepts a lot: makes it, draws it, types the sample from the pictures, finds one name
//! wrong, sends the lot back and has the minutes.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use sohoa_e2e::{Bench, Key, Window, run};

const WORD: &str = "phu trach 2024";

/// The first account is an administrator; both are made behind the window, which `several_people` shows.
const ACCOUNTS: &str = "
    const done = arguments[arguments.length - 1];
    const call = window.__TAURI_INTERNALS__.invoke;
    const add = (name, roles) => call('person_add', { person: { name, roles }, password: 'phu trach 2024' });
    add('Nguyễn Quản Trị', ['administrator'])
        .then(() => add('Lê Phụ Trách', ['supervisor']))
        .then(() => call('sign_out'))
        .then(() => done('done'), (no) => done(no.code));";

/// What the drawn ledger says: rows by column, in the order of the cases.
fn paper(drawn: &Path) -> Vec<HashMap<String, String>> {
    let script = "
import json, openpyxl, sys
sheet = openpyxl.load_workbook(sys.argv[1]).active
rows = [[('' if c is None else str(c)).strip() for c in row] for row in sheet.iter_rows(values_only=True)]
head = next(i for i, row in enumerate(rows) if 'nksHoTen' in row)
print(json.dumps([dict(zip(rows[head], row)) for row in rows[head + 1:] if any(row)]))";
    let said = run(Command::new("/usr/bin/python3")
        .args(["-c", script])
        .arg(drawn.join("dung.xlsx")));
    serde_json::from_str(&said).unwrap()
}

async fn there(window: &Window, selector: &str) {
    let script = format!("return !!document.querySelector(\"{selector}\")");
    window.until(selector, &script).await;
}

async fn step(window: &Window, name: &str) {
    there(
        window,
        &format!("[data-testid=inspect-step][data-step={name}]"),
    )
    .await;
}

/// Types a case from the paper by keys alone; `slip` is what somebody reads in the name instead.
async fn type_case(window: &Window, rows: &[HashMap<String, String>], slip: Option<&str>) {
    let nth =
        "return Number(/thứ (\\d+)/.exec(document.querySelector('.panel header').innerText)[1])";
    let nth = window.ask(nth).await.as_u64().unwrap() as usize;
    let columns = "return [...document.querySelectorAll('.fields input')].map((one) => one.id.slice(2)).join(' ')";
    let columns = window.ask(columns).await.as_str().unwrap().to_owned();
    for column in columns.split(' ') {
        let here = format!("return document.activeElement?.id === 'i-{column}'");
        window
            .until(&format!("the cursor in {column}"), &here)
            .await;
        let empty = String::new();
        let text = rows[nth - 1].get(column).unwrap_or(&empty);
        let text = match slip {
            Some(slip) if column == "nksHoTen" => slip,
            _ => text,
        };
        if !text.is_empty() {
            window.type_text(text).await;
        }
        window.key(Key::Enter).await;
    }
    let button = "return document.activeElement?.dataset.act === 'inspect-send'";
    window.until("the button that sends", button).await;
}

#[tokio::test]
async fn acceptance() {
    let bench = Bench::new("acceptance");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "6", "--look", "scan"]);
    bench.book(&drawn, true);
    let rows = paper(&drawn);
    let window = bench.open().await;
    there(&window, "[data-book='KS.2008.01']").await;
    assert_eq!(window.ask_later(ACCOUNTS).await, "done");
    window.ask("location.reload(); return true").await;
    there(&window, "input[value='Lê Phụ Trách']").await;
    window.click("input[value='Lê Phụ Trách']").await;
    window.click("#password").await;
    window.type_text(WORD).await;
    window.key(Key::Enter).await;

    there(&window, "[data-act=accept]").await;
    window.picture("01-shelf").await;
    window.click("[data-act=accept]").await;
    there(&window, "[data-act=first-lot]").await;
    window.picture("02-no-lots").await;
    window.click("[data-act=first-lot]").await;
    there(&window, "#lot-name").await;
    window.type_text("Lô 1 tháng 3").await;
    window.click("#lot-contractor").await;
    window.type_text("Công ty Số hóa Thử").await;
    window.click("input[value='share']").await;
    window.fill("#lot-percent", "50").await;
    window.until_words("Xem 3 trong 6 trường hợp").await;
    window.picture("03-new-lot").await;
    window.click("[data-act=make-lot]").await;

    there(&window, "[data-act=draw]").await;
    window.picture("04-lot").await;
    window.click("#lot-seed").await;
    window.type_text("2026-03-01").await;
    window.click("[data-act=draw]").await;
    there(&window, "[data-act=look]").await;
    window.picture("05-drawn").await;
    window.click("[data-act=look]").await;

    // Typed from the picture: nothing that was delivered is there to be read.
    step(&window, "type").await;
    window.until_picture().await;
    let shown = window
        .ask("return document.querySelector('.panel').innerText")
        .await;
    for row in &rows {
        let name = &row["nksHoTen"];
        assert!(!shown.as_str().unwrap().contains(name.as_str()), "{name}");
    }
    window.picture("06-type").await;
    // What is not sent yet is there again.
    window.type_text("nửa chừng").await;
    window.key(Key::Escape).await;
    there(&window, "[data-act=look]").await;
    window.click("[data-act=look]").await;
    step(&window, "type").await;
    let held = "return document.activeElement?.value === 'nửa chừng'";
    window.until("what was typed before", held).await;
    window.press(&[Key::Control.into(), 'a']).await;
    window.key(Key::Backspace).await;
    type_case(&window, &rows, Some("Lò Thị Khác Hẳn")).await;
    window.key(Key::Enter).await;
    step(&window, "differing").await;
    window.picture("07-differing").await;
    window.press(&['s']).await;
    window.until_words("sai, nghiêm trọng").await;
    window.key(Key::Enter).await;
    step(&window, "done").await;
    window.picture("08-done").await;
    for _ in 0..2 {
        window.key(Key::Enter).await;
        step(&window, "type").await;
        type_case(&window, &rows, None).await;
        window.key(Key::Enter).await;
        step(&window, "done").await;
        window.until_words("Không có ô nào sai").await;
    }
    // Enter after the last one leads back to the lot.
    window.key(Key::Enter).await;
    there(&window, "[data-act=decide]").await;
    window.picture("09-ready").await;
    window.click("[data-act=decide]").await;
    there(&window, "[data-testid=lot-state][data-state=rejected]").await;
    let folder = bench.folder("biên bản");
    bench.answer(&[&folder]);
    window.click("#minutes-number").await;
    window.type_text("03/BB-NT").await;
    window.click("[data-act=minutes]").await;
    there(&window, "[data-testid=minutes-done]").await;
    window.picture("10-rejected").await;
    minutes(&folder);
    window.click("[data-act=lots]").await;
    there(&window, "[data-lot='Lô 1 tháng 3']").await;
    window.until_words("chế độ ngặt").await;
    window.picture("11-lots").await;

    // A second one, compared field by field.
    window.click("[data-act=new-lot]").await;
    there(&window, "#lot-name").await;
    window.type_text("Lô 1 làm lại").await;
    window.click("#lot-contractor").await;
    window.type_text("Công ty Số hóa Thử").await;
    window.click("[data-act=look-compare]").await;
    window.until_words("lô này kiểm ở chế độ ngặt").await;
    window.picture("12-new-lot").await;
    window.click("[data-act=make-lot]").await;
    there(&window, "[data-act=draw]").await;
    window.click("[data-act=draw]").await;
    there(&window, "[data-act=look]").await;
    window.click("[data-act=look]").await;
    step(&window, "compare").await;
    window.until_picture().await;
    window.key(Key::Enter).await;
    window.key(Key::Enter).await;
    window.press(&['s']).await;
    let telling = "return document.activeElement?.tagName === 'INPUT'";
    window.until("the box for the paper's words", telling).await;
    window.type_text("Khác").await;
    window.picture("13-compare").await;
    window.key(Key::Enter).await;
    window.key(Key::Up).await;
    window.press(&['3']).await;
    window.until_words("sai, nhẹ").await;
    window.key(Key::Escape).await;
    there(&window, "[data-testid=lot-state][data-state=looking]").await;
    window.end().await;
}

/// The minutes as other programs read them.
fn minutes(folder: &Path) {
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
    let of = |ending: &str| {
        let mut paths = files.iter().map(|file| file.path());
        paths
            .find(|path| path.extension().is_some_and(|one| one == ending))
            .unwrap()
    };
    let script = "
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    print(re.sub('<[^>]+>', ' ', file.read('word/document.xml').decode()))
    print(sum(name.endswith('.jpeg') for name in file.namelist()), 'pictures')";
    let docx = run(Command::new("/usr/bin/python3")
        .args(["-c", script])
        .arg(of("docx")));
    let pdf = run(Command::new("pdftotext").arg(of("pdf")).arg("-"));
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [flat(&docx), flat(&pdf)] {
        for words in [
            "UBND XÃ AN NHƠN",
            "03/BB-NT",
            "Công ty Số hóa Thử",
            "2026-03-01",
            "KS.2008.01",
            "Rút 3 trong 6 trường hợp",
            "Lò Thị Khác Hẳn",
            "nghiêm trọng 1",
            "TRẢ LẠI CẢ LÔ.",
            "Lô sau kiểm ở chế độ ngặt",
            "Lê Phụ Trách",
            "(Ký, ghi rõ họ tên)",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
    }
    assert!(docx.contains("1 pictures"), "{docx}");
}
