//! `page://localhost/<thumb|half|display|original|source>/<page>?<print>`: a page's
//! picture, drawn as the page lies. The print only makes a page that is drawn otherwise a new address,
//! so that every answer may be kept.

use sohoa_core::book::Id;
use sohoa_station::PictureKind;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeResponder};

use crate::shell::Shell;

/// Answers from a worker, so that a slow picture holds up nothing else.
pub fn answer(app: AppHandle, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    tauri::async_runtime::spawn_blocking(move || {
        let uri = request.uri();
        let answer = match asked(uri.path()) {
            Some((kind, page)) => picture(&app.state::<Shell>(), kind, page),
            None => plain(StatusCode::BAD_REQUEST),
        };
        responder.respond(answer);
    });
}

fn picture(shell: &Shell, kind: PictureKind, page: Id) -> Response<Vec<u8>> {
    match shell.at(|station| station.picture(page, kind)) {
        Ok(bytes) => Response::builder()
            .header(header::CONTENT_TYPE, "image/jpeg")
            .header(header::CACHE_CONTROL, "private, max-age=86400, immutable")
            .body(bytes)
            .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR)),
        Err(_) => plain(StatusCode::NOT_FOUND),
    }
}

fn plain(status: StatusCode) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

fn asked(path: &str) -> Option<(PictureKind, Id)> {
    let (kind, page) = path.trim_start_matches('/').split_once('/')?;
    let kind = match kind {
        "thumb" => PictureKind::Thumb,
        "half" => PictureKind::Half,
        "display" => PictureKind::Display,
        "original" => PictureKind::Original,
        "clear" => PictureKind::Clear,
        "source" => PictureKind::Source,
        _ => return None,
    };
    Some((kind, page.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "0192f3a4-0000-7000-8000-000000000001";

    #[test]
    fn an_address_names_kind_and_page() {
        let asked = asked(&format!("/display/{PAGE}"));
        assert_eq!(
            asked.map(|(kind, page)| (kind, page.to_string())),
            Some((PictureKind::Display, PAGE.to_owned()))
        );
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(asked("/display/../../etc").is_none());
        assert!(asked(&format!("/thing/{PAGE}")).is_none());
        assert!(asked("/").is_none());
    }
}
