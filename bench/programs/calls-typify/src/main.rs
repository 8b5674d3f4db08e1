//! serde_json into the types that typify makes of the same API.

use measure::Program;

/// What `typify-models` wrote.
#[allow(clippy::all, dead_code, irrefutable_let_patterns)]
mod types {
    include!("../../data/typify.rs");
}

fn main() {
    let program = Program::from_arguments();
    let image = program.data("get_image.json");
    let images = program.data("list_images.json");
    program.work(
        "decode_get_image",
        image.len(),
        || (),
        |()| serde_json::from_str::<types::GetImageOutput>(&image).expect("a response"),
    );
    program.work(
        "decode_list_images",
        images.len(),
        || (),
        |()| serde_json::from_str::<types::ListImagesOutput>(&images).expect("a response"),
    );
}
