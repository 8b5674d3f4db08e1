//! The rules by which a word and a literal that lost the space between them come apart.
//!
//! Two lists, one for the word and one for the literal. The first rule that applies decides: its
//! weight says how well the one fits that stands there, and no weight that it does not fit at all.
//! Every rule has an example, which is its test.

use super::case::{Case, Next, is_joined};
use super::lexicon::{is_before_code, is_connective, is_prefix};
use super::token::{
    CLOSING, is_amount, is_article, is_camel, is_letters, is_lower, is_number, is_plain,
    is_thousand, lowered,
};

/// How well a word and a literal have to fit.
pub(crate) mod fit {
    /// It is known to be what it has to be.
    pub(crate) const KNOWN: usize = 5;
    /// It often is.
    pub(crate) const LIKELY: usize = 4;
    /// It may be.
    pub(crate) const POSSIBLE: usize = 3;
    /// It is known, and may be something else.
    pub(crate) const WEAK: usize = 2;
    /// Nothing speaks against it.
    pub(crate) const GUESS: usize = 1;
    /// Only what is on the other side speaks for it.
    pub(crate) const BARELY: usize = 0;
    /// Both together, where the literal is one word.
    pub(crate) const TOGETHER: usize = 3;
    /// Both together, where the literal has more words.
    pub(crate) const CLEAR: usize = 7;
}

/// A rule about one of the two.
pub(crate) struct Rule {
    /// What it is about.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "the tests and its readers need it")
    )]
    name: &'static str,
    applies: fn(&Case<'_>) -> bool,
    weight: Option<usize>,
    /// A word, a literal, and where they stand.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is what the tests try"))]
    example: (&'static str, &'static str, Stands),
}

/// Where an example stands.
#[derive(Clone, Copy)]
enum Stands {
    /// Within a line that goes on with text.
    Within,
    /// On a line of its own.
    Alone,
    /// Before the meaning of an item.
    Item,
    /// At the beginning of a sentence.
    First,
}
use Stands::{Alone, First, Item, Within};

/// How well a word fits that stands before a literal.
pub(crate) fn word_before(case: &Case<'_>) -> Option<usize> {
    decided(&WORD, case)?.weight
}

/// How well a literal fits that stands after a word.
pub(crate) fn literal_after(case: &Case<'_>) -> Option<usize> {
    decided(&LITERAL, case)?.weight
}

fn decided<'r>(rules: &'r [Rule], case: &Case<'_>) -> Option<&'r Rule> {
    rules.iter().find(|rule| (rule.applies)(case))
}

