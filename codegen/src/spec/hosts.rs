//! Host patterns.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The hosts of some operations.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OperationHosts {
    /// The operations' wire names.
    pub operations: Vec<String>,
    /// Like the service's `hosts`; one rule without a host if the caller must set an endpoint.
    pub hosts: Vec<HostRule>,
}

/// Hosts that are named in a way of their own. What is absent fits every call.
#[derive(
    Clone, Debug, Default, Deserialize, Eq, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct HostRule {
    /// The partition of the region, such as `aws-us-gov`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Whether a FIPS endpoint is requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fips: Option<bool>,
    /// Whether a dual-stack endpoint is requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dual_stack: Option<bool>,
    /// The host. `{fips}` is `-fips` or empty, `{region}` the region, `{globalRegion}` the partition's main
    /// one, `{suffix}` the requested suffix, `{plainSuffix}` that of IPv4 and `{dualStackSuffix}` that of
    /// dual stack. Absent if the caller must set an endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The region that requests are signed for, if it is not the caller's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_region: Option<String>,
}

/// A session: temporary credentials from an operation, with which some endpoints of a service are called.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Session {
    /// The authentication scheme with which the endpoint rules require a session, such as `sigv4-s3express`.
    pub scheme: String,
    /// The parameter of the rules that a session is for, such as `Bucket`.
    pub parameter: String,
    /// The operation that opens one. Its response has `Credentials`, with `AccessKeyId`, `SecretAccessKey`,
    /// `SessionToken` and `Expiration`.
    pub operation: String,
    /// Path and query of its `GET`.
    pub target: String,
    /// The parameters of the rules that it sets to `true`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// The header with the session's token.
    pub header: String,
}

/// How a service redirects a call to the region of the resource.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RegionRedirect {
    /// The parameter of the endpoint rules that has a region, such as `Bucket`.
    pub parameter: String,
    /// The header of a response that names the region.
    pub header: String,
}
