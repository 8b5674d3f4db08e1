//! The service.

use super::Auth;
pub use crate::model::rules;
pub use crate::spec::{HostRule, OperationHosts, RegionRedirect, RuleConstant, Session};
use rules::Rules;

/// The service, for the client and the docs.
#[derive(Clone, Debug)]
pub struct Service {
    /// The spec's folder.
    pub folder: String,
    /// The crate, as code names it: `shapewright_imagebuilder`.
    pub krate: String,
    /// The name for people.
    pub title: String,
    /// The title of the crate's docs.
    pub crate_doc: String,
    /// The title of the client's docs.
    pub client_doc: String,
    /// The docs of the service.
    pub doc: Vec<String>,
    /// The service's name in the AWS CLI.
    pub name: String,
    /// AWS's identifier.
    pub id: String,
    /// The API version.
    pub api_version: String,
    /// The endpoint prefix: the first label of host names.
    pub endpoint_prefix: String,
    /// The signing name, as in SigV4's scope.
    pub signing_name: String,
    /// The authentication schemes, if there are several.
    pub auth_schemes: Vec<Auth>,
    /// The only host of a service without regional ones.
    pub global_endpoint: Option<String>,
    /// The host rules, for hosts that do not follow the usual pattern.
    pub hosts: Vec<HostRule>,
    /// The host rules of single operations.
    pub operation_hosts: Vec<OperationHosts>,
    /// The endpoint rules, if host rules are not enough.
    pub rules: Option<Rules>,
    /// The region redirect.
    pub region_redirect: Option<RegionRedirect>,
    /// The session that some of its endpoints require.
    pub session: Option<Session>,
    /// The endpoint discovery.
    pub discovery: Option<Discovery>,
}

/// The endpoint discovery of a service.
#[derive(Clone, Debug)]
pub struct Discovery {
    /// The module of the discovering operation.
    pub method: String,
    /// Its input.
    pub input: String,
    /// The operations that require discovery.
    pub required: Vec<String>,
    /// The operations that use discovery if the configuration enables it.
    pub optional: Vec<String>,
}
