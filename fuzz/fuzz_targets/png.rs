#![no_main]

libfuzzer_sys::fuzz_target!(init: sohoa_fuzz::quiet(), |data: &[u8]| sohoa_fuzz::png(data));
