use super::{Card, Draft};
use crate::{Audience, Invalid, Sentence, campaign::CampaignKind};

/// What a card still lacks before the campaign can be launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Template,
    Subject,
    /// Why an informational mail is no advertising.
    Reason,
    Audience,
    Sender,
}

impl Gap {
    pub fn card(self) -> Card {
        match self {
            Self::Template | Self::Subject | Self::Reason => Card::Content,
            Self::Audience => Card::Audience,
            Self::Sender => Card::Sender,
        }
    }

    pub fn sentence(self) -> Sentence {
        match self {
            Self::Template => ("choose a template", "템플릿을 선택하세요"),
            Self::Subject => ("write a subject", "제목을 입력하세요"),
            Self::Reason => (
                "say why this mail is informational and no advertising",
                "이 메일이 광고가 아닌 정보성 메일인 이유를 적으세요",
            ),
            Self::Audience => ("choose who gets it", "받는 사람을 선택하세요"),
            Self::Sender => ("choose a sender", "발신자를 선택하세요"),
        }
        .into()
    }
}

impl From<Gap> for Invalid {
    fn from(gap: Gap) -> Self {
        Self::new(gap.card().as_str(), gap.sentence())
    }
}

impl Draft {
    /// In the order of the cards.
    pub fn gaps(&self) -> Vec<Gap> {
        let is_missing = |gap: &Gap| match gap {
            Gap::Template => self.content.template.is_none(),
            Gap::Subject => self.content.subject.trim().is_empty(),
            Gap::Reason => self.content.kind == CampaignKind::Informational && self.content.reason.trim().is_empty(),
            Gap::Audience => !self.audience.as_ref().is_some_and(Audience::is_chosen),
            Gap::Sender => self.sender.is_none(),
        };
        let all = [Gap::Template, Gap::Subject, Gap::Reason, Gap::Audience, Gap::Sender];
        all.into_iter().filter(is_missing).collect()
    }

    pub fn is_complete(&self, card: Card) -> bool {
        self.gaps().iter().all(|gap| gap.card() != card)
    }
}

#[cfg(test)]
mod tests {
    use super::Gap;
    use crate::{
        Audience, SenderId, TemplateId,
        campaign::CampaignKind,
        draft::{Card, ChosenTemplate, Draft},
    };

    #[test]
    fn a_card_is_done_when_nothing_of_it_is_missing() {
        let mut draft = Draft::default();
        assert_eq!(draft.gaps(), [Gap::Template, Gap::Subject, Gap::Audience, Gap::Sender]);
        assert!(draft.is_complete(Card::When));
        draft.content.template = Some(ChosenTemplate { id: TemplateId(1), version: 1 });
        assert!(!draft.is_complete(Card::Content));
        draft.content.subject = "Hello".into();
        assert!(draft.is_complete(Card::Content));
        draft.content.kind = CampaignKind::Informational;
        assert_eq!(draft.gaps()[0], Gap::Reason);
        draft.content.reason = "the terms change".into();
        assert!(draft.is_complete(Card::Content));
        draft.audience = Some(Audience::Segments { include: vec![], exclude: vec![], topic: None });
        assert!(!draft.is_complete(Card::Audience));
        draft.audience = Some(Audience::Everyone);
        draft.sender = Some(SenderId(1));
        assert!(draft.gaps().is_empty());
    }
}
