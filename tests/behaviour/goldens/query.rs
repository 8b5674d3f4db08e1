//! The query protocols: forms and XML.

use super::response;
use golden_ec2_query::Client;
use golden_ec2_query::operation::describe_servers::{DescribeServersError, DescribeServersInput};
use golden_ec2_query::operation::run_server::RunServerInput;
use golden_ec2_query::types::{Filter, NetworkInterface, Server, ServerState, Tag};
use golden_query::operation::ping::PingInput;
use golden_query::operation::put_thing::{PutThingError, PutThingInput};
use golden_query::types::{Colour, Part, Principal};
use shapewright_runtime::operation::{Operation, OperationError};
use shapewright_runtime::platform::block_on;
use shapewright_runtime::testing::StubTransport;
use shapewright_runtime::{Map, Timestamp};
use shapewright_tests::growth;

/// The pairs of an input's form, without action and version.
fn form(input: &impl Operation, action: &str) -> Vec<String> {
    let request = input.to_request().unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "/");
    let kind = &request.headers()["content-type"];
    assert_eq!(kind, "application/x-www-form-urlencoded");
    let body = std::str::from_utf8(request.body()).unwrap();
    let start = format!("Action={action}&Version=2020-01-01");
    let pairs = body.strip_prefix(&start).unwrap().split('&').skip(1);
    pairs.map(str::to_owned).collect()
}

fn map(entries: &[(&str, &str)]) -> Map<String, String> {
    let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    entries.iter().map(owned).collect()
}

fn thing() -> PutThingInput {
    PutThingInput {
        parts: Some(vec![Part {
            name: Some("a b&c".into()),
            size: Some(7),
        }]),
        zones: Some(vec!["z1".into(), "z2".into()]),
        colours: Some(vec![Colour::Red, Colour::from("blue")]),
        attributes: Some(map(&[("k", "v")])),
        settings: Some(map(&[("s", "t")])),
        owner: Some(Principal::Ids(vec!["1".into()])),
        ..PutThingInput::new("é")
    }
}

#[test]
fn a_form_has_lists_maps_and_unions() {
    let expected = [
        "Name=%C3%A9",
        "Parts.member.1.Name=a%20b%26c",
        "Parts.member.1.Size=7",
        "Zones.Zone.1=z1",
        "Zones.Zone.2=z2",
        "Colour.1=red",
        "Colour.2=blue",
        "Attributes.entry.1.key=k",
        "Attributes.entry.1.value=v",
        "Setting.1.Name=s",
        "Setting.1.Value=t",
        "Owner.Ids.Id.1=1",
    ];
    assert_eq!(form(&thing(), "PutThing"), expected);
    assert!(form(&PingInput {}, "Ping").is_empty());
}

#[test]
fn an_empty_list_is_sent_and_an_empty_map_is_not() {
    let input = PutThingInput {
        zones: Some(Vec::new()),
        colours: Some(Vec::new()),
        attributes: Some(Map::new()),
        ..PutThingInput::new("n")
    };
    assert_eq!(form(&input, "PutThing"), ["Name=n", "Zones=", "Colour="]);
}

#[test]
fn a_required_member_is_looked_for_before_a_form_is_sent() {
    let input = PutThingInput {
        parts: Some(vec![Part::default()]),
        ..PutThingInput::new("n")
    };
    let error = input.to_request().unwrap_err().to_string();
    assert!(
        error.contains("(on the wire `Parts[0].Name`) is not set"),
        "{error}"
    );
}

#[test]
fn ec2_capitalises_names_and_flattens_lists() {
    let input = DescribeServersInput {
        server_ids: Some(vec!["i-1".into(), "i-2".into()]),
        filters: Some(vec![Filter {
            name: Some("state".into()),
            values: Some(vec!["running".into()]),
        }]),
        ..Default::default()
    };
    let expected = [
        "ServerId.1=i-1",
        "ServerId.2=i-2",
        "Filter.1.Name=state",
        "Filter.1.Value.1=running",
    ];
    assert_eq!(form(&input, "DescribeServers"), expected);
}

