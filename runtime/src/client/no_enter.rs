//! A build without endpoint rules, or without XML, opens no sessions.

use super::address::refused;
use super::call::Call;
use crate::auth::Credentials;
use crate::operation::error::RequestError;
use bytes::Bytes;
use http::Request;
use std::future;

impl Call<'_> {
    /// Fails: there is none.
    pub(super) fn enter(
        &self,
        _request: &mut Request<Bytes>,
        place: &str,
    ) -> future::Ready<Result<Credentials, RequestError>> {
        future::ready(Err(refused(self.shared.sessions.problem(place))))
    }
}
