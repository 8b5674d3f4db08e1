//! JMESPath expressions of waiters and paginators, with every name looked up in the model.

use crate::model::{Member, Model, Type};
use crate::plan::ir::{Expected, Expression, Operator, Quantifier, Step};
use jmespath::ast::{Ast, Comparator};
use jmespath::{ErrorReason, Variable};

/// The maximum length, checked before parsing. The longest expression of AWS has 201 bytes.
const LONGEST: usize = 500;

/// The characters that nest an expression, and the generated Rust with it: each level takes stack, and time to lay out.
const NESTING: [char; 9] = ['(', '[', '{', '!', '&', '|', '=', '<', '>'];

/// The maximum number of them. One expression of AWS has 15.
const DEEPEST: usize = 24;

/// The result of an expression.
#[derive(Clone, Copy)]
enum Meant<'m> {
    /// The whole of an output.
    Output(&'m [Member]),
    /// A value of a type.
    One(&'m Type),
    /// Several values of a type.
    Several(&'m Type),
    /// A computed value.
    Other,
}

type Read<'m> = Result<(Expression, Meant<'m>), String>;

/// Resolves an expression over an output. If it selects several values, a list is
/// replaced by its elements.
///
/// # Errors
/// It is not JMESPath, a name is not in the model, or a feature of JMESPath is not supported.
pub(super) fn read(
    model: &Model,
    output: &[Member],
    text: &str,
    quantifier: Quantifier,
) -> Result<Expression, String> {
    let (expression, meant) = Reader { model }.read(&parse(text)?, Meant::Output(output))?;
    match (expression, meant) {
        (Expression::Path(path), Meant::One(Type::List { .. }))
            if quantifier != Quantifier::One =>
        {
            Ok(Expression::Path(format!("{path}[]")))
        }
        (expression, _) => Ok(expression),
    }
}

/// The steps of an expression that selects one value; members by their names in the model.
///
/// # Errors
/// It is not JMESPath, or consists of more than names and elements.
pub(super) fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut open = vec![parse(text)?];
    while let Some(ast) = open.pop() {
        match ast {
            Ast::Subexpr { lhs, rhs, .. } => open.extend([*rhs, *lhs]),
            Ast::Field { name, .. } => steps.push(Step::Field(name)),
            Ast::Index { idx: -1, .. } => steps.push(Step::Last),
            Ast::Index { idx, .. } => steps.push(Step::Element(
                usize::try_from(idx).map_err(|_| format!("`[{idx}]` is not supported"))?,
            )),
            _ => return Err("it is not a path of names and elements to one value".to_owned()),
        }
    }
    Ok(steps)
}

pub(super) fn parse(text: &str) -> Result<Ast, String> {
    if text.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} bytes"));
    }
    if text.matches(NESTING).count() > DEEPEST {
        return Err("it has too many brackets and operators".to_owned());
    }
    jmespath::parse(text).map_err(|error| match error.reason {
        ErrorReason::Parse(reason) => format!("it is not JMESPath: {reason}"),
        ErrorReason::Runtime(reason) => format!("it is not JMESPath: {reason}"),
    })
}

struct Reader<'m> {
    model: &'m Model,
}

