//! The diagram as inline SVG for a rustdoc page: text has the page's colour, so that it fits every theme, and
//! links are the page's links.

use super::graph::{Edge, Graph, Row, TypeBox};
use super::layout::{Point, Size, corners};
use crate::escape::xml;
use std::fmt::Write;

/// The size of the text.
const TEXT: i64 = 11;

/// The height of a field.
const ROW: i64 = 15;

/// The height of a title.
const TITLE: i64 = 20;

/// The room at the sides of a box's text.
const PADDING: i64 = 7;

/// The room between a field's name and its type.
const BEFORE_TYPE: i64 = 10;

/// The room around everything.
const MARGIN: i64 = 2;

/// The colours of structs and of unions, legible on light and dark.
const COLOURS: [&str; 2] = ["#4682b4", "#2e9e5b"];

/// What a union's title says besides its name.
const UNION: &str = "union";

/// A picture, and how wide it is.
pub(super) struct Picture {
    pub(super) text: String,
    pub(super) width: i64,
}

pub(super) fn draw(graph: &Graph) -> Picture {
    let sizes: Vec<Size> = graph.boxes.iter().map(size).collect();
    let corners = corners(graph, &sizes, port);
    let right = corners
        .iter()
        .zip(&sizes)
        .map(|(at, size)| at.x + size.width);
    let bottom = corners
        .iter()
        .zip(&sizes)
        .map(|(at, size)| at.y + size.height);
    let width = right.max().unwrap_or_default() + 2 * MARGIN;
    let height = bottom.max().unwrap_or_default() + 2 * MARGIN;
    let title = xml(graph.boxes.first().map_or("", |root| &root.title));
    let [colour, _] = COLOURS;
    // A group, for what is read aloud: nothing in an image is a link.
    // Wider than the page's text where there is room; made smaller by a fifth at most, then scrolled.
    let least = width * 4 / 5;
    let mut svg = format!(
        "<div style=\"width: max(100%, 100vw - 20rem); max-width: {width}px; overflow-x: auto\">\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" style=\"min-width: {least}px\" \
         viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" role=\"group\" \
         aria-label=\"{title} and the types in it\" \
         font-family=\"'Source Code Pro', monospace\" font-size=\"{TEXT}\" fill=\"currentColor\">\n\
         <g fill=\"none\" stroke=\"{colour}\">\n"
    );
    for edge in &graph.edges {
        let ends = (
            corners.get(edge.from),
            sizes.get(edge.from),
            corners.get(edge.to),
        );
        if let (Some(from), Some(size), Some(to)) = ends {
            line(&mut svg, edge, (*from, *size), *to);
        }
    }
    svg.push_str("</g>\n");
    for ((item, size), at) in graph.boxes.iter().zip(&sizes).zip(&corners) {
        type_box(&mut svg, item, *size, *at);
    }
    svg.push_str("</svg>\n</div>\n");
    Picture { text: svg, width }
}

fn size(item: &TypeBox) -> Size {
    let row = |row: &Row| match row.ty.as_str() {
        "" => width(&row.name),
        ty => width(&row.name) + BEFORE_TYPE + width(ty),
    };
    let title = match item.is_union {
        true => width(&item.title) + BEFORE_TYPE + width(UNION),
        false => width(&item.title),
    };
    let widths = item.rows.iter().map(row).chain([title]);
    Size {
        width: widths.max().unwrap_or_default() + 2 * PADDING,
        height: row_top(item.rows.len()) + PADDING / 2,
    }
}

/// The width of text in a typeface of fixed pitch, whose letters are 0.6 em wide.
fn width(text: &str) -> i64 {
    let count = i64::try_from(text.chars().count()).unwrap_or_default();
    count * TEXT * 6 / 10 + 1
}

/// Where a row begins, below the top of its box.
fn row_top(row: usize) -> i64 {
    TITLE + 2 + ROW * i64::try_from(row).unwrap_or_default()
}

/// Where a row's line leaves its box.
fn port(row: usize) -> i64 {
    row_top(row) + ROW / 2 - TITLE / 2
}

fn line(svg: &mut String, edge: &Edge, (from, size): (Point, Size), to: Point) {
    let start = Point {
        x: from.x + size.width,
        y: from.y + row_top(edge.row) + ROW / 2,
    };
    let end = Point {
        x: to.x,
        y: to.y + TITLE / 2,
    };
    let middle = (start.x + end.x) / 2;
    let _ = writeln!(
        svg,
        "<path d=\"M{} {}C{middle} {} {middle} {} {} {}\"/>",
        start.x, start.y, start.y, end.y, end.x, end.y
    );
}

fn type_box(svg: &mut String, item: &TypeBox, size: Size, at: Point) {
    let Size { width, height } = size;
    let [of_struct, of_union] = COLOURS;
    let colour = if item.is_union { of_union } else { of_struct };
    let (left, right) = (PADDING, width - PADDING);
    let (link, title) = (xml(&item.link), xml(&item.title));
    let _ = writeln!(
        svg,
        "<g transform=\"translate({} {})\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"3\" fill=\"none\" stroke=\"{colour}\"/>\n\
         <rect width=\"{width}\" height=\"{TITLE}\" rx=\"3\" fill=\"{colour}\" fill-opacity=\".25\"/>\n\
         <a href=\"{link}\"><text x=\"{left}\" y=\"14\" font-weight=\"bold\">{title}</text></a>",
        at.x, at.y,
    );
    if item.is_union {
        let _ = writeln!(
            svg,
            "<text x=\"{right}\" y=\"14\" text-anchor=\"end\" fill-opacity=\".7\">{UNION}</text>"
        );
    }
    for (index, Row { name, ty }) in item.rows.iter().enumerate() {
        let y = row_top(index) + 11;
        let (name, ty) = (xml(name), xml(ty));
        let _ = write!(svg, "<text x=\"{left}\" y=\"{y}\">{name}");
        if !ty.is_empty() {
            let _ = write!(
                svg,
                "<tspan x=\"{right}\" text-anchor=\"end\" fill-opacity=\".7\">{ty}</tspan>"
            );
        }
        svg.push_str("</text>\n");
    }
    svg.push_str("</g>\n");
}
