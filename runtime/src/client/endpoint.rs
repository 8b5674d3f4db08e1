//! Where requests go.

use super::config::ConfigBuilder;
use crate::error::{CallError, CallErrorKind};
use crate::operation::{HostNames, HostPrefix, Service};
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// Where the requests of a call go.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// What the paths of requests begin with; empty or `/...` without a slash at the end.
    base_path: String,
}

/// The parts of the world that AWS runs as one, by how their regions begin: host suffixes for IPv4 and
/// for dual stack.
const PARTITIONS: [(&str, &str, &str); 7] = [
    ("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    ("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    ("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    ("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    ("", "amazonaws.com", "api.aws"),
];

/// The endpoint of a service under a configuration.
pub(super) fn resolve(config: &ConfigBuilder, service: &Service) -> Result<Endpoint, CallError> {
    let (url, region) = (config.endpoint_url.as_deref(), config.region.as_deref());
    resolve_with(config, service, url, region)
}

/// The endpoint of a service in another region, or under another URL, than the configuration has.
pub(super) fn resolve_with(
    config: &ConfigBuilder,
    service: &Service,
    url: Option<&str>,
    region: Option<&str>,
) -> Result<Endpoint, CallError> {
    let use_fips = config.use_fips == Some(true);
    let use_dual_stack = config.use_dual_stack == Some(true);
    if let Some(url) = url.or_else(|| configured_url(config, service)) {
        if use_fips {
            return Err(failure(
                "FIPS endpoints cannot be used with a custom endpoint",
            ));
        }
        if use_dual_stack {
            return Err(failure(
                "dual-stack endpoints cannot be used with a custom endpoint",
            ));
        }
        return Endpoint::from_url(url);
    }
    if let Some(host) = service.global_endpoint {
        return Endpoint::https(host);
    }
    let region = region.ok_or_else(|| {
        failure("no region is set: set one in the configuration or in AWS_REGION")
    })?;
    Endpoint::https(&host(service, region, use_fips, use_dual_stack)?)
}

/// The URL that replaces the region's endpoint in the environment or the profile, where the service's
/// own goes before that of all services.
fn configured_url<'a>(config: &'a ConfigBuilder, service: &Service) -> Option<&'a str> {
    let (environment, profiles) = (&config.environment, &config.profiles);
    let ignored = environment
        .get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")
        .or_else(|| profiles.get("ignore_configured_endpoint_urls"));
    if ignored.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return None;
    }
    let id = service.id.replace([' ', '-'], "_");
    environment
        .get(&format!("AWS_ENDPOINT_URL_{}", id.to_ascii_uppercase()))
        .or_else(|| environment.get("AWS_ENDPOINT_URL"))
        .or_else(|| profiles.service_endpoint(&id.to_ascii_lowercase()))
        .or_else(|| profiles.get("endpoint_url"))
}

fn host(
    service: &Service,
    region: &str,
    use_fips: bool,
    use_dual_stack: bool,
) -> Result<String, CallError> {
    let is_label = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !is_label(region) {
        return Err(failure(format!("`{region}` is not a region")));
    }
    let only_dual_stack = service.host_names == HostNames::DualStackOnly;
    let plain_fips = service.host_names == HostNames::PlainFipsInGovCloud
        && region.starts_with("us-gov-")
        && !use_dual_stack;
    let fips = if use_fips && !plain_fips { "-fips" } else { "" };
    let suffix = PARTITIONS
        .iter()
        .find(|(prefix, ..)| region.starts_with(prefix))
        .map_or("", |(_, suffix, dual_stack)| {
            if use_dual_stack || only_dual_stack {
                dual_stack
            } else {
                suffix
            }
        });
    Ok(format!(
        "{}{fips}.{region}.{suffix}",
        service.endpoint_prefix
    ))
}

