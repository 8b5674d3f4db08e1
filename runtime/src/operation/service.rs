//! The static metadata of a service.

use super::auth::Auth;
use super::discovery::Discovery;
use super::rules::Rules;

/// The static metadata of a service, shared by its operations.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Service {
    /// The service as boto3 and the AWS CLI call it, such as `imagebuilder`.
    pub name: &'static str,
    /// AWS's own identifier (`serviceId`), such as `imagebuilder` or `DynamoDB`.
    pub id: &'static str,
    /// The API version, such as `2019-12-02`.
    pub api_version: &'static str,
    /// The first label of the service's host names.
    pub endpoint_prefix: &'static str,
    /// The service in the credential scope of SigV4.
    pub signing_name: &'static str,
    /// The authentication schemes that the service accepts, the preferred one first, if there are several.
    pub auth_schemes: &'static [Auth],
    /// The one host of a service that has no regional ones.
    pub global_endpoint: Option<&'static str>,
    /// Host names that do not follow the usual pattern; the first rule that matches is used.
    pub hosts: &'static [HostRule],
    /// The hosts of operations that have their own.
    pub operation_hosts: &'static [OperationHosts],
    /// The endpoint rules, if patterns are not enough.
    pub rules: Option<&'static Rules>,
    /// How the service redirects to another region.
    pub region_redirect: Option<RegionRedirect>,
    /// The sessions that some of its endpoints are called in.
    pub session: Option<Session>,
    /// Endpoint discovery, if the service has it.
    pub discovery: Option<&'static Discovery>,
}

/// How a service redirects a call to the region of the resource. Created by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RegionRedirect {
    /// The parameter of the endpoint rules that has a region, such as `Bucket`.
    pub parameter: &'static str,
    /// The header of a response that names the region.
    pub header: &'static str,
}

/// A session: temporary credentials from an operation, with which some endpoints of a service are called.
/// Created by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Session {
    /// The authentication scheme with which the endpoint rules require a session, such as `sigv4-s3express`.
    pub scheme: &'static str,
    /// The parameter of the rules that a session is for, such as `Bucket`.
    pub parameter: &'static str,
    /// The operation that opens one.
    pub operation: &'static str,
    /// Path and query of its `GET`.
    pub target: &'static str,
    /// The parameters of the rules that it sets to `true`.
    pub flags: &'static [&'static str],
    /// The header with the session's token.
    pub header: &'static str,
}

/// The hosts of some operations, instead of the service's. Created by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OperationHosts {
    /// The operations' wire names.
    pub operations: &'static [&'static str],
    /// Like [`Service::hosts`].
    pub hosts: &'static [HostRule],
}

/// Hosts that are not `PREFIX[-fips].REGION.SUFFIX`. `None` matches every call. Created by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HostRule {
    /// The partition of the region, such as `aws-us-gov`.
    pub partition: Option<&'static str>,
    /// The region.
    pub region: Option<&'static str>,
    /// Whether a FIPS endpoint is requested.
    pub fips: Option<bool>,
    /// Whether a dual-stack endpoint is requested.
    pub dual_stack: Option<bool>,
    /// The host. `{fips}` is `-fips` or empty, `{region}` the region, `{globalRegion}` the partition's main
    /// one, `{suffix}` the requested suffix, `{plainSuffix}` that of IPv4 and `{dualStackSuffix}` that of
    /// dual stack. `None` if the caller must set an endpoint.
    pub host: Option<&'static str>,
    /// The region that requests are signed for, if it is not the caller's.
    pub signing_region: Option<&'static str>,
}

impl Service {
    /// A service with regional endpoints.
    #[must_use]
    pub const fn new(
        name: &'static str,
        id: &'static str,
        api_version: &'static str,
        endpoint_prefix: &'static str,
        signing_name: &'static str,
    ) -> Self {
        Self {
            name,
            id,
            api_version,
            endpoint_prefix,
            signing_name,
            auth_schemes: &[],
            global_endpoint: None,
            hosts: &[],
            operation_hosts: &[],
            rules: None,
            region_redirect: None,
            session: None,
            discovery: None,
        }
    }

    /// Sets several authentication schemes.
    #[must_use]
    pub const fn with_auth_schemes(mut self, schemes: &'static [Auth]) -> Self {
        self.auth_schemes = schemes;
        self
    }

    /// Sets hosts that do not follow the usual pattern.
    #[must_use]
    pub const fn with_hosts(mut self, hosts: &'static [HostRule]) -> Self {
        self.hosts = hosts;
        self
    }

    /// Sets the hosts of some operations.
    #[must_use]
    pub const fn with_operation_hosts(mut self, hosts: &'static [OperationHosts]) -> Self {
        self.operation_hosts = hosts;
        self
    }

    /// Sets the endpoint rules.
    #[must_use]
    pub const fn with_rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Sets how the service redirects to another region.
    #[must_use]
    pub const fn with_region_redirect(
        mut self,
        parameter: &'static str,
        header: &'static str,
    ) -> Self {
        self.region_redirect = Some(RegionRedirect { parameter, header });
        self
    }

    /// Sets the sessions of some endpoints.
    #[must_use]
    pub const fn with_session(mut self, session: Session) -> Self {
        self.session = Some(session);
        self
    }

    /// Sets endpoint discovery.
    #[must_use]
    pub const fn with_discovery(mut self, discovery: &'static Discovery) -> Self {
        self.discovery = Some(discovery);
        self
    }

    /// Sets one host for all regions.
    #[must_use]
    pub const fn with_global_endpoint(mut self, host: &'static str) -> Self {
        self.global_endpoint = Some(host);
        self
    }
}
