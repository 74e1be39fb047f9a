//! Keeps the web view small and quick on a PC of 4 GB without a graphics card worth the name, and lets an
//! input method show what it puts together.

use tauri::WebviewWindow;

/// On Linux only; elsewhere the system's own web view decides. Figures: `docs/performance.md`.
///
/// # Errors
/// The window is gone already.
#[cfg(target_os = "linux")]
pub fn tune(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, HardwareAccelerationPolicy};
    use webkit2gtk::{InputMethodContextExt, SettingsExt, WebContextExt, WebViewExt};
    window.with_webview(|webview| {
        let webview = webview.inner();
        if let Some(context) = webview.context() {
            // A page of a ledger is seldom looked at twice.
            context.set_cache_model(CacheModel::DocumentBrowser);
        }
        if let Some(settings) = WebViewExt::settings(&webview) {
            // Without a graphics card every frame goes through an emulated one.
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
        // wry turns this off: a word typed with Unikey would be seen only once it is finished.
        if let Some(method) = webview.input_method_context() {
            method.set_enable_preedit(true);
        }
    })
}

/// Nothing to tune here.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn tune(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