#[test]
fn ec2_names_of_its_own_tokens_times_and_bytes() {
    let mut input = RunServerInput {
        user_data: Some("#!".into()),
        valid_until: Timestamp::from_unix(1_422_172_800, 0),
        network_interfaces: Some(vec![NetworkInterface {
            addresses: Some(vec!["::1".into()]),
        }]),
        tags: Some(vec![Tag {
            key: Some("k".into()),
            value: Some(String::new()),
        }]),
        ..Default::default()
    };
    input.fill_idempotency_tokens(&mut || "token".into());
    let expected = [
        "UserData=IyE%3D",
        "ValidUntil=2015-01-25T08%3A00%3A00Z",
        "NetworkInterface.1.Addresses.1=%3A%3A1",
        "Tag.1.Key=k",
        "Tag.1.Value=",
        "ClientToken=token",
    ];
    assert_eq!(form(&input, "RunServer"), expected);
}

const THING: &str = r#"<?xml version="1.0"?>
<PutThingResponse xmlns="https://example.com/">
  <PutThingResult>
    <Colour>red</Colour>
    <Parts><member><Name>a &amp; b</Name><Size> 7 </Size><New>?</New></member><member/></Parts>
    <Setting><Name>s</Name><Value>t</Value></Setting>
    <Colour>ultraviolet</Colour>
    <Attributes><entry><key>k</key><value>1</value></entry></Attributes>
    <Owner><Arn>arn</Arn></Owner>
    <Setting><Name>u</Name><Value/></Setting>
    <Data>IyE=</Data>
    <Secret><![CDATA[<s>]]><!-- and -->1</Secret>
  </PutThingResult>
  <ResponseMetadata><RequestId>8a1c</RequestId></ResponseMetadata>
</PutThingResponse>"#;

#[test]
fn xml_is_read_whatever_the_order_of_a_flat_list() {
    let output = PutThingInput::parse_response(&response(200, &[], THING)).unwrap();
    let parts = output.parts.as_deref().unwrap();
    assert_eq!(parts[0].name.as_deref(), Some("a & b"));
    assert_eq!(parts[0].size, Some(7));
    assert_eq!(parts[1], Part::default());
    let colours = output.colours.clone().unwrap();
    assert!(
        matches!(&colours[..], [Colour::Red, Colour::Unknown(other)] if other == "ultraviolet")
    );
    assert_eq!(output.attributes.as_ref().unwrap()["k"], 1);
    assert_eq!(output.settings, Some(map(&[("s", "t"), ("u", "")])));
    assert_eq!(output.owner, Some(Principal::Arn("arn".into())));
    assert_eq!(output.data.as_deref(), Some(&b"#!"[..]));
    assert_eq!(output.secret.as_deref(), Some("<s>1"));
    let json = serde_json::to_value(&output).unwrap();
    assert_eq!(
        serde_json::from_value::<golden_query::operation::put_thing::PutThingOutput>(json).unwrap(),
        output
    );
}

const SERVERS: &str = r#"<DescribeServersResponse xmlns="https://example.com/">
  <requestId>8a1c</requestId>
  <serverSet>
    <item>
      <serverId>1</serverId>
      <serverState>running</serverState>
      <launchTime>2015-01-25T08:00:00.250Z</launchTime>
      <cores>4</cores>
      <load>0.5</load>
      <isSpot>false</isSpot>
      <tagSet><item><key>k</key><value/></item></tagSet>
    </item>
  </serverSet>
  <nextToken>n</nextToken>
</DescribeServersResponse>"#;

#[test]
fn ec2_answers_at_the_root() {
    let output = DescribeServersInput::parse_response(&response(200, &[], SERVERS)).unwrap();
    let expected = Server {
        server_id: Some("1".into()),
        state: Some(ServerState::Running),
        launch_time: Timestamp::from_unix(1_422_172_800, 250_000_000),
        cores: Some(4),
        load: Some(0.5),
        is_spot: Some(false),
        tags: Some(vec![Tag {
            key: Some("k".into()),
            value: Some(String::new()),
        }]),
    };
    assert_eq!(output.servers, Some(vec![expected]));
    assert_eq!(output.next_token.as_deref(), Some("n"));
    let json = serde_json::to_value(&output).unwrap();
    assert_eq!(
        json["Servers"][0]["Tags"][0]["Key"], "k",
        "the names of boto3"
    );
    assert_eq!(
        PingInput::parse_response(&response(200, &[], "")).unwrap(),
        Default::default()
    );
}

