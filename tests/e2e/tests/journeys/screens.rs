//! A walk through every screen and dialog, for those who look at each of them in the same way.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use sohoa_e2e::{Bench, Key, Window, run};

/// Whether everything is drawn in the ordinary size or in the largest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Ordinary,
    Largest,
}

/// A typed book of births with two slips: a day that no calendar has, and a word for a code. Quicker drawn than
/// the whole demonstration.
fn book_with_slips(bench: &Bench) -> PathBuf {
    let drawn = bench.draw("máy quét", &["--cases", "8", "--look", "scan"]);
    let slips = "
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
for row in sheet.iter_rows():
    for cell in row:
        slip = {'nksNgaySinh': (3, '31.02.2008'), 'nksGioiTinh': (7, 'Nữ')}.get(cell.value)
        if slip:
            sheet.cell(cell.row + slip[0], cell.column).value = slip[1]
book.save(sys.argv[1])";
    run(Command::new("/usr/bin/python3")
        .args(["-c", slips])
        .arg(drawn.join("dung.xlsx")));
    drawn
}

/// Goes through all screens.
pub async fn walk(bench: &Bench, size: Size, look: impl AsyncFn(&Window, &str)) {
    let drawn = book_with_slips(bench);
    let window = bench.open().await;
    if size == Size::Largest {
        for percent in [110, 125, 150] {
            window.press(&[Key::Alt.into(), '=']).await;
            window.until_words(&format!("Cỡ chữ {percent} %")).await;
        }
    }
    look(&window, "01-workspace").await;
    window
        .ask("document.getElementById('place').focus(); return true")
        .await;
    window.type_text("UBND xã An Nhơn").await;
    bench.answer(&[&bench.workspace()]);
    window.click("[data-act=pick-folder]").await;
    window.click("[data-act=make-workspace]").await;
    window.until_words("Ba bước đầu").await;
    look(&window, "02-empty-shelf").await;
    window.click("[data-act=new-book]").await;
    window.until_words("Quyển số").await;
    look(&window, "03-add-book").await;
    window.key(Key::Escape).await;
    window.end().await;

    bench.book(&drawn, true);
    bench.book_of("2008", "02", &drawn, true);
    bench.book_of("2009", "01", &drawn, false);
    bench.sohoa([
        OsStr::new("records"),
        OsStr::new("import"),
        OsStr::new("KS.2009.01"),
        drawn.join("dung.xlsx").as_os_str(),
        OsStr::new("--pair"),
        OsStr::new("number"),
        OsStr::new("--new"),
    ]);
    let window = bench.open().await;
    if size == Size::Largest {
        let scale = "return innerWidth < 950 && innerWidth > 880";
        window.until("the size that was left", scale).await;
    }
    shelf(&window, &look).await;
    acceptance(&window, &look).await;
    window.click("[data-book='KS.2008.01']").await;
    bench.answer(&[&drawn.join("trang")]);
    pages(&window, &look).await;
    desk(&window, &look).await;
    bench.answer(&[&otherwise(&drawn)]);
    sheet(&window, &look).await;
    table(&window, &look).await;
    findings(&window, &look).await;
    packaging(bench, &window, &look).await;
    joining(&window, &look).await;
    people(&window, &look).await;
    window.end().await;
}

/// The sheet of a book, with a name and a place that are others than in the book.
fn otherwise(drawn: &Path) -> PathBuf {
    let file = drawn.join("khac.xlsx");
    let change = "
import openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
heads = {cell.value: cell.column for cell in sheet[1]}
sheet.cell(3, heads['nksHoTen']).value = 'H Khác Mẫu'
sheet.cell(4, heads['nksNoiSinh']).value = 'Nơi khác'
book.save(sys.argv[2])";
    run(Command::new("/usr/bin/python3")
        .args(["-c", change])
        .arg(drawn.join("dung.xlsx"))
        .arg(&file));
    file
}

/// A sheet that somebody else typed, step by step.
async fn sheet(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.click("[data-act=sheet]").await;
    dialog(window, "Đưa bảng Excel vào sổ KS.2008.01").await;
    look(window, "22-sheet").await;
    window.click("[data-act=pick-sheet]").await;
    window.until_words("đúng tên mẫu 158").await;
    look(window, "22-sheet-columns").await;
    window.click("[data-act=forward]").await;
    window.until_words("1 dòng chưa rõ").await;
    window.until_words("Là trường hợp này").await;
    look(window, "22-sheet-rows").await;
    window.click("[data-act=row-this]").await;
    window.until_words("Mọi dòng đều rõ").await;
    window.click("[data-act=forward]").await;
    window.until_words("đã nhập khác với bảng").await;
    look(window, "22-sheet-clashes").await;
    close(window).await;
}

