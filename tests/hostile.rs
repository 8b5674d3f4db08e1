//! What must hold for any bytes: they are read or refused, and reading ends. The fuzz targets
//! (`fuzz/`) and the tests call the same functions.

use shapewright::import::page::{DataType, Reference};
use shapewright::import::{model, page};
use shapewright::spec::{self, Operation};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A service that any operation file may stand beside.
const SERVICE: &[u8] = include_bytes!("fixtures/spec/get_image_page/service.json");

/// Bytes as a page. What is read of it can be written, and read again.
///
/// # Panics
/// It cannot.
pub fn page(bytes: &[u8]) {
    let Ok(imported) = page::read("page", bytes) else {
        return;
    };
    assert!(imported.documented <= imported.members);
    let json = serde_json::to_vec(&imported.operation).expect("a rendition can be written");
    let again: Operation = serde_json::from_slice(&json).expect("what was written can be read");
    assert_eq!(again, imported.operation);
}

/// Bytes as a page of the AWS API Reference, laid over a page of boto3's.
///
/// # Panics
/// What is made of both cannot be written and read again.
pub fn reference(bytes: &[u8]) {
    const PAGE: &[u8] = include_bytes!("fixtures/pages/forms/html.html");
    static IMPORTED: LazyLock<page::Imported> =
        LazyLock::new(|| page::read("page", PAGE).expect("a page"));
    let Ok(reference) = Reference::read("reference", bytes) else {
        return;
    };
    let mut imported = IMPORTED.clone();
    if imported.lay(&reference, &[]).is_ok() {
        let json = serde_json::to_vec(&imported.operation).expect("it can be written");
        let again: Operation = serde_json::from_slice(&json).expect("it can be read again");
        assert_eq!(again, imported.operation);
    }
}

/// Bytes as the page of a data type there, laid over a page of boto3's with that of its operation.
///
/// # Panics
/// What is made of them cannot be written and read again.
pub fn data_type(bytes: &[u8]) {
    const PAGE: &[u8] = include_bytes!("fixtures/pages/forms/html.html");
    const REFERENCE: &[u8] = include_bytes!("fixtures/pages/reference/API_PutItem.md");
    static READ: LazyLock<(page::Imported, Reference)> = LazyLock::new(|| {
        let reference = Reference::read("reference", REFERENCE).expect("a page");
        (page::read("page", PAGE).expect("a page"), reference)
    });
    let Ok(of_type) = DataType::read("type", bytes) else {
        return;
    };
    let (mut imported, reference) = READ.clone();
    if imported.lay(&reference, &[of_type]).is_ok() {
        let json = serde_json::to_vec(&imported.operation).expect("it can be written");
        let again: Operation = serde_json::from_slice(&json).expect("it can be read again");
        assert_eq!(again, imported.operation);
    }
}

/// Bytes as each of the files of a spec. What is read is taken as far as the crate's plan.
///
/// # Panics
/// A problem has no message.
pub fn spec(bytes: &[u8]) {
    let files = |files: &[(&str, &[u8])]| -> BTreeMap<String, Vec<u8>> {
        let owned = |(name, bytes): &(&str, &[u8])| ((*name).to_owned(), bytes.to_vec());
        files.iter().map(owned).collect()
    };
    for files in [
        files(&[("service.json", bytes)]),
        files(&[("service.json", SERVICE), ("operation.json", bytes)]),
        files(&[("service.json", SERVICE), ("shapes.json", bytes)]),
    ] {
        let planned = spec::load_from("fuzz", &files).then(shapewright::plan);
        if let Err(problems) = planned {
            assert!(!problems.0.is_empty());
            assert!(problems.0.iter().all(|it| !it.message.is_empty()));
        }
    }
}

/// Bytes as an operation file: its members, each with what it became in Rust.
///
/// # Panics
/// It cannot.
pub fn paths(bytes: &[u8]) {
    let Ok(operation) = serde_json::from_slice::<Operation>(bytes) else {
        return;
    };
    let Ok(rows) = spec::flatten(&operation, None) else {
        return;
    };
    let files = [("service.json", SERVICE), ("operation.json", bytes)];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
    let planned = spec::load_from("fuzz", &BTreeMap::from(files)).then(shapewright::plan);
    if let Ok(plan) = planned {
        let rust = plan.rust_paths();
        for row in &rows {
            let item = rust.of(&operation.operation, row.section, &row.steps);
            assert!(item.is_some_and(|it| !it.ty.is_empty()), "{}", row.path);
        }
    }
}

/// Bytes as a service model. What is read can be written as spec files, and read again.
///
/// # Panics
/// It cannot.
pub fn model(bytes: &[u8]) {
    let files = model::Files {
        service: "fuzz",
        name: "service-2.json",
        model: bytes,
        ..model::Files::default()
    };
    let Ok(import) = model::read(&files, None) else {
        return;
    };
    let files = import.spec.files().expect("a spec can be written");
    let again = spec::load_from(&import.spec.folder, &files).then(|spec| Ok(spec.clone()));
    match again {
        Ok(again) => assert_eq!(again, import.spec),
        Err(problems) => panic!("what was written can be read: {problems}"),
    }
}
