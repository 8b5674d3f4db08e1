//! The impact of each kind of change, in one table.

use super::class::{Bump, Class};
use Bump::{Major, Minor, Patch};
use Class::{Attention, Breaking, Compatible};

/// What a change means for Rust and for the wire, the bump, and why.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Impact {
    pub(super) rust: Class,
    pub(super) wire: Class,
    pub(super) bump: Bump,
    pub(super) why: &'static str,
}

/// Whether a change adds something, takes it away, or changes it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Direction {
    Added,
    Removed,
    Changed,
}

impl Direction {
    pub(super) fn of(before: Option<&String>, after: Option<&String>) -> Self {
        match (before, after) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}

/// How a shape is used.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Use {
    pub(super) sent: bool,
    pub(super) received: bool,
    /// Whether the client fills in what it lacks, on one side at least.
    pub(super) filled: bool,
}

/// Defines the kinds of changes, each with its impact: for Rust, for the wire, the bump, and why.
macro_rules! kinds {
    ($($kind:ident: $rust:ident, $wire:ident, $bump:ident, $why:literal;)*) => {
        /// What kind of change something is.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(super) enum ChangeKind {
            $($kind,)*
        }

        impl ChangeKind {
            /// What it means.
            pub(super) fn impact(self) -> Impact {
                match self {
                    $(Self::$kind => Impact { rust: $rust, wire: $wire, bump: $bump, why: $why },)*
                }
            }
        }
    };
}

kinds! {
    // What came or went.
    New: Compatible, Compatible, Minor, "new";
    Gone: Breaking, Breaking, Major, "gone";
    ValueKnown: Attention, Compatible, Minor, "a match on `Unknown` with its text no longer sees it";
    ValueGone: Breaking, Attention, Major, "its variant is gone";
    ExceptionKnown: Attention, Compatible, Minor, "a match on `Unknown` with its code no longer sees it";
    ExceptionGone: Breaking, Compatible, Major, "its variant is gone";
    VariantKnown: Attention, Compatible, Minor, "a match on `Unknown` with its name no longer sees it";
    VariantGoneSent: Breaking, Breaking, Major, "its variant is gone";
    VariantGoneReceived: Breaking, Attention, Major, "its variant is gone";
    Empty: Compatible, Compatible, Patch, "it has no members";
    MemberAdded: Attention, Compatible, Minor, "a literal or pattern that names every field needs `..`";
    MemberNeeded: Breaking, Breaking, Major, "requests must have it";
    MemberNeededLater: Attention, Breaking, Minor, "requests without it fail before they are sent";
    MemberGoneSent: Breaking, Breaking, Major, "its field is gone";
    MemberGoneReceived: Breaking, Attention, Major, "its field is gone";
    PagesGone: Breaking, Compatible, Major, "`into_paginator` is gone";
    PagesChanged: Attention, Attention, Minor, "how pages are read";
    WaiterGone: Breaking, Compatible, Major, "its method is gone";
    WaiterChanged: Attention, Compatible, Minor, "how it is waited for";
    WaiterOfAnother: Breaking, Compatible, Major, "it takes another input";
    // Docs, and what is only shown.
    Docs: Compatible, Compatible, Patch, "docs only";
    Default: Compatible, Compatible, Patch, "what the service takes for it; docs only";
    DeprecatedNote: Compatible, Compatible, Patch, "a note in the docs";
    DeprecatedCall: Attention, Compatible, Minor, "calls get a warning";
    NoLongerDeprecated: Compatible, Compatible, Patch, "no longer deprecated";
    BotoName: Compatible, Compatible, Patch, "the name in boto3";
    Order: Compatible, Compatible, Patch, "the order of fields or values";
    OrderOfArguments: Attention, Compatible, Patch, "`new` keeps their order if `names.arguments` has it, as an import writes it";
    Sensitive: Attention, Compatible, Minor, "whether `Debug` shows it";
    // Types.
    RustType: Breaking, Breaking, Major, "another Rust type";
    Openness: Breaking, Compatible, Major, "another Rust type";
    TypeRenamed: Breaking, Compatible, Major, "the Rust type has another name";
    ShapeRenamed: Compatible, Compatible, Patch, "the Rust type keeps its name";
    // What requests must have.
    RequiredOfReceived: Compatible, Compatible, Patch, "responses are read as before";
    RequiredLater: Attention, Breaking, Minor, "requests without it fail before they are sent";
    RequiredNoMoreLater: Compatible, Compatible, Patch, "requests no longer need it";
    Required: Breaking, Breaking, Major, "requests must have it";
    RequiredNoMore: Breaking, Compatible, Major, "the field becomes an `Option`";
    // What a client is set up with.
    SettingGone: Breaking, Breaking, Major, "a client that sets it with `endpoint_parameter` still compiles, without effect";
    SettingNeeded: Breaking, Breaking, Major, "calls fail unless the client sets it with `endpoint_parameter`";
    SettingDefault: Attention, Attention, Minor, "where requests go unless the client sets it";
    AuthSchemeAdded: Attention, Compatible, Minor, "a client with credentials for it uses it";
    AuthSchemePreferred: Attention, Compatible, Minor, "another authentication scheme is preferred";
    Defaults: Attention, Attention, Minor, "whether the client fills in what is absent";
    DefaultFilled: Attention, Attention, Minor, "the default that the client fills in";
    ZeroFilled: Attention, Compatible, Minor, "whether the client fills in a zero value if a response lacks it";
    Token: Attention, Compatible, Minor, "whether the client fills it in";
    LimitOfSent: Compatible, Attention, Patch, "the service checks it; docs only in Rust";
    LimitOfReceived: Compatible, Compatible, Patch, "docs only";
    LimitWidened: Compatible, Compatible, Patch, "the service takes more";
    // The wire.
    ErrorTrait: Compatible, Attention, Patch, "how an error is reported or retried";
    Compression: Compatible, Attention, Minor, "whether large bodies are compressed";
    ChecksumNoMore: Compatible, Attention, Minor, "the body no longer has a checksum";
    WireOfMember: Compatible, Breaking, Minor, "its serialization changes";
    WireOfOperation: Compatible, Breaking, Minor, "how it is called changes";
    WireOfService: Compatible, Breaking, Minor, "how every operation is called changes";
    Protocols: Compatible, Attention, Patch, "`protocol` says which of them is spoken";
    // Items of the crate.
    FieldAdded: Attention, Compatible, Minor, "a literal or pattern that names every field needs `..`";
    RequiredFieldAdded: Breaking, Compatible, Major, "a literal must have it";
    ItemGone: Breaking, Compatible, Major, "code that names it does not compile";
    ItemChanged: Breaking, Compatible, Major, "code that uses it may not compile";
    ImplementationGone: Breaking, Compatible, Major, "code that relies on it does not compile";
    ChecksumChanged: Attention, Compatible, Minor, "which checksums the client sends or checks";
    FeatureNeeded: Attention, Compatible, Minor, "`client` in the crate's `Cargo.toml` must turn it on";
    FeatureUnneeded: Compatible, Compatible, Patch, "the client does without it";
    ArgumentsChanged: Breaking, Compatible, Major, "its arguments are others, or in another order: code that calls it may compile and mean something else";
    NameChanged: Breaking, Compatible, Major, "it has another name, and its old one may be that of something else";
}
