//! Words: from a wire name to the spelling of an identifier.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// `imageBuildVersionArn` as `image_build_version_arn`, `IPv6CidrBlocks` as `ipv6_cidr_blocks`.
pub(crate) fn snake(name: &str) -> String {
    guarded(&regular(name).to_snake_case())
}

/// `ebsInstance` as `EbsInstance`, `USER_INITIATED` as `UserInitiated`, `1.0` as `V1_0`.
pub(crate) fn camel(name: &str) -> String {
    let regular = regular(name);
    let mut camel = String::new();
    for word in regular.split(|char: char| !char.is_ascii_alphanumeric()) {
        let word = word.to_upper_camel_case();
        let digits_meet = camel.ends_with(|char: char| char.is_ascii_digit())
            && word.starts_with(|char: char| char.is_ascii_digit());
        if digits_meet {
            camel.push('_');
        }
        camel.push_str(&word);
    }
    if camel.is_empty() {
        camel = symbols(name).to_upper_camel_case();
    }
    if camel.starts_with(|char: char| char.is_ascii_digit()) {
        camel.insert(0, 'V');
    }
    camel
}

/// A snake-case name that can begin an identifier.
fn guarded(name: &str) -> String {
    match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("v{name}"),
        Some(_) => name.to_owned(),
    }
}

/// Words with mixed case.
const MIXED_CASE: [(&str, &str); 6] = [
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("KiB", "Kib"),
    ("MiB", "Mib"),
    ("GiB", "Gib"),
    ("TiB", "Tib"),
];

/// The name with acronyms spelled so that case conversion keeps them together: `IPv6` as `Ipv6`,
/// `VPCs` as `Vpcs`. Characters outside of ASCII become separators.
fn regular(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|char| if char.is_ascii() { char } else { ' ' })
        .collect();
    let name = MIXED_CASE
        .iter()
        .fold(name, |name, (written, word)| name.replace(written, word));
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len());
    let mut index = 0;
    while let Some(char) = chars.get(index) {
        let run = chars
            .iter()
            .skip(index)
            .take_while(|char| char.is_ascii_uppercase())
            .count();
        let plural = run >= 2
            && chars.get(index + run) == Some(&'s')
            && chars
                .get(index + run + 1)
                .is_none_or(|next| !next.is_ascii_lowercase());
        if plural {
            out.push(*char);
            let rest = chars.iter().skip(index + 1).take(run - 1);
            out.extend(rest.map(char::to_ascii_lowercase));
            out.push('s');
            index += run + 1;
        } else {
            let step = run.max(1);
            out.extend(chars.iter().skip(index).take(step));
            index += step;
        }
    }
    out
}

/// Words for a name without any: `*` as `Star`, the empty name as `Empty`.
fn symbols(name: &str) -> String {
    if name.is_empty() {
        return "Empty".to_owned();
    }
    let words = name.chars().map(|char| match char {
        '*' => "Star".to_owned(),
        '+' => "Plus".to_owned(),
        '-' => "Minus".to_owned(),
        '/' => "Slash".to_owned(),
        '.' => "Dot".to_owned(),
        ':' => "Colon".to_owned(),
        '<' => "Less".to_owned(),
        '>' => "Greater".to_owned(),
        '=' => "Equal".to_owned(),
        '!' => "Not".to_owned(),
        '&' => "And".to_owned(),
        '|' => "Or".to_owned(),
        '%' => "Percent".to_owned(),
        '_' => "Underscore".to_owned(),
        ' ' => "Space".to_owned(),
        other => format!("U{:04X}", u32::from(other)),
    });
    words.collect()
}

/// The singular, for one element of a list: `amis` as `ami`.
pub(super) fn singular(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let keep = |drop: usize, add: &str| {
        let kept: String = name.chars().take(name.chars().count() - drop).collect();
        format!("{kept}{add}")
    };
    if lower.ends_with("ies") && lower.len() > 4 {
        keep(3, "y")
    } else if ["sses", "xes", "ches", "shes"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        keep(2, "")
    } else if lower.ends_with('s') && !["ss", "us", "sis"].iter().any(|end| lower.ends_with(end)) {
        keep(1, "")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_spelled_as_aws_sdks_spell_them() {
        for (wire, rust) in [
            ("imageBuildVersionArn", "image_build_version_arn"),
            ("s3Logs", "s3_logs"),
            ("s3BucketName", "s3_bucket_name"),
            ("EC2InstanceId", "ec2_instance_id"),
            ("DBInstanceIdentifier", "db_instance_identifier"),
            ("IPv6CidrBlock", "ipv6_cidr_block"),
            ("assignIPv6", "assign_ipv6"),
            ("VpcIDs", "vpc_ids"),
            ("ARNs", "arns"),
            ("SSEKMSKeyId", "ssekms_key_id"),
            ("x-amz-foo", "x_amz_foo"),
            ("", "empty"),
            ("3d", "v3d"),
        ] {
            assert_eq!(snake(wire), rust, "{wire}");
        }
    }

    #[test]
    fn variants_and_types_are_camel_case() {
        for (wire, rust) in [
            ("USER_INITIATED", "UserInitiated"),
            ("gp2", "Gp2"),
            ("aws:kms", "AwsKms"),
            ("1.0", "V1_0"),
            ("10", "V10"),
            ("CVSSScore", "CvssScore"),
            ("ECR", "Ecr"),
            ("us-east-1", "UsEast1"),
            ("*", "Star"),
            ("", "Empty"),
            ("TLSv1.2_2021", "TlSv1_2_2021"),
        ] {
            assert_eq!(camel(wire), rust, "{wire}");
        }
    }

    #[test]
    fn an_element_is_called_by_the_singular() {
        for (plural, one) in [
            ("amis", "ami"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("status", "status"),
            ("access", "access"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
