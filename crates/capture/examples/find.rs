//! Says where pages lie in picture files, a line of JSON each, and draws them flat beside: for looking
//! closely at the finder. `find OUT FILE…`
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::Instant;

use sohoa_capture::{DeriveSpec, Flatten, Limits, Source, derive};

fn main() {
    let mut words = std::env::args().skip(1);
    let out = words.next().unwrap();
    for path in words {
        let path = Path::new(&path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let began = Instant::now();
        let limits = Limits::default();
        let spec = DeriveSpec {
            flatten: Flatten::Find,
            survey: true,
            ..DeriveSpec::default()
        };
        let made = Source::open(std::fs::read(path).unwrap().into(), &limits)
            .and_then(|source| derive(&source, 0, &spec, &limits));
        let ms = began.elapsed().as_millis();
        match made {
            Err(error) => println!(
                "{}",
                serde_json::json!({"file": name, "error": error.code()})
            ),
            Ok(made) => {
                std::fs::write(Path::new(&out).join(format!("{name}.jpg")), &made.display).unwrap();
                println!(
                    "{}",
                    serde_json::json!({
                        "file": name, "ms": ms, "width": made.width, "height": made.height,
                        "shape": made.shape, "survey": made.survey,
                    })
                );
            }
        }
    }
}