/// Records that came first, and their pictures.
async fn joining(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.click("[data-act=shelf]").await;
    window.click("[data-book='KS.2009.01']").await;
    window.press(&[Key::Alt.into(), '1']).await;
    window.click("[data-act=open-join]").await;
    dialog(window, "Ghép hình với dữ liệu đã nhập").await;
    window.until_words("cặp").await;
    look(window, "31-join").await;
    close(window).await;
}

/// Waits until that dialog is open.
async fn dialog(window: &Window, title: &str) {
    let script = format!("return !!document.querySelector('dialog[open][aria-label=\"{title}\"]')");
    window.until(title, &script).await;
}

async fn close(window: &Window) {
    window.key(Key::Escape).await;
    let gone = "return !document.querySelector('dialog[open]')";
    window.until("the dialog to go", gone).await;
}

async fn shelf(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.until_words("KS.2008.01").await;
    look(window, "04-shelf").await;
    window.click("[data-act=settings]").await;
    dialog(window, "Cài đặt").await;
    let rules = "return !!document.querySelector('[data-rule]')";
    window.until("the settings", rules).await;
    look(window, "05-settings").await;
    close(window).await;
    window.press(&[Key::Control.into(), 'f']).await;
    dialog(window, "Tìm người trong cả kho").await;
    look(window, "06-find").await;
    window.type_text("2008").await;
    let hits = "return document.querySelectorAll('.hit').length > 3";
    window.until("hits", hits).await;
    look(window, "07-found").await;
    close(window).await;
    window.key(Key::F1).await;
    dialog(window, "Phím tắt").await;
    look(window, "08-keys").await;
    window.click("[data-act=keys-change]").await;
    look(window, "09-keys-changing").await;
    close(window).await;
    window.click("[data-act=check-all]").await;
    window
        .until(
            "what was found",
            "return !!document.querySelector('[role=option]') && !document.querySelector('[data-testid=check-job]')",
        )
        .await;
    look(window, "10-whole-workspace").await;
    window.click("[data-group=registered_in_two_books]").await;
    let beside = "return !!document.querySelector('[data-testid=beside] table')";
    window.until("the other case beside it", beside).await;
    window.until_picture().await;
    look(window, "10-beside").await;
    window.click("[data-act=shelf]").await;
    window.until_words("KS.2008.01").await;
    handing_over(window, look).await;
}

async fn handing_over(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.click("[data-act=hand-over]").await;
    window.until_words("Mã của kho này").await;
    look(window, "10-hand-over").await;
    window.click("[data-act=give]").await;
    window.click("[data-give='KS.2008.01']").await;
    window.click("[data-act=close-bundle]").await;
    look(window, "10-give").await;
    window.click("[data-act=take]").await;
    look(window, "10-take").await;
    window.key(Key::Escape).await;
    window.until_words("Soát cả kho").await;
}

/// Lots: none yet, one to be made, one that is looked at both ways.
async fn acceptance(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    let there = async |selector: &str| {
        let script = format!("return !!document.querySelector(\"{selector}\")");
        window.until(selector, &script).await;
    };
    window.click("[data-act=accept]").await;
    there("[data-act=first-lot]").await;
    look(window, "30-no-lots").await;
    window.click("[data-act=first-lot]").await;
    dialog(window, "Lập lô nghiệm thu").await;
    window.type_text("Lô thử").await;
    window
        .ask("document.getElementById('lot-contractor').focus(); return true")
        .await;
    window.type_text("Đơn vị thử").await;
    window.click("[data-lot-book='KS.2008.02']").await;
    window.until_words("1 sổ, 8 trường hợp").await;
    look(window, "31-new-lot").await;
    window.click("[data-act=make-lot]").await;
    there("[data-act=draw]").await;
    look(window, "32-lot").await;
    window.click("[data-act=draw]").await;
    there("[data-act=look]").await;
    look(window, "33-drawn").await;
    window.click("[data-act=look]").await;
    there("[data-step=type]").await;
    window.until_picture().await;
    look(window, "34-type").await;
    window.click("[data-act=inspect-send]").await;
    there("[data-step=differing]").await;
    window.press(&['s']).await;
    look(window, "35-differing").await;
    window.key(Key::Escape).await;
    window.click("[data-act=lots]").await;
    there("[data-lot]").await;
    look(window, "36-lots").await;
    window.click("[data-act=shelf]").await;
    window.until_words("KS.2008.01").await;
}

