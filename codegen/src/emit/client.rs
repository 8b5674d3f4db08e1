//! The crate's root, its client, and the lists of its modules.

use super::{doc, doc_line, ident};
use crate::plan::{Expected, Expression, Matcher, Plan, docs};
use crate::spec::HostRule;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// `lib.rs`, with the file of the diagram where there is one.
pub(super) fn lib(plan: &Plan, diagram: Option<&str>) -> TokenStream {
    let service = &plan.service;
    let mut lines = vec![format!(
        " A typed client of {}.",
        docs::escape(&service.title)
    )];
    if !service.doc.is_empty() {
        lines.push(String::new());
        lines.extend(service.doc.iter().map(|line| format!(" {line}")));
    }
    let landing = &plan.landing;
    let diagram_doc = diagram.map(|_| &landing.diagram_doc).into_iter().flatten();
    lines.push(String::new());
    for line in landing.doc.iter().chain(diagram_doc) {
        let space = if line.is_empty() { "" } else { " " };
        lines.push(format!("{space}{line}"));
    }
    let diagram = diagram.map(|file| quote!(#![doc = include_str!(#file)]));
    let waiters = (!plan.waiters.is_empty()).then(|| {
        quote! {
            #[cfg(feature = "client")]
            mod waiters;
        }
    });
    let query = plan.query.as_ref().map(|_| {
        quote! {
            #[cfg(feature = "client")]
            mod query;
        }
    });
    quote! {
        #(#![doc = #lines])*
        #diagram
        #![forbid(unsafe_code)]
        #![deny(missing_docs, rustdoc::all)]

        #[cfg(feature = "client")]
        mod client;
        pub mod operation;
        pub mod primitives;
        #query
        pub mod types;
        #waiters

        #[cfg(feature = "client")]
        pub use client::Client;
        #[cfg(feature = "client")]
        pub use shapewright_runtime::config::Config;
    }
}

/// `client.rs`.
pub(super) fn client(plan: &Plan) -> TokenStream {
    let service = &plan.service;
    let (name, id, version) = (&service.name, &service.id, &service.api_version);
    let (prefix, signing) = (&service.endpoint_prefix, &service.signing_name);
    let global = service
        .global_endpoint
        .as_ref()
        .map(|host| quote!(.with_global_endpoint(#host)));
    let has_hosts = !service.hosts.is_empty();
    let operation_uses = if has_hosts {
        quote!(HostRule, Operation, Service)
    } else {
        quote!(Operation, Service)
    };
    let hosts = has_hosts.then(|| host_rules(&service.hosts));
    let with_hosts = has_hosts.then(|| quote!(.with_hosts(HOSTS)));
    let mut value = quote!(Service::new(#name, #id, #version, #prefix, #signing));
    if global.is_some() || has_hosts {
        value = quote!({
            let service = #value;
            service #global #with_hosts
        });
    }
    let title = doc_line(&format!("A client of {}.", docs::escape(&service.title)));
    let uses = plan.operations.iter().map(|operation| {
        let module = ident(&operation.method);
        let builder = ident(&format!("{}FluentBuilder", operation.prefix));
        quote!(use crate::operation::#module::#builder;)
    });
    let methods = plan.operations.iter().map(|operation| {
        let docs = doc(&docs::summary(&operation.doc));
        let method = ident(&operation.method);
        let builder = ident(&format!("{}FluentBuilder", operation.prefix));
        let deprecated = operation.deprecated.as_ref().map(|note| {
            if note.is_empty() {
                quote!(#[deprecated])
            } else {
                quote!(#[deprecated(note = #note)])
            }
        });
        quote! {
            #docs
            #deprecated
            pub fn #method(&self) -> #builder {
                #builder::new(self.clone())
            }
        }
    });
    let waiters = plan.waiters.iter().map(|waiter| {
        let (docs, method, constant) = (
            doc(&waiter.doc),
            ident(&waiter.method),
            ident(&waiter.constant),
        );
        let input = ident(&format!("{}Input", waiter.operation.1));
        quote! {
            #docs
            pub fn #method(&self, input: #input) -> Waiter<#input> {
                Waiter::new(self.core(), input, &waiters::#constant)
            }
        }
    });
    let waiter_uses = (!plan.waiters.is_empty()).then(|| {
        let inputs: BTreeSet<_> = plan
            .waiters
            .iter()
            .map(|waiter| &waiter.operation)
            .collect();
        let inputs = inputs.into_iter().map(|(module, prefix)| {
            let (module, input) = (ident(module), ident(&format!("{prefix}Input")));
            quote!(use crate::operation::#module::#input;)
        });
        quote! {
            #(#inputs)*
            use crate::waiters;
            use shapewright_runtime::client::Waiter;
        }
    });
    quote! {
        //! The client.
        #(#uses)*
        #waiter_uses
        use shapewright_runtime::{client, config};
        use shapewright_runtime::operation::{#operation_uses};

        /// What is the same for every operation.
        pub(crate) const SERVICE: Service =
            #value;

        #hosts

        #title
        ///
        /// A clone shares connections, credentials and retry budget with the client it was made of.
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: client::Client,
        }

        impl Client {
            /// A client that works as configured.
            #[must_use]
            pub fn new(config: &config::Config) -> Self {
                Self { inner: client::Client::new(config) }
            }

            /// Sends an input that was built as a whole.
            ///
            /// # Errors
            /// The service answered with an error, or the call got no usable answer.
            pub async fn send<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
                self.inner.send(input).await
            }

            /// As [`send`](Self::send), and tells the request id, status, headers and number of
            /// attempts too.
            ///
            /// # Errors
            /// Those of [`send`](Self::send).
            pub async fn send_with_metadata<O: Operation>(
                &self,
                input: O,
            ) -> Result<client::Answer<O::Output>, O::Error> {
                self.inner.send_with_metadata(input).await
            }

            /// As [`send`](Self::send), and blocks the thread until the answer is there.
            ///
            /// # Errors
            /// Those of [`send`](Self::send).
            #[cfg(feature = "blocking")]
            pub fn send_blocking<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
                self.inner.send_blocking(input)
            }

            /// The client that sends any operation, of which this one is a handle.
            #[must_use]
            pub fn core(&self) -> client::Client {
                self.inner.clone()
            }

            #(#methods)*
            #(#waiters)*
        }
    }
}

/// The hosts that are named in a way of their own.
fn host_rules(rules: &[HostRule]) -> TokenStream {
    let text = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let flag = |flag: Option<bool>| match flag {
        Some(flag) => quote!(Some(#flag)),
        None => quote!(None),
    };
    let rules = rules.iter().map(|rule| {
        let (partition, region) = (text(&rule.partition), text(&rule.region));
        let (fips, dual_stack) = (flag(rule.fips), flag(rule.dual_stack));
        let (host, signing_region) = (text(&rule.host), text(&rule.signing_region));
        quote! {
            HostRule {
                partition: #partition,
                region: #region,
                fips: #fips,
                dual_stack: #dual_stack,
                host: #host,
                signing_region: #signing_region,
            }
        }
    });
    quote! {
        /// The hosts that are named in a way of their own.
        const HOSTS: &[HostRule] = &[#(#rules),*];
    }
}

/// `waiters.rs`.
pub(super) fn waiters(plan: &Plan) -> TokenStream {
    let waiters = plan.waiters.iter().map(|waiter| {
        let title = doc_line(&format!("{}.", docs::code(&waiter.name)));
        let (constant, name) = (ident(&waiter.constant), &waiter.name);
        let delay = u64::from(waiter.delay);
        let delay = proc_macro2::Literal::u64_unsuffixed(delay);
        let attempts = proc_macro2::Literal::u32_unsuffixed(waiter.max_attempts);
        let acceptors = waiter.acceptors.iter().map(|acceptor| {
            let state = ident(acceptor.state);
            let matcher = matcher(&acceptor.matcher);
            quote!(Acceptor { state: WaitState::#state, matcher: #matcher })
        });
        quote! {
            #title
            pub(crate) const #constant: WaiterPlan = WaiterPlan {
                name: #name,
                delay: Duration::from_secs(#delay),
                max_attempts: #attempts,
                acceptors: &[#(#acceptors),*],
            };
        }
    });
    let acceptors = plan.waiters.iter().flat_map(|waiter| &waiter.acceptors);
    let mut uses = BTreeSet::new();
    for acceptor in acceptors {
        match acceptor.matcher {
            Matcher::Path(..) => uses.extend(["Expected"]),
            Matcher::Expression(..) => uses.extend(["Expected", "Expression"]),
            Matcher::Status(_) | Matcher::ErrorCode(_) | Matcher::Error(_) => {}
        }
    }
    let uses = uses.into_iter().map(ident);
    quote! {
        //! What the waiters wait for.
        use shapewright_runtime::client::{Acceptor, #(#uses,)* Matcher, WaitState, WaiterPlan};
        use std::time::Duration;
        #(#waiters)*
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Path(variant, path, expected) => {
            let (variant, expected) = (ident(variant), value(expected));
            quote!(Matcher::#variant(#path, #expected))
        }
        Matcher::Expression(variant, expression, expected) => {
            let (variant, expected) = (ident(variant), value(expected));
            let expression = self::expression(expression);
            quote!(Matcher::#variant(&#expression, #expected))
        }
        Matcher::Status(status) => {
            let status = proc_macro2::Literal::u16_unsuffixed(*status);
            quote!(Matcher::Status(#status))
        }
        Matcher::ErrorCode(code) => quote!(Matcher::ErrorCode(#code)),
        Matcher::Error(expected) => quote!(Matcher::Error(#expected)),
    }
}

fn value(value: &Expected) -> TokenStream {
    match value {
        Expected::Text(text) => quote!(Expected::Text(#text)),
        Expected::Bool(flag) => quote!(Expected::Bool(#flag)),
        Expected::Integer(number) => {
            let number = proc_macro2::Literal::i64_unsuffixed(*number);
            quote!(Expected::Integer(#number))
        }
    }
}

fn expression(expression: &Expression) -> TokenStream {
    match expression {
        Expression::Path(path) => quote!(Expression::Path(#path)),
        Expression::Literal(literal) => {
            let literal = value(literal);
            quote!(Expression::Literal(#literal))
        }
        Expression::Length(of) => {
            let of = self::expression(of);
            quote!(Expression::Length(&#of))
        }
        Expression::Not(of) => {
            let of = self::expression(of);
            quote!(Expression::Not(&#of))
        }
        Expression::Both(variant, one, other) => {
            let variant = ident(variant);
            let (one, other) = (self::expression(one), self::expression(other));
            quote!(Expression::#variant(&#one, &#other))
        }
        Expression::Filter(list, test) => {
            let (list, test) = (self::expression(list), self::expression(test));
            quote!(Expression::Filter(&#list, &#test))
        }
        Expression::Each(list, path) => {
            let list = self::expression(list);
            quote!(Expression::Each(&#list, #path))
        }
    }
}

/// `primitives.rs`.
pub(super) fn primitives() -> TokenStream {
    quote! {
        //! Types that models are made of.
        pub use shapewright_runtime::{Blob, Document, EventError, EventStream, Map, Timestamp, TimestampError, TimestampFormat};
    }
}

/// `types.rs`.
pub(super) fn types(plan: &Plan) -> TokenStream {
    let error = (!plan.errors.is_empty()).then(|| {
        quote!(
            pub mod error;
        )
    });
    let modules = plan.types.iter().map(|item| {
        let module = ident(&item.module);
        quote!(mod #module;)
    });
    let names = plan.types.iter().map(|item| {
        let (module, name) = (ident(&item.module), ident(item.name()));
        quote!(pub use #module::#name;)
    });
    quote! {
        //! The structures, enumerations and unions of the API.
        //!
        //! Members may be added at any time: make a value with `..Default::default()`, or with
        //! `..Type::new(...)` where members are required.
        #error
        #(#modules)*
        #(#names)*
    }
}

/// `operation.rs`.
pub(super) fn operations(plan: &Plan) -> TokenStream {
    let modules = plan
        .operations
        .iter()
        .map(|operation| ident(&operation.method));
    quote! {
        //! The operations, each with its input, output and error.
        #(pub mod #modules;)*
    }
}
