//! A test that uses all that a generated crate offers, in the way that the crate says holds: structs
//! with `..`, enumerations with a `_` arm. Written from the plan, so it names what the crate has.

use serde_json::{Map, Value, json};
use shapewright::plan::{
    Field, ModelType, Operation, Plan, Primitive, RequestStart, RustType, Scalar, SetterKind,
    Struct, Text, TypeModule, TypeName, Union, WireFormat, WriteStep,
};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The test's text.
pub(super) fn test(plan: &Plan) -> String {
    let mut test = Test {
        kinds: plan.types.iter().map(|it| (it.name(), it)).collect(),
        errors: plan.errors.iter().map(|it| (&*it.name, it)).collect(),
        text: HEAD.replace("KRATE", &plan.service.krate),
    };
    for item in &plan.types {
        let path = format!("krate::types::{}", item.name());
        match item {
            ModelType::Struct(item) => test.structure(&path, item),
            ModelType::Enum(item) => {
                let variants = item.variants.iter();
                let values: Vec<_> = variants.map(|it| (&*it.name, &*it.value)).collect();
                test.enumeration(&path, &values);
            }
            ModelType::Union(item) => test.union(&path, item),
        }
    }
    for error in &plan.errors {
        test.structure(&format!("krate::types::error::{}", error.name), error);
    }
    for operation in &plan.operations {
        test.operation(operation);
    }
    for waiter in &plan.waiters {
        let method = &waiter.method;
        let body = format!("let _ = client.{method}().wait(std::time::Duration::ZERO);\n");
        test.function(&format!("waits_{method}"), "client: krate::Client", &body);
    }
    test.text
}

const HEAD: &str = r#"#![allow(deprecated, unreachable_patterns, unused, clippy::all)]
use KRATE as krate;
use serde_json::Value;
use shapewright_runtime::operation::Operation;

/// A value that is read and written again is the same.
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) -> T {
    let value: T = serde_json::from_str(json).unwrap();
    let before: Value = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), before);
    value
}
"#;

struct Test<'a> {
    kinds: BTreeMap<&'a str, &'a ModelType>,
    errors: BTreeMap<&'a str, &'a Struct>,
    text: String,
}

