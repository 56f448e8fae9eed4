use crate::template::{Compiled, Markup, Problem, compile, to_html};

fn html(source: &str) -> Compiled {
    compile(Markup::Html, source).expect(source)
}

pub(super) fn mjml(body: &str) -> Result<Compiled, Vec<Problem>> {
    compile(Markup::Mjml, &format!("<mjml>\n<mj-body>\n{body}\n</mj-body>\n</mjml>"))
}

#[test]
fn placeholders_survive_every_tool() {
    let placeholders = [
        "<p>{{default Name \"고객 & '님'\"}}</p>",
        "<a href=\"https://shop.example.com/?n={{Name}}&t={{등급}}\">{{[회원 등급]}}</a>",
        "<a href=\"{{UnsubscribeUrl}}\">x</a>",
        "<a href={{Link}}>x</a>",
        "<p title='{{default Name \"a'b\"}}'>x</p>",
        "<p style=\"color:{{Color}};width:{{Width}}px\">x</p>",
        "<title>{{Subject}}</title>",
        "<p>{{#if Name}}{{Name}}{{else if Email}}{{Email}}{{else}}x{{/if}}</p>",
        "<p>1 < 2 {{Name}} \\{{Raw}}</p>",
        "<!--[if mso]><p>{{Name}}</p><![endif]-->",
        "<!--{{Secret}}--><p>x</p>",
        "<p>{{number Points 2}} {{date LastOrder \"%Y년 %-m월\"}}</p>",
        "<p>zq0qz {{Name}} zqq1qz</p>",
    ];
    for source in placeholders {
        let compiled = html(source);
        for hidden in source.match_indices("{{").map(|(at, _)| at) {
            let end = source[hidden..].find("}}").unwrap() + hidden + 2;
            assert_eq!(source.contains("<!--{{"), compiled.html.contains("<!--{{"), "{}", compiled.html);
            assert!(compiled.html.contains(&source[hidden..end]), "{source}: {}", compiled.html);
        }
    }
}

#[test]
fn a_loop_over_table_rows_stays_in_its_table() {
    let compiled = html("<table>{{#each Orders}}<tr><td>{{what}}</td></tr>{{/each}}</table>");
    assert!(
        compiled.html.contains("<table>{{#each Orders}}<tbody><tr><td>{{what}}</td></tr>{{/each}}</tbody></table>"),
        "{}",
        compiled.html
    );
    let order = ["{{#each Orders}}", "{{what}}", "{{/each}}"].map(|part| compiled.text.find(part).expect(part));
    assert!(order.is_sorted(), "{}", compiled.text);
}

#[test]
fn styles_go_into_the_tags_and_media_queries_stay() {
    let compiled = html(
        "<html><head><style>p { color: red } a:hover { color: blue } @media (max-width: 600px) { p { color: green } }</style>\
         <link rel=\"stylesheet\" href=\"https://nowhere.invalid/a.css\"></head><body><p>{{Name}}</p></body></html>",
    );
    assert!(compiled.html.contains("<p style=\"color: red;\">{{Name}}</p>"), "{}", compiled.html);
    assert!(compiled.html.contains("@media (max-width: 600px)"), "{}", compiled.html);
    assert!(compiled.html.contains("a:hover"), "{}", compiled.html);
}

#[test]
fn the_plain_text_shows_links_and_reads_tables_in_order() {
    let compiled = html(
        "<h1>{{Subject}}</h1><table><tr><td>첫째</td><td>둘째</td></tr></table>\
         <ul><li>하나</li></ul><a href=\"{{UnsubscribeUrl}}\">수신거부</a><img src=\"a.png\" alt=\"신발\">",
    );
    assert_eq!(compiled.text, "{{Subject}}\n\n첫째\n둘째\n- 하나\n수신거부 <{{UnsubscribeUrl}}>[신발]\n");
}

#[test]
fn a_placeholder_between_attributes_is_refused() {
    let problems = compile(Markup::Html, "<p>\n<a {{#if x}}href=\"x\"{{/if}}>x</a></p>").unwrap_err();
    assert_eq!((problems[0].line, problems[0].column), (2, 4));
    assert!(problems[0].text.en.contains("attribute"));
}

#[test]
fn a_block_torn_apart_by_the_tools_is_refused() {
    let source = "<style>{{#if Dark}} p { color: white } {{/if}}</style><p>{{Name}}</p>";
    match compile(Markup::Html, source) {
        Ok(compiled) => {
            assert!(compiled.html.contains("{{#if Dark}}") && compiled.html.contains("{{/if}}"), "{}", compiled.html)
        }
        Err(problems) => assert!(problems[0].text.en.contains("<style>"), "{problems:?}"),
    }
}

