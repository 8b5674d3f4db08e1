//! Whether an answer is what the vectors say.

use super::vectors::{Case, Kind};
use serde_json::Value;

/// What differs; nothing where the case passes.
pub(super) fn judge(case: &Case, answer: &Value) -> Vec<String> {
    if let Some(problem) = answer["problem"].as_str() {
        return vec![problem.to_owned()];
    }
    let mut differences = Differences::default();
    match &case.kind {
        Kind::Input { request, .. } => differences.request(answer, request),
        Kind::Output { .. } => differences.same("output", &answer["output"], &answer["expected"]),
        Kind::Error { code, message, .. } => {
            differences.same("code", &answer["code"], &Value::from(code.as_str()));
            if let Some(message) = message {
                differences.same(
                    "message",
                    &answer["message"],
                    &Value::from(message.as_str()),
                );
            }
            differences.same(
                "members",
                &answer["modeled"]["output"],
                &answer["modeled"]["expected"],
            );
            if answer["modeled"].is_null() {
                differences.0.push("not a modeled error".to_owned());
            }
        }
    }
    differences.0
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn same(&mut self, what: &str, actual: &Value, expected: &Value) {
        if !equal(actual, expected) {
            self.0.push(format!("{what}: {actual} is not {expected}"));
        }
    }

    fn request(&mut self, actual: &Value, expected: &Value) {
        self.same("method", &actual["method"], &expected["method"]);
        let (path, query) = split(actual["uri"].as_str().unwrap_or_default());
        let (expected_path, expected_query) = split(expected["uri"].as_str().unwrap_or_default());
        self.same("path", &path.into(), &expected_path.into());
        self.query(query, expected_query, expected);
        self.body(actual, expected);
        self.headers(&actual["headers"], expected);
        if !expected["host"].is_null() {
            self.same("host", &actual["host"], &expected["host"]);
        }
    }

    /// What the client adds of its own accord is no parameter of the vectors.
    fn query(&mut self, mut actual: Vec<&str>, wanted: Vec<&str>, expected: &Value) {
        let name = |pair: &&str| pair.split('=').next().unwrap_or_default().to_owned();
        let names: Vec<String> = actual.iter().map(name).collect();
        let listed = |key: &str| expected[key].as_array().map_or(&[][..], Vec::as_slice);
        for forbidden in listed("forbidQueryParams") {
            if names.iter().any(|name| *forbidden == **name) {
                self.0
                    .push(format!("parameter {forbidden} must not be there"));
            }
        }
        for required in listed("requireQueryParams") {
            if !names.iter().any(|name| *required == **name) {
                self.0.push(format!("parameter {required} must be there"));
            }
        }
        let added = expected["addedQueryParam"].as_str();
        let is_wanted = wanted.iter().any(|pair| Some(&*name(pair)) == added);
        actual.retain(|pair| is_wanted || Some(&*name(pair)) != added);
        self.same("query", &actual.into(), &wanted.into());
    }

    /// JSON bodies are equal where their values are, forms where their pairs are, XML where its trees
    /// are, CBOR where its values are.
    fn body(&mut self, actual: &Value, expected: &Value) {
        let Some(expected) = expected["body"].as_str() else {
            return;
        };
        let is_cbor = !actual["headers"]["smithy-protocol"].is_null();
        let actual = actual["body"].as_str().unwrap_or_default();
        if is_cbor {
            let values = [actual, expected]
                .map(|body| super::cbor::value(body).unwrap_or_else(|| body.into()));
            let [actual, expected] = values;
            return self.same("body", &actual, &expected);
        }
        let values = (
            serde_json::from_str::<Value>(actual),
            serde_json::from_str::<Value>(expected),
        );
        match values {
            (Ok(actual), Ok(expected)) => self.same("body", &actual, &expected),
            _ if expected.starts_with("Action=") => {
                let expected: String = expected.split_whitespace().collect();
                self.same("body", &pairs(actual).into(), &pairs(&expected).into());
            }
            _ => match (super::xml::tree(actual), super::xml::tree(expected)) {
                (Some(actual), Some(expected)) => self.same("body", &actual, &expected),
                _ => self.same("body", &actual.into(), &expected.into()),
            },
        }
    }

    /// `requireHeaders` names `Content-Length` alone, which is the transport's.
    fn headers(&mut self, actual: &Value, expected: &Value) {
        for (name, expected) in expected["headers"].as_object().into_iter().flatten() {
            let actual = actual[name.to_ascii_lowercase()].as_str();
            let expected = expected.as_str();
            // A list's elements are parted by `, ` or `,`: both are the same list.
            let plain = |text: Option<&str>| text.map(|text| text.replace(", ", ","));
            if plain(actual) != plain(expected) {
                self.0
                    .push(format!("header {name}: {actual:?} is not {expected:?}"));
            }
        }
        for name in expected["forbidHeaders"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            if !actual[name.to_ascii_lowercase()].is_null() {
                self.0.push(format!("header {name} must not be there"));
            }
        }
    }
}

