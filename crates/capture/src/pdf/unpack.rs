//! What a stream of a PDF unpacks to, found out without keeping it.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro::hayro_syntax::Filter;
use weezl::{BitOrder, LzwStatus, decode};

use crate::error::{CaptureError, Result};

const BUFFER: usize = 64 << 10;

/// Refuses data that unpacks to more than `most` bytes. Damage ends the count: finding it is for the
/// decoder.
pub(super) fn measure(filters: &[Filter], raw: &[u8], most: u64) -> Result<()> {
    let mut total = 0;
    unpack(filters, raw, &mut |part| {
        total = part.map_or(0, |part| total + part.len() as u64);
        total <= most
    })
}

/// The first `most` bytes of what it unpacks to.
pub(super) fn beginning(filters: &[Filter], raw: &[u8], most: usize) -> Vec<u8> {
    let mut kept = Vec::new();
    // Refused is only what goes on behind them.
    let _ = unpack(filters, raw, &mut |part| {
        match part {
            Some(part) => kept.extend_from_slice(&part[..part.len().min(most - kept.len())]),
            None => kept.clear(),
        }
        kept.len() < most
    });
    kept
}

/// Who is given what was unpacked, part by part, and nothing where it is read anew in another way; false
/// when that was enough.
type Take<'t> = &'t mut dyn FnMut(Option<&[u8]>) -> bool;

/// Unpacks in parts; an error where `take` has had enough. At most one of the filters packs.
fn unpack(filters: &[Filter], raw: &[u8], take: Take<'_>) -> Result<()> {
    let mut data = Cow::Borrowed(raw);
    let mut enough = false;
    let mut give = |part: Option<&[u8]>| {
        enough |= !take(part);
        !enough
    };
    let mut rest = filters;
    while let [
        first @ (Filter::AsciiHexDecode | Filter::Ascii85Decode),
        others @ ..,
    ] = rest
    {
        data = Cow::Owned(match first {
            Filter::AsciiHexDecode => hexadecimal(&data),
            _ => base_85(&data),
        });
        rest = others;
    }
    match rest.first() {
        // What one way of reading refuses the next is tried on: without a header, and past whatever header
        // there is.
        Some(Filter::FlateDecode) => {
            let _ = read(ZlibDecoder::new(&*data), &mut give)
                || read(DeflateDecoder::new(&*data), &mut give)
                || read(
                    DeflateDecoder::new(data.get(2..).unwrap_or_default()),
                    &mut give,
                );
        }
        Some(Filter::LzwDecode) => lzw(&data, &mut give),
        Some(Filter::RunLengthDecode) => run_length(&data, &mut give),
        _ => {
            give(Some(&data));
        }
    }
    if enough {
        return Err(CaptureError::damaged("pdf stream unpacks to too much"));
    }
    Ok(())
}

/// Whether there is nothing more to find out: it was read to its end, or was enough.
fn read(mut from: impl Read, give: Take<'_>) -> bool {
    let mut buffer = vec![0; BUFFER];
    if !give(None) {
        return true;
    }
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return true,
            Ok(n) if give(Some(&buffer[..n])) => {}
            Ok(_) => return true,
            Err(_) => return false,
        }
    }
}

fn lzw(mut data: &[u8], give: Take<'_>) {
    // Widths change one code early unless the stream says otherwise; for counting, that is all one.
    let mut decoder = decode::Configuration::with_tiff_size_switch(BitOrder::Msb, 8).build();
    let mut buffer = vec![0; BUFFER];
    loop {
        let step = decoder.decode_bytes(data, &mut buffer);
        data = &data[step.consumed_in..];
        let going_on = give(Some(&buffer[..step.consumed_out]));
        let moved = step.consumed_in > 0 || step.consumed_out > 0;
        if !going_on || !moved || !matches!(step.status, Ok(LzwStatus::Ok)) {
            return;
        }
    }
}

