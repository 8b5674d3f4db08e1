//! Endpoints that a service tells by an operation of its own.

use golden_discovery::Client;
use golden_discovery::operation::describe_endpoints::{
    DescribeEndpointsInput, DescribeEndpointsOutput,
};
use golden_discovery::operation::write_records::WriteRecordsInput;
use golden_discovery::types::Endpoint;
use shapewright_runtime::config::ConfigBuilder;
use shapewright_runtime::operation::DescribeEndpoints;
use shapewright_runtime::platform::{Environment, block_on};
use shapewright_runtime::testing::{ManualClock, StubTransport};
use shapewright_runtime::{RequestError, RequestErrorKind};
use std::time::{Duration, SystemTime};

const USUAL: &str = "records.us-east-1.amazonaws.com";
const MINUTE: Duration = Duration::from_secs(60);

fn told(address: &str, minutes: u32) -> String {
    format!(r#"{{"Endpoints":[{{"Address":"{address}","CachePeriodInMinutes":{minutes}}}]}}"#)
}

/// Operations and hosts, in the order in which they were called.
fn hosts(stub: &StubTransport) -> Vec<(&'static str, String)> {
    let calls = stub.calls().into_iter();
    let hosts = calls.map(|call| {
        (
            call.operation,
            call.request.uri().host().unwrap().to_owned(),
        )
    });
    hosts.collect()
}

fn client(stub: &StubTransport, change: impl Fn(ConfigBuilder) -> ConfigBuilder) -> Client {
    Client::new(&change(stub.config().to_builder()).build())
}

fn lost() -> RequestError {
    RequestError::new(RequestErrorKind::Connect, "refused")
}

#[test]
fn an_endpoint_is_asked_for_once_and_again_when_its_time_is_over() {
    let stub = StubTransport::new();
    stub.respond_to("DescribeEndpoints", 200, told("a.example", 2))
        .respond_to("DescribeEndpoints", 200, told("b.example", 2))
        .respond_to("WriteRecords", 200, "{}")
        .respond_to("WriteRecords", 200, "{}")
        .respond_to("WriteRecords", 200, "{}");
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    let client = client(&stub, |config| config.clock(clock.clone()));
    let write = || block_on(client.write_records().name("n").send()).unwrap();
    write();
    clock.advance(2 * MINUTE - Duration::from_secs(1));
    write();
    clock.advance(Duration::from_secs(1));
    write();
    let expected = [
        ("DescribeEndpoints", USUAL),
        ("WriteRecords", "a.example"),
        ("WriteRecords", "a.example"),
        ("DescribeEndpoints", USUAL),
        ("WriteRecords", "b.example"),
    ];
    let expected = expected.map(|(operation, host)| (operation, host.to_owned()));
    assert_eq!(hosts(&stub), expected);
    let calls = stub.calls();
    let version = &calls[0].request.headers()["x-amz-api-version"];
    assert_eq!(version, "2020-01-01");
    let write = &calls[1].request;
    assert_eq!(write.uri(), "https://a.example/");
    assert_eq!(write.headers()["host"], "a.example");
    let signature = write.headers()["authorization"].to_str().unwrap();
    assert!(
        signature.contains("/us-east-1/records/aws4_request"),
        "{signature}"
    );
    stub.assert_done();
}

#[test]
fn operations_that_have_another_endpoint_are_asked_for_where_that_is_wished() {
    let stub = StubTransport::new();
    stub.respond_to("ListTables", 200, "{}")
        .respond_to("GetLimits", 200, "{}");
    let plain = client(&stub, |config| config);
    block_on(plain.list_tables().send()).unwrap();
    block_on(plain.get_limits().send()).unwrap();
    let usual = |operation| (operation, USUAL.to_owned());
    assert_eq!(hosts(&stub), [usual("ListTables"), usual("GetLimits")]);

    for variable in [
        "AWS_ENDPOINT_DISCOVERY_ENABLED",
        "AWS_ENABLE_ENDPOINT_DISCOVERY",
    ] {
        let stub = StubTransport::new();
        let endpoint = Endpoint {
            address: Some("http://a.example:81/".to_owned()),
            cache_period_in_minutes: Some(1),
        };
        stub.output::<DescribeEndpointsInput>(DescribeEndpointsOutput {
            endpoints: Some(vec![endpoint]),
        });
        stub.respond_to("ListTables", 200, "{}");
        let environment: Environment = [(variable, "True")].into_iter().collect();
        let eager = client(&stub, |config| config.environment(environment.clone()));
        block_on(eager.list_tables().send()).unwrap();
        assert_eq!(stub.calls()[1].request.uri(), "http://a.example:81/");
    }
}

#[test]
fn nothing_is_asked_under_an_endpoint_of_the_caller() {
    let stub = StubTransport::new();
    stub.respond(200, "{}").respond(200, "{}");
    let own = client(&stub, |config| config.endpoint_url("https://own.example"));
    block_on(own.write_records().send()).unwrap();
    let variable = ("AWS_ENDPOINT_URL_DISCOVERY", "https://own.example");
    let environment: Environment = [variable].into_iter().collect();
    let found = client(&stub, |config| config.environment(environment.clone()));
    block_on(found.write_records().send()).unwrap();
    let expected = ("WriteRecords", "own.example".to_owned());
    assert_eq!(hosts(&stub), [expected.clone(), expected]);
}

#[test]
fn what_is_switched_off_is_refused_where_there_is_no_other_endpoint() {
    let stub = StubTransport::new();
    stub.respond_to("ListTables", 200, "{}");
    let off = client(&stub, |config| config.endpoint_discovery_enabled(false));
    let error = block_on(off.write_records().send()).unwrap_err();
    assert!(error.to_string().contains("switched off"), "{error}");
    block_on(off.list_tables().send()).unwrap();
    let environment: Environment = [("AWS_ENDPOINT_DISCOVERY_ENABLED", "maybe")]
        .into_iter()
        .collect();
    let wrong = client(&stub, |config| config.environment(environment.clone()));
    let error = block_on(wrong.list_tables().send()).unwrap_err();
    assert!(
        error.to_string().contains("neither true, false nor auto"),
        "{error}"
    );
}

#[test]
fn a_wrong_endpoint_is_asked_for_anew() {
    let refusal = r#"{"__type":"InvalidEndpointException"}"#;
    for (status, body) in [(421, "{}"), (400, refusal)] {
        let stub = StubTransport::new();
        stub.respond_to("DescribeEndpoints", 200, told("a.example", 60))
            .respond_to("WriteRecords", status, body)
            .respond_to("DescribeEndpoints", 200, told("b.example", 60))
            .respond_to("WriteRecords", 200, "{}");
        let client = client(&stub, |config| config);
        let response = block_on(client.send_with_metadata(WriteRecordsInput::default())).unwrap();
        assert_eq!(response.attempts(), 2);
        assert_eq!(hosts(&stub)[3], ("WriteRecords", "b.example".to_owned()));
        stub.assert_done();
    }
    // As often as any call.
    let stub = StubTransport::new();
    for _ in 0..5 {
        stub.respond_to("DescribeEndpoints", 200, told("a.example", 60))
            .respond_to("WriteRecords", 421, "{}");
    }
    let client = client(&stub, |config| config);
    let error = block_on(client.write_records().send()).unwrap_err();
    assert_eq!(error.metadata().attempts(), 3);
}

#[test]
fn where_the_service_cannot_be_asked_an_old_endpoint_or_the_usual_one_will_do() {
    let stub = StubTransport::new();
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
    let config =
        |config: ConfigBuilder| config.clock(clock.clone()).endpoint_discovery_enabled(true);
    let first = client(&stub, config);
    let fail = || {
        stub.fail(lost()).fail(lost()).fail(lost());
    };
    stub.respond(200, told("a.example", 0)).respond(200, "{}");
    block_on(first.write_records().send()).unwrap();
    fail();
    stub.respond(200, "{}").respond(200, "{}");
    block_on(first.write_records().send()).unwrap();
    // The service is left alone for a minute.
    block_on(first.write_records().send()).unwrap();
    let after = hosts(&stub);
    assert_eq!(
        after[2..5]
            .iter()
            .filter(|(name, _)| *name == "DescribeEndpoints")
            .count(),
        3
    );
    assert_eq!(
        after[5..],
        [
            ("WriteRecords", "a.example".to_owned()),
            ("WriteRecords", "a.example".to_owned())
        ]
    );
    clock.advance(MINUTE);
    stub.respond(200, told("b.example", 1)).respond(200, "{}");
    block_on(first.write_records().send()).unwrap();
    assert_eq!(hosts(&stub)[8].1, "b.example");

    let second = client(&stub, config);
    fail();
    stub.respond(200, "{}");
    block_on(second.list_tables().send()).unwrap();
    assert_eq!(hosts(&stub)[12], ("ListTables", USUAL.to_owned()));

    let third = client(&stub, config);
    fail();
    let error = block_on(third.write_records().send()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`DescribeEndpoints`, which tells the endpoint"),
        "{error}"
    );
    stub.assert_done();
}

#[test]
fn a_refusal_to_tell_is_the_calls_own() {
    let stub = StubTransport::new();
    stub.respond(
        400,
        r#"{"__type":"AccessDeniedException","message":"not yours"}"#,
    );
    let client = client(&stub, |config| config);
    let error = block_on(client.write_records().send()).unwrap_err();
    assert!(error.to_string().contains("not yours"), "{error}");
    stub.respond(200, r#"{"Endpoints":[]}"#);
    let error = block_on(client.write_records().send()).unwrap_err();
    assert!(
        error.to_string().contains("the service told none"),
        "{error}"
    );
}

#[test]
fn what_tells_no_address_tells_none() {
    let output = DescribeEndpointsOutput {
        endpoints: Some(vec![Endpoint::default()]),
    };
    assert_eq!(DescribeEndpointsInput::endpoints(output), []);
}
