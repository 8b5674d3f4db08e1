//! Invocation ids.

use super::call::Call;
use crate::operation::Operation;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::random;
use std::io;

impl Call<'_> {
    pub(super) fn fill_idempotency_tokens<O: Operation>(
        &self,
        input: &mut O,
    ) -> Result<(), RequestError> {
        let mut failure = None;
        input.fill_idempotency_tokens(&mut || {
            random::uuid(&*self.config.parts().random).unwrap_or_else(|error| {
                failure = Some(error);
                String::new()
            })
        });
        failure.map_or(Ok(()), |error| Err(no_randomness(error)))
    }

    pub(super) fn identify(&mut self) -> Result<(), RequestError> {
        self.invocation_id = random::uuid(&*self.config.parts().random).map_err(no_randomness)?;
        Ok(())
    }
}

fn no_randomness(error: io::Error) -> RequestError {
    RequestError::new(RequestErrorKind::Build, error)
}
