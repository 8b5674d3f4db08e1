//! The README's first screen stays true.

#![allow(clippy::expect_used, clippy::indexing_slicing)] // a test fails by panicking

const README: &str = include_str!("../README.md");
const SPEC: &str = include_str!("../spec/imagebuilder/get_image.json");
const GENERATED: &str = include_str!("../generated/src/operation/get_image.rs");

/// The first code block that opens with this line.
fn block(fence: &str) -> &'static str {
    let start = format!("\n```{fence}\n");
    let (_, rest) = README.split_once(&start).expect(fence);
    rest.split("\n```").next().expect("its end")
}

#[test]
fn it_opens_with_the_two_commands() {
    let first = README.split("```").nth(1).expect("a code block");
    let mut commands = first
        .lines()
        .skip(1)
        .map(|line| line.split('#').next().map(str::trim_end));
    assert_eq!(commands.next(), Some(Some("cargo xtask regen")));
    assert_eq!(commands.next(), Some(Some("cargo test --workspace")));
    assert_eq!(commands.next(), None);
}

#[test]
fn its_excerpts_are_of_the_spec_and_the_crate() {
    for (excerpt, source) in [(block("json"), SPEC), (block("rust,ignore"), GENERATED)] {
        for line in excerpt.lines().map(str::trim) {
            let line = line.split(" ...").next().unwrap_or_default();
            assert!(source.contains(line), "not there any more: {line}");
        }
    }
}

/// Beside rustdoc's sidebar, a window of 1280 px has 960 left.
#[test]
fn the_diagram_needs_no_sideways_scrolling() {
    let diagram = include_str!("../generated/src/diagram.svg");
    let (_, rest) = diagram.split_once("min-width: ").expect("a width");
    let (width, _) = rest.split_once("px").expect("its unit");
    assert!(width.parse::<u32>().expect("a number") <= 960, "{width}");
}

#[test]
fn each_package_carries_the_licence() {
    let licence = include_str!("../LICENSE");
    assert_eq!(include_str!("../codegen/LICENSE"), licence);
    assert_eq!(include_str!("../derive/LICENSE"), licence);
    assert_eq!(include_str!("../runtime/LICENSE"), licence);
    assert_eq!(include_str!("../generated/LICENSE"), licence);
}
