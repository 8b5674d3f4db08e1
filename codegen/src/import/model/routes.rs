//! Operations that the endpoint rules send elsewhere than the rest of their service.
//!
//! What an operation says of itself (`staticContextParams`) is known here, and its hosts follow from
//! it. What its members say is known when it is called: such a host is none that a client can name.

use super::endpoints;
use super::json::{At, Node, Report};
use super::rules::{Given, Stop, Value, elements, literal, member, text};
use crate::spec::{HostRule, OperationHosts, ServiceSpec};
use std::collections::{BTreeMap, BTreeSet};

/// A parameter of the rules that a call fills in.
struct Filled<'n> {
    name: &'n str,
    /// The member that it is, where that is one of the request's own that may be left out.
    optional: Option<&'n str>,
}

/// What was found, for one warning each.
#[derive(Default)]
struct Found<'n> {
    /// Operations by their hosts.
    hosts: BTreeMap<Vec<HostRule>, Vec<&'n str>>,
    /// Operations whose host a call decides, by the parameter.
    refused: BTreeMap<&'n str, Vec<&'n str>>,
    /// Operations that would go to the host of an account.
    of_accounts: BTreeMap<&'n str, Vec<&'n str>>,
    /// Optional members that would choose another host, by name.
    left_out: BTreeMap<&'n str, Vec<&'n str>>,
}

/// Gives the operations of a spec their own hosts, and takes the members out that choose a host which
/// cannot be named. What calls cannot reach is said, once for all operations.
pub(in crate::import) fn routes(
    report: &mut Report,
    root: &Node,
    rules: &Node,
    spec: &mut ServiceSpec,
) {
    let prefix = spec.service.endpoint_prefix.clone();
    let mut given = Given::new();
    if let Some(Node::Object(parameters)) = member(rules, "parameters")
        && parameters
            .iter()
            .any(|(name, _)| name == "AccountIdEndpointMode")
    {
        // The one mode that needs no account.
        given.insert("AccountIdEndpointMode", Value::Text("disabled".into()));
    }
    let mut known: BTreeMap<String, Result<Vec<HostRule>, Stop>> = BTreeMap::new();
    let mut hosts = |given: &Given<'_>| {
        let key = format!("{given:?}");
        let made = || endpoints::exceptions_for(rules, &prefix, given);
        known.entry(key).or_insert_with(made).clone()
    };
    let of_service = hosts(&given).ok();
    let mut found = Found::default();
    let Some(Node::Object(operations)) = member(root, "operations") else {
        return;
    };
    for (name, operation) in operations {
        let mut given = given.clone();
        given.extend(fixed(operation));
        let Ok(own) = hosts(&given) else { continue };
        let (own, mut refused) = (Some(own), false);
        for parameter in filled(root, operation) {
            let mut asked = given.clone();
            asked.insert(parameter.name, Value::Filled);
            let list = match (hosts(&asked), parameter.optional) {
                (Ok(hosts), _) if own.as_ref() == Some(&hosts) => continue,
                (Err(Stop::Unknown(_)), _) => continue,
                (Err(Stop::Filled { arn: true }), _) => &mut found.of_accounts,
                (_, Some(_)) => &mut found.left_out,
                (_, None) => {
                    refused = true;
                    &mut found.refused
                }
            };
            let key = parameter.optional.unwrap_or(parameter.name);
            list.entry(key).or_default().push(name);
        }
        let own = own.filter(|_| !refused);
        let own = own.unwrap_or_else(|| vec![HostRule::default()]);
        if Some(&own) != of_service.as_ref() {
            found.hosts.entry(own).or_default().push(name);
        }
    }
    found.tell(report);
    found.settle(spec);
}

/// What an operation says of itself.
fn fixed(operation: &Node) -> Given<'_> {
    let mut given = Given::new();
    if let Some(Node::Object(parameters)) = member(operation, "staticContextParams") {
        for (name, parameter) in parameters {
            given.extend(member(parameter, "value").map(|value| (&**name, literal(value))));
        }
    }
    given
}

/// What a call of an operation says.
fn filled<'n>(root: &'n Node, operation: &'n Node) -> Vec<Filled<'n>> {
    let mut parameters = Vec::new();
    if let Some(Node::Object(paths)) = member(operation, "operationContextParams") {
        let name = |(name, _): &'n (String, Node)| Filled {
            name,
            optional: None,
        };
        parameters.extend(paths.iter().map(name));
    }
    let input = member(operation, "input").and_then(|input| text(member(input, "shape")));
    let shape = input.and_then(|input| member(member(root, "shapes")?, input));
    let Some(shape) = shape else {
        return parameters;
    };
    let required: BTreeSet<_> = elements(member(shape, "required"))
        .iter()
        .filter_map(|name| text(Some(name)))
        .collect();
    if let Some(Node::Object(members)) = member(shape, "members") {
        for (of, node) in members {
            let name = member(node, "contextParam").and_then(|it| text(member(it, "name")));
            parameters.extend(name.map(|name| Filled {
                name,
                optional: (!required.contains(&**of)).then_some(&**of),
            }));
        }
    }
    parameters
}

