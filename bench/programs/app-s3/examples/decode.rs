//! Decodes a listing.

use measure::Program;
use shapewright_runtime::bytes::Bytes;
use shapewright_runtime::http::Response;
use shapewright_runtime::operation::Operation;
use shapewright_s3::operation::list_objects_v2::ListObjectsV2Input;

fn main() {
    let program = Program::from_arguments();
    let body = program.data("list_objects_v2.xml");
    let response = Response::new(Bytes::from(body.clone()));
    let parse = |()| ListObjectsV2Input::parse_response(&response).expect("a listing");
    assert_eq!(parse(()).contents.map(|keys| keys.len()), Some(1000));
    program.work("decode_listing", body.len(), || (), parse);
}
