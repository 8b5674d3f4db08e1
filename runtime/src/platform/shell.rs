//! Words and paths as a POSIX shell, and so the AWS CLI, takes them apart.

use super::environment::Environment;

/// A quote that does not end, or a backslash with nothing behind it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Unfinished;

/// The words of a line, without the quotes around them.
pub(crate) fn words(line: &str) -> Result<Vec<String>, Unfinished> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line.chars();
    while let Some(character) = rest.next() {
        match character {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match rest.next().ok_or(Unfinished)? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => quoted(&mut rest, word.get_or_insert_default())?,
            '\\' => word
                .get_or_insert_default()
                .push(rest.next().ok_or(Unfinished)?),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Reads on to the closing `"`, within which a backslash escapes `"` and itself alone.
fn quoted(rest: &mut std::str::Chars<'_>, word: &mut String) -> Result<(), Unfinished> {
    loop {
        match rest.next().ok_or(Unfinished)? {
            '"' => return Ok(()),
            '\\' => match rest.next().ok_or(Unfinished)? {
                escaped @ ('"' | '\\') => word.push(escaped),
                other => word.extend(['\\', other]),
            },
            other => word.push(other),
        }
    }
}

/// A path with its `$NAME`, `${NAME}` and its first `~` replaced. What is not known stays.
pub(crate) fn expand(path: &str, environment: &Environment) -> String {
    expand_user(&expand_variables(path, environment), environment)
}

fn expand_variables(path: &str, environment: &Environment) -> String {
    let mut expanded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('$') {
        expanded.push_str(before);
        let name_end = after
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(after.len());
        let braced = after
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'));
        let found = match braced {
            Some((name, following)) => environment.raw(name).map(|value| (value, following)),
            None => after
                .split_at_checked(name_end)
                .and_then(|(name, following)| Some((environment.raw(name)?, following))),
        };
        match found {
            Some((value, following)) => {
                expanded.push_str(value);
                rest = following;
            }
            None => {
                expanded.push('$');
                rest = after;
            }
        }
    }
    expanded + rest
}

fn expand_user(path: &str, environment: &Environment) -> String {
    let Some(rest) = path.strip_prefix('~') else {
        return path.to_owned();
    };
    let (user, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let home = match user {
        "" => environment.home().map(str::to_owned),
        user => home_of(user),
    };
    match home {
        Some(home) => format!("{}{rest}", home.trim_end_matches('/')),
        None => path.to_owned(),
    }
}

/// The folder of another user, where the system's list of users is a file.
fn home_of(user: &str) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut fields = users
        .lines()
        .map(|line| line.split(':'))
        .find_map(|mut fields| (fields.next() == Some(user)).then_some(fields))?;
    fields.nth(4).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_those_of_a_shell() {
        let split = |line| words(line).map(|words| words.join("|"));
        assert_eq!(split(" a  b\tc\n").as_deref(), Ok("a|b|c"));
        assert_eq!(
            split(r#"'a b' "c \" d" e\ f"#).as_deref(),
            Ok(r#"a b|c " d|e f"#)
        );
        assert_eq!(split(r#"a'b'"c"\d "\n""#).as_deref(), Ok(r"abcd|\n"));
        assert_eq!(split("'' a").as_deref(), Ok("|a"));
        assert_eq!(split("$HOME; `x` > y").as_deref(), Ok("$HOME;|`x`|>|y"));
        for unfinished in ["'a", "\"a", "a\\", "\"a\\"] {
            assert_eq!(words(unfinished), Err(Unfinished), "{unfinished}");
        }
    }

    #[test]
    fn paths_are_expanded() {
        let environment: Environment = [("HOME", "/home/me/"), ("X", "x"), ("EMPTY", "")]
            .into_iter()
            .collect();
        for (path, expanded) in [
            ("~", "/home/me"),
            ("~/a", "/home/me/a"),
            ("a/~", "a/~"),
            ("$HOME/a", "/home/me//a"),
            ("${X}y/$X/$Xy", "xy/x/$Xy"),
            ("$EMPTY/a$", "/a$"),
            ("${NONE}/${X", "${NONE}/${X"),
            ("~nobody-of-this-name/a", "~nobody-of-this-name/a"),
        ] {
            assert_eq!(expand(path, &environment), expanded, "{path}");
        }
    }
}
