//! What the types that shapewright generates derive: `Deserialize` and `Serialize` of serde, which have
//! the API's names, and `ReadJson` and `WriteJson`, which have the wire's.
//!
//! They take the attributes that these types have. Those of `serde` have its meaning: `rename_all` on the
//! structure, `rename`, `with` (a module of the runtime's `serde_as`), `default` and `skip` on a field. Those of
//! `wire` say how a member travels: `name = "..."` in the wire's JSON, where that is not the API's name,
//! or outside of the body, `header = "..."`, `headers = "..."` (a prefix), `query = "..."`, `uri = "..."`,
//! `status`, or as the body, `payload`; `required` marks an `Option` that has to be there before it is
//! sent, `checked` a member in which one may be missing; `setter` and `whole_setter` name functions of builders, `accessor` one of a union. A field of type `Option` may be missing, and is not written where
//! it is `None`.
//!
//! serde's own derives do the same and more, and compiling what they expand to took most of the time
//! that the model types took. Here a structure is read and written by generic code of the runtime, and
//! expands to one line per member of each.

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

/// Reads a structure or a union from the wire's JSON.
#[proc_macro_derive(ReadJson, attributes(serde, wire))]
pub fn read_json(item: TokenStream) -> TokenStream {
    derive(item, json::read)
}

/// Writes a structure or a union as the wire's JSON.
#[proc_macro_derive(WriteJson, attributes(serde, wire))]
pub fn write_json(item: TokenStream) -> TokenStream {
    derive(item, json::write)
}

/// The constructor of a structure: `new` takes the fields that are no `Option` and those that are
/// `#[wire(required)]`, in their order; `#[wire(new(a, b))]` on the structure has another.
#[proc_macro_derive(New, attributes(serde, wire))]
pub fn new(item: TokenStream) -> TokenStream {
    derive(item, required::constructor)
}

/// The search for required members that are not set, before a structure is sent.
#[proc_macro_derive(Required, attributes(serde, wire))]
pub fn required(item: TokenStream) -> TokenStream {
    derive(item, required::required)
}

/// A union: `member_name`, a function such as `as_text` for each member, and serde. `accessor = "..."` names
/// another function.
#[proc_macro_derive(Union, attributes(serde, wire))]
pub fn union_of_members(item: TokenStream) -> TokenStream {
    derive(item, union::expand)
}

/// The fluent builder of an operation's input: `GetImageFluentBuilder` of `GetImageInput`, where the crate's
/// feature `client` is on.
#[proc_macro_derive(FluentBuilder, attributes(serde, wire))]
pub fn fluent_builder(item: TokenStream) -> TokenStream {
    derive(item, builder::fluent)
}

/// The builder of a wait: `GetImageWaiterBuilder` of `GetImageInput`, where the crate's feature
/// `client` is on.
#[proc_macro_derive(WaiterBuilder, attributes(serde, wire))]
pub fn waiter_builder(item: TokenStream) -> TokenStream {
    derive(item, builder::waiter)
}

/// An exception of a service: a structure with a field `metadata`, which becomes an error. `#[error(transient)]`
/// and `#[error(throttling)]` are what the model states of a retry; with `#[error(headers)]`, how it is read
/// from a response is written beside it.
#[proc_macro_derive(Error, attributes(error))]
pub fn exception(item: TokenStream) -> TokenStream {
    let code = match exception::Exception::parse(item) {
        Ok(exception) => exception::expand(&exception),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}

/// What the error of an operation can tell, and how it is read from a response, where the crate's feature
/// `client` is on. `#[exception(code =
/// "...")]` has the code where that is not the variant's name, `test = "..."` the function that asks for
/// the variant; `#[exception(sensitive)]` on the enum hides what is sensitive, `codec = "..."` names the
/// protocol where that is not JSON.
#[proc_macro_derive(OperationError, attributes(exception))]
pub fn operation_error(item: TokenStream) -> TokenStream {
    let code = match error::OperationError::parse(item) {
        Ok(error) => error::expand(&error),
        Err(problem) => format!("::core::compile_error!({problem:?});"),
    };
    code.parse().unwrap_or_default()
}

/// An enumeration of strings that a service may add to: `values`, `as_str`, `From<&str>`, and what follows from
/// them. The value of a variant is its name by `#[open_enum(rename_all = "...")]`, or what its own
/// `#[wire(value = "...")]` has; `Unknown(String)` keeps any other. It is
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
