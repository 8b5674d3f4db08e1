//! `Deserialize` and `Serialize` of serde, derived for the structures that shapewright generates.
//!
//! They take the attributes that these structures have, with serde's meaning: `rename_all` on the
//! structure, `rename`, `with` (a module of the runtime's `wire`) and `skip` on a field. A field of type
//! `Option` may be missing, and is not written where it is `None`.
//!
//! serde's own derives do the same and more, and compiling what they expand to took most of the time
//! that the model types took. Here a structure is read and written by generic code of the runtime, and
//! expands to one line per member of each.

mod expand;
mod parse;
mod rename;

use parse::Structure;
use proc_macro::TokenStream;

/// Reads the structure member by member.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(item: TokenStream) -> TokenStream {
    derive(item, expand::deserialize)
}

/// Writes the structure member by member.
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn serialize(item: TokenStream) -> TokenStream {
    derive(item, expand::serialize)
}

fn derive(item: TokenStream, expand: fn(&Structure) -> String) -> TokenStream {
    let code = match Structure::parse(item) {
        Ok(structure) => expand(&structure),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}
