//! Fax-compressed TIFF pages: Modified Huffman, Group 3 and Group 4, in either bit order.
//!
//! The `tiff` crate reads only Group 4 in one bit order; office scanners write the others too.

use std::borrow::Cow;

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use tiff::ColorType;
use tiff::decoder::{ChunkType, Decoder};
use tiff::tags::Tag;

use super::Header;
use super::directory::{Patched, chunks};
use crate::error::{CaptureError, Result};
use crate::limits::Deadline;
use crate::pixels::{Layout, Pixels};

pub(super) fn decode(
    decoder: &mut Decoder<Patched<'_>>,
    head: &Header,
    bytes: &[u8],
    deadline: Deadline,
) -> Result<Pixels> {
    if head.colour != ColorType::Gray(1) || decoder.get_chunk_type() != ChunkType::Strip {
        return Err(CaptureError::FormatUnsupported { what: "tiff_fax" });
    }
    let mut number = |tag| {
        decoder
            .find_tag_unsigned::<u32>(tag)
            .ok()
            .flatten()
            .unwrap_or(0)
    };
    let reversed = number(Tag::FillOrder) == 2;
    // In a fax "white" is what the photometric tag calls zero.
    let zero_is_black = number(Tag::PhotometricInterpretation) == 1;
    let two_dimensional = number(Tag::Unknown(292)) & 1 != 0;
    let (encoding, aligned) = match head.compression {
        4 => (EncodingMode::Group4, false),
        3 if two_dimensional => (EncodingMode::Group3_2D, false),
        3 => (EncodingMode::Group3_1D, false),
        _ => (EncodingMode::Group3_1D, true),
    };
    let (_, rows_per_strip) = decoder.chunk_dimensions();
    let mut rows = Rows {
        width: head.width,
        stride: (head.width as usize).div_ceil(8),
        data: Vec::new(),
    };
    for strip in chunks(decoder, bytes)? {
        deadline.check()?;
        let before = rows.count();
        let left = head.height.saturating_sub(before);
        if left == 0 {
            break;
        }
        let wanted = rows_per_strip.min(left);
        let strip: Cow<'_, [u8]> = if reversed {
            Cow::Owned(strip.iter().map(|b| b.reverse_bits()).collect())
        } else {
            Cow::Borrowed(strip)
        };
        let mut context = DecoderContext::new(DecodeSettings {
            columns: head.width,
            rows: wanted,
            end_of_block: true,
            end_of_line: false,
            rows_are_byte_aligned: aligned,
            encoding,
            strict: false,
        });
        // Its own error says no more than the missing rows do.
        let _ = hayro_ccitt::decode(&strip, &mut rows, &mut context);
        if rows.count() < before + wanted {
            return Err(CaptureError::Truncated);
        }
    }
    rows.data.truncate(rows.stride * head.height as usize);
    if rows.count() < head.height {
        return Err(CaptureError::Truncated);
    }
    if zero_is_black {
        rows.data.iter_mut().for_each(|b| *b = !*b);
    }
    Pixels::new(head.width, head.height, Layout::Bits, rows.data)
}

struct Rows {
    width: u32,
    stride: usize,
    data: Vec<u8>,
}

impl Rows {
    fn count(&self) -> u32 {
        (self.data.len() / self.stride.max(1)) as u32
    }
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        let at = self.data.len();
        self.data.resize(at + self.stride, 0xFF);
        let row = &mut self.data[at..];
        for span in changes.chunks(2) {
            let end = span.get(1).copied().unwrap_or(self.width).min(self.width);
            for x in span[0] as usize..end as usize {
                row[x / 8] &= !(0x80 >> (x % 8));
            }
        }
    }
}
