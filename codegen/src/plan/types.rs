//! Model types: structs, open enumerations, unions, exceptions.

use super::{
    Check, Constructor, Enum, EventPayload, Exception, Field, Item, ItemKind, Planner, ReadStep,
    RetryHint, RustType, Scope, Struct, Union, Variant, docs,
};
use crate::model::{Kind, Member, Model, Part, PartOf, Shape, ShapeId, Type};
use crate::spec::{Fault, TimestampFormat};

/// A constructor takes no more parameters than this; beyond, a literal says more.
const MOST_PARAMETERS: usize = 7;

impl Planner<'_> {
    /// The types but exceptions, by module.
    pub(super) fn types(&self) -> Vec<Item> {
        let mut items: Vec<Item> = self
            .model
            .shape_ids()
            .filter(|id| self.model.shape(*id).error.is_none())
            .map(|id| self.item(id))
            .collect();
        items.sort_by(|a, b| a.module.cmp(&b.module));
        items
    }

    /// The exceptions, by name.
    pub(super) fn errors(&self) -> Vec<Struct> {
        let mut errors: Vec<Struct> = self
            .model
            .shape_ids()
            .filter(|id| self.model.shape(*id).error.is_some())
            .map(|id| self.error(id))
            .collect();
        errors.sort_by(|a, b| a.name.cmp(&b.name));
        errors
    }

    fn item(&self, id: ShapeId) -> Item {
        let shape = self.model.shape(id);
        let kind = match &shape.kind {
            Kind::Structure(members) => ItemKind::Struct(self.structure(id, members)),
            Kind::Union(members) => ItemKind::Union(self.union(id, members)),
            Kind::Enum(values) => ItemKind::Enum(self.enumeration(id, values)),
        };
        Item {
            module: self.names.module(id).to_owned(),
            source: shape.place().file,
            kind,
        }
    }

    fn structure(&self, id: ShapeId, members: &[Member]) -> Struct {
        let shape = self.model.shape(id);
        let sent_only = self.usage.is_sent(id) && !self.usage.is_received(id);
        let mut item = self.fields_struct(
            self.names.ty(id),
            self.type_doc(id),
            members,
            self.names.parts(id),
            sent_only,
            Scope::Types,
        );
        if shape.sensitive {
            item.redacted = true;
            item.fields
                .iter_mut()
                .for_each(|field| field.sensitive = true);
        }
        if self.usage.is_sent(id) {
            item.constructor = constructor(members, &item.fields);
        }
        if self.usage.is_checked(id) {
            item.checks = Some(self.checks(members, &item.fields));
        }
        item
    }

    /// A struct of members. With `required`, required members are no `Option`.
    pub(super) fn fields_struct(
        &self,
        name: &str,
        doc: Vec<String>,
        members: &[Member],
        names: &[String],
        required: bool,
        scope: Scope,
    ) -> Struct {
        let mut fields: Vec<Field> = members
            .iter()
            .zip(names)
            .map(|(member, name)| self.field(member, name, required, scope))
            .collect();
        let rename_all = rename_rule(&fields);
        for field in &mut fields {
            let given =
                rename_all.map_or_else(|| bare(&field.name), |rule| renamed(rule, &field.name));
            field.rename = (given != field.wire_name).then(|| field.wire_name.clone());
        }
        Struct {
            name: name.to_owned(),
            doc,
            rename_all,
            has_default: fields.iter().all(|field| field.optional),
            redacted: fields.iter().any(|field| field.sensitive),
            fields,
            constructor: None,
            checks: None,
            exception: None,
        }
    }

    pub(super) fn field(&self, member: &Member, name: &str, required: bool, scope: Scope) -> Field {
        let mut ty = self.rust_type(&member.ty, scope);
        if member.event_stream {
            ty = RustType::EventStream(Box::new(ty));
        } else if member.boxed {
            ty = RustType::Box(Box::new(ty));
        }
        let leaf_is_sensitive = member
            .ty
            .shape()
            .is_some_and(|id| self.model.shape(id).sensitive);
        Field {
            name: name.to_owned(),
            wire_name: member.wire_name.clone(),
            rename: None,
            with: with(&member.ty),
            ty,
            // A token that is required of the wire is not required of the caller.
            optional: !(required && member.required && !member.idempotency_token),
            doc: self.member_doc(member),
            sensitive: member.sensitive || leaf_is_sensitive,
        }
    }

    pub(super) fn checks(&self, members: &[Member], fields: &[Field]) -> Vec<Check> {
        let mut checks = Vec::new();
        for (member, field) in members.iter().zip(fields) {
            let wire_name = member.name.clone();
            if member.required && field.optional && !member.idempotency_token {
                checks.push(Check::Member {
                    wire_name: wire_name.clone(),
                    field: field.name.clone(),
                });
            }
            if self.usage.holds_checked(member) {
                checks.push(Check::Inside {
                    wire_name,
                    field: field.name.clone(),
                });
            }
        }
        checks
    }

    fn union(&self, id: ShapeId, members: &[Member]) -> Union {
        let names = self.names.parts(id);
        let variants: Vec<Field> = members
            .iter()
            .zip(names)
            .map(|(member, name)| self.field(member, name, true, Scope::Types))
            .collect();
        let checks = self.usage.is_checked(id).then(|| {
            let held = members.iter().zip(names);
            held.filter(|(member, _)| self.usage.holds_checked(member))
                .map(|(_, name)| name.clone())
                .collect()
        });
        let sensitive = self.model.shape(id).sensitive;
        Union {
            name: self.names.ty(id).to_owned(),
            doc: self.type_doc(id),
            redacted: sensitive || variants.iter().any(|variant| variant.sensitive),
            events: self.is_event(id).then(|| self.event_payloads(members)),
            uneven: members.iter().any(|member| self.holds_members(member)),
            variants,
            checks,
        }
    }

    /// Whether a stream of events consists of values of a shape.
    fn is_event(&self, id: ShapeId) -> bool {
        self.holders(id).any(|member| member.event_stream)
    }

    fn event_payloads(&self, events: &[Member]) -> Vec<EventPayload> {
        let payload = |event: &Member| {
            let members = self.model.shape(event.ty.shape()?).members();
            let member = members.iter().find(|member| member.event_payload)?;
            Some(EventPayload {
                event: event.wire_name.clone(),
                member: member.wire_name.clone(),
                kind: match member.ty {
                    Type::Blob => "Blob",
                    Type::String => "Text",
                    _ => "Json",
                },
            })
        };
        events.iter().filter_map(payload).collect()
    }

    /// Whether a variant is as large as what a structure or a union holds.
    fn holds_members(&self, variant: &Member) -> bool {
        let Type::Shape(id) = variant.ty else {
            return false;
        };
        !variant.boxed && !self.model.shape(id).members().is_empty()
    }

    fn enumeration(&self, id: ShapeId, values: &[String]) -> Enum {
        let shape = self.model.shape(id);
        let mut meanings = docs::of_values(shape.doc.as_ref(), values);
        for doc in self.holders(id).filter_map(|member| member.doc.as_ref()) {
            for (value, meaning) in docs::of_values(Some(doc), values) {
                meanings.entry(value).or_insert(meaning);
            }
        }
        let variants = values
            .iter()
            .zip(self.names.parts(id))
            .map(|(value, name)| Variant {
                name: name.clone(),
                value: value.clone(),
                doc: meanings.remove(value).unwrap_or_else(|| value_doc(value)),
            })
            .collect();
        Enum {
            name: self.names.ty(id).to_owned(),
            doc: self.type_doc(id),
            variants,
        }
    }

    fn error(&self, id: ShapeId) -> Struct {
        let shape = self.model.shape(id);
        let mut item = self.fields_struct(
            self.names.ty(id),
            self.type_doc(id),
            shape.members(),
            self.names.parts(id),
            false,
            Scope::Types,
        );
        let error = shape.error.clone().unwrap_or_default();
        let hint = if error.throttling {
            Some(RetryHint::Throttling)
        } else {
            error.retryable.then_some(RetryHint::Transient)
        };
        item.exception = Some(Exception {
            hint,
            headers: self.header_steps(shape.members(), self.names.parts(id)),
        });
        if let Some(fault) = error.fault {
            let whose = match fault {
                Fault::Client => "The request is at fault",
                Fault::Server => "The service is at fault",
            };
            let status = error
                .status
                .map_or_else(String::new, |status| format!(" (HTTP {status})"));
            item.doc
                .extend([String::new(), format!("{whose}{status}.")]);
        } else if let Some(status) = error.status {
            item.doc.extend([String::new(), format!("HTTP {status}.")]);
        }
        item
    }

    fn header_steps(&self, members: &[Member], names: &[String]) -> Vec<ReadStep> {
        members
            .iter()
            .zip(names)
            .filter_map(|(member, name)| self.read_step(member, name))
            .collect()
    }

    /// The docs of a type: its own, else the summary of a member that holds it.
    fn type_doc(&self, id: ShapeId) -> Vec<String> {
        let shape = self.model.shape(id);
        let own = shape.doc.as_ref().map(docs::markdown);
        let mut doc = own
            .filter(|lines| lines.iter().any(|line| !line.is_empty()))
            .or_else(|| self.doc_of_holder(id))
            .unwrap_or_else(|| vec![format!("The shape {}.", docs::code(&shape_name(shape)))]);
        if let Some(note) = &shape.deprecated {
            doc.extend(deprecation(note));
        }
        doc
    }

    fn doc_of_holder(&self, id: ShapeId) -> Option<Vec<String>> {
        let doc = self.holders(id).find_map(|member| member.doc.as_ref())?;
        let summary = docs::summary(&docs::markdown(doc));
        summary
            .iter()
            .any(|line| !line.is_empty())
            .then_some(summary)
    }

    /// The members that hold a shape, in the model's order.
    fn holders(&self, id: ShapeId) -> impl Iterator<Item = &Member> {
        self.holders.get(id.0).into_iter().flatten().copied()
    }

    fn member_doc(&self, member: &Member) -> Vec<String> {
        let own = member.doc.as_ref().map(docs::markdown).unwrap_or_default();
        let mut doc = if own.iter().any(|line| !line.is_empty()) {
            own
        } else {
            vec![if member.name.is_empty() {
                "The member without a name.".to_owned()
            } else {
                format!("The member {}.", docs::code(&one_line(&member.name)))
            }]
        };
        let bounds = docs::bounds(&member.bounds, None, measured(&member.ty));
        if !bounds.is_empty() {
            doc.push(String::new());
            doc.extend(bounds);
        }
        for part in &member.parts {
            doc.extend(self.part_doc(part, &member.ty));
        }
        if member.event_stream {
            let text = "A stream of events, read when they are asked for.";
            doc.extend([String::new(), text.to_owned()]);
        }
        if member.required {
            doc.extend([String::new(), "Required.".to_owned()]);
        }
        if let Some(note) = &member.deprecated {
            doc.extend(deprecation(note));
        }
        doc
    }

    /// What is said of the elements, keys or values of a member: a paragraph, or none.
    fn part_doc(&self, part: &Part, ty: &Type) -> Vec<String> {
        let Some(ty) = ty.part(&part.way) else {
            return Vec::new();
        };
        let whose: Vec<_> = part
            .way
            .iter()
            .map(|part| match part {
                PartOf::Element => "element",
                PartOf::Key => "key",
                PartOf::Value => "value",
            })
            .collect();
        let whose = format!("Each {}", whose.join("'s "));
        let mut doc = Vec::new();
        // A shape that stands here has its doc on its type.
        let of_shape = match ty {
            Type::Shape(id) => self.model.shape(*id).doc.as_ref(),
            _ => None,
        };
        let own = part.doc.as_ref().filter(|doc| Some(*doc) != of_shape);
        let own = own.map(docs::markdown).unwrap_or_default();
        if let Some((first, rest)) = docs::summary(&own).split_first()
            && !first.is_empty()
        {
            doc.extend([String::new(), format!("{whose}: {first}")]);
            doc.extend_from_slice(rest);
        }
        let bounds = docs::bounds(&part.bounds, Some(&whose), measured(ty));
        if !bounds.is_empty() {
            doc.push(String::new());
            doc.extend(bounds);
        }
        doc
    }
}

