//! The text of AWS's shared files, read as the AWS CLI reads it: by the rules of Python's `configparser`,
//! with blocks of indented properties on top.
//!
//! <https://docs.python.org/3/library/configparser.html#supported-ini-file-structure>

use super::sorted_map::SortedMap;

/// The sections of a file in their order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Ini {
    pub(crate) sections: Vec<(String, Properties)>,
}

/// Values by name; names are in small letters.
pub(crate) type Properties = SortedMap<String, Value>;

/// The value of a property.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Value {
    Text(String),
    /// Properties that are indented below their name, as in `s3 =`.
    Block(SortedMap<String, String>),
}

/// A line that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct IniError {
    pub(crate) line: usize,
    pub(crate) problem: &'static str,
}

/// Its properties are those of every section that does not set them.
const DEFAULTS: &str = "DEFAULT";

/// A value under construction, line by line, and where it begins.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    begins: usize,
}

#[derive(Default)]
struct Parser {
    sections: Vec<(String, SortedMap<String, Lines>)>,
    defaults: SortedMap<String, Lines>,
    /// Where properties go; `None` before the first section.
    current: Option<Target>,
    /// The property that deeper lines continue.
    property: Option<String>,
    indent: usize,
    /// The first line that is nothing, which fails when all have been read.
    bad_line: Option<IniError>,
}

#[derive(Clone, Copy)]
enum Target {
    Defaults,
    Section(usize),
}

impl Ini {
    /// Reads a file.
    pub(crate) fn parse(text: &str) -> Result<Self, IniError> {
        let mut parser = Parser::default();
        for (index, line) in lines(text).enumerate() {
            parser.line(index + 1, line)?;
        }
        parser.finish()
    }
}

impl Parser {
    fn line(&mut self, number: usize, line: &str) -> Result<(), IniError> {
        let content = line.trim_matches(is_space);
        if content.starts_with(['#', ';']) {
            return Ok(());
        }
        if content.is_empty() {
            if let Some(lines) = self.open() {
                lines.push(String::new());
            }
            return Ok(());
        }
        let indent = line.chars().take_while(|c| is_space(*c)).count();
        if indent > self.indent
            && let Some(lines) = self.open()
        {
            lines.push(content.to_owned());
            return Ok(());
        }
        self.indent = indent;
        let problem = |problem| IniError {
            line: number,
            problem,
        };
        if let Some(name) = header(content) {
            return self.section(name).map_err(problem);
        }
        let Some(target) = self.current else {
            return Err(problem("a property before the first section"));
        };
        match property(content) {
            Some((name, value)) => self.set(target, name, value, number).map_err(problem),
            None => {
                self.bad_line
                    .get_or_insert(problem("a property needs a `=`"));
                Ok(())
            }
        }
    }

    /// The lines of the value that this line may continue.
    fn open(&mut self) -> Option<&mut Vec<String>> {
        let name = self.property.as_ref()?;
        let properties = match self.current? {
            Target::Defaults => &mut self.defaults,
            Target::Section(index) => &mut self.sections.get_mut(index)?.1,
        };
        Some(&mut properties.get_mut(name)?.lines)
    }

    fn section(&mut self, name: &str) -> Result<(), &'static str> {
        self.property = None;
        if name == DEFAULTS {
            self.current = Some(Target::Defaults);
            return Ok(());
        }
        if self.sections.iter().any(|(known, _)| known == name) {
            return Err("there is a section of this name already");
        }
        self.current = Some(Target::Section(self.sections.len()));
        self.sections.push((name.to_owned(), SortedMap::new()));
        Ok(())
    }

    fn set(
        &mut self,
        target: Target,
        name: &str,
        value: &str,
        number: usize,
    ) -> Result<(), &'static str> {
        let name = name.to_lowercase();
        let properties = match target {
            Target::Defaults => Some(&mut self.defaults),
            Target::Section(index) => self.sections.get_mut(index).map(|(_, own)| own),
        };
        if let Some(properties) = properties {
            let lines = Lines {
                lines: vec![value.to_owned()],
                begins: number,
            };
            if properties.insert(name.clone(), lines).is_some() {
                return Err("the section has a property of this name already");
            }
        }
        self.property = Some(name);
        Ok(())
    }

    fn finish(self) -> Result<Ini, IniError> {
        if let Some(error) = self.bad_line {
            return Err(error);
        }
        let mut defaults = Properties::new();
        for (name, lines) in self.defaults {
            defaults.insert(name, lines.value()?);
        }
        let mut sections = Vec::with_capacity(self.sections.len());
        for (section, properties) in self.sections {
            let mut values = defaults.clone();
            for (name, lines) in properties {
                values.insert(name, lines.value()?);
            }
            sections.push((section, values));
        }
        Ok(Ini { sections })
    }
}

