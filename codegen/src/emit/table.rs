//! The table of a crate: how its service's use of the protocol differs from the rule.

use super::rust::ident;
use crate::plan::{Codec, CodecHome, Table, Wire};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The module and the static of the crate that has a codec's functions, if there is one.
pub(super) fn home(codec: &Codec) -> Option<(Ident, Ident)> {
    match codec.home {
        CodecHome::Module(_) => None,
        CodecHome::Table { module, name } => Some((ident(module), ident(name))),
    }
}

/// The file of the table.
pub(super) fn file(table: &Table) -> TokenStream {
    let doc = format!(
        " {}: names and formats that differ from its rule, by type and member.",
        table.doc
    );
    let (room, ty, new) = (ident(table.room), ident(table.ty), ident(table.new));
    let name = ident(table.name);
    let wire = (!table.types.is_empty()).then(|| quote!(, Wire));
    let uses = match wire {
        Some(wire) => quote!(use shapewright_runtime::__codegen::#room::{#ty #wire};),
        None => quote!(use shapewright_runtime::__codegen::#room::#ty;),
    };
    let types = table.types.iter().map(|(name, wires)| {
        let members = wires.iter().map(|(member, wire)| {
            let wire = self::wire(wire);
            quote!((#member, #wire))
        });
        quote!((#name, &[#(#members),*]))
    });
    let arguments = &table.arguments;
    quote! {
        #![doc = #doc]
        #uses

        #[rustfmt::skip]
        pub(crate) static #name: #ty = #ty::#new(#(#arguments,)* &[#(#types),*]);
    }
}

/// How a member differs from the rule.
pub(super) fn wire(wire: &Wire) -> TokenStream {
    let name = wire.name.as_ref().map(|name| quote!(.name(#name)));
    let xml = wire.xml.as_ref().map(|name| quote!(.xml(#name)));
    let flat = wire.flat.then(|| quote!(.flat()));
    let attribute = wire.attribute.then(|| quote!(.attribute()));
    let elsewhere = wire.elsewhere.then(|| quote!(.elsewhere()));
    let sparse = wire.sparse.then(|| quote!(.sparse()));
    let element = wire.element.as_ref().map(|name| quote!(.element(#name)));
    let entry = wire
        .entry
        .as_ref()
        .map(|(key, value)| quote!(.entry(#key, #value)));
    let namespace = wire
        .namespace
        .as_ref()
        .map(|(prefix, uri)| quote!(.namespace(#prefix, #uri)));
    let key = wire.key.as_deref().map(self::wire);
    let key = key.map(|key| quote!(.key(&#key)));
    let part = wire.part.as_deref().map(self::wire);
    let part = part.map(|part| quote!(.part(&#part)));
    quote! {
        Wire::new() #name #xml #flat #attribute #elsewhere #sparse #element #entry #namespace #key #part
    }
}
