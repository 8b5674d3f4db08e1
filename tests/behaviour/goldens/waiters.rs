//! Waiters. The stub's clock makes their delays take no time.

use golden_pages_and_waiters::Client;
use golden_pages_and_waiters::operation::describe_things::{
    DescribeThingsError, DescribeThingsInput, DescribeThingsWaiterBuilder,
};
use shapewright_runtime::client::{FinalPoll, WaiterError, WaiterErrorKind};
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use std::time::Duration;

type Input = DescribeThingsInput;
type Result = std::result::Result<FinalPoll<Input>, WaiterError<Input>>;

const READY: (u16, &str) = (200, r#"{"ThingSet": [{"State": "READY"}]}"#);
const HALF: (u16, &str) = (
    200,
    r#"{"ThingSet": [{"State": "READY"}, {"State": "PENDING"}]}"#,
);
const EMPTY: (u16, &str) = (200, r#"{"ThingSet": []}"#);
const MISSING: (u16, &str) = (404, r#"{"__type": "ThingMissing", "message": "gone"}"#);
const REFUSED: (u16, &str) = (400, r#"{"__type": "Other", "message": "no"}"#);

/// Waits with these answers, every one of which must be asked for.
fn wait(
    waiter: fn(&Client) -> DescribeThingsWaiterBuilder,
    answers: &[(u16, &'static str)],
) -> Result {
    let stub = StubTransport::new();
    for (status, body) in answers {
        stub.respond(*status, *body);
    }
    let client = Client::new(&stub.config());
    // Every waiter of this service polls every 5 s.
    let result = block_on(waiter(&client).group("g").wait(Duration::from_secs(10)));
    stub.assert_done();
    assert_eq!(stub.calls().len(), answers.len());
    result
}

fn kind(result: Result) -> WaiterErrorKind<Input> {
    result.unwrap_err().into_kind()
}

#[test]
fn asks_until_all_values_are_as_wanted() {
    let answers = [EMPTY, HALF, READY];
    let output = wait(Client::wait_until_things_ready, &answers).unwrap();
    assert_eq!(output.polls(), 3);
    let things = output.into_result().unwrap().things.unwrap();
    assert_eq!(things[0].state.as_deref(), Some("READY"));
}

#[test]
fn fails_where_what_is_waited_for_will_not_come() {
    let failed = (
        200,
        r#"{"ThingSet": [{"State": "READY"}, {"State": "FAILED"}]}"#,
    );
    let error = wait(Client::wait_until_things_ready, &[HALF, failed]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("ThingsReady") && text.contains("can no longer be reached"),
        "{text}"
    );
    let WaiterErrorKind::FailureState(poll) = error.into_kind() else {
        panic!("not failed");
    };
    assert_eq!(poll.into_result().unwrap().things.unwrap().len(), 2);
}

#[test]
fn gives_up_after_the_time_with_the_last_response() {
    let error = wait(Client::wait_until_things_ready, &[HALF, HALF, EMPTY]).unwrap_err();
    assert!(error.to_string().contains("3 polls"), "{error}");
    let WaiterErrorKind::ExceededMaxWait(poll) = error.into_kind() else {
        panic!("not timed out");
    };
    assert_eq!(poll.into_result().unwrap().things.unwrap(), []);
}

#[test]
fn polls_can_be_rarer() {
    let slow = |client: &Client| {
        let waiter = client.wait_until_things_ready();
        waiter.poll_interval(Duration::from_secs(11))
    };
    let kind = kind(wait(slow, &[HALF]));
    assert!(matches!(kind, WaiterErrorKind::ExceededMaxWait(_)));
}

#[test]
fn delays_are_kept() {
    let stub = StubTransport::new();
    stub.respond(HALF.0, HALF.1).respond(HALF.0, HALF.1);
    stub.respond(READY.0, READY.1);
    let clock = shapewright_runtime::testing::ManualClock::new(std::time::SystemTime::UNIX_EPOCH);
    let config = stub.config().to_builder().clock(clock.clone()).build();
    let waiter = Client::new(&config).wait_until_things_ready();
    let poll = block_on(waiter.wait(Duration::from_secs(60))).unwrap();
    assert!(poll.as_result().is_ok());
    let waited = shapewright_runtime::platform::Clock::now(&clock)
        .duration_since(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    assert_eq!(waited.as_secs(), 10);
}

#[test]
fn an_error_may_be_what_is_waited_for() {
    let answer = wait(Client::wait_until_things_gone, &[READY, MISSING]).unwrap();
    let error = answer.into_result().unwrap_err();
    assert!(matches!(error, DescribeThingsError::Missing(_)));
}

#[test]
fn an_error_that_is_not_expected_ends() {
    let error = wait(Client::wait_until_things_gone, &[READY, REFUSED]).unwrap_err();
    assert_eq!(error.to_string().matches("Other").count(), 1, "{error}");
    // The chain does not say again what the text has.
    assert!(std::error::Error::source(&error).is_none());
    assert!(error.operation_error().is_some());
    assert!(matches!(
        error.kind(),
        WaiterErrorKind::OperationFailed(DescribeThingsError::Unknown(_))
    ));
}

#[test]
fn any_error_may_mean_to_ask_again() {
    let answers = [MISSING, REFUSED, EMPTY];
    assert!(
        wait(Client::wait_until_things_exist, &answers)
            .unwrap()
            .as_result()
            .is_ok()
    );
}

#[test]
fn a_status_may_decide() {
    let accepted = (202, "{}");
    let answers = [EMPTY, accepted];
    assert!(
        wait(Client::wait_until_things_accepted, &answers)
            .unwrap()
            .as_result()
            .is_ok()
    );
    let kind = kind(wait(Client::wait_until_things_accepted, &[MISSING]));
    assert!(matches!(kind, WaiterErrorKind::FailureState(poll) if poll.as_result().is_err()));
}

#[test]
fn values_are_compared_by_type_under_their_wire_names() {
    let answers = [
        (200, r#"{"Done": false}"#),
        (200, r#"{"isDone": true}"#),
        (200, r#"{"Done": true}"#),
    ];
    let output = wait(Client::wait_until_things_done, &answers).unwrap();
    assert_eq!(output.into_result().unwrap().is_done, Some(true));
    let answers = [
        (200, r#"{"ThingSet": [{"size": 6}]}"#),
        (200, r#"{"ThingSet": [{}, {"size": 7}]}"#),
    ];
    wait(Client::wait_until_things_large, &answers)
        .unwrap()
        .into_result()
        .unwrap();
}

fn body(answer: &'static str) -> (u16, &'static str) {
    (200, answer)
}

#[test]
fn a_length_is_compared_and_that_of_nothing_is_no_number() {
    let answers = [body("{}"), EMPTY, READY];
    wait(Client::wait_until_things_named, &answers)
        .unwrap()
        .into_result()
        .unwrap();
}

#[test]
fn a_filter_s_test_is_about_each_element() {
    let answers = [
        body(r#"{"group": "READY", "ThingSet": [{"Parts": ["a"], "size": 2, "wanted": 3}]}"#),
        body(r#"{"group": "READY", "ThingSet": [{"Parts": ["a", "b"], "size": 3, "wanted": 3}]}"#),
        body(
            r#"{"group": "READY", "ThingSet": [
                {"Parts": ["a"], "size": 3, "wanted": 3}, {"Parts": ["b"], "size": 0, "wanted": 0}
            ]}"#,
        ),
    ];
    wait(Client::wait_until_things_stable, &answers)
        .unwrap()
        .into_result()
        .unwrap();
}

#[test]
fn several_conditions_are_all_looked_at() {
    let creating = body(r#"{"group": "CREATING", "ThingSet": [{}]}"#);
    let broken = body(r#"{"group": "BROKEN", "ThingSet": []}"#);
    let kind = kind(wait(Client::wait_until_things_stable, &[creating, broken]));
    assert!(matches!(kind, WaiterErrorKind::FailureState(poll) if poll.as_result().is_ok()));
}

#[test]
fn the_values_of_a_map_are_looked_at() {
    let answers = [
        body(r#"{"Checks": {"a": {"State": "OK"}, "b": {"State": "BAD"}}}"#),
        body(r#"{"Checks": {}}"#),
        body(r#"{"Checks": {"a": {"State": "OK"}, "b": {"State": "OK"}}}"#),
    ];
    wait(Client::wait_until_things_checked, &answers)
        .unwrap()
        .into_result()
        .unwrap();
}

#[test]
fn a_member_of_the_elements_that_a_filter_leaves_is_looked_at() {
    let answers = [
        body(
            r#"{"ThingSet": [
                {"State": "READY", "size": 0}, {"State": "LOST", "size": 1}, {"State": "LOST"}
            ]}"#,
        ),
        body(r#"{"ThingSet": [{"State": "READY"}, {"State": "LOST", "size": 0}]}"#),
    ];
    let kind = kind(wait(Client::wait_until_things_checked, &answers));
    assert!(matches!(kind, WaiterErrorKind::FailureState(poll) if poll.as_result().is_ok()));
}

#[test]
fn any_element_of_a_list_of_texts_may_be_what_is_waited_for() {
    let answers = [
        body(r#"{"tags": ["new"]}"#),
        body(r#"{"size": 3}"#),
        body(r#"{"tags": ["new", "ready"]}"#),
    ];
    wait(Client::wait_until_things_tagged, &answers)
        .unwrap()
        .into_result()
        .unwrap();
}
