//! `page://localhost/<thumb|display|original>/<page>?t=<quarter turns>`: a page's picture, upright.

use sohoa_core::book::Id;
use sohoa_station::PictureKind;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager, UriSchemeResponder};

use crate::shell::Shell;

/// Answers from a worker, so that a slow picture holds up nothing else.
pub fn answer(app: AppHandle, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    tauri::async_runtime::spawn_blocking(move || {
        let uri = request.uri();
        let answer = match asked(uri.path(), uri.query()) {
            Some((kind, page, turns)) => picture(&app.state::<Shell>(), kind, page, turns),
            None => plain(StatusCode::BAD_REQUEST),
        };
        responder.respond(answer);
    });
}

fn picture(shell: &Shell, kind: PictureKind, page: Id, turns: u8) -> Response<Vec<u8>> {
    match shell.at(|station| station.picture(page, kind, turns)) {
        Ok(bytes) => Response::builder()
            .header(header::CONTENT_TYPE, "image/jpeg")
            // A page's picture never changes; its turns are part of the address.
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

fn asked(path: &str, query: Option<&str>) -> Option<(PictureKind, Id, u8)> {
    let (kind, page) = path.trim_start_matches('/').split_once('/')?;
    let kind = match kind {
        "thumb" => PictureKind::Thumb,
        "display" => PictureKind::Display,
        "original" => PictureKind::Original,
        _ => return None,
    };
    let turns = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("t="))
        .map_or(Some(0), |turns| turns.parse::<u8>().ok())?;
    Some((kind, page.parse().ok()?, turns % 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "0192f3a4-0000-7000-8000-000000000001";

    #[test]
    fn an_address_names_kind_page_and_turns() {
        let (kind, page, turns) = asked(&format!("/display/{PAGE}"), Some("t=5")).unwrap_or_else(|| panic!("refused"));
        assert!(matches!(kind, PictureKind::Display));
        assert_eq!(page.to_string(), PAGE);
        assert_eq!(turns, 1);
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(asked("/display/../../etc", None).is_none());
        assert!(asked(&format!("/thing/{PAGE}"), None).is_none());
        assert!(asked(&format!("/thumb/{PAGE}"), Some("t=x")).is_none());
        assert!(asked("/", None).is_none());
    }
}
