//! `diff` has a word on whatever of a spec reaches the generated code: every keyword of the schemas is
//! changed in the goldens' specs, and where the code is another, so is what `diff` says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Map, Value, json};
use shapewright::diff::{Bump, Change, Class, diff};
use shapewright::spec::{ServiceSpec, load_from, schemas};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How many edits of one kind that change the code are looked at.
const ENOUGH: usize = 1;

/// How many are tried for that.
const TRIED: usize = 4;

/// Keywords that say nothing of the API, or whose effect the names of the crate have.
const SILENT: [&str; 9] = [
    "$schema", "source", "page", "model", "sha256", "with", "output", "pinned", "omitted",
];

/// What `diff` calls compatible for both sides, and asks no more than a patch for, though the code is
/// another: it is in the order of items, in a text that is shown, or in the names of tests.
const SHOWN: [&str; 7] = [
    "the order of fields or values",
    "the name in boto3",
    "the service takes more",
    "docs only",
    "what the service takes for it; docs only",
    "a note in the docs",
    "no longer deprecated",
];

/// What is added where a keyword is absent, for those that no golden has and that are no scalars.
const ADDITIONS: [(&str, &str); 5] = [
    ("Service.defaults", r#""filled""#),
    ("Shapes.source", r#"{ "model": "other.json" }"#),
    ("Shape.default", "5"),
    ("Source.with", r#"{ "model": "other.json" }"#),
    ("Source.types", r#"{ "API_Image.html": "0" }"#),
];

/// A golden, and what it has here alone.
const HOSTS: (&str, &str) = (
    "json_rpc",
    r#"[{ "operations": ["DescribeTable"], "hosts": [{ "host": "x.example" }, { "fips": true }] }]"#,
);

/// The files of a spec, parsed.
type Files = BTreeMap<String, Value>;

/// A change of one value of a spec.
struct Edit {
    golden: usize,
    file: String,
    /// The object or list that has the value.
    pointer: String,
    /// The keyword with what it is one of, such as `Shape.location`.
    keyword: String,
    key: String,
    /// What it becomes; it is removed where this is `None`.
    value: Option<Value>,
    /// The number of edits alike before it, in its golden.
    nth: usize,
}

impl Edit {
    fn of(&self, files: &Files) -> Files {
        let mut files = files.clone();
        let file = files.get_mut(&self.file).unwrap();
        match file.pointer_mut(&self.pointer).unwrap() {
            Value::Object(object) => {
                match &self.value {
                    Some(value) => object.insert(self.key.clone(), value.clone()),
                    None => object.remove(&self.key),
                };
            }
            Value::Array(list) => {
                let at: usize = self.key.parse().unwrap();
                match &self.value {
                    Some(value) => list[at] = value.clone(),
                    None => drop(list.remove(at)),
                }
            }
            _ => panic!("{} has nothing in it", self.pointer),
        }
        files
    }

    fn kind(&self) -> String {
        let value = match &self.value {
            Some(Value::String(text)) if text.ends_with(ADDED) => "another text".to_owned(),
            Some(value) => value.to_string(),
            None => "removed".to_owned(),
        };
        format!("{}: {value}", self.keyword)
    }
}

/// What a text becomes, or has behind it.
const ADDED: &str = "Other";

/// Looks for edits in a file, along its schema.
struct Search<'a> {
    root: &'a Value,
    golden: usize,
    file: &'a str,
    edits: &'a mut Vec<Edit>,
    counts: BTreeMap<String, usize>,
}

impl<'a> Search<'a> {
    /// A schema without the references and alternatives around it; of several alternatives, the one that
    /// the value fits.
    fn resolve(&self, schema: &'a Value, name: &mut String, value: Option<&Value>) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let definition = reference.trim_start_matches("#/$defs/");
            definition.clone_into(name);
            return self.resolve(&self.root["$defs"][definition], name, value);
        }
        let alternatives = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
        let Some(alternatives) = alternatives.filter(|all| all[0]["const"].is_null()) else {
            return schema;
        };
        let fits = alternatives.iter().find(|schema| {
            let mut of = String::new();
            let schema = self.resolve(schema, &mut of, value);
            match (value, schema["type"].as_str()) {
                (Some(Value::Object(object)), Some("object")) => {
                    let known = schema["properties"].as_object();
                    known.is_some_and(|known| object.keys().all(|key| known.contains_key(key)))
                }
                (Some(Value::Array(_)), Some("array")) => true,
                (Some(Value::Bool(_)), Some("boolean")) => true,
                (Some(Value::Number(_)), Some("integer" | "number")) => true,
                (Some(Value::String(_)), ty) => {
                    ty == Some("string") || !schema["oneOf"].is_null() || !schema["enum"].is_null()
                }
                (None, ty) => ty != Some("null"),
                _ => false,
            }
        });
        fits.map_or(schema, |schema| self.resolve(schema, name, value))
    }

    fn push(&mut self, pointer: &str, keyword: &str, key: &str, value: Option<Value>) {
        let mut edit = Edit {
            golden: self.golden,
            file: self.file.to_owned(),
            pointer: pointer.to_owned(),
            keyword: keyword.to_owned(),
            key: key.to_owned(),
            value,
            nth: 0,
        };
        let count = self.counts.entry(edit.kind()).or_default();
        edit.nth = *count;
        *count += 1;
        self.edits.push(edit);
    }

    /// The other values of a schema.
    fn others(schema: &Value, value: Option<&Value>) -> Vec<Value> {
        let constants = schema["oneOf"].as_array().into_iter().flatten();
        let constants = constants.map(|it| &it["const"]);
        let listed = schema["enum"].as_array().into_iter().flatten();
        let all: Vec<&Value> = constants.chain(listed).filter(|it| !it.is_null()).collect();
        if !all.is_empty() {
            return all
                .into_iter()
                .filter(|it| Some(*it) != value)
                .cloned()
                .collect();
        }
        let is = |name: &str| match &schema["type"] {
            Value::String(ty) => ty == name,
            Value::Array(all) => all.iter().any(|ty| ty == name),
            _ => false,
        };
        match value {
            Some(Value::Bool(flag)) => vec![json!(!flag)],
            Some(Value::String(text)) => vec![json!(format!("{text}{ADDED}"))],
            Some(Value::Number(number)) => vec![json!(number.as_i64().unwrap_or(0) + 1)],
            None if is("boolean") => vec![json!(true)],
            None if is("string") => vec![json!(ADDED)],
            None if is("number") || is("integer") => vec![json!(7)],
            _ => Vec::new(),
        }
    }

    /// The edits of a value and of what is in it.
    fn walk(&mut self, schema: &'a Value, value: &Value, pointer: &str, keyword: &str) {
        let mut name = keyword.to_owned();
        let schema = self.resolve(schema, &mut name, Some(value));
        match value {
            Value::Object(object) => {
                let properties = schema["properties"].as_object();
                for (key, of) in properties.into_iter().flatten() {
                    let keyword = format!("{name}.{key}");
                    self.member(pointer, &keyword, key, (of, object.get(key)));
                }
                if properties.is_none() {
                    for (key, value) in object {
                        let of = &schema["additionalProperties"];
                        self.push(pointer, keyword, key, None);
                        self.walk(of, value, &join(pointer, key), keyword);
                    }
                }
            }
            Value::Array(list) => {
                for (at, value) in list.iter().enumerate() {
                    let key = at.to_string();
                    self.push(pointer, keyword, &key, None);
                    let mut name = keyword.to_owned();
                    let of = self.resolve(&schema["items"], &mut name, Some(value));
                    for other in Self::others(of, Some(value)) {
                        self.push(pointer, keyword, &key, Some(other));
                    }
                    self.walk(&schema["items"], value, &join(pointer, &key), keyword);
                }
            }
            _ => {}
        }
    }

    fn member(
        &mut self,
        pointer: &str,
        keyword: &str,
        key: &str,
        (schema, value): (&'a Value, Option<&Value>),
    ) {
        let mut name = keyword.to_owned();
        let resolved = self.resolve(schema, &mut name, value);
        for other in Self::others(resolved, value) {
            self.push(pointer, keyword, key, Some(other));
        }
        if value.is_none() {
            let samples = ADDITIONS.iter().filter(|(name, _)| *name == keyword);
            for (_, sample) in samples {
                let sample = serde_json::from_str(sample).unwrap();
                self.push(pointer, keyword, key, Some(sample));
            }
        }
        if let Some(value) = value {
            self.push(pointer, keyword, key, None);
            self.walk(schema, value, &join(pointer, key), keyword);
        }
    }
}

fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn tests() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The specs of the goldens.
fn goldens() -> Vec<(String, Files)> {
    let folder = fs::read_dir(tests().join("fixtures/spec")).unwrap();
    let mut folders: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let files = fs::read_dir(&folder).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (
                name,
                serde_json::from_slice(&fs::read(path).unwrap()).unwrap(),
            )
        });
        let name = folder.file_name().unwrap().to_str().unwrap();
        (name.to_owned(), files.collect())
    };
    folders.into_iter().map(read).collect()
}

