//! The first page of the crate's documentation: the example, and the groups of
//! operations.

use super::docs;
use super::ir::{Field, Landing, ModelType, Operation, Plan, RustType};
use crate::words::capitalised;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Fewer operations than this are not grouped.
const MIN_GROUPED: usize = 8;

/// The minimum size of a group.
const MIN_GROUP: usize = 3;

/// A call with at most this many strings is short.
const MAX_STRINGS: usize = 2;

/// The maximum number of types in the diagram.
pub const MOST_TYPES: usize = 64;

/// Verbs of operations that only read.
const READS: [&str; 4] = ["describe", "get", "head", "list"];

/// The heading of the operations without a group.
const OTHER: &str = "Other";

/// Operations on the same resource.
struct Group {
    /// The resource, such as `Image pipeline`; `None` if there is only one group.
    name: Option<String>,
    /// The methods.
    methods: Vec<String>,
}

/// The first page, from the rest of the plan.
pub(super) fn landing(plan: &Plan) -> Landing {
    let example = example(plan);
    let mut doc = quick_start(&plan.service.krate, example);
    doc.extend(["", "# Operations", ""].map(str::to_owned));
    let methods: Vec<&str> = plan.operations.iter().map(|it| &*it.method).collect();
    for group in grouped(&methods) {
        let links: Vec<String> = group.methods.iter().map(|method| link(method)).collect();
        let links = links.join(", ");
        doc.extend(match group.name {
            Some(name) => docs::wrap(&format!("**{name}**: {links}"), "- ", "  ", docs::ITEM),
            None => docs::wrap(&links, "", "", docs::ITEM),
        });
    }
    Landing {
        doc,
        diagram_doc: example.map(diagram_doc).unwrap_or_default(),
        example: example.map(|it| it.method.clone()),
    }
}

fn link(method: &str) -> String {
    // rustdoc reads a raw identifier's `#` as the start of a fragment.
    let method = method.trim_start_matches("r#");
    format!("[`{method}`](operation::{method})")
}

