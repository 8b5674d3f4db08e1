//! The partitions of AWS, as [`partitions.json`] of the SDKs has them.
//!
//! [`partitions.json`]: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json

/// A part of the world that AWS runs as one.
pub(super) struct Partition {
    pub(super) id: &'static str,
    /// How its regions begin.
    pub(super) prefix: &'static str,
    /// The host suffix for IPv4, and that for dual stack.
    pub(super) suffixes: (&'static str, &'static str),
    /// The region of services that have no regional ones.
    pub(super) global_region: &'static str,
}

/// The partitions; a region is of the first whose prefix fits.
static PARTITIONS: [Partition; 8] = [
    Partition {
        id: "aws-cn",
        prefix: "cn-",
        suffixes: ("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        global_region: "cn-northwest-1",
    },
    Partition {
        id: "aws-eusc",
        prefix: "eusc-",
        suffixes: ("amazonaws.eu", "api.amazonwebservices.eu"),
        global_region: "eusc-de-east-1",
    },
    Partition {
        id: "aws-iso",
        prefix: "us-iso-",
        suffixes: ("c2s.ic.gov", "api.aws.ic.gov"),
        global_region: "us-iso-east-1",
    },
    Partition {
        id: "aws-iso-b",
        prefix: "us-isob-",
        suffixes: ("sc2s.sgov.gov", "api.aws.scloud"),
        global_region: "us-isob-east-1",
    },
    Partition {
        id: "aws-iso-e",
        prefix: "eu-isoe-",
        suffixes: ("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        global_region: "eu-isoe-west-1",
    },
    Partition {
        id: "aws-iso-f",
        prefix: "us-isof-",
        suffixes: ("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
        global_region: "us-isof-south-1",
    },
    Partition {
        id: "aws-us-gov",
        prefix: "us-gov-",
        suffixes: ("amazonaws.com", "api.aws"),
        global_region: "us-gov-west-1",
    },
    AWS,
];

const AWS: Partition = Partition {
    id: "aws",
    prefix: "",
    suffixes: ("amazonaws.com", "api.aws"),
    global_region: "us-east-1",
};

impl Partition {
    /// The partition of a region.
    pub(super) fn of(region: &str) -> &'static Self {
        PARTITIONS
            .iter()
            .find(|partition| region.starts_with(partition.prefix))
            .unwrap_or(&AWS)
    }
}