/// Path and parameters. The order of parameters of different names says nothing.
fn split(uri: &str) -> (&str, Vec<&str>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_by_key(|pair| pair.split('=').next());
    (path, pairs)
}

/// The pairs of a form, each name of which stands there once.
fn pairs(form: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = form.split('&').collect();
    pairs.sort_unstable();
    pairs
}

/// Equal values; a number is the same with and without a fraction of nothing.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(kind: Kind, answer: &Value) -> Vec<String> {
        let case = Case {
            id: "Case".to_owned(),
            operation: "Operation".to_owned(),
            ignored: false,
            kind,
        };
        judge(&case, answer)
    }

    fn input(request: Value) -> Kind {
        Kind::Input {
            params: json!({}),
            request,
            endpoint: None,
            settings: Value::Null,
        }
    }

    #[test]
    fn a_request_passes_where_only_spelling_differs() {
        let expected = json!({
            "method": "PUT", "uri": "/a?x=1&y=2&x=3", "body": "{\"a\": 1.0}",
            "headers": {"X-List": "a, b"}, "forbidHeaders": ["X-No"], "host": "data.example.com",
        });
        let actual = json!({
            "method": "PUT", "uri": "/a?y=2&x=1&x=3", "body": "{\"a\":1}",
            "headers": {"x-list": "a,b"}, "host": "data.example.com",
        });
        assert_eq!(of(input(expected), &actual), Vec::<String>::new());
    }

    #[test]
    fn every_part_of_a_request_counts() {
        let expected = json!({
            "method": "PUT", "uri": "/a?x=1&x=3", "body": "{\"a\": 1}",
            "headers": {"X-List": "a, b"}, "forbidHeaders": ["X-No"], "host": "data.example.com",
            "forbidQueryParams": ["x"], "requireQueryParams": ["z"],
        });
        let actual = json!({
            "method": "POST", "uri": "/b?x=3&x=1", "body": "{\"a\": 2}",
            "headers": {"x-no": "1"},
        });
        let parts: Vec<_> = of(input(expected), &actual)
            .iter()
            .map(|text| text.split([':', ' ']).next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(
            parts,
            [
                "method",
                "path",
                "parameter",
                "parameter",
                "query",
                "body",
                "header",
                "header",
                "host"
            ]
        );
    }

    #[test]
    fn an_error_must_be_the_modeled_one() {
        let kind = || Kind::Error {
            response: json!({}),
            code: "Gone".to_owned(),
            message: Some("it is".to_owned()),
            members: json!({}),
        };
        let good =
            json!({"code": "Gone", "message": "it is", "modeled": {"output": {}, "expected": {}}});
        assert_eq!(of(kind(), &good), Vec::<String>::new());
        let bad = json!({"code": "Away", "message": null, "modeled": null});
        assert_eq!(of(kind(), &bad).len(), 3);
        let problem = json!({"problem": "no"});
        assert_eq!(of(kind(), &problem), ["no"]);
    }
}
