//! Which members a caller must give, by Smithy's rules for clients.
//!
//! A service may make a required member optional, or give an optional one a default, without asking
//! its clients; what a client insists on would break then. So Smithy tells clients what they may rely
//! on, and these are the rules that follow:
//!
//! - `@required`: a request must have the member, and the client says so before sending.
//! - `@clientOptional` takes that back: the service asks its clients not to insist.
//! - `@default` takes it back too: the service knows what to do without the member.
//! - A default of `null` is none.
//! - `@input` makes the members of a request optional in responses of generators that cannot tell
//!   requests apart. Here they are: what a request must have, it must have.
//! - A response is never refused for a member that it lacks, whatever is required of it.

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
