//! Where functions begin and end. The format that rustfmt keeps makes it easy: a function ends at the first line
//! that closes at its own indentation.

const QUALIFIERS: [&str; 7] = ["pub", "async", "const", "unsafe", "extern", "\"C\"", "default"];

pub struct Function {
    pub name: String,
    /// Of `fn`, from 1.
    pub line: usize,
    /// From the line with `fn` to the one that closes it.
    text: Vec<String>,
    attributes: Vec<String>,
}

impl Function {
    pub fn lines(&self) -> usize {
        self.text.len()
    }

    /// What stands between the braces, line by line.
    pub fn body(&self) -> impl Iterator<Item = &str> {
        let inside = self.text.iter().skip_while(|line| !line.ends_with('{')).skip(1);
        inside.map(|line| line.trim()).filter(|line| !line.starts_with("//"))
    }

    /// `server` for `#[server]` and `#[server(…)]`.
    pub fn has_attribute(&self, name: &str) -> bool {
        let (plain, with) = (format!("#[{name}]"), format!("#[{name}("));
        self.attributes.iter().any(|attribute| *attribute == plain || attribute.starts_with(&with))
    }
}

/// All of a source, those inside others too.
pub fn functions(source: &str) -> Vec<Function> {
    let lines: Vec<&str> = source.lines().collect();
    let begins = |n: &usize| name(lines[*n]).is_some();
    (0..lines.len()).filter(begins).map(|n| function(&lines, n)).collect()
}

fn function(lines: &[&str], at: usize) -> Function {
    let length = lines[at..].iter().position(|line| ends(lines[at], line)).map_or(lines.len() - at, |n| n + 1);
    let above = lines[..at].iter().rev().take_while(|line| is_attribute_or_doc(line.trim()));
    Function {
        name: name(lines[at]).unwrap_or_default().to_owned(),
        line: at + 1,
        text: lines[at..at + length].iter().map(|line| (*line).to_owned()).collect(),
        attributes: above.map(|line| line.trim().to_owned()).collect(),
    }
}

/// The name in a line that declares a function.
fn name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_qualifier = |word: &str| QUALIFIERS.contains(&word.split('(').next().unwrap_or(word));
    let stands_alone = before.is_empty() || before.ends_with(' ');
    let name = after.split(['(', '<']).next().filter(|name| is_name(name))?;
    (stands_alone && before.split_whitespace().all(is_qualifier)).then_some(name)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Whether `line` ends the function that `first` begins; they may be the same.
fn ends(first: &str, line: &str) -> bool {
    let (text, closes) = (line.trim_start(), line.ends_with('}') || line.ends_with(';'));
    let at_its_indentation = indentation(line) == indentation(first);
    at_its_indentation && closes && (line == first || text.starts_with(['}', ')']))
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_attribute_or_doc(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with("///")
}

#[cfg(test)]
mod tests {
    use super::functions;

    fn long(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    fn measured(source: &str) -> Vec<(String, usize, usize)> {
        functions(source).into_iter().map(|f| (f.name.clone(), f.line, f.lines())).collect()
    }

    #[test]
    fn a_function_is_as_long_as_from_its_first_line_to_its_brace() {
        for lines in [3, 70, 71] {
            assert_eq!(measured(&long(lines)), [("long".to_owned(), 1, lines)]);
        }
    }

    #[test]
    fn functions_are_found_wherever_they_stand() {
        let source = "impl A {\n    pub(crate) async fn one(&self) -> u8 {\n        if x {\n            y\n        }\n    }\n\n\
                      \x20   const fn two() -> u8 { 2 }\n}\n\ntrait B {\n    fn three(\n        &self,\n    ) -> u8;\n}\n";
        let expected = [("one", 2, 5), ("two", 8, 1), ("three", 12, 3)];
        assert_eq!(measured(source), expected.map(|(name, line, lines)| (name.to_owned(), line, lines)));
    }

    #[test]
    fn what_only_mentions_functions_is_none() {
        for line in ["let of: fn(&A) -> u8 = f;", "// the fn main of it", "struct A<F: Fn()>(F);", "let often = 1;"] {
            assert!(measured(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn attributes_and_the_first_line_of_the_body_are_known() {
        let source = "/// Says.\n#[server]\npub async fn list(\n    #[server(default)] shown: Shown,\n) -> u8 {\n    // who\n    \
                      signed_in().await?;\n    1\n}\n\npub async fn other() {\n    all()\n}\n";
        let found = functions(source);
        assert_eq!(found[0].body().next(), Some("signed_in().await?;"));
        assert!(found[0].has_attribute("server") && !found[1].has_attribute("server"));
    }
}
