//! Rust types of a JSON Schema, by typify: `typify-models SCHEMA OUT`.

use schemars::schema::RootSchema;
use std::error::Error;
use std::{env, fs};
use typify::{TypeSpace, TypeSpaceSettings};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(schema), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: typify-models SCHEMA OUT".into());
    };
    let schema: RootSchema = serde_json::from_str(&fs::read_to_string(schema)?)?;
    let mut types = TypeSpace::new(&TypeSpaceSettings::default());
    types.add_root_schema(schema)?;
    let file = syn::parse2(types.to_stream())?;
    Ok(fs::write(out, prettyplease::unparse(&file))?)
}
