//! Markdown, as html2text, pandoc, markdownify and trafilatura write it.

use super::blocks::{self, Block, Joins, Layout};
use crate::import::page::mark::beginning;

/// What an item begins with. `:` is that of a definition, which is none, but whose text is set apart.
const BULLETS: [&str; 3] = ["*", "-", "+"];

/// Lines longer than this are not wrapped, but for those with code as long, which no tool breaks.
const WRAPPED: usize = 120;

/// A line of fewer words is no prose.
const WORDS: usize = 15;

/// The longest address of a link.
const LONGEST_ADDRESS: usize = 2_000;

/// The text of a page.
pub(crate) fn to_text(page: &str) -> String {
    let long = page
        .lines()
        .filter(|line| line.len() > WRAPPED && line.split_whitespace().count() > WORDS)
        .filter(|line| !line.trim_start().starts_with(['*', '-', '+']))
        .filter(|line| !line.contains("://") && !line.contains('\''))
        .filter(|line| {
            let mut code = line.split('`').skip(1).step_by(2);
            code.all(|code| code.len() <= WRAPPED)
        })
        .count();
    let layout = Layout {
        bullets: &BULLETS,
        bullets_begin: true,
        joins: if long == 0 {
            Joins::Adjacent
        } else {
            Joins::Never
        },
    };
    let prepared: String = page
        .lines()
        .filter(|line| !is_furniture(line))
        .flat_map(|line| [without_definition(line), "\n".to_owned()])
        .collect();
    let prepared = match page.contains("** _(") {
        true => without_added_blanks(&prepared),
        false => prepared,
    };
    let blocks = blocks::blocks(&prepared, layout);
    let blocks = blocks.into_iter().map(|block| Block {
        text: if block.is_code {
            block.text
        } else {
            plain(&without_headings(&block.text))
        },
        ..block
    });
    blocks::join(blocks.collect())
}

/// The text of html2text, which puts a blank between an emphasis and what follows it, unless that is a bracket
/// or ends a sentence.
fn without_added_blanks(text: &str) -> String {
    let mut plain = text.to_owned();
    for mark in ["**", "_"] {
        for follower in [',', ':', ';'] {
            let added = format!("{mark} {follower}");
            if plain.contains(&added) {
                plain = plain.replace(&added, &format!("{mark}{follower}"));
            }
        }
    }
    plain
}

/// A block without the marks of its headings, which stand within a line where an item was folded.
fn without_headings(text: &str) -> String {
    let text = text.trim_start_matches('#').trim();
    let mut plain = text.trim_end_matches("```").to_owned();
    for mark in ["###", "##", "####"] {
        let mark = format!(" {mark} ");
        if plain.contains(&mark) {
            plain = plain.replace(&mark, " ");
        }
    }
    plain
}

/// Whether a line is the markup of a block: a fence, the rule under a heading, an HTML tag.
fn is_furniture(line: &str) -> bool {
    let text = line.trim();
    let is_rule = text.len() > 2 && text.chars().all(|c| matches!(c, '=' | '-'));
    let is_tag = text.starts_with('<') && text.ends_with('>') && !text.contains("://");
    text.starts_with("```") || is_rule || is_tag && without_tags(text).trim().is_empty()
}

/// A line whose text is quoted, or the definition of a term, without its mark.
fn without_definition(line: &str) -> String {
    let text = line.trim_start();
    if text.starts_with("> ") || text == ">" {
        return text.trim_start_matches(['>', ' ']).to_owned();
    }
    match text.strip_prefix(":  ") {
        Some(rest) => {
            let indent = line.len() - text.len() + 3;
            format!("{}{rest}", " ".repeat(indent))
        }
        None => line.to_owned(),
    }
}

/// A paragraph without its markup.
pub(crate) fn plain(text: &str) -> String {
    let text = without_entities(&without_tags(text));
    let mut plain = String::with_capacity(text.len());
    let mut marks = Marks::default();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                let mut letters = after.chars();
                plain.extend(letters.next());
                letters.as_str()
            }
            '`' => code(rest, &mut plain),
            '[' => match link(after) {
                Some((title, left)) => {
                    plain.push_str(&self::plain(title));
                    left
                }
                None => {
                    plain.push('[');
                    after
                }
            },
            '<' if after.starts_with("http") => match after.split_once('>') {
                Some((address, left)) if !address.contains(char::is_whitespace) => {
                    // What the page's own markup could not read stays as it was written.
                    let is_markup = left.starts_with("`_");
                    plain.push_str(if is_markup { "<" } else { "" });
                    plain.push_str(address);
                    plain.push_str(if is_markup { ">" } else { "" });
                    left
                }
                _ => {
                    plain.push('<');
                    after
                }
            },
            '*' | '_' => marks.take(rest, c, &mut plain),
            c => {
                plain.push(c);
                after
            }
        };
    }
    marks.without(&plain)
}

/// Takes code in backticks as it stands.
fn code<'t>(text: &'t str, plain: &mut String) -> &'t str {
    let inner = text.trim_start_matches('`');
    let (ticks, _) = text.split_at(text.len() - inner.len());
    match inner.split_once(ticks) {
        Some((code, rest)) => {
            let is_padded = ticks.len() > 1;
            plain.push_str(if is_padded { code.trim() } else { code });
            rest
        }
        None => {
            plain.push_str(ticks);
            inner
        }
    }
}

