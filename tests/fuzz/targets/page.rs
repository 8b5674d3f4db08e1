#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| shapewright_tests::hostile::page(bytes));
