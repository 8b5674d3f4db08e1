//! Defaults of members, for clients that are generated to fill them in.

use crate::value::Map;

/// A value with members that have defaults.
pub trait FillDefaults {
    /// Fills in the defaults of absent members; in a response, also the zero values of required ones.
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
