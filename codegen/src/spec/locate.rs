//! Places in a spec file: from a JSON pointer to a spec path.

pub(crate) use crate::diagnostic::locate::{Located, find, line_column, line_columns, parse};
pub(crate) use crate::diagnostic::pointer::{join, segments};

/// A pointer in the spec's words; empty where it is about no member, shape or operation.
/// `operation` is the name of the operation that the file is about, if it is about one.
pub(crate) fn spec_path(operation: Option<&str>, pointer: &str) -> String {
    let mut segments = segments(pointer);
    let Some(section) = segments.next() else {
        return operation.unwrap_or_default().to_owned();
    };
    let mut path = match (operation, section.as_str()) {
        (Some(operation), "request" | "response") => {
            let section = format!("{operation}.{section}");
            match segments.next() {
                Some(member) => format!("{section}.{member}"),
                None => return section,
            }
        }
        (Some(operation), _) => return operation.to_owned(),
        (None, "shapes") => segments.next().unwrap_or_default(),
        (None, "names") => return segments.nth(1).unwrap_or_default(),
        (None, "fixups" | "http" | "waiters") => return segments.next().unwrap_or_default(),
        (None, _) => return String::new(),
    };
    while let Some(keyword) = segments.next() {
        match keyword.as_str() {
            "members" => match segments.next() {
                Some(member) => path = format!("{path}.{member}"),
                None => break,
            },
            "element" => path.push_str("[]"),
            "key" => path.push_str("{key}"),
            "value" => path.push_str("{}"),
            _ => break,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_in_the_words_of_the_spec() {
        let path = |pointer| spec_path(Some("GetImage"), pointer);
        assert_eq!(path(""), "GetImage");
        assert_eq!(path("/exceptions/0"), "GetImage");
        assert_eq!(path("/response"), "GetImage.response");
        assert_eq!(
            path("/response/image/members/tags/value/members/x/key/type"),
            "GetImage.response.image.tags{}.x{key}"
        );
        let shared = |pointer| spec_path(None, pointer);
        assert_eq!(
            shared("/shapes/Image/members/amis/element/type"),
            "Image.amis[]"
        );
        assert_eq!(
            shared("/names/types/GetImage.response.image"),
            "GetImage.response.image"
        );
        assert_eq!(shared("/protocol"), "");
    }
}