#[test]
fn what_is_not_such_an_output_is_told_with_its_beginning() {
    let cut = DescribeServersInput::parse_response(&response(200, &[], "<a><b>")).unwrap_err();
    assert!(
        cut.to_string().contains("the body begins \"<a><b>\""),
        "{cut}"
    );
    let body = SERVERS.replace("<cores>4", "<cores>four");
    let wrong = DescribeServersInput::parse_response(&response(200, &[], &body)).unwrap_err();
    assert!(wrong.to_string().contains("`cores` is \"four\""), "{wrong}");
}

#[test]
fn an_exception_is_read_from_xml() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>LimitExceeded</Code>\
                <Message>too much</Message><Limit>3</Limit></Error>\
                <RequestId>8a1c</RequestId></ErrorResponse>";
    let error = PutThingInput::parse_response(&response(400, &[], body)).unwrap_err();
    let metadata = error.payload().metadata();
    assert_eq!(metadata.message(), Some("too much"));
    assert_eq!(metadata.request_id(), Some("8a1c"));
    let PutThingError::LimitExceeded(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.limit, Some(3));
    assert_eq!(error.message.as_deref(), Some("too much"));
}

#[test]
fn an_unknown_code_keeps_its_text() {
    let body = "<Response><Errors><Error><Code>InvalidServerID.Malformed</Code>\
                <Message>no</Message></Error></Errors><RequestID>8a1c</RequestID></Response>";
    let error = DescribeServersInput::parse_response(&response(400, &[], body)).unwrap_err();
    let DescribeServersError::Unknown(_) = &error else {
        panic!("{error:?}");
    };
    let text = "InvalidServerID.Malformed: no (HTTP 400, request id 8a1c)";
    assert_eq!(error.to_string(), text);
    let html = DescribeServersInput::parse_response(&response(503, &[], "<html>")).unwrap_err();
    assert_eq!(
        html.to_string(),
        "error without a code (HTTP 503): the body begins \"<html>\""
    );
    let raw = html.payload().metadata().raw_body();
    assert_eq!(raw, Some(&b"<html>"[..]));
    for page in ["<html>login page</html>", "<OtherResponse/>", "<Response/>"] {
        let page = DescribeServersInput::parse_response(&response(200, &[], page)).unwrap_err();
        assert!(
            page.to_string().contains("DescribeServersResponse"),
            "{page}"
        );
    }
    let page = PutThingInput::parse_response(&response(200, &[], "<html/>"));
    assert!(page.is_err());
}

#[test]
fn paginators_and_waiters_work_on_xml() {
    let stub = StubTransport::new();
    let missing = "<Response><Errors><Error><Code>InvalidServerID.NotFound</Code></Error></Errors>\
                   </Response>";
    let last = SERVERS.replace("<nextToken>n</nextToken>", "");
    stub.respond(400, missing).respond(200, SERVERS);
    stub.respond(200, SERVERS).respond(200, last);
    let client = Client::new(&stub.config());
    let hour = std::time::Duration::from_secs(3600);
    let poll = block_on(client.wait_until_servers_running().wait(hour)).unwrap();
    assert!(poll.as_result().is_ok());
    let pages = client.describe_servers().into_paginator();
    let servers = block_on(pages.items().collect()).unwrap();
    assert_eq!(servers.len(), 2);
    stub.assert_done();
    let last = stub.calls().pop().unwrap();
    let form = String::from_utf8_lossy(last.request.body()).into_owned();
    assert!(form.ends_with("&NextToken=n"), "{form}");
}

#[test]
fn xml_is_read_in_time_that_grows_as_it_does() {
    let things = |count: usize| {
        let flat = "<Colour>red</Colour><Setting><Name>s</Name><Value>&lt;t</Value></Setting>";
        let part = "<member><Name>a &amp; b</Name><Size>7</Size><New><!-- ? -->?</New></member>";
        format!(
            "<PutThingResponse><PutThingResult><Parts>{}</Parts>{}</PutThingResult></PutThingResponse>",
            part.repeat(count),
            flat.repeat(count)
        )
    };
    let responses = [2_000, 8_000].map(|count| response(200, &[], &things(count)));
    growth::of(|four_times| {
        let output = PutThingInput::parse_response(&responses[usize::from(four_times)]);
        let output = output.unwrap();
        let count = if four_times { 8_000 } else { 2_000 };
        assert_eq!(output.parts.unwrap().len(), count);
        assert_eq!(output.colours.unwrap().len(), count);
    })
    .assert_linear("XML");
}
