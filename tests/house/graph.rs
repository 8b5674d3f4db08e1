//! Which module of a crate imports which.
//!
//! A name is followed through `pub use` to the module that has it: a door that shows what is in its
//! room imports nothing by that. What `quote!` and `macro_rules!` hold is code of another place, and
//! what is compiled for tests alone does not count.

use crate::source;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// A module: its names from the crate's root.
type Module = Vec<String>;

/// The imports between the modules of a crate.
#[derive(Debug)]
pub struct Graph {
    /// The modules, `runtime/client/call` for one.
    modules: BTreeSet<String>,
    edges: BTreeSet<(String, String)>,
}

/// The room of a module: the first folder of the crate.
pub fn room(module: &str) -> &str {
    module.split('/').nth(1).unwrap_or_default()
}

impl Graph {
    /// The graph of the crate in this folder.
    pub fn of(folder: &str) -> Self {
        let mut sources = source::all(folder);
        sources.retain(|source| source.module.last().is_none_or(|name| name != "tests"));
        let modules: BTreeSet<Module> =
            sources.iter().map(|source| source.module.clone()).collect();
        let read: BTreeMap<Module, Read> = sources
            .iter()
            .map(|source| {
                let tokens = source.text.parse().expect("Rust");
                let mut read = Read::default();
                read.tokens(tokens);
                (source.module.clone(), read)
            })
            .collect();
        let resolver = Resolver {
            modules: &modules,
            read: &read,
        };
        let name = |module: &Module| {
            let mut name = folder.to_owned();
            for part in module {
                name.push('/');
                name.push_str(part);
            }
            name
        };
        let mut edges = BTreeSet::new();
        for (from, read) in &read {
            for path in &read.paths {
                let Some(to) = resolver.resolve(from, path) else {
                    continue;
                };
                // A part of a room may use what its own door has, which is the room's common ground.
                let is_own_door = folder != "runtime" && from.starts_with(&to);
                if to != *from && !is_own_door {
                    edges.insert((name(from), name(&to)));
                }
            }
        }
        Self {
            modules: modules.iter().map(name).collect(),
            edges,
        }
    }

    /// The rooms: what is directly in the crate's root.
    pub fn rooms(&self) -> impl Iterator<Item = &str> {
        self.modules
            .iter()
            .map(|module| room(module))
            .filter(|room| !room.is_empty())
    }

    /// The imports: who, and whom.
    pub fn edges(&self) -> impl Iterator<Item = (&str, &str)> {
        self.edges
            .iter()
            .map(|(from, to)| (from.as_str(), to.as_str()))
    }

    /// Imports that lead back to where they began.
    pub fn circle(&self) -> Option<Vec<String>> {
        let mut circles = self.edges().filter_map(|(from, to)| {
            let mut way = self.way(to, from)?;
            way.insert(0, from.to_owned());
            Some(way)
        });
        circles.next()
    }

    /// The shortest way from one module to another along imports.
    fn way(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut ways = vec![vec![from.to_owned()]];
        let mut seen = BTreeSet::from([from.to_owned()]);
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                let last = way.last()?.clone();
                if last == to {
                    return Some(way);
                }
                for (_, next) in self.edges().filter(|edge| edge.0 == last) {
                    if seen.insert(next.to_owned()) {
                        let mut way = way.clone();
                        way.push(next.to_owned());
                        longer.push(way);
                    }
                }
            }
            ways = longer;
        }
        None
    }
}

/// What a file names.
#[derive(Debug, Default)]
struct Read {
    /// The paths that it uses, beginning with `crate`, `self`, `super` or a name of the file.
    paths: Vec<Vec<String>>,
    /// What it imports: the path by its name here. `*` has a name of its own for each.
    names: BTreeMap<String, Vec<String>>,
    /// What it shows to others.
    shown: BTreeMap<String, Vec<String>>,
    /// The paths all of whose names it shows.
    shown_globs: Vec<Vec<String>>,
    /// Its parts, also those that are in a file of another name.
    parts: BTreeSet<String>,
}

impl Read {
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(after) =
                past_tests(&tokens, at).or_else(|| past_code_of_others(&tokens, at))
            {
                at = after;
            } else if is_ident(tokens.get(at), "use") {
                let shown = is_public(&tokens[..at]);
                at = self.tree(&tokens, at + 1, &[], shown);
            } else if is_ident(tokens.get(at), "mod") && is_punct(tokens.get(at + 2), ';') {
                self.parts
                    .extend(tokens.get(at + 1).map(ToString::to_string));
                at += 3;
            } else if let Some((path, after)) = path(&tokens, at) {
                self.paths.push(path);
                at = after;
            } else {
                if let TokenTree::Group(group) = &tokens[at] {
                    self.tokens(group.stream());
                }
                at += 1;
            }
        }
    }

    /// A tree of `use` from `at`; the end of it.
    fn tree(
        &mut self,
        tokens: &[TokenTree],
        mut at: usize,
        prefix: &[String],
        shown: bool,
    ) -> usize {
        let mut path = prefix.to_vec();
        let mut name = None;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Ident(ident) if ident == "as" => {
                    name = tokens.get(at + 1).map(ToString::to_string);
                    at += 1;
                }
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == ':' => {}
                TokenTree::Punct(punct) if punct.as_char() == '*' => path.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut inside = 0;
                    while inside < inner.len() {
                        inside = self.tree(&inner, inside, &path, shown);
                    }
                    return at + 1;
                }
                _ => {
                    at += 1;
                    break;
                }
            }
            at += 1;
        }
        self.import(path, name, shown);
        at
    }

    fn import(&mut self, mut path: Vec<String>, name: Option<String>, shown: bool) {
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
        }
        let Some(last) = path.last().cloned() else {
            return;
        };
        if last == "*" {
            path.pop();
            if shown {
                self.shown_globs.push(path);
            } else {
                self.paths.push(path);
            }
            return;
        }
        let name = name.unwrap_or(last);
        if shown {
            self.shown.insert(name.clone(), path.clone());
        } else {
            self.paths.push(path.clone());
        }
        self.names.insert(name, path);
    }
}

