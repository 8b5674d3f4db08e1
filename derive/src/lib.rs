//! The derives of the types that shapewright generates: `Deserialize` and `Serialize` of serde, with
//! the API's names, and `ReadJson` and `WriteJson`, with the wire names.
//!
//! They accept the attributes of these types. Those of `serde` mean the same as there: `rename_all` on the
//! structure, `rename`, `with` (a module of the runtime's `serde_as`), `default` and `skip` on a field. Those of
//! `wire` have a member's name and location: `name = "..."` in the JSON of the body, if it is not the API's name,
//! or outside of the body, `header = "..."`, `headers = "..."` (a prefix), `query = "..."`, `uri = "..."`,
//! `status`, or `payload` for the whole body; `required` marks an `Option` that must be set before it is
//! sent, `checked` a member with required members; `setter` and `whole_setter` name methods of builders, `accessor`
//! one of a union. A field of type `Option` may be missing, and `None` is not written.
//!
//! serde's own derives do the same and more, but compiling their output took most of the compile time
//! of the model types. Here, generic code of the runtime reads and writes a structure, and the
//! expansion has one line per member.

mod builder;
mod error;
mod exception;
mod expand;
mod json;
mod open_enum;
mod parse;
mod rename;
mod required;
mod union;

use parse::Structure;
use proc_macro::TokenStream;

/// Reads the structure member by member.
#[proc_macro_derive(Deserialize, attributes(serde, wire))]
pub fn deserialize(item: TokenStream) -> TokenStream {
    derive(item, expand::deserialize)
}

/// Writes the structure member by member.
#[proc_macro_derive(Serialize, attributes(serde, wire))]
pub fn serialize(item: TokenStream) -> TokenStream {
    derive(item, expand::serialize)
}

/// Reads a structure or a union from the JSON of a body.
#[proc_macro_derive(ReadJson, attributes(serde, wire))]
pub fn read_json(item: TokenStream) -> TokenStream {
    derive(item, json::read)
}

/// Writes a structure or a union as the JSON of a body.
#[proc_macro_derive(WriteJson, attributes(serde, wire))]
pub fn write_json(item: TokenStream) -> TokenStream {
    derive(item, json::write)
}

/// The constructor of a structure: the parameters of `new` are the fields that are not an `Option` and those with
/// `#[wire(required)]`, in their order, or those of `#[wire(new(a, b))]` on the structure.
#[proc_macro_derive(New, attributes(serde, wire))]
pub fn new(item: TokenStream) -> TokenStream {
    derive(item, required::constructor)
}

/// Checks that required members are set, before a structure is sent.
#[proc_macro_derive(Required, attributes(serde, wire))]
pub fn required(item: TokenStream) -> TokenStream {
    derive(item, required::required)
}

/// A union: `member_name`, a method such as `as_text` for each member, and serde. `accessor = "..."` names
/// another method.
#[proc_macro_derive(Union, attributes(serde, wire))]
pub fn union_of_members(item: TokenStream) -> TokenStream {
    derive(item, union::expand)
}

/// The fluent builder of an operation's input: `GetImageFluentBuilder` of `GetImageInput`, if the crate's
/// feature `client` is on.
#[proc_macro_derive(FluentBuilder, attributes(serde, wire))]
pub fn fluent_builder(item: TokenStream) -> TokenStream {
    derive(item, builder::fluent)
}

/// The builder of a wait: `GetImageWaiterBuilder` of `GetImageInput`, if the crate's feature
/// `client` is on.
#[proc_macro_derive(WaiterBuilder, attributes(serde, wire))]
pub fn waiter_builder(item: TokenStream) -> TokenStream {
    derive(item, builder::waiter)
}

/// An exception of a service: a structure with a field `metadata`, which becomes an error. `#[error(transient)]`
/// and `#[error(throttling)]` are the model's retry hints; with `#[error(headers)]`, the code that parses its
/// headers is written beside it.
#[proc_macro_derive(Error, attributes(error))]
pub fn exception(item: TokenStream) -> TokenStream {
    let code = match exception::Exception::parse(item) {
        Ok(exception) => exception::expand(&exception),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}

/// The error of an operation: its metadata, and its parsing from a response, if the crate's feature
/// `client` is on. `#[exception(code = "...")]` is the error code if it is not the variant's name, `test = "..."` names the method that tests for
/// the variant; `#[exception(sensitive)]` on the enum hides sensitive members, `codec = "..."` names the
/// protocol if it is not JSON.
#[proc_macro_derive(OperationError, attributes(exception))]
pub fn operation_error(item: TokenStream) -> TokenStream {
    let code = match error::OperationError::parse(item) {
        Ok(error) => error::expand(&error),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}

/// An open enumeration of strings: `values`, `as_str`, `From<&str>`, and traits that follow from
/// them. The value of a variant is its name by `#[open_enum(rename_all = "...")]`, or that of its
/// `#[wire(value = "...")]`; `Unknown(String)` keeps any other value. It is
/// `Clone`, `Debug` and `non_exhaustive`; variants without docs state their value.
#[proc_macro_attribute]
pub fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match open_enum::OpenEnum::parse(arguments, item).and_then(open_enum::expand) {
        Ok(code) => code,
        Err(problem) => {
            let code = format!("::core::compile_error!({problem:?});");
            code.parse().unwrap_or_default()
        }
    }
}

fn derive(item: TokenStream, expand: fn(&Structure) -> String) -> TokenStream {
    let code = match Structure::parse(item) {
        Ok(structure) => expand(&structure),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}
