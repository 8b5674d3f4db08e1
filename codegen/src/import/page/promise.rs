//! What boto3's pages promise of boto3 itself.

use crate::spec::{Shape, TextEncoding, Type};

/// What boto3 appends to the docs of user data, which it encodes; and to those of bytes, which are
/// base64 in every client's JSON.
const ENCODED: &str = "This value will be base64 encoded automatically. Do not base64 encode this value \
                       prior to performing the operation.";

/// Takes out of the docs of a text that it will be encoded, which our client leaves to its caller.
pub(super) fn take_back(shape: &mut Shape) {
    if shape.kind != Some(Type::String) {
        return;
    }
    let Some(doc) = shape.doc.as_deref() else {
        return;
    };
    let Some((before, after)) = doc.split_once(ENCODED) else {
        return;
    };
    let kept = [before.trim_end(), after.trim()];
    let kept = kept.into_iter().filter(|part| !part.is_empty());
    let kept = kept.collect::<Vec<_>>().join("\n");
    shape.doc = (!kept.is_empty()).then_some(kept);
    shape.encoding = Some(TextEncoding::Base64);
}

#[cfg(test)]
mod tests {
    use super::{ENCODED, take_back};
    use crate::spec::{Shape, TextEncoding, Type};

    fn of(kind: Type, doc: String) -> Shape {
        let mut shape = Shape {
            kind: Some(kind),
            doc: Some(doc),
            ..Shape::default()
        };
        take_back(&mut shape);
        shape
    }

    #[test]
    fn a_text_is_not_said_to_be_encoded() {
        let shape = of(Type::String, format!("The user data.\n{ENCODED}"));
        assert_eq!(shape.doc.as_deref(), Some("The user data."));
        assert_eq!(shape.encoding, Some(TextEncoding::Base64));
        let alone = of(Type::String, ENCODED.to_owned());
        assert_eq!(
            (alone.doc, alone.encoding),
            (None, Some(TextEncoding::Base64))
        );
        let bytes = of(Type::Blob, format!("The file.\n{ENCODED}"));
        assert_eq!(bytes.encoding, None);
        assert!(bytes.doc.is_some_and(|doc| doc.ends_with(ENCODED)));
    }
}
