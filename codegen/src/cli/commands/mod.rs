//! One module per command, called as the command is. No command knows another.

pub mod diff;
pub mod doctor;
pub mod explain;
pub mod import;
pub mod new;
pub mod paths;
pub mod regen;
pub mod update;
