//! What stands between the braces: names and the calls of the three helpers.

use super::Reader;
use crate::{
    Sentence,
    template::{
        format::DateFormat,
        program::{Base, Expr, Path},
    },
};
use handlebars::{
    Path as Written, PathSeg,
    template::{HelperTemplate, Parameter, TemplateElement},
};
use serde_json::Value;

/// The name outside loops whose value this is, unless something stands in for it.
pub(super) fn root_of(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Value(Path { base: Base::Root(root), .. }) => Some(*root),
        Expr::Date(inner, _) | Expr::Number(inner, _) => root_of(inner),
        Expr::Value(_) | Expr::Literal(_) | Expr::Default(..) => None,
    }
}

impl Reader {
    /// `{{name}}`, `{{helper name}}`.
    pub(super) fn shown(&mut self, call: &HelperTemplate) -> Option<Expr> {
        if call.params.is_empty() && call.hash.is_empty() { self.parameter(&call.name) } else { self.call(call) }
    }

    pub(super) fn parameter(&mut self, parameter: &Parameter) -> Option<Expr> {
        match parameter {
            Parameter::Path(path) => self.path(path).map(Expr::Value),
            Parameter::Literal(Value::Array(_) | Value::Object(_)) => {
                self.refuse((
                    "a list or an object cannot be written in a template; name a column instead",
                    "템플릿에는 목록이나 객체를 직접 쓸 수 없습니다. 대신 열 이름을 쓰세요",
                ));
                None
            }
            Parameter::Literal(value) => Some(Expr::Literal(value.clone())),
            Parameter::Subexpression(inner) => match inner.as_element() {
                TemplateElement::Expression(call) => self.shown(call),
                _ => None,
            },
            // the crate's enum is non-exhaustive; a bare name only ever names a helper
            _ => {
                self.refuse(("this is not a name; write ‘{{Name}}’", "이름이 아닙니다. ‘{{Name}}’처럼 쓰세요"));
                None
            }
        }
    }

    fn call(&mut self, call: &HelperTemplate) -> Option<Expr> {
        let name = call.name.as_name().unwrap_or_default();
        if !call.hash.is_empty() {
            self.refuse((
                format!("‘{name}’ takes no options such as ‘key=value’; remove them"),
                format!("‘{name}’ 헬퍼에는 ‘key=value’ 같은 옵션을 쓸 수 없습니다. 삭제하세요"),
            ));
            return None;
        }
        match (name, call.params.as_slice()) {
            ("default", [value, instead]) => {
                let value = self.optional(value)?;
                Some(Expr::Default(Box::new(value), Box::new(self.parameter(instead)?)))
            }
            ("date", [value]) => Some(Expr::Date(Box::new(self.parameter(value)?), None)),
            ("date", [value, format]) => {
                let format = self.date_format(format)?;
                Some(Expr::Date(Box::new(self.parameter(value)?), Some(format)))
            }
            ("number", [value]) => Some(Expr::Number(Box::new(self.parameter(value)?), None)),
            ("number", [value, digits]) => {
                let digits = self.digits(digits)?;
                Some(Expr::Number(Box::new(self.parameter(value)?), Some(digits)))
            }
            _ => {
                self.refuse_call(name);
                None
            }
        }
    }

    fn refuse_call(&mut self, name: &str) {
        self.refuse(match name {
            "default" => Sentence::new(
                "‘default’ takes a name and what to show instead: ‘{{default Name \"customer\"}}’",
                "‘default’에는 이름과 대신 표시할 내용을 쓰세요. 예: ‘{{default Name \"고객\"}}’",
            ),
            "date" => Sentence::new(
                "‘date’ takes a name and at most a format: ‘{{date LastOrder \"%Y-%m-%d\"}}’",
                "‘date’에는 이름을 쓰고, 필요하면 형식을 덧붙이세요. 예: ‘{{date LastOrder \"%Y-%m-%d\"}}’",
            ),
            "number" => Sentence::new(
                "‘number’ takes a name and at most a count of digits: ‘{{number Price 2}}’",
                "‘number’에는 이름을 쓰고, 필요하면 소수 자릿수를 덧붙이세요. 예: ‘{{number Price 2}}’",
            ),
            _ => Sentence::new(
                format!(
                    "there is no helper ‘{name}’; the helpers are default, date and number. \
                     A name with spaces is written in brackets: ‘{{{{[{name} …]}}}}’"
                ),
                format!(
                    "‘{name}’ 헬퍼는 없습니다. 사용할 수 있는 헬퍼는 default, date, number입니다. \
                     공백이 있는 이름은 대괄호로 감싸세요. 예: ‘{{{{[{name} …]}}}}’"
                ),
            ),
        });
    }

