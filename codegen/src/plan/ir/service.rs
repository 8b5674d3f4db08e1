//! What a crate says of its service.

use super::Auth;
pub use crate::model::rules;
pub use crate::spec::{HostRule, OperationHosts, RegionRedirect, RuleConstant, Session};
use rules::Rules;

/// What a crate says of its service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The spec's folder.
    pub folder: String,
    /// The crate, as code names it: `shapewright_imagebuilder`.
    pub krate: String,
    /// The name people know.
    pub title: String,
    /// The title of the crate's docs.
    pub crate_doc: String,
    /// The title of the client's docs.
    pub client_doc: String,
    /// What the service is for.
    pub doc: Vec<String>,
    /// The service as the AWS CLI calls it.
    pub name: String,
    /// AWS's own identifier.
    pub id: String,
    /// The API version.
    pub api_version: String,
    /// The first label of host names.
    pub endpoint_prefix: String,
    /// The service in SigV4's scope.
    pub signing_name: String,
    /// The ways to authorize requests, where there are several.
    pub auth_schemes: Vec<Auth>,
    /// The one host of a service without regional ones.
    pub global_endpoint: Option<String>,
    /// The hosts that are named in a way of their own.
    pub hosts: Vec<HostRule>,
    /// The hosts of operations that go elsewhere.
    pub operation_hosts: Vec<OperationHosts>,
    /// The rules that name hosts, where no pattern does.
    pub rules: Option<Rules>,
    /// How the service tells that what is asked for is in another region.
    pub region_redirect: Option<RegionRedirect>,
    /// The session that some of its endpoints are called in.
    pub session: Option<Session>,
    /// The endpoints that it tells.
    pub discovery: Option<Discovery>,
}

/// The endpoints that a service tells.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// The module of the operation that tells them.
    pub method: String,
    /// Its input.
    pub input: String,
    /// The operations that have no other endpoint.
    pub required: Vec<String>,
    /// The operations for which it is asked where the configuration says so.
    pub optional: Vec<String>,
}
