//! Hosts, by settings and by AWS's own cases.

use super::*;
use crate::config::{Config, ConfigBuilder};
use crate::operation::OperationHosts;
use crate::platform::Environment;
use serde_json::Value;

static SERVICE: Service = Service::new(
    "imagebuilder",
    "imagebuilder",
    "2019-12-02",
    "imagebuilder",
    "imagebuilder",
)
.with_hosts(&[HostRule {
    partition: Some("aws-us-gov"),
    region: None,
    fips: Some(true),
    dual_stack: Some(false),
    host: Some("imagebuilder.{region}.{suffix}"),
    signing_region: None,
}]);

fn url(config: ConfigBuilder) -> String {
    let relative = Uri::from_static("/GetImage?a=b");
    resolve(&config.build().parts().endpoint, &SERVICE, About::default())
        .and_then(|endpoint| endpoint.uri(&relative, None, false))
        .map_or_else(|error| error.to_string(), |uri| uri.to_string())
}

fn regional(region: &str, fips: bool, dual_stack: bool) -> String {
    let config = Config::builder().region(region);
    let url = url(config.use_fips(fips).use_dual_stack(dual_stack));
    url.trim_end_matches("/GetImage?a=b").to_owned()
}

#[test]
fn regions_have_hosts_in_their_partition() {
    for (region, fips, dual_stack, expected) in [
        (
            "us-east-1",
            false,
            false,
            "imagebuilder.us-east-1.amazonaws.com",
        ),
        (
            "us-east-1",
            true,
            false,
            "imagebuilder-fips.us-east-1.amazonaws.com",
        ),
        ("eu-west-1", false, true, "imagebuilder.eu-west-1.api.aws"),
        (
            "eu-west-1",
            true,
            true,
            "imagebuilder-fips.eu-west-1.api.aws",
        ),
        (
            "cn-north-1",
            false,
            false,
            "imagebuilder.cn-north-1.amazonaws.com.cn",
        ),
        (
            "us-gov-west-1",
            true,
            false,
            "imagebuilder.us-gov-west-1.amazonaws.com",
        ),
        (
            "us-gov-west-1",
            true,
            true,
            "imagebuilder-fips.us-gov-west-1.api.aws",
        ),
        (
            "us-isob-east-1",
            false,
            false,
            "imagebuilder.us-isob-east-1.sc2s.sgov.gov",
        ),
        (
            "eusc-de-east-1",
            false,
            false,
            "imagebuilder.eusc-de-east-1.amazonaws.eu",
        ),
        (
            "xx-new-1",
            false,
            false,
            "imagebuilder.xx-new-1.amazonaws.com",
        ),
    ] {
        let actual = regional(region, fips, dual_stack);
        assert_eq!(actual, format!("https://{expected}"));
    }
}

#[test]
fn an_operation_can_have_hosts_of_its_own_or_none() {
    const fn rule(host: Option<&'static str>) -> HostRule {
        HostRule {
            partition: None,
            region: None,
            fips: None,
            dual_stack: None,
            host,
            signing_region: None,
        }
    }
    static GROUPS: &[OperationHosts] = &[
        OperationHosts {
            operations: &["Put"],
            hosts: &[rule(Some("odd-data{fips}.{region}.{suffix}"))],
        },
        OperationHosts {
            operations: &["Find"],
            hosts: &[rule(None)],
        },
    ];
    static ODD: Service =
        Service::new("odd", "Odd", "2020-01-01", "odd", "odd").with_operation_hosts(GROUPS);
    let config = Config::builder().region("eu-west-1");
    let config = config.environment(Environment::empty()).build();
    let about = |operation| About {
        operation: Some(operation),
        ..About::default()
    };
    let host = |operation| {
        resolve(&config.parts().endpoint, &ODD, about(operation)).map(|it| it.authority.to_string())
    };
    assert_eq!(host("Get").unwrap(), "odd.eu-west-1.amazonaws.com");
    assert_eq!(host("Put").unwrap(), "odd-data.eu-west-1.amazonaws.com");
    let refused = host("Find").unwrap_err();
    let reason = refused.cause().unwrap().to_string();
    assert!(
        reason.starts_with("Find of Odd has no endpoint"),
        "{reason}"
    );

    let own = Config::builder().endpoint_url("https://find.example");
    let own = own.environment(Environment::empty()).build();
    let endpoint = resolve(&own.parts().endpoint, &ODD, about("Find")).unwrap();
    assert_eq!(endpoint.authority, "find.example");
}

#[test]
fn a_region_cannot_lead_to_another_host() {
    for region in ["", "x@example.com", "a/b", "a.b", "a:1"] {
        let text = regional(region, false, false);
        assert!(text.ends_with("is not a region"), "{text}");
    }
}

#[test]
fn custom_urls_keep_their_path() {
    let config = Config::builder().endpoint_url("http://127.0.0.1:8080/base/");
    assert_eq!(
        url(config.clone()),
        "http://127.0.0.1:8080/base/GetImage?a=b"
    );
    assert!(url(config.clone().use_fips(true)).contains("FIPS"));
    assert!(url(config.use_dual_stack(true)).contains("dual-stack"));
    assert!(url(Config::builder().endpoint_url("localhost")).contains("scheme"));
    assert!(url(Config::builder()).contains("no region"));
}

