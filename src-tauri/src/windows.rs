//! A second window for a second screen: it shows the picture that belongs to the desk, and changes nothing. What
//! the two say to each other passes through here unread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tauri::{
    AppHandle, Emitter, Manager, PhysicalPosition, PhysicalSize, State, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, Window, WindowEvent,
};

/// The window that people work in.
const DESK: &str = "main";
/// The window with the picture.
const PICTURE: &str = "picture";
/// How long a window that is closing is waited for before its place is taken by a new one.
const GOING: Duration = Duration::from_secs(5);

/// What is known of the second window while the program runs.
#[derive(Default)]
pub struct SecondWindow {
    /// What it shows, for when it has just been opened.
    shown: Mutex<Value>,
    /// Where it stood when it was closed.
    stood: Mutex<Option<(PhysicalPosition<i32>, PhysicalSize<u32>)>>,
    /// It is being closed: the system still knows it for a moment after people were told that it is gone.
    closing: AtomicBool,
}

/// Opens the second window, on another screen where there is one.
#[tauri::command(async)]
pub fn picture_open(app: AppHandle, second: State<'_, SecondWindow>) -> Result<(), String> {
    let asked = Instant::now();
    while let Some(window) = app.get_webview_window(PICTURE) {
        if !second.closing.load(Ordering::SeqCst) || asked.elapsed() > GOING {
            return window.set_focus().map_err(|error| error.to_string());
        }
        sleep(Duration::from_millis(5));
    }
    second.closing.store(false, Ordering::SeqCst);
    let stood = *second.stood.lock().unwrap_or_else(PoisonError::into_inner);
    open(&app, stood).map_err(|error| error.to_string())
}

fn open(
    app: &AppHandle,
    stood: Option<(PhysicalPosition<i32>, PhysicalSize<u32>)>,
) -> tauri::Result<()> {
    let url = WebviewUrl::App("index.html?cua-so=hinh".into());
    let window = WebviewWindowBuilder::new(app, PICTURE, url)
        .title("Hình trang sổ")
        .inner_size(900.0, 700.0)
        .min_inner_size(480.0, 360.0)
        .build()?;
    crate::webview::tune(&window)?;
    if let Some((position, size)) = stood {
        window.set_size(size)?;
        return window.set_position(position);
    }
    if let Some(position) = other_screen(app)? {
        window.set_position(position)?;
        window.maximize()?;
    }
    Ok(())
}

/// The corner of a screen on which the desk is not.
fn other_screen(app: &AppHandle) -> tauri::Result<Option<PhysicalPosition<i32>>> {
    let Some(desk) = app.get_webview_window(DESK) else {
        return Ok(None);
    };
    let own = desk.current_monitor()?.map(|screen| *screen.position());
    let screens = desk.available_monitors()?;
    let other = screens
        .iter()
        .map(|screen| *screen.position())
        .find(|corner| own.is_some_and(|own| own != *corner));
    Ok(other)
}

/// Closes it; the picture goes back to the desk.
#[tauri::command(async)]
pub fn picture_close(app: AppHandle) {
    let Some(window) = app.get_webview_window(PICTURE) else {
        // Gone already is what was asked for; the desk may not have heard of it.
        return tell(&app, DESK, "picture-closed", Value::Null);
    };
    keep_place(&window);
    window
        .state::<SecondWindow>()
        .closing
        .store(true, Ordering::SeqCst);
    let _ = window.destroy();
}

/// What the second window shall show.
#[tauri::command(async)]
pub fn picture_show(app: AppHandle, second: State<'_, SecondWindow>, shown: Value) {
    second
        .shown
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone_from(&shown);
    tell(&app, PICTURE, "picture-show", shown);
}

/// What it shows now.
#[tauri::command(async)]
pub fn picture_shown(second: State<'_, SecondWindow>) -> Value {
    let shown = second.shown.lock();
    shown.unwrap_or_else(PoisonError::into_inner).clone()
}

/// What a person did in the second window that is the desk's business.
#[tauri::command(async)]
pub fn picture_say(app: AppHandle, said: Value) {
    tell(&app, DESK, "picture-said", said);
}

/// Brings the desk to the front: somebody types.
#[tauri::command(async)]
pub fn desk_front(app: AppHandle) {
    if let Some(desk) = app.get_webview_window(DESK) {
        // Some desktops do not let a window come to the front by itself; the person is told as well.
        let _ = desk.set_focus();
    }
}

/// Keeps both together: the picture comes back when its window is closed, and goes with the desk.
pub fn watch(window: &Window, event: &WindowEvent) {
    let app = window.app_handle();
    match (window.label(), event) {
        (PICTURE, WindowEvent::CloseRequested { .. }) => {
            if let Some(picture) = app.get_webview_window(PICTURE) {
                keep_place(&picture);
                let second = picture.state::<SecondWindow>();
                second.closing.store(true, Ordering::SeqCst);
            }
        }
        (PICTURE, WindowEvent::Destroyed) => tell(app, DESK, "picture-closed", Value::Null),
        (DESK, WindowEvent::Destroyed) => picture_close(app.clone()),
        _ => {}
    }
}

/// Where a window stands is a comfort: failing to learn it keeps nobody.
fn keep_place(window: &WebviewWindow) {
    if let (Ok(position), Ok(size)) = (window.outer_position(), window.inner_size()) {
        let second = window.state::<SecondWindow>();
        *second.stood.lock().unwrap_or_else(PoisonError::into_inner) = Some((position, size));
    }
}

fn tell(app: &AppHandle, to: &str, event: &str, what: Value) {
    // A window that is closing hears nothing any more, and that is no fault.
    let _ = app.emit_to(to, event, what);
}
