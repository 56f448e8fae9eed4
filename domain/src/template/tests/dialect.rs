use super::{html, problems, text};
use crate::template::{Escaping, Template, Unescaped, missing};
use serde_json::json;

/// What the language does not have, where it is told, and words of what is told.
pub(super) const REFUSED: [(&str, (usize, usize), &str); 32] = [
    ("가나 {{> footer}}", (1, 4), "include"),
    ("{{#> layout}}x{{/layout}}", (1, 1), "include"),
    ("a\n {{* decorate}}", (2, 2), "remove it"),
    ("{{#*inline \"x\"}}a{{/inline}}", (1, 1), "remove it"),
    ("{{{Name}}}", (1, 1), "two braces"),
    ("{{&Name}}", (1, 1), "two braces"),
    ("{{shout Name}}", (1, 1), "no helper ‘shout’"),
    ("{{lookup a b}}", (1, 1), "no helper ‘lookup’"),
    ("{{#with a}}x{{/with}}", (1, 1), "no block"),
    ("{{#if (eq a b)}}x{{/if}}", (1, 1), "no helper ‘eq’"),
    ("{{#if}}x{{/if}}", (1, 1), "exactly one"),
    ("{{#ko Name}}x{{/ko}}", (1, 1), "takes nothing"),
    ("{{#fr}}x{{/fr}}", (1, 1), "#ko and #en"),
    ("{{#if a b}}x{{/if}}", (1, 1), "exactly one"),
    ("{{#each list as |x|}}x{{/each}}", (1, 1), "as | |"),
    ("{{default Name}}", (1, 1), "‘default’ takes"),
    ("{{number Price \"2\"}}", (1, 1), "count of digits"),
    ("{{date At \"%Q\"}}", (1, 1), "format"),
    ("{{date At format=\"ko\"}}", (1, 1), "options"),
    ("{{회원 등급}}", (1, 1), "in brackets"),
    ("{{회원 등급!}}", (1, 1), "in brackets"),
    ("{{../Name}}", (1, 1), "out of the template"),
    ("{{this}}", (1, 1), "only inside"),
    ("{{@index}}", (1, 1), "only inside"),
    ("{{#each a}}{{@index2}}{{/each}}", (1, 12), "there is no ‘@index2’"),
    ("\n\n  {{}}", (3, 3), "nothing stands"),
    ("x {{Name", (1, 3), "never closed"),
    ("x {{#if a}} y", (1, 3), "never closed"),
    ("x {{#if a}} y {{/each}}", (1, 15), "make them the same"),
    ("x {{/if}}", (1, 3), "not open"),
    ("x {{else}}", (1, 3), "outside of a block"),
    ("{{{{raw}}}}x{{{{/raw}}}}", (1, 1), "four braces"),
];

#[test]
fn values_are_escaped_in_html_and_only_there() {
    let known = json!({"Name": "<b>\"Kim & 'Lee'\"</b>"});
    assert_eq!(html("{{Name}}", &known), "&lt;b&gt;&quot;Kim &amp; &#39;Lee&#39;&quot;&lt;/b&gt;");
    assert_eq!(text("{{Name}}", &known), "<b>\"Kim & 'Lee'\"</b>");
}