const fn rule(
    name: &'static str,
    applies: fn(&Case<'_>) -> bool,
    weight: Option<usize>,
    example: (&'static str, &'static str, Stands),
) -> Rule {
    Rule {
        name,
        applies,
        weight,
        example,
    }
}

/// The word that stands before a literal.
const WORD: [Rule; 21] = [
    rule(
        "the comma of a number",
        |case| {
            case.before_sign()
                .is_some_and(|before| is_number(before) && is_thousand(case.literal))
        },
        None,
        ("80,", "000", Within),
    ),
    rule(
        "a comma, or what closes, after something known",
        |case| {
            case.before_sign().is_some_and(|before| {
                before.is_empty()
                    || case.lexicon.is_word(before)
                    || case.lexicon.is_literal(before)
                    || before.ends_with([')', '"', '.'])
                    || case.lexicon.has_name(before)
                    || is_number(before)
            })
        },
        Some(fit::KNOWN),
        ("value,", "oracle", Within),
    ),
    rule(
        "a comma after letters, before a capital",
        |case| {
            case.next.is_uppercase()
                && case.word.ends_with(',')
                && case.before_sign().is_some_and(is_letters)
        },
        Some(fit::POSSIBLE),
        ("Xyz,", "Abc", Within),
    ),
    rule(
        "a comma after a plain word that no list has",
        |case| {
            case.before_sign()
                .is_some_and(|before| before.len() > 2 && is_plain(before))
        },
        Some(fit::BARELY),
        ("frobnicated,", "oracle", Within),
    ),
    rule(
        "a comma within a name",
        |case| case.before_sign().is_some(),
        None,
        ("x1,", "oracle", Within),
    ),
    rule(
        "a colon that leads on",
        |case| case.leads_on(),
        Some(fit::KNOWN),
        ("values:", "Abc", Within),
    ),
    rule(
        "a colon within a literal",
        |case| case.word.ends_with(':'),
        None,
        ("tag:", "owner", Within),
    ),
    rule(
        "a stop, and the literal that the next paragraph begins with",
        |case| case.is_next_paragraph(),
        Some(fit::KNOWN),
        ("table.", "Pascal", Item),
    ),
    rule(
        "a stop within a name",
        |case| case.before_stop().is_some(),
        None,
        ("logs.", "example", Within),
    ),
    rule(
        "one name of several words",
        |case| is_joined(case.word, case.literal) && !case.is_apart(),
        None,
        ("Restore", "Instance", Within),
    ),
    rule(
        "a name that begins in lower case",
        |case| {
            case.place.alone
                && case.next.is_uppercase()
                && is_lower(case.word)
                && !is_connective(case.word)
                && !case.is_literal()
        },
        None,
        ("next", "Token", Alone),
    ),
    rule(
        "a possessive or a negation",
        |case| {
            ["'s", "’s", "n't", "n’t"]
                .iter()
                .any(|end| case.word.ends_with(end))
        },
        Some(fit::LIKELY),
        ("image's", "state", Within),
    ),
    rule(
        "a word that often stands before code",
        |case| is_before_code(&lowered(case.word)),
        Some(fit::LIKELY),
        ("or", "false", Within),
    ),
    rule(
        "a known word that the literal may follow",
        |case| case.is_known_word() && case.may_follow(),
        Some(fit::POSSIBLE),
        ("account", "123456789012", Within),
    ),
    rule(
        "a known word that the literal may go on with",
        |case| case.is_known_word(),
        None,
        ("base", "url", Alone),
    ),
    rule(
        "an amount, or a name of the page, before a literal",
        |case| {
            is_number(case.word) && is_camel(case.literal)
                || !is_number(case.word) && case.lexicon.has_name(case.word) && case.is_literal()
                || case.next.is_alphabetic()
                    && is_amount(case.word)
                    && case.lexicon.has_literal(case.literal)
        },
        Some(fit::WEAK),
        ("30", "MaxItems", Within),
    ),
    rule(
        "whatever stands before the item of a list",
        |case| case.is_item(),
        Some(fit::LIKELY),
        ("GiB", "gp3", Item),
    ),
    rule(
        "a name of the page",
        |case| !case.place.alone && case.lexicon.has_name(case.word),
        Some(fit::GUESS),
        ("x86", "xyz", Within),
    ),
    rule(
        "a plain word before a capital",
        |case| {
            case.next.is_uppercase()
                && case.word.len() > 2
                && is_lower(case.word)
                && !case.place.alone
        },
        Some(fit::BARELY),
        ("frobnicated", "Abc", Within),
    ),
    rule(
        "letters of one token",
        |case| !case.word.is_empty(),
        None,
        ("xy", "zt", Within),
    ),
    rule("nothing", |_| true, None, ("", "zt", Within)),
];

/// The literal that stands after a word.
const LITERAL: [Rule; 24] = [
    rule(
        "a sign that joins",
        |case| case.word.ends_with(['-', '_', '/']),
        None,
        ("us-", "west", Within),
    ),
    rule(
        "digits of one number",
        |case| case.next.is_ascii_digit() && case.word.ends_with(|c: char| c.is_ascii_digit()),
        None,
        ("12", "34", Within),
    ),
    rule(
        "an equals sign",
        |case| case.next == '=',
        None,
        ("name", "=value", Within),
    ),
    rule(
        "an apostrophe after a word",
        |case| matches!(case.next, '\'' | '’') && case.follows_letters(),
        None,
        ("image", "'s", Within),
    ),
    rule(
        "a hyphen within a word",
        |case| case.next == '-' && !case.after_comma() && !case.may_begin_with_hyphen(),
        None,
        ("multi", "-region", Within),
    ),
    rule(
        "an underscore within a name",
        |case| {
            case.next == '_'
                && !case.after_comma()
                && case.second().is_some_and(char::is_alphabetic)
        },
        None,
        ("max", "_items", Within),
    ),
    rule(
        "a slash within a path",
        |case| case.next == '/' && !case.after_comma() && !case.may_begin_with_slash(),
        None,
        ("and", "/or", Within),
    ),
    rule(
        "a dot that ends a sentence",
        |case| case.next == '.' && !(case.second().is_some() && is_article(&case.plain())),
        None,
        ("value", ".env", Within),
    ),
    rule(
        "a mark that ends a sentence",
        |case| {
            matches!(case.next, '?' | ':')
                && !(case.second().is_none()
                    && is_article(&case.plain())
                    && case.place.next == Next::Text)
        },
        None,
        ("values", ":abc", Within),
    ),
    rule(
        "what closes",
        |case| !matches!(case.next, '.' | '?' | ':') && CLOSING.contains(&case.next),
        None,
        ("value", ",x", Within),
    ),
    rule(
        "a capital A within a name",
        |case| {
            let is_code = case.is_literal() && case.next.is_alphabetic();
            case.word == "A" && !(is_code || case.is_loud() && !case.place.alone)
        },
        None,
        ("A", "bout", Within),
    ),
    rule(
        "what the page shows to be code",
        |case| case.is_literal(),
        Some(fit::KNOWN),
        ("of", "ALL", Within),
    ),
    rule(
        "a single letter within a name",
        |case| case.literal.len() == 1 && case.next.is_alphanumeric() && !case.may_be_one_letter(),
        None,
        ("value", "s", Within),
    ),
    rule(
        "what does not begin in lower case",
        |case| !case.next.is_lowercase(),
        Some(fit::POSSIBLE),
        ("of", "PutObject", Within),
    ),
    rule(
        "code that goes on with signs",
        |case| {
            let run = case.run();
            run.len() < case.bare().len() && case.lexicon.has_literal(run)
        },
        Some(fit::LIKELY),
        ("of", "arn:x:y", Within),
    ),
    rule(
        "an address",
        |case| case.literal.find("://").is_some_and(|at| at <= 5),
        Some(fit::LIKELY),
        ("of", "https://x", Within),
    ),
    rule(
        "a letter that a capital or a sign follows",
        |case| {
            let is_cut = |c: char| c.is_uppercase() || matches!(c, ':' | '/' | '\'' | '’');
            case.run().len() == 1 && case.second().is_some_and(is_cut)
        },
        None,
        ("Dynam", "oDB", Within),
    ),
    rule(
        "a word that stands alone with a capital",
        |case| case.place.alone && is_plain(case.word) && case.word.starts_with(char::is_uppercase),
        None,
        ("Or", "acle", Alone),
    ),
    rule(
        "the rest of a word",
        |case| case.lexicon.begins_known(case.word, case.run()),
        None,
        ("for", "mat", Within),
    ),
    rule(
        "a word, after what others begin with",
        |case| case.lexicon.is_word(case.run()) && case.agrees() && is_prefix(&case.plain()),
        Some(fit::GUESS),
        ("in", "item", Within),
    ),
    rule(
        "a word",
        |case| case.lexicon.is_word(case.run()) && case.agrees(),
        Some(fit::WEAK),
        ("of", "item", Within),
    ),
    rule(
        "a vowel after `a`",
        |case| case.lexicon.is_word(case.run()),
        None,
        ("a", "item-x", Within),
    ),
    rule(
        "what nothing speaks against",
        |case| (!case.place.alone || case.stands_apart()) && !case.is_cut(),
        Some(fit::GUESS),
        ("of", "qzx", First),
    ),
    rule("the end of a name", |_| true, None, ("a", "qzx", Within)),
];

#[cfg(test)]
mod tests {
    use super::super::case::Place;
    use super::super::lexicon::Lexicon;
    use super::*;

    /// Each rule decides its own example, so none is hidden by those before it.
    #[test]
    fn each_rule_decides_its_example() {
        let page = "The item of an x86 table is here.";
        let lexicon = Lexicon::new(page, ["ALL", "Pascal"].into_iter());
        let mut hidden = Vec::new();
        for (rules, side) in [(WORD.as_slice(), "word"), (LITERAL.as_slice(), "literal")] {
            for rule in rules {
                let (word, literal, stands) = rule.example;
                let case = Case {
                    lexicon: &lexicon,
                    word,
                    literal,
                    next: literal.chars().next().unwrap_or(' '),
                    place: Place {
                        next: match stands {
                            Item => Next::Meaning,
                            Within | Alone | First => Next::Text,
                        },
                        alone: matches!(stands, Alone),
                        begins: matches!(stands, First),
                    },
                };
                let by = decided(rules, &case).map(|rule| rule.name);
                if by != Some(rule.name) {
                    hidden.push(format!("{side}: {}: decided by {by:?}", rule.name));
                }
            }
        }
        assert_eq!(hidden, [""; 0]);
    }
}
