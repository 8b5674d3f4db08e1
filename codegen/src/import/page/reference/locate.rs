//! Where the members of a request or a response stand in the HTTP message.

use super::message::{Message, Value};
use super::{Member, Reference};
use crate::spec::{Location, Ordered, Shape, Type};
use std::collections::{BTreeMap, BTreeSet};

/// A member's place outside of the body, or as all of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub member: String,
    pub location: Location,
    /// Its name there.
    pub wire_name: String,
}

/// What a message says of its members' places.
#[derive(Default)]
pub(super) struct Located {
    pub places: Vec<Place>,
    /// The template of the URI, where it can be told.
    pub uri: Option<String>,
    /// What does not fit the members.
    pub problems: Vec<String>,
    /// A member is part of the host.
    is_in_host: bool,
}

/// The members of boto3's page, by what the other page calls them.
pub(super) struct Names {
    members: BTreeSet<String>,
    /// Members by the names that are shown for them.
    anchored: BTreeMap<String, String>,
    alike: BTreeMap<String, Option<String>>,
    /// Lists and maps by what one of their elements is called.
    plural: BTreeMap<String, Option<String>>,
}

impl Names {
    pub(super) fn of(members: Option<&Ordered<Shape>>, heads: &[Member]) -> Self {
        let anchored = heads.iter().filter_map(|member| {
            let anchor = member.head.anchor.as_deref()?;
            Some((member.head.name.clone(), member_of(anchor)?.to_owned()))
        });
        let members = members.into_iter().flatten();
        let is_list = |shape: &Shape| matches!(shape.kind, Some(Type::List | Type::Map));
        let lists = members.clone().filter(|(_, shape)| is_list(shape));
        let members = members.map(|(name, _)| name);
        Self {
            plural: one_for_each(lists.flat_map(|(name, _)| {
                let ones = singular(&letters(name));
                ones.into_iter().map(move |one| (one, name.as_str()))
            })),
            alike: by_letters(members.clone().map(String::as_str)),
            members: members.cloned().collect(),
            anchored: anchored.collect(),
        }
    }

    /// The member that is shown in this way.
    pub(super) fn find(&self, shown: &str) -> Option<&str> {
        // The query protocols number the elements of a list: `Filters.Filter.N`.
        let numbered = shown.strip_suffix(".N");
        let list = numbered.and_then(|shown| shown.split('.').next());
        let shown = list.unwrap_or(shown);
        let exact = |name: &str| self.members.get(name).map(String::as_str);
        let anchored = self.anchored.get(shown).and_then(|name| exact(name));
        let alike = || self.alike.get(&letters(shown))?.as_deref();
        anchored.or_else(|| exact(shown)).or_else(alike)
    }

    /// The member that is shown in this way; where that may be `by_element`, the list whose elements are
    /// called so: the rules are `Rule` each.
    pub(super) fn find_as(&self, shown: &str, by_element: bool) -> Option<&str> {
        let one = || {
            let shown = shown.strip_suffix(".N").unwrap_or(shown);
            self.plural.get(&letters(shown))?.as_deref()
        };
        self.find(shown).or_else(|| one().filter(|_| by_element))
    }
}

/// What one of many may be called, in letters alone.
fn singular(many: &str) -> Vec<String> {
    let ends = [("s", ""), ("es", ""), ("ies", "y"), ("list", "")];
    let ones = ends.iter().filter_map(|(end, of_one)| {
        let stem = many.strip_suffix(end).filter(|stem| !stem.is_empty())?;
        Some(format!("{stem}{of_one}"))
    });
    ones.collect()
}

/// Names by their letters; none where several have the same.
pub(super) fn by_letters<'n>(
    names: impl Iterator<Item = &'n str>,
) -> BTreeMap<String, Option<String>> {
    one_for_each(names.map(|name| (letters(name), name)))
}

/// Names by their keys; none where several have the same.
fn one_for_each<'n>(
    names: impl Iterator<Item = (String, &'n str)>,
) -> BTreeMap<String, Option<String>> {
    let mut by_key = BTreeMap::new();
    for (key, name) in names {
        by_key
            .entry(key)
            .and_modify(|one| *one = None)
            .or_insert_with(|| Some(name.to_owned()));
    }
    by_key
}

/// What a name has but for capitals and what joins its words.
pub(super) fn letters(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// The member that an anchor is of: `iot-CreateRoleAlias-request-uri-roleAlias`,
/// `iot-Type-RoleAliasDescription-roleArn`.
fn member_of(anchor: &str) -> Option<&str> {
    const SIDES: [&str; 2] = ["-request-", "-response-"];
    const KINDS: [&str; 2] = ["uri-", "header-"];
    const DATA_TYPE: &str = "-Type-";
    if let Some((_, name)) = anchor.split_once(DATA_TYPE) {
        return Some(name.split_once('-')?.1);
    }
    let (_, name) = SIDES.iter().find_map(|side| anchor.split_once(side))?;
    let kind = KINDS.iter().find_map(|kind| name.strip_prefix(kind));
    Some(kind.unwrap_or(name))
}

/// The longest URI: no template of any service has a tenth of that.
const LONGEST_URI: usize = 10_000;

/// The places of the request's members.
pub(super) fn request(reference: &Reference, names: &Names) -> Located {
    let mut located = Located::default();
    let message = &reference.request;
    let Some((_, uri)) = &message.target else {
        return located;
    };
    if uri.len() > LONGEST_URI {
        located
            .problems
            .push("its URI is longer than any".to_owned());
        return located;
    }
    let is_marked = uri.contains("{{") || message.headers.iter().any(|(_, value)| value.is_marked);
    located.headers(message, names);
    let (path, query) = match uri.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (uri.as_str(), None),
    };
    let query = query.map(|query| located.query(query, names, is_marked, &reference.parameters));
    let path = if is_marked {
        located.marked_path(path, names)
    } else {
        located.bare_path(path, names, &reference.parameters)
    };
    let path = path.filter(|_| !located.is_in_host);
    located.uri = path.map(|path| match query {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path,
    });
    located
}