    fn date_format(&mut self, parameter: &Parameter) -> Option<DateFormat> {
        let format = match parameter {
            Parameter::Literal(Value::String(text)) => DateFormat::parse(text),
            _ => None,
        };
        if format.is_none() {
            self.refuse((
                "a date's format is \"ko\", \"en\", \"iso\" or made of signs such as %Y (year), %-m (month) and %-d (day)",
                "날짜 형식은 \"ko\", \"en\", \"iso\" 중 하나로 쓰거나 %Y(연), %-m(월), %-d(일) 같은 기호로 쓰세요",
            ));
        }
        format
    }

    fn digits(&mut self, parameter: &Parameter) -> Option<usize> {
        let digits = match parameter {
            Parameter::Literal(Value::Number(digits)) => digits.as_u64().filter(|digits| *digits <= 9),
            _ => None,
        };
        if digits.is_none() {
            self.refuse((
                "the count of digits is a number from 0 to 9: ‘{{number Price 2}}’",
                "소수 자릿수는 0부터 9까지의 숫자로 쓰세요. 예: ‘{{number Price 2}}’",
            ));
        }
        digits.and_then(|digits| usize::try_from(digits).ok())
    }

    fn path(&mut self, written: &Written) -> Option<Path> {
        match written {
            Written::Local((0, name, _)) => self.local(name),
            Written::Local((_, _, raw)) => {
                self.refuse((
                    format!("‘{raw}’ asks for a place in an outer loop, which is not known; remove it"),
                    format!("‘{raw}’ 변수가 가리키는 바깥 반복 블록의 순서는 알 수 없습니다. 삭제하세요"),
                ));
                None
            }
            Written::Relative((segments, raw)) => self.relative(segments, raw),
        }
    }

    fn local(&mut self, name: &str) -> Option<Path> {
        let base = match name {
            "index" => Base::Index,
            "first" => Base::First,
            "last" => Base::Last,
            "key" => Base::Key,
            _ => {
                self.refuse((
                    format!("there is no ‘@{name}’; inside #each there are @index, @first, @last and @key"),
                    format!("‘@{name}’ 변수는 없습니다. #each 안에서는 @index, @first, @last, @key를 쓸 수 있습니다"),
                ));
                return None;
            }
        };
        if self.loops == 0 {
            self.refuse((
                format!("‘@{name}’ is known only inside ‘{{{{#each}}}}’"),
                format!("‘@{name}’ 변수는 ‘{{{{#each}}}}’ 안에서만 쓸 수 있습니다"),
            ));
            return None;
        }
        Some(Path { base, keys: Vec::new() })
    }

    fn relative(&mut self, segments: &[PathSeg], raw: &str) -> Option<Path> {
        let mut keys = names(segments);
        let outwards = ups(raw);
        if outwards > self.loops {
            self.refuse((
                format!("‘{raw}’ leads out of the template; ‘../’ is for inside ‘{{{{#each}}}}’"),
                format!("‘{raw}’ 경로가 템플릿 바깥을 가리킵니다. ‘../’는 ‘{{{{#each}}}}’ 안에서만 쓰세요"),
            ));
            return None;
        }
        if outwards < self.loops && !raw.starts_with("@root") {
            return Some(Path { base: Base::Element(outwards), keys });
        }
        if keys.is_empty() {
            self.refuse(("‘this’ is known only inside ‘{{#each}}’", "‘this’는 ‘{{#each}}’ 안에서만 쓸 수 있습니다"));
            return None;
        }
        let name = keys.remove(0);
        Some(Path { base: Base::Root(self.root(name)), keys })
    }

    fn root(&mut self, name: String) -> usize {
        if self.excused == 0 && !self.guarded.contains(&name) {
            self.required.insert(name.clone());
        }
        if let Some(known) = self.roots.iter().position(|root| *root == name) {
            return known;
        }
        self.roots.push(name);
        self.roots.len() - 1
    }
}

fn names(segments: &[PathSeg]) -> Vec<String> {
    let name = |segment: &PathSeg| match segment {
        PathSeg::Named(name) => Some(name.clone()),
        _ => None,
    };
    segments.iter().filter_map(name).collect()
}

/// How many loops outwards a path leads: `../../x` leads two.
fn ups(raw: &str) -> usize {
    let path = raw.trim_start_matches("./").trim_start_matches("this/").trim_start_matches("this.");
    let mut rest = path;
    let mut count = 0;
    while let Some(inner) = rest.strip_prefix("../").or_else(|| rest.strip_prefix("...")) {
        count += 1;
        rest = inner;
    }
    count
}
