use super::*;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Every form that types of ours have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Name,
    Within(Box<Form>),
    Pair(u8, i64),
    Parts {
        text: String,
        share: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        perhaps: Option<bool>,
        numbered: BTreeMap<i16, Vec<u32>>,
    },
}

fn forms() -> impl Strategy<Value = Form> {
    let parts = (
        any::<String>(),
        (-999_999..999_999_i32).prop_map(|n| f64::from(n) / 1000.0),
        any::<Option<bool>>(),
        any::<BTreeMap<i16, Vec<u32>>>(),
    );
    let leaf = prop_oneof![
        Just(Form::Name),
        any::<(u8, i64)>().prop_map(|(small, large)| Form::Pair(small, large)),
        parts.prop_map(|(text, share, perhaps, numbered)| Form::Parts { text, share, perhaps, numbered }),
    ];
    leaf.prop_recursive(4, 8, 1, |form| form.prop_map(|form| Form::Within(Box::new(form))))
}

/// Texts that are JSON, or nearly so.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("{".to_owned()),
        Just("}".into()),
        Just("[".into()),
        Just("]".into()),
        Just(",".into()),
        Just(":".into()),
        Just("null".into()),
        Just("true".into()),
        Just("false".into()),
        Just(" \n".into()),
        Just("\"a\":".into()),
        Just("-0".into()),
        Just("1e5".into()),
        Just("1.".into()),
        Just("01".into()),
        Just("18446744073709551616".into()),
        Just("\"\\ud83d\\ude00\"".into()),
        Just("\"\\ud83d\"".into()),
        Just("\"\u{1}\"".into()),
        Just("\"\\u00e5\\/\"".into()),
        Just("1e999".into()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| Value::from(text).to_string()),
    ];
    prop::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(form in forms()) {
        prop_assert_eq!(read::<Form>(&serde_json::to_string(&form).unwrap()), Ok(form));
    }

    #[test]
    fn what_is_json_is_json_to_both_readers_and_says_the_same(text in texts()) {
        match (serde_json::from_str::<Value>(&text), read::<Value>(&text)) {
            (Ok(Value::Number(theirs)), Ok(Value::Number(ours))) if theirs.is_f64() => {
                prop_assert!((theirs.as_f64().unwrap() - ours.as_f64().unwrap()).abs() <= 1e-14 * ours.as_f64().unwrap().abs());
            }
            (Ok(theirs), Ok(ours)) => prop_assert_eq!(theirs, ours),
            (Err(_), Err(_)) => {}
            (theirs, ours) => prop_assert!(false, "{text}: {theirs:?}, {ours:?}"),
        }
    }

    #[test]
    fn the_text_of_a_value_is_taken_to_the_letter(form in forms()) {
        let text = serde_json::to_string_pretty(&form).unwrap();
        let taken: Box<RawValue> = read(&format!(" {text}\n")).unwrap();
        prop_assert_eq!(taken.get(), text);
    }
}

#[test]
fn what_is_passed_over_may_be_deep_and_what_is_read_may_not() {
    let deep = format!("{}1{}", "[".repeat(1000), "]".repeat(1000));
    assert!(read::<Value>(&deep).is_err());
    assert_eq!(read::<Box<RawValue>>(&deep).unwrap().get(), deep);
    assert!(read::<Box<RawValue>>(&deep[..deep.len() - 1]).is_err());
}

#[test]
fn a_name_twice_and_a_rest_are_refused() {
    #[derive(Debug, Deserialize)]
    struct One {
        #[serde(rename = "a")]
        _a: u8,
    }
    assert!(read::<One>(r#"{"b":[{"a":2}],"a":1}"#).is_ok());
    for text in
        [r#"{"a":1,"a":1}"#, r#"{"a":1}x"#, r#"{"a":1,}"#, r#"{"a":256}"#, r#"{"a":-1}"#, r#"{"a":1.5}"#, "{}", ""]
    {
        assert!(read::<One>(text).is_err(), "{text}");
    }
}
