//! The elements of a document, one after the other: each says where what is in it ends.

use super::place::Place;
use super::text;
use std::borrow::Cow;
use std::slice;

/// A document that is well-formed.
#[derive(Debug)]
pub(in crate::protocol) struct Document<'i> {
    pub(super) text: &'i str,
    /// In order, after one that is around the root element.
    pub(super) elements: Vec<Data>,
    /// Those of all elements, in order.
    pub(super) attributes: Vec<Attribute<'i>>,
}

/// An element. It is small, as there are many: what it says of the text is said by positions in that.
/// Namespaces are not kept.
#[derive(Debug)]
pub(super) struct Data {
    /// Without a prefix.
    pub(super) name: Span,
    /// What is between its tags, as it is written.
    pub(super) content: Span,
    /// The index of the first element after all that are in this one.
    pub(super) next: u32,
    /// Whether its content is its text.
    pub(super) is_plain: bool,
}

/// A part of a text: the bytes at which it begins and ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self {
            start: small(start),
            end: small(end),
        }
    }

    pub(super) fn length(self) -> usize {
        large(self.end - self.start)
    }

    #[inline]
    pub(super) fn of(self, text: &str) -> &str {
        text.get(large(self.start)..large(self.end))
            .unwrap_or_default()
    }
}

/// A position or an index. None is larger, as no document is.
pub(super) fn small(number: usize) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

fn large(number: u32) -> usize {
    number.try_into().unwrap_or(usize::MAX)
}

/// An attribute, which declares no namespace.
#[derive(Debug)]
pub(super) struct Attribute<'i> {
    /// The index of its element.
    pub(super) element: u32,
    /// Without a prefix.
    pub(super) name: &'i str,
    pub(super) value: Cow<'i, str>,
}

impl<'i> Document<'i> {
    /// What is around the root element.
    pub(in crate::protocol) fn root(&self) -> Node<'_, 'i> {
        Node {
            document: self,
            index: 0,
            end: small(self.elements.len()),
        }
    }

    pub(in crate::protocol) fn root_element(&self) -> Node<'_, 'i> {
        // A document is not made without one.
        self.root().elements().next().unwrap_or(self.root())
    }
}

/// An element in its document.
#[derive(Clone, Copy, Debug)]
pub(in crate::protocol) struct Node<'a, 'i> {
    document: &'a Document<'i>,
    index: u32,
    /// The index at which the elements end that it is among.
    end: u32,
}

static NOTHING: Data = Data {
    name: Span { start: 0, end: 0 },
    content: Span { start: 0, end: 0 },
    next: 0,
    is_plain: true,
};

impl<'a, 'i> Node<'a, 'i> {
    #[inline]
    fn data(self) -> &'a Data {
        let data = self.document.elements.get(large(self.index));
        data.unwrap_or(&NOTHING)
    }

    /// The name without a prefix.
    #[inline]
    pub(in crate::protocol) fn name(self) -> &'i str {
        self.data().name.of(self.document.text)
    }

    /// The elements in it.
    pub(in crate::protocol) fn elements(self) -> Elements<'a, 'i> {
        Elements {
            document: self.document,
            next: self.index + 1,
            end: self.data().next,
        }
    }

    /// The elements that follow it in the same element.
    pub(super) fn later(self) -> Elements<'a, 'i> {
        Elements {
            document: self.document,
            next: self.data().next,
            end: self.end,
        }
    }

    /// The first element in it of this name.
    pub(super) fn child(self, name: &str) -> Option<Self> {
        self.elements().find(|child| child.name() == name)
    }

    pub(super) fn has_elements(self) -> bool {
        self.index + 1 < self.data().next
    }

    /// What is in it, as it is written.
    pub(in crate::protocol) fn content(self) -> &'i str {
        self.data().content.of(self.document.text)
    }

    /// The text in it, and not in the elements in it.
    #[inline]
    pub(super) fn text(self) -> Cow<'i, str> {
        match self.data().is_plain {
            true => Cow::Borrowed(self.content()),
            false => Cow::Owned(text::of_content(self.content())),
        }
    }

    pub(super) fn attributes(self) -> slice::Iter<'a, Attribute<'i>> {
        let all = &self.document.attributes;
        if all.is_empty() {
            return [].iter();
        }
        let start = all.partition_point(|attribute| attribute.element < self.index);
        let end = all.partition_point(|attribute| attribute.element <= self.index);
        all.get(start..end).unwrap_or_default().iter()
    }

    /// Where it begins.
    pub(super) fn place(self) -> Place {
        let before = self.document.text.get(..large(self.data().name.start));
        let tag = before.and_then(|before| before.rfind('<'));
        Place::of(self.document.text, tag.unwrap_or_default())
    }
}

/// Elements, one beside the other.
#[derive(Clone, Debug)]
pub(in crate::protocol) struct Elements<'a, 'i> {
    document: &'a Document<'i>,
    next: u32,
    end: u32,
}

impl<'a, 'i> Iterator for Elements<'a, 'i> {
    type Item = Node<'a, 'i>;

    #[inline]
    fn next(&mut self) -> Option<Node<'a, 'i>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node {
            document: self.document,
            index: self.next,
            end: self.end,
        };
        // Each ends after it began.
        self.next = node.data().next.max(self.next + 1);
        Some(node)
    }
}