#[test]
fn mjml_keeps_its_placeholders_too() {
    let compiled = mjml(
        "<mj-section><mj-column>{{#each Orders}}<mj-text color=\"{{Color}}\">{{what}} & {{default a \"b\"}}</mj-text>{{/each}}\
         <mj-button href=\"https://x.example/?a={{a}}&b={{b}}\">{{Name}}</mj-button><mj-image src=\"{{Image}}\" alt=\"{{Alt}}\"/>\
         <mj-raw><p>{{Raw}}</p></mj-raw></mj-column></mj-section>",
    )
    .unwrap();
    for part in [
        "{{#each Orders}}",
        "color:{{Color}}",
        "{{what}} &amp; {{default a \"b\"}}",
        "{{/each}}",
        "?a={{a}}&amp;b={{b}}",
        "{{Name}}",
        "src=\"{{Image}}\"",
        "alt=\"{{Alt}}\"",
        "{{Raw}}</p>",
    ] {
        assert!(compiled.html.contains(part), "{part}: {}", compiled.html);
    }
}

/// Broken MJML, where it is told, and words of what is told.
pub(super) const BROKEN: [(&str, (usize, usize), &str); 4] = [
    ("<mj-section><mj-nothing/></mj-section>", (3, 14), "not an MJML tag"),
    ("{{Name}} <mj-include path=\"/etc/passwd\"/>", (3, 11), "mj-include"),
    ("<mj-section>", (5, 8), "too early"),
    ("<mj-section a=\"{{Name}}\" <</mj-section>", (3, 25), "well-formed"),
];

#[test]
fn mjml_errors_stand_where_they_are() {
    for (body, place, words) in BROKEN {
        let problems = mjml(body).expect_err(body);
        assert_eq!((problems[0].line, problems[0].column), place, "{body}: {problems:?}");
        assert!(problems[0].text.en.contains(words), "{body}: {problems:?}");
    }
    assert!(compile(Markup::Mjml, "<p>no</p>").is_err());
    assert!(compile(Markup::Mjml, "").is_err());
}

const FONTS: &str = "<mj-text font-family=\"Roboto, 'Open Sans', Lato, Ubuntu, Inter, sans-serif\">{{Name}}</mj-text>";

#[test]
fn a_font_that_is_only_named_is_loaded_from_nowhere() {
    let made = mjml(&format!("<mj-section><mj-column>{FONTS}</mj-column></mj-section>")).unwrap().html;
    assert!(made.contains("font-family:Roboto, 'Open Sans', Lato"), "{made}");
    assert!(!made.contains("fonts.googleapis.com") && !made.contains("<link") && !made.contains("@import"), "{made}");
}

#[test]
fn a_font_is_loaded_from_where_the_template_says() {
    let head = "<mj-head><mj-font name=\"Inter\" href=\"https://shop.example.com/inter.css\"/></mj-head>";
    let body = format!("<mj-body><mj-section><mj-column>{FONTS}</mj-column></mj-section></mj-body>");
    let made = compile(Markup::Mjml, &format!("<mjml>{head}{body}</mjml>")).unwrap().html;
    assert!(made.contains("<link href=\"https://shop.example.com/inter.css\""), "{made}");
    assert!(!made.contains("fonts.googleapis.com"), "{made}");
}

#[test]
fn the_preview_needs_no_compilation() {
    let source =
        "<mjml><mj-body><mj-section><mj-column><mj-text>{{Name}}</mj-text></mj-column></mj-section></mj-body></mjml>";
    assert!(to_html(Markup::Mjml, source).unwrap().contains("{{Name}}"));
    assert_eq!(to_html(Markup::Html, "<p>{{Name}}</p>").unwrap(), "<p>{{Name}}</p>");
}

/// Depth that a recursive parser or renderer pays with its stack.
#[test]
fn a_million_brackets_end_no_process() {
    for unit in ["<div>", "<b>", "<table><tr><td>", "<", "<!--", "<style>", "<title></title>", "<a href='", "&"] {
        let _ = compile(Markup::Html, &unit.repeat(100_000 / unit.len()));
    }
    for unit in ["<mj-wrapper>", "<mj-raw><div>", "<mj-text><p>"] {
        let _ = mjml(&unit.repeat(100_000 / unit.len()));
    }
}
