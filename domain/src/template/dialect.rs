//! From the syntax tree of the `handlebars` crate to our own, refusing what the dialect does not have.

mod expressions;
mod syntax;

use super::{
    Language, Problem, Template, clean,
    program::{Expr, LiteralId, Node},
};
use crate::Sentence;
use expressions::root_of;
use handlebars::template::{HelperTemplate, Parameter, Template as Tree, TemplateElement as Element};
use std::collections::BTreeSet;
pub(super) use syntax::check_size;

/// Whether `{{{value}}}` may put a value into HTML as it is. Only for templates an admin wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unescaped {
    Refused,
    Allowed,
}

pub(super) fn read(source: &str, unescaped: Unescaped) -> Result<Template, Vec<Problem>> {
    let tree = syntax::parse(source)?;
    let mut reader = Reader::new(unescaped);
    let nodes = reader.nodes(&tree, (1, 1));
    if reader.problems.is_empty() { Ok(reader.into_template(nodes)) } else { Err(reader.problems) }
}

struct Reader {
    unescaped: Unescaped,
    literals: Vec<String>,
    roots: Vec<String>,
    required: BTreeSet<String>,
    problems: Vec<Problem>,
    /// Loops around the present place.
    loops: usize,
    /// `default` and block tests around the present name: a missing value is expected there.
    excused: usize,
    /// Names known to have a value here, by an `#if` around it.
    guarded: Vec<String>,
    speaks_languages: bool,
    /// Line and column of the present placeholder.
    place: (usize, usize),
}

impl Reader {
    fn new(unescaped: Unescaped) -> Self {
        Self {
            unescaped,
            literals: Vec::new(),
            roots: Vec::new(),
            required: BTreeSet::new(),
            problems: Vec::new(),
            loops: 0,
            excused: 0,
            guarded: Vec::new(),
            speaks_languages: false,
            place: (1, 1),
        }
    }

    fn into_template(self, nodes: Vec<Node>) -> Template {
        Template {
            nodes,
            literals: self.literals,
            roots: self.roots,
            required: self.required.into_iter().collect(),
            speaks_languages: self.speaks_languages,
        }
    }

    fn refuse(&mut self, text: impl Into<Sentence>) {
        self.problems.push(Problem::at(self.place, text));
    }