impl Found<'_> {
    fn tell(&self, report: &mut Report) {
        for (name, operations) in &self.refused {
            report.warning(
                &At::ROOT,
                format!(
                    "the host is made of the call's `{name}`, which no client here does; refused without an \
                     endpoint of the caller's: {}",
                    operations.join(", ")
                ),
                "give the client the URL of the endpoint",
            );
        }
        for (name, operations) in &self.of_accounts {
            report.warning(
                &At::ROOT,
                format!(
                    "the account of `{name}` has a host of its own, which no client here names; sent to the \
                     region's host, or refused where there is none: {}",
                    operations.join(", ")
                ),
                "give the client the URL of the endpoint where the region's does not do",
            );
        }
        for (member, operations) in &self.left_out {
            report.warning(
                &At::ROOT,
                format!(
                    "`{member}` chooses another host, which no client here names; the member is left out of: {}",
                    operations.join(", ")
                ),
                "give the client the URL of the endpoint, or call the service without the member",
            );
        }
    }

    fn settle(self, spec: &mut ServiceSpec) {
        for (member, names) in &self.left_out {
            let operations = spec.operations.iter_mut().map(|(_, operation)| operation);
            for operation in operations.filter(|it| names.contains(&&*it.operation)) {
                if let Some(request) = &mut operation.request {
                    request.shift_remove(*member);
                }
            }
        }
        let own = self.hosts.into_iter().map(|(hosts, names)| OperationHosts {
            operations: names.into_iter().map(str::to_owned).collect(),
            hosts,
        });
        spec.service.operation_hosts = own.collect();
    }
}

#[cfg(test)]
mod tests {
    use crate::import::model::{Files, Import, read};

    /// `Put` goes to a host of its own, `Send` to one that its member chooses, `Find` to one made of a
    /// member it requires, `List` to an account's, and `Get` where all the others would.
    fn import() -> Import {
        let operation = |name: &str, input: &str, more: &str| {
            format!(
                r#""{name}": {{ "name": "{name}", "http": {{ "method": "POST", "requestUri": "/" }}{input}{more} }}"#
            )
        };
        let input = |shape: &str| format!(r#", "input": {{ "shape": "{shape}" }}"#);
        let operations = [
            operation("Get", "", ""),
            operation(
                "Put",
                "",
                r#", "staticContextParams": { "Plane": { "value": "data" } }"#,
            ),
            operation("Send", &input("Optional"), ""),
            operation("Find", &input("Required"), ""),
            operation("List", &input("Arn"), ""),
        ];
        let shape = |parameter: &str, required: &str| {
            format!(
                r#"{{ "type": "structure", "required": [{required}], "members": {{
                    "Text": {{ "shape": "String" }},
                    "Where": {{ "shape": "String", "contextParam": {{ "name": "{parameter}" }} }} }} }}"#
            )
        };
        let model = format!(
            r#"{{ "metadata": {{ "apiVersion": "2020-01-01", "endpointPrefix": "odd", "protocol": "json",
                "jsonVersion": "1.1", "serviceFullName": "Odd", "serviceId": "Odd", "targetPrefix": "T",
                "signatureVersion": "v4" }},
              "operations": {{ {} }},
              "shapes": {{ "String": {{ "type": "string" }}, "Optional": {}, "Required": {}, "Arn": {} }} }}"#,
            operations.join(","),
            shape("Id", ""),
            shape("Id", r#""Where""#),
            shape("Arn", ""),
        );
        let rules = r#"{ "version": "1.0", "parameters": {}, "rules": [
            { "type": "endpoint", "endpoint": { "url": "https://{Id}.odd.example" },
              "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Id" }] }] },
            { "type": "endpoint", "endpoint": { "url": "https://{arn#accountId}.odd.example" },
              "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Arn" }] },
                { "fn": "aws.parseArn", "argv": [{ "ref": "Arn" }], "assign": "arn" }] },
            { "type": "endpoint", "endpoint": { "url": "https://odd-data.{Region}.odd.example" },
              "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Plane" }] },
                { "fn": "stringEquals", "argv": [{ "ref": "Plane" }, "data"] }] },
            { "type": "endpoint", "endpoint": { "url": "https://odd.{Region}.odd.example" },
              "conditions": [] } ] }"#;
        let files = Files {
            service: "odd",
            name: "odd/2020-01-01/service-2.json",
            model: model.as_bytes(),
            endpoint_rules: Some(rules.as_bytes()),
            ..Files::default()
        };
        read(&files, None).expect("a spec")
    }

    #[test]
    fn an_operation_has_the_host_that_it_says_itself() {
        let spec = import().spec;
        let own = |name: &str| {
            let mut groups = spec.service.operation_hosts.iter();
            let group = groups.find(|group| group.operations == [name])?;
            Some(
                group
                    .hosts
                    .iter()
                    .map(|rule| rule.host.as_deref())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            own("Put"),
            Some(vec![Some("odd-data.{region}.odd.example")])
        );
        assert_eq!(own("Find"), Some(vec![None]), "refused without an endpoint");
        assert_eq!(spec.service.operation_hosts.len(), 2);
    }

    #[test]
    fn what_a_call_would_choose_is_said_once_and_never_goes_elsewhere() {
        let Import { spec, warnings } = import();
        let said: Vec<&str> = warnings.0.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        for (about, operation) in [
            ("call's `Id`", ": Find"),
            ("account of", ": List"),
            ("left out of", ": Send"),
        ] {
            assert!(
                said.iter()
                    .any(|it| it.contains(about) && it.ends_with(operation)),
                "{said:?}"
            );
        }
        let members = |name: &str| {
            let mut operations = spec.operations.iter().map(|(_, it)| it);
            let operation = operations.find(|it| it.operation == name)?;
            let request = operation.request.as_ref()?;
            Some(request.0.keys().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(members("Send"), Some(vec!["Text"]));
        assert_eq!(members("List"), Some(vec!["Text", "Where"]));
    }
}
