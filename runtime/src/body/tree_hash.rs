//! The hash that Glacier has of archives.

use crate::value::hex;
use sha2::{Digest, Sha256};

/// Each piece of so many bytes is a leaf.
const LEAF: usize = 1 << 20;

/// The [SHA-256 tree hash] that Glacier uses for archives and their parts: hashes of each megabyte, then of
/// each pair of hashes, up to a single one. The client sends it with `UploadArchive` and
/// `UploadMultipartPart`; for `CompleteMultipartUpload`, pass that of the whole archive as `checksum`.
///
/// ```
/// use shapewright_runtime::TreeHash;
///
/// let mut hash = TreeHash::default();
/// hash.update(b"a part of the archive");
/// hash.update(b", and another");
/// assert_eq!(hash.finish().len(), 64);
/// ```
///
/// [SHA-256 tree hash]: https://docs.aws.amazon.com/amazonglacier/latest/dev/checksum-calculations.html
#[derive(Clone, Debug, Default)]
pub struct TreeHash {
    /// The hashes of whole trees, the largest first, each with how many leaves it has.
    trees: Vec<(u64, [u8; 32])>,
    leaf: Sha256,
    /// How much of the leaf is there.
    filled: usize,
}

impl TreeHash {
    /// Adds more bytes.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(LEAF - self.filled));
            self.leaf.update(now);
            self.filled += now.len();
            bytes = later;
            if self.filled == LEAF {
                self.grow();
            }
        }
    }

    /// The hash, in hexadecimal. Without any bytes, it is that of one empty leaf.
    #[must_use]
    pub fn finish(mut self) -> String {
        if self.filled > 0 || self.trees.is_empty() {
            self.grow();
        }
        let mut trees = self.trees.into_iter().rev();
        let mut root = trees.next().unwrap_or_default().1;
        for (_, tree) in trees {
            root = both(&tree, &root);
        }
        hex(&root)
    }

    /// Adds the leaf, and makes one tree of each two that are equally large.
    fn grow(&mut self) {
        self.filled = 0;
        let mut tree = (1, std::mem::take(&mut self.leaf).finalize().into());
        while let Some((size, left)) = self.trees.pop_if(|(size, _)| *size == tree.0) {
            tree = (size * 2, both(&left, &tree.1));
        }
        self.trees.push(tree);
    }
}

fn both(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::{LEAF, TreeHash};

    fn of(length: usize, piece: usize) -> String {
        let bytes = vec![b'0'; length];
        let mut hash = TreeHash::default();
        bytes.chunks(piece).for_each(|piece| hash.update(piece));
        hash.finish()
    }

    // What `botocore.utils.calculate_tree_hash` makes of as many zeros.
    #[test]
    fn it_is_that_of_botocore() {
        for (length, expected) in [
            (
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                1,
                "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
            ),
            (
                1048576,
                "bf79be0c21a100565100d16b31deee78ce5391f66c0774405d484ce38b6076e0",
            ),
            (
                1048577,
                "7f3d1897dc679b856e6809c84c7b2573148507475390ecdbfd36603ce8cac60a",
            ),
            (
                3145728,
                "940257b3e0d13f92c98dc3fc32182e3acd07a81fe82f2b2dcd1802e1eedc5a3c",
            ),
            (
                5242887,
                "6d550f6ce60bce7fa2b7cd2d31e52efb7c6f35d560492a07f4cd66a35f82e80d",
            ),
        ] {
            for piece in [LEAF / 3, LEAF, 3 * LEAF] {
                assert_eq!(of(length, piece), expected, "{length} in pieces of {piece}");
            }
        }
    }
}
