//! The settings of an account: identities and configuration sets, as the API reads and changes them.

use super::{Kept, refusal, reply};
use axum::body::Body;
use hyper::Response;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// What SES knows beside letters.
#[derive(Default)]
pub struct Desk {
    /// By name: the answers of `GetEmailIdentity`.
    pub identities: BTreeMap<String, Value>,
    /// By name: the destinations of each set.
    pub sets: BTreeMap<String, Vec<Value>>,
    /// How many identities one answer holds; none is all.
    pub page: Option<usize>,
    /// The next questions are refused so: status, code, message.
    pub refusals: VecDeque<(u16, &'static str, &'static str)>,
}

impl Desk {
    /// `None` where the question is about something else.
    pub fn answer(&mut self, kept: &Kept) -> Option<Response<Body>> {
        let path = kept.path.strip_prefix("/v2/email/")?.replace("%40", "@");
        let parts: Vec<&str> = path.split('/').collect();
        if !["identities", "list-identities", "configuration-sets"].contains(&parts[0]) {
            return None;
        }
        if let Some((status, code, message)) = self.refusals.pop_front() {
            return Some(refusal(status, code, message));
        }
        let body: Value = serde_json::from_slice(&kept.body).unwrap_or_default();
        let answer = match (kept.method.as_str(), parts.as_slice()) {
            ("POST", ["list-identities"]) => Ok(self.list(&body)),
            ("POST", ["identities"]) => self.create_identity(&body),
            ("GET", ["identities", name]) => {
                self.identities.get(*name).cloned().ok_or_else(|| missing("Email identity", name))
            }
            ("DELETE", ["identities", name]) => {
                self.identities.remove(*name).map(|_| json!({})).ok_or_else(|| missing("Email identity", name))
            }
            ("PUT", ["identities", name, "mail-from"]) => self.set_mail_from(name, &body),
            ("POST", ["configuration-sets"]) => {
                self.sets.insert(text(&body, "ConfigurationSetName"), vec![]);
                Ok(json!({}))
            }
            ("GET", ["configuration-sets", name]) => match self.sets.get(*name) {
                Some(_) => Ok(json!({"ConfigurationSetName": name, "SendingOptions": {"SendingEnabled": true}})),
                None => Err(missing("Configuration set", name)),
            },
            (method, ["configuration-sets", name, "event-destinations", rest @ ..]) => {
                self.destinations(method, name, rest.first().copied(), body)
            }
            (method, _) => panic!("the double does not know {method} {path}"),
        };
        Some(answer.map_or_else(
            |(status, code, message)| refusal(status, code, &message),
            |answer| reply(200, &[], answer.to_string()),
        ))
    }

    fn list(&self, body: &Value) -> Value {
        let from: usize = body["NextToken"].as_str().map_or(0, |token| token.parse().unwrap());
        let page = self.page.unwrap_or(usize::MAX);
        let shown: Vec<Value> = self
            .identities
            .iter()
            .skip(from)
            .take(page)
            .map(|(name, identity)| {
                json!({"IdentityName": name, "IdentityType": identity["IdentityType"],
                    "SendingEnabled": identity["VerifiedForSendingStatus"], "VerificationStatus": identity["VerificationStatus"]})
            })
            .collect();
        let through = from + shown.len();
        let next = (through < self.identities.len()).then(|| through.to_string());
        json!({"EmailIdentities": shown, "NextToken": next})
    }

    fn create_identity(&mut self, body: &Value) -> Result<Value, Refused> {
        let name = text(body, "EmailIdentity");
        if self.identities.contains_key(&name) {
            return Err((400, "AlreadyExistsException", format!("Email identity {name} already exist.")));
        }
        let is_domain = !name.contains('@');
        let tokens = if is_domain { json!(["tokena", "tokenb", "tokenc"]) } else { json!([]) };
        let dkim = json!({"SigningEnabled": is_domain, "Status": if is_domain { "PENDING" } else { "NOT_STARTED" }, "Tokens": tokens,
            "SigningHostedZone": "dkim.amazonses.com", "SigningAttributesOrigin": "AWS_SES"});
        self.identities.insert(
            name,
            json!({"IdentityType": if is_domain { "DOMAIN" } else { "EMAIL_ADDRESS" }, "VerifiedForSendingStatus": false,
                "VerificationStatus": "PENDING", "DkimAttributes": dkim}),
        );
        Ok(json!({}))
    }

    /// As if SES had found the records, or the link had been followed.
    pub fn verify(&mut self, name: &str) {
        let identity = self.identities.get_mut(name).unwrap();
        identity["VerifiedForSendingStatus"] = json!(true);
        identity["VerificationStatus"] = json!("SUCCESS");
        identity["DkimAttributes"]["Status"] = json!("SUCCESS");
    }

    fn set_mail_from(&mut self, name: &str, body: &Value) -> Result<Value, Refused> {
        let identity = self.identities.get_mut(name).ok_or_else(|| missing("Email identity", name))?;
        identity["MailFromAttributes"] = json!({"MailFromDomain": body["MailFromDomain"], "MailFromDomainStatus": "PENDING",
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE"});
        Ok(json!({}))
    }

    fn destinations(&mut self, method: &str, set: &str, name: Option<&str>, body: Value) -> Result<Value, Refused> {
        let known = self.sets.get_mut(set).ok_or_else(|| missing("Configuration set", set))?;
        let name = name.map_or_else(|| text(&body, "EventDestinationName"), str::to_owned);
        let mut destination = body["EventDestination"].clone();
        destination["Name"] = json!(name);
        let place = known.iter().position(|it| it["Name"] == json!(name));
        match (method, place) {
            ("GET", _) => return Ok(json!({"EventDestinations": known})),
            ("POST", None) => known.push(destination),
            ("PUT", Some(place)) => known[place] = destination,
            ("POST", Some(_)) => {
                return Err((400, "AlreadyExistsException", format!("Event destination {name} exists")));
            }
            _ => return Err(missing("Event destination", &name)),
        }
        Ok(json!({}))
    }
}

type Refused = (u16, &'static str, String);

fn missing(what: &str, name: &str) -> Refused {
    (404, "NotFoundException", format!("{what} <{name}> does not exist."))
}

fn text(body: &Value, name: &str) -> String {
    body[name].as_str().unwrap_or_default().to_owned()
}
