//! Authentication schemes, of which a call uses one.

use super::sigv4a;
use crate::operation::Auth;

/// The name of a scheme in settings: that of its Smithy trait.
fn name(auth: Auth) -> &'static str {
    match auth {
        Auth::SigV4 | Auth::SigV4UnsignedBody => "sigv4",
        Auth::SigV4a => "sigv4a",
        Auth::Bearer => "httpBearerAuth",
        Auth::None => "noAuth",
    }
}

/// The way that is taken of those that a service takes: a preferred one, or the first that is known here.
pub(crate) fn choose(offered: &[Auth], preferred: &[String]) -> Option<Auth> {
    let is_known = |auth: &Auth| *auth != Auth::SigV4a || sigv4a::IS_KNOWN;
    let known = || offered.iter().copied().filter(is_known);
    let mut preferred = preferred.iter();
    preferred
        .find_map(|wanted| known().find(|auth| name(*auth) == wanted))
        .or_else(|| known().next())
}

/// The environment variable with the bearer token of a service.
pub(crate) fn bearer_variable(signing_name: &str) -> String {
    let name = signing_name.replace(['-', ' '], "_").to_ascii_uppercase();
    format!("AWS_BEARER_TOKEN_{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preferred_way_goes_before_the_services_order() {
        let offered = [Auth::SigV4, Auth::Bearer];
        let preferred = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            choose(&offered, &names)
        };
        assert_eq!(preferred(&[]), Some(Auth::SigV4));
        assert_eq!(preferred(&["httpBearerAuth"]), Some(Auth::Bearer));
        assert_eq!(
            preferred(&["noAuth", "unknown", "sigv4"]),
            Some(Auth::SigV4)
        );
        assert_eq!(choose(&[], &[]), None);
        let both = choose(&[Auth::SigV4a, Auth::SigV4], &[]);
        let expected = if sigv4a::IS_KNOWN {
            Auth::SigV4a
        } else {
            Auth::SigV4
        };
        assert_eq!(both, Some(expected));
    }

    #[test]
    fn a_tokens_variable_is_named_by_the_signing_name() {
        assert_eq!(bearer_variable("bedrock"), "AWS_BEARER_TOKEN_BEDROCK");
        assert_eq!(
            bearer_variable("agent-registry"),
            "AWS_BEARER_TOKEN_AGENT_REGISTRY"
        );
    }
}
