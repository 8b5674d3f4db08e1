//! The `service.json` of a service that is known by its pages alone: what they tell, and a marked place
//! for each thing that they do not.

use super::reference::is_message;
use super::{Imported, KnownError};
use crate::spec::{OPEN, Protocol};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The shape of an error of which its page in the AWS API Reference tells.
#[must_use]
pub fn error_shape(error: &KnownError) -> Value {
    let message = error.members.iter().find(|name| is_message(name));
    let message = message.map_or("message", String::as_str);
    let mut is_error = Map::new();
    if let Some(code) = &error.code {
        is_error.insert("code".to_owned(), code.as_str().into());
    }
    if let Some(status) = error.status {
        is_error.insert("status".to_owned(), status.into());
    }
    let mut shape = json!({
        "type": "structure",
        "members": { message: { "type": "string" } },
        "error": is_error,
    });
    if let (Some(doc), Some(shape)) = (&error.doc, shape.as_object_mut()) {
        shape.insert("doc".to_owned(), doc.as_str().into());
    }
    shape
}

/// The protocol, or what is asked of it.
fn protocol(pages: &[&Imported]) -> String {
    match pages.iter().find_map(|page| page.protocol) {
        Some(Protocol::RestJson) => return "rest-json".to_owned(),
        Some(Protocol::RestXml) => return "rest-xml".to_owned(),
        _ => {}
    }
    // Without backticks: serde's message has it between two.
    let json = "json (which needs a targetPrefix as well, such as AmazonSSM, and a jsonVersion where that is \
                not 1.1)";
    let what = match pages.iter().find_map(|page| page.shows_target) {
        Some(false) => format!(
            "{json}, query or ec2: the page in the AWS API Reference shows no URI, as those of rest-json and \
             rest-xml do"
        ),
        Some(true) => format!("rest-json, rest-xml, {json}, query or ec2"),
        None => format!(
            "rest-json, {json}, or rest-xml, query or ec2, whose names in XML boto3's page does not tell: import \
             it along with its page in the AWS API Reference"
        ),
    };
    format!("{OPEN}: {what}")
}

/// The text of a `service.json` for the operations of one service. `output` is its crate's folder, `names`
/// the names of types whose own names clash, by spec path.
///
/// A fact that the pages do not have is a string that begins with [`OPEN`], followed by its form and an
/// example: generation reports each of them.
#[must_use]
pub fn service_file(pages: &[&Imported], output: &str, names: &BTreeMap<String, String>) -> String {
    let first = pages.first();
    let service = first.map_or("", |page| &page.service);
    let class = first.map_or("", |page| &page.class);
    let api = pages.iter().find_map(|page| page.api.as_ref());
    let version = api.and_then(|api| api.version.clone());
    let open = |what: &str| format!("{OPEN}: {what}");
    let http: Map<String, Value> = pages
        .iter()
        .filter(|page| page.operation.http.is_none())
        .map(|page| {
            let operation = &page.operation;
            let of = json!({
                "method": open(&format!(
                    "`POST` where the protocol is json, query or ec2; else as the AWS API Reference has \
                     it, and where that is `GET`, `HEAD` or `DELETE`, each member of the request in \
                     {}.json needs a `\"location\": \"querystring\"`, `\"uri\"` or `\"header\"`",
                    operation.method
                )),
                "uri": open("`/` where the protocol is json, query or ec2; else such as \
                             `/things/{name}`, where `name` is a member with `\"location\": \"uri\"`"),
            });
            (operation.operation.clone(), of)
        })
        .collect();
    let mut shapes = Map::new();
    for page in pages {
        for name in &page.operation.exceptions {
            let known = page.errors.iter().find(|error| error.shape == *name);
            let shape = match known {
                Some(error) => error_shape(error),
                None => json!({
                    "type": "structure",
                    "doc": open(
                        "what it means, or remove this line; the page names the error only, and the AWS API \
                         Reference has its HTTP status, which goes into `error` as `\"status\": 404`, and its \
                         other members",
                    ),
                    "members": { "message": { "type": "string" } },
                    "error": {},
                }),
            };
            if known.is_some() || !shapes.contains_key(name) {
                shapes.insert(name.clone(), shape);
            }
        }
    }
    let protocol = protocol(pages);
    let mut file = json!({
        "$schema": "../schema/service.schema.json",
        "service": service,
        "title": open(&format!("the name people know, such as `EC2 Image Builder`; boto3's class is `{class}`")),
        "serviceId": open("AWS's own identifier, such as `imagebuilder` or `DynamoDB`"),
        "apiVersion": version.unwrap_or_else(|| open("the version of the API, such as `2019-12-02`")),
        "protocol": protocol,
        "endpointPrefix": open(
            "the first label of the host, such as `imagebuilder` of \
             `imagebuilder.eu-central-1.amazonaws.com`",
        ),
        "signingName": open("the service that signatures name; mostly the same"),
        "output": output,
        "http": http,
        "shapes": shapes,
    });
    if let (false, Some(file)) = (names.is_empty(), file.as_object_mut()) {
        file.insert("names".to_owned(), json!({ "types": names }));
    }
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}
