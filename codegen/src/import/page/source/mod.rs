pub(crate) mod html;
