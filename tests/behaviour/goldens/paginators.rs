//! Results that come page by page.

use super::body;
use futures_util::StreamExt;
use golden_pages_and_waiters::Client;
use golden_pages_and_waiters::operation::list_names::{ListNamesError, ListNamesInput};
use serde_json::{Value, json};
use shapewright_runtime::RequestErrorKind;
use shapewright_runtime::client::Paginator;
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;

fn stub(pages: &[Value]) -> (StubTransport, Client) {
    let stub = StubTransport::new();
    for page in pages {
        stub.respond(200, page.to_string());
    }
    let client = Client::new(&stub.config());
    (stub, client)
}

/// The bodies of the requests so far.
fn asked(stub: &StubTransport) -> Vec<Value> {
    let calls = stub.calls();
    calls.iter().map(|call| body(&call.request)).collect()
}

fn names(client: &Client) -> Paginator<ListNamesInput> {
    client.list_names().into_paginator()
}

#[test]
fn pages_are_asked_for_one_by_one_until_no_token_comes() {
    let (stub, client) = stub(&[
        json!({"names": ["a", "b"], "token": "2"}),
        json!({"names": ["c"]}),
    ]);
    block_on(async {
        let mut pages = names(&client);
        assert!(stub.calls().is_empty(), "asked before it was wanted");
        let first = pages.next().await.unwrap().unwrap();
        assert_eq!(first.names.unwrap(), ["a", "b"]);
        assert_eq!(stub.calls().len(), 1);
        let second = pages.next().await.unwrap().unwrap();
        assert_eq!(second.names.unwrap(), ["c"]);
        assert!(pages.next().await.is_none());
        assert!(pages.next().await.is_none());
    });
    assert_eq!(asked(&stub), [json!({}), json!({"token": "2"})]);
    stub.assert_done();
}

#[test]
fn items_are_those_of_all_pages() {
    let (stub, client) = stub(&[
        json!({"names": ["a", "b"], "token": "2"}),
        json!({"token": "3"}),
        json!({"names": ["c"]}),
    ]);
    let items = block_on(names(&client).items().collect()).unwrap();
    assert_eq!(items, ["a", "b", "c"]);
    stub.assert_done();
}

#[test]
fn an_empty_token_ends() {
    let (stub, client) = stub(&[json!({"names": ["a"], "token": ""})]);
    let items = block_on(names(&client).items().collect()).unwrap();
    assert_eq!(items, ["a"]);
    stub.assert_done();
}

#[test]
fn the_same_token_twice_is_an_error_after_its_page() {
    let (stub, client) = stub(&[
        json!({"names": ["a"], "token": "2"}),
        json!({"names": ["b"], "token": "2"}),
    ]);
    block_on(async {
        let mut items = names(&client).items();
        assert_eq!(items.next().await.unwrap().unwrap(), "a");
        assert_eq!(items.next().await.unwrap().unwrap(), "b");
        let Some(Err(ListNamesError::Request(error))) = items.next().await else {
            panic!("ended in silence");
        };
        assert_eq!(error.kind(), RequestErrorKind::Response);
        assert!(error.to_string().contains("ListNames"), "{error}");
        assert!(items.next().await.is_none());
    });
    stub.assert_done();
}

#[test]
fn an_error_ends() {
    let (stub, client) = stub(&[json!({"names": ["a"], "token": "2"})]);
    stub.respond(404, r#"{"__type": "ThingMissing"}"#);
    block_on(async {
        let mut pages = names(&client);
        assert!(pages.next().await.unwrap().is_ok());
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error, ListNamesError::Missing(_)), "{error:?}");
        assert!(pages.next().await.is_none());
    });
    stub.assert_done();
}

#[test]
fn pages_and_items_are_streams() {
    let pages = [
        json!({"names": ["a"], "token": "2"}),
        json!({"names": ["b"]}),
    ];
    let (_, client) = stub(&pages);
    assert_eq!(block_on(StreamExt::count(names(&client))), 2);
    let (_, client) = stub(&pages);
    let items = names(&client).items().map(Result::unwrap);
    assert_eq!(block_on(items.collect::<Vec<_>>()), ["a", "b"]);
}

#[test]
fn several_tokens_advance_together_and_one_that_ended_is_not_sent_again() {
    let (stub, client) = stub(&[
        json!({
            "versions": ["1"], "isTruncated": true,
            "nextKeyMarker": "k1", "position": {"nextVersionMarker": "v1"},
        }),
        json!({"versions": ["2"], "isTruncated": true, "nextKeyMarker": "k2"}),
        json!({"versions": ["3"], "isTruncated": false, "nextKeyMarker": "k3"}),
    ]);
    let items = client.list_versions().bucket("b").into_paginator().items();
    assert_eq!(block_on(items.collect()).unwrap(), ["1", "2", "3"]);
    let expected = [
        json!({"bucket": "b"}),
        json!({"bucket": "b", "keyMarker": "k1", "versionMarker": "v1"}),
        json!({"bucket": "b", "keyMarker": "k2"}),
    ];
    assert_eq!(asked(&stub), expected);
    stub.assert_done();
}

#[test]
fn an_input_that_cannot_be_built_is_told_in_the_first_page_s_place() {
    let (stub, client) = stub(&[]);
    block_on(async {
        let mut pages = client.list_versions().into_paginator();
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("bucket"), "{error}");
        assert!(pages.next().await.is_none());
    });
    assert!(stub.calls().is_empty());
}

#[test]
fn the_entries_of_a_map_are_items_and_a_number_is_a_token() {
    let (stub, client) = stub(&[]);
    stub.respond(200, r#"{"labels": {"z": "1", "a": "2"}, "nextIndex": 2}"#);
    stub.respond(200, r#"{"labels": {"m": "3"}}"#);
    let items = block_on(client.list_labels().into_paginator().items().collect()).unwrap();
    let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    assert_eq!(items, [("z", "1"), ("a", "2"), ("m", "3")].map(owned));
    assert_eq!(asked(&stub), [json!({}), json!({"index": 2})]);
}

#[test]
fn the_last_element_of_a_page_may_be_the_token() {
    let (stub, client) = stub(&[
        json!({"stream": {"name": "s", "shards": [{"id": "1"}, {"id": "2"}], "hasMore": true}}),
        json!({"stream": {"name": "s", "shards": [{"id": "3"}], "count": 3, "hasMore": false}}),
    ]);
    let pages = client.describe_stream().limit(2).into_paginator();
    let items = block_on(pages.items().collect()).unwrap();
    let ids: Vec<_> = items.into_iter().filter_map(|shard| shard.id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let expected = [
        json!({"limit": 2}),
        json!({"limit": 2, "startShardId": "2"}),
    ];
    assert_eq!(asked(&stub), expected);
}
