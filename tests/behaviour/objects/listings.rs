//! Listings: what XML has no place for, pages, dates.

use crate::server::Server;
use crate::{client, run};
use golden_objects::types::EncodingType;
use shapewright_runtime::Timestamp;

#[test]
fn encoded_texts_are_asked_for_and_decoded() {
    let body = "<ListBucketResult><EncodingType>url</EncodingType>\
        <Prefix>p+%2B</Prefix><Delimiter>%2F</Delimiter><StartAfter>s%20a</StartAfter>\
        <NextContinuationToken>1+%2B</NextContinuationToken><IsTruncated>false</IsTruncated>\
        <Contents><Key>x+y%2Bz%0D</Key></Contents><Contents><Key>a%20b%2Bc</Key></Contents>\
        <CommonPrefixes><Prefix>gr%C3%BC%C3%9Fe/</Prefix></CommonPrefixes></ListBucketResult>";
    let server = Server::answering(200, "", body);
    let list = client(&server.url()).list_objects_v2().bucket("bkt");
    let output = run(list.send()).unwrap();
    assert!(server.requests()[0].target.contains("encoding-type=url"));
    let keys: Vec<_> = output
        .contents
        .unwrap()
        .into_iter()
        .map(|it| it.key.unwrap())
        .collect();
    assert_eq!(keys, ["x y+z\r", "a b+c"]);
    assert_eq!(output.prefix.as_deref(), Some("p +"));
    assert_eq!(output.delimiter.as_deref(), Some("/"));
    assert_eq!(output.start_after.as_deref(), Some("s a"));
    assert_eq!(
        output.common_prefixes.unwrap()[0].prefix.as_deref(),
        Some("grüße/")
    );
    // A token is no text of the caller's.
    assert_eq!(output.next_continuation_token.as_deref(), Some("1+%2B"));
}

#[test]
fn a_caller_who_asks_gets_what_was_asked_for() {
    let body = "<ListBucketResult><EncodingType>url</EncodingType>\
                <Contents><Key>x+y</Key></Contents></ListBucketResult>";
    let server = Server::answering(200, "", body);
    let list = client(&server.url()).list_objects_v2().bucket("bkt");
    let output = run(list.encoding_type(EncodingType::Url).send()).unwrap();
    assert_eq!(output.contents.unwrap()[0].key.as_deref(), Some("x+y"));
}

#[test]
fn a_server_that_does_not_encode_is_taken_at_its_word() {
    let body = "<ListBucketResult><Contents><Key>x+y%2B</Key></Contents></ListBucketResult>";
    let server = Server::answering(200, "", body);
    let output = run(client(&server.url()).list_objects().bucket("bkt").send()).unwrap();
    assert_eq!(output.contents.unwrap()[0].key.as_deref(), Some("x+y%2B"));
}

#[test]
fn white_space_is_part_of_a_key() {
    let body = "<ListBucketResult>\n  <Contents>\n    <Key>  a  </Key>\n  </Contents>\
                <Contents><Key> </Key></Contents><Contents><Key>\n</Key></Contents>\
                <Contents><Key><![CDATA[ <b> ]]></Key></Contents></ListBucketResult>";
    let server =
        Server::start(
            move |exchange| match exchange.request.target.contains("list-type") {
                true => exchange.answer(200, "", body),
                false => exchange.answer(200, "", "data"),
            },
        );
    let client = client(&server.url());
    run(async {
        let listed = client.list_objects_v2().bucket("bkt").send().await.unwrap();
        let keys: Vec<_> = listed
            .contents
            .unwrap()
            .into_iter()
            .map(|it| it.key.unwrap())
            .collect();
        assert_eq!(keys, ["  a  ", " ", "\n", " <b> "]);
        client
            .get_object()
            .bucket("bkt")
            .key(&keys[1])
            .send()
            .await
            .unwrap();
    });
    assert_eq!(server.requests()[1].target, "/bkt/%20");
}

#[test]
fn pages_go_on_from_the_last_key_where_no_marker_is_named() {
    let page = |keys: [&str; 2], more: &str| {
        let [a, b] = keys;
        format!(
            "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>{a}</Key></Contents>\
             <Contents><Key>{b}</Key></Contents>{more}</ListBucketResult>"
        )
    };
    let pages = [
        page(["a", "b+%2B"], "<IsTruncated>true</IsTruncated>"),
        page(
            ["c", "d"],
            "<IsTruncated>true</IsTruncated><NextMarker>m+m</NextMarker>",
        ),
        page(
            ["e", "f"],
            "<IsTruncated>false</IsTruncated><NextMarker>g</NextMarker>",
        ),
    ];
    let server = Server::start(move |exchange| {
        let page = &pages[exchange.number];
        exchange.answer(200, "", page);
    });
    let items = client(&server.url())
        .list_objects()
        .bucket("bkt")
        .into_paginator()
        .items();
    let items = run(items.collect()).unwrap();
    assert_eq!(items.len(), 6);
    let requests = server.requests();
    assert!(!requests[0].target.contains("marker"));
    assert!(
        requests[1].target.contains("marker=b%20%2B"),
        "{}",
        requests[1].target
    );
    assert!(
        requests[2].target.contains("marker=m%20m"),
        "{}",
        requests[2].target
    );
}

#[test]
fn parts_are_read_page_by_page_from_their_number() {
    let page = |number: i32, more: bool| {
        format!(
            "<ListPartsResult><Part><PartNumber>{number}</PartNumber></Part>\
             <NextPartNumberMarker>{number}</NextPartNumberMarker><IsTruncated>{more}</IsTruncated>\
             </ListPartsResult>"
        )
    };
    let server = Server::start(move |exchange| {
        let number = i32::try_from(exchange.number).unwrap();
        exchange.answer(200, "", page(number + 1, number < 2));
    });
    let parts = client(&server.url())
        .list_parts()
        .bucket("bkt")
        .key("k")
        .upload_id("u");
    let parts = run(parts.into_paginator().items().collect()).unwrap();
    assert_eq!(parts.len(), 3);
    assert!(server.requests()[2].target.contains("part-number-marker=2"));
}

#[test]
fn times_are_read_with_and_without_a_fraction() {
    let body = "<ListBucketResult>\
        <Contents><LastModified>2019-07-10T14:23:39Z</LastModified></Contents>\
        <Contents><LastModified>2019-07-10T14:23:39.231Z</LastModified></Contents>\
        <Contents><LastModified>2019-07-10T14:23:39.231000+00:00</LastModified></Contents>\
        </ListBucketResult>";
    let server = Server::answering(200, "", body);
    let output = run(client(&server.url()).list_objects_v2().bucket("bkt").send()).unwrap();
    let times = output
        .contents
        .unwrap()
        .into_iter()
        .map(|it| it.last_modified);
    let second = 1_562_768_619;
    let expected = [0, 231_000_000, 231_000_000].map(|nanos| Timestamp::from_unix(second, nanos));
    assert_eq!(times.collect::<Vec<_>>(), expected);
}
