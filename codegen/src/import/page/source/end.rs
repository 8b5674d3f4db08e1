//! Whether a document has the end of its page. What has none that could be looked for may have been cut, and
//! nobody would see it: behind the response there are only the exceptions.

/// The end of a page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    /// Nothing can be missing.
    There,
    /// The page begins as the site's pages do, and does not end so.
    Missing,
    /// Its form has none.
    Unknown,
}

/// What stands around the article of the site's pages.
const AROUND: [&str; 5] = [
    "Skip to content",
    "Toggle site navigation",
    "Hide navigation sidebar",
    "Toggle Light / Dark",
    "Back to top",
];

/// What stands below every page of the site.
const FOOT: [&str; 3] = ["Copyright \u{a9}", "Copyright (C)", "Copyright &copy;"];

/// What becomes of the site's page as a text.
pub(super) fn of_text(document: &str) -> End {
    let Some((before, page)) = document.split_once("Request Syntax") else {
        return End::Unknown;
    };
    if FOOT.iter().any(|foot| page.contains(foot)) {
        return End::There;
    }
    match AROUND.iter().any(|part| before.contains(part)) {
        true => End::Missing,
        false => End::Unknown,
    }
}

/// A page that has no article. The last tags of HTML may be left out.
pub(super) fn of_html(document: &str) -> End {
    match document.contains("</body>") || document.contains("</html>") {
        true => End::There,
        false => of_text(document),
    }
}

#[cfg(test)]
mod tests {
    use super::{End, of_html, of_text};

    #[test]
    fn a_page_of_the_site_has_its_foot() {
        for (page, end) in [
            (
                "Skip to content\nRequest Syntax\nx\nCopyright \u{a9}\n",
                End::There,
            ),
            ("Skip to content\nRequest Syntax\nx\n", End::Missing),
            ("x.Client.get()\nRequest Syntax\nx\n", End::Unknown),
        ] {
            assert_eq!(of_text(page), end, "{page}");
        }
        assert_eq!(of_html("<p>Request Syntax</p></body>"), End::There);
    }
}
