//! Where requests go: what [the endpoint rules] of services come to.
//!
//! [the endpoint rules]: https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html

use super::parameters::Parameters;
use super::partitions::{Partition, Placeholders};
use super::rules::{self, Destination};
use super::settings::EndpointSettings;
use super::url;
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::operation::{EndpointValue, HostPrefix, HostRule, Service, Session};
use crate::protocol::is_host_prefix;
use http::Uri;
use http::uri::{self, Authority, PathAndQuery, Scheme};

/// Where the requests of a call go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// What the paths of requests begin with.
    base_path: String,
    /// Headers that requests have there.
    headers: Vec<(&'static str, String)>,
    signing: Signing,
}

/// How requests to an endpoint are signed, as far as it is not as always.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Signing {
    /// The region in the signature's scope.
    pub(crate) region: Option<String>,
    /// The service in it.
    pub(crate) service: Option<String>,
    /// Whether the path is signed as it is sent.
    pub(crate) plain_path: bool,
    /// Whether it is by SigV4A, and `region` a set; `None` where the endpoint does not say.
    pub(crate) asymmetric: Option<bool>,
    /// What the session is for whose credentials sign, where the endpoint asks for one.
    pub(crate) session: Option<String>,
    /// A way to sign that would do, where none is known here.
    pub(crate) unknown: Option<&'static str>,
}

/// What a call says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About<'a> {
    /// The operation on the wire.
    pub(crate) operation: Option<&'a str>,
    /// To the endpoint rules.
    pub(crate) parameters: &'a [(&'static str, EndpointValue)],
    /// The account of the credentials.
    pub(crate) account: Option<&'a str>,
    /// The region that it is about, where that is not the configuration's.
    pub(crate) region: Option<&'a str>,
    /// The ways to sign that go before others, by name.
    pub(crate) preferred: &'a [String],
    /// Whether requests can be signed by SigV4A.
    pub(crate) knows_sigv4a: bool,
    /// The URL that it goes to, in place of the service's.
    pub(crate) url: Option<&'a str>,
}

