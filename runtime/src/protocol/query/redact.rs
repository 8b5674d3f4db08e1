//! Forms without what is not to be recorded.

use crate::protocol::xml::redact::{REDACTED, is_sensitive};

/// A form without the values of these members, at any depth; `None` where it is none.
pub(in crate::protocol) fn redacted(form: &str, sensitive: &[&str]) -> Option<String> {
    if !form.starts_with("Action=") {
        return None;
    }
    let pairs = form.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.split('.').any(|part| is_sensitive(part, sensitive)) => {
            format!("{name}={REDACTED}")
        }
        _ => pair.to_owned(),
    });
    Some(pairs.collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn the_pairs_of_sensitive_members_are_blank() {
        let form = "Action=A&Version=1&UserData=x&Part.1.Secret.Key=y&Open=z";
        let expected = "Action=A&Version=1&UserData=REDACTED&Part.1.Secret.Key=REDACTED&Open=z";
        assert_eq!(
            redacted(form, &["userData", "Secret"]).as_deref(),
            Some(expected)
        );
        assert_eq!(redacted(form, &[]).as_deref(), Some(form));
        assert_eq!(redacted("plain", &["s"]), None);
    }
}
