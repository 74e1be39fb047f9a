//! The outside of a bundle: one file that only opens when every byte of it is as its station sealed it.
//!
//! ```text
//! 0    16  "SOHOA-BUNDLE" CR LF SUB LF: a file that was sent as text is known at once
//! 16    1  form, 1
//! 17    1  1 when it is closed with a password
//! 18    6  0
//! 24   32  the station's public key, ed25519
//! 56    8  bytes of what is inside, little-endian
//! 64   32  SHA-256 of what is inside
//! 96   16  salt of the password
//! 112  19  nonce, then 5 times 0
//! 136  64  signature of everything above
//! 200      what is inside: a zip, or the same in pieces of 64 KiB under XChaCha20-Poly1305 (STREAM)
//! ```

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use aead_stream::{DecryptorBE32, EncryptorBE32};
use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::XChaCha20Poly1305;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::workspace::{HALF, sync_folder};
use crate::{Result, StationError};

const MAGIC: &[u8; 16] = b"SOHOA-BUNDLE\r\n\x1a\n";
const FORM: u8 = 1;
const SIGNED: usize = 136;
const HEADER: usize = 200;
/// What is signed is told apart from whatever else the key may sign one day.
const CONTEXT: &[u8] = b"sohoa-bundle-1\0";
/// Bytes of a piece before it is closed.
const PIECE: usize = 64 << 10;
/// Bytes a closed piece is longer.
const TAG: usize = 16;

/// A closed bundle on the disk.
pub(crate) struct Sealed {
    /// Bytes of the whole file.
    pub bytes: u64,
}

fn trouble(path: &Path) -> impl Fn(io::Error) -> StationError + '_ {
    move |error| StationError::io(&error, path)
}

/// The key a password makes: Argon2id with 64 MiB, three passes.
fn key_of(password: &str, salt: &[u8]) -> Result<[u8; 32]> {
    let failed = |_| StationError::new("bundle_password");
    let params = Params::new(64 << 10, 3, 1, Some(32)).map_err(failed)?;
    let mut key = [0; 32];
    // However the input method put it together.
    let password = sohoa_core::value::text::clean(password);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(password.as_bytes(), salt, &mut key)
        .map_err(failed)?;
    Ok(key)
}

