//! Docs of types, their members and values.

use super::{MEMBER, append, bounds, code, escape, markdown, markdown_of, summary, wrap};
use crate::model::{Member, Part, PartOf, Shape, ShapeId, Type};
use crate::plan::planner::Planner;
use crate::spec::TextEncoding;

/// How the client changes a member before it is sent, and what it leaves to the caller.
fn sent_as(member: &Member) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(default) = &member.client_default {
        sentences.push(format!("If unset, {} is sent.", code(default)));
    }
    if member.last_segment {
        sentences.push("Only the part after its last slash is sent.".to_owned());
    }
    match member.encoding {
        Some(TextEncoding::Percent) => sentences.push(
            "Percent-encoded, as received from the service: \
             [`percent_decoded`](crate::primitives::percent_decoded) decodes it."
                .to_owned(),
        ),
        Some(TextEncoding::Base64) => sentences.push(
            "Base64 on the wire, which the client neither encodes nor decodes: use \
             [`Blob::to_base64`](crate::primitives::Blob::to_base64) and \
             [`Blob::from_base64`](crate::primitives::Blob::from_base64)."
                .to_owned(),
        ),
        None => {}
    }
    let paragraph = |text: String| [vec![String::new()], wrap(&text, "", "", MEMBER)].concat();
    sentences.into_iter().flat_map(paragraph).collect()
}

impl Planner<'_> {
    /// The docs of a type: its own, else the summary of a member of that type.
    pub(in crate::plan) fn type_doc(&self, id: ShapeId) -> Vec<String> {
        let shape = self.model.shape(id);
        let own = shape.doc.as_ref().map(markdown);
        let mut doc = own
            .filter(|lines| lines.iter().any(|line| !line.is_empty()))
            .or_else(|| self.doc_of_referrer(id))
            .unwrap_or_else(|| vec![format!("The shape {}.", code(&shape_name(shape)))]);
        if let Some(note) = &shape.deprecated {
            doc.extend(deprecation(note));
        }
        doc
    }

    fn doc_of_referrer(&self, id: ShapeId) -> Option<Vec<String>> {
        let doc = self.referrers(id).find_map(|member| member.doc.as_ref())?;
        let summary = summary(&markdown(doc));
        summary
            .iter()
            .any(|line| !line.is_empty())
            .then_some(summary)
    }

    pub(in crate::plan) fn member_doc(&self, member: &Member) -> Vec<String> {
        let own = member.doc.as_ref();
        let own = own.map(|doc| markdown_of(doc, MEMBER)).unwrap_or_default();
        let mut doc = if own.iter().any(|line| !line.is_empty()) {
            own
        } else {
            vec![if member.name.is_empty() {
                "The member without a name.".to_owned()
            } else {
                format!("The member {}.", code(&one_line(&member.name)))
            }]
        };
        let mut sentences = Vec::new();
        if member.required && !member.is_filled_in() {
            sentences.push("Required.".to_owned());
        }
        if member.idempotency_token {
            sentences.push("If unset, a random one is sent.".to_owned());
        }
        sentences.extend(bounds(&member.bounds, None, measured(&member.ty)));
        let parts = member
            .parts
            .iter()
            .filter_map(|part| self.part_doc(part, &member.ty));
        let (documented, short): (Vec<_>, Vec<_>) = parts.partition(|part| !part.doc.is_empty());
        sentences.extend(short.into_iter().flat_map(|part| part.bounds));
        append(&mut doc, sentences, MEMBER);
        for part in documented {
            doc.push(String::new());
            doc.extend(part.doc);
            append(&mut doc, part.bounds, MEMBER);
        }
        if member.event_stream {
            let text = "An event stream: an event is available as soon as its frame is received.";
            doc.extend([String::new(), text.to_owned()]);
        }
        if member.streaming {
            let text = "A streaming body, never in memory as a whole.";
            doc.extend([String::new(), text.to_owned()]);
        }
        doc.extend(sent_as(member));
        if let Some(note) = &member.deprecated {
            doc.extend(deprecation(note));
        }
        doc
    }

    /// The docs of the elements, keys or values of a member.
    fn part_doc(&self, part: &Part, ty: &Type) -> Option<PartDoc> {
        let ty = ty.part(&part.way)?;
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
        // The docs of a shape are on its type.
        let of_shape = match ty {
            Type::Shape(id) => self.model.shape(*id).doc.as_ref(),
            _ => None,
        };
        let own = part.doc.as_ref().filter(|doc| Some(*doc) != of_shape);
        let mut doc = summary(&own.map(markdown).unwrap_or_default());
        doc.retain(|line| !line.is_empty());
        if let Some(first) = doc.first_mut() {
            *first = format!("{whose}: {first}");
        }
        let whose = doc.is_empty().then_some(&*whose);
        let bounds = bounds(&part.bounds, whose, measured(ty));
        Some(PartDoc { doc, bounds })
    }
}

/// The docs of a part of a member, and its bounds as sentences.
struct PartDoc {
    doc: Vec<String>,
    bounds: Vec<String>,
}

/// The paragraph about a deprecation.
pub(in crate::plan) fn deprecation(note: &str) -> [String; 2] {
    let text = escape(note);
    let text = if text.is_empty() {
        "**Deprecated.**".to_owned()
    } else {
        format!("**Deprecated:** {text}")
    };
    [String::new(), text]
}

/// The name of a shape, for people.
pub(in crate::plan) fn shape_name(shape: &Shape) -> String {
    use crate::model::ShapeName::{Inline, Pinned, Shared};
    match &shape.name {
        Shared(name) | Pinned(name) => name.clone(),
        Inline { member, .. } => member.clone(),
    }
}

/// The docs of a value without any. Empty if the attribute `open_enum` writes the same line.
pub(in crate::plan) fn value_doc(value: &str) -> Vec<String> {
    if value.is_empty() {
        return vec!["The empty string.".to_owned()];
    }
    let doc = format!("The value {}.", code(&one_line(value)));
    match doc == format!("The value `{value}`.") {
        true => Vec::new(),
        false => vec![doc],
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn measured(ty: &Type) -> &'static str {
    match ty {
        // Of all shapes, only enumerations have bounds.
        Type::String | Type::Blob | Type::Shape(_) => "Length",
        Type::List { .. } | Type::Map { .. } => "Size",
        _ => "Value",
    }
}