/// A spec and its code without docs; `None` where it is none that can be generated.
fn generated(files: &Files) -> Option<(ServiceSpec, String)> {
    let files = files.iter();
    let files = files.map(|(name, value)| (name.clone(), value.to_string().into_bytes()));
    let spec = load_from("spec/golden", &files.collect()).then(|spec| Ok(spec.clone()));
    let spec = spec.ok()?;
    let files = shapewright::generate(&spec).ok()?.0;
    let mut code = String::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        code.push_str(path);
        let is_code = |line: &&str| {
            let line = line.trim_start();
            !line.starts_with("//") && !line.starts_with("#[deprecated")
        };
        let lines = text.lines().filter(is_code);
        lines.for_each(|line| code.push_str(line));
    }
    Some((spec, code))
}

fn every_schema() -> Vec<(String, Value)> {
    let schemas = schemas().unwrap().0.into_iter();
    let parsed = |(name, text): (String, String)| {
        let kind = name.split('.').next().unwrap().to_owned();
        (kind, serde_json::from_str(&text).unwrap())
    };
    schemas.map(parsed).collect()
}

fn edits(goldens: &[(String, Files)], schemas: &[(String, Value)]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (golden, (_, files)) in goldens.iter().enumerate() {
        let mut counts = BTreeMap::new();
        for (file, value) in files {
            let kind = match file.as_str() {
                "service.json" => "service",
                "shapes.json" => "shapes",
                _ => "operation",
            };
            let (_, root) = schemas.iter().find(|(name, _)| name == kind).unwrap();
            let mut search = Search {
                root,
                golden,
                file,
                edits: &mut edits,
                counts: std::mem::take(&mut counts),
            };
            search.walk(root, value, "", root["title"].as_str().unwrap());
            counts = search.counts;
        }
    }
    // One of each golden first.
    edits.sort_by_key(|edit| (edit.nth, edit.golden));
    edits
}

