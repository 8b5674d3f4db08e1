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
    Texts,
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
                        "`{}` does not tell `{name}` to the endpoint rules: {why}",
                        operation.name
                    ),
                    "give the client the URL of the endpoint",
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
        let mut way = Vec::new();
        let start = At::Request(&operation.request, input);
        let end = self.walk(&expression::parse(path)?, start, &mut way)?;
        let is_text = match end {
            At::Texts => true,
            At::Value(ty) => self.is_text(ty),
            At::Request(..) => false,
        };
        match (parameter.ty, end) {
            (RuleParameterType::Boolean, At::Value(Type::Boolean)) => Ok(EndpointSource::Flag(way)),
            (RuleParameterType::String, _) if is_text => Ok(EndpointSource::Text(way)),
            (RuleParameterType::StringArray, At::Value(Type::List { element, .. }))
                if self.is_text(element) =>
            {
                way.push(Walk::Each);
                Ok(EndpointSource::Texts(way))
            }
            (RuleParameterType::StringArray, _) if is_text => Ok(EndpointSource::Texts(way)),
            _ => Err(format!("`{path}` is of another type")),
        }
    }

    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::String => true,
            Type::Shape(id) => matches!(self.model.shape(*id).kind, Kind::Enum(_)),
            _ => false,
        }
    }

    /// Adds the steps of an expression to a path.
    fn walk<'m>(&'m self, ast: &Ast, from: At<'m>, way: &mut Vec<Walk>) -> Result<At<'m>, String> {
        match ast {
            Ast::Identity { .. } => Ok(from),
            Ast::Field { name, .. } => self.member_step(name, from, way),
            Ast::Subexpr { lhs, rhs, .. } | Ast::Projection { lhs, rhs, .. } => {
                let mut middle = self.walk(lhs, from, way)?;
                if matches!(ast, Ast::Projection { .. })
                    && let At::Value(Type::List {
                        element,
                        sparse: false,
                    }) = middle
                {
                    way.push(Walk::Each);
                    middle = At::Value(element);
                }
                self.walk(rhs, middle, way)
            }
            // The values of several paths are flat already.
            Ast::Flatten { node, .. } => self.walk(node, from, way),
            Ast::MultiList { elements, .. } => {
                let mut ways = Vec::new();
                for element in elements {
                    let mut way = Vec::new();
                    match self.walk(element, from, &mut way)? {
                        At::Value(ty) if self.is_text(ty) => ways.push(way),
                        _ => return Err("a selection is not of texts".to_owned()),
                    }
                }
                way.push(Walk::Several(ways));
                Ok(At::Texts)
            }
            Ast::Function { name, args, .. } if name == "keys" => {
                let [of] = args.as_slice() else {
                    return Err("`keys` has one argument".to_owned());
                };
                match self.walk(of, from, way)? {
                    At::Value(Type::Map { .. }) => {
                        way.push(Walk::Keys);
                        Ok(At::Texts)
                    }
                    _ => Err("`keys` is of what is no map".to_owned()),
                }
            }
            _ => Err("this part of JMESPath is not supported here".to_owned()),
        }
    }

    fn member_step<'m>(
        &'m self,
        name: &str,
        from: At<'m>,
        way: &mut Vec<Walk>,
    ) -> Result<At<'m>, String> {
        let unknown = || format!("there is no member `{name}`");
        match from {
            At::Request(members, input) => {
                let mut fields = members.iter().zip(&input.fields);
                let (member, field) = fields.find(|(it, _)| it.name == name).ok_or_else(unknown)?;
                way.push(Walk::Field(field.to_ref()));
                Ok(At::Value(&member.ty))
            }
            At::Value(Type::Shape(id)) => {
                let shape = self.model.shape(*id);
                let fields = shape.members().iter().zip(self.names.parts(*id));
                let is_structure = matches!(shape.kind, Kind::Structure(_));
                let mut fields = fields.filter(|_| is_structure);
                let (member, field) = fields.find(|(it, _)| it.name == name).ok_or_else(unknown)?;
                let field = self.field(member, field, self.absent(*id), Scope::Operation);
                way.push(Walk::Field(field.to_ref()));
                Ok(At::Value(&member.ty))
            }
            _ => Err(unknown()),
        }
    }
}