fn run_length(mut data: &[u8], give: Take<'_>) {
    while let [length, rest @ ..] = data {
        let (run, used) = match length {
            128 => return,
            0..=127 => (rest.len().min(usize::from(*length) + 1), None),
            129..=255 => (257 - usize::from(*length), rest.first()),
        };
        let going_on = match used {
            Some(byte) => give(Some(&[*byte; 128][..run])),
            None => give(Some(&rest[..run.min(rest.len())])),
        };
        if !going_on {
            return;
        }
        let past = if used.is_some() { 1 } else { run };
        data = rest.get(past..).unwrap_or_default();
        if past == 0 {
            return;
        }
    }
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|b| **b != b'>');
    let mut digits = digits.filter_map(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(data.len() / 2);
    while let Some(high) = digits.next() {
        out.push((high * 16 + digits.next().unwrap_or(0)) as u8);
    }
    out
}

fn base_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let (mut value, mut count) = (0_u64, 0);
    for byte in data.iter().take_while(|b| **b != b'~') {
        match byte {
            b'z' if count == 0 => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                value = value * 85 + u64::from(byte - b'!');
                count += 1;
                if count == 5 {
                    out.extend_from_slice(&(value as u32).to_be_bytes());
                    (value, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            value = value * 85 + 84;
        }
        out.extend_from_slice(&(value as u32).to_be_bytes()[..count - 1]);
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A thousand bytes, in every packing.
    fn packed() -> Vec<(Vec<Filter>, Vec<u8>)> {
        let plain = vec![b'a'; 1000];
        let deflate = |data: &[u8]| {
            let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            to.write_all(data).unwrap();
            to.finish().unwrap()
        };
        let flate = deflate(&plain);
        let hex: Vec<u8> = flate
            .iter()
            .flat_map(|b| format!("{b:02X} ").into_bytes())
            .collect();
        let eighty_five = eighty_five(&flate);
        let mut switch = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8);
        // Seven runs of 127, five bytes as they are, a run of 106.
        let mut runs = [130, b'a'].repeat(7);
        runs.extend([4, b'a', b'a', b'a', b'a', b'a', 151, b'a', 128]);
        vec![
            (vec![Filter::FlateDecode], flate.clone()),
            (vec![Filter::FlateDecode], flate[2..].to_vec()),
            (vec![Filter::AsciiHexDecode, Filter::FlateDecode], hex),
            (
                vec![Filter::Ascii85Decode, Filter::FlateDecode],
                eighty_five,
            ),
            (vec![Filter::LzwDecode], switch.encode(&plain).unwrap()),
            (vec![Filter::RunLengthDecode], runs),
            (vec![], plain),
        ]
    }

    fn eighty_five(data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for part in data.chunks(4) {
            let mut four = [0; 4];
            four[..part.len()].copy_from_slice(part);
            let mut value = u32::from_be_bytes(four);
            let mut digits = [0; 5];
            for digit in digits.iter_mut().rev() {
                *digit = b'!' + (value % 85) as u8;
                value /= 85;
            }
            out.extend_from_slice(&digits[..part.len() + 1]);
        }
        out.extend_from_slice(b"~>");
        out
    }

    #[test]
    fn every_packing_is_measured_to_the_byte() {
        for (filters, data) in packed() {
            assert_eq!(measure(&filters, &data, 1000), Ok(()), "{filters:?}");
            assert!(measure(&filters, &data, 999).is_err(), "{filters:?}");
            let kept = beginning(&filters, &data, 990);
            assert_eq!(kept, vec![b'a'; 990], "{filters:?}");
            assert_eq!(beginning(&filters, &data, 5000).len(), 1000, "{filters:?}");
        }
    }

    #[test]
    fn what_is_cut_anywhere_is_measured_to_its_end() {
        for (filters, data) in packed() {
            for cut in 0..data.len() {
                assert_eq!(
                    measure(&filters, &data[..cut], 1000),
                    Ok(()),
                    "{filters:?} {cut}"
                );
            }
        }
    }
}