    fn nodes(&mut self, tree: &Tree, around: (usize, usize)) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(tree.elements.len());
        for (index, element) in tree.elements.iter().enumerate() {
            self.place = tree.mapping.get(index).map_or(around, |place| (place.0, place.1));
            nodes.extend(self.node(element));
        }
        nodes
    }

    fn branch(&mut self, tree: Option<&Tree>) -> Vec<Node> {
        let place = self.place;
        tree.map_or_else(Vec::new, |tree| self.nodes(tree, place))
    }

    fn node(&mut self, element: &Element) -> Option<Node> {
        match element {
            Element::RawString(text) => self.literal(text),
            Element::Expression(call) => Some(Node::Show(self.shown(call)?, Unescaped::Refused)),
            Element::HtmlExpression(call) => self.unescaped(call),
            Element::HelperBlock(call) => self.block(call),
            Element::Comment(_) => None,
            Element::DecoratorExpression(_) | Element::DecoratorBlock(_) => {
                self.refuse((
                    "‘{{* }}’ is not part of the template language; remove it",
                    "‘{{* }}’는 템플릿 언어에 없는 문법입니다. 삭제하세요",
                ));
                None
            }
            Element::PartialExpression(_) | Element::PartialBlock(_) => {
                self.refuse((
                    "a template cannot include another one by ‘{{> }}’; copy its text here",
                    "‘{{> }}’로 다른 템플릿을 불러올 수 없습니다. 해당 내용을 여기에 복사해 넣으세요",
                ));
                None
            }
            // the crate's enum is non-exhaustive
            _ => {
                self.refuse((
                    "this kind of placeholder is not part of the template language; remove it",
                    "템플릿 언어에 없는 문법입니다. 삭제하세요",
                ));
                None
            }
        }
    }

    fn literal(&mut self, text: &str) -> Option<Node> {
        (!text.is_empty()).then(|| {
            self.literals.push(clean(text).into_owned());
            Node::Literal(LiteralId(self.literals.len() - 1))
        })
    }

    fn unescaped(&mut self, call: &HelperTemplate) -> Option<Node> {
        match self.unescaped {
            Unescaped::Allowed => Some(Node::Show(self.shown(call)?, Unescaped::Allowed)),
            Unescaped::Refused => {
                self.refuse((
                    "‘{{{ }}}’ would put a value into the HTML as it is; write it with two braces",
                    "‘{{{ }}}’를 쓰면 값이 HTML에 그대로 들어갑니다. 중괄호를 두 개만 쓰세요",
                ));
                None
            }
        }
    }

    fn block(&mut self, call: &HelperTemplate) -> Option<Node> {
        if call.block_param.is_some() {
            self.refuse((
                "‘as | |’ is not part of the template language; write ‘this.name’ inside the loop",
                "‘as | |’는 템플릿 언어에 없는 문법입니다. 반복 블록 안에서 ‘this.name’처럼 쓰세요",
            ));
            return None;
        }
        match call.name.as_name().unwrap_or_default() {
            "if" => self.condition(call),
            "unless" => self.negation(call),
            "each" => self.each(call),
            "ko" => self.language(Language::Korean, call),
            "en" => self.language(Language::English, call),
            other => {
                self.refuse((
                    format!("there is no block ‘{{{{#{other}}}}}’; the blocks are #if, #unless, #each, #ko and #en"),
                    format!(
                        "‘{{{{#{other}}}}}’ 블록은 없습니다. 사용할 수 있는 블록은 #if, #unless, #each, #ko, #en입니다"
                    ),
                ));
                None
            }
        }
    }

    fn condition(&mut self, call: &HelperTemplate) -> Option<Node> {
        let test = self.tested(call);
        let guards = test.as_ref().and_then(root_of).map(|root| self.roots[root].clone());
        let then = self.guarded_by(guards, |reader| reader.branch(call.template.as_ref()));
        let otherwise = self.branch(call.inverse.as_ref());
        Some(Node::If { test: test?, then, otherwise })
    }

    fn negation(&mut self, call: &HelperTemplate) -> Option<Node> {
        let test = self.tested(call);
        let guards = test.as_ref().and_then(root_of).map(|root| self.roots[root].clone());
        let otherwise = self.branch(call.template.as_ref());
        let then = self.guarded_by(guards, |reader| reader.branch(call.inverse.as_ref()));
        Some(Node::If { test: test?, then, otherwise })
    }

    fn each(&mut self, call: &HelperTemplate) -> Option<Node> {
        let list = self.tested(call);
        self.loops += 1;
        let body = self.branch(call.template.as_ref());
        self.loops -= 1;
        let otherwise = self.branch(call.inverse.as_ref());
        Some(Node::Each { list: list?, body, otherwise })
    }

    /// What it is for stands in its name.
    fn language(&mut self, language: Language, call: &HelperTemplate) -> Option<Node> {
        if !call.params.is_empty() || !call.hash.is_empty() {
            let name = call.name.as_name().unwrap_or_default();
            self.refuse((
                format!("‘{{{{#{name}}}}}’ takes nothing: ‘{{{{#{name}}}}} … {{{{/{name}}}}}’"),
                format!("‘{{{{#{name}}}}}’ 블록에는 아무것도 덧붙이지 마세요. 예: ‘{{{{#{name}}}}} … {{{{/{name}}}}}’"),
            ));
            return None;
        }
        self.speaks_languages = true;
        let then = self.branch(call.template.as_ref());
        let otherwise = self.branch(call.inverse.as_ref());
        Some(Node::In { language, then, otherwise })
    }

    fn guarded_by<T>(&mut self, name: Option<String>, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.guarded.len();
        self.guarded.extend(name);
        let inside = read(self);
        self.guarded.truncate(outer);
        inside
    }

    /// The one thing a block asks about; it may be missing, that is what the block is for.
    fn tested(&mut self, call: &HelperTemplate) -> Option<Expr> {
        let [subject] = call.params.as_slice() else {
            let name = call.name.as_name().unwrap_or_default();
            self.refuse((
                format!("‘{{{{#{name}}}}}’ takes exactly one name, such as ‘{{{{#{name} City}}}}’"),
                format!("‘{{{{#{name}}}}}’ 블록에는 이름을 하나만 쓰세요. 예: ‘{{{{#{name} City}}}}’"),
            ));
            return None;
        };
        if !call.hash.is_empty() {
            self.refuse((
                "options such as ‘key=value’ are not part of the template language; remove them",
                "‘key=value’ 같은 옵션은 템플릿 언어에 없는 문법입니다. 삭제하세요",
            ));
            return None;
        }
        self.optional(subject)
    }

    fn optional(&mut self, parameter: &Parameter) -> Option<Expr> {
        self.excused += 1;
        let expr = self.parameter(parameter);
        self.excused -= 1;
        expr
    }
}
