//! What is done with each trait of Smithy and of AWS.

/// Traits that are read.
const DONE: [&str; 72] = [
    "aws.api#clientDiscoveredEndpoint",
    "aws.api#clientEndpointDiscovery",
    "aws.api#service",
    "aws.auth#sigv4",
    "aws.auth#sigv4a",
    "aws.auth#unsignedPayload",
    "aws.customizations#s3UnwrappedXmlOutput",
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#awsQueryCompatible",
    "aws.protocols#awsQueryError",
    "aws.protocols#ec2Query",
    "aws.protocols#ec2QueryName",
    "aws.protocols#httpChecksum",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.api#addedDefault",
    "smithy.api#auth",
    "smithy.api#box",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#deprecated",
    "smithy.api#documentation",
    "smithy.api#endpoint",
    "smithy.api#enum",
    "smithy.api#enumValue",
    "smithy.api#error",
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#examples",
    "smithy.api#externalDocumentation",
    "smithy.api#hostLabel",
    "smithy.api#http",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpChecksumRequired",
    "smithy.api#httpDigestAuth",
    "smithy.api#httpError",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#jsonName",
    "smithy.api#length",
    "smithy.api#mediaType",
    "smithy.api#optionalAuth",
    "smithy.api#paginated",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.api#required",
    "smithy.api#requestCompression",
    "smithy.api#requiresLength",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#timestampFormat",
    "smithy.api#title",
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.protocols#rpcv2Cbor",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.waiters#waitable",
];

/// Traits that say nothing about a client's requests and responses.
const NO_EFFECT: [&str; 38] = [
    "aws.api#arn",
    "aws.api#arnReference",
    "aws.api#controlPlane",
    "aws.api#data",
    "aws.api#dataPlane",
    "aws.api#tagEnabled",
    "aws.api#taggable",
    "smithy.api#authDefinition",
    "smithy.api#cors",
    "smithy.api#idRef",
    "smithy.api#idempotent",
    "smithy.api#input",
    "smithy.api#internal",
    "smithy.api#mixin",
    "smithy.api#nestedProperties",
    "smithy.api#noReplace",
    "smithy.api#notProperty",
    "smithy.api#output",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#protocolDefinition",
    "smithy.api#readonly",
    "smithy.api#recommended",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#since",
    "smithy.api#suppress",
    "smithy.api#tags",
    "smithy.api#trait",
    "smithy.api#traitValidators",
    "smithy.api#uniqueItems",
    "smithy.api#unstable",
    // Parameters of the endpoint rules, which go with them.
    "smithy.rules#clientContextParams",
    "smithy.rules#contextParam",
    "smithy.rules#endpointTests",
    "smithy.rules#operationContextParams",
    "smithy.rules#staticContextParams",
    // Says again what the rules do.
    "aws.endpoints#rulesBasedEndpoints",
];

/// Families of traits without such an effect: deployment, permissions, tests, other protocols'.
const NO_EFFECT_FAMILIES: [&str; 8] = [
    "aws.cloudformation#",
    "aws.cloudtrail#",
    "aws.endpoints#",
    "aws.iam#",
    "aws.tagging#",
    "aws.apigateway#",
    "smithy.openapi#",
    "smithy.test#",
];

/// Traits that have an effect which the generated client does not.
const LEFT_OUT: [(&str, &str, &str); 2] = [
    (
        "aws.api#clientEndpointDiscoveryId",
        "is not sent where an endpoint is asked for: one endpoint serves all",
        "give the client the endpoint where that is not so",
    ),
    (
        "aws.auth#cognitoUserPools",
        "is not done: requests are not signed by it",
        "add the token to the requests",
    ),
];

pub(super) fn is_done(id: &str) -> bool {
    DONE.contains(&id)
}

pub(super) fn has_no_effect(id: &str) -> bool {
    NO_EFFECT.contains(&id)
        || NO_EFFECT_FAMILIES
            .iter()
            .any(|family| id.starts_with(family))
}

/// What is not done of a trait, and what to do about it.
pub(super) fn is_left_out(id: &str) -> Option<(&'static str, &'static str)> {
    let found = LEFT_OUT.iter().find(|(known, _, _)| *known == id);
    found.map(|(_, message, help)| (*message, *help))
}