/// A program that calls the example; if there is none, it only creates a client.
fn quick_start(krate: &str, example: Option<&Operation>) -> Vec<String> {
    let call = example.map(|operation| {
        let required = operation.input.fields.iter().zip(&operation.setters);
        let setters: String = required
            .filter(|(field, _)| !field.is_optional())
            .map(|(_, setter)| format!(".{}(\"...\")", setter.name))
            .collect();
        format!(
            "let output = client.{}(){setters}.send().await?;\nprintln!(\"{{output:#?}}\");\n",
            operation.method
        )
    });
    let text = format!(
        "# Quick start\n\
         \n\
         ```no_run\n\
         # #[cfg(feature = \"client\")]\n\
         # async fn quick_start() -> Result<(), Box<dyn std::error::Error>> {{\n\
         use {krate}::{{Client, Config}};\n\
         \n\
         // Finds region and credentials as the AWS CLI does.\n\
         let client = Client::new(&Config::load()?.build());\n\
         {}\
         # Ok(())\n\
         # }}\n\
         ```\n\
         \n\
         The feature `aws` adds a transport, TLS and credentials. Without features, there are only the \n\
         model types, in [`types`] and [`operation`].",
        call.unwrap_or_default()
    );
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn diagram_doc(example: &Operation) -> Vec<String> {
    let text = format!(
        "\n\
         # What {} returns\n\
         \n\
         Each line leads from a field to its type; a field without a line has the name of its type. `[]` is \n\
         a list and `{{}}` a map; a field without a type is a string.\n",
        docs::code(&example.name)
    );
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .chain([String::new()])
        .collect()
}

/// An operation that only reads, takes at most two strings, and has the most types
/// in its diagram.
fn example(plan: &Plan) -> Option<&Operation> {
    let kinds: BTreeMap<&str, &ModelType> = plan.types.iter().map(|it| (it.name(), it)).collect();
    let rank = |operation: &&Operation| {
        let required = operation.input.fields.iter().filter(|it| !it.is_optional());
        let (strings, others): (Vec<_>, Vec<_>) =
            required.partition(|field: &&Field| field.ty == RustType::String);
        let reads = READS.contains(&verb(&operation.method));
        let types = types_below(&kinds, operation);
        let shown = if types <= MOST_TYPES { types } else { 0 };
        let can_be_called = others.is_empty() && operation.deprecated.is_none();
        let is_short = strings.len() <= MAX_STRINGS;
        can_be_called.then_some((reads, is_short, shown, Reverse(strings.len())))
    };
    let ranked = plan
        .operations
        .iter()
        .filter_map(|it| Some((rank(&it)?, it)));
    // Of equal ones, the first.
    ranked.rev().max_by_key(|(rank, _)| *rank).map(|(_, it)| it)
}

/// The number of structs and unions that an output refers to.
fn types_below(kinds: &BTreeMap<&str, &ModelType>, operation: &Operation) -> usize {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&RustType> = operation.output.fields.iter().map(|it| &it.ty).collect();
    while let Some(ty) = open.pop() {
        let Some((name, kind)) = ty.leaf().and_then(|name| kinds.get_key_value(name)) else {
            continue;
        };
        let fields = match kind {
            ModelType::Struct(item) => &item.fields,
            ModelType::Union(item) => &item.variants,
            ModelType::Enum(_) => continue,
        };
        if seen.insert(*name) {
            open.extend(fields.iter().map(|field| &field.ty));
        }
    }
    seen.len()
}

/// The operations, grouped by resource.
fn grouped(methods: &[&str]) -> Vec<Group> {
    let all = || methods.iter().map(|method| (*method).to_owned()).collect();
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for method in methods {
        *counts.entry(resource(method)).or_default() += 1;
    }
    counts.retain(|name, count| !name.is_empty() && *count >= MIN_GROUP);
    let mut groups: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for method in methods {
        let name = resource(method);
        let within = counts
            .keys()
            .filter_map(|it| Some((position(&name, it)?, it)));
        // A match at the start is better than one further on, and a longer one better than both.
        let best = within.min_by_key(|(at, it)| (*at > 0, Reverse(it.len()), *at));
        let name = best.map(|(_, it)| title(it));
        groups.entry(name).or_default().push((*method).to_owned());
    }
    if methods.len() < MIN_GROUPED || groups.len() < 2 {
        return vec![Group {
            name: None,
            methods: all(),
        }];
    }
    let others = groups.remove(&None);
    let named = groups
        .into_iter()
        .map(|(name, methods)| Group { name, methods });
    let others = others.map(|methods| Group {
        name: Some(OTHER.to_owned()),
        methods,
    });
    named.chain(others).collect()
}

/// The first word, without `batch_`.
fn verb(method: &str) -> &str {
    let method = method.trim_start_matches("r#");
    let method = method.strip_prefix("batch_").unwrap_or(method);
    method.split('_').next().unwrap_or(method)
}

/// The words after the verb, in the singular.
fn resource(method: &str) -> Vec<String> {
    let method = method.trim_start_matches("r#");
    let method = method.strip_prefix("batch_").unwrap_or(method);
    method.split('_').skip(1).map(singular).collect()
}

fn singular(word: &str) -> String {
    let stem = |ending: &str| word.strip_suffix(ending);
    if let Some(stem) = stem("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let hisses = ["sses", "xes", "tches", "rches", "shes"];
    if let Some(stem) = stem("es").filter(|_| hisses.iter().any(|it| word.ends_with(it))) {
        return stem.to_owned();
    }
    if ["ss", "us", "is"]
        .iter()
        .any(|ending| word.ends_with(ending))
    {
        return word.to_owned();
    }
    stem("s").unwrap_or(word).to_owned()
}

/// The index of words within others.
fn position(words: &[String], within: &[String]) -> Option<usize> {
    words
        .windows(within.len())
        .position(|window| window == within)
}

fn title(words: &[String]) -> String {
    capitalised(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    fn shown(methods: &str) -> Vec<String> {
        let methods: Vec<&str> = methods.split_whitespace().collect();
        let groups = grouped(&methods).into_iter();
        groups
            .map(|it| format!("{}: {}", it.name.unwrap_or_default(), it.methods.join(" ")))
            .collect()
    }

    #[test]
    fn operations_are_grouped_by_what_they_are_about() {
        assert_eq!(
            shown(
                "cancel_image_creation create_image create_image_policy delete_image_policy \
                 get_image get_image_policy get_started list_image_logs list_images \
                 list_policies list_waiting_images"
            ),
            [
                "Image: cancel_image_creation create_image get_image list_image_logs \
                 list_images list_waiting_images",
                "Image policy: create_image_policy delete_image_policy get_image_policy",
                "Other: get_started list_policies",
            ]
        );
    }

    #[test]
    fn a_few_operations_are_not_grouped() {
        assert_eq!(
            shown("delete_item get_item put_item scan"),
            [": delete_item get_item put_item scan"]
        );
    }
}
