//! A service: what is the same for all of its operations.

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
    /// The ways to authorize requests that the service takes, the preferred one first, where there are
    /// several.
    pub auth_schemes: &'static [Auth],
    /// The one host of a service that has no regional ones.
    pub global_endpoint: Option<&'static str>,
    /// The hosts that are named in a way of their own; the first rule that fits is taken.
    pub hosts: &'static [HostRule],
    /// The hosts of operations that go elsewhere than the others.
    pub operation_hosts: &'static [OperationHosts],
    /// The rules that name hosts, where no pattern does.
    pub rules: Option<&'static Rules>,
    /// How the service tells that what is asked for is in another region.
    pub region_redirect: Option<RegionRedirect>,
    /// The sessions that some of its endpoints are called in.
    pub session: Option<Session>,
    /// How it tells the endpoints of its operations, where it does.
    pub discovery: Option<&'static Discovery>,
}

/// How a service tells that what a call is about is in another region than the one asked. Made by generated
/// code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RegionRedirect {
    /// The parameter of the endpoint rules that has a region, such as `Bucket`.
    pub parameter: &'static str,
    /// The header of a response that names the region.
    pub header: &'static str,
}

/// A session: credentials that an operation gives for a while, by which some endpoints of a service are called.
/// Made by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Session {
    /// The way to sign by which the endpoint rules ask for one, such as `sigv4-s3express`.
    pub scheme: &'static str,
    /// The parameter of the rules that a session is for, such as `Bucket`.
    pub parameter: &'static str,
    /// The operation that opens one.
    pub operation: &'static str,
    /// Path and query of its `GET`.
    pub target: &'static str,
    /// What it tells the rules is so.
    pub flags: &'static [&'static str],
    /// The header with the session's token.
    pub header: &'static str,
}

/// The hosts of some operations, in place of the service's. Made by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OperationHosts {
    /// The operations on the wire.
    pub operations: &'static [&'static str],
    /// As [`Service::hosts`].
    pub hosts: &'static [HostRule],
}

/// Hosts that are not `PREFIX[-fips].REGION.SUFFIX`. `None` fits every call. Made by generated code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HostRule {
    /// The partition of the region, such as `aws-us-gov`.
    pub partition: Option<&'static str>,
    /// The region.
    pub region: Option<&'static str>,
    /// Whether a FIPS endpoint is asked for.
    pub fips: Option<bool>,
    /// Whether a dual-stack endpoint is asked for.
    pub dual_stack: Option<bool>,
    /// The host. `{fips}` is `-fips` or empty, `{region}` the region, `{globalRegion}` the partition's
    /// main one, `{suffix}` the suffix that is asked for, `{plainSuffix}` that of IPv4 and
    /// `{dualStackSuffix}` that of dual stack. `None` where the caller must give an endpoint.
    pub host: Option<&'static str>,
    /// The region that requests are signed for, where it is not the caller's.
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

    /// The same service with several ways to authorize requests.
    #[must_use]
    pub const fn with_auth_schemes(mut self, schemes: &'static [Auth]) -> Self {
        self.auth_schemes = schemes;
        self
    }

    /// The same service with hosts that are named in a way of their own.
    #[must_use]
    pub const fn with_hosts(mut self, hosts: &'static [HostRule]) -> Self {
        self.hosts = hosts;
        self
    }

    /// The same service with hosts of their own for some operations.
    #[must_use]
    pub const fn with_operation_hosts(mut self, hosts: &'static [OperationHosts]) -> Self {
        self.operation_hosts = hosts;
        self
    }

    /// The same service with rules that name its hosts.
    #[must_use]
    pub const fn with_rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// The same service, which sends calls to another region where what they are about is there.
    #[must_use]
    pub const fn with_region_redirect(
        mut self,
        parameter: &'static str,
        header: &'static str,
    ) -> Self {
        self.region_redirect = Some(RegionRedirect { parameter, header });
        self
    }

    /// The same service, some of whose endpoints are called in sessions.
    #[must_use]
    pub const fn with_session(mut self, session: Session) -> Self {
        self.session = Some(session);
        self
    }

    /// The same service, which tells the endpoints of its operations.
    #[must_use]
    pub const fn with_discovery(mut self, discovery: &'static Discovery) -> Self {
        self.discovery = Some(discovery);
        self
    }

    /// The same service with one host for all regions.
    #[must_use]
    pub const fn with_global_endpoint(mut self, host: &'static str) -> Self {
        self.global_endpoint = Some(host);
        self
    }
}
