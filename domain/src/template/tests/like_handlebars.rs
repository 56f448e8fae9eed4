//! Our renderer against the one of the `handlebars` crate, over templates and data made at random.

use super::Known;
use crate::template::{Escaping, Template, Unescaped};
use handlebars::Handlebars;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Value, json};

fn handlebars(source: &str, known: &Value) -> String {
    let mut registry = Handlebars::new();
    registry.register_escape_fn(|text| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&#39;")
    });
    registry.render_template(source, known).unwrap()
}

fn name() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("Name"),
        Just("등급"),
        Just("a.b"),
        Just("[회원 등급]"),
        Just("Nobody"),
        Just("List"),
        Just("a.b.c")
    ]
}

fn piece() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        "[a-z <>&\n가-힣\"'=]{0,12}",
        name().prop_map(|name| format!("{{{{{name}}}}}")),
        name().prop_map(|name| format!("{{{{~{name}~}}}}")),
        Just("\\{{x}}".to_owned()),
        Just("{{! note }}".to_owned()),
    ];
    plain.prop_recursive(3, 24, 4, |inner| {
        let body = prop::collection::vec(inner, 0..4).prop_map(|pieces| pieces.concat());
        (prop_oneof![Just("if"), Just("unless"), Just("each")], name(), body.clone(), prop::option::of(body)).prop_map(
            |(block, name, body, otherwise)| {
                let otherwise = otherwise.map_or_else(String::new, |otherwise| format!("{{{{else}}}}{otherwise}"));
                let own = if block == "each" { "{{@index}}{{this}}{{what}}" } else { "" };
                format!("{{{{#{block} {name}}}}}\n{own}{body}{otherwise}\n{{{{/{block}}}}}\n")
            },
        )
    })
}

fn data() -> impl Strategy<Value = Value> {
    let text = "[a-z<&가-힣 ]{0,8}";
    let list = prop::collection::vec(
        prop_oneof![text.prop_map(|what| json!({ "what": what })), any::<i32>().prop_map(Value::from)],
        0..3,
    );
    (text, text, any::<bool>(), list).prop_map(|(name, tier, answer, list)| {
        json!({"Name": name, "등급": tier, "회원 등급": answer, "a": {"b": {"c": name, "n": null}}, "List": list})
    })
}

proptest! {
    #[test]
    fn both_renderers_write_the_same(pieces in prop::collection::vec(piece(), 0..6), known in data()) {
        let source = pieces.concat();
        let ours = Template::parse(&source, Unescaped::Refused).unwrap();
        let written = ours.render(&Known(&known), Escaping::Html).unwrap();
        assert_eq!(written, handlebars(&source, &known), "{}", source);
    }
}