#[test]
fn the_language_does_what_its_guide_says() {
    let known = json!({
        "Name": "김하나", "등급": "gold", "회원 등급": "vip", "Points": 1234567, "LastOrder": "2026-07-04",
        "Empty": "", "Zero": 0, "No": false, "Null": null,
        "Address": {"City": "서울"}, "a.b": "dotted",
        "Orders": [{"what": "shirt", "price": 15000, "tags": ["new", "blue"]}, {"what": "<sock>", "price": 900, "tags": []}],
        "Sizes": {"L": 2, "S": 1},
    });
    let table = [
        ("{{Name}}님", "김하나님"),
        ("{{등급}} {{[회원 등급]}} {{Address.City}} {{[a.b]}}", "gold vip 서울 dotted"),
        ("{{Nobody}}{{Null}}{{Name.first}}", ""),
        ("{{Points}} {{No}} {{Zero}}", "1234567 false 0"),
        ("{{default Name \"고객\"}} {{default Empty \"고객\"}} {{default Nobody '고객'}}", "김하나 고객 고객"),
        ("{{default Empty Name}} {{default Zero 5}} {{default Null 5}}", "김하나 0 5"),
        ("{{number Points}} {{number Zero 2}} {{number Name}}", "1,234,567 0.00 김하나"),
        (
            "{{date LastOrder}} {{date LastOrder \"en\"}} {{date LastOrder \"%y.%m\"}}",
            "2026년 7월 4일 July 4, 2026 26.07",
        ),
        ("{{date Name}}{{date Nobody}}", "김하나"),
        ("{{default (date Nobody) \"없음\"}} {{number (default Nobody 1000)}}", "없음 1,000"),
        ("{{#if Name}}있음{{else}}없음{{/if}} {{#if Empty}}있음{{else}}없음{{/if}}", "있음 없음"),
        ("{{#if Zero}}a{{else if Name}}b{{else}}c{{/if}}", "b"),
        ("{{#unless No}}a{{else}}b{{/unless}}{{#unless Name}}a{{/unless}}", "a"),
        ("{{#each Orders}}{{@index}}:{{what}}{{#unless @last}}, {{/unless}}{{/each}}", "0:shirt, 1:<sock>"),
        (
            "{{#each Orders}}{{#if @first}}{{../Name}} {{@root.Name}} {{/if}}{{this.price}} {{/each}}",
            "김하나 김하나 15000 900 ",
        ),
        ("{{#each Orders}}{{#each tags}}{{this}}/{{../what}} {{/each}}{{/each}}", "new/shirt blue/shirt "),
        ("{{#each Sizes}}{{@key}}={{this}} {{/each}}", "L=2 S=1 "),
        ("{{#each Nobody}}x{{else}}none{{/each}}{{#each Empty}}x{{else}}none{{/each}}", "nonenone"),
        ("{{#ko}}안녕{{/ko}}{{#en}}Hello{{/en}} {{#en}}Ms{{else}}{{Name}}님{{/en}}", "안녕 김하나님"),
        ("{{#ko}}{{#if Nobody}}a{{else}}b{{/if}}{{else}}c{{/ko}}", "b"),
        ("a{{! a note }}b{{!-- {{Name}} --}}c", "abc"),
        ("\\{{Name}} \\\\{{Name}}", "{{Name}} \\김하나"),
        ("  {{~Name~}}  .", "김하나."),
    ];
    for (source, expected) in table {
        assert_eq!(text(source, &known), expected, "{source}");
    }
}

#[test]
fn what_is_not_in_the_language_is_refused_where_it_stands() {
    for (source, place, words) in REFUSED {
        let found = problems(source);
        assert_eq!((found[0].line, found[0].column), place, "{source}: {found:?}");
        assert!(found[0].text.en.contains(words), "{source}: {}", found[0].text);
    }
}

#[test]
fn every_problem_is_told_not_only_the_first() {
    let found = problems("{{{a}}}\n{{> b}}\n{{#if c}}{{shout d}}{{/if}}");
    let places: Vec<_> = found.iter().map(|problem| (problem.line, problem.column)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (3, 10)]);
}

#[test]
fn an_admin_may_let_a_value_be_html() {
    let template = Template::parse("{{{Name}}} {{Name}}", Unescaped::Allowed).unwrap();
    let known = json!({"Name": "<b>"});
    assert_eq!(template.render(&super::Known(&known), Escaping::Html).unwrap(), "<b> &lt;b&gt;");
}

#[test]
fn control_characters_of_a_value_never_reach_the_mail() {
    let known = json!({"Name": "a\r\nb\rc\u{0}\u{7}\u{1b}[1m\td\u{7f}"});
    assert_eq!(text("{{Name}}", &known), "a\nb\nc[1m\td");
}

#[test]
fn variables_are_sorted_and_told_once() {
    let source = "{{b}}{{a.x}}{{b}}{{#if d}}{{d}}{{c}}{{/if}}{{default e f}}{{#each g}}{{inner}}{{../h}}{{/each}}{{#unless i}}x{{else}}{{i}}{{/unless}}";
    let template = Template::parse(source, Unescaped::Refused).unwrap();
    assert_eq!(template.variables(), ["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
    assert_eq!(template.required(), ["a", "b", "c", "f", "h"]);
}

#[test]
fn a_name_is_known_in_any_letter_case_and_four_always_are() {
    let asked: Vec<String> =
        ["name", "UnsubscribeUrl", "subject", "EMAIL", "City", "등급", "Tier"].map(String::from).into();
    assert_eq!(missing(&asked, ["city", "도시"]), ["등급", "Tier"]);
}
