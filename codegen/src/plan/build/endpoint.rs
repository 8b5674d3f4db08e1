//! The endpoint parameters that an operation sets.

use super::expression;
use crate::diagnostic::{Diagnostics, Place};
use crate::model::rules::Parameter;
use crate::model::{self, Kind, Member, Type};
use crate::plan::ir::{EndpointSource, Struct, Walk, WriteStep};
use crate::plan::planner::{Planner, Scope};
use crate::spec::{EndpointParameter, RuleParameterType};
use jmespath::ast::Ast;

/// The type at the end of a path.
#[derive(Clone, Copy)]
enum At<'m> {
    /// The request.
    Request(&'m [Member], &'m Struct),
    /// A value of a type.
    Value(&'m Type),
    /// Strings, from several paths.
    Strings,
}

impl Planner<'_> {
    /// The steps that set an operation's endpoint parameters. One that is not supported is a warning.
    pub(super) fn endpoint_steps(
        &self,
        operation: &model::Operation,
        input: &Struct,
        warnings: &mut Diagnostics,
    ) -> Vec<WriteStep> {
        let Some(rules) = &self.model.rules else {
            return Vec::new();
        };
        let mut steps = Vec::new();
        for (name, told) in &operation.endpoint_parameters {
            let at = || Place {
                pointer: crate::spec::locate::join("/endpointParameters", name),
                ..operation.place.clone()
            };
            let parameter = rules.parameters.iter().find(|it| it.name == *name);
            let source = match (parameter, told) {
                (None, _) => Err("the rules have no such parameter".to_owned()),
                (Some(_), EndpointParameter::Value(value)) => {
                    Ok(EndpointSource::Constant(value.clone()))
                }
                (Some(parameter), EndpointParameter::Path(path)) => {
                    self.endpoint_source(operation, input, parameter, path)
                }
            };
            match source {
                Ok(source) => steps.push(WriteStep::Endpoint {
                    name: name.clone(),
                    source,
                }),
                Err(why) => warnings.push(
                    &at(),
                    format!(
                        "`{}` does not set the endpoint parameter `{name}`: {why}",
                        operation.name
                    ),
                    "set the endpoint's URL in the client's configuration",
                ),
            }
        }
        steps
    }

    fn endpoint_source(
        &self,
        operation: &model::Operation,
        input: &Struct,
        parameter: &Parameter,
        path: &str,
    ) -> Result<EndpointSource, String> {
        let mut steps = Vec::new();
        let start = At::Request(&operation.request, input);
        let end = self.walk(&expression::parse(path)?, start, &mut steps)?;
        let is_string = match end {
            At::Strings => true,
            At::Value(ty) => self.is_string(ty),
            At::Request(..) => false,
        };
        match (parameter.ty, end) {
            (RuleParameterType::Boolean, At::Value(Type::Boolean)) => {
                Ok(EndpointSource::Boolean(steps))
            }
            (RuleParameterType::String, _) if is_string => Ok(EndpointSource::String(steps)),
            (RuleParameterType::StringArray, At::Value(Type::List { element, .. }))
                if self.is_string(element) =>
            {
                steps.push(Walk::Each);
                Ok(EndpointSource::Strings(steps))
            }
            (RuleParameterType::StringArray, _) if is_string => Ok(EndpointSource::Strings(steps)),
            _ => Err(format!("`{path}` is of another type")),
        }
    }

    fn is_string(&self, ty: &Type) -> bool {
        match ty {
            Type::String => true,
            Type::Shape(id) => matches!(self.model.shape(*id).kind, Kind::Enum(_)),
            _ => false,
        }
    }

    /// Adds the steps of an expression to a path.
    fn walk<'m>(
        &'m self,
        ast: &Ast,
        from: At<'m>,
        steps: &mut Vec<Walk>,
    ) -> Result<At<'m>, String> {
        match ast {
            Ast::Identity { .. } => Ok(from),
            Ast::Field { name, .. } => self.member_step(name, from, steps),
            Ast::Subexpr { lhs, rhs, .. } | Ast::Projection { lhs, rhs, .. } => {
                let mut middle = self.walk(lhs, from, steps)?;
                if matches!(ast, Ast::Projection { .. })
                    && let At::Value(Type::List {
                        element,
                        sparse: false,
                    }) = middle
                {
                    steps.push(Walk::Each);
                    middle = At::Value(element);
                }
                self.walk(rhs, middle, steps)
            }
            // The values of several paths are flat already.
            Ast::Flatten { node, .. } => self.walk(node, from, steps),
            Ast::MultiList { elements, .. } => {
                let mut paths = Vec::new();
                for element in elements {
                    let mut steps = Vec::new();
                    match self.walk(element, from, &mut steps)? {
                        At::Value(ty) if self.is_string(ty) => paths.push(steps),
                        _ => return Err("a multi-select is not of strings".to_owned()),
                    }
                }
                steps.push(Walk::Several(paths));
                Ok(At::Strings)
            }
            Ast::Function { name, args, .. } if name == "keys" => {
                let [of] = args.as_slice() else {
                    return Err("`keys` takes one argument".to_owned());
                };
                match self.walk(of, from, steps)? {
                    At::Value(Type::Map { .. }) => {
                        steps.push(Walk::Keys);
                        Ok(At::Strings)
                    }
                    _ => Err("the argument of `keys` is not a map".to_owned()),
                }
            }
            _ => Err("this part of JMESPath is not supported here".to_owned()),
        }
    }

    fn member_step<'m>(
        &'m self,
        name: &str,
        from: At<'m>,
        steps: &mut Vec<Walk>,
    ) -> Result<At<'m>, String> {
        let unknown = || format!("there is no member `{name}`");
        match from {
            At::Request(members, input) => {
                let mut fields = members.iter().zip(&input.fields);
                let (member, field) = fields.find(|(it, _)| it.name == name).ok_or_else(unknown)?;
                steps.push(Walk::Field(field.to_ref()));
                Ok(At::Value(&member.ty))
            }
            At::Value(Type::Shape(id)) => {
                let shape = self.model.shape(*id);
                let fields = shape.members().iter().zip(self.names.parts(*id));
                let is_structure = matches!(shape.kind, Kind::Structure(_));
                let mut fields = fields.filter(|_| is_structure);
                let (member, field) = fields.find(|(it, _)| it.name == name).ok_or_else(unknown)?;
                let field = self.field(member, field, self.absent(*id), Scope::Operation);
                steps.push(Walk::Field(field.to_ref()));
                Ok(At::Value(&member.ty))
            }
            _ => Err(unknown()),
        }
    }
}
