//! What makes a struct an exception.

use crate::emit::rust::ident;
use crate::plan::{Exception, RetryHint};
use proc_macro2::Ident;

/// The runtime's macro that makes a struct this kind of exception.
pub(super) fn exception_macro(exception: &Exception) -> Ident {
    ident(match exception.hint {
        None => "exception",
        Some(RetryHint::Transient) => "transient_exception",
        Some(RetryHint::Throttling) => "throttling_exception",
    })
}
