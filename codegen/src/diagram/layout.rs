//! The layout of boxes: in columns, each box as close as possible to the fields that lead to it. In whole
//! pixels, so that the same graph gives the same diagram everywhere.

use super::graph::Graph;

/// The room between two columns.
const BETWEEN_COLUMNS: i64 = 38;

/// The room between two boxes of a column.
const BETWEEN_BOXES: i64 = 10;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Size {
    pub(super) width: i64,
    pub(super) height: i64,
}

/// A box's upper left corner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Point {
    pub(super) x: i64,
    pub(super) y: i64,
}

/// The upper left corners of a graph's boxes. A line leaves `port(row)` below the top of a box, and
/// arrives at the middle of a title.
pub(super) fn corners(graph: &Graph, sizes: &[Size], port: impl Fn(usize) -> i64) -> Vec<Point> {
    let last = graph.boxes.last().map_or(0, |item| item.column);
    let mut corners: Vec<Point> = Vec::new();
    let mut x = 0;
    for column in 0..=last {
        let all = graph.boxes.iter().zip(sizes).enumerate();
        let here: Vec<(usize, Size)> = all
            .filter(|(_, (item, _))| item.column == column)
            .map(|(at, (_, size))| (at, *size))
            .collect();
        let wishes: Vec<i64> = here
            .iter()
            .map(|(at, _)| {
                let edges = graph.edges.iter().filter(|edge| edge.to == *at);
                let from =
                    edges.filter_map(|edge| Some(corners.get(edge.from)?.y + port(edge.row)));
                mean(&from.collect::<Vec<_>>())
            })
            .collect();
        let heights: Vec<i64> = here.iter().map(|(_, size)| size.height).collect();
        let tops = stacked(&wishes, &heights);
        corners.extend(tops.into_iter().map(|y| Point { x, y }));
        let widest = here.iter().map(|(_, size)| size.width).max();
        x += widest.unwrap_or_default() + BETWEEN_COLUMNS;
    }
    let top = corners.iter().map(|corner| corner.y).min().unwrap_or(0);
    corners.iter_mut().for_each(|corner| corner.y -= top);
    corners
}

fn mean(values: &[i64]) -> i64 {
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
    values.iter().sum::<i64>() / count.max(1)
}

/// Tops of boxes in this order that do not overlap, with the least squares of distances to those
/// wished for. Boxes that would overlap move as one block, to the mean of what they wish.
fn stacked(wishes: &[i64], heights: &[i64]) -> Vec<i64> {
    let mut blocks: Vec<Vec<i64>> = Vec::new();
    let mut offsets = Vec::new();
    let mut offset = 0;
    for (wish, height) in wishes.iter().zip(heights) {
        // Of a block counts where its first box would be.
        blocks.push(vec![wish - offset]);
        offsets.push(offset);
        offset += height + BETWEEN_BOXES;
        while let [.., upper, lower] = blocks.as_mut_slice() {
            if mean(upper) < mean(lower) {
                break;
            }
            upper.append(lower);
            blocks.pop();
        }
    }
    let tops = blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(mean(block), block.len()));
    tops.zip(offsets)
        .map(|(top, offset)| top + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::stacked;

    #[test]
    fn boxes_are_where_they_wish_to_be() {
        assert_eq!(stacked(&[0, 100], &[20, 20]), [0, 100]);
    }

    #[test]
    fn boxes_that_would_overlap_share_the_way() {
        assert_eq!(stacked(&[50, 50], &[20, 20]), [35, 65]);
        assert_eq!(stacked(&[0, 50, 50], &[20, 20, 20]), [0, 35, 65]);
    }

    #[test]
    fn order_goes_before_wishes() {
        assert_eq!(stacked(&[100, 0], &[20, 20]), [35, 65]);
    }
}