fn is_ident(token: Option<&TokenTree>, text: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == text)
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Whether the tokens end with `pub` or `pub(...)`.
fn is_public(before: &[TokenTree]) -> bool {
    let last = match before.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            before.len().checked_sub(2).and_then(|at| before.get(at))
        }
        last => last,
    };
    is_ident(last, "pub")
}

/// The end of an item under `#[cfg(test)]` or `#[cfg(all(test, ...))]`.
fn past_tests(tokens: &[TokenTree], at: usize) -> Option<usize> {
    if !is_punct(tokens.get(at), '#') {
        return None;
    }
    let TokenTree::Group(attribute) = tokens.get(at + 1)? else {
        return None;
    };
    let text = attribute.stream().to_string().replace(' ', "");
    if !text.starts_with("cfg(test") && !text.starts_with("cfg(all(test") {
        return None;
    }
    let item = tokens[at + 2..].iter().position(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';'),
    });
    item.map(|length| at + 2 + length + 1)
}

/// The end of a macro that holds code of another place.
fn past_code_of_others(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let is_quote = ["quote", "quote_spanned", "macro_rules"]
        .iter()
        .any(|name| is_ident(tokens.get(at), name));
    if !is_quote || !is_punct(tokens.get(at + 1), '!') {
        return None;
    }
    let group = tokens[at + 2..]
        .iter()
        .position(|token| matches!(token, TokenTree::Group(_)))?;
    Some(at + 2 + group + 1)
}

/// A path of two names or more from `at`, and the end of it.
fn path(tokens: &[TokenTree], at: usize) -> Option<(Vec<String>, usize)> {
    let is_behind_colons =
        at > 0 && is_punct(tokens.get(at - 1), ':') && at > 1 && is_punct(tokens.get(at - 2), ':');
    let is_of_a_macro = at > 0 && is_punct(tokens.get(at - 1), '$');
    if is_behind_colons || is_of_a_macro {
        return None;
    }
    let mut path = Vec::new();
    let mut end = at;
    while let Some(TokenTree::Ident(ident)) = tokens.get(end) {
        path.push(ident.to_string());
        end += 1;
        if !is_punct(tokens.get(end), ':') || !is_punct(tokens.get(end + 1), ':') {
            break;
        }
        end += 2;
    }
    (path.len() > 1).then_some((path, end))
}

/// Finds the modules of names.
struct Resolver<'a> {
    modules: &'a BTreeSet<Module>,
    read: &'a BTreeMap<Module, Read>,
}

impl Resolver<'_> {
    /// The module that a path leads to, as it is written in another; `None` where that is outside of
    /// the crate or in the same file.
    fn resolve(&self, from: &Module, path: &[String]) -> Option<Module> {
        self.follow(from, path, 0)
    }

    fn follow(&self, from: &Module, path: &[String], depth: usize) -> Option<Module> {
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let (mut module, mut rest) = match first.as_str() {
            "crate" => (Module::new(), rest),
            "self" => (from.clone(), rest),
            "super" => (parent(from)?, rest),
            name => {
                let child = [from.as_slice(), &[name.to_owned()]].concat();
                if self.modules.contains(&child) {
                    (child, rest)
                } else {
                    let import = self.read.get(from)?.names.get(name)?;
                    if import.first() == Some(first) {
                        return None;
                    }
                    let path = [import.as_slice(), rest].concat();
                    return self.follow(from, &path, depth + 1);
                }
            }
        };
        while let Some((name, after)) = rest.split_first() {
            if name == "super" {
                module = parent(&module)?;
            } else {
                let child = [module.as_slice(), std::slice::from_ref(name)].concat();
                if !self.modules.contains(&child) {
                    let is_part = self.read.get(&module)?.parts.contains(name);
                    return (!is_part).then(|| self.behind(&module, rest, depth));
                }
                module = child;
            }
            rest = after;
        }
        Some(module)
    }

    /// The module that has what this one shows by the name that `rest` begins with.
    fn behind(&self, module: &Module, rest: &[String], depth: usize) -> Module {
        let found = self.read.get(module).and_then(|read| {
            let (name, after) = rest.split_first()?;
            if let Some(shown) = read.shown.get(name).or_else(|| read.names.get(name)) {
                let path = [shown.as_slice(), after].concat();
                return self.follow(module, &path, depth + 1);
            }
            read.shown_globs.iter().find_map(|glob| {
                let shown = self.follow(module, glob, depth + 1)?;
                let text = self.read.get(&shown)?;
                let has = text.shown.contains_key(name);
                has.then(|| self.behind(&shown, rest, depth + 1))
            })
        });
        found.unwrap_or_else(|| module.clone())
    }
}

fn parent(module: &Module) -> Option<Module> {
    let (_, parent) = module.split_last()?;
    Some(parent.to_vec())
}
