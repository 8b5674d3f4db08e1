//! Examples of an operation: calls in its docs that compile, with the values from the spec.
//!
//! [`value`] converts values to Rust, [`code`] lays them out. An example that does not fit the model is
//! left out with a warning.

mod code;
mod least;
mod timestamp;
mod value;

use crate::diagnostic::{Diagnostics, Place};
use crate::escape::doc_text;
use crate::model::{self, Doc, Member, Type};
use crate::plan::docs;
use crate::plan::ir::{Operation, Setter};
use crate::plan::planner::Planner;
use crate::spec::{DocFormat, Example};
use code::Code;
use serde_json::{Map, Value};
use value::{Misfit, given, object};

pub(super) use timestamp::timestamp;

impl Planner<'_> {
    /// The section with an operation's examples; empty if it has none.
    pub(super) fn examples(
        &self,
        operation: &model::Operation,
        planned: &Operation,
        warnings: &mut Diagnostics,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, example) in operation.examples.iter().enumerate() {
            let place = Place {
                pointer: format!("/examples/{index}"),
                ..operation.place.clone()
            };
            match self.example(operation, planned, example) {
                Ok(code) => {
                    lines.push(format!("**{}**", docs::escape(&example.title)));
                    lines.push(String::new());
                    if let Some(text) = &example.doc {
                        let format = DocFormat::Markdown;
                        let text = text.clone();
                        lines.extend(docs::markdown(&Doc { text, format }));
                        lines.push(String::new());
                    }
                    let result = self.result(operation, example, &place, warnings);
                    lines.extend(self.block(&code, result));
                    lines.push(String::new());
                }
                Err(misfit) => warn(&place, "input", example, &misfit, warnings),
            }
        }
        if lines.is_empty() {
            return lines;
        }
        lines.pop();
        let head = ["", "# Examples", ""].map(str::to_owned);
        head.into_iter().chain(lines).collect()
    }

    /// The call with its arguments.
    fn example(
        &self,
        operation: &model::Operation,
        planned: &Operation,
        example: &Example,
    ) -> Result<String, Misfit> {
        let none = Value::Object(Map::new());
        let input = example.input.as_ref().unwrap_or(&none);
        let values = object(&operation.request, input)?;
        let mut calls = vec![Code::text(format!(".{}()", planned.method))];
        for (member, setter) in operation.request.iter().zip(&planned.setters) {
            match given(values, member) {
                Some(value) => calls.extend(self.setter_calls(member, setter, value)?),
                None if example.error.is_none() && member.required && !member.idempotency_token => {
                    return Err(Misfit::new(format!(
                        "the required member `{}` is missing",
                        member.name
                    )));
                }
                None => {}
            }
        }
        let (name, end) = match example.error {
            None => ("output", ".await?"),
            Some(_) => ("result", ".await"),
        };
        calls.extend([".send()", end].map(Code::text));
        Ok(format!("let {name} = client{};", code::chain(&calls)))
    }

    /// The setter calls for a member of an input: one for each element or entry.
    fn setter_calls(
        &self,
        member: &Member,
        setter: &Setter,
        value: &Value,
    ) -> Result<Vec<Code>, Misfit> {
        let call = |parts| Code::call(format!(".{}(", setter.name), parts, ")");
        let calls: Vec<Code> = match &member.ty {
            Type::List { element, sparse } => self
                .example_elements(element, *sparse, value)
                .map_err(|misfit| misfit.within(&*member.name))?
                .into_iter()
                .map(|element| call(vec![element]))
                .collect(),
            Type::Map {
                key,
                value: part,
                sparse,
            } => self
                .example_entries(key, part, *sparse, value)
                .map_err(|misfit| misfit.within(&*member.name))?
                .into_iter()
                .map(|(key, value)| call(vec![key, value]))
                .collect(),
            _ => vec![call(vec![self.example_argument(member, value)?])],
        };
        if !calls.is_empty() {
            return Ok(calls);
        }
        let empty = match &member.ty {
            Type::Map { .. } => "primitives::Map::new()",
            _ => "Vec::new()",
        };
        let empty = Code::text(empty).some();
        Ok(vec![Code::call(
            format!(".{}(", setter.whole),
            vec![empty],
            ")",
        )])
    }

    /// The code block: imports, call, and its result as comments.
    fn block(&self, call: &str, result: Vec<String>) -> Vec<String> {
        let krate = self.krate();
        let modules: Vec<&str> = ["primitives", "types"]
            .into_iter()
            .filter(|module| call.contains(&format!("{module}::")))
            .collect();
        let mut lines = vec![
            "```no_run".to_owned(),
            "# #[cfg(feature = \"client\")]".to_owned(),
            format!(
                "# async fn example(client: {krate}::Client) -> Result<(), Box<dyn std::error::Error>> {{"
            ),
        ];
        match modules.as_slice() {
            [] => {}
            [one] => lines.extend([format!("use {krate}::{one};"), String::new()]),
            several => {
                let several = several.join(", ");
                lines.extend([format!("use {krate}::{{{several}}};"), String::new()]);
            }
        }
        lines.extend(call.lines().map(str::to_owned));
        lines.extend(result);
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }

    /// The result of an example, as comments.
    fn result(
        &self,
        operation: &model::Operation,
        example: &Example,
        place: &Place,
        warnings: &mut Diagnostics,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        match (&example.error, &example.output) {
            (Some(error), _) if !self.has_exception(operation, &error.exception) => {
                let misfit = Misfit::new(format!("there is no exception `{}`", error.exception));
                warn(place, "error", example, &misfit, warnings);
            }
            (Some(error), _) => {
                let end = if error.content.is_some() { ":" } else { "." };
                lines.push(comment(&format!("Fails with `{}`{end}", error.exception)));
                lines.extend(error.content.iter().flat_map(shown));
            }
            (None, Some(output)) => match object(&operation.response, output) {
                Ok(values) if values.is_empty() => {}
                Ok(_) => {
                    lines.push("// Returns:".to_owned());
                    lines.extend(shown(output));
                }
                Err(misfit) => warn(place, "output", example, &misfit, warnings),
            },
            (None, None) => {}
        }
        lines
    }

    fn has_exception(&self, operation: &model::Operation, name: &str) -> bool {
        let mut exceptions = operation.exceptions.iter();
        exceptions.any(|id| docs::shape_name(self.model.shape(*id)) == name)
    }
}

/// A value as lines of a comment.
fn shown(value: &Value) -> Vec<String> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    doc_text(&text).lines().map(comment).collect()
}

fn comment(line: &str) -> String {
    format!("// {}", crate::escape::comment(line))
}

fn warn(place: &Place, part: &str, example: &Example, misfit: &Misfit, warnings: &mut Diagnostics) {
    let at = match misfit.path.as_slice() {
        [] => String::new(),
        path => format!(" at `{}`", path.join(".")),
    };
    warnings.push(
        place,
        format!(
            "the {part} of the example `{}` does not fit{at} and is left out: {}",
            example.title, misfit.what
        ),
        "correct the example, or remove it",
    );
}
