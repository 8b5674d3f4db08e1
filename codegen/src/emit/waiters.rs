//! Waiters.

use super::rust::{doc_line, ident};
use crate::plan::{Expected, Expression, Matcher, Operator, Plan, Quantifier};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

/// `waiters.rs`.
pub(super) fn file(plan: &Plan) -> TokenStream {
    let waiters = plan.waiters.iter().map(|waiter| {
        let title = doc_line(&waiter.title);
        let (constant, name) = (ident(&waiter.constant), &waiter.name);
        let delay = u64::from(waiter.delay);
        let delay = proc_macro2::Literal::u64_unsuffixed(delay);
        let attempts = proc_macro2::Literal::u32_unsuffixed(waiter.max_attempts);
        let acceptors = waiter.acceptors.iter().map(|acceptor| {
            let state = acceptor.state;
            let matcher = matcher(&acceptor.matcher);
            quote!(Acceptor { state: #state, matcher: #matcher })
        });
        quote! {
            #title
            pub(crate) const #constant: WaiterConfig = WaiterConfig {
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
        //! Waiters: their acceptors, and the time between polls.
        use shapewright_runtime::client::{Acceptor, AcceptorState, #(#uses,)* Matcher, WaiterConfig};
        use std::time::Duration;
        #(#waiters)*
    }
}

fn matcher(matcher: &Matcher) -> TokenStream {
    match matcher {
        Matcher::Path(quantifier, path, expected) => {
            let expected = value(expected);
            let variant = match quantifier {
                Quantifier::One => quote!(Path),
                Quantifier::All => quote!(PathAll),
                Quantifier::Any => quote!(PathAny),
            };
            quote!(Matcher::#variant(#path, #expected))
        }
        Matcher::Expression(quantifier, expression, expected) => {
            let expected = value(expected);
            let variant = match quantifier {
                Quantifier::One => quote!(Value),
                Quantifier::All => quote!(All),
                Quantifier::Any => quote!(Any),
            };
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
        Expression::Both(operator, one, other) => {
            let variant = self::operator(*operator);
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

/// The variant of the runtime's `Expression` for an operator.
fn operator(operator: Operator) -> TokenStream {
    match operator {
        Operator::And => quote!(And),
        Operator::Or => quote!(Or),
        Operator::Equal => quote!(Equal),
        Operator::NotEqual => quote!(NotEqual),
        Operator::Less => quote!(Less),
        Operator::AtMost => quote!(AtMost),
        Operator::Greater => quote!(Greater),
        Operator::AtLeast => quote!(AtLeast),
    }
}
