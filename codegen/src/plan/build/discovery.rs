//! Endpoint discovery.

use crate::model::{self, Member, Type};
use crate::naming::OperationNames;
use crate::plan::ir::{DiscoveredEndpoints, Discovery};
use crate::plan::planner::Planner;

impl Planner<'_> {
    /// The service's discovery, with the generated operations only.
    pub(in crate::plan) fn discovery(&self) -> Option<Discovery> {
        let discovery = self.model.service.endpoint_discovery.as_ref()?;
        let operations = self.model.operations.iter();
        let mut operations = operations.zip(&self.names.operations);
        let (_, names) = operations.find(|(it, _)| it.name == discovery.operation)?;
        let generated = |all: &[String]| {
            let is_generated =
                |name: &&String| self.model.operations.iter().any(|it| it.name == **name);
            all.iter().filter(is_generated).cloned().collect()
        };
        Some(Discovery {
            method: names.method.clone(),
            input: format!("{}Input", names.prefix),
            required: generated(&discovery.required),
            optional: generated(&discovery.optional),
        })
    }

    /// The fields of the discovering operation.
    pub(super) fn discovered_endpoints(
        &self,
        operation: &model::Operation,
        names: &OperationNames,
    ) -> Option<DiscoveredEndpoints> {
        let discovery = self.model.service.endpoint_discovery.as_ref()?;
        if discovery.operation != operation.name {
            return None;
        }
        let (list, endpoints) = find(&operation.response, &names.response, "Endpoints")?;
        let id = match &list.ty {
            Type::List { element, .. } => element.shape()?,
            _ => return None,
        };
        let (members, fields) = (self.model.shape(id).members(), self.names.parts(id));
        Some(DiscoveredEndpoints {
            endpoints: endpoints.to_owned(),
            address: find(members, fields, "Address")?.1.to_owned(),
            period: find(members, fields, "CachePeriodInMinutes")?.1.to_owned(),
        })
    }
}

fn find<'m>(
    members: &'m [Member],
    fields: &'m [String],
    name: &str,
) -> Option<(&'m Member, &'m str)> {
    let mut members = members.iter().zip(fields);
    let found = members.find(|(member, _)| member.name == name);
    found.map(|(member, field)| (member, field.as_str()))
}
