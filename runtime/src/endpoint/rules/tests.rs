//! Rules, walked; those of AWS by its own cases.

use super::*;
use crate::endpoint::EndpointSettings;
use crate::operation::EndpointValue;
use crate::operation::rules::{Attribute, Fixed, Parameter, Source, Test, Value};

const fn parameter(name: &'static str, source: Source) -> Parameter {
    Parameter {
        name,
        source,
        default: None,
        required: false,
    }
}

/// A host below an ARN's account, and a URL of the configuration as it is.
static RULES: Rules = Rules {
    parameters: &[
        parameter("Endpoint", Source::Endpoint),
        parameter("Arn", Source::Call),
        Parameter {
            default: Some(Fixed::Bool(false)),
            ..parameter("UseFIPS", Source::UseFips)
        },
    ],
    values: &[
        Value::Parameter(0),
        Value::Parameter(1),
        Value::Parameter(2),
        Value::Arn(1),
        Value::Get(3, Attribute::ArnAccount),
        Value::Get(3, Attribute::ArnResource(1)),
    ],
    tests: &[(0, -1, 1), (4, 2, -3), (2, -3, -2)],
    outcomes: &[
        Outcome::Endpoint {
            url: "{0}",
            headers: &[],
            auth: &[],
        },
        Outcome::Endpoint {
            url: "https://{4}.example",
            headers: &[("x-amz-thing", "{5}")],
            auth: &[AuthScheme {
                name: "sigv4",
                service: Some("other"),
                region: Some("{4}-1"),
                plain_path: true,
            }],
        },
        Outcome::Error("no {{account}} in `{1}`"),
    ],
};

fn of(url: Option<&str>, arn: Option<&str>) -> Result<Destination, String> {
    let call: Vec<_> = arn.map(|arn| ("Arn", arn.into())).into_iter().collect();
    let settings = EndpointSettings::default();
    walk(
        &RULES,
        &Parameters {
            settings: &settings,
            region: None,
            url,
            account: None,
            call: &call,
        },
    )
}

#[test]
fn a_walk_ends_at_an_endpoint_or_says_why_not() {
    let there = of(None, Some("arn:aws:s:r:1234:a/b")).unwrap();
    assert_eq!(there.url, "https://1234.example");
    assert_eq!(there.headers, [("x-amz-thing", "b".to_owned())]);
    let [scheme] = there.auth.as_slice() else {
        panic!("{there:?}")
    };
    assert_eq!(scheme.region.as_deref(), Some("1234-1"));
    assert!(scheme.plain_path);
    let error = of(None, Some("name")).unwrap_err();
    assert_eq!(error, "no {account} in `name`");
    let own = of(Some("http://a:1/b@c"), None).unwrap();
    assert_eq!(own.url, "http://a:1/b@c");
}

#[test]
fn what_a_call_says_makes_no_other_host() {
    for account in ["a/b", "a@b", "a?b", "a#b", "a b", "é"] {
        let arn = format!("arn:aws:s:r:{account}:a/b");
        assert!(of(None, Some(&arn)).is_err(), "{account}");
    }
}

#[test]
fn an_arn_stands_in_no_path() {
    const PATHS: Rules = Rules {
        parameters: &[parameter(
            "Paths",
            Source::Setting("AWS::S3::ForcePathStyle"),
        )],
        values: &[],
        tests: &[],
        outcomes: &[],
    };
    let is_in_path = |place: &str| {
        let (settings, call) = (EndpointSettings::default(), [("Bucket", place.into())]);
        let parameters = Parameters {
            settings: &settings,
            region: None,
            url: Some("http://localhost:9000"),
            account: None,
            call: &call,
        };
        match told::told(&PATHS, &parameters).unwrap().as_slice() {
            [told::Told::Bool(is_in_path)] => *is_in_path,
            told => panic!("{told:?}"),
        }
    };
    assert!(is_in_path("bucket"));
    assert!(!is_in_path(
        "arn:aws:s3:us-west-2:123456789012:accesspoint/mine"
    ));
}

/// botocore's endpoint tests of services that have rules: `AWS_ENDPOINT_RULES` names a file with the
/// compiled rules and the cases of each, as `cargo xtask vectors` writes it.
#[test]
#[ignore = "needs AWS_ENDPOINT_RULES, a file that is not part of this repository"]
fn botocores_endpoint_rules_pass() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::var("AWS_ENDPOINT_RULES")?)?;
    let services: serde_json::Map<String, Json> = serde_json::from_str(&text)?;
    let mut passed = 0;
    let mut problems = Vec::new();
    for (name, document) in &services {
        let rules = rules(&document["rules"]);
        for case in document["cases"].as_array().ok_or("no cases")? {
            match differs(&rules, case) {
                None => passed += 1,
                Some(what) => problems.push(format!("{name}: {what}: {case}")),
            }
        }
        if name == "s3" {
            time(&rules, &document["cases"]);
        }
    }
    let (of, failed) = (services.len(), problems.len());
    println!("{passed} passed, {failed} failed in {of} services that have rules");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// How long a walk takes: all cases, over and over. The best round is the one that nothing disturbed.
