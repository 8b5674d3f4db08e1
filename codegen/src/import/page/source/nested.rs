//! Text as trafilatura extracts it since 2.1: a nested list, each item on a line with all of its
//! paragraphs.

use crate::import::page::mark::ITEM;

/// The text of a page.
pub(crate) fn to_text(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        let line = line.trim();
        match line.strip_prefix("- ").or((line == "-").then_some("")) {
            Some(item) => {
                text.push(ITEM);
                text.push_str(item.trim_start());
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}
