//! Sizes of parts.

/// The maximum number of parts of an upload.
pub const MAX_PARTS: u64 = 10_000;

/// All parts but the last have as much.
pub(crate) const LEAST: u64 = 5 * MIB;

/// What is taken where nothing else is said.
pub(crate) const USUAL: u64 = 8 * MIB;

const MIB: u64 = 1024 * 1024;

/// The size of the parts of so many bytes: the wanted size, or more if that makes too many parts or is below
/// the minimum.
#[must_use]
pub const fn part_size(length: u64, wanted: u64) -> u64 {
    let needed = length.div_ceil(MAX_PARTS);
    let needed = if needed > LEAST {
        needed.div_ceil(MIB) * MIB
    } else {
        LEAST
    };
    if wanted > needed { wanted } else { needed }
}

/// The parts of so many bytes: number, start, end.
pub(crate) fn ranges(length: u64, size: u64) -> impl Iterator<Item = (i32, u64, u64)> {
    let count = length.div_ceil(size.max(1)).max(1);
    (0..count).filter_map(move |at| {
        let number = i32::try_from(at + 1).ok()?;
        let start = at * size;
        Some((number, start, (start + size).min(length)))
    })
}

#[cfg(test)]
mod tests {
    use super::{LEAST, MAX_PARTS, part_size, ranges};

    #[test]
    fn parts_grow_so_that_ten_thousand_suffice() {
        assert_eq!(part_size(1, 1), 5_242_880);
        assert_eq!(part_size(LEAST * MAX_PARTS, LEAST), LEAST);
        let more = LEAST * MAX_PARTS + 1;
        assert_eq!(part_size(more, LEAST), LEAST + 1024 * 1024);
        let most = 50 * 1024 * 1024 * 1024 * 1024;
        for length in [0, 1, LEAST, more, most] {
            for wanted in [0, 5_000_000, LEAST, 64 << 20] {
                let size = part_size(length, wanted);
                assert!(size >= LEAST && size >= wanted);
                assert!(length.div_ceil(size) <= MAX_PARTS, "{length} by {size}");
            }
        }
    }

    #[test]
    fn parts_are_the_whole() {
        let all: Vec<_> = ranges(25, 10).collect();
        assert_eq!(all, [(1, 0, 10), (2, 10, 20), (3, 20, 25)]);
        assert_eq!(ranges(0, 10).collect::<Vec<_>>(), [(1, 0, 0)]);
        assert_eq!(ranges(20, 10).count(), 2);
    }
}
