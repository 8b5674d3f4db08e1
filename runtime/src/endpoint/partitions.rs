//! The partitions of AWS, and the hosts in them. The generator and the runtime have this file each,
//! letter by letter, as neither depends on the other; `tests/shared_sources.rs` holds them to it.
//!
//! The facts are those of botocore's `partitions.json`; placeholders are those of
//! host rules in `service.json`.

/// A part of the world that AWS runs as one.
#[derive(Debug, PartialEq)]
pub(crate) struct Partition {
    pub(crate) id: &'static str,
    /// How its regions begin.
    pub(crate) prefix: &'static str,
    /// What hosts end in.
    pub(crate) suffix: &'static str,
    /// What hosts end in that have IPv6 too.
    pub(crate) dual_stack_suffix: &'static str,
    /// The region of services that have no regional ones.
    pub(crate) global_region: &'static str,
}

/// The partitions; a region is of the first whose prefix fits.
pub(crate) static PARTITIONS: [Partition; 8] = [
    Partition {
        id: "aws-cn",
        prefix: "cn-",
        suffix: "amazonaws.com.cn",
        dual_stack_suffix: "api.amazonwebservices.com.cn",
        global_region: "cn-northwest-1",
    },
    Partition {
        id: "aws-eusc",
        prefix: "eusc-",
        suffix: "amazonaws.eu",
        dual_stack_suffix: "api.amazonwebservices.eu",
        global_region: "eusc-de-east-1",
    },
    Partition {
        id: "aws-iso",
        prefix: "us-iso-",
        suffix: "c2s.ic.gov",
        dual_stack_suffix: "api.aws.ic.gov",
        global_region: "us-iso-east-1",
    },
    Partition {
        id: "aws-iso-b",
        prefix: "us-isob-",
        suffix: "sc2s.sgov.gov",
        dual_stack_suffix: "api.aws.scloud",
        global_region: "us-isob-east-1",
    },
    Partition {
        id: "aws-iso-e",
        prefix: "eu-isoe-",
        suffix: "cloud.adc-e.uk",
        dual_stack_suffix: "api.cloud-aws.adc-e.uk",
        global_region: "eu-isoe-west-1",
    },
    Partition {
        id: "aws-iso-f",
        prefix: "us-isof-",
        suffix: "csp.hci.ic.gov",
        dual_stack_suffix: "api.aws.hci.ic.gov",
        global_region: "us-isof-south-1",
    },
    Partition {
        id: "aws-us-gov",
        prefix: "us-gov-",
        suffix: "amazonaws.com",
        dual_stack_suffix: "api.aws",
        global_region: "us-gov-west-1",
    },
    AWS,
];

const AWS: Partition = Partition {
    id: "aws",
    prefix: "",
    suffix: "amazonaws.com",
    dual_stack_suffix: "api.aws",
    global_region: "us-east-1",
};

/// What the placeholders of a host stand for.
pub(crate) struct Placeholders<'r> {
    pub(crate) region: &'r str,
    pub(crate) partition: &'static Partition,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
}

impl Partition {
    /// The partition of a region, or of the one that stands for all of it (`aws-cn-global`).
    pub(crate) fn of(region: &str) -> &'static Self {
        let mut partitions = PARTITIONS.iter();
        partitions
            .find(|partition| region.starts_with(partition.prefix) || partition.is_all(region))
            .unwrap_or(const { &AWS })
    }

    fn is_all(&self, region: &str) -> bool {
        region.strip_suffix("-global") == Some(self.id)
    }
}

impl Placeholders<'_> {
    /// What hosts end in.
    pub(crate) fn suffix(&self) -> &'static str {
        if self.use_dual_stack {
            self.partition.dual_stack_suffix
        } else {
            self.partition.suffix
        }
    }

    /// A template with its placeholders filled.
    pub(crate) fn fill(&self, template: &str) -> String {
        template
            .replace("{fips}", if self.use_fips { "-fips" } else { "" })
            .replace("{region}", self.region)
            .replace("{globalRegion}", self.partition.global_region)
            .replace("{suffix}", self.suffix())
            .replace("{plainSuffix}", self.partition.suffix)
            .replace("{dualStackSuffix}", self.partition.dual_stack_suffix)
    }
}
