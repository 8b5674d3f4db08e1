//! Pages of data types in the AWS API Reference, and bodies of XML that pages there show.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use shapewright::import::page::{self, DataType, Imported, Laid, PageError, Reference};
use shapewright_tests::small_pages::{small, wire};
use shapewright_tests::{growth, hostile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const BOTO3: &str = include_str!("fixtures/pages/forms/html.html");
const PAGE: &str = include_str!("fixtures/pages/reference/API_PutItem.md");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/types")
}

/// The pages of the data types, in one of their forms.
fn pages(form: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(folder().join(form)).unwrap();
    let mut pages: Vec<_> = files
        .map(|file| {
            let file = file.unwrap();
            let name = file.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(file.path()).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

fn data_type(text: &str) -> DataType {
    DataType::read("API_X.md", text.as_bytes()).unwrap()
}

fn types(form: &str) -> Vec<DataType> {
    let pages = pages(form);
    let types = pages
        .iter()
        .map(|(name, text)| DataType::read(name, text.as_bytes()).unwrap());
    types.collect()
}

fn lay(boto3: &str, reference: &str, types: &[DataType]) -> (Imported, Laid) {
    let mut imported = page::read("page", boto3.as_bytes()).unwrap();
    let reference = Reference::read("API_PutItem.md", reference.as_bytes()).unwrap();
    let laid = imported.lay(&reference, types).unwrap();
    (imported, laid)
}

fn rendition(imported: &Imported) -> Value {
    serde_json::to_value(&imported.operation).unwrap()
}

#[test]
fn every_form_of_a_data_type_tells_the_same() {
    let (first, laid) = lay(BOTO3, PAGE, &types("md"));
    assert_eq!(laid.differences, [""; 0]);
    assert!(laid.missing.is_empty(), "{:?}", laid.missing);
    assert_eq!(Vec::from_iter(&laid.used), ["Item", "Part", "Place"]);
    let rendition_of = |imported: &Imported| {
        let mut rendition = rendition(imported);
        rendition["source"] = Value::Null;
        rendition
    };
    let mut forms = 0;
    for form in fs::read_dir(folder()).unwrap() {
        let form = form.unwrap().file_name().to_string_lossy().into_owned();
        let (imported, laid) = lay(BOTO3, PAGE, &types(&form));
        assert_eq!(laid.differences, [""; 0], "{form}");
        assert_eq!(rendition_of(&imported), rendition_of(&first), "{form}");
        forms += 1;
    }
    assert_eq!(forms, 5);
}

#[test]
fn what_is_nested_has_its_bounds_patterns_and_sizes() {
    let (imported, laid) = lay(BOTO3, PAGE, &types("html"));
    let rendition = rendition(&imported);
    let part = &rendition["request"]["parts"]["element"]["members"];
    assert_eq!(
        [
            &part["name"]["min"],
            &part["name"]["max"],
            &part["name"]["pattern"]
        ],
        [&json!(1), &json!(40), &json!("[a-z]+(-[a-z]+)*")]
    );
    assert_eq!(
        [&part["weight"]["type"], &part["weight"]["max"]],
        [&json!("long"), &json!(90000)]
    );
    let item = &rendition["response"]["item"]["members"];
    assert_eq!(item["itemArn"]["max"], 200);
    assert_eq!(item["count"]["min"], 0);
    assert_eq!(item["place"]["members"]["box"]["pattern"], "[0-9]*");
    let source = &rendition["source"]["with"]["types"];
    assert_eq!(source.as_object().unwrap().len(), 3, "{source}");
    assert_eq!(source["API_Part.html"].as_str().unwrap().len(), 64);
    assert!(laid.taken["lengths and ranges"] > 6, "{:?}", laid.taken);
}

#[test]
fn what_no_page_is_given_of_is_told() {
    let (_, laid) = lay(BOTO3, PAGE, &[]);
    assert_eq!(Vec::from_iter(&laid.missing), ["Item", "Part"]);
    // Those of another service are passed over.
    let [_, (_, part), _] = pages("md").try_into().unwrap();
    let other = data_type(&part.replace("/shop-2020-01-02/", "/mine-2020-01-02/"));
    assert_eq!(other.service.as_deref(), Some("mine"));
    let (imported, laid) = lay(BOTO3, PAGE, &[other]);
    assert!(laid.used.is_empty(), "{:?}", laid.used);
    let rendition = rendition(&imported);
    let name = &rendition["request"]["parts"]["element"]["members"]["name"];
    assert_eq!(name["max"], Value::Null);
}

#[test]
fn where_nested_members_differ_that_is_said_and_boto3_holds() {
    let [_, (_, part), _] = pages("md").try_into().unwrap();
    for (from, to, said) in [
        (
            "Required: Yes",
            "Required: No",
            "`request.parts[].name`: it is required by boto3's page, and optional by this one",
        ),
        (
            "Type: Long",
            "Type: String",
            "`request.parts[].weight`: its type is another one by this page: String",
        ),
        (
            "** weight **   <a name=\"shop-Type-Part-weight\"></a>",
            "** size **   <a name=\"shop-Type-Part-size\"></a>",
            "`request.parts[]`: API_X.md describes `size`, which boto3's page does not have",
        ),
        (
            "** weight **   <a name=\"shop-Type-Part-weight\"></a>",
            "** size **   <a name=\"shop-Type-Part-size\"></a>",
            "`request.parts[].weight`: boto3's page has it, and API_X.md does not",
        ),
    ] {
        assert!(part.contains(from), "{from}");
        let (_, laid) = lay(BOTO3, PAGE, &[data_type(&part.replace(from, to))]);
        let differences = &laid.differences;
        assert!(differences.iter().any(|it| it == said), "{differences:#?}");
    }
}

#[test]
fn what_they_gave_stays_where_they_are_not_given_again() {
    let (earlier, _) = lay(BOTO3, PAGE, &types("md"));
    let earlier = &earlier.operation;
    // With boto3's page alone, with the operation's page, and with one of the data types.
    let mut alone = page::read("page", BOTO3.as_bytes()).unwrap();
    assert!(alone.keep(earlier) > 15);
    assert_eq!(alone.operation, *earlier);
    let (mut again, _) = lay(BOTO3, PAGE, &[]);
    assert!(again.keep(earlier) > 5);
    assert_eq!(again.operation, *earlier);
    // What they say anew holds.
    let [_, (name, part), _] = pages("md").try_into().unwrap();
    let part = part.replace(
        "Minimum length of 1. Maximum length of 40.",
        "Minimum length of 2.",
    );
    let part = DataType::read(&name, part.as_bytes()).unwrap();
    let (mut newer, _) = lay(BOTO3, PAGE, &[part]);
    newer.keep(earlier);
    let rendition = rendition(&newer);
    let name = &rendition["request"]["parts"]["element"]["members"]["name"];
    assert_eq!([&name["min"], &name["max"]], [&json!(2), &Value::Null]);
    let item = &rendition["response"]["item"]["members"]["itemArn"];
    assert_eq!(item["max"], 200);
    assert_eq!(
        rendition["source"]["with"]["types"]
            .as_object()
            .unwrap()
            .len(),
        3
    );
    // Of all pages, nothing is kept.
    let (mut whole, _) = lay(BOTO3, PAGE, &types("md"));
    assert_eq!(whole.keep(earlier), 0);
}

#[test]
fn a_member_that_holds_itself_is_required_where_its_page_says_so() {
    let boto3 = small(
        "filter={ 'and': [ {'... recursive ...'}, ], 'key': 'string' }",
        "filter (dict) –\nOne.\nand (list) –\n(dict) –\nA filter.\nkey (string) –\nA key.",
        "",
    );
    let reference = wire(
        "POST /put HTTP/1.1\nContent-type: application/json\n\n{\n   \"filter\": {\n      \"and\": [\n         \"{{Filter}}\"\n      ],\n      \"key\": \"{{string}}\"\n   }\n}",
        "## Request Body\n\n ** [filter](#x) **\nOne.\nType: [Filter](API_Filter.md) object\nRequired: No\n",
    );
    let filter = data_type(
        "# Filter\n\n## Contents\n\n ** and **\nAll of these.\nType: Array of [Filter](API_Filter.md) objects\n\
         Required: Yes\n\n ** key **\nA key.\nType: String\nRequired: No\n\n## See Also\n",
    );
    let (imported, laid) = lay(&boto3, &reference, &[filter]);
    assert_eq!(laid.differences, [""; 0]);
    let filter = &rendition(&imported)["request"]["filter"]["members"];
    assert_eq!(filter["and"]["required"], true);
    assert_eq!(filter["key"]["required"], Value::Null);
}

#[test]
fn a_page_alone_or_of_several_is_refused() {
    for form in ["md", "repository", "converted", "copy", "html"] {
        for (name, text) in pages(form) {
            let error = page::read(&name, text.as_bytes()).unwrap_err();
            assert_eq!(error, PageError::DataType, "{form} {name}");
            let error = error.to_string();
            assert!(error.contains("AWS API Reference, with it"), "{error}");
        }
    }
    let [(_, item), (_, part), _] = pages("md").try_into().unwrap();
    let error = DataType::read("x", format!("{item}{part}").as_bytes()).unwrap_err();
    assert!(error.to_string().contains("save each as a file"), "{error}");
}

#[test]
fn pages_cut_anywhere_are_read_or_refused() {
    for form in fs::read_dir(folder()).unwrap() {
        for file in fs::read_dir(form.unwrap().path()).unwrap() {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            for end in (0..bytes.len()).step_by(7) {
                hostile::data_type(&bytes[..end]);
            }
        }
    }
}

#[test]
fn the_work_grows_as_long_pages_do() {
    let [_, (_, part), _] = pages("md").try_into().unwrap();
    let (before, after) = part.split_once("\n ** weight").unwrap();
    for token in [
        "\n ** a# **\n",
        "Type: A# object\n",
        "a#-",
        "[a](",
        "/goto/a/b-#/",
    ] {
        let pages = [10_000, 40_000].map(|bytes| {
            let many: String = (0..bytes / token.len())
                .map(|at| token.replace('#', &at.to_string()))
                .collect();
            format!("{before}{many}\n ** weight{after}")
        });
        growth::of(|long| hostile::data_type(pages[usize::from(long)].as_bytes()))
            .assert_linear(token);
    }
    let page = |bytes: usize, token: &str| {
        let many: String = token.repeat(bytes / token.len());
        wire(&format!("PUT /a HTTP/1.1\n<{many}>"), "")
    };
    for token in ["<a>", "<a></a>", "<a/>...", "<[a](", " xmlns=\"", "</"] {
        let pages = [10_000, 40_000].map(|bytes| page(bytes, token));
        growth::of(|long| hostile::reference(pages[usize::from(long)].as_bytes()))
            .assert_linear(token);
    }
}

#[test]
fn the_names_in_a_body_of_xml_are_taken() {
    let boto3 = small(
        "Id='string', Batch={ 'Comment': 'string', 'Changes': [ { 'Action': 'string', 'Size': 123 }, ], \
         'Tags': { 'string': 'string' } }",
        "",
        "",
    );
    let page = wire(
        "POST /2013-04-01/zone/{{Id}}/ HTTP/1.1\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <PutRequest xmlns=\"https://example.com/doc/2013-04-01/\">\n   <ChangeBatch>\n      <Comment>{{string}}</Comment>\n\
         <Changes>\n         <Change>\n            <Action>{{string}}</Action>\n            <Size>{{long}}</Size>\n\
         </Change>\n      </Changes>\n      <Tag>\n         <key>{{string}}</key>\n         <Text>{{string}}</Text>\n\
         </Tag>\n      ...\n   </ChangeBatch>\n</PutRequest>",
        "## URI Request Parameters\n\n ** [Id](#x) **   <a name=\"x-Put-request-uri-Id\"></a>\nOne.\nRequired: No\n\n\
         ## Request Body\n\n ** [PutRequest](#x) **   <a name=\"x-Put-request-PutRequest\"></a>\n\
         Root level tag for the PutRequest parameters.\nRequired: Yes\n\n\
         ** [ChangeBatch](#x) **   <a name=\"x-Put-request-Batch\"></a>\nAll.\nType: [ChangeBatch](API_ChangeBatch.md) object\nRequired: No\n",
    );
    let (imported, laid) = lay(&boto3, &page, &[]);
    assert_eq!(laid.differences, [""; 0]);
    let operation = rendition(&imported);
    assert_eq!(
        operation["xml"],
        json!({ "root": "PutRequest", "namespace": { "uri": "https://example.com/doc/2013-04-01/" } })
    );
    let batch = &operation["request"]["Batch"];
    assert_eq!(
        [&batch["location"], &batch["wireName"]],
        [&Value::Null, &json!("ChangeBatch")]
    );
    let changes = &batch["members"]["Changes"];
    assert_eq!(
        [
            &changes["flattened"],
            &changes["wireName"],
            &changes["element"]["wireName"]
        ],
        [&Value::Null, &Value::Null, &json!("Change")]
    );
    assert_eq!(changes["element"]["members"]["Size"]["type"], "long");
    let tags = &batch["members"]["Tags"];
    assert_eq!(
        [&tags["flattened"], &tags["wireName"]],
        [&json!(true), &json!("Tag")]
    );
    assert_eq!(
        [&tags["key"]["wireName"], &tags["value"]["wireName"]],
        [&Value::Null, &json!("Text")]
    );
    let service = page::service_file(&[&imported], "clients/x", &BTreeMap::new());
    let service: Value = serde_json::from_str(&service).unwrap();
    assert_eq!(service["protocol"], "rest-xml");
    // What it gave stays.
    let mut again = page::read("page", boto3.as_bytes()).unwrap();
    again.keep(&imported.operation);
    assert_eq!(again.operation, imported.operation);
}

#[test]
fn a_body_of_xml_that_is_one_member_is_found() {
    let boto3 = small(
        "Name='string', Rules={ 'CorsRules': [ { 'Methods': [ 'string', ], 'Type': 'string' }, ] }",
        "",
        "{ 'Owner': 'string', 'Grants': [ { 'Id': 'string' }, ] }",
    );
    let page = |anchor: &str| {
        wire(
            "PUT /{{Name}}?cors HTTP/1.1\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <RuleSet xmlns=\"http://example.com/doc/\">\n   <CorsRule>\n      <AllowedMethod>{{string}}</AllowedMethod>\n\
             ...\n      <xsi:type>{{string}}</xsi:type>\n   </CorsRule>\n   ...\n</RuleSet>",
            &format!(
                "## Request Body\n\n ** [RuleSet](#x) **   {anchor}\nRoot level tag for the RuleSet parameters.\n\
                 Required: No\n\n ** [CorsRule](#x) **\nThe rules.\nType: Array of [CorsRule](API_CorsRule.md) data types\n\
                 Required: No\n\n## Response Syntax\n\n```\nHTTP/1.1 200\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                 <Acl>\n   <Owner>string</Owner>\n   <Grants>\n      <Grant>\n         <Id>string</Id>\n      </Grant>\n\
                 </Grants>\n</Acl>\n```\n"
            ),
        )
    };
    let rule = data_type(
        "# CorsRule\n\n## Contents\n\n ** AllowedMethod **   <a name=\"s-Type-CorsRule-Methods\"></a>\nThey.\n\
         Type: Array of strings\nArray Members: Maximum number of 5 items.\nRequired: No\n\n\
         ** xsi:type **   <a name=\"s-Type-CorsRule-Type\"></a>\nWhat.\nType: String\nRequired: No\n\n## See Also\n",
    );
    for anchor in ["", "<a name=\"x-Put-request-Rules\"></a>"] {
        let (imported, laid) = lay(&boto3, &page(anchor), std::slice::from_ref(&rule));
        assert_eq!(laid.differences, [""; 0]);
        let operation = rendition(&imported);
        assert_eq!(operation["xml"], Value::Null);
        let rules = &operation["request"]["Rules"];
        assert_eq!(
            [
                &rules["location"],
                &rules["wireName"],
                &rules["xmlNamespace"]["uri"]
            ],
            [
                &json!("payload"),
                &json!("RuleSet"),
                &json!("http://example.com/doc/")
            ]
        );
        let list = &rules["members"]["CorsRules"];
        assert_eq!(
            [&list["flattened"], &list["wireName"]],
            [&json!(true), &json!("CorsRule")]
        );
        let methods = &list["element"]["members"]["Methods"];
        assert_eq!(
            [&methods["flattened"], &methods["wireName"], &methods["max"]],
            [&json!(true), &json!("AllowedMethod"), &json!(5)]
        );
        let kind = &list["element"]["members"]["Type"];
        assert_eq!(
            [&kind["xmlAttribute"], &kind["wireName"]],
            [&json!(true), &json!("xsi:type")]
        );
        assert_eq!(list["element"]["xmlNamespace"]["prefix"], "xsi");
        let response = &operation["response"];
        assert_eq!(response["Owner"]["location"], Value::Null);
        assert_eq!(response["Grants"]["element"]["wireName"], "Grant");
    }
    // What no page tells is said, and not guessed.
    let (_, laid) = lay(&boto3, &page(""), &[]);
    for said in [
        "`request.Rules.CorsRules[]`: it shows `AllowedMethod`, which boto3's page does not have",
        "`request.Rules.CorsRules[].Methods`: boto3's page has it, and this one does not show it",
    ] {
        let differences = &laid.differences;
        assert!(differences.iter().any(|it| it == said), "{differences:#?}");
    }
}

#[test]
fn the_query_protocols_names_of_lists_are_taken() {
    let boto3 = small(
        "Filters=[ { 'Values': [ 'string', ] }, ], Names=[ 'string', ], Subnets=[ 'string', ]",
        "",
        "",
    );
    let page = "# Put\n\n## Request Parameters\n\n ** Filters.Filter.N **\nAll.\nType: Array of [Filter](API_Filter.md) objects\n\
                Required: No\n\n ** Name.N **\nThey.\nType: Array of strings\nRequired: No\n\n\
                ** Subnets.member.N **\nThey.\nType: Array of strings\nArray Members: Maximum number of 3 items.\n\
                Required: No\n\n## Response Elements\n\n## Errors\n";
    let filter = data_type(
        "# Filter\n\n## Contents\n\n ** Values.Value.N **\nThey.\nType: Array of strings\nRequired: No\n\n## See Also\n",
    );
    let (imported, laid) = lay(&boto3, page, &[filter]);
    assert_eq!(laid.differences, [""; 0]);
    let request = &rendition(&imported)["request"];
    let filters = &request["Filters"]["element"];
    assert_eq!(filters["wireName"], "Filter");
    assert_eq!(filters["members"]["Values"]["element"]["wireName"], "Value");
    let names = &request["Names"];
    assert_eq!(
        [&names["flattened"], &names["wireName"]],
        [&json!(true), &json!("Name")]
    );
    let subnets = &request["Subnets"];
    assert_eq!(
        [
            &subnets["max"],
            &subnets["flattened"],
            &subnets["element"]["wireName"]
        ],
        [&json!(3), &Value::Null, &Value::Null]
    );
}