impl Endpoint {
    fn https(host: &str) -> Result<Self, CallError> {
        Ok(Self {
            scheme: Scheme::HTTPS,
            authority: authority(host)?,
            base_path: String::new(),
        })
    }

    fn from_url(url: &str) -> Result<Self, CallError> {
        let uri: Uri = url
            .parse()
            .map_err(|error| failure(format!("endpoint URL `{url}`: {error}")))?;
        let parts = uri.into_parts();
        match (parts.scheme, parts.authority) {
            (Some(scheme), Some(authority)) => Ok(Self {
                scheme,
                authority,
                base_path: parts.path_and_query.map_or_else(String::new, |path| {
                    path.path().trim_end_matches('/').to_owned()
                }),
            }),
            _ => Err(failure(format!(
                "endpoint URL `{url}`: it needs a scheme and a host, as in `http://127.0.0.1:8080`"
            ))),
        }
    }

    /// The absolute URI of a request that is written as path and query.
    pub(super) fn uri(
        &self,
        relative: &Uri,
        prefix: Option<&HostPrefix>,
    ) -> Result<Uri, CallError> {
        let authority = match prefix {
            Some(HostPrefix(prefix)) => authority(&format!("{prefix}{}", self.authority))?,
            None => self.authority.clone(),
        };
        let relative = relative.path_and_query().map_or("/", PathAndQuery::as_str);
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(authority)
            .path_and_query(format!("{}{relative}", self.base_path))
            .build()
            .map_err(failure)
    }
}

fn authority(host: &str) -> Result<Authority, CallError> {
    host.parse()
        .map_err(|error| failure(format!("host name `{host}`: {error}")))
}

