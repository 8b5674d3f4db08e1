//! boto3's name of an operation's method.

/// Words that boto3 does not part, though their letters ask for it.
const WORDS: [(&str, &str); 6] = [
    ("HITs", "Hits"),
    ("OAuth2TokenWithIAM", "Oauth2TokenWithIAM"),
    ("OTel", "Otel"),
    ("PartiQL", "Partiql"),
    ("WhatsApp", "Whatsapp"),
    ("iSCSI", "Iscsi"),
];

/// Operations that boto3 names in a way of their own.
const NAMES: [(&str, &str); 1] = [("CreateOAuth2Token", "create_oauth2_token")];

/// The method of the boto3 client, such as `get_image` for `GetImage`.
#[must_use]
pub fn method_name(operation: &str) -> String {
    if operation.contains('_') {
        return operation.to_owned();
    }
    if let Some((_, method)) = NAMES.iter().find(|(name, _)| *name == operation) {
        return (*method).to_owned();
    }
    let mut name = operation.to_owned();
    for (word, plain) in WORDS {
        name = name.replace(word, plain);
    }
    let words = part_words(&part_plural(&name));
    part_capitals(&words).to_lowercase()
}

/// `ListWebACLs` -> `ListWeb_acls`: an acronym in the plural is one word.
fn part_plural(name: &str) -> String {
    let Some(stem) = name.strip_suffix('s') else {
        return name.to_owned();
    };
    let rest = stem.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    let acronym = stem.get(rest.len()..).unwrap_or_default();
    if acronym.len() < 2 {
        return name.to_owned();
    }
    format!("{rest}_{}s", acronym.to_lowercase())
}

/// `GetMFADevice` -> `GetMFA_Device`: a capital with small letters begins a word.
fn part_words(name: &str) -> String {
    let mut parted = String::new();
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        parted.push(letter);
        let mut ahead = letters.clone();
        let begins = ahead.next().is_some_and(|next| next.is_ascii_uppercase())
            && ahead.next().is_some_and(|next| next.is_ascii_lowercase());
        if begins {
            parted.push('_');
            parted.extend(letters.next());
            while let Some(small) = letters.next_if(char::is_ascii_lowercase) {
                parted.push(small);
            }
        }
    }
    parted
}

/// `GetMFA` -> `Get_MFA`: a capital after a small letter or digit begins a word.
fn part_capitals(name: &str) -> String {
    let mut parted = String::new();
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            parted.push('_');
        }
        parted.push(letter);
        before = letter;
    }
    parted
}

#[cfg(test)]
mod tests {
    use super::method_name;

    #[test]
    fn methods_are_named_as_boto3_names_them() {
        let cases = [
            ("GetImage", "get_image"),
            ("ImportVmImage", "import_vm_image"),
            ("ListWebACLs", "list_web_acls"),
            ("EnableMFADevice", "enable_mfa_device"),
            ("DescribeDBInstances", "describe_db_instances"),
            ("CreateCachediSCSIVolume", "create_cached_iscsi_volume"),
            (
                "ListHITsForQualificationType",
                "list_hits_for_qualification_type",
            ),
            ("ExecutePartiQLBatch", "execute_partiql_batch"),
            ("CreateOAuth2Token", "create_oauth2_token"),
            ("CreateOAuth2TokenWithIAM", "create_oauth2_token_with_iam"),
            (
                "CreateOAuth2TokenWithTokenExchange",
                "create_o_auth2_token_with_token_exchange",
            ),
            ("StartOTelEnrichment", "start_otel_enrichment"),
            ("GetWhatsAppFlow", "get_whatsapp_flow"),
            ("ListS3Resources", "list_s3_resources"),
            ("already_parted", "already_parted"),
        ];
        for (operation, method) in cases {
            assert_eq!(method_name(operation), method);
        }
    }
}