/// Counts and hashes what goes into the file.
struct Hashing<W> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.to.write(data)?;
        self.hash.update(&data[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// What is written into the bundle; closes it piece by piece where there is a password.
pub(crate) struct Inside<W> {
    to: Hashing<W>,
    cipher: Option<EncryptorBE32<XChaCha20Poly1305>>,
    piece: Vec<u8>,
}

impl<W: Write> Write for Inside<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let Some(cipher) = &mut self.cipher else {
            return self.to.write(data);
        };
        // A full piece waits until it is known that it is not the last.
        if self.piece.len() == PIECE {
            let closed = cipher.encrypt_next(self.piece.as_slice());
            self.to.write_all(&closed.map_err(io::Error::other)?)?;
            self.piece.clear();
        }
        let room = data.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&data[..room]);
        Ok(room)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Writes a bundle, whole or not at all.
///
/// # Errors
/// What the disk says, and what the work says.
pub(crate) fn seal(
    target: &Path,
    key: &SigningKey,
    password: Option<&str>,
    work: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<Sealed> {
    let fail = trouble(target);
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut half: NamedTempFile = tempfile::Builder::new()
        .prefix(HALF)
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(&fail)?;
    let mut header = [0u8; HEADER];
    header[..16].copy_from_slice(MAGIC);
    header[16] = FORM;
    header[24..56].copy_from_slice(key.verifying_key().as_bytes());
    let mut cipher = None;
    if let Some(password) = password {
        header[17] = 1;
        getrandom::fill(&mut header[96..131]).map_err(|error| fail(io::Error::other(error)))?;
        cipher = Some(EncryptorBE32::new(
            &key_of(password, &header[96..112])?.into(),
            (&nonce(&header)).into(),
        ));
    }
    half.write_all(&header).map_err(&fail)?;
    let (bytes, hash) = {
        let mut inside = Inside {
            to: Hashing {
                to: BufWriter::with_capacity(1 << 20, half.as_file_mut()),
                hash: Sha256::new(),
                bytes: 0,
            },
            cipher,
            piece: Vec::new(),
        };
        work(&mut inside)?;
        if let Some(cipher) = inside.cipher.take() {
            let last = cipher.encrypt_last(inside.piece.as_slice());
            let last = last.map_err(|error| fail(io::Error::other(error)))?;
            inside.to.write_all(&last).map_err(&fail)?;
        }
        inside.flush().map_err(&fail)?;
        (inside.to.bytes, inside.to.hash.clone().finalize())
    };
    header[56..64].copy_from_slice(&bytes.to_le_bytes());
    header[64..96].copy_from_slice(&hash);
    let signature = key.sign(&[CONTEXT, &header[..SIGNED]].concat());
    header[SIGNED..].copy_from_slice(&signature.to_bytes());
    half.seek(SeekFrom::Start(0)).map_err(&fail)?;
    half.write_all(&header).map_err(&fail)?;
    half.as_file().sync_all().map_err(&fail)?;
    half.persist(target).map_err(|error| fail(error.error))?;
    sync_folder(folder).map_err(&fail)?;
    Ok(Sealed {
        bytes: bytes + HEADER as u64,
    })
}

fn nonce(header: &[u8; HEADER]) -> [u8; 19] {
    let mut nonce = [0; 19];
    nonce.copy_from_slice(&header[112..131]);
    nonce
}

/// A bundle whose seal is whole.
pub(crate) struct Opened {
    file: File,
    header: [u8; HEADER],
    /// Who sealed it.
    pub key: VerifyingKey,
}

/// Looks at a bundle from its first byte to its last.
///
/// # Errors
/// `bundle_foreign` for what is no bundle, `bundle_newer`, `bundle_damaged`, and what the disk says.
pub(crate) fn open(path: &Path) -> Result<Opened> {
    let fail = trouble(path);
    let named = |code| StationError::new(code).with("path", path.display());
    let mut file = File::open(path).map_err(&fail)?;
    let mut header = [0u8; HEADER];
    let read = read_up_to(&mut file, &mut header).map_err(&fail)?;
    if read < MAGIC.len() || header[..16] != *MAGIC {
        return Err(named("bundle_foreign"));
    }
    if read < HEADER {
        return Err(named("bundle_damaged"));
    }
    let mut hash = Sha256::new();
    let bytes = io::copy(
        &mut BufReader::with_capacity(1 << 20, &mut file),
        &mut HashOnly(&mut hash),
    )
    .map_err(&fail)?;
    let damaged = || named("bundle_damaged");
    let mut key = [0; 32];
    key.copy_from_slice(&header[24..56]);
    let key = VerifyingKey::from_bytes(&key).map_err(|_| damaged())?;
    let mut signature = [0; 64];
    signature.copy_from_slice(&header[SIGNED..]);
    let signed = [CONTEXT, &header[..SIGNED]].concat();
    let whole = key
        .verify_strict(&signed, &Signature::from_bytes(&signature))
        .is_ok();
    if !whole || header[56..64] != bytes.to_le_bytes() || header[64..96] != *hash.finalize() {
        return Err(damaged());
    }
    // Only believed once it is known who says so.
    if header[16] != FORM {
        return Err(named("bundle_newer"));
    }
    Ok(Opened { file, header, key })
}

struct HashOnly<'a>(&'a mut Sha256);

impl Write for HashOnly<'_> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.0.update(data);
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn read_up_to(from: &mut impl Read, to: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while done < to.len() {
        match from.read(&mut to[done..])? {
            0 => break,
            read => done += read,
        }
    }
    Ok(done)
}

impl Opened {
    /// Whether it takes a password.
    pub fn closed(&self) -> bool {
        self.header[17] != 0
    }

    /// What is inside. A closed bundle is opened into a file in `scratch` that is gone when it is let go of.
    ///
    /// # Errors
    /// `bundle_password` when it is missing or wrong, and what the disk says.
    pub fn inside(mut self, password: Option<&str>, scratch: &Path) -> Result<Section> {
        if !self.closed() {
            return Ok(Section {
                file: self.file,
                from: HEADER as u64,
            });
        }
        let fail = trouble(scratch);
        let wrong = || StationError::new("bundle_password");
        let key = key_of(password.ok_or_else(wrong)?, &self.header[96..112])?;
        let mut cipher: DecryptorBE32<XChaCha20Poly1305> =
            DecryptorBE32::new(&key.into(), (&nonce(&self.header)).into());
        self.file
            .seek(SeekFrom::Start(HEADER as u64))
            .map_err(&fail)?;
        let mut from = BufReader::with_capacity(1 << 20, self.file);
        let mut out = BufWriter::new(tempfile::tempfile_in(scratch).map_err(&fail)?);
        let mut piece = vec![0u8; PIECE + TAG];
        let mut next = vec![0u8; PIECE + TAG];
        let mut have = read_up_to(&mut from, &mut piece).map_err(&fail)?;
        loop {
            let more = read_up_to(&mut from, &mut next).map_err(&fail)?;
            if more == 0 {
                let last = cipher.decrypt_last(&piece[..have]).map_err(|_| wrong())?;
                out.write_all(&last).map_err(&fail)?;
                break;
            }
            let open = cipher.decrypt_next(&piece[..have]).map_err(|_| wrong())?;
            out.write_all(&open).map_err(&fail)?;
            std::mem::swap(&mut piece, &mut next);
            have = more;
        }
        let file = out.into_inner().map_err(|error| fail(error.into_error()))?;
        Ok(Section { file, from: 0 })
    }
}

/// A file from some byte on.
pub(crate) struct Section {
    file: File,
    from: u64,
}

impl Read for Section {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.file.read(to)
    }
}

