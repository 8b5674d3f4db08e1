//! What makes a generated exception an error.

/// Gives an exception (a struct with a `metadata` field) what makes it an error.
#[doc(hidden)]
#[macro_export]
macro_rules! __exception {
    ($name:ident) => {
        $crate::__exception!($name, Unspecified);
    };
    ($name:ident, $hint:ident) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.metadata.describe(stringify!($name), formatter)
            }
        }

        impl ::core::error::Error for $name {}

        impl $crate::__codegen::ProvideErrorMetadata for $name {
            #[inline]
            fn metadata(&self) -> &$crate::__codegen::ErrorMetadata {
                &self.metadata
            }

            #[inline]
            fn metadata_mut(&mut self) -> &mut $crate::__codegen::ErrorMetadata {
                &mut self.metadata
            }

            #[inline]
            fn retry_hint(&self) -> $crate::__codegen::RetryHint {
                $crate::__codegen::RetryHint::$hint
            }
        }
    };
}

/// As `exception!`, for one after which the same request may succeed.
#[doc(hidden)]
#[macro_export]
macro_rules! __transient_exception {
    ($name:ident) => {
        $crate::__exception!($name, Transient);
    };
}

/// As `exception!`, for one that asks to be called less often.
#[doc(hidden)]
#[macro_export]
macro_rules! __throttling_exception {
    ($name:ident) => {
        $crate::__exception!($name, Throttling);
    };
}
