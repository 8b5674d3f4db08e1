//! A service's endpoint rules.

use super::rust::ident;
use crate::plan::RuleConstant;
use crate::plan::rules::{Attribute, AuthScheme, Next, Outcome, Parameter, Rules, Source, Value};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use std::collections::BTreeSet;

/// `endpoint_rules.rs`.
pub(super) fn file(rules: &Rules) -> TokenStream {
    let mut uses: BTreeSet<&str> =
        ["Outcome", "Parameter", "Rules", "Source", "Test", "Value"].into();
    if rules.parameters.iter().any(|it| it.default.is_some()) {
        uses.insert("Fixed");
    }
    if rules.values.iter().any(|it| matches!(it, Value::Get(..))) {
        uses.insert("Attribute");
    }
    let has_auth = |it: &Outcome| matches!(it, Outcome::Endpoint { auth, .. } if !auth.is_empty());
    if rules.outcomes.iter().any(has_auth) {
        uses.insert("AuthScheme");
    }
    let uses = uses.into_iter().map(ident);
    let parameters = rules.parameters.iter().map(parameter);
    let values = rules.values.iter().map(value);
    let tests = rules.tests.iter().map(|test| {
        let (value, yes, no) = (number(test.value), next(test.yes), next(test.no));
        quote!((#value, #yes, #no))
    });
    let outcomes = rules.outcomes.iter().map(outcome);
    quote! {
        //! The service's endpoint rules.
        use shapewright_runtime::operation::rules::{#(#uses),*};

        /// The rules.
        pub(crate) const RULES: Rules = Rules {
            parameters: PARAMETERS,
            values: VALUES,
            tests: TESTS,
            outcomes: OUTCOMES,
        };

        /// The endpoint parameters.
        const PARAMETERS: &[Parameter] = &[#(#parameters),*];

        /// The values that tests use. Numbers and `{0}` refer to earlier values; those of `Parameter` to
        /// parameters.
        const VALUES: &[Value] = &[#(#values),*];

        /// The tests: a value, and where to go if it holds and if it does not. A negative number is
        /// an outcome, -1 the first.
        const TESTS: &[Test] = &[#(#tests),*];

        /// The outcomes.
        const OUTCOMES: &[Outcome] = &[#(#outcomes),*];
    }
}

fn number(number: usize) -> Literal {
    Literal::usize_unsuffixed(number)
}

fn next(next: Next) -> TokenStream {
    match next {
        Next::Test(at) => {
            let at = number(at);
            quote!(#at)
        }
        Next::Outcome(at) => {
            let at = number(at + 1);
            quote!(-#at)
        }
    }
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    let source = match &parameter.source {
        Source::Call => quote!(Source::Call),
        Source::Region => quote!(Source::Region),
        Source::UseFips => quote!(Source::UseFips),
        Source::UseDualStack => quote!(Source::UseDualStack),
        Source::Endpoint => quote!(Source::Endpoint),
        Source::AccountId => quote!(Source::AccountId),
        Source::AccountIdMode => quote!(Source::AccountIdMode),
        Source::Setting(name) => quote!(Source::Setting(#name)),
    };
    let default = match &parameter.default {
        Some(RuleConstant::Bool(flag)) => quote!(.or(Fixed::Bool(#flag))),
        Some(RuleConstant::Text(text)) => quote!(.or(Fixed::Text(#text))),
        Some(RuleConstant::List(_)) | None => quote!(),
    };
    let required = parameter.required.then(|| quote!(.required()));
    quote!(Parameter::new(#name, #source) #default #required)
}

fn value(value: &Value) -> TokenStream {
    let one = |variant: &str, of: usize| {
        let (variant, of) = (ident(variant), number(of));
        quote!(Value::#variant(#of))
    };
    let three = |variant: &str, numbers: [usize; 3]| {
        let (variant, numbers) = (ident(variant), numbers.map(number));
        quote!(Value::#variant(#(#numbers),*))
    };
    match value {
        Value::Parameter(at) => one("Parameter", *at),
        Value::Text(text) => quote!(Value::Text(#text)),
        Value::Bool(flag) => quote!(Value::Bool(#flag)),
        Value::IsSet(of) => one("IsSet", *of),
        Value::Not(of) => one("Not", *of),
        Value::Is(of, text) => {
            let of = number(*of);
            quote!(Value::Is(#of, #text))
        }
        Value::Equal(first, second) => {
            let (first, second) = (number(*first), number(*second));
            quote!(Value::Equal(#first, #second))
        }
        Value::Get(of, attribute) => {
            let (of, attribute) = (number(*of), self::attribute(*attribute));
            quote!(Value::Get(#of, #attribute))
        }
        Value::Partition(of) => one("Partition", *of),
        Value::Arn(of) => one("Arn", *of),
        Value::Url(of) => one("Url", *of),
        Value::Encoded(of) => one("Encoded", *of),
        Value::Substring(of, start, stop) => three("Substring", [*of, *start, *stop]),
        Value::SubstringFromEnd(of, start, stop) => three("SubstringFromEnd", [*of, *start, *stop]),
        Value::IsHostLabel(of) => one("IsHostLabel", *of),
        Value::IsHostName(of) => one("IsHostName", *of),
        Value::IsBucketLabel(of) => one("IsBucketLabel", *of),
        Value::IsBucketName(of) => one("IsBucketName", *of),
        Value::FirstSet(all) => {
            let all = all.iter().map(|of| number(*of));
            quote!(Value::FirstSet(&[#(#all),*]))
        }
        Value::Either(test, yes, no) => three("Either", [*test, *yes, *no]),
        Value::Split(of, delimiter, limit) => {
            let (of, limit) = (number(*of), number(*limit));
            quote!(Value::Split(#of, #delimiter, #limit))
        }
    }
}

fn attribute(attribute: Attribute) -> TokenStream {
    match attribute {
        Attribute::ArnResource(at) => {
            let at = number(at);
            quote!(Attribute::ArnResource(#at))
        }
        Attribute::Element(at) => {
            let at = Literal::i16_unsuffixed(at);
            quote!(Attribute::Element(#at))
        }
        plain => {
            let name = ident(&format!("{plain:?}"));
            quote!(Attribute::#name)
        }
    }
}

fn outcome(outcome: &Outcome) -> TokenStream {
    match outcome {
        Outcome::Error(text) => quote!(Outcome::Error(#text)),
        Outcome::Endpoint { url, headers, auth } => {
            let headers = headers.iter().map(|(name, text)| quote!((#name, #text)));
            let auth = auth.iter().map(scheme);
            quote!(Outcome::endpoint(#url, &[#(#headers),*], &[#(#auth),*]))
        }
    }
}

fn scheme(scheme: &AuthScheme) -> TokenStream {
    let text = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (name, plain_path) = (&scheme.name, scheme.plain_path);
    let (service, region) = (text(&scheme.service), text(&scheme.region));
    quote!(AuthScheme::new(#name, #service, #region, #plain_path))
}
