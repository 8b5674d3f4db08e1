//! A service's folder of spec files, read as one.

use super::{Operation, Service, Shapes};

/// Everything the spec says of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceSpec {
    /// The folder, from the workspace's root with `/`, as `spec/imagebuilder`.
    pub folder: String,
    /// `service.json`.
    pub service: Service,
    /// `shapes.json`, empty where there is none.
    pub shapes: Shapes,
    /// The operation files, sorted by file name, each with its file name.
    pub operations: Vec<(String, Operation)>,
}
