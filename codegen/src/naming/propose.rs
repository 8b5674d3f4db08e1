//! Names for inline shapes that would clash, as proposals.

use super::reserved::{RESERVED_TYPES, spelled_type};
use super::unique::numbered;
use super::words;
use crate::model::{Model, Shape, ShapeName};
use std::collections::{BTreeMap, BTreeSet};

/// A name for each inline shape whose own one is taken, by its spec path: its member's, with as
/// many of the enclosing members' before it as necessary. The first such shape keeps its own name.
#[must_use]
pub fn propose(model: &Model) -> BTreeMap<String, String> {
    let shapes = || model.shapes.iter().filter(|shape| shape.error.is_none());
    let mut by_name: BTreeMap<String, Vec<&Shape>> = BTreeMap::new();
    for shape in shapes() {
        by_name.entry(spelled_type(shape)).or_default().push(shape);
    }
    let mut taken: BTreeSet<String> = by_name.keys().cloned().collect();
    taken.extend(RESERVED_TYPES.map(str::to_owned));
    let mut proposed = BTreeMap::new();
    for (name, alike) in &by_name {
        let is_inline = |shape: &&&Shape| matches!(shape.name, ShapeName::Inline { .. });
        let kept = usize::from(alike.iter().all(|shape| is_inline(&shape)));
        for shape in alike.iter().filter(is_inline).skip(kept) {
            let path = shape.place().path;
            let longer = longer(&path, name).into_iter();
            let mut free = longer.filter(|name| !taken.contains(name));
            let name = free
                .next()
                .unwrap_or_else(|| numbered(name, "", &mut taken));
            taken.insert(name.clone());
            proposed.insert(path, name);
        }
    }
    proposed
}

/// The names of a shape prefixed with those of enclosing members, the shortest first.
fn longer(path: &str, name: &str) -> Vec<String> {
    let mut segments = path.split('.');
    let operation = segments.next().unwrap_or_default();
    let mut around: Vec<String> = vec![words::camel(operation)];
    // `request` and `response` are not part of a name.
    around.extend(segments.skip(1).map(|segment| {
        let member = segment.split(['[', '{']).next().unwrap_or_default();
        if member.len() < segment.len() {
            words::camel(&words::singular(member))
        } else {
            words::camel(member)
        }
    }));
    around.pop();
    let mut longer: Vec<String> = Vec::new();
    for part in around.iter().rev() {
        let inner = longer.last().map_or(name, String::as_str);
        longer.push(format!("{part}{inner}"));
    }
    longer
}

#[cfg(test)]
mod tests {
    use super::longer;

    #[test]
    fn a_name_is_that_of_the_shapes_around_it() {
        let path = "GetImage.response.image.regionFailures[].status";
        assert_eq!(
            longer(path, "Status"),
            [
                "RegionFailureStatus",
                "ImageRegionFailureStatus",
                "GetImageImageRegionFailureStatus"
            ]
        );
    }
}
