use crate::{Error, Mailroom, Result, campaigns::drafts, senders};
use domain::{
    Audience, Invalid, SenderId,
    compose::PreparedEdition,
    draft::{CampaignDraft, Card},
    edition::Edition,
    preflight::{Code, Finding, Fix},
    sender::SenderProfile,
    template::Problem,
};
use sha2::{Digest, Sha256};

/// A draft as far as it can be looked at.
pub struct Ready {
    pub draft: CampaignDraft,
    /// What stands in the way of making any letter at all.
    pub gaps: Vec<Finding>,
    pub letter: Option<Letter>,
    /// Moves with everything that a letter or its audience is made of.
    pub fingerprint: Vec<u8>,
}

/// What every person's letter is made of.
pub struct Letter {
    pub edition: PreparedEdition,
    pub audience: Audience,
    pub sender: (SenderId, SenderProfile),
}

impl Ready {
    pub async fn of(mailroom: &Mailroom, draft: CampaignDraft) -> Result<Self> {
        let gaps: Vec<Finding> = draft.draft.gaps().into_iter().map(|gap| incomplete(gap.into())).collect();
        if !gaps.is_empty() {
            let fingerprint = hash(&draft.draft)?;
            return Ok(Self { draft, gaps, letter: None, fingerprint });
        }
        match letter(mailroom, &draft).await {
            Ok((edition, letter)) => {
                let fingerprint = fingerprint(&edition, &letter.audience)?;
                Ok(Self { draft, gaps, letter: Some(letter), fingerprint })
            }
            Err(Error::Invalid(invalid)) => {
                let fingerprint = hash(&draft.draft)?;
                Ok(Self { draft, gaps: vec![broken(invalid)], letter: None, fingerprint })
            }
            Err(error) => Err(error),
        }
    }
}

async fn letter(mailroom: &Mailroom, draft: &CampaignDraft) -> Result<(Edition, Letter)> {
    let edition = drafts::edition_of(mailroom, draft.id).await?;
    let (Some(audience), Some(sender)) = (draft.draft.audience.clone(), draft.draft.sender) else {
        return Err(Error::broken("a draft without gaps lacks its audience or its sender"));
    };
    let prepared = PreparedEdition::new(edition.clone()).map_err(|problems| {
        Invalid::new(Card::Content.as_str(), problems.first().map(Problem::told).unwrap_or_default())
    })?;
    let profile = senders::find(mailroom, sender).await?.profile;
    Ok((edition, Letter { edition: prepared, audience, sender: (sender, profile) }))
}

fn incomplete(gap: Invalid) -> Finding {
    of_card(Code::CardIncomplete, gap)
}

fn broken(invalid: Invalid) -> Finding {
    of_card(Code::LetterBroken, invalid)
}

/// What is wrong is told under the card's name.
fn of_card(code: Code, invalid: Invalid) -> Finding {
    let finding = Finding::new(code, invalid.reason);
    match invalid.field.parse::<Card>() {
        Ok(card) => finding.mended_by(Fix::Card(card)),
        Err(_) => finding.about(invalid.field),
    }
}

pub fn fingerprint(words: &Edition, audience: &Audience) -> Result<Vec<u8>> {
    hash(&(words, audience))
}

fn hash(of: &impl serde::Serialize) -> Result<Vec<u8>> {
    Ok(Sha256::digest(serde_json::to_vec(of).map_err(Error::broken)?).to_vec())
}