async fn pages(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.press(&[Key::Alt.into(), '1']).await;
    window.click("[data-page='2']").await;
    window.until_picture().await;
    look(window, "11-pages").await;
    // Brought in once more: they are told to be there already.
    window.click("[data-act=add-folder]").await;
    window.until_words("8 trang đã có sẵn").await;
    look(window, "11-work-done").await;
    window
        .ask("[...document.querySelectorAll('button')].find((one) => one.innerText === 'Đã xem').click(); return true")
        .await;
    window.click("[data-page='2']").await;
    window.click("[data-act=open-cut]").await;
    dialog(window, "Cắt thành trường hợp").await;
    look(window, "12-cut").await;
    close(window).await;
    window.click("[data-act=corners]").await;
    let grips = "return !!document.getElementById('grip-0')";
    window.until("the corners", grips).await;
    look(window, "13-corners").await;
    window.key(Key::Escape).await;
    window.click("[data-act=rule]").await;
    let cuts = "return !!document.querySelector('[data-act=by-rows]:not(:disabled), [data-act=by-rows][title^=\"Không\"]')";
    window.until("the lines", cuts).await;
    look(window, "14-layout").await;
    window.key(Key::Escape).await;
}

async fn desk(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.press(&[Key::Alt.into(), '2']).await;
    let box_in_hand = "return document.activeElement?.id.startsWith('f-')";
    window.until("the cursor in a box", box_in_hand).await;
    window.until_picture().await;
    look(window, "15-desk").await;
    // The date that is in no calendar, of case 3.
    window.key(Key::PageDown).await;
    window.until_words("2 / 8").await;
    window.key(Key::PageDown).await;
    window.until_words("3 / 8").await;
    window.until("the cursor in a box", box_in_hand).await;
    window
        .ask("document.getElementById('f-nksNgaySinh').focus(); return true")
        .await;
    window.until_field("nksNgaySinh").await;
    window.until_words("Lịch không có ngày 31.02.2008.").await;
    look(window, "16-desk-finding").await;
    window.key(Key::F7).await;
    let panel = "return !!document.querySelector('[data-act=remark-done]')";
    window.until("what is to be noted", panel).await;
    look(window, "17-remark").await;
    window.key(Key::Escape).await;
    window.until_field("nksNgaySinh").await;
    window.walk_to("nksNoiSinh").await;
    window.type_text("a").await;
    let offers = "return !!document.querySelector('[aria-label^=\"Gợi ý\"]')";
    window.until("offers", offers).await;
    look(window, "18-offers").await;
    window.key(Key::Escape).await;
    window.press(&[Key::Control.into(), 'z']).await;
    for (keys, title, name) in [
        (&[Key::Control.into(), 'g'], "Đến trường hợp", "19-cases"),
        (&[Key::Alt.into(), 'l'], "Lịch sử", "20-history"),
        (&[Key::Alt.into(), 'g'], "Giữ cho nơi khác", "21-hold"),
    ] {
        window.press(keys).await;
        dialog(window, title).await;
        look(window, name).await;
        close(window).await;
    }
    window.press(&[Key::Alt.into(), 'v']).await;
    window.until_words("Kéo khung quanh chỗ ghi").await;
    look(window, "21-pointing").await;
    window.press(&[Key::Alt.into(), 'v']).await;
    window.press(&[Key::Alt.into(), Key::Down.into()]).await;
    look(window, "23-rare-fields").await;
    window.key(Key::F11).await;
    look(window, "24-full-picture").await;
    window.key(Key::F11).await;
}

