//! Values by name: few, made once and looked up.

use std::borrow::Borrow;

/// Values by name, in the order of names. A sorted list: of the few values that environments and
/// profiles have, a tree finds none sooner, and each tree is code of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct ByName<V, N = String>(Vec<(N, V)>);

impl<V, N> Default for ByName<V, N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V, N> ByName<V, N> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&N, &V)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &N> {
        self.0.iter().map(|(name, _)| name)
    }
}

impl<V, N: Borrow<str>> ByName<V, N> {
    fn position(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(known, _)| known.borrow().cmp(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        let position = self.position(name).ok()?;
        self.0.get(position).map(|(_, value)| value)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let position = self.position(name).ok()?;
        self.0.get_mut(position).map(|(_, value)| value)
    }

    /// Sets the value of a name, and gives the one that it had.
    pub(crate) fn insert(&mut self, name: N, value: V) -> Option<V> {
        match self.position(name.borrow()) {
            Ok(position) => {
                let known = self.0.get_mut(position)?;
                Some(std::mem::replace(&mut known.1, value))
            }
            Err(position) => {
                self.0.insert(position, (name, value));
                None
            }
        }
    }

    pub(crate) fn remove(&mut self, name: &str) {
        if let Ok(position) = self.position(name) {
            self.0.remove(position);
        }
    }
}

impl<V, N> IntoIterator for ByName<V, N> {
    type Item = (N, V);
    type IntoIter = std::vec::IntoIter<(N, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V, N: Borrow<str>> FromIterator<(N, V)> for ByName<V, N> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(values: I) -> Self {
        let mut by_name = Self::new();
        for (name, value) in values {
            by_name.insert(name, value);
        }
        by_name
    }
}
