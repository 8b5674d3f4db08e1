//! What the rules are told, and by whom: the call before the client, and that before the configuration.

use crate::endpoint::parameters::Parameters;
use crate::endpoint::settings::Addressing;
use crate::operation::EndpointValue;
use crate::operation::rules::{Fixed, Parameter, Rules, Source};
use std::borrow::Cow;

/// A parameter, told.
#[derive(Clone, Debug)]
pub(super) enum Told<'a> {
    Missing,
    Bool(bool),
    Text(Cow<'a, str>),
    List(&'a [String]),
}

impl<'a> From<&'a EndpointValue> for Told<'a> {
    fn from(value: &'a EndpointValue) -> Self {
        match value {
            EndpointValue::Bool(flag) => Self::Bool(*flag),
            EndpointValue::Text(text) => Self::text(text),
            EndpointValue::List(texts) => Self::List(texts),
        }
    }
}

impl<'a> Told<'a> {
    fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// The parameters of the rules, in their order.
///
/// # Errors
/// One that they need is told by nobody.
pub(super) fn told<'a>(
    rules: &Rules,
    parameters: &Parameters<'a>,
) -> Result<Vec<Told<'a>>, String> {
    let mut all = Vec::with_capacity(rules.parameters.len());
    for parameter in rules.parameters {
        let told = one(parameter, parameters).or_else(|| {
            Some(match parameter.default? {
                Fixed::Bool(flag) => Told::Bool(flag),
                Fixed::Text(text) => Told::text(text),
            })
        });
        if told.is_none() && parameter.required {
            let name = parameter.name;
            return Err(format!("the endpoint needs `{name}`, and nothing says it"));
        }
        all.push(told.unwrap_or(Told::Missing));
    }
    Ok(all)
}

fn one<'a>(parameter: &Parameter, given: &Parameters<'a>) -> Option<Told<'a>> {
    let name = parameter.name;
    let of_call = given.call.iter().find(|(known, _)| *known == name);
    let own = || given.settings.parameters.iter().find(|it| it.0 == name);
    if let Some(value) = of_call.map(|it| &it.1).or_else(|| Some(&own()?.1)) {
        return Some(value.into());
    }
    let settings = given.settings;
    match parameter.source {
        Source::Call => None,
        Source::Region => given.region.map(Told::text),
        Source::UseFips => Some(Told::Bool(settings.use_fips == Some(true))),
        Source::UseDualStack => Some(Told::Bool(settings.use_dual_stack == Some(true))),
        Source::Endpoint => given.url.map(Told::text),
        Source::AccountId => given.account.map(Told::text),
        Source::AccountIdMode => Some(Told::text(&settings.looked_up().account_id_mode)),
        Source::Setting(name) => setting(name, given),
    }
}

fn is_arn((_, value): &(&'static str, EndpointValue)) -> bool {
    matches!(value, EndpointValue::Text(text) if text.starts_with("arn:"))
}

/// The settings of S3 and STS.
fn setting<'a>(name: &str, given: &Parameters<'a>) -> Option<Told<'a>> {
    let found = given.settings.looked_up();
    let flag = match name {
        "AWS::S3::UseArnRegion" => found.use_arn_region.unwrap_or(true),
        "AWS::S3Control::UseArnRegion" => found.use_arn_region == Some(true),
        "AWS::S3::DisableMultiRegionAccessPoints" => found.disable_multi_region_access_points,
        "AWS::S3::Accelerate" => found.accelerate,
        // No ARN stands in a path: what asks for paths is about other buckets, as in botocore.
        "AWS::S3::ForcePathStyle" if given.call.iter().any(is_arn) => false,
        "AWS::S3::ForcePathStyle" => {
            let custom = given.url.is_some_and(|url| !url.contains("s3-accelerate"));
            let is_path = match custom {
                true => found.addressing != Addressing::Virtual,
                false => found.addressing == Addressing::Path,
            };
            !found.accelerate && is_path
        }
        "AWS::S3::UseGlobalEndpoint" => {
            found.s3_is_global && given.region.is_none_or(|region| region == "us-east-1")
        }
        "AWS::STS::UseGlobalEndpoint" => found.sts_is_global,
        _ => return None,
    };
    Some(Told::Bool(flag))
}