impl About<'_> {
    /// A text that the call tells the rules.
    fn text(&self, name: &str) -> Option<String> {
        match self.parameters.iter().find(|(known, _)| *known == name)? {
            (_, EndpointValue::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }
}

/// The endpoint of a call under these settings.
pub(crate) fn resolve(
    settings: &EndpointSettings,
    service: &Service,
    about: About<'_>,
) -> Result<Endpoint, RequestError> {
    if let Some(problem) = &settings.problem {
        return Err(RequestError::new(
            RequestErrorKind::Configuration,
            problem.as_str(),
        ));
    }
    let region = about.region.or(settings.region.as_deref());
    let url = about.url.or(settings.url.as_deref());
    resolve_with(settings, service, about, url, region)
}

/// Whether all calls go to the same endpoint: nothing of a call leads elsewhere.
pub(crate) fn is_same_for_all(service: &Service) -> bool {
    service.rules.is_none() && service.operation_hosts.is_empty()
}

/// Whether the endpoint follows from the account of the credentials too.
pub(crate) fn needs_account(service: &Service) -> bool {
    service.rules.is_some_and(rules::needs_account)
}

/// The endpoint of a call, or of a service as such, in another region, or under another URL, than the
/// settings have.
pub(crate) fn resolve_with(
    settings: &EndpointSettings,
    service: &Service,
    about: About<'_>,
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
    if let Some(rules) = service.rules {
        if let Some(region) = region.filter(|region| !is_region(region)) {
            return Err(failure(format!("`{region}` is not a region")));
        }
        let parameters = Parameters {
            settings,
            region,
            url,
            account: about.account,
            call: about.parameters,
        };
        let destination = rules::walk(rules, &parameters).map_err(failure)?;
        return Endpoint::of(destination, service, about);
    }
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
    let hosts = Hosts::of(service, about.operation);
    regional(service, hosts, region, use_fips, use_dual_stack)
}

/// Whether a URL replaces the service's endpoints, wherever it is set.
pub(crate) fn has_url(
    settings: &EndpointSettings,
    service: &Service,
) -> Result<bool, RequestError> {
    if settings.url.is_some() {
        return Ok(true);
    }
    let configured = configured_url(settings, service);
    let configured = configured
        .map_err(|problem| RequestError::new(RequestErrorKind::Configuration, problem))?;
    Ok(configured.is_some())
}

/// The URL that replaces the region's endpoint in the environment or the profile, where the service's
/// own goes before that of all services.
fn configured_url<'a>(
    settings: &'a EndpointSettings,
    service: &Service,
) -> Result<Option<&'a str>, String> {
    let (environment, profiles) = (&settings.environment, &settings.profiles);
    if !settings.may_have_url() {
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
    if !is_region(region) {
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
    let signing_region = rule.signing_region.map(|region| placeholders.fill(region));
    Endpoint::https(&placeholders.fill(host), signing_region)
}

/// Whether a region can be a label of a host name.
pub(crate) fn is_region(region: &str) -> bool {
    !region.is_empty()
        && region.len() <= 63
        && !region.starts_with('-')
        && !region.ends_with('-')
        && region.bytes().any(|byte| !byte.is_ascii_digit())
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Endpoint {
    fn https(host: &str, signing_region: Option<String>) -> Result<Self, RequestError> {
        Ok(Self {
            scheme: Scheme::HTTPS,
            authority: authority(host)?,
            base_path: String::new(),
            headers: Vec::new(),
            signing: Signing {
                region: signing_region,
                ..Signing::default()
            },
        })
    }

    /// Where the rules lead, with the first way to sign that is known here.
    fn of(
        mut destination: Destination,
        service: &Service,
        about: About<'_>,
    ) -> Result<Self, RequestError> {
        let unknown = destination.auth.first().map(|scheme| scheme.name);
        let signing = match chosen(&destination.auth, service.session.as_ref(), about) {
            Some(at) => {
                let scheme = destination.auth.swap_remove(at);
                let session = service.session.filter(|it| it.scheme == scheme.name);
                Signing {
                    session: session.and_then(|it| about.text(it.parameter)),
                    region: scheme.region,
                    service: scheme.service,
                    plain_path: scheme.plain_path,
                    asymmetric: Some(scheme.name == SIGV4A),
                    unknown: None,
                }
            }
            None => Signing {
                unknown,
                ..Signing::default()
            },
        };
        Ok(Self {
            headers: destination.headers,
            signing,
            ..Self::from_url(&destination.url)?
        })
    }

    fn from_url(url: &str) -> Result<Self, RequestError> {
        let (scheme, authority, path) = url::parse(url).map_err(failure)?;
        Ok(Self {
            scheme,
            authority,
            base_path: path,
            headers: Vec::new(),
            signing: Signing::default(),
        })
    }

    /// The same at another address: a URL, or a host that is reached by HTTPS.
    pub(crate) fn at(&self, address: &str) -> Result<Self, RequestError> {
        let other = match address.contains("://") {
            true => Self::from_url(address)?,
            false => Self::from_url(&format!("https://{address}"))?,
        };
        Ok(Self {
            headers: self.headers.clone(),
            signing: self.signing.clone(),
            ..other
        })
    }

    /// Its host, and perhaps a port.
    pub(crate) fn host(&self) -> &str {
        self.authority.as_str()
    }

    /// How requests are signed.
    pub(crate) fn signing(&self) -> &Signing {
        &self.signing
    }

    /// Headers that requests have there.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The absolute URI of a request that is written as path and query. The endpoint's own path goes before it;
    /// a request about the endpoint as such, of whose parameters it was made, has that path and no slash more.
    pub(crate) fn uri(
        &self,
        relative: &Uri,
        prefix: Option<&HostPrefix>,
        is_about_it: bool,
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
        let mut parts = uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(authority);
        parts.path_and_query = Some(self.path_and_query(relative, is_about_it)?);
        Uri::from_parts(parts).map_err(failure)
    }

    fn path_and_query(
        &self,
        relative: &Uri,
        is_about_it: bool,
    ) -> Result<PathAndQuery, RequestError> {
        let base = self.base_path.as_str();
        if let Some(relative) = relative.path_and_query()
            && base.is_empty()
            && relative.as_str().starts_with('/')
        {
            return Ok(relative.clone());
        }
        let query = relative
            .query()
            .map_or(String::new(), |it| format!("?{it}"));
        let whole = match relative.path() {
            "" | "/" if base.is_empty() => format!("/{query}"),
            "" | "/" if is_about_it => format!("{base}{query}"),
            "" => format!("{}/{query}", base.trim_end_matches('/')),
            path => format!("{}{path}{query}", base.trim_end_matches('/')),
        };
        PathAndQuery::try_from(whole)
            .map_err(|error| RequestError::new(RequestErrorKind::Endpoint, error))
    }
}

const SIGV4A: &str = "sigv4a";

/// The way to sign that is taken: a preferred one, or the first that is known here. One by SigV4A is told
/// too where nothing else would do, so that signing says what it needs.
fn chosen(schemes: &[rules::Scheme], session: Option<&Session>, about: About<'_>) -> Option<usize> {
    let at = |name: &str| schemes.iter().position(|scheme| scheme.name == name);
    let is_known = |name: &str| {
        name == "sigv4"
            || (name == SIGV4A && about.knows_sigv4a)
            || session.is_some_and(|session| session.scheme == name)
    };
    let mut preferred = about.preferred.iter().filter(|name| is_known(name));
    preferred
        .find_map(|name| at(name))
        .or_else(|| schemes.iter().position(|scheme| is_known(scheme.name)))
        .or_else(|| at(SIGV4A))
}

fn authority(host: &str) -> Result<Authority, RequestError> {
    url::authority(host).map_err(failure)
}

fn failure(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> RequestError {
    RequestError::new(RequestErrorKind::Endpoint, cause)
}

#[cfg(test)]
mod tests;
