//! The crate as a whole.

use super::{Landing, ModelType, Operation, Service, Struct, Table, Waiter, WriteStep};
use crate::diagnostic::Diagnostics;
use crate::naming::NameTable;

/// A generated crate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the crate says of itself.
    pub service: Service,
    /// The model types, all in one file, by name.
    pub types: Vec<ModelType>,
    /// The exceptions, all in one file.
    pub errors: Vec<Struct>,
    /// The operations, one file each.
    pub operations: Vec<Operation>,
    /// What everything on the wire is called.
    pub names: NameTable,
    /// The waiters.
    pub waiters: Vec<Waiter>,
    /// How the service speaks its protocol, where serde writes and reads bodies.
    pub table: Option<Table>,
    /// What is on the first page of the docs.
    pub landing: Landing,
    /// What the spec says and the crate does not have.
    pub warnings: Diagnostics,
}

impl Plan {
    /// The runtime's features that its client is made of.
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
