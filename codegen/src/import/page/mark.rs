//! What a page's text is made of, whichever form it came in.

/// Stands in the text where an item of a list or of a field list begins.
pub(crate) const ITEM: char = '\u{1}';

/// The first letters of a text.
pub(crate) fn beginning(text: &str, letters: usize) -> &str {
    let end = text.char_indices().nth(letters);
    end.map_or(text, |(end, _)| text.split_at(end).0)
}
