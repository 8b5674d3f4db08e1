//! How a service speaks the query protocol.

use crate::plan::{Dialect, Query, Wire};
use proc_macro2::TokenStream;
use quote::quote;

/// `query.rs`.
pub(super) fn file(query: &Query) -> TokenStream {
    let version = &query.version;
    let new = match query.dialect {
        Dialect::Query => quote!(new),
        Dialect::Ec2 => quote!(ec2),
    };
    let both = (!query.types.is_empty()).then(|| {
        quote!(
            use shapewright_runtime::__codegen::query::{Query, Wire};
        )
    });
    let uses = both.unwrap_or_else(|| {
        quote!(
            use shapewright_runtime::__codegen::query::Query;
        )
    });
    let types = query.types.iter().map(|(name, wires)| {
        let members = wires.iter().map(member);
        quote!((#name, &[#(#members),*]))
    });
    quote! {
        //! The query protocol, with what its rule does not give: by type and member.
        #uses

        #[rustfmt::skip]
        pub(crate) static QUERY: Query = Query::#new(#version, &[#(#types),*]);
    }
}

fn member(wire: &Wire) -> TokenStream {
    let member = &wire.member;
    let name = wire.name.as_ref().map(|name| quote!(.name(#name)));
    let xml = wire.xml.as_ref().map(|name| quote!(.xml(#name)));
    let flat = wire.flat.then(|| quote!(.flat()));
    let element = wire.element.as_ref().map(|name| quote!(.element(#name)));
    let entry = wire
        .entry
        .as_ref()
        .map(|(key, value)| quote!(.entry(#key, #value)));
    quote!((#member, Wire::new() #name #xml #flat #element #entry))
}
