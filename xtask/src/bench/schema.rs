//! A service's types as a JSON Schema, for generators that read one.

use serde_json::{Map, Value, json};
use shapewright::spec::{ServiceSpec, Shape, Type};

/// The service's shapes, and input and output of every operation, as definitions.
pub(super) fn of(spec: &ServiceSpec) -> Value {
    let mut definitions = Map::new();
    for (name, shape) in spec.shapes.shapes.iter().chain(&spec.service.shapes) {
        definitions.insert(name.clone(), schema(shape));
    }
    for (_, operation) in &spec.operations {
        for (members, role) in [
            (&operation.request, "Input"),
            (&operation.response, "Output"),
        ] {
            let name = format!("{}{role}", operation.operation);
            definitions.insert(name, structure(members.iter().flatten()));
        }
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": spec.service.title,
        "definitions": definitions,
    })
}

fn schema(shape: &Shape) -> Value {
    if let Some(name) = &shape.reference {
        return json!({ "$ref": format!("#/definitions/{name}") });
    }
    let mut schema = match shape.kind {
        Some(Type::String) if !shape.values.is_empty() => {
            json!({ "type": "string", "enum": shape.values })
        }
        Some(Type::String | Type::Blob) => json!({ "type": "string" }),
        Some(Type::Boolean) => json!({ "type": "boolean" }),
        Some(Type::Byte | Type::Short | Type::Integer) => {
            json!({ "type": "integer", "format": "int32" })
        }
        Some(Type::Long) => json!({ "type": "integer", "format": "int64" }),
        Some(Type::Float | Type::Double | Type::Timestamp) => json!({ "type": "number" }),
        Some(Type::List) => json!({ "type": "array", "items": inner(shape.element.as_deref()) }),
        Some(Type::Map) => {
            json!({ "type": "object", "additionalProperties": inner(shape.value.as_deref()) })
        }
        Some(Type::Structure | Type::Union) => structure(shape.members.iter().flatten()),
        _ => json!({}),
    };
    if let (Some(schema), Some(doc)) = (schema.as_object_mut(), &shape.doc) {
        schema.insert("description".to_owned(), doc.clone().into());
    }
    schema
}

fn inner(shape: Option<&Shape>) -> Value {
    shape.map_or_else(|| json!({}), schema)
}

fn structure<'a>(members: impl Iterator<Item = (&'a String, &'a Shape)>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, shape) in members {
        properties.insert(name.clone(), schema(shape));
        if shape.required {
            required.push(name.clone());
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

#[cfg(test)]
mod tests {
    use super::schema;
    use serde_json::json;

    #[test]
    fn a_shape_becomes_a_schema() -> anyhow::Result<()> {
        let shape = serde_json::from_value(json!({
            "type": "structure",
            "members": {
                "state": { "type": "string", "enum": ["ON", "OFF"], "required": true, "doc": "Its state." },
                "tags": { "type": "map", "key": { "type": "string" }, "value": { "ref": "Tag" } },
                "sizes": { "type": "list", "element": { "type": "long" } },
            },
        }))?;
        let expected = json!({
            "type": "object",
            "properties": {
                "state": { "type": "string", "enum": ["ON", "OFF"], "description": "Its state." },
                "tags": { "type": "object", "additionalProperties": { "$ref": "#/definitions/Tag" } },
                "sizes": { "type": "array", "items": { "type": "integer", "format": "int64" } },
            },
            "required": ["state"],
        });
        assert_eq!(schema(&shape), expected);
        Ok(())
    }
}
