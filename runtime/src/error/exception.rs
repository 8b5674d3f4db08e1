//! What makes a generated exception an error.

/// Gives an exception (a struct with a `metadata` field) what makes it an error, and one that responses
/// are parsed as: the derive `Error` expands to it. With `headers`, how it is parsed is written beside it.
#[doc(hidden)]
#[macro_export]
macro_rules! __exception {
    ($name:ident, $hint:ident) => {
        $crate::__exception!($name, $hint, headers);
        $crate::__codegen::client! {
            impl $crate::__codegen::Exception for $name {}
        }
    };
    ($name:ident, $hint:ident, headers) => {
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.metadata.describe(stringify!($name), formatter)
            }
        }

        impl ::core::error::Error for $name {}

        impl $name {
            /// The service's message, whether or not the exception has a member for it.
            #[inline]
            #[must_use]
            pub fn message(&self) -> ::core::option::Option<&str> {
                self.metadata.message()
            }
        }

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
