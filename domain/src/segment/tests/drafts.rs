use super::matching::every_condition;
use crate::segment::{
    CONDITIONS_MAX, DEPTH_MAX, Draft, DraftCondition, DraftNode, Field, Join, Node, Operator, Path, Rule,
};
use std::collections::BTreeMap;

fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn every_condition_survives_being_changed_in_a_form() {
    for condition in every_condition() {
        let rule = Rule { who: Node::All(vec![Node::Any(vec![Node::Is(condition)])]) };
        let draft = Draft::from(&rule);
        assert_eq!(draft.finish().unwrap(), rule);
        assert_eq!(Draft::of_form(&draft.to_form()), Some(draft));
    }
}

#[test]
fn buttons_add_copy_and_remove() {
    let mut draft = Draft::default();
    assert_eq!(draft.act("add:").unwrap().to_string(), "1");
    assert_eq!(draft.act("group:").unwrap().to_string(), "2.0");
    assert_eq!(draft.act("add:2").unwrap().to_string(), "2.1");
    assert_eq!(draft.act("duplicate:2").unwrap().to_string(), "3");
    assert_eq!((draft.conditions(), draft.depth()), (6, 2));
    assert_eq!(draft.act("remove:2.0").unwrap().to_string(), "2.0");
    assert_eq!(draft.act("remove:2.0").unwrap().to_string(), "2");
    assert_eq!(draft.act("remove:9").map(|path| path.to_string()), None);
    assert_eq!(draft.act("remove:"), None);
    assert_eq!(draft.act("burn:0"), None);
    assert_eq!(draft.act("add:0"), None, "a condition holds nothing");
    assert_eq!(draft.conditions(), 4);
}

#[test]
fn what_is_not_finished_is_named_and_left_out() {
    let mut draft = Draft::default();
    draft.act("add:");
    let whole = DraftCondition { value: "김".into(), ..DraftCondition::default() };
    draft.set_condition(&Path(vec![1]), whole);
    let unfinished = draft.finish().unwrap_err();
    assert_eq!(unfinished.iter().map(|one| one.path.to_string()).collect::<Vec<_>>(), ["0"]);
    let (rule, left_out) = draft.finished_part();
    assert_eq!((rule.who.conditions().len(), left_out), (1, 1));
}

#[test]
fn a_field_changed_without_a_script_gets_an_operator_it_knows() {
    let form = fields(&[("join", "any"), ("field.0", "mail"), ("op.0", "contains"), ("value.0", "김")]);
    let draft = Draft::of_form(&form).unwrap();
    assert_eq!(draft.join, Join::Any);
    let expected =
        DraftCondition { field: Field::Mail, operator: Operator::Opened, value: "ever".into(), more: String::new() };
    assert_eq!(draft.nodes, [DraftNode::Condition(expected)]);
}

#[test]
fn a_form_of_any_size_is_read_within_bounds() {
    let deep: Vec<String> = (0..40).map(|depth| Path(vec![0; depth]).name("join")).collect();
    let form = deep.into_iter().map(|name| (name, "all".to_owned())).collect();
    assert!(Draft::of_form(&form).unwrap().depth() <= DEPTH_MAX + 2);
    let mut wide = fields(&[("join", "all")]);
    wide.extend((0..400).map(|place| (format!("field.{place}"), "name".to_owned())));
    assert_eq!(Draft::of_form(&wide).unwrap().conditions(), CONDITIONS_MAX + 1);
    assert_eq!(Draft::of_form(&BTreeMap::new()), None);
}