/// The places of the response's members.
pub(super) fn response(message: &Message, names: &Names) -> Located {
    let mut located = Located::default();
    located.headers(message, names);
    if let Some(status) = &message.status
        && status.text.parse::<u16>().is_err()
    {
        match names.find(&status.text) {
            Some(member) => located.put(member, Location::StatusCode, member),
            None => located.unknown("the status", &status.text),
        }
    }
    located
}

impl Located {
    fn put(&mut self, member: &str, location: Location, wire_name: &str) {
        self.places.push(Place {
            member: member.to_owned(),
            location,
            wire_name: wire_name.to_owned(),
        });
    }

    fn unknown(&mut self, place: &str, name: &str) {
        self.problems
            .push(format!("{place} has `{name}`, which is no member"));
    }

    fn headers(&mut self, message: &Message, names: &Names) {
        for (header, value) in &message.headers {
            if header.eq_ignore_ascii_case("host") {
                self.host(&value.text, names);
                continue;
            }
            match names.find(&value.text) {
                Some(member) => self.put(member, Location::Header, header),
                // `application/json` is a value.
                None if value.text.contains(['/', ' ']) && !value.is_marked => {}
                None => self.unknown(&format!("the header `{header}`"), &value.text),
            }
        }
    }

    /// A member may be the first label of the host, which a template of the URI cannot say.
    fn host(&mut self, host: &str, names: &Names) {
        let label = host.split('.').next().unwrap_or_default();
        let label = label.trim_matches(['{', '}']);
        if let Some(member) = names.find(label) {
            self.problems.push(format!(
                "`{member}` is part of the host, which `http` cannot say: write its `uri` by hand, such as \
                 `/{{{member}}}/...`, with `\"location\": \"uri\"`, where the service takes that as well"
            ));
            self.is_in_host = true;
        }
    }

    /// Takes the members of a query, and gives what is always part of it.
    fn query(&mut self, query: &str, names: &Names, is_marked: bool, heads: &[Member]) -> String {
        let mut literals = Vec::new();
        for part in query.split('&') {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            // A group of parameters is a member that stands alone.
            let is_group = !part.contains('=');
            let value = Value::new(if is_group { part } else { value });
            let is_member = match is_marked {
                true => value.is_marked,
                false => is_outside(heads, &value.text),
            };
            let member = names.find(&value.text).filter(|_| is_member);
            match member {
                Some(member) if is_group => self.put(member, Location::QueryString, member),
                Some(member) => self.put(member, Location::QueryString, key),
                None if is_member => self.unknown(&format!("the query `{part}`"), &value.text),
                None => literals.push(part),
            }
        }
        literals.join("&")
    }

    /// The template of a path whose labels are marked: `/things/{{name}}`.
    fn marked_path(&mut self, path: &str, names: &Names) -> Option<String> {
        let mut template = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once("{{") {
            let (label, after) = after.split_once("}}")?;
            self.label(label, names);
            template.push_str(&format!("{before}{{{label}}}"));
            rest = after;
        }
        template.push_str(rest);
        Some(template)
    }

    /// The template of a path whose labels are words like others: `/things/name`.
    fn bare_path(&mut self, path: &str, names: &Names, heads: &[Member]) -> Option<String> {
        let mut template = Vec::new();
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        for segment in path.split('/') {
            let label = segment.trim_end_matches('+');
            let member = names.find(label);
            let is_label =
                is_outside(heads, label) && member.is_none_or(|member| !self.is_queried(member));
            if !is_label {
                template.push(segment.to_owned());
                continue;
            }
            let is_second = !labels.insert(label);
            if is_second {
                self.problems.push(format!(
                    "`{label}` occurs twice in the path `{path}`, and the form of the page does not show which of \
                     them is a member: save the page as HTML, or write `http` and its location by hand"
                ));
                self.places.retain(|place| place.location != Location::Uri);
                return None;
            }
            self.label(segment, names);
            template.push(format!("{{{segment}}}"));
        }
        Some(template.join("/"))
    }

    /// Whether a member is in the query or a header.
    fn is_queried(&self, member: &str) -> bool {
        self.places
            .iter()
            .any(|place| place.member == member && place.location != Location::Uri)
    }

    fn label(&mut self, label: &str, names: &Names) {
        let label = label.trim_end_matches('+');
        match names.find(label) {
            Some(member) => self.put(member, Location::Uri, label),
            None => self.unknown("the path", label),
        }
    }
}

/// Whether a page says of a name that it stands in the URI or a header.
fn is_outside(heads: &[Member], name: &str) -> bool {
    heads
        .iter()
        .any(|member| member.is_outside_body && member.head.name == name)
}