impl Lines {
    /// The value; one whose first line is empty is a block.
    fn value(self) -> Result<Value, IniError> {
        let joined = self.lines.join("\n");
        let text = joined.trim_end_matches(is_space);
        if !text.starts_with('\n') {
            return Ok(Value::Text(text.to_owned()));
        }
        let mut block = SortedMap::new();
        let lines = text.split(is_line_break).map(|l| l.trim_matches(is_space));
        for line in lines.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once('=').ok_or(IniError {
                line: self.begins,
                problem: "an indented property needs a `=`",
            })?;
            block.insert(
                name.trim_matches(is_space).to_owned(),
                value.trim_matches(is_space).to_owned(),
            );
        }
        Ok(Value::Block(block))
    }
}

/// The name between the first and the last bracket; whatever follows is a remark.
fn header(content: &str) -> Option<&str> {
    let (name, _) = content.strip_prefix('[')?.rsplit_once(']')?;
    Some(name).filter(|name| !name.is_empty())
}

/// Name and value, around the first `=` or `:`.
fn property(content: &str) -> Option<(&str, &str)> {
    let (name, value) = content.split_once(['=', ':'])?;
    let name = name.trim_end_matches(is_space);
    (!name.is_empty()).then(|| (name, value.trim_matches(is_space)))
}

/// The lines of a file, however they end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').flat_map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        line.split('\r')
    })
}

/// What Python takes for white space: that of Unicode, and four separators of ASCII.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Where Python ends a line within a value.
fn is_line_break(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each section as `[name] property=value`, a block as `{a=b}`.
    fn read(text: &str) -> Result<String, usize> {
        let ini = Ini::parse(text).map_err(|error| error.line)?;
        let shown = ini.sections.iter().map(|(name, properties)| {
            let properties = properties.iter().map(|(name, value)| match value {
                Value::Text(text) => format!(" {name}={text}"),
                Value::Block(block) => {
                    let block = block.iter().map(|(name, value)| format!("{name}={value}"));
                    format!(" {name}={{{}}}", block.collect::<Vec<_>>().join(","))
                }
            });
            format!("[{name}]{}", properties.collect::<String>())
        });
        Ok(shown.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn properties_may_be_indented_and_have_either_delimiter() {
        for text in [
            "[a]\nx = 1\ny: 2\n",
            "[a]\n  x = 1\n  y = 2\n",
            "[a]\n\tX:1\n\tY\t=\t2\n",
            "[a]\r\n    x=1\r\n  y=2\r\n",
            "[a]\rx=1\ry=2\r",
            "  [a]\n  x = 1\n# comment\n\n  ; another\n  y = 2",
        ] {
            assert_eq!(read(text).as_deref(), Ok("[a] x=1 y=2"), "{text:?}");
        }
    }

    #[test]
    fn deeper_lines_continue_a_value() {
        assert_eq!(read("[a]\nx = 1\n  y = 2\n"), Ok("[a] x=1\ny = 2".into()));
        assert_eq!(read("[a]\nx = 1\n\n  2\n\n"), Ok("[a] x=1\n\n2".into()));
        assert_eq!(
            read("[a]\n x = 1\n  [b]\ny = 2\n"),
            Ok("[a] x=1\n[b] y=2".into())
        );
        let block = "[a]\ns3 =\n  x = 1\n# comment\n  y = 2\nz = 3\n";
        assert_eq!(read(block), Ok("[a] s3={x=1,y=2} z=3".into()));
        assert_eq!(read("[a]\ns3 =\n  word\n"), Err(2));
        assert_eq!(read("[a]\ns3 =\n\nx = 1\n"), Ok("[a] s3= x=1".into()));
    }

    #[test]
    fn what_follows_a_header_is_no_part_of_it() {
        assert_eq!(read("[a] # c\nx=1\n"), Ok("[a] x=1".into()));
        assert_eq!(read("[a];c\nx=1\n"), Ok("[a] x=1".into()));
        assert_eq!(read("[a] b ] c\nx=1\n"), Ok("[a] b ] x=1".into()));
        assert_eq!(read("[ a ]\n"), Ok("[ a ]".into()));
    }

    #[test]
    fn comments_begin_lines_alone() {
        assert_eq!(read("[a]\nx = 1 # 2\n"), Ok("[a] x=1 # 2".into()));
        assert_eq!(read("[a]\nx = a=b:c\n"), Ok("[a] x=a=b:c".into()));
    }

    #[test]
    fn defaults_are_of_every_section() {
        let text = "[a]\nx = 1\n[DEFAULT]\nx = 2\ny = 3\n[b]\n[DEFAULT]\nz = 4\n";
        assert_eq!(read(text), Ok("[a] x=1 y=3 z=4 [b] x=2 y=3 z=4".into()));
    }

    #[test]
    fn bad_lines_are_named() {
        for (text, line) in [
            ("x = 1\n", 1),
            ("[a\n", 1),
            ("[a]\n\njunk\nx = 1\n", 3),
            ("[a]\n = 1\n", 2),
            ("[a]\nx=1\nX=2\n", 3),
            ("[a]\n[b]\n[a]\n", 3),
            ("\u{feff}[a]\n", 1),
        ] {
            assert_eq!(read(text), Err(line), "{text:?}");
        }
    }
}