fn failure(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> CallError {
    CallError::new(CallErrorKind::Endpoint, cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{Config, Environment};

    static SERVICE: Service = Service::new(
        "imagebuilder",
        "imagebuilder",
        "2019-12-02",
        "imagebuilder",
        "imagebuilder",
    )
    .with_host_names(HostNames::PlainFipsInGovCloud);

    fn url(config: ConfigBuilder) -> String {
        let relative = Uri::from_static("/GetImage?a=b");
        resolve(config.build().parts(), &SERVICE)
            .and_then(|endpoint| endpoint.uri(&relative, None))
            .map_or_else(|error| error.to_string(), |uri| uri.to_string())
    }

    fn regional(region: &str, fips: bool, dual_stack: bool) -> String {
        let config = Config::builder().region(region);
        let url = url(config.use_fips(fips).use_dual_stack(dual_stack));
        url.trim_end_matches("/GetImage?a=b").to_owned()
    }

    #[test]
    fn regions_have_hosts_in_their_partition() {
        for (region, fips, dual_stack, expected) in [
            (
                "us-east-1",
                false,
                false,
                "imagebuilder.us-east-1.amazonaws.com",
            ),
            (
                "us-east-1",
                true,
                false,
                "imagebuilder-fips.us-east-1.amazonaws.com",
            ),
            ("eu-west-1", false, true, "imagebuilder.eu-west-1.api.aws"),
            (
                "eu-west-1",
                true,
                true,
                "imagebuilder-fips.eu-west-1.api.aws",
            ),
            (
                "cn-north-1",
                false,
                false,
                "imagebuilder.cn-north-1.amazonaws.com.cn",
            ),
            (
                "us-gov-west-1",
                true,
                false,
                "imagebuilder.us-gov-west-1.amazonaws.com",
            ),
            (
                "us-gov-west-1",
                true,
                true,
                "imagebuilder-fips.us-gov-west-1.api.aws",
            ),
            (
                "us-isob-east-1",
                false,
                false,
                "imagebuilder.us-isob-east-1.sc2s.sgov.gov",
            ),
            (
                "eusc-de-east-1",
                false,
                false,
                "imagebuilder.eusc-de-east-1.amazonaws.eu",
            ),
            (
                "xx-new-1",
                false,
                false,
                "imagebuilder.xx-new-1.amazonaws.com",
            ),
        ] {
            let actual = regional(region, fips, dual_stack);
            assert_eq!(actual, format!("https://{expected}"));
        }
    }

    #[test]
    fn a_region_cannot_lead_to_another_host() {
        for region in ["", "x@example.com", "a/b", "a.b", "a:1"] {
            let text = regional(region, false, false);
            assert!(text.ends_with("is not a region"), "{text}");
        }
    }

    #[test]
    fn custom_urls_keep_their_path() {
        let config = Config::builder().endpoint_url("http://127.0.0.1:8080/base/");
        assert_eq!(
            url(config.clone()),
            "http://127.0.0.1:8080/base/GetImage?a=b"
        );
        assert!(url(config.clone().use_fips(true)).contains("FIPS"));
        assert!(url(config.use_dual_stack(true)).contains("dual-stack"));
        assert!(url(Config::builder().endpoint_url("localhost")).contains("scheme"));
        assert!(url(Config::builder()).contains("no region"));
    }

    #[test]
    fn the_environment_can_name_an_endpoint() {
        let with = |variables: &[(&str, &str)]| {
            let environment: Environment = variables.iter().copied().collect();
            url(Config::builder()
                .region("us-east-1")
                .environment(environment))
        };
        let all = ("AWS_ENDPOINT_URL", "http://all");
        let own = ("AWS_ENDPOINT_URL_IMAGEBUILDER", "http://own");
        let ignored = ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        assert_eq!(with(&[all]), "http://all/GetImage?a=b");
        assert_eq!(with(&[all, own]), "http://own/GetImage?a=b");
        let regional = "https://imagebuilder.us-east-1.amazonaws.com/GetImage?a=b";
        assert_eq!(with(&[all, own, ignored]), regional);
    }

    #[test]
    fn host_prefixes_go_before_the_host() {
        let config = Config::builder().region("us-east-1").build();
        let prefix = HostPrefix("data-".to_owned());
        let uri = resolve(config.parts(), &SERVICE)
            .and_then(|endpoint| endpoint.uri(&Uri::from_static("/"), Some(&prefix)));
        let host = uri.ok().and_then(|uri| uri.host().map(str::to_owned));
        assert_eq!(
            host.as_deref(),
            Some("data-imagebuilder.us-east-1.amazonaws.com")
        );
    }

    /// botocore's endpoint tests of the service: `endpoint-tests-1.json` of its source distribution.
    #[test]
    #[ignore = "needs AWS_ENDPOINT_TESTS, a file that is not part of this repository"]
    fn botocores_endpoint_tests_pass() -> Result<(), Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(std::env::var("AWS_ENDPOINT_TESTS")?)?;
        let tests: serde_json::Value = serde_json::from_str(&text)?;
        let cases = tests
            .pointer("/testCases")
            .and_then(|cases| cases.as_array());
        let cases = cases.ok_or("no test cases")?;
        for case in cases {
            let parameter = |name: &str| case.pointer(&format!("/params/{name}"));
            let flag = |name| {
                parameter(name)
                    .and_then(|value| value.as_bool())
                    .unwrap_or(false)
            };
            let text = |name| parameter(name).and_then(|value| value.as_str());
            let mut config = Config::builder()
                .use_fips(flag("UseFIPS"))
                .use_dual_stack(flag("UseDualStack"));
            config.region = text("Region").map(str::to_owned);
            config.endpoint_url = text("Endpoint").map(str::to_owned);
            let actual = resolve(config.build().parts(), &SERVICE);
            match case
                .pointer("/expect/endpoint/url")
                .and_then(|url| url.as_str())
            {
                Some(url) => {
                    let actual = actual?;
                    assert_eq!(format!("{}://{}", actual.scheme, actual.authority), url);
                }
                None => assert!(actual.is_err(), "{case}"),
            }
        }
        println!("{} passed, 0 failed", cases.len());
        Ok(())
    }
}
