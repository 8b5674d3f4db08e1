//! Model types.

mod enumeration;
mod exception;
mod exception_parts;
pub(super) mod fills;
mod redacted;
mod required;
mod structure;
mod union;

pub(super) use exception::errors;
pub(super) use structure::{input, structure};

use crate::plan::{Item, ItemKind};
use enumeration::enumeration;
use proc_macro2::TokenStream;
use structure::struct_file;
use union::union_file;

/// The file of one type.
pub(super) fn file(item: &Item) -> TokenStream {
    match &item.kind {
        ItemKind::Struct(item) => struct_file(item),
        ItemKind::Enum(item) => enumeration(item),
        ItemKind::Union(item) => union_file(item),
    }
}
