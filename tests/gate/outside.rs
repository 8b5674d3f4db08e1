//! Models and pages are held to the rules of specs.

use serde_json::{Value, json};
use shapewright::import::{model, page};
use std::path::Path;

#[test]
fn a_model_is_held_to_the_same_rules() {
    let fine = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "shop", "protocol": "rest-json",
            "serviceFullName": "Shop", "serviceId": "Shop", "signatureVersion": "v4", "uid": "shop-1",
        },
        "operations": { "GetItem": {
            "name": "GetItem", "http": { "method": "GET", "requestUri": "/" }, "output": { "shape": "Out" } } },
        "shapes": {
            "Out": { "type": "structure", "members": { "name": { "shape": "S" }, "kind": { "shape": "K" } } },
            "S": { "type": "string" },
            "K": { "type": "string", "enum": ["A"] },
        },
    });
    let read = |service: &str, model: &Value| {
        let bytes = model.to_string();
        let files = model::Files {
            service,
            name: "shop/service-2.json",
            model: bytes.as_bytes(),
            ..model::Files::default()
        };
        model::read(&files, None).map(|import| import.spec)
    };
    read("shop", &fine).unwrap();
    for service in ["", "../shop", "Shop", "a\nb", "con"] {
        read(service, &fine).unwrap_err();
    }
    for (pointer, key, value) in [
        (
            "/operations",
            "Get/../../Item",
            fine["operations"]["GetItem"].clone(),
        ),
        ("/operations", "a\nb", fine["operations"]["GetItem"].clone()),
        ("/operations/GetItem/http", "method", "get".into()),
        ("/operations/GetItem/http", "requestUri", "x".into()),
        ("/metadata", "endpointPrefix", "a/b".into()),
        ("/metadata", "serviceFullName", "a\nb".into()),
        ("/shapes/Out/members", "a\nb", json!({ "shape": "S" })),
        ("/shapes/K", "enum", json!(["A\nB"])),
    ] {
        let mut model = fine.clone();
        model.pointer_mut(pointer).unwrap()[key] = value;
        let problems = read("shop", &model).unwrap_err();
        assert!(
            problems
                .0
                .iter()
                .all(|it| it.at.file == "shop/service-2.json"),
            "{problems}"
        );
    }
}

#[test]
fn a_packed_model_is_bounded() {
    use std::io::Write;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..65 {
        packed.write_all(&zeros).unwrap();
    }
    let packed = packed.finish().unwrap();
    let files = model::Files {
        service: "shop",
        name: "service-2.json",
        model: &packed,
        ..model::Files::default()
    };
    let problems = model::read(&files, None).unwrap_err();
    assert!(
        problems.to_string().contains("more than 64 MB"),
        "{problems}"
    );
}

#[test]
fn a_page_is_held_to_the_same_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let text = std::fs::read_to_string(folder.join("imagebuilder.get_image.txt")).unwrap();
    page::read("page", text.as_bytes()).unwrap();
    let hidden = text.replacen("'requestId': 'string'", "'request\u{202e}Id': 'string'", 1);
    assert_ne!(hidden, text);
    let error = page::read("page", hidden.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("\\u{202e}") && !error.contains('\u{202e}'),
        "{error}"
    );
}
