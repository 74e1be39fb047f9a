//! Passwords: what a person types, and what is kept of it. Nothing here can be printed.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Deserializer};
use sohoa_core::value::text;
use zeroize::Zeroizing;

use crate::{Result, StationError};

/// Fewest characters of a password.
const SHORTEST: usize = 8;
/// Most: nobody types more, and hashing more would be work for nothing.
const LONGEST: usize = 200;

/// Letters of a recovery code: none that is taken for another one on paper.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters between two dashes, and how many such groups.
const GROUP: usize = 5;
const GROUPS: usize = 5;

/// A password, or a recovery code, as somebody typed it. It cannot be printed, and is wiped when it is let go of.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// What was typed, in composed form: two keyboards write the same mark in two ways.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        Self(Zeroizing::new(text::composed(typed)))
    }

    /// Refuses what is no password to work with.
    pub(super) fn long_enough(&self) -> Result<()> {
        let length = self.0.chars().count();
        if length < SHORTEST {
            return Err(StationError::new("password_short").with("least", SHORTEST));
        }
        if length > LONGEST {
            return Err(StationError::new("password_long").with("most", LONGEST));
        }
        Ok(())
    }

    /// What is kept of it, with a salt of its own.
    pub(super) fn kept(&self) -> Result<String> {
        let kept = argon2()?.hash_password(self.0.as_bytes());
        Ok(kept.map_err(|_| broken())?.to_string())
    }

    /// Whether it is the one that this was kept of.
    pub(super) fn is(&self, kept: &str) -> Result<bool> {
        let Ok(kept) = PasswordHash::new(kept) else {
            return Ok(false);
        };
        // Longer ones were never kept.
        let typed = self.0.as_bytes();
        let typed = &typed[..typed.len().min(LONGEST * 4)];
        Ok(argon2()?.verify_password(typed, &kept).is_ok())
    }

    /// The same as it is compared when it is a recovery code: as printed, however it was typed.
    pub(super) fn as_code(&self) -> Self {
        let plain = self.0.chars().filter(char::is_ascii_alphanumeric);
        Self(Zeroizing::new(
            plain.map(|c| c.to_ascii_uppercase()).collect(),
        ))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Password")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let typed = Zeroizing::new(String::deserialize(from)?);
        Ok(Self::new(&typed))
    }
}

/// Argon2id with what OWASP asks for at the least: 19 MiB, twice, one lane.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|_| broken())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What the library says of a failure may hold what was hashed: it is not told.
fn broken() -> StationError {
    StationError::new("password_trouble")
}

/// Takes as long as looking at a password, when there is none to look at.
pub(super) fn as_if(typed: &Password) -> Result<()> {
    typed.kept().map(drop)
}

/// A new recovery code, to be printed once.
pub(super) fn recovery_code() -> Result<String> {
    let mut bytes = Zeroizing::new([0_u8; GROUP * GROUPS]);
    getrandom::fill(bytes.as_mut()).map_err(|_| broken())?;
    let letters: Vec<char> = bytes
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
        .collect();
    let groups: Vec<String> = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_kept_is_argon2id_and_knows_its_password_alone() {
        let kept = Password::new("Mật khẩu dài").kept().unwrap();
        assert!(
            kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{kept}"
        );
        assert_ne!(
            kept,
            Password::new("Mật khẩu dài").kept().unwrap(),
            "a salt each"
        );
        assert!(Password::new("Mật khẩu dài").is(&kept).unwrap());
        let apart = "Ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i";
        assert!(
            Password::new(apart).is(&kept).unwrap(),
            "however marks are composed"
        );
        assert!(!Password::new("Mật khẩu dai").is(&kept).unwrap());
        assert!(!Password::new("Mật khẩu dài").is("nonsense").unwrap());
    }

    #[test]
    fn nothing_of_it_is_printed() {
        let said = format!("{:?}", Password::new("bí mật 123"));
        assert_eq!(said, "Password");
    }

    #[test]
    fn short_and_endless_ones_are_refused_by_characters() {
        assert!(Password::new("mậtkhẩu").long_enough().is_err());
        assert!(Password::new("mậtkhẩu1").long_enough().is_ok());
        assert!(Password::new(&"a".repeat(201)).long_enough().is_err());
    }

    #[test]
    fn a_code_is_read_as_it_was_printed_however_it_is_typed() {
        let code = recovery_code().unwrap();
        assert_eq!(code.len(), GROUP * GROUPS + GROUPS - 1);
        let kept = Password::new(&code).as_code().kept().unwrap();
        let typed = code.to_lowercase().replace('-', " ");
        assert!(Password::new(&typed).as_code().is(&kept).unwrap());
        assert_ne!(code, recovery_code().unwrap());
    }
}
