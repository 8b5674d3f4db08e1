//! Decodes a listing by rusty-s3.

use measure::Program;
use rusty_s3::actions::ListObjectsV2;

fn main() {
    let program = Program::from_arguments();
    let body = program.data("list_objects_v2.xml");
    let parse = |()| ListObjectsV2::parse_response(&body).expect("a listing");
    assert_eq!(parse(()).contents.len(), 1000);
    program.work("decode_listing", body.len(), || (), parse);
}
