use super::{Keeper, Rule, Texts};

pub static TEXTS: Texts = Texts {
    title: "Law",
    lead: "What is asked of advertising by mail, article by article, and how this program keeps it.",
    no_advice: "This helps to keep the law. It is no legal advice: ask a lawyer about your own case.",
    choices: "Your choice",
    receipts: "Confirm consents and refusals by mail",
    receipts_hint: "Whoever agreed or refused by themselves gets one letter about ten minutes later; the law gives 14 days \
                    (Network Act, article 50 (7); Enforcement Decree, article 62-2).",
    quiet: "No advertising at night",
    quiet_hint: "Off, because e-mail is excepted from the rule for the night (Network Act, article 50 (3); Enforcement \
                 Decree, article 61 (2)). When on, advertising stops in these hours and goes on by itself.",
    from: "From",
    until: "Until",
    zone: "Time zone",
    save: "Save",
    saved: "Saved, in effect at once.",
    rules: "What is asked, and how it is kept",
    by_program: "Automatic",
    by_you: "Up to you",
    off: "Off",
    kept: &[
        Rule {
            asks: "Advertising needs consent given before",
            article: "Korea: Network Act, article 50 (1); Enforcement Decree, article 61 (1). EU: GDPR, articles 6 (1)(a), 7 (1)",
            how: "When and from where everybody agreed is on record, and the check before launch tells of people of whom it is \
                  not. Whether the exception for own customers holds (six months after a sale, the same kind of goods) is for \
                  you to judge.",
            by: Keeper::You,
        },
        Rule {
            asks: "Nobody is written to who refused",
            article: "Korea: Network Act, article 50 (2). EU: GDPR, article 21 (3). USA: CAN-SPAM, 15 U.S.C. 7704 (a)(4)",
            how: "A refusal holds for every campaign within a second; no import and no correction lifts it. It is asked for once \
                  more right before each letter.",
            by: Keeper::Program,
        },
        Rule {
            asks: "The subject begins with (광고)",
            article: "Korea: Network Act, article 50 (4); Enforcement Decree, article 61 and appendix 6",
            how: "The check reads every person's subject. One press mends what only looks like the mark: [광고], (광 고), wide \
                  brackets, a mark in the middle.",
            by: Keeper::Program,
        },
        Rule {
            asks: "The letter names its sender, with e-mail, telephone and postal address",
            article: "Korea: Network Act, article 50 (4); Enforcement Decree, article 61 and appendix 6. USA: CAN-SPAM, 15 \
                      U.S.C. 7704 (a)(5)",
            how: "{{LegalFooter}} in a template, or the switch of a campaign, puts in what the sender's settings say. The pages \
                  launch no advertising without it; pabal send, on the command line, does not look.",
            by: Keeper::Program,
        },
        Rule {
            asks: "It says in Korean and in English how to refuse, free of charge",
            article: "Korea: Network Act, article 50 (4) and (6), appendix 6. USA: CAN-SPAM, 15 U.S.C. 7704 (a)(3)",
            how: "Every letter has a link that needs no sign-in, and the one-click header (RFC 8058). The pages launch no \
                  advertising that does not say so in both languages; pabal send, on the command line, does not look.",
            by: Keeper::Program,
        },
        Rule {
            asks: "Whoever agrees, refuses or withdraws is told the result within 14 days",
            article: "Korea: Network Act, article 50 (7); Enforcement Decree, article 62-2",
            how: "A letter with the sender's name, the fact, the day and the result, once, after each act of the person's own. \
                  Where no mail can reach them, or one of you wrote it down for them, telling them is up to you.",
            by: Keeper::Program,
        },
        Rule {
            asks: "Consent is confirmed every two years",
            article: "Korea: Network Act, article 50 (8); Enforcement Decree, article 62-3",
            how: "People › Consents to confirm lists who is due, and makes the campaign that reminds exactly them, with a button to keep \
                  the consent and a link to withdraw it. Sending it is up to you. Silence is taken as keeping it.",
            by: Keeper::You,
        },
        Rule {
            asks: "From 21:00 to 08:00 a consent of its own is needed, but not for e-mail",
            article: "Korea: Network Act, article 50 (3); Enforcement Decree, article 61 (2)",
            how: "Off, because the law does not ask it of mail. You can switch it on above.",
            by: Keeper::Quiet,
        },
        Rule {
            asks: "Refusals are not hindered and senders not hidden",
            article: "Korea: Network Act, article 50 (5). USA: CAN-SPAM, 15 U.S.C. 7704 (a)(1)–(2)",
            how: "A letter comes from one address, and the check tells of subjects that pretend to be answers.",
            by: Keeper::Program,
        },
        Rule {
            asks: "What is called informational advertises nothing",
            article: "Korea: Network Act, article 50 (1)",
            how: "Whoever sends one says why it is no advertising; that stays with the campaign and in the audit log. Whether it \
                  is true is for you to see to.",
            by: Keeper::You,
        },
        Rule {
            asks: "Breaking these can cost a fine and a surcharge",
            article: "Korea: Network Act, articles 50-9 (in force since 1 October 2026) and 76",
            how: "The surcharge is up to 6 % of the related revenue, or up to 2 billion won where that cannot be computed.",
            by: Keeper::You,
        },
    ],
};
