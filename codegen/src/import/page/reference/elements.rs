//! What the XML of a syntax tells of the members of a body: the names of their elements, which lists stand
//! without one around them, which numbers have 64 bits.

use super::locate::Names;
use super::side::Side;
use super::tree::Tree;
use super::xml::{Content, Element};
use crate::spec::{Ordered, Shape, Type, XmlBody, XmlNamespace};
use std::collections::BTreeSet;

/// The namespace of attributes such as `xsi:type`.
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The prefix of their names. In a syntax they stand like elements.
const PREFIX: &str = "xsi";

impl Side<'_> {
    /// Whether one member is all of a body of XML: its element is the root then. `names` are those of the
    /// message, and `left` are the members that are nowhere else.
    pub(super) fn whole_of_xml(
        &self,
        members: &Ordered<Shape>,
        left: &[String],
        names: &Names,
        root: &Element,
    ) -> Option<String> {
        let [only] = left else {
            return None;
        };
        let inner = members.get(only)?.members.as_ref()?;
        let is_itself = |child: &Element| names.find(&child.name) == Some(only.as_str());
        if root.elements().iter().any(is_itself) {
            return None;
        }
        let is_root = names.find(&root.name) == Some(only.as_str());
        let inner = Names::of(Some(inner), &[]);
        let mut children = root.elements().iter();
        let is_inner = children.any(|child| inner.find_as(&child.name, true).is_some());
        (is_root || is_inner).then(|| only.clone())
    }

    /// Takes the names in a body of XML; of a request, what its root is called.
    pub(super) fn xml(
        &mut self,
        members: &mut Ordered<Shape>,
        root: &Element,
        payload: Option<&str>,
        names: &Names,
    ) -> Option<XmlBody> {
        let namespace = root
            .namespace
            .clone()
            .map(|uri| XmlNamespace { prefix: None, uri });
        if let Some((payload, shape)) =
            payload.and_then(|name| Some((name, members.get_mut(name)?)))
        {
            if root.name != payload {
                self.named(shape, &root.name);
            }
            shape.xml_namespace = namespace.filter(|_| self.is_request);
            let path = self.path(payload);
            self.element(shape, root, &path);
            return None;
        }
        let path = self.name.to_owned();
        self.elements(members, root, &path, Some(names));
        let body = XmlBody {
            root: Some(root.name.clone()),
            namespace,
            unwrapped: false,
        };
        self.is_request.then(|| {
            self.laid.count("names in XML");
            body
        })
    }

    fn named(&mut self, shape: &mut Shape, name: &str) {
        shape.wire_name = Some(name.to_owned());
        self.laid.count("names in XML");
    }

    /// Compares the members of a structure with the elements that are shown of it.
    fn elements(
        &mut self,
        members: &mut Ordered<Shape>,
        parent: &Element,
        path: &str,
        of_message: Option<&Names>,
    ) {
        let own;
        let names = match of_message {
            Some(names) => names,
            None => {
                own = Names::of(Some(members), &[]);
                &own
            }
        };
        let mut met = BTreeSet::new();
        for child in parent.elements() {
            let (prefix, local) = child.name.split_once(':').unwrap_or(("", &child.name));
            let by_page = self
                .shown
                .get(path)
                .and_then(|shown| shown.get(&child.name));
            let name = by_page
                .map(String::as_str)
                .or_else(|| names.find(&child.name))
                .or_else(|| names.find_as(local, true))
                .map(str::to_owned);
            let shape = name.and_then(|name| Some((members.get_mut(&name)?, name)));
            let Some((shape, name)) = shape.filter(|(shape, _)| shape.location.is_none()) else {
                self.laid.no_member(path, &child.name);
                continue;
            };
            if child.name != name {
                self.named(shape, &child.name);
            }
            shape.xml_attribute = prefix == PREFIX;
            self.element(shape, child, &format!("{path}.{name}"));
            met.insert(name);
        }
        let left = members.iter().filter(|(_, shape)| shape.location.is_none());
        for (name, _) in left.filter(|(name, _)| !met.contains(*name)) {
            self.laid.not_shown(&format!("{path}.{name}"));
        }
    }

    /// Takes what an element tells of a shape and all within it.
    fn element(&mut self, shape: &mut Shape, element: &Element, path: &str) {
        let is_open = shape.kind == Some(Type::Structure) && shape.members.is_none();
        match (shape.kind, &element.content) {
            (Some(Type::Structure), Content::Value(word)) if is_open && word == "string" => {
                self.answer(shape, &Tree::Text);
            }
            (Some(Type::Structure | Type::Union), _) if !is_open => {
                let is_instance = |it: &Element| it.name.split(':').next() == Some(PREFIX);
                if element.elements().iter().any(is_instance) {
                    shape.xml_namespace = Some(XmlNamespace {
                        prefix: Some(PREFIX.to_owned()),
                        uri: INSTANCE.to_owned(),
                    });
                }
                if let Some(members) = &mut shape.members {
                    self.elements(members, element, path, None);
                }
            }
            (Some(Type::List), _) => self.list(shape, element, path),
            (Some(Type::Map), _) => self.entries(shape, element, path),
            (Some(_), Content::Value(word)) => self.number(shape, word),
            _ => {}
        }
    }

    fn list(&mut self, shape: &mut Shape, element: &Element, path: &str) {
        let Some(inner) = &mut shape.element else {
            return;
        };
        let path = format!("{path}[]");
        match element.elements() {
            _ if element.is_repeated => {
                shape.flattened = true;
                self.laid.count("lists without an element around them");
                self.element(inner, element, &path);
            }
            [one] => {
                if one.name != "member" {
                    self.named(inner, &one.name);
                }
                self.element(inner, one, &path);
            }
            _ => self.unclear(&path, &element.name),
        }
    }

    fn entries(&mut self, shape: &mut Shape, element: &Element, path: &str) {
        let entry = match element.elements() {
            _ if element.is_repeated => {
                shape.flattened = true;
                element
            }
            [entry] => entry,
            _ => return self.unclear(path, &element.name),
        };
        let [key, value] = entry.elements() else {
            return self.unclear(path, &element.name);
        };
        for (shape, element, usual) in [
            (&mut shape.key, key, "key"),
            (&mut shape.value, value, "value"),
        ] {
            let Some(shape) = shape else {
                continue;
            };
            if element.name != usual {
                self.named(shape, &element.name);
            }
            self.element(shape, element, &format!("{path}{{}}"));
        }
    }

    /// Takes how the elements of a list are called by the query protocols, where its name tells:
    /// `Filters.Filter.N`, or `Filter.N` without an element around them.
    pub(super) fn numbered(&mut self, shape: &mut Shape, shown: &str, name: &str) {
        let Some(shown) = shown.strip_suffix(".N") else {
            return;
        };
        let (list, element) = match shown.split_once('.') {
            Some((list, element)) => (list, Some(element)),
            None => (shown, None),
        };
        if list != name {
            self.named(shape, list);
        }
        match (element, &mut shape.element) {
            (None, Some(_)) => {
                shape.flattened = true;
                self.laid.count("lists without an element around them");
            }
            (Some(element), Some(shape)) if !matches!(element, "member" | "entry") => {
                self.named(shape, element);
            }
            _ => {}
        }
    }

    fn unclear(&mut self, path: &str, name: &str) {
        self.laid.differ(
            path,
            format_args!(
                "it shows `{name}`, and not how its elements are called: write `wireName` or `flattened` by hand"
            ),
        );
    }
}
