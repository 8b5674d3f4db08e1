//! The crate as a whole.

use super::{Landing, ModelType, Operation, Service, Struct, Table, Waiter, WriteStep};
use crate::diagnostic::Diagnostics;
use crate::naming::NameTable;

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The service, for the client and the docs.
    pub service: Service,
    /// The model types, all in one file, by name.
    pub types: Vec<ModelType>,
    /// The exceptions, all in one file.
    pub errors: Vec<Struct>,
    /// The operations, one file each.
    pub operations: Vec<Operation>,
    /// The table of names.
    pub names: NameTable,
    /// The waiters.
    pub waiters: Vec<Waiter>,
    /// The exceptions to the protocol's rule, if serde writes and reads bodies.
    pub table: Option<Table>,
    /// The first page of the docs.
    pub landing: Landing,
    /// Warnings about parts of the spec that are not in the crate.
    pub warnings: Diagnostics,
}

impl Plan {
    /// The runtime's features that its client needs.
    pub fn client_features(&self) -> impl Iterator<Item = &'static str> {
        let sums = self.operations.iter().any(|operation| {
            let streams = &operation.streams;
            let mut steps = operation.write.iter();
            operation.checksum
                || streams.request_checksum.is_some()
                || streams.response_checksum
                || steps.any(|step| matches!(step, WriteStep::HeaderKey { .. }))
        });
        let client = self.table.as_ref().map_or("client", |table| table.feature);
        let rules = self.service.rules.is_some().then_some("endpoint-rules");
        let sums = sums.then_some("checksum");
        [client].into_iter().chain(sums).chain(rules)
    }
}
