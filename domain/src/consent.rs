//! What people said to being written to, and what shows it.

use crate::{Sentence, campaign::words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a word came to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentKind {
    /// By somebody else: a file, a member who wrote it down.
    Told,
    /// By the one-click link of a letter.
    Link,
    /// On the preference page, reached by a letter.
    Page,
    /// On the public form, confirmed by the link in a letter to that address.
    Confirmed,
    /// Asked again after two years.
    Reconfirmed,
}

words!(ConsentKind, "a way a consent came", "told" => Told, "link" => Link, "page" => Page, "confirmed" => Confirmed,
    "reconfirmed" => Reconfirmed);

/// The words a person agreed to or refused by, in the language they were shown in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormText {
    pub locale: String,
    pub words: String,
}

/// What shows that a word was the person's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// When the form was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Timestamp>,
    /// When the link in the letter was followed and its button pressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// The part of the internet address that names a network, not a person: `203.0.113.0/24`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
}

/// What the public form asks people to agree to: mail of whom, what is kept for how long, and the way out. Korean law asks
/// for consent to advertising (Network Act, article 50) and to keeping personal data (PIPA, article 15), and names what each
/// must say.
pub fn form_text(sender: &str) -> Sentence {
    Sentence::new(
        format!(
            "I agree to receive e-mail with news and offers (advertising) from {sender}. For this, {sender} keeps my e-mail \
             address, my name and language until I withdraw. I can say no and will then get no mail; I can withdraw at any \
             time with the link in every letter."
        ),
        format!(
            "{sender}의 소식과 혜택 안내(광고성 정보)를 이메일로 받는 데 동의합니다. 메일 발송을 위해 이메일 주소와 이름, 언어를 \
             수집하여 동의를 철회할 때까지 보관합니다. 동의하지 않을 수 있으며 그 경우 메일을 받지 않습니다. 동의는 모든 메일에 있는 링크로 \
             언제든지 철회할 수 있습니다."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::{ConsentKind, Proof};

    #[test]
    fn a_proof_says_only_what_is_known() {
        let proof = Proof { network: Some("203.0.113.0/24".into()), ..Proof::default() };
        let json = serde_json::to_string(&proof).unwrap();
        assert_eq!(json, r#"{"network":"203.0.113.0/24"}"#);
        assert_eq!(serde_json::from_str::<Proof>(&json).unwrap(), proof);
        assert_eq!("page".parse::<ConsentKind>(), Ok(ConsentKind::Page));
    }
}