async fn table(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.press(&[Key::Alt.into(), 'b']).await;
    let row = "return !!document.querySelector('[data-at=\"3/1\"] .cut')?.innerText";
    window.until("the table", row).await;
    look(window, "25-table").await;
    window.press(&[Key::Control.into(), 'h']).await;
    dialog(window, "Tìm và thay trong sổ").await;
    window.type_text("xa an nhon").await;
    let seen = "return document.querySelectorAll('dialog b').length > 2";
    window.until("what would be replaced", seen).await;
    look(window, "26-replace").await;
    close(window).await;
    // The last row and the last column are brought into sight, and the hand with them.
    window.press(&[Key::Control.into(), Key::End.into()]).await;
    window
        .until(
            "the last cell in sight",
            "const [hand, box] = ['.hand', '.box'].map((one) => document.querySelector(one).getBoundingClientRect());
             return hand.right <= box.right + 1 && hand.bottom <= box.bottom + 1 && hand.top >= box.top",
        )
        .await;
    look(window, "27-table-end").await;
}

async fn findings(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.press(&[Key::Alt.into(), '3']).await;
    window.until_words("Lịch không có ngày 31.02.2008.").await;
    window.until_picture().await;
    let field = "return !!document.querySelector('.mend [data-field]')";
    window.until("its field", field).await;
    look(window, "28-findings").await;
    window
        .ask("[...document.querySelectorAll('[data-group]')].at(-1).click(); return true")
        .await;
    look(window, "29-findings-group").await;
    window.click("[data-act=by-cases]").await;
    window.until_words("Trường hợp 1 / 8").await;
    window.until_picture().await;
    look(window, "29-checking").await;
    window.click("[data-act=by-findings]").await;
}

async fn packaging(bench: &Bench, window: &Window, look: &impl AsyncFn(&Window, &str)) {
    window.press(&[Key::Alt.into(), '4']).await;
    let target = "return !!document.querySelector('[data-act=pick-target]')";
    window.until("the plan", target).await;
    bench.answer(&[&bench.folder("giao nộp")]);
    window.click("[data-act=pick-target]").await;
    window.until_words("giao nộp").await;
    look(window, "30-package").await;
}

/// Accounts, the door and the lock. Last: from here on somebody has to sign in.
async fn people(window: &Window, look: &impl AsyncFn(&Window, &str)) {
    const WORD: &str = "quan tri 2024";
    window.click("[data-act=shelf]").await;
    window.until_words("KS.2008.01").await;
    window.click("[data-act=settings]").await;
    dialog(window, "Cài đặt").await;
    window.click("[data-act=people]").await;
    dialog(window, "Tài khoản đầu tiên").await;
    look(window, "32-first-account").await;
    window.click("#person-name").await;
    window.type_text("Nguyễn Quản Trị").await;
    for field in ["#new-password", "#new-password-again"] {
        window.click(field).await;
        window.type_text(WORD).await;
    }
    window.until_words("Hai lần gõ giống nhau").await;
    window.click("[data-act=keep-person]").await;
    dialog(window, "Mã khôi phục").await;
    look(window, "33-recovery-code").await;
    window.click("[data-act=code-kept]").await;
    dialog(window, "Người làm việc").await;
    window.until_words("Nguyễn Quản Trị").await;
    look(window, "34-people").await;
    window.click("[data-person]").await;
    dialog(window, "Sửa: Nguyễn Quản Trị").await;
    look(window, "35-person").await;
    window.key(Key::Escape).await;
    close(window).await;
    window.click("[data-act=who]").await;
    look(window, "36-who").await;
    // Whoever looked may have left the menu, and it is gone then.
    let open = "return !!document.querySelector('[data-act=own-password]')";
    if window.ask(open).await != true {
        window.click("[data-act=who]").await;
    }
    window.click("[data-act=own-password]").await;
    dialog(window, "Đổi mật khẩu").await;
    look(window, "37-own-password").await;
    close(window).await;
    window.click("[data-act=who]").await;
    window.click("[data-act=lock]").await;
    dialog(window, "Máy đang khóa").await;
    window.until_words("Bạn là ai?").await;
    look(window, "38-locked").await;
    window.click("#password").await;
    window.type_text(WORD).await;
    window.key(Key::Enter).await;
    let gone = "return !document.querySelector('dialog[open]')";
    window.until("the lock to go", gone).await;
    window.click("[data-act=who]").await;
    window.click("[data-act=sign-out]").await;
    window.until_words("Bạn là ai?").await;
    look(window, "39-door").await;
    window.click("[data-act=forgotten]").await;
    window.until_words("Mã khôi phục").await;
    look(window, "40-forgotten").await;
}
