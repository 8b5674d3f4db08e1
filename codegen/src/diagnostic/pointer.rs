//! JSON pointers: <https://www.rfc-editor.org/rfc/rfc6901>.

/// A key as a segment of a pointer.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The segments of a pointer.
pub(crate) fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    let escaped = pointer.split('/').skip(1);
    escaped.map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

/// A pointer, one segment longer.
pub(crate) fn join(pointer: &str, segment: &str) -> String {
    format!("{pointer}/{}", escape(segment))
}