fn time(rules: &Rules, cases: &Json) {
    let calls: Vec<_> = cases.as_array().into_iter().flatten().map(call).collect();
    let settings = EndpointSettings::default();
    let rounds = (0..500).map(|_| {
        let started = std::time::Instant::now();
        for call in &calls {
            let _ = std::hint::black_box(walk(rules, &parameters(&settings, call)));
        }
        started.elapsed()
    });
    let best = rounds.min().unwrap_or_default().as_nanos();
    let each = best / u128::try_from(calls.len()).unwrap_or(1).max(1);
    println!("{each} ns a walk of s3's rules, in the best of 500 rounds");
}

use serde_json::Value as Json;

type Call = Vec<(&'static str, EndpointValue)>;

fn parameters<'a>(settings: &'a EndpointSettings, call: &'a Call) -> Parameters<'a> {
    Parameters {
        settings,
        region: None,
        url: None,
        account: None,
        call,
    }
}

/// What a case tells the rules, as if the call did.
fn call(case: &Json) -> Call {
    let params = case["params"].as_object();
    params
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            let value = match value {
                Json::Bool(flag) => EndpointValue::Bool(*flag),
                Json::Array(texts) => EndpointValue::List(
                    texts
                        .iter()
                        .filter_map(Json::as_str)
                        .map(str::to_owned)
                        .collect(),
                ),
                value => EndpointValue::Text(value.as_str().unwrap_or_default().to_owned()),
            };
            (leaked(name), value)
        })
        .collect()
}

/// How a walk differs from what a case expects.
fn differs(rules: &Rules, case: &Json) -> Option<String> {
    let settings = EndpointSettings::default();
    let call = call(case);
    let actual = walk(rules, &parameters(&settings, &call));
    let expected = &case["expect"]["endpoint"];
    let actual = match (expected["url"].as_str(), actual) {
        (None, Err(error)) => {
            let why = case["expect"]["error"].as_str().unwrap_or_default();
            return (error != why).then(|| format!("`{error}`"));
        }
        (None, Ok(there)) => return Some(format!("an endpoint: {}", there.url)),
        (Some(_), Err(error)) => return Some(error),
        (Some(url), Ok(there)) if there.url != url => return Some(there.url),
        (Some(_), Ok(there)) => there,
    };
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let schemes = expected["properties"]["authSchemes"].as_array();
    let schemes: Vec<_> = schemes
        .into_iter()
        .flatten()
        .map(|scheme| {
            let set = scheme["signingRegionSet"].as_array();
            let set = set.map(|set| {
                set.iter()
                    .filter_map(Json::as_str)
                    .collect::<Vec<_>>()
                    .join(",")
            });
            (
                text(&scheme["name"]).unwrap_or_default(),
                text(&scheme["signingName"]),
                text(&scheme["signingRegion"]).or(set),
                scheme["disableDoubleEncoding"] == true,
            )
        })
        .collect();
    let found: Vec<_> = actual
        .auth
        .into_iter()
        .map(|it| (it.name.to_owned(), it.service, it.region, it.plain_path))
        .collect();
    if !schemes.is_empty() && found != schemes {
        return Some(format!("signed by {found:?}"));
    }
    let headers = expected["headers"].as_object();
    let headers: Vec<_> = headers
        .into_iter()
        .flatten()
        .map(|(name, values)| {
            (
                name.to_ascii_lowercase(),
                text(&values[0]).unwrap_or_default(),
            )
        })
        .collect();
    let found: Vec<_> = actual
        .headers
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    (found != headers).then(|| format!("headers {found:?}"))
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn list<T>(json: &Json, one: impl Fn(&Json) -> T) -> &'static [T] {
    let items: Vec<T> = json.as_array().into_iter().flatten().map(one).collect();
    Vec::leak(items)
}

