//! The client.

use super::rust::{doc, doc_line, ident};
use crate::plan::{
    Discovery, HostRule, Operation, OperationHosts, Plan, RegionRedirect, Service, Session, Waiter,
};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// `client.rs`.
pub(super) fn client(plan: &Plan) -> TokenStream {
    let imports = imports(plan);
    let service = service(&plan.service);
    let hosts = (!plan.service.hosts.is_empty()).then(|| host_rules(&plan.service.hosts));
    let own_hosts = &plan.service.operation_hosts;
    let operation_hosts = (!own_hosts.is_empty()).then(|| operation_hosts(own_hosts));
    let discovery = plan.service.discovery.as_ref().map(discovery);
    let title = doc_line(&plan.service.client_doc);
    let own = own_methods();
    let methods = plan.operations.iter().map(method);
    let waiters = plan.waiters.iter().map(waiter_method);
    quote! {
        //! The client.
        #imports

        #service

        #hosts

        #operation_hosts

        #discovery

        #title
        ///
        /// A clone shares connections, credentials and retry quota with the original.
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: client::Client,
        }

        impl Client {
            #own
            #(#methods)*
            #(#waiters)*
        }

        send_blocking!(Client);
    }
}

fn imports(plan: &Plan) -> TokenStream {
    let builders = plan.operations.iter().map(|operation| {
        let (module, builder) = (ident(&operation.method), ident(&operation.builder));
        quote!(use crate::operation::#module::#builder;)
    });
    let waiters = (!plan.waiters.is_empty()).then(|| {
        let inputs = plan.waiters.iter().map(|it| (&it.module, &it.builder));
        let inputs: BTreeSet<_> = inputs.collect();
        let inputs = inputs.into_iter().map(|(module, input)| {
            let (module, input) = (ident(module), ident(input));
            quote!(use crate::operation::#module::#input;)
        });
        quote! {
            #(#inputs)*
            use crate::waiters;
        }
    });
    let own = &plan.service.operation_hosts;
    let mut rules = own
        .iter()
        .flat_map(|group| &group.hosts)
        .chain(&plan.service.hosts);
    let rule = rules.next().map(|_| quote!(HostRule,));
    let group = (!own.is_empty()).then(|| quote!(OperationHosts,));
    let schemes = &plan.service.auth_schemes;
    let auth = (!schemes.is_empty()).then(|| quote!(Auth,));
    let session = plan.service.session.as_ref();
    let session = session.map(|_| quote!(, Session));
    let discovery = plan.service.discovery.as_ref();
    let input = discovery.map(|discovery| {
        let (module, input) = (ident(&discovery.method), ident(&discovery.input));
        quote!(
            use crate::operation::#module::#input;
        )
    });
    let discovery = discovery.map(|_| quote!(Discovery,));
    let operation = quote!(#auth #discovery #rule Operation, #group Service #session);
    let rules = plan.service.rules.as_ref();
    let rules = rules.map(|_| {
        quote!(
            use crate::endpoint_rules::RULES;
        )
    });
    quote! {
        #rules
        #(#builders)*
        #input
        #waiters
        use shapewright_runtime::__codegen::send_blocking;
        use shapewright_runtime::{client, config};
        use shapewright_runtime::operation::{#operation};
    }
}

/// The constant with the service's static metadata.
fn service(service: &Service) -> TokenStream {
    let (name, id, version) = (&service.name, &service.id, &service.api_version);
    let (prefix, signing) = (&service.endpoint_prefix, &service.signing_name);
    let global = service
        .global_endpoint
        .as_ref()
        .map(|host| quote!(.with_global_endpoint(#host)));
    let schemes = &service.auth_schemes;
    let schemes = (!schemes.is_empty()).then(|| quote!(.with_auth_schemes(&[#(#schemes),*])));
    let hosts = (!service.hosts.is_empty()).then(|| quote!(.with_hosts(HOSTS)));
    let mut value = quote!(Service::new(#name, #id, #version, #prefix, #signing));
    let own = &service.operation_hosts;
    let own = (!own.is_empty()).then(|| quote!(.with_operation_hosts(OPERATION_HOSTS)));
    let rules = service.rules.as_ref().map(|_| quote!(.with_rules(&RULES)));
    let redirect = service.region_redirect.as_ref().map(|redirect| {
        let RegionRedirect { parameter, header } = redirect;
        let header = header.to_ascii_lowercase();
        quote!(.with_region_redirect(#parameter, #header))
    });
    let session = service.session.as_ref().map(session);
    let discovery = service.discovery.as_ref();
    let discovery = discovery.map(|_| quote!(.with_discovery(&DISCOVERY)));
    let calls = quote!(#schemes #global #hosts #own #rules #redirect #session #discovery);
    if !calls.is_empty() {
        value = quote!({
            let service = #value;
            service #calls
        });
    }
    quote! {
        /// The service's metadata: names, API version, hosts.
        pub(crate) const SERVICE: Service =
            #value;
    }
}

fn session(session: &Session) -> TokenStream {
    let Session {
        scheme,
        parameter,
        operation,
        target,
        flags,
        header,
    } = session;
    let header = header.to_ascii_lowercase();
    quote!(.with_session(Session {
        scheme: #scheme,
        parameter: #parameter,
        operation: #operation,
        target: #target,
        flags: &[#(#flags),*],
        header: #header,
    }))
}

/// The methods of every client.
fn own_methods() -> TokenStream {
    quote! {
        /// Creates a client with this configuration.
        #[must_use]
        pub fn new(config: &config::Config) -> Self {
            Self { inner: client::Client::new(config) }
        }

        /// Sends an operation's input.
        ///
        /// # Errors
        /// The service returned an error, or no response was received or it could not be parsed.
        pub async fn send<O: Operation>(&self, input: O) -> Result<O::Output, O::Error> {
            self.inner.send(input).await
        }

        /// Sends an input, and returns the output with request ID, status, headers and number of attempts.
        ///
        /// # Errors
        /// As for [`send`](Self::send).
        pub async fn send_with_metadata<O: Operation>(
            &self,
            input: O,
        ) -> Result<client::Response<O::Output>, O::Error> {
            self.inner.send_with_metadata(input).await
        }

        /// The configuration of the client.
        #[must_use]
        pub fn config(&self) -> &config::Config {
            self.inner.config()
        }

        /// The runtime's client, which sends operations of any service.
        #[must_use]
        pub fn inner(&self) -> &client::Client {
            &self.inner
        }
    }
}

/// The client's method of an operation.
fn method(operation: &Operation) -> TokenStream {
    let docs = doc(&operation.summary);
    let (method, builder) = (ident(&operation.method), ident(&operation.builder));
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
}

/// The client's method of a waiter.
fn waiter_method(waiter: &Waiter) -> TokenStream {
    let docs = doc(&waiter.doc);
    let (method, constant) = (ident(&waiter.method), ident(&waiter.constant));
    let builder = ident(&waiter.builder);
    quote! {
        #docs
        pub fn #method(&self) -> #builder {
            #builder::new(self.clone(), &waiters::#constant)
        }
    }
}

/// The host rules of the service.
fn host_rules(rules: &[HostRule]) -> TokenStream {
    let rules = rule_list(rules);
    quote! {
        /// Hosts that do not follow the usual pattern.
        const HOSTS: &[HostRule] = #rules;
    }
}

/// The host rules of single operations.
fn operation_hosts(groups: &[OperationHosts]) -> TokenStream {
    let groups = groups.iter().map(|OperationHosts { operations, hosts }| {
        let hosts = rule_list(hosts);
        quote! {
            OperationHosts {
                operations: &[#(#operations),*],
                hosts: #hosts,
            }
        }
    });
    quote! {
        /// The hosts of operations that have their own.
        const OPERATION_HOSTS: &[OperationHosts] = &[#(#groups),*];
    }
}

/// Endpoint discovery.
fn discovery(discovery: &Discovery) -> TokenStream {
    let Discovery {
        input,
        required,
        optional,
        ..
    } = discovery;
    let input = ident(input);
    quote! {
        /// The operations whose endpoints are discovered: those that require it, and those for which it is
        /// optional.
        const DISCOVERY: Discovery =
            Discovery::of::<#input>(&[#(#required),*], &[#(#optional),*]);
    }
}

fn rule_list(rules: &[HostRule]) -> TokenStream {
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
    quote!(&[#(#rules),*])
}
