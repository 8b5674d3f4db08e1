//! GetImage as its page has it: a recorded request, and an answer with a value at every path.

use super::round_trip;
use golden_get_image_page::operation::get_image::{GetImageInput, GetImageOutput};
use golden_get_image_page::types::{EbsVolumeType, ImageStatus, ImageType};
use serde_json::Value;
use shapewright_runtime::operation::Operation;

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn answer() -> Value {
    fixture(include_str!("../../fixtures/wire/get_image.response.json"))
}

/// Whether a value stands at a path such as `image.tags{key}` or `image.outputResources.amis[].name`.
fn holds(value: &Value, path: &str) -> bool {
    if path.is_empty() || path == "{key}" {
        return match value {
            Value::Null => false,
            Value::Object(members) => path.is_empty() || !members.is_empty(),
            _ => true,
        };
    }
    if let Some(rest) = path.strip_prefix("[]") {
        let elements = value.as_array().into_iter().flatten();
        return elements.into_iter().any(|element| holds(element, rest));
    }
    if let Some(rest) = path.strip_prefix("{}") {
        let entries = value.as_object().into_iter().flatten();
        return entries.into_iter().any(|(_, value)| holds(value, rest));
    }
    let path = path.trim_start_matches('.');
    let end = path.find(['.', '[', '{']).unwrap_or(path.len());
    let (name, rest) = path.split_at(end);
    value.get(name).is_some_and(|value| holds(value, rest))
}

#[test]
fn every_path_of_the_page_holds_a_value_in_the_typed_result() {
    let output: GetImageOutput = round_trip(answer());
    let encoded = serde_json::to_value(output).unwrap();
    let rows = include_str!("../../fixtures/pages/imagebuilder.get_image.rows.jsonl");
    let rows = rows.lines().map(fixture);
    let paths: Vec<String> = rows
        .filter(|row| row["section"] == "response")
        .map(|row| row["path"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths.len(), 221);
    let empty: Vec<_> = paths.iter().filter(|path| !holds(&encoded, path)).collect();
    assert!(empty.is_empty(), "no value at {empty:?}");
    assert!(!holds(&encoded, "image.outputResources.amis[].nothing"));
}

#[test]
fn fields_hold_what_the_answer_says() {
    let output: GetImageOutput = round_trip(answer());
    let image = output.image.unwrap();
    assert_eq!(image.r#type, Some(ImageType::Ami));
    assert_eq!(image.state.unwrap().status, Some(ImageStatus::Available));
    let amis = image.output_resources.unwrap().amis.unwrap();
    let regions: Vec<_> = amis.iter().map(|ami| ami.region.as_deref()).collect();
    assert_eq!(regions, [Some("us-east-1"), Some("us-west-2")]);
    let recipe = image.image_recipe.unwrap();
    let mapping = &recipe.block_device_mappings.unwrap()[0];
    let ebs = mapping.ebs.as_ref().unwrap();
    assert_eq!((ebs.iops, ebs.encrypted), (Some(3000), Some(true)));
    assert_eq!(ebs.volume_type, Some(EbsVolumeType::Standard));
    let parameters = recipe.components.unwrap()[0].parameters.clone().unwrap();
    assert_eq!(
        parameters[0].value.as_deref(),
        Some(&["level-1".into(), "true".into()][..])
    );
    let tags = image.tags.unwrap();
    assert_eq!(tags["CostCenter"], "4711");
}

#[test]
fn the_request_is_the_recorded_one() {
    let recorded = fixture(include_str!("../../fixtures/wire/get_image.request.json"));
    let arn = recorded["input"]["imageBuildVersionArn"].as_str().unwrap();
    let request = GetImageInput::new(arn).to_request().unwrap();
    assert_eq!(request.method().as_str(), recorded["method"]);
    assert_eq!(request.uri().to_string(), recorded["target"]);
    assert_eq!(request.body(), recorded["body"].as_str().unwrap());
}