impl Test<'_> {
    /// A function around some statements.
    fn function(&mut self, name: &str, parameters: &str, body: &str) {
        let name = name.replace("r#", "").replace("::", "_");
        let _ = write!(
            self.text,
            "\n#[allow(non_snake_case)]\nfn {name}({parameters}) {{\n{body}}}\n"
        );
    }

    fn test(&mut self, name: &str, body: &str) {
        self.text.push_str("\n#[test]");
        self.function(name, "", body);
    }

    /// Made with `..`, taken apart with `..`, and constructed.
    fn structure(&mut self, path: &str, item: &Struct) {
        let mut takes = String::new();
        let mut makes = String::new();
        let mut parameters = String::new();
        for field in &item.fields {
            let (name, ty) = (&field.name, self.field_type(field));
            let _ = write!(takes, "{name}, ");
            let _ = write!(makes, "{name}: of_{}, ", bare(name));
            let _ = write!(parameters, "of_{}: {ty}, ", bare(name));
        }
        // What streams cannot be cloned.
        let (other, value) = match item.is_clone {
            true => (String::new(), "whole_value.clone()"),
            false => (format!("other_value: {path}, "), "other_value"),
        };
        let mut body = format!("let {path} {{ {takes}.. }} = {value};\n");
        for field in &item.fields {
            let _ = writeln!(body, "let _: {} = {};", self.field_type(field), field.name);
        }
        let _ = writeln!(body, "let _ = {path} {{ {makes}..whole_value }};");
        let mut traits = vec!["serde::Serialize", "serde::de::DeserializeOwned"];
        if item.has_default {
            let _ = writeln!(body, "let _ = {path} {{ ..Default::default() }};");
            traits.push("Default");
        }
        if item.is_clone {
            traits.push("Clone");
        }
        self.implements(path, &traits);
        self.function(
            &format!("uses_{path}"),
            &format!("whole_value: {path}, {other}{parameters}"),
            &body,
        );
        if let Some(constructor) = &item.constructor {
            let fields = constructor.fields.iter();
            let types: Vec<_> = fields
                .filter_map(|index| item.fields.get(*index))
                .map(|field| self.ty(&field.ty))
                .collect();
            let named = types.iter().enumerate();
            let parameters: Vec<_> = named.map(|(at, ty)| format!("p{at}: {ty}")).collect();
            let arguments: Vec<_> = (0..types.len()).map(|at| format!("p{at}")).collect();
            self.function(
                &format!("constructs_{path}"),
                &parameters.join(", "),
                &format!("let _: {path} = {path}::new({});\n", arguments.join(", ")),
            );
            self.keeps_arguments_apart(path, item, &constructor.fields);
        }
    }

    /// Each argument of a constructor, with a value of its own, is found under its name.
    fn keeps_arguments_apart(&mut self, path: &str, item: &Struct, arguments: &[usize]) {
        let fields = arguments.iter().filter_map(|index| item.fields.get(*index));
        let fields: Vec<_> = fields.collect();
        let mut body = String::new();
        let mut checks = String::new();
        let mut names = Vec::new();
        for (at, field) in fields.iter().enumerate() {
            // One that would hold itself has none.
            let Some(value) = self.value(&field.ty, None, &mut Vec::new()) else {
                return;
            };
            let value = self.numbered(&field.ty, value, at);
            let _ = writeln!(
                body,
                "let p{at}: {} = serde_json::from_str({:?}).unwrap();",
                self.ty(&field.ty),
                value.to_string()
            );
            names.push(format!("p{at}"));
            if field.format.is_none() {
                let name = &field.api_name;
                let _ = writeln!(
                    checks,
                    "assert_eq!(made[{name:?}], serde_json::from_str::<Value>({:?}).unwrap());",
                    value.to_string()
                );
            }
        }
        let names = names.join(", ");
        let _ = write!(
            body,
            "let made = serde_json::to_value({path}::new({names})).unwrap();\n{checks}"
        );
        self.test(&format!("keeps_apart_{path}"), &body);
    }

    /// A value that others of its type differ from, by their number.
    fn numbered(&self, ty: &RustType, value: Value, number: usize) -> Value {
        match (ty, value) {
            (RustType::Named(name), value) => match self.kinds.get(&*name.name) {
                Some(ModelType::Enum(item)) => {
                    let mut variants = item.variants.iter().cycle();
                    variants.nth(number).map_or(value, |it| json!(it.value))
                }
                _ => value,
            },
            (RustType::Vec(ty) | RustType::Option(ty) | RustType::Box(ty), Value::Array(list)) => {
                let list = list.into_iter();
                list.map(|value| self.numbered(ty, value, number)).collect()
            }
            (RustType::Map(_, ty), Value::Object(map)) => {
                let map = map.into_iter();
                let map = map.map(|(key, value)| (key, self.numbered(ty, value, number)));
                Value::Object(map.collect())
            }
            (RustType::String, Value::String(text)) => json!(format!("{text} {number}")),
            (_, Value::Bool(_)) => json!(number.is_multiple_of(2)),
            (_, Value::Number(it)) => match it.as_i64() {
                Some(it) => json!(it + i64::try_from(number).unwrap_or_default()),
                None => json!(0.5 + f64::from(u8::try_from(number).unwrap_or_default())),
            },
            (_, value) => value,
        }
    }

    fn enumeration(&mut self, path: &str, values: &[(&str, &str)]) {
        let mut arms = String::new();
        let mut checks = String::new();
        for (name, value) in values {
            let _ = writeln!(arms, "{path}::{name} => {value:?},");
            let _ = writeln!(
                checks,
                "assert_eq!({path}::{name}.as_str(), {value:?});\n\
                 assert!(matches!({path}::from({value:?}), {path}::{name}));"
            );
        }
        let body = format!("let _ = match value {{\n{arms}_ => \"\",\n}};\n");
        self.function(&format!("matches_{path}"), &format!("value: {path}"), &body);
        self.test(&format!("values_of_{path}"), &checks);
    }

    fn union(&mut self, path: &str, item: &Union) {
        let mut arms = String::new();
        for variant in &item.variants {
            let ty = self.ty(&variant.ty);
            let _ = writeln!(
                arms,
                "{path}::{}(value) => {{ let _: {ty} = value; }}",
                variant.name
            );
        }
        let mut body = String::new();
        for accessor in &item.accessors {
            let _ = writeln!(body, "let _ = value.{accessor}();");
        }
        let _ = write!(body, "match value {{\n{arms}_ => {{}}\n}}\n");
        self.function(&format!("matches_{path}"), &format!("value: {path}"), &body);
        self.implements(path, &["Clone"]);
    }

    /// The traits that it has, beside those that all types of a model have.
    fn implements(&mut self, path: &str, traits: &[&str]) {
        let mut bounds = String::from("std::fmt::Debug + PartialEq + Send + Sync + 'static");
        for name in traits {
            let _ = write!(bounds, " + {name}");
        }
        let body = format!("fn of<T: {bounds}>() {{}}\nof::<{path}>();\n");
        self.function(&format!("implements_{path}"), "", &body);
    }

    fn operation(&mut self, operation: &Operation) {
        let method = &operation.method;
        let module = format!("krate::operation::{method}");
        for item in [&operation.input, &operation.output] {
            let path = format!("{module}::{}", item.name);
            self.structure(&path, item);
            let sample = self.object(&item.fields, &mut Vec::new()).to_string();
            let body = format!("let _: {path} = round_trip({sample:?});\n");
            self.test(&format!("reads_and_writes_{path}"), &body);
        }
        self.call(operation, &module);
        self.request(operation, &module);
    }

    /// The client's method, the builder's setters, output and errors.
    fn call(&mut self, operation: &Operation, module: &str) {
        let (method, prefix) = (&operation.method, &operation.prefix);
        let mut parameters = String::from("client: krate::Client, ");
        let mut setters = String::new();
        for (setter, field) in operation.setters.iter().zip(&operation.input.fields) {
            let name = bare(&setter.name);
            let types = match &setter.kind {
                SetterKind::Value => vec![self.ty(&field.ty)],
                SetterKind::Element(element) => vec![self.ty(element)],
                SetterKind::Entry(key, value) => vec![self.ty(key), self.ty(value)],
            };
            let mut arguments = Vec::new();
            for (at, ty) in types.into_iter().enumerate() {
                let _ = write!(parameters, "of_{name}_{at}: {ty}, ");
                arguments.push(format!("of_{name}_{at}"));
            }
            let _ = write!(setters, ".{}({})", setter.name, arguments.join(", "));
            let _ = write!(setters, ".{}(None)", setter.whole);
        }
        let mut arms = String::new();
        for exception in &operation.exceptions {
            let (name, test) = (&exception.name, &exception.test);
            let _ = writeln!(arms, "Err(error) if error.{test}() => {{}}");
            let _ = writeln!(
                arms,
                "Err({module}::{prefix}Error::{name}(error)) => {{ \
                 let _: krate::types::error::{name} = *error; }}"
            );
        }
        let body = format!(
            "let _ = async move {{\n\
             let result: Result<{module}::{prefix}Output, {module}::{prefix}Error> =\n\
             client.{method}(){setters}.send().await;\n\
             match result {{\nOk(_) => {{}}\n{arms}Err(_) => {{}}\n}}\n}};\n"
        );
        self.function(&format!("calls_{method}"), &parameters, &body);
        if let Some(pages) = &operation.pages {
            let items = if pages.items.is_some() {
                ".items()"
            } else {
                ""
            };
            let body = format!("let _ = client.{method}().into_paginator(){items};\n");
            self.function(&format!("pages_{method}"), "client: krate::Client", &body);
        }
    }

    /// What is sent: method, path, and the names of parameters and headers.
    fn request(&mut self, operation: &Operation, module: &str) {
        let input = &operation.input;
        let sample = self.object(&input.fields, &mut Vec::new()).to_string();
        let path = format!("{module}::{}", input.name);
        let mut body = format!(
            "let input: {path} = serde_json::from_str({sample:?}).unwrap();\n\
             let request = input.to_request().unwrap();\n"
        );
        match &operation.request {
            RequestStart::Rest { method, uri } => {
                let fixed = uri.split(['{', '?']).next().unwrap_or_default();
                let _ = writeln!(
                    body,
                    "assert_eq!(request.method().as_str(), {method:?});\n\
                     assert!(request.uri().path().starts_with({fixed:?}));"
                );
            }
            RequestStart::RpcV2Cbor { path, .. } => {
                let _ = writeln!(body, "assert_eq!(request.uri().path(), {path:?});");
            }
            RequestStart::JsonRpc { target, .. } => {
                let _ = writeln!(
                    body,
                    "assert_eq!(request.headers()[\"x-amz-target\"], {target:?});"
                );
            }
        }
        for step in &operation.write {
            match step {
                WriteStep::Query(Text { wire_name, .. }) if is_plain(wire_name) => {
                    let begin = format!("{wire_name}=");
                    let _ = writeln!(
                        body,
                        "assert!(request.uri().query().unwrap().split('&').any(|it| \
                         it.starts_with({begin:?})));"
                    );
                }
                WriteStep::Header(Text { wire_name, .. }) => {
                    let _ = writeln!(
                        body,
                        "assert!(request.headers().contains_key({wire_name:?}));"
                    );
                }
                _ => {}
            }
        }
        self.test(&format!("requests_{}", operation.method), &body);
    }

    fn field_type(&self, field: &Field) -> String {
        let ty = self.ty(&field.ty);
        if field.is_optional() {
            format!("Option<{ty}>")
        } else {
            ty
        }
    }

    /// A type by its path from the crate.
    fn ty(&self, ty: &RustType) -> String {
        match ty {
            RustType::String => "String".to_owned(),
            RustType::Scalar(scalar) => scalar.name().to_owned(),
            RustType::Primitive(primitive) => format!("krate::primitives::{}", primitive.name()),
            RustType::Named(TypeName { module, name }) => match module {
                TypeModule::Sibling | TypeModule::Types => format!("krate::types::{name}"),
                TypeModule::Error | TypeModule::TypesError => {
                    format!("krate::types::error::{name}")
                }
            },
            RustType::Vec(element) => format!("Vec<{}>", self.ty(element)),
            RustType::Option(value) => format!("Option<{}>", self.ty(value)),
            RustType::Map(key, value) => {
                format!(
                    "krate::primitives::Map<{}, {}>",
                    self.ty(key),
                    self.ty(value)
                )
            }
            RustType::EventStream(event) => {
                format!("krate::primitives::EventStream<{}>", self.ty(event))
            }
            RustType::Box(value) => format!("Box<{}>", self.ty(value)),
        }
    }

    /// An object that has every member, but those that would hold themselves.
    fn object(&self, fields: &[Field], open: &mut Vec<String>) -> Value {
        let mut object = Map::new();
        for field in fields {
            let value = self.value(&field.ty, field.format, open);
            object.extend(value.map(|value| (field.api_name.clone(), value)));
        }
        Value::Object(object)
    }

    /// A value of a type; `None` where it would hold itself.
    fn value(
        &self,
        ty: &RustType,
        format: Option<WireFormat>,
        open: &mut Vec<String>,
    ) -> Option<Value> {
        Some(match ty {
            RustType::Vec(element) => json!([self.value(element, format, open)?]),
            RustType::Option(value) | RustType::Box(value) => self.value(value, format, open)?,
            RustType::Map(key, value) => {
                let key = self.value(key, None, open)?;
                json!({ key.as_str()?: self.value(value, format, open)? })
            }
            // Frames, as base64; these hold no event.
            RustType::EventStream(_) => json!(""),
            RustType::String => json!("text"),
            RustType::Scalar(Scalar::Bool) => json!(true),
            RustType::Scalar(Scalar::F32 | Scalar::F64) => json!(0.5),
            RustType::Scalar(_) => json!(1),
            RustType::Primitive(Primitive::Timestamp) => match format {
                Some(WireFormat::DateTime) => json!("2020-01-01T00:00:00Z"),
                Some(WireFormat::HttpDate) => json!("Wed, 01 Jan 2020 00:00:00 GMT"),
                Some(WireFormat::Float) | None => json!(1_577_836_800),
            },
            RustType::Primitive(Primitive::Blob | Primitive::ByteStream) => json!("dGV4dA=="),
            RustType::Primitive(Primitive::Document) => json!({ "any": [1] }),
            RustType::Named(name) => self.of_name(&name.name, open)?,
        })
    }

    fn of_name(&self, name: &str, open: &mut Vec<String>) -> Option<Value> {
        if open.iter().any(|it| it == name) {
            return None;
        }
        open.push(name.to_owned());
        let value = match self.kinds.get(name) {
            Some(ModelType::Struct(item)) => Some(self.object(&item.fields, open)),
            Some(ModelType::Enum(item)) => item.variants.first().map(|it| json!(it.value)),
            Some(ModelType::Union(item)) => item.variants.iter().find_map(|variant| {
                let value = self.value(&variant.ty, variant.format, open)?;
                Some(json!({ variant.api_name.as_str(): value }))
            }),
            None => self
                .errors
                .get(name)
                .map(|item| self.object(&item.fields, open)),
        };
        open.pop();
        value
    }
}

fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// Whether a name is in a query as it is.
fn is_plain(name: &str) -> bool {
    name.chars()
        .all(|char| char.is_ascii_alphanumeric() || "-_.".contains(char))
}
