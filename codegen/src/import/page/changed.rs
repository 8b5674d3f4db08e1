//! Members that boto3 changes itself, so that its pages show another type than the service has.

use crate::spec::Type;
use serde::Deserialize;
use std::sync::LazyLock;

/// Members of a service, and what they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changed {
    /// The service, as boto3 calls it.
    service: String,
    /// The members, which the pages show as `{}`.
    members: Vec<String>,
    /// Those of them that every request must have: the page has lost that, too.
    required: Vec<String>,
    /// What the service has.
    #[serde(rename = "type")]
    pub kind: Type,
    /// Why the page differs.
    pub reason: String,
    /// Where a reader can see that it does.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for readers"))]
    source: String,
}

static CHANGED: LazyLock<Vec<Changed>> =
    LazyLock::new(|| serde_json::from_str(include_str!("changed.json")).unwrap_or_default());

impl Changed {
    /// What is known of a member that a page shows as `{}`.
    pub(crate) fn of(service: &str, member: &str) -> Option<&'static Self> {
        CHANGED.iter().find(|changed| {
            changed.service == service && changed.members.iter().any(|it| it == member)
        })
    }

    /// Whether a request must have it.
    pub(crate) fn is_required(&self, member: &str) -> bool {
        self.required.iter().any(|it| it == member)
    }
}

#[cfg(test)]
mod tests {
    use super::{CHANGED, Changed};
    use crate::spec::Type;

    #[test]
    fn every_entry_says_why_and_whence() {
        assert!(!CHANGED.is_empty());
        for changed in CHANGED.iter() {
            assert!(changed.reason.ends_with('.'), "{}", changed.service);
            assert!(
                changed.source.starts_with("https://"),
                "{}",
                changed.service
            );
            assert!(
                changed
                    .required
                    .iter()
                    .all(|it| changed.members.contains(it))
            );
        }
        let policy = Changed::of("iam", "PolicyDocument").unwrap();
        assert_eq!(policy.kind, Type::String);
        assert!(policy.is_required("PolicyDocument"));
        assert!(Changed::of("s3", "PolicyDocument").is_none());
    }
}