#[test]
fn a_request_about_the_endpoint_adds_no_slash() {
    for (base, relative, expected) in [
        ("http://h", "/", "http://h/"),
        ("http://h", "/?acl", "http://h/?acl"),
        ("http://h/", "/a//b/", "http://h/a//b/"),
        ("http://h/bucket", "/", "http://h/bucket"),
        ("http://h/bucket", "/?acl", "http://h/bucket?acl"),
        ("http://h/bucket/", "/?acl", "http://h/bucket/?acl"),
        ("http://h/bucket", "//", "http://h/bucket//"),
        ("http://h/bucket/", "/a", "http://h/bucket/a"),
    ] {
        let endpoint = Endpoint::from_url(base).expect(base);
        let uri = endpoint.uri(&Uri::from_static(relative), None, true);
        assert_eq!(uri.expect(relative).to_string(), expected);
    }
}

#[test]
fn other_requests_stand_below_the_path_of_an_endpoint() {
    for (base, relative, expected) in [
        ("http://h", "/", "http://h/"),
        ("http://h/custom", "/", "http://h/custom/"),
        ("http://h/custom/", "/", "http://h/custom/"),
        ("http://h/custom", "/?a", "http://h/custom/?a"),
        ("http://h/custom", "/a", "http://h/custom/a"),
    ] {
        let endpoint = Endpoint::from_url(base).expect(base);
        let uri = endpoint.uri(&Uri::from_static(relative), None, false);
        assert_eq!(uri.expect(relative).to_string(), expected);
    }
}

#[test]
fn the_environment_can_name_an_endpoint() {
    let with = |variables: &[(&str, &str)]| {
        let environment: Environment = variables.iter().copied().collect();
        url(Config::builder()
            .region("us-east-1")
            .environment(environment))
    };
    let all = ("AWS_ENDPOINT_URL", "http://all");
    let own = ("AWS_ENDPOINT_URL_IMAGEBUILDER", "http://own");
    let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert_eq!(with(&[all]), "http://all/GetImage?a=b");
    assert_eq!(with(&[all, own]), "http://own/GetImage?a=b");
    let regional = "https://imagebuilder.us-east-1.amazonaws.com/GetImage?a=b";
    assert_eq!(with(&[all, own, ignored]), regional);
}

#[test]
fn host_prefixes_go_before_the_host() {
    let config = Config::builder().region("us-east-1").build();
    let prefix = HostPrefix("data-".to_owned());
    let uri = resolve(&config.parts().endpoint, &SERVICE, About::default())
        .and_then(|endpoint| endpoint.uri(&Uri::from_static("/"), Some(&prefix), false));
    let host = uri.ok().and_then(|uri| uri.host().map(str::to_owned));
    assert_eq!(
        host.as_deref(),
        Some("data-imagebuilder.us-east-1.amazonaws.com")
    );
}

/// botocore's endpoint tests: `endpoint-tests-1.json` of every service, in one file with the hosts
/// of each, as `cargo xtask vectors` writes it.
#[test]
#[ignore = "needs AWS_ENDPOINT_TESTS, a file that is not part of this repository"]
fn botocores_endpoint_tests_pass() -> Result<(), Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(std::env::var("AWS_ENDPOINT_TESTS")?)?;
    let services: serde_json::Map<String, Value> = serde_json::from_str(&text)?;
    let mut passed = 0;
    let mut problems = Vec::new();
    for (name, document) in &services {
        let service = service(document);
        for case in document["cases"].as_array().ok_or("no cases")? {
            match differs(&service, case) {
                None => passed += 1,
                Some(what) => problems.push(format!("{name}: {what}: {case}")),
            }
        }
    }
    let (of, failed) = (services.len(), problems.len());
    println!("{passed} passed, {failed} failed in {of} services that have patterns");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// A service as `service.json` describes it.
fn service(document: &Value) -> Service {
    let text = |value: &Value| {
        let text = value.as_str()?.to_owned();
        Some(&*Box::leak(text.into_boxed_str()))
    };
    let rules = document["hosts"].as_array().into_iter().flatten();
    let rules: Vec<HostRule> = rules
        .map(|rule| HostRule {
            partition: text(&rule["partition"]),
            region: text(&rule["region"]),
            fips: rule["fips"].as_bool(),
            dual_stack: rule["dualStack"].as_bool(),
            host: text(&rule["host"]),
            signing_region: text(&rule["signingRegion"]),
        })
        .collect();
    let prefix = text(&document["endpointPrefix"]).unwrap_or_default();
    Service::new("", "", "", prefix, "").with_hosts(Vec::leak(rules))
}

/// How what is resolved differs from what a case expects.
fn differs(service: &Service, case: &Value) -> Option<String> {
    let flag = |name: &str| case["params"][name].as_bool().unwrap_or(false);
    let text = |name: &str| case["params"][name].as_str().map(str::to_owned);
    let mut config = Config::builder()
        .use_fips(flag("UseFIPS"))
        .use_dual_stack(flag("UseDualStack"));
    config.endpoint.region = text("Region");
    config.endpoint.url = text("Endpoint");
    let actual = resolve(&config.build().parts().endpoint, service, About::default());
    let expected = &case["expect"]["endpoint"];
    match (expected["url"].as_str(), actual) {
        (None, Err(_)) => None,
        (None, Ok(_)) => Some("an endpoint where there is none".to_owned()),
        (Some(_), Err(error)) => Some(error.to_string()),
        (Some(url), Ok(actual)) => {
            let host = format!("{}://{}", actual.scheme, actual.authority);
            let signing = &expected["properties"]["authSchemes"][0]["signingRegion"];
            let region = actual.signing.region.clone();
            let region = region.or(text("Region"));
            if host != url {
                Some(host)
            } else if signing.is_string() && signing.as_str() != region.as_deref() {
                Some(format!("signed for {region:?}"))
            } else {
                None
            }
        }
    }
}
