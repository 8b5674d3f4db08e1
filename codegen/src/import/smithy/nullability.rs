//! Which members a caller must set, by Smithy's rules for clients.
//!
//! A service may make a required member optional, or give an optional one a default, without breaking its
//! clients. So Smithy defines what clients may rely on, and these rules follow:
//!
//! - `@required`: a request must have the member, which the client validates before sending.
//! - `@clientOptional` overrides that: clients should not enforce it.
//! - `@default` overrides it too: the service does not need the member.
//! - A default of `null` counts as no default.
//! - `@input` makes the members of a request optional in responses of generators that cannot tell
//!   requests apart. Here they are: what a request must have, it must have.
//! - A response is never rejected because a member is missing, even a required one.

use super::super::model::json::Node;
use super::ast::Traits;

/// Whether a request without a member is refused before it is sent.
pub(super) fn is_required(traits: &Traits) -> bool {
    traits.contains_key("smithy.api#required")
        && !traits.contains_key("smithy.api#clientOptional")
        && !has_default(traits)
}

/// Whether clients leave the default of a member to the service: of one that is `@clientOptional`, as all
/// members of an `@input` are.
pub(super) fn is_left_to_the_service(traits: &Traits, structure: &Traits) -> bool {
    has_default(traits)
        && (traits.contains_key("smithy.api#clientOptional")
            || structure.contains_key("smithy.api#input"))
}

fn has_default(traits: &Traits) -> bool {
    traits
        .get("smithy.api#default")
        .is_some_and(|node| *node != Node::Null)
}
