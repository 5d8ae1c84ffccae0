use wasm_bindgen_test::*;