impl<'m> Reader<'m> {
    fn read(&self, ast: &Ast, from: Meant<'m>) -> Read<'m> {
        match ast {
            Ast::Identity { .. } => Ok((Expression::Path("@".to_owned()), from)),
            Ast::Field { name, .. } => self.member(name, from),
            Ast::Subexpr { lhs, rhs, .. } => {
                let (outer, meant) = self.read(lhs, from)?;
                if matches!(meant, Meant::Several(_)) {
                    return Err("a whole list is not supported after `[]`".to_owned());
                }
                let (inner, meant) = self.read(rhs, meant)?;
                Ok((joined(outer, inner)?, meant))
            }
            Ast::Flatten { node, .. } => {
                let (list, meant) = self.read(node, from)?;
                flattened(list, meant)
            }
            Ast::ObjectValues { node, .. } => {
                let (map, meant) = self.read(node, from)?;
                let Meant::One(Type::Map { value, .. }) = meant else {
                    return Err("`*` is not after a map".to_owned());
                };
                let values = Expression::Path("*".to_owned());
                Ok((joined(map, values)?, Meant::Several(value)))
            }
            Ast::Projection { lhs, rhs, .. } => self.projection(lhs, rhs, from),
            Ast::Literal { value, .. } => Ok((Expression::Literal(literal(value)?), Meant::Other)),
            Ast::Comparison {
                comparator,
                lhs,
                rhs,
                ..
            } => self.both(comparison(comparator), lhs, rhs, from),
            Ast::And { lhs, rhs, .. } => self.both(Operator::And, lhs, rhs, from),
            Ast::Or { lhs, rhs, .. } => self.both(Operator::Or, lhs, rhs, from),
            Ast::Not { node, .. } => {
                let (inner, _) = self.read(node, from)?;
                Ok((Expression::Not(Box::new(inner)), Meant::Other))
            }
            Ast::Function { name, args, .. } => match (name.as_str(), args.as_slice()) {
                ("length", [argument]) => {
                    let (inner, _) = self.read(argument, from)?;
                    Ok((Expression::Length(Box::new(inner)), Meant::Other))
                }
                _ => Err(format!("the function `{name}` is not supported")),
            },
            Ast::Index { .. } | Ast::Slice { .. } => Err("an index is not supported".to_owned()),
            Ast::MultiList { .. } | Ast::MultiHash { .. } => {
                Err("a multi-select is not supported".to_owned())
            }
            Ast::Condition { .. } | Ast::Expref { .. } => {
                Err("an expression reference is not supported".to_owned())
            }
        }
    }

    fn both(&self, operator: Operator, lhs: &Ast, rhs: &Ast, from: Meant<'m>) -> Read<'m> {
        let (left, _) = self.read(lhs, from)?;
        let (right, _) = self.read(rhs, from)?;
        let both = Expression::Both(operator, Box::new(left), Box::new(right));
        Ok((both, Meant::Other))
    }

    /// The elements of a list, or the value at a path of each.
    fn projection(&self, list: &Ast, each: &Ast, from: Meant<'m>) -> Read<'m> {
        let (list, meant) = self.read(list, from)?;
        if let Ast::Condition {
            predicate, then, ..
        } = each
        {
            let Meant::One(Type::List { element, .. }) = meant else {
                return Err("a filter is not after a list".to_owned());
            };
            let (test, _) = self.read(predicate, Meant::One(element))?;
            let kept = Expression::Filter(Box::new(list), Box::new(test));
            return self.of_each(kept, element, then);
        }
        match meant {
            Meant::Several(element) => self.of_each(list, element, each),
            Meant::One(Type::List { element, .. }) if !matches!(**element, Type::List { .. }) => {
                let (list, _) = flattened(list, meant)?;
                self.of_each(list, element, each)
            }
            _ => Err("`[*]` is not after a list of values".to_owned()),
        }
    }

    fn of_each(&self, list: Expression, element: &'m Type, each: &Ast) -> Read<'m> {
        if matches!(each, Ast::Identity { .. }) {
            return Ok((list, Meant::Several(element)));
        }
        let (Expression::Path(path), Meant::One(ty)) = self.read(each, Meant::One(element))? else {
            return Err("only a member of each element is supported after a list".to_owned());
        };
        let whole = match list {
            Expression::Path(list) => Expression::Path(format!("{list}.{path}")),
            list => Expression::Each(Box::new(list), path),
        };
        Ok((whole, Meant::Several(ty)))
    }

    fn member(&self, name: &str, from: Meant<'m>) -> Read<'m> {
        let members = match from {
            Meant::Output(members) => members,
            Meant::One(Type::Shape(id)) => self.model.shape(*id).members(),
            _ => &[],
        };
        let member = members
            .iter()
            .find(|member| member.name == name)
            .ok_or_else(|| format!("there is no member `{name}`"))?;
        if name.contains(['.', '[', '*', '@']) {
            return Err(format!("the name `{name}` cannot be part of a path"));
        }
        let path = Expression::Path(member.name.clone());
        Ok((path, Meant::One(&member.ty)))
    }
}

/// A path in the value at another path.
fn joined(outer: Expression, inner: Expression) -> Result<Expression, String> {
    match (outer, inner) {
        (Expression::Path(outer), inner) if outer == "@" => Ok(inner),
        (Expression::Path(outer), Expression::Path(inner)) => {
            Ok(Expression::Path(format!("{outer}.{inner}")))
        }
        _ => Err("only a member is supported after `.` and `|`".to_owned()),
    }
}

fn flattened<'m>(list: Expression, meant: Meant<'m>) -> Read<'m> {
    match (list, meant) {
        (
            Expression::Path(path),
            Meant::One(Type::List { element, .. }) | Meant::Several(Type::List { element, .. }),
        ) => Ok((
            Expression::Path(format!("{path}[]")),
            Meant::Several(element),
        )),
        // A value that is not a list is its own element.
        (list, Meant::Several(element)) if !matches!(element, Type::List { .. }) => {
            Ok((list, meant))
        }
        _ => Err("`[]` is not after a list".to_owned()),
    }
}

fn literal(value: &Variable) -> Result<Expected, String> {
    match value {
        Variable::String(text) => Some(Expected::Text(text.clone())),
        Variable::Bool(flag) => Some(Expected::Bool(*flag)),
        Variable::Number(number) => number.as_i64().map(Expected::Integer),
        _ => None,
    }
    .ok_or_else(|| format!("the value `{value}` is not supported"))
}

fn comparison(comparator: &Comparator) -> Operator {
    match comparator {
        Comparator::Equal => Operator::Equal,
        Comparator::NotEqual => Operator::NotEqual,
        Comparator::LessThan => Operator::Less,
        Comparator::LessThanEqual => Operator::AtMost,
        Comparator::GreaterThan => Operator::Greater,
        Comparator::GreaterThanEqual => Operator::AtLeast,
    }
}