/// Every keyword of the schemas, with what it is one of.
fn keywords(schemas: &[(String, Value)]) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (_, root) in schemas {
        let definitions = root["$defs"].as_object().into_iter().flatten();
        let definitions = definitions.map(|(name, schema)| (name.as_str(), schema));
        let title = root["title"].as_str().unwrap();
        for (name, schema) in definitions.chain([(title, root)]) {
            let properties = schema["properties"].as_object();
            let keys = properties.into_iter().flat_map(Map::keys);
            all.extend(keys.map(|key| format!("{name}.{key}")));
        }
    }
    all
}

/// Whether any change stands for code that is another.
fn is_said(changes: &[&Change]) -> bool {
    changes.iter().any(|change| {
        change.rust > Class::Compatible
            || change.wire > Class::Compatible
            || change.bump > Bump::Patch
            || SHOWN.contains(&change.why)
    })
}

#[test]
fn what_reaches_the_code_is_said() {
    let (mut goldens, schemas) = (goldens(), every_schema());
    let (_, files) = goldens
        .iter_mut()
        .find(|(name, _)| name == HOSTS.0)
        .unwrap();
    files.get_mut("service.json").unwrap()["operationHosts"] =
        serde_json::from_str(HOSTS.1).unwrap();
    let made: Vec<_> = goldens
        .iter()
        .map(|(_, files)| generated(files).unwrap())
        .collect();
    let mut seen: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let mut edited = BTreeSet::new();
    let mut unsaid = Vec::new();
    for edit in edits(&goldens, &schemas) {
        let (tried, changed) = match seen.entry(edit.kind()).or_default() {
            [tried, changed] if *tried < TRIED && *changed < ENOUGH => (tried, changed),
            _ => continue,
        };
        let (name, files) = &goldens[edit.golden];
        *tried += 1;
        edited.insert(edit.keyword.clone());
        let Some((new, new_code)) = generated(&edit.of(files)) else {
            continue;
        };
        let (old, old_code) = &made[edit.golden];
        if *old_code == new_code || SILENT.contains(&edit.key.as_str()) {
            continue;
        }
        *changed += 1;
        let diff = diff(old, &new).unwrap();
        let changes: Vec<&Change> = diff.api.iter().chain(&diff.rust).collect();
        if !is_said(&changes) {
            let said: Vec<&str> = changes.iter().map(|change| change.why).collect();
            let place = format!("{name}/{}{}", edit.file, join(&edit.pointer, &edit.key));
            unsaid.push(format!("{place}: {}: {said:?}", edit.kind()));
        }
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
    let known = keywords(&schemas);
    let untried: Vec<_> = known.difference(&edited).collect();
    assert!(untried.is_empty(), "no golden has them: {untried:#?}");
}
