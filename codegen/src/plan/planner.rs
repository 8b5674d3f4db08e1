//! Planning: the plan of a model, and the state that all parts share.

use super::docs;
use super::ir::{Auth, Landing, Plan, Primitive, RustType, Scalar, Service, TypeModule, TypeName};
use super::landing;
use super::protocol::{self, Facts, Protocol};
use crate::diagnostic::Diagnostics;
use crate::model::{Doc, Member, Model, Shape, ShapeId, Type};
use crate::naming::{NameTable, Names};
use crate::passes::Usage;

/// The plan of a model whose shapes are merged, named and valid.
#[must_use]
pub fn plan(model: &Model, names: &Names, usage: &Usage, folder: &str) -> Plan {
    let planner = Planner {
        model,
        names,
        usage,
        protocol: protocol::of(model.service.protocol),
        referrers: referrers(model),
    };
    let mut warnings = Diagnostics::default();
    let mut plan = Plan {
        service: planner.service(folder),
        types: planner.types(),
        errors: planner.errors(),
        operations: planner.operations(&mut warnings),
        names: NameTable::of(model, names),
        waiters: planner.waiters(&mut warnings),
        table: planner.protocol.table(Facts {
            model,
            names,
            usage,
        }),
        landing: Landing::default(),
        warnings,
    };
    for operation in &mut plan.operations {
        operation.has_waiter = plan.waiters.iter().any(|it| it.module == operation.method);
    }
    planner.warn_of_defaults(&mut plan.warnings);
    plan.landing = landing::landing(&plan);
    plan
}

/// A model with indices.
pub(super) struct Planner<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
    pub(super) usage: &'a Usage,
    pub(super) protocol: &'a dyn Protocol,
    /// The members of each shape's type.
    referrers: Vec<Vec<&'a Member>>,
}

/// The file that refers to a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scope {
    /// A file of the `types` module, in which its siblings are imported.
    Types,
    /// A file of an operation, in which the module `types` is imported.
    Operation,
}

impl Planner<'_> {
    fn service(&self, folder: &str) -> Service {
        let service = &self.model.service;
        let doc = service.doc.as_ref().map(|text| Doc {
            text: text.clone(),
            format: service.doc_format,
        });
        Service {
            folder: folder.to_owned(),
            krate: self.krate(),
            title: service.title.clone(),
            crate_doc: format!("A typed client for {}.", docs::escape(&service.title)),
            client_doc: format!("A client for {}.", docs::escape(&service.title)),
            doc: doc.as_ref().map(docs::markdown).unwrap_or_default(),
            name: service.service.clone(),
            id: service.service_id.clone(),
            api_version: service.api_version.clone(),
            endpoint_prefix: service.endpoint_prefix.clone(),
            signing_name: service.signing_name.clone(),
            auth_schemes: service
                .auth_schemes
                .iter()
                .copied()
                .map(Auth::from)
                .collect(),
            global_endpoint: service.global_endpoint.clone(),
            hosts: service.hosts.clone(),
            operation_hosts: service.operation_hosts.clone(),
            rules: self.model.rules.clone(),
            region_redirect: service.region_redirect.clone(),
            session: service.session.clone(),
            discovery: self.discovery(),
        }
    }

    /// The crate's name in Rust.
    pub(super) fn krate(&self) -> String {
        format!(
            "shapewright_{}",
            self.model.service.service.replace('-', "_")
        )
    }

    pub(super) fn rust_type(&self, ty: &Type, scope: Scope) -> RustType {
        match ty {
            Type::String => RustType::String,
            Type::Boolean => RustType::Scalar(Scalar::Bool),
            Type::Byte => RustType::Scalar(Scalar::I8),
            Type::Short => RustType::Scalar(Scalar::I16),
            Type::Integer => RustType::Scalar(Scalar::I32),
            Type::Long => RustType::Scalar(Scalar::I64),
            Type::Float => RustType::Scalar(Scalar::F32),
            Type::Double => RustType::Scalar(Scalar::F64),
            Type::Timestamp(_) => RustType::Primitive(Primitive::Timestamp),
            Type::Blob => RustType::Primitive(Primitive::Blob),
            Type::Document => RustType::Primitive(Primitive::Document),
            Type::List { element, sparse } => {
                RustType::Vec(Box::new(self.part(element, *sparse, scope)))
            }
            Type::Map { key, value, sparse } => RustType::Map(
                Box::new(self.rust_type(key, scope)),
                Box::new(self.part(value, *sparse, scope)),
            ),
            Type::Shape(id) => {
                let is_error = self.model.shape(*id).error.is_some();
                RustType::Named(TypeName {
                    module: match (scope, is_error) {
                        (Scope::Types, false) => TypeModule::Sibling,
                        (Scope::Types, true) => TypeModule::Error,
                        (Scope::Operation, false) => TypeModule::Types,
                        (Scope::Operation, true) => TypeModule::TypesError,
                    },
                    name: self.names.ty(*id).to_owned(),
                })
            }
        }
    }

    fn part(&self, part: &Type, sparse: bool, scope: Scope) -> RustType {
        let ty = self.rust_type(part, scope);
        if sparse {
            RustType::Option(Box::new(ty))
        } else {
            ty
        }
    }

    /// The members of a shape's type, in the model's order.
    pub(super) fn referrers(&self, id: ShapeId) -> impl Iterator<Item = &Member> {
        id.of(&self.referrers).iter().copied()
    }
}

/// The members of each shape's type: those of operations first, in the model's order.
fn referrers(model: &Model) -> Vec<Vec<&Member>> {
    let of_operations = model
        .operations
        .iter()
        .flat_map(|operation| operation.request.iter().chain(&operation.response));
    let of_shapes = model.shapes.iter().flat_map(Shape::members);
    let mut referrers = vec![Vec::new(); model.shapes.len()];
    for member in of_operations.chain(of_shapes) {
        if let Some(id) = member.ty.shape() {
            id.of_mut(&mut referrers).push(member);
        }
    }
    referrers
}
