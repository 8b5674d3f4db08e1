//! Where requests go: what [the endpoint rules] of services come to.
//!
//! [the endpoint rules]: https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html

use super::partitions::{Partition, Placeholders};
use super::settings::EndpointSettings;
use super::url;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{HostPrefix, HostRule, Service};
use crate::protocol::is_host_prefix;
use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

/// Where the requests of a call go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// What the paths of requests begin with; empty or `/...` without a slash at the end.
    base_path: String,
    /// The region that requests are signed for, where it is not the caller's.
    signing_region: Option<SigningRegion>,
}

/// The region that a request is signed for, where it is not the caller's; an extension of the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SigningRegion(pub(crate) String);

/// The endpoint of a service's operation under these settings.
pub(crate) fn resolve(
    settings: &EndpointSettings,
    service: &Service,
    operation: &str,
) -> Result<Endpoint, RequestError> {
    if let Some(problem) = &settings.problem {
        return Err(RequestError::new(
            RequestErrorKind::Configuration,
            problem.as_str(),
        ));
    }
    let (url, region) = (settings.url.as_deref(), settings.region.as_deref());
    resolve_with(settings, service, Some(operation), url, region)
}

/// The endpoint of a service or its operation in another region, or under another URL, than the settings
/// have.
pub(crate) fn resolve_with(
    settings: &EndpointSettings,
    service: &Service,
    operation: Option<&str>,
    url: Option<&str>,
    region: Option<&str>,
) -> Result<Endpoint, RequestError> {
    let use_fips = settings.use_fips == Some(true);
    let use_dual_stack = settings.use_dual_stack == Some(true);
    let url = match url {
        Some(url) => Some(url),
        None => configured_url(settings, service)
            .map_err(|problem| RequestError::new(RequestErrorKind::Configuration, problem))?,
    };
    if let Some(url) = url {
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
        return Endpoint::https(host, None);
    }
    let region = region.ok_or_else(|| {
        failure("no region is set: set one in the configuration or in AWS_REGION")
    })?;
    let hosts = Hosts::of(service, operation);
    regional(service, hosts, region, use_fips, use_dual_stack)
}

/// The URL that replaces the region's endpoint in the environment or the profile, where the service's
/// own goes before that of all services.
fn configured_url<'a>(
    settings: &'a EndpointSettings,
    service: &Service,
) -> Result<Option<&'a str>, String> {
    let (environment, profiles) = (&settings.environment, &settings.profiles);
    let ignored = settings.flag(
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "ignore_configured_endpoint_urls",
    );
    if ignored == Some(true) {
        return Ok(None);
    }
    let id = service.id.replace([' ', '-'], "_");
    let own = format!("AWS_ENDPOINT_URL_{}", id.to_ascii_uppercase());
    if let Some(url) = [own.as_str(), "AWS_ENDPOINT_URL"]
        .iter()
        .find_map(|variable| environment.get(variable))
    {
        return Ok(Some(url));
    }
    let of_service = profiles.service_endpoint(&id.to_ascii_lowercase())?;
    Ok(of_service
        .filter(|url| !url.is_empty())
        .or_else(|| profiles.get("endpoint_url")))
}

/// The rules that name hosts.
#[derive(Clone, Copy)]
struct Hosts<'a> {
    rules: &'static [HostRule],
    /// The operation that has its own.
    operation: Option<&'a str>,
}

impl<'a> Hosts<'a> {
    fn of(service: &Service, operation: Option<&'a str>) -> Self {
        let mut groups = service.operation_hosts.iter();
        let own = operation.and_then(|name| groups.find(|group| group.operations.contains(&name)));
        Self {
            rules: own.map_or(service.hosts, |group| group.hosts),
            operation: own.and(operation),
        }
    }
}

/// The endpoint in a region: by the first rule that fits, or the usual one.
fn regional(
    service: &Service,
    hosts: Hosts<'_>,
    region: &str,
    use_fips: bool,
    use_dual_stack: bool,
) -> Result<Endpoint, RequestError> {
    let is_label = !region.is_empty()
        && region.len() <= 63
        && !region.starts_with('-')
        && !region.ends_with('-')
        && region.bytes().any(|byte| !byte.is_ascii_digit())
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_label {
        return Err(failure(format!("`{region}` is not a region")));
    }
    let partition = Partition::of(region);
    let placeholders = Placeholders {
        region,
        partition,
        use_fips,
        use_dual_stack,
    };
    let fits = |rule: &&HostRule| {
        rule.region.is_none_or(|known| known == region)
            && rule.partition.is_none_or(|known| known == partition.id)
            && rule.fips.is_none_or(|known| known == use_fips)
            && rule.dual_stack.is_none_or(|known| known == use_dual_stack)
    };
    let Some(rule) = hosts.rules.iter().find(fits) else {
        let usual = format!("{}{{fips}}.{{region}}.{{suffix}}", service.endpoint_prefix);
        return Endpoint::https(&placeholders.fill(&usual), None);
    };
    let host = rule.host.ok_or_else(|| {
        let whose = match hosts.operation {
            Some(operation) => format!("{operation} of {}", service.id),
            None => service.id.to_owned(),
        };
        failure(format!(
            "{whose} has no endpoint of this kind in {region} that is known here: set the URL of one in the configuration"
        ))
    })?;
    let signing_region = rule
        .signing_region
        .map(|region| SigningRegion(placeholders.fill(region)));
    Endpoint::https(&placeholders.fill(host), signing_region)
}

impl Endpoint {
    fn https(host: &str, signing_region: Option<SigningRegion>) -> Result<Self, RequestError> {
        Ok(Self {
            scheme: Scheme::HTTPS,
            authority: authority(host)?,
            base_path: String::new(),
            signing_region,
        })
    }

    fn from_url(url: &str) -> Result<Self, RequestError> {
        let (scheme, authority, path) = url::parse(url).map_err(failure)?;
        Ok(Self {
            scheme,
            authority,
            base_path: path.trim_end_matches('/').to_owned(),
            signing_region: None,
        })
    }

    /// The region that requests are signed for, where it is not the caller's.
    pub(crate) fn signing_region(&self) -> Option<&SigningRegion> {
        self.signing_region.as_ref()
    }

    /// The absolute URI of a request that is written as path and query.
    pub(crate) fn uri(
        &self,
        relative: &Uri,
        prefix: Option<&HostPrefix>,
    ) -> Result<Uri, RequestError> {
        let authority = match prefix {
            Some(HostPrefix(prefix)) => {
                if !is_host_prefix(prefix) {
                    return Err(failure(
                        "the prefix of the host is not made of labels of a host name",
                    ));
                }
                authority(&format!("{prefix}{}", self.authority))?
            }
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

fn authority(host: &str) -> Result<Authority, RequestError> {
    url::authority(host).map_err(failure)
}

fn failure(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Endpoint, cause)
}

#[cfg(test)]
mod tests;
