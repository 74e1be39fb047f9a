//! The desktop window. It unpacks what the interface asks, calls one use case of
//! [`sohoa_station::Station`] and hands back what it says; nothing is decided here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod bundles;
mod commands;
mod folders;
mod lots;
mod people;
mod pick;
mod pictures;
mod shell;
mod webview;
mod windows;
mod work;

use shell::Shell;
use tauri::Manager;

/// As in the command: histories are very many small things.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(windows::SecondWindow::default())
        .on_window_event(windows::watch)
        .setup(|app| {
            Shell::set_up(app)?;
            for window in app.webview_windows().values() {
                webview::tune(window)?;
            }
            Ok(())
        })
        .register_asynchronous_uri_scheme_protocol("page", |context, request, responder| {
            pictures::answer(context.app_handle().clone(), request, responder);
        })
        .invoke_handler(tauri::generate_handler![
            commands::start,
            commands::workspace_create,
            commands::workspace_open,
            pick::pick,
            people::present,
            people::who_is_here,
            people::names_to_sign_in,
            people::sign_in,
            people::sign_out,
            people::lock,
            people::recover,
            people::staff,
            people::person_add,
            people::person_change,
            people::password_set,
            people::password_change,
            people::recovery_new,
            people::keep_idle,
            commands::books,
            commands::book_add,
            commands::book,
            commands::pages,
            commands::pages_turn,
            commands::pages_role,
            commands::pages_remove,
            commands::pages_outline,
            commands::page_limits,
            commands::keep_page_limits,
            commands::pages_looked_at,
            commands::page_delivery,
            commands::page_number,
            commands::retake_list,
            commands::page_replace,
            commands::page_move,
            commands::import_start,
            commands::package_start,
            commands::watch_start,
            commands::watch_stop,
            commands::watching,
            commands::imports_begun,
            commands::import_resume,
            commands::import_forget,
            commands::job_pause,
            commands::job_cancel,
            commands::cases,
            commands::cases_cut,
            commands::layout,
            commands::layout_draw,
            commands::layout_carry,
            commands::layouts_right,
            commands::case_attach,
            commands::case_part,
            commands::case_detach,
            commands::case_remove,
            commands::case_open,
            commands::edits_save,
            commands::offers,
            commands::people,
            commands::desk_save,
            commands::desk,
            commands::case_finish,
            commands::case_hold,
            commands::find,
            commands::grid,
            commands::grid_rows,
            commands::cells_save,
            commands::replacing,
            commands::history,
            commands::restore,
            commands::held,
            commands::held_export,
            commands::findings,
            commands::confirm,
            commands::unconfirm,
            commands::fix,
            commands::fix_all,
            commands::confirm_all,
            commands::mark_all,
            commands::check_start,
            commands::check_lines,
            commands::check_export,
            commands::findings_export,
            commands::book_closing,
            commands::spots,
            commands::spot_save,
            commands::spots_take,
            commands::rule_settings,
            commands::keep_rule_settings,
            commands::undo,
            commands::redo,
            commands::sheet_look,
            commands::sheet_plan,
            commands::records_import,
            commands::join_look,
            commands::join,
            commands::package_plan,
            work::keying_set,
            work::keying_look,
            work::thirds,
            work::third_decide,
            work::third_typed,
            work::case_marks,
            work::mark,
            work::check_pass,
            work::send_back,
            work::to_check,
            work::returned,
            work::returned_books,
            work::assignable,
            work::assign,
            work::assign_end,
            work::assignments,
            work::my_work,
            bundles::station_card,
            bundles::bundle_make,
            bundles::bundle_show,
            bundles::bundle_take,
            bundles::disputed,
            bundles::settle,
            lots::lots,
            lots::contractors,
            lots::lot_preview,
            lots::lot_add,
            lots::lot_open,
            lots::lot_draw,
            lots::inspect_open,
            lots::inspect_keep,
            lots::inspect_type,
            lots::inspect_judge,
            lots::lot_decide,
            lots::lot_minutes,
            folders::folder_open,
            windows::picture_open,
            windows::picture_close,
            windows::picture_show,
            windows::picture_shown,
            windows::picture_say,
            windows::desk_front,
        ])
        .run(tauri::generate_context!())
}
