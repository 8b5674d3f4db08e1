//! Two specs side by side: the service, its operations, its waiters.
//!
//! Keywords are compared as JSON, and classed by the tables of `keywords`. A shared shape is compared
//! once, under its own name; an inline one where it stands (`shapes`).

use super::Change;
use super::impact::{ChangeKind, Direction, Use};
use super::keywords::{self, OF_FIXUP, OF_HTTP, OF_OPERATION, OF_SENDING, OF_SERVICE, is_compared};
use super::side::Side;
use super::text::{Keywords, keywords, prefixed};
use crate::spec::{Defaults, Operation, Service, ServiceSpec, Waiter};
use serde_json::Error;
use std::collections::{BTreeMap, BTreeSet};

/// What a keyword or thing was and is.
pub(super) type Texts = (Option<String>, Option<String>);

/// How the API of two specs differs.
pub(super) fn changes(old: &ServiceSpec, new: &ServiceSpec) -> Result<Vec<Change>, Error> {
    let mut walk = Walk {
        old: Side::of(old),
        new: Side::of(new),
        only_page: false,
        open: BTreeSet::new(),
        changes: Vec::new(),
    };
    walk.service()?;
    walk.operations()?;
    walk.shared_shapes()?;
    Ok(walk.changes)
}

pub(super) struct Walk<'a> {
    pub(super) old: Side<'a>,
    pub(super) new: Side<'a>,
    /// One side is from a page, which does not say what the other does.
    pub(super) only_page: bool,
    /// The pairs of shared shapes of different names that are being compared.
    pub(super) open: BTreeSet<(&'a str, &'a str)>,
    changes: Vec<Change>,
}

impl<'a> Walk<'a> {
    /// Whether the client of one side fills in what is absent.
    pub(super) fn fills_in(&self) -> bool {
        let sides = [&self.old, &self.new];
        sides
            .iter()
            .any(|side| side.spec.service.defaults == Defaults::Filled)
    }

    pub(super) fn push(&mut self, path: &str, what: &str, texts: Texts, kind: ChangeKind) {
        self.changes.push(Change::new(path, what, texts, kind));
    }

    pub(super) fn keywords(
        &mut self,
        path: &str,
        old: &Keywords,
        new: &Keywords,
        kind: impl Fn(&str, (Option<&String>, Option<&String>)) -> ChangeKind,
    ) {
        let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for keyword in all {
            let (before, after) = (old.get(keyword), new.get(keyword));
            if before != after {
                let kind = kind(keyword, (before, after));
                self.push(path, keyword, (before.cloned(), after.cloned()), kind);
            }
        }
    }

    fn service(&mut self) -> Result<(), Error> {
        let (old, new) = (&self.old.spec.service, &self.new.spec.service);
        let name = new.service.clone();
        let asked = |keyword: &str| is_compared(OF_SERVICE, keyword);
        let (before, after) = (keywords(old, asked)?, keywords(new, asked)?);
        self.keywords(&name, &before, &after, |keyword, _| {
            keywords::of_service(keyword)
        });
        self.auth_of_service()?;
        self.endpoint_rules()?;
        self.waiters(&old.waiters, &new.waiters)?;
        self.fixups(old, new)
    }

    fn fixups(&mut self, old: &Service, new: &Service) -> Result<(), Error> {
        let paths: BTreeSet<&String> = old.fixups.keys().chain(new.fixups.keys()).collect();
        let fixup = |service: &Service, path| match service.fixups.get(path) {
            Some(fixup) => keywords(fixup, |_| true),
            None => Ok(Keywords::new()),
        };
        let used = Use {
            sent: true,
            received: true,
            filled: self.fills_in(),
        };
        for path in paths {
            let operation = path.split('.').next().unwrap_or_default();
            if self.is_from_page_on_one_side(operation) {
                // What people added to a page, a model says itself.
                continue;
            }
            let (before, after) = (fixup(old, path)?, fixup(new, path)?);
            self.keywords(path, &before, &after, |keyword, texts| {
                keywords::of_shape(OF_FIXUP, keyword, texts, used)
            });
        }
        Ok(())
    }