/// The members that hold each shape: those of operations first, in the model's order.
pub(super) fn holders(model: &Model) -> Vec<Vec<&Member>> {
    let of_operations = model
        .operations
        .iter()
        .flat_map(|operation| operation.request.iter().chain(&operation.response));
    let of_shapes = model.shapes.iter().flat_map(Shape::members);
    let mut holders = vec![Vec::new(); model.shapes.len()];
    for member in of_operations.chain(of_shapes) {
        if let Some(holders) = member.ty.shape().and_then(|id| holders.get_mut(id.0)) {
            holders.push(member);
        }
    }
    holders
}

/// The paragraph that says that something is deprecated.
pub(super) fn deprecation(note: &str) -> [String; 2] {
    let text = docs::escape(note);
    let text = if text.is_empty() {
        "**Deprecated.**".to_owned()
    } else {
        format!("**Deprecated:** {text}")
    };
    [String::new(), text]
}

/// The name of a shape, for people.
pub(super) fn shape_name(shape: &Shape) -> String {
    use crate::model::ShapeName::{Inline, Pinned, Shared};
    match &shape.name {
        Shared(name) | Pinned(name) => name.clone(),
        Inline { member, .. } => member.clone(),
    }
}

/// What is said of a value where the docs say nothing.
fn value_doc(value: &str) -> Vec<String> {
    vec![if value.is_empty() {
        "The empty text.".to_owned()
    } else {
        format!("The value {}.", docs::code(&one_line(value)))
    }]
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn measured(ty: &Type) -> &'static str {
    match ty {
        // Of a shape, an enumeration alone has bounds.
        Type::String | Type::Blob | Type::Shape(_) => "Length",
        Type::List { .. } | Type::Map { .. } => "Size",
        _ => "Value",
    }
}