impl Seek for Section {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => SeekFrom::Start(at + self.from),
            other => other,
        };
        let at = self.file.seek(to)?;
        at.checked_sub(self.from)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[7; 32])
    }

    fn sealed(folder: &Path, content: &[u8], password: Option<&str>) -> std::path::PathBuf {
        let path = folder.join("goi.sohoa");
        seal(&path, &key(), password, |out| {
            // In odd portions, as a zip writer writes.
            for part in content.chunks(70_001) {
                out.write_all(part).map_err(trouble(folder))?;
            }
            Ok(())
        })
        .unwrap();
        path
    }

    fn content(path: &Path, password: Option<&str>) -> Result<Vec<u8>> {
        let mut inside = open(path)?.inside(password, path.parent().unwrap())?;
        let mut all = Vec::new();
        inside.seek(SeekFrom::Start(0)).unwrap();
        inside.read_to_end(&mut all).unwrap();
        Ok(all)
    }

    #[test]
    fn what_was_sealed_comes_out_again() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 300_000] {
            let data: Vec<u8> = (0..length).map(|at| (at * 7 + at / 251) as u8).collect();
            for password in [None, Some("mật khẩu dài")] {
                let path = sealed(folder.path(), &data, password);
                assert_eq!(content(&path, password).unwrap(), data, "{length}");
            }
        }
    }

    #[test]
    fn a_password_is_asked_for_and_hides_everything() {
        let folder = tempfile::tempdir().unwrap();
        let path = sealed(
            folder.path(),
            b"Nguyen Van Mau sinh nam 1990",
            Some("mật khẩu dài"),
        );
        let raw = std::fs::read(&path).unwrap();
        assert!(!raw.windows(6).any(|part| part == b"Nguyen"));
        for wrong in [None, Some("mật khẩu"), Some("")] {
            assert_eq!(content(&path, wrong).unwrap_err().code(), "bundle_password");
        }
        // As another input method composes it.
        assert!(
            content(
                &path,
                Some("ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i")
            )
            .is_ok()
        );
        assert_ne!(
            raw,
            std::fs::read(sealed(
                folder.path(),
                b"Nguyen Van Mau sinh nam 1990",
                Some("mật khẩu dài")
            ))
            .unwrap()
        );
    }

    #[test]
    fn any_changed_byte_and_any_cut_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = sealed(folder.path(), &[42; 700], None);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            for bit in [1, 0x80] {
                let mut changed = whole.clone();
                changed[at] ^= bit;
                std::fs::write(&path, &changed).unwrap();
                let code = open(&path).err().unwrap().code();
                let foreign = at < 16;
                assert_eq!(
                    code,
                    if foreign {
                        "bundle_foreign"
                    } else {
                        "bundle_damaged"
                    },
                    "{at}"
                );
            }
        }
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(open(&path).is_err(), "{length}");
        }
        std::fs::write(&path, [whole.as_slice(), b"x"].concat()).unwrap();
        assert_eq!(open(&path).err().unwrap().code(), "bundle_damaged");
        std::fs::write(&path, &whole).unwrap();
        assert_eq!(open(&path).unwrap().key, key().verifying_key());
    }

    #[test]
    fn nothing_is_left_of_a_bundle_that_could_not_be_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("goi.sohoa");
        let failed = seal(&path, &key(), None, |out| {
            out.write_all(b"half").map_err(trouble(folder.path()))?;
            Err(StationError::new("disk_full"))
        });
        assert_eq!(failed.err().unwrap().code(), "disk_full");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
