//! What the rules are told, and by whom: the call before the client, and that before the configuration.

use crate::endpoint::parameters::Parameters;
use crate::endpoint::settings::EndpointSettings;
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
    let all = rules.parameters.iter();
    all.map(|parameter| {
        let told = one(parameter, parameters).or_else(|| {
            Some(match parameter.default? {
                Fixed::Bool(flag) => Told::Bool(flag),
                Fixed::Text(text) => Told::text(text),
            })
        });
        match told {
            None if parameter.required => Err(format!(
                "the endpoint needs `{}`, and nothing says it",
                parameter.name
            )),
            told => Ok(told.unwrap_or(Told::Missing)),
        }
    })
    .collect()
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
        Source::AccountIdMode => {
            let variables = ["AWS_ACCOUNT_ID_ENDPOINT_MODE"];
            let mode = settings.lookup(&variables, "account_id_endpoint_mode");
            Some(Told::text(mode.unwrap_or("preferred")))
        }
        Source::Setting(name) => setting(name, given),
    }
}

fn is_arn((_, value): &(&'static str, EndpointValue)) -> bool {
    matches!(value, EndpointValue::Text(text) if text.starts_with("arn:"))
}

/// The settings of S3 and STS, as the AWS CLI has them.
fn setting<'a>(name: &str, given: &Parameters<'a>) -> Option<Told<'a>> {
    let settings = given.settings;
    let variable = |variable: &str| settings.environment.get(variable);
    let of_s3 = |name: &str| settings.profiles.block("s3", name);
    let is_true = |text: &str| text.eq_ignore_ascii_case("true");
    let is_legacy = |text: Option<&str>, default: bool| {
        text.map_or(default, |text| text.eq_ignore_ascii_case("legacy"))
    };
    let arn_region = || variable("AWS_S3_USE_ARN_REGION").or_else(|| of_s3("use_arn_region"));
    let accelerate = || of_s3("use_accelerate_endpoint").is_some_and(is_true);
    let flag = match name {
        "AWS::S3::UseArnRegion" => arn_region().is_none_or(is_true),
        "AWS::S3Control::UseArnRegion" => arn_region().is_some_and(is_true),
        "AWS::S3::DisableMultiRegionAccessPoints" => {
            variable("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS")
                .or_else(|| of_s3("s3_disable_multiregion_access_points"))
                .is_some_and(is_true)
        }
        "AWS::S3::Accelerate" => accelerate(),
        // No ARN stands in a path: what asks for paths is about other buckets, as in botocore.
        "AWS::S3::ForcePathStyle" if given.call.iter().any(is_arn) => false,
        "AWS::S3::ForcePathStyle" => {
            let style = of_s3("addressing_style");
            let custom = given.url.is_some_and(|url| !url.contains("s3-accelerate"));
            !accelerate()
                && if custom {
                    style != Some("virtual")
                } else {
                    style == Some("path")
                }
        }
        "AWS::S3::UseGlobalEndpoint" => {
            let style = variable("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT")
                .or_else(|| of_s3("us_east_1_regional_endpoint"));
            given.region.is_none_or(|region| region == "us-east-1") && is_legacy(style, true)
        }
        "AWS::STS::UseGlobalEndpoint" => {
            let style = EndpointSettings::lookup(
                settings,
                &["AWS_STS_REGIONAL_ENDPOINTS"],
                "sts_regional_endpoints",
            );
            is_legacy(style, false)
        }
        _ => return None,
    };
    Some(Told::Bool(flag))
}
