//! Without endpoint rules no endpoint asks for a session.

use super::address::refused;
use super::call::Call;
use crate::auth::Credentials;
use crate::operation::error::RequestError;
use bytes::Bytes;
use http::Request;
use std::future;

/// None.
#[derive(Debug, Default)]
pub(super) struct Sessions;

impl Call<'_> {
    /// Fails: there is none.
    pub(super) fn enter(
        &self,
        _request: &mut Request<Bytes>,
        place: &str,
    ) -> future::Ready<Result<Credentials, RequestError>> {
        future::ready(Err(refused(format!(
            "no session can be opened for {place}"
        ))))
    }
}
