//! Defaults of members, which clients fill in that are generated so.

use crate::value::Map;

/// A value in which absent members are filled in.
pub trait FillDefaults {
    /// Fills in the defaults of members that are absent; of a response, also the zeros of those that it must
    /// have.
    fn fill_defaults(&mut self, of_response: bool);
}

impl<T: FillDefaults> FillDefaults for Option<T> {
    fn fill_defaults(&mut self, of_response: bool) {
        if let Some(value) = self {
            value.fill_defaults(of_response);
        }
    }
}

impl<T: FillDefaults + ?Sized> FillDefaults for Box<T> {
    fn fill_defaults(&mut self, of_response: bool) {
        (**self).fill_defaults(of_response);
    }
}

impl<T: FillDefaults> FillDefaults for Vec<T> {
    fn fill_defaults(&mut self, of_response: bool) {
        for value in self {
            value.fill_defaults(of_response);
        }
    }
}

impl<K, T: FillDefaults> FillDefaults for Map<K, T> {
    fn fill_defaults(&mut self, of_response: bool) {
        for value in self.values_mut() {
            value.fill_defaults(of_response);
        }
    }
}
