//! `schema.sql` is what the migrations make: a readable picture of the database, never edited.
//! `GEN=1` (see `make gen`) writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;

#[test]
fn schema_is_what_the_migrations_make() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql");
    let made = sohoa_station::store::sqlite::schema().unwrap();
    if std::env::var_os("GEN").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == made,
        "run make gen"
    );
}