    fn waiters(
        &mut self,
        old: &BTreeMap<String, Waiter>,
        new: &BTreeMap<String, Waiter>,
    ) -> Result<(), Error> {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (before, after) = (old.get(name), new.get(name));
            if let (Some(before), Some(after)) = (before, after)
                && before.doc != after.doc
            {
                let texts = (before.doc.clone(), after.doc.clone());
                self.push(name, "doc", texts, ChangeKind::Docs);
            }
            if before.map(as_it_works) == after.map(as_it_works) {
                continue;
            }
            let kind = match (before, after) {
                (None, _) => ChangeKind::New,
                (_, None) => ChangeKind::WaiterGone,
                (Some(before), Some(after)) if before.operation != after.operation => {
                    ChangeKind::WaiterOfAnother
                }
                _ => ChangeKind::WaiterChanged,
            };
            let text = |waiter: Option<&Waiter>| waiter.map(serde_json::to_string).transpose();
            self.push(name, "waiter", (text(before)?, text(after)?), kind);
        }
        Ok(())
    }

    fn operations(&mut self) -> Result<(), Error> {
        let old = self.old.operations.keys();
        let names: BTreeSet<&str> = old.chain(self.new.operations.keys()).copied().collect();
        for name in names {
            let is_there = Some(name.to_owned());
            match (self.old.operations.get(name), self.new.operations.get(name)) {
                (Some(old), Some(new)) => self.operation(old, new)?,
                (Some(_), None) => {
                    self.push(name, "operation", (is_there, None), ChangeKind::Gone);
                }
                _ => self.push(name, "operation", (None, is_there), ChangeKind::New),
            }
        }
        Ok(())
    }

    fn is_from_page_on_one_side(&self, operation: &str) -> bool {
        let sides = (
            self.old.is_from_page(operation),
            self.new.is_from_page(operation),
        );
        matches!(sides, (Some(old), Some(new)) if old != new)
    }

    fn operation(&mut self, old: &'a Operation, new: &'a Operation) -> Result<(), Error> {
        let name = &new.operation;
        self.only_page = self.is_from_page_on_one_side(name);
        if !self.only_page {
            self.facts(old, new)?;
        }
        self.names(
            name,
            "exception",
            (&old.exceptions, &new.exceptions),
            [ChangeKind::ExceptionKnown, ChangeKind::ExceptionGone],
        );
        for (section, before, after, sent) in [
            ("request", &old.request, &new.request, true),
            ("response", &old.response, &new.response, false),
        ] {
            let path = format!("{name}.{section}");
            let has_none = [before, after]
                .into_iter()
                .all(|it| it.as_ref().is_none_or(|members| members.is_empty()));
            if has_none && before.is_some() != after.is_some() && !self.only_page {
                let text = |it: &Option<_>| it.as_ref().map(|_| path.clone());
                self.push(
                    &path,
                    section,
                    (text(before), text(after)),
                    ChangeKind::Empty,
                );
            }
            let used = Use {
                sent,
                received: !sent,
                filled: self.fills_in(),
            };
            let sides = [
                (before.as_ref(), old.doc_format),
                (after.as_ref(), new.doc_format),
            ];
            self.members(&path, sides, used, false)?;
        }
        self.only_page = false;
        Ok(())
    }

    /// What is said of an operation as a whole.
    fn facts(&mut self, old: &Operation, new: &Operation) -> Result<(), Error> {
        let asked = |keyword: &str| is_compared(OF_OPERATION, keyword);
        let (mut before, mut after) = (keywords(old, asked)?, keywords(new, asked)?);
        if old.doc_format != new.doc_format {
            before.remove("doc");
            after.remove("doc");
        }
        let name = &new.operation;
        self.keywords(name, &before, &after, |keyword, (before, after)| {
            keywords::of_operation(OF_OPERATION, keyword, Direction::of(before, after))
        });
        let (before, after) = (self.old.http(old)?, self.new.http(new)?);
        self.keywords(name, &before, &after, |keyword, (before, after)| {
            keywords::of_operation(OF_HTTP, keyword, Direction::of(before, after))
        });
        let sending = |operation: &Operation| {
            let keywords = keywords(&operation.sending, |_| true)?;
            Ok::<Keywords, Error>(prefixed("sending", keywords))
        };
        let (before, after) = (sending(old)?, sending(new)?);
        self.keywords(name, &before, &after, |keyword, (before, after)| {
            keywords::of_operation(OF_SENDING, keyword, Direction::of(before, after))
        });
        self.auth_of_operation(old, new)?;
        Ok(())
    }
}

/// A waiter without what is only shown, or says who wrote it.
fn as_it_works(waiter: &Waiter) -> Waiter {
    Waiter {
        doc: None,
        pinned: false,
        ..waiter.clone()
    }
}