/// The constructor that takes the required members, where there are some and not too many.
pub(super) fn constructor(members: &[Member], fields: &[Field]) -> Option<Constructor> {
    let required: Vec<usize> = members
        .iter()
        .enumerate()
        .filter(|(_, member)| member.required && !member.idempotency_token)
        .map(|(index, _)| index)
        .filter(|index| *index < fields.len())
        .collect();
    (!required.is_empty() && required.len() <= MOST_PARAMETERS)
        .then_some(Constructor { fields: required })
}

/// The module of the runtime's `wire` for a type that JSON writes in a way of its own.
fn with(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Float | Type::Double => Some("float"),
        Type::Timestamp(Some(TimestampFormat::Iso8601)) => Some("date_time"),
        Type::Timestamp(Some(TimestampFormat::Rfc822)) => Some("http_date"),
        Type::List { element, .. } => with(element),
        Type::Map { value, .. } => with(value),
        _ => None,
    }
}

/// serde's rule that gives most fields their wire name.
fn rename_rule(fields: &[Field]) -> Option<&'static str> {
    let given = |rule: Option<&str>| {
        let fits = |field: &&Field| {
            let name = rule.map_or_else(|| bare(&field.name), |rule| renamed(rule, &field.name));
            name == field.wire_name
        };
        fields.iter().filter(fits).count()
    };
    let mut best = (given(None), None);
    for rule in ["camelCase", "PascalCase"] {
        let count = given(Some(rule));
        if count > best.0 {
            best = (count, Some(rule));
        }
    }
    best.1
}

fn bare(field: &str) -> String {
    field.trim_start_matches("r#").to_owned()
}

/// The name that serde makes of a field by a rule.
fn renamed(rule: &str, field: &str) -> String {
    let mut name = String::new();
    let mut upper = rule == "PascalCase";
    for char in field.trim_start_matches("r#").chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            name.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            name.push(char);
        }
    }
    if rule == "camelCase" {
        let first = name.chars().next().map(|char| char.to_ascii_lowercase());
        name = first.into_iter().chain(name.chars().skip(1)).collect();
    }
    name
}
