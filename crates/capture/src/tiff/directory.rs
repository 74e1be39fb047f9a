//! Finding the pages of a TIFF without decoding any.

use std::collections::HashSet;
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use crate::error::{CaptureError, Result};
use crate::limits::Limits;

/// A TIFF that pretends its first directory lies somewhere else.
#[derive(Debug)]
pub(crate) struct Patched<'a> {
    head: [u8; 16],
    head_len: usize,
    bytes: &'a [u8],
    at: u64,
}

impl<'a> Patched<'a> {
    pub(crate) fn new(bytes: &'a [u8], directory: u64) -> Self {
        let mut head = [0; 16];
        let have = bytes.len().min(16);
        head[..have].copy_from_slice(&bytes[..have]);
        let big = is_big(bytes);
        let little = bytes.starts_with(b"II");
        if big {
            head[8..16].copy_from_slice(&if little {
                directory.to_le_bytes()
            } else {
                directory.to_be_bytes()
            });
        } else {
            let short = directory as u32;
            head[4..8].copy_from_slice(&if little {
                short.to_le_bytes()
            } else {
                short.to_be_bytes()
            });
        }
        Self {
            head,
            head_len: if big { 16 } else { 8 }.min(bytes.len()),
            bytes,
            at: 0,
        }
    }
}

impl Read for Patched<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let at = usize::try_from(self.at).unwrap_or(usize::MAX);
        let part = if at < self.head_len {
            &self.head[at..self.head_len]
        } else {
            self.bytes.get(at..).unwrap_or_default()
        };
        let n = part.len().min(buf.len());
        buf[..n].copy_from_slice(&part[..n]);
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let at = match to {
            SeekFrom::Start(n) => Some(n),
            SeekFrom::End(n) => (self.bytes.len() as u64).checked_add_signed(n),
            SeekFrom::Current(n) => self.at.checked_add_signed(n),
        };
        self.at = at.ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

fn is_big(bytes: &[u8]) -> bool {
    matches!(bytes.get(2..4), Some(b"+\0" | b"\0+"))
}

/// Offsets of the directories of full-size pages; previews and masks are left out.
pub(crate) fn pages(bytes: &[u8], limits: &Limits) -> Result<Vec<u64>> {
    let big = is_big(bytes);
    let little = bytes.starts_with(b"II");
    let number = |at: u64, size: usize| -> Result<u64> {
        let at = usize::try_from(at).map_err(|_| CaptureError::Truncated)?;
        let end = at.checked_add(size).ok_or(CaptureError::Truncated)?;
        let part = bytes.get(at..end).ok_or(CaptureError::Truncated)?;
        let join = |n: u64, b: &u8| n << 8 | u64::from(*b);
        Ok(if little {
            part.iter().rev().fold(0, join)
        } else {
            part.iter().fold(0, join)
        })
    };
    let (count_size, entry_size, offset_size) = if big { (8, 20, 8) } else { (2, 12, 4) };
    let mut next = if big { number(8, 8)? } else { number(4, 4)? };
    let mut seen = HashSet::new();
    let mut pages = Vec::new();
    while next != 0 {
        if !seen.insert(next) {
            return Err(CaptureError::damaged("tiff directories in a circle"));
        }
        if seen.len() > limits.max_pages.saturating_mul(2) {
            return Err(CaptureError::TooManyPages);
        }
        let entries = number(next, count_size)?;
        if entries > 4096 {
            return Err(CaptureError::damaged("tiff directory"));
        }
        let first = next + count_size as u64;
        let mut preview = false;
        for i in 0..entries {
            let at = first + i * entry_size;
            // NewSubfileType: bit 0 a smaller copy, bit 2 a mask.
            if number(at, 2)? == 254 {
                preview = number(at + if big { 12 } else { 8 }, 4)? & 0b101 != 0;
            }
        }
        if !preview {
            pages.push(next);
        }
        next = number(first + entries * entry_size, offset_size)?;
    }
    if pages.is_empty() {
        return Err(CaptureError::damaged("tiff without a page"));
    }
    if pages.len() > limits.max_pages {
        return Err(CaptureError::TooManyPages);
    }
    Ok(pages)
}

/// The compressed bytes of each strip or tile.
pub(crate) fn chunks<'a>(
    decoder: &mut Decoder<Patched<'_>>,
    bytes: &'a [u8],
) -> Result<Vec<&'a [u8]>> {
    let strips = decoder.find_tag(Tag::StripOffsets).ok().flatten().is_some();
    let (offsets, counts) = if strips {
        (Tag::StripOffsets, Tag::StripByteCounts)
    } else {
        (Tag::TileOffsets, Tag::TileByteCounts)
    };
    let offsets = decoder.get_tag_u64_vec(offsets).map_err(super::fault)?;
    let counts = decoder.get_tag_u64_vec(counts).map_err(super::fault)?;
    if offsets.len() != counts.len() {
        return Err(CaptureError::damaged("tiff strips"));
    }
    offsets
        .iter()
        .zip(&counts)
        .map(|(&at, &length)| {
            let from = usize::try_from(at).map_err(|_| CaptureError::Truncated)?;
            let length = usize::try_from(length).map_err(|_| CaptureError::Truncated)?;
            let to = from.checked_add(length).ok_or(CaptureError::Truncated)?;
            bytes.get(from..to).ok_or(CaptureError::Truncated)
        })
        .collect()
}
