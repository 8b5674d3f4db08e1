//! The futures of traits that users implement.

use std::future::Future;
use std::pin::Pin;

/// A boxed future; `Send` except on wasm32, where nothing needs it.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future; `Send` except on wasm32, where nothing needs it.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
