//! Required members, and tokens that the client fills in.

use super::body;
use golden_idempotency::operation::create_thing::CreateThingInput;
use golden_required::Client;
use golden_required::operation::put_rule::{PutRuleError, PutRuleInput};
use golden_required::types::{Action, Filter, Rule};
use serde_json::json;
use shapewright_runtime::operation::Operation;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::{StubCall, StubTransport};
use shapewright_runtime::{Map, RequestErrorKind};

fn complete() -> PutRuleInput {
    PutRuleInput::new("n", Rule::new("r", Action::new("k")))
}

fn refused(input: &PutRuleInput) -> String {
    let error = input.to_request().unwrap_err();
    assert_eq!(error.kind(), RequestErrorKind::Build);
    error.to_string()
}

#[test]
fn what_has_all_it_requires_is_sent() {
    let mut input = complete();
    input.filter = Some(Filter::new("k", 1));
    let expected = json!({
        "name": "n", "rule": {"id": "r", "action": {"kind": "k"}}, "filter": {"key": "k", "limit": 1},
    });
    assert_eq!(body(&input.to_request().unwrap()), expected);
}

#[test]
fn what_lacks_a_required_member_is_refused_by_path() {
    let mut input = complete();
    input.rule.id = None;
    assert!(refused(&input).contains("rule.id"), "{}", refused(&input));
    let mut input = complete();
    input.rule.action = Some(Action::default());
    assert!(refused(&input).contains("rule.action.kind"));
    let mut input = complete();
    input.rule.by_name = Some(Map::from_iter([("a".to_owned(), Action::default())]));
    assert!(refused(&input).contains("rule.byName{}.kind"));
    let mut input = complete();
    input.rules = Some(vec![Rule::new("r", Action::new("k")), Rule::default()]);
    assert!(refused(&input).contains("rules[1].id"));
}

#[test]
fn an_answer_without_a_required_member_is_not_lost() {
    let rule: Rule = serde_json::from_value(json!({"note": "x"})).unwrap();
    assert_eq!(rule.note.as_deref(), Some("x"));
}

#[test]
fn a_builder_without_a_required_member_sends_nothing() {
    let stub = StubTransport::new();
    let client = Client::new(&stub.config());
    let result = block_on(client.put_rule().name("n").send());
    let Err(PutRuleError::Request(error)) = result else {
        panic!("sent: {result:?}");
    };
    assert_eq!(error.kind(), RequestErrorKind::Build);
    assert!(error.to_string().contains("rule"), "{error}");
    assert!(stub.calls().is_empty());
}

#[test]
fn a_token_that_is_left_out_is_filled_in() {
    let mut tokens = ["first", "second"].map(str::to_owned).into_iter();
    let mut fresh = || tokens.next().unwrap();
    let mut input = CreateThingInput::new("n");
    input.fill_idempotency_tokens(&mut fresh);
    let expected = json!({"name": "n", "clientToken": "first"});
    assert_eq!(body(&input.to_request().unwrap()), expected);
    input.fill_idempotency_tokens(&mut fresh);
    assert_eq!(input.client_token.as_deref(), Some("first"));
}

#[test]
fn a_token_is_the_same_across_retries_and_new_with_every_call() {
    let stub = StubTransport::new();
    stub.respond(503, "{}")
        .respond(500, "{}")
        .respond(200, "{}");
    stub.respond(200, "{}");
    let client = golden_idempotency::Client::new(&stub.config());
    block_on(client.create_thing().name("n").send()).unwrap();
    block_on(client.create_thing().name("n").send()).unwrap();
    stub.assert_done();
    let calls = stub.calls();
    let token = |call: &StubCall| {
        body(&call.request)["clientToken"]
            .as_str()
            .map(str::to_owned)
    };
    let tokens: Vec<String> = calls.iter().filter_map(token).collect();
    assert_eq!(tokens.len(), 4);
    assert!(!tokens[0].is_empty());
    assert_eq!(tokens[..2], tokens[1..3]);
    assert_ne!(tokens[2], tokens[3]);
}
