//! Endpoint discovery.

use crate::emit::rust::ident;
use crate::plan::{DiscoveredEndpoints, Operation};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn discovered(operation: &Operation, fields: &DiscoveredEndpoints) -> TokenStream {
    let input = ident(&operation.input.name);
    let endpoints = ident(&fields.endpoints);
    let (address, period) = (ident(&fields.address), ident(&fields.period));
    quote! {
        impl DescribeEndpoints for #input {
            fn endpoints(output: Self::Output) -> Vec<DiscoveredEndpoint> {
                let endpoints = output.#endpoints.into_iter().flatten();
                let endpoints = endpoints.map(|it| DiscoveredEndpoint::new(it.#address, it.#period));
                endpoints.flatten().collect()
            }
        }
    }
}
