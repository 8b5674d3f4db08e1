//! The files of the overlay, as the generator carries them with it.

/// The files, by service, in the order of their names.
const FILES: &[(&str, &str)] = &[
    ("apigateway", include_str!("../../overlay/apigateway.json")),
    (
        "autoscaling",
        include_str!("../../overlay/autoscaling.json"),
    ),
    (
        "clouddirectory",
        include_str!("../../overlay/clouddirectory.json"),
    ),
    (
        "cloudsearchdomain",
        include_str!("../../overlay/cloudsearchdomain.json"),
    ),
    ("docdb", include_str!("../../overlay/docdb.json")),
    ("dynamodb", include_str!("../../overlay/dynamodb.json")),
    (
        "dynamodbstreams",
        include_str!("../../overlay/dynamodbstreams.json"),
    ),
    ("ec2", include_str!("../../overlay/ec2.json")),
    ("glacier", include_str!("../../overlay/glacier.json")),
    ("iam", include_str!("../../overlay/iam.json")),
    ("iot", include_str!("../../overlay/iot.json")),
    (
        "iotanalytics",
        include_str!("../../overlay/iotanalytics.json"),
    ),
    (
        "machinelearning",
        include_str!("../../overlay/machinelearning.json"),
    ),
    ("neptune", include_str!("../../overlay/neptune.json")),
    ("quicksight", include_str!("../../overlay/quicksight.json")),
    ("rds", include_str!("../../overlay/rds.json")),
    ("route53", include_str!("../../overlay/route53.json")),
    ("s3", include_str!("../../overlay/s3.json")),
    ("s3control", include_str!("../../overlay/s3control.json")),
    ("sagemaker", include_str!("../../overlay/sagemaker.json")),
    ("xray", include_str!("../../overlay/xray.json")),
];

/// A service's file: its name without the ending, and its text.
pub(super) fn of(service: &str) -> Option<(&'static str, &'static str)> {
    FILES.iter().copied().find(|(name, _)| *name == service)
}

/// The services that have a file.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}