/// Rules as the generator writes them down.
fn rules(json: &Json) -> Rules {
    Rules {
        parameters: list(&json["parameters"], |it| Parameter {
            name: text(&it["name"]),
            source: source(&it["source"]),
            default: match &it["default"] {
                Json::Bool(flag) => Some(Fixed::Bool(*flag)),
                Json::String(text) => Some(Fixed::Text(leaked(text))),
                _ => None,
            },
            required: it["required"] == true,
        }),
        values: list(&json["values"], value),
        tests: list(&json["tests"], |it| -> Test {
            (place(&it["value"]), target(&it["yes"]), target(&it["no"]))
        }),
        outcomes: list(&json["outcomes"], outcome),
    }
}

fn text(json: &Json) -> &'static str {
    leaked(json.as_str().unwrap_or_default())
}

fn place(json: &Json) -> u16 {
    json.as_u64().and_then(|it| it.try_into().ok()).unwrap()
}

fn target(json: &Json) -> i16 {
    let at = |json: &Json| i16::try_from(json.as_i64().unwrap()).unwrap();
    match (json.get("Test"), json.get("Outcome")) {
        (Some(test), _) => at(test),
        (_, Some(outcome)) => -at(outcome) - 1,
        _ => panic!("{json}"),
    }
}

/// A case tells all that there is; what a configuration would add is left out.
fn source(json: &Json) -> Source {
    match json.as_str() {
        Some("Endpoint") => Source::Endpoint,
        _ => Source::Call,
    }
}

fn outcome(json: &Json) -> Outcome {
    if let Some(error) = json.get("Error") {
        return Outcome::Error(text(error));
    }
    let json = &json["Endpoint"];
    let some = |json: &Json| json.is_string().then(|| text(json));
    Outcome::Endpoint {
        url: text(&json["url"]),
        headers: list(&json["headers"], |it| (text(&it[0]), text(&it[1]))),
        auth: list(&json["auth"], |it| AuthScheme {
            name: text(&it["name"]),
            service: some(&it["service"]),
            region: some(&it["region"]),
            plain_path: it["plain_path"] == true,
        }),
    }
}

fn value(json: &Json) -> Value {
    let (name, it) = json.as_object().and_then(|it| it.iter().next()).unwrap();
    let (first, second, third) = (&it[0], &it[1], &it[2]);
    match name.as_str() {
        "Parameter" => Value::Parameter(place(it)),
        "Text" => Value::Text(text(it)),
        "Bool" => Value::Bool(it == true),
        "IsSet" => Value::IsSet(place(it)),
        "Not" => Value::Not(place(it)),
        "Is" => Value::Is(place(first), text(second)),
        "Equal" => Value::Equal(place(first), place(second)),
        "Get" => Value::Get(place(first), attribute(second)),
        "Partition" => Value::Partition(place(it)),
        "Arn" => Value::Arn(place(it)),
        "Url" => Value::Url(place(it)),
        "Encoded" => Value::Encoded(place(it)),
        "Substring" => Value::Substring(place(first), place(second), place(third)),
        "SubstringFromEnd" => Value::SubstringFromEnd(place(first), place(second), place(third)),
        "IsHostLabel" => Value::IsHostLabel(place(it)),
        "IsHostName" => Value::IsHostName(place(it)),
        "IsBucketLabel" => Value::IsBucketLabel(place(it)),
        "IsBucketName" => Value::IsBucketName(place(it)),
        "FirstSet" => Value::FirstSet(list(it, place)),
        "Either" => Value::Either(place(first), place(second), place(third)),
        "Split" => Value::Split(place(first), text(second), place(third)),
        _ => panic!("{json}"),
    }
}

fn attribute(json: &Json) -> Attribute {
    if let Some(at) = json.get("ArnResource") {
        return Attribute::ArnResource(place(at));
    }
    if let Some(at) = json.get("Element") {
        return Attribute::Element(at.as_i64().and_then(|it| it.try_into().ok()).unwrap());
    }
    match json.as_str().unwrap_or_default() {
        "Name" => Attribute::Name,
        "DnsSuffix" => Attribute::DnsSuffix,
        "DualStackDnsSuffix" => Attribute::DualStackDnsSuffix,
        "ImplicitGlobalRegion" => Attribute::ImplicitGlobalRegion,
        "SupportsFips" => Attribute::SupportsFips,
        "SupportsDualStack" => Attribute::SupportsDualStack,
        "ArnPartition" => Attribute::ArnPartition,
        "ArnService" => Attribute::ArnService,
        "ArnRegion" => Attribute::ArnRegion,
        "ArnAccount" => Attribute::ArnAccount,
        "Scheme" => Attribute::Scheme,
        "Authority" => Attribute::Authority,
        "Path" => Attribute::Path,
        "NormalizedPath" => Attribute::NormalizedPath,
        "IsIp" => Attribute::IsIp,
        other => panic!("{other}"),
    }
}