/// The title of a link whose bracket is open, and what follows the link.
fn link(text: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    let mut escaped = false;
    let end = beginning(text, LONGEST_ADDRESS)
        .char_indices()
        .find(|(_, c)| {
            let is_escaped = escaped;
            escaped = *c == '\\' && !is_escaped;
            match c {
                '[' if !is_escaped => depth += 1,
                ']' if !is_escaped => depth -= 1,
                _ => {}
            }
            depth == 0
        })?
        .0;
    let title = text.get(..end)?;
    let address = text.get(end + 1..)?.trim_start().strip_prefix('(')?;
    let mut depth = 1;
    let end = beginning(address, LONGEST_ADDRESS)
        .char_indices()
        .find(|(_, c)| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        })?
        .0;
    Some((title, address.get(end + 1..)?))
}

/// The asterisks and underscores of a paragraph. Those of an emphasis come in pairs; others are the
/// service's own.
#[derive(Default)]
struct Marks {
    /// Those that may begin one: where they stand, and which they are.
    open: Vec<(usize, String)>,
    /// Where those stand that are of one, and how many bytes they take.
    paired: Vec<(usize, usize)>,
}

/// How many marks that may begin an emphasis are looked through for the one that does.
const MOST_OPEN: usize = 100;

impl Marks {
    /// Takes the marks that a text begins with, and gives what follows them.
    fn take<'t>(&mut self, text: &'t str, mark: char, plain: &mut String) -> &'t str {
        let rest = text.trim_start_matches(mark);
        let (marks, _) = text.split_at(text.len() - rest.len());
        let before = plain.chars().next_back();
        let after = rest.chars().next();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let at = plain.len();
        plain.push_str(marks);
        if mark == '_' && is_word(before) && is_word(after) {
            return rest;
        }
        let begun = self
            .open
            .iter()
            .rev()
            .take(MOST_OPEN)
            .position(|(_, it)| it == marks);
        if let (false, Some(back)) = (is_space(before), begun) {
            let begun = self.open.len() - 1 - back;
            if let Some((start, _)) = self.open.get(begun) {
                self.paired
                    .extend([(*start, marks.len()), (at, marks.len())]);
            }
            self.open.truncate(begun);
        } else if !is_space(after) {
            self.open.push((at, marks.to_owned()));
        }
        rest
    }

    /// A text without the marks that come in pairs.
    fn without(mut self, text: &str) -> String {
        self.paired.sort_unstable();
        let mut plain = String::with_capacity(text.len());
        let mut from = 0;
        for (at, length) in self.paired {
            plain.push_str(text.get(from..at).unwrap_or_default());
            from = at + length;
        }
        plain.push_str(text.get(from..).unwrap_or_default());
        plain
    }
}

/// A text with the characters that HTML has to escape.
fn without_entities(text: &str) -> String {
    const ENTITIES: [(&str, &str); 4] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ];
    let mut plain = text.to_owned();
    for (entity, letter) in ENTITIES {
        if plain.contains(entity) {
            plain = plain.replace(entity, letter);
        }
    }
    plain
}

/// A text without the HTML tags that Markdown may hold.
fn without_tags(text: &str) -> String {
    const TAGS: [&str; 14] = [
        "span", "div", "a", "dl", "dt", "dd", "section", "article", "em", "strong", "p", "code",
        "br", "img",
    ];
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    // A tag within code is none of Markdown's; one right behind code is.
    let mut ticks = 0_usize;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        ticks += before.matches('`').count();
        if let Some((_, left)) = after
            .strip_prefix("!--")
            .and_then(|it| it.split_once("-->"))
        {
            rest = left;
            continue;
        }
        let is_end = after.starts_with('/');
        let name = after.strip_prefix('/').unwrap_or(after);
        let name = name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match after.split_once('>') {
            Some((_, left)) if TAGS.contains(&name) && (is_end || ticks.is_multiple_of(2)) => {
                rest = left;
            }
            _ => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::{plain, to_text, without_added_blanks};

    #[test]
    fn code_that_is_longer_than_a_line_does_not_make_a_page_unwrapped() {
        let code = format!("`{}`", "\"name\" : \"value\", ".repeat(12));
        let page = format!(
            "-   **Name** *(float)\n    –*\n\n    See\n    <a href=\"https://x\"\n    class=\"y\">it</a>.\n\n    {code}\n"
        );
        let text = to_text(&page);
        assert!(text.contains("Name (float) –\nSee it.\n"), "{text}");
    }

    #[test]
    fn a_blank_that_html2text_puts_behind_an_emphasis_is_left_out() {
        for (markdown, text) in [
            ("**ON** : It is on.", "**ON**: It is on."),
            ("an _Id_ , which", "an _Id_, which"),
            ("**a** and b : c", "**a** and b : c"),
        ] {
            assert_eq!(without_added_blanks(markdown), text);
        }
    }

    #[test]
    fn each_kind_of_markup_is_left_out() {
        for (markdown, text) in [
            ("**Name** (*string*) –", "Name (string) –"),
            ("**Name** _(string) –_", "Name (string) –"),
            ("**\\[REQUIRED\\]**", "[REQUIRED]"),
            ("client.get\\_item", "client.get_item"),
            ("a get_item and `x_y*` code", "a get_item and x_y* code"),
            (
                "see [the _Guide_ (v2)](https://x/a_(b).html \"t\").",
                "see the Guide (v2).",
            ),
            ("Parameters<span class=\"colon\">:</span>", "Parameters:"),
            ("3 * 4 and a _ b", "3 * 4 and a _ b"),
            (
                "of these: _+=,.@- or (*) in _Names_",
                "of these: _+=,.@- or (*) in Names",
            ),
            ("an And tag. <!-- -->", "an And tag. "),
            ("a &lt;name&gt;", "a <name>"),
            (
                "`code`<a href=\"https://x\" class=\"y\">a link</a>.",
                "codea link.",
            ),
            ("`<a>` and `<b>`", "<a> and <b>"),
            ("[1-9]", "[1-9]"),
        ] {
            assert_eq!(plain(markdown), text);
        }
    }
}
