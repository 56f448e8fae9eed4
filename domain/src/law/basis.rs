//! Which article a finding of the check rests on, and what else to know of it.

use crate::{Sentence, preflight::Code};

/// Where it is written; `None` for what is no question of law.
pub fn basis(code: Code) -> Option<Sentence> {
    let (en, ko) = match code {
        Code::MarkMissing | Code::RefusalMissing => (
            "Korea: Network Act, article 50 (4); Enforcement Decree, article 61 and appendix 6",
            "정보통신망법 제50조 제4항, 시행령 제61조 및 별표 6",
        ),
        Code::SenderUnknown | Code::FooterLacks => (
            "Korea: Network Act, article 50 (4); Enforcement Decree, article 61 and appendix 6. USA: CAN-SPAM, \
             15 U.S.C. 7704 (a)(5)",
            "정보통신망법 제50조 제4항, 시행령 제61조 및 별표 6. 미국 CAN-SPAM, 15 U.S.C. 7704 (a)(5)",
        ),
        Code::UnsubscribeMissing => (
            "Korea: Network Act, article 50 (4) and (6). USA: CAN-SPAM, 15 U.S.C. 7704 (a)(3). EU: GDPR, articles 7 (3) \
             and 21 (2)",
            "정보통신망법 제50조 제4항·제6항. 미국 CAN-SPAM, 15 U.S.C. 7704 (a)(3). EU GDPR 제7조 제3항, 제21조 제2항",
        ),
        Code::ConsentUnknown => (
            "Korea: Network Act, article 50 (1); Enforcement Decree, article 61 (1). EU: GDPR, articles 6 (1)(a) and 7 (1)",
            "정보통신망법 제50조 제1항, 시행령 제61조 제1항. EU GDPR 제6조 제1항 (a), 제7조 제1항",
        ),
        Code::SomeSuppressed | Code::EverybodySuppressed => (
            "Korea: Network Act, article 50 (2): no advertising to who refused it. EU: GDPR, article 21 (3)",
            "정보통신망법 제50조 제2항: 수신을 거부한 사람에게는 광고를 보낼 수 없습니다. EU GDPR 제21조 제3항",
        ),
        Code::SubjectPretends => ("USA: CAN-SPAM, 15 U.S.C. 7704 (a)(2)", "미국 CAN-SPAM, 15 U.S.C. 7704 (a)(2)"),
        Code::QuietHours => (
            "Korea: Network Act, article 50 (3); Enforcement Decree, article 61 (2) excepts e-mail",
            "정보통신망법 제50조 제3항. 시행령 제61조 제2항에 따라 전자우편은 예외입니다",
        ),
        Code::LawFine => (
            "Korea: Network Act, article 50; Enforcement Decree, article 61 and appendix 6",
            "정보통신망법 제50조, 시행령 제61조 및 별표 6",
        ),
        _ => return None,
    };
    Some(Sentence::new(en, ko))
}

/// What follows, or when the rule does not hold.
pub fn note(code: Code) -> Option<Sentence> {
    let (en, ko) = match code {
        Code::MarkMissing
        | Code::SenderUnknown
        | Code::FooterLacks
        | Code::RefusalMissing
        | Code::UnsubscribeMissing => (
            "Who breaks article 50 can be fined; since 1 October 2026 article 50-9 adds a surcharge of up to 6 % of the \
             related revenue, or up to 2 billion won where that cannot be computed.",
            "제50조를 위반하면 과태료가 부과될 수 있고, 2026년 10월 1일부터는 제50조의9에 따라 관련 매출액의 6% 이하(매출액을 \
             산정하기 어려우면 20억 원 이하)의 과징금이 더해질 수 있습니다.",
        ),
        Code::ConsentUnknown => (
            "No consent is needed for own customers: who took their contact details from them in a sale may advertise the \
             same kind of goods for six months after that transaction ended. Whether that is so here, only you know.",
            "거래 관계의 예외: 거래하면서 직접 연락처를 수집했다면, 거래가 끝난 날부터 6개월 안에는 같은 종류의 재화·서비스 \
             광고를 동의 없이 보낼 수 있습니다. 여기에 해당하는지는 직접 판단해야 합니다.",
        ),
        _ => return None,
    };
    Some(Sentence::new(en, ko))
}
