use super::{Confirm, Done, Form, Keep, Preferences, Texts, Trouble};
use domain::suppression::SuppressionReason;

pub static TEXTS: Texts = Texts {
    language: "Language of this page",
    preferences: Preferences {
        title: "Your mail preferences",
        for_whom: |address| format!("For {address}"),
        agreed_since: |sender, day| format!("You agreed to mail from {sender} on {day}."),
        known_since: |sender, day| format!("{sender} has known this address since {day}."),
        stop_title: "Unsubscribe",
        stop_means: |sender| {
            format!(
                "Press the button and {sender} will not write to this address any more, about anything. It takes effect at once, without signing in."
            )
        },
        stop: "Unsubscribe from everything",
        stopped_title: "You get no mail",
        stopped_means: |sender, day| format!("Since {day}, {sender} does not write to this address."),
        back_means: |sender| {
            format!(
                "If you press the button, you agree to receive e-mail with news and offers (advertising) from {sender} again."
            )
        },
        back: "Subscribe again",
        cannot: |reason| match reason {
            SuppressionReason::Bounced => {
                "Mail to this address came back, so we stopped writing to it. Reply to a mail of ours if it works again."
            }
            SuppressionReason::Complained => {
                "A mail of ours was reported as spam from this address, so we stopped writing to it for good. To hear from us, use another address."
            }
            SuppressionReason::ByHand => {
                "We stopped writing to this address ourselves. Reply to a mail of ours if you would like to hear from us."
            }
            SuppressionReason::Refused => "You asked us not to write to this address.",
        },
        topics_title: "Mail by topic",
        topics_means: "Choose for each topic whether you want it. A choice here is about mail on that topic only.",
        beside_topics: ("Other mail", "Mail without a topic goes on until you unsubscribe from everything."),
        is_on: "On",
        is_off: "Off",
        turn_on: "Turn on",
        turn_off: "Turn off",
        turn_on_named: |topic| format!("Turn on: {topic}"),
        turn_off_named: |topic| format!("Turn off: {topic}"),
        language_title: "Language of your mail",
        language_means: "Where a mail is written in both, you get it in this language.",
        language_unknown: "You have not chosen one.",
        measuring_title: "Counting opens and clicks",
        measuring_means: "Some mails tell their sender whether they were opened and which links were followed. Turned off, yours do not.",
        is_measured: "On",
        is_not_measured: "Off",
        measure: "Count mine",
        measure_not: "Do not count mine",
        done: Done {
            stopped: |sender| format!("You are unsubscribed: {sender} will not write to this address again."),
            back: |sender| format!("You are subscribed again: {sender} may write to this address."),
            topic_on: |topic| format!("{topic} is on: you will get it."),
            topic_off: |topic| format!("{topic} is off: you will not get it any more."),
            language: |language| format!("Your mail comes in {} from now on.", language.of("English", "Korean")),
            language_open: "The language of your mail is left to us again.",
            measured: "Your opens and clicks may be counted again.",
            not_measured: "Your opens and clicks are not counted any more, from the next mail on.",
            undo: "Undo",
            undo_stop: "Undo: keep sending me mail",
        },
    },
    trouble: Trouble {
        unknown: (
            "This link is not complete",
            "So nothing was changed. Please follow the link in the mail once more, or copy all of it. If that does not help, reply to the mail and say that you want no more: a person reads it.",
        ),
        unreadable: (
            "We could not tell what you chose",
            "So nothing was changed. Please open the link in the mail once more, and choose again.",
        ),
        test: (
            "This was a test",
            "The mail you got tried a campaign out. Its links change nothing, and you are on no list because of it.",
        ),
        gone: (
            "We do not know you any more",
            "Everything we had of this address was erased, so there is nothing to choose here, and nothing will be sent to it.",
        ),
        too_often: (
            "A little slower, please",
            "This page was asked for very often within a minute. Nothing was changed; try again in a minute.",
        ),
        broken: (
            "Something went wrong on our side",
            "Your choice could not be written down. Please try it once more in a moment; if it does not work, reply to the mail.",
        ),
    },
    form: Form {
        title: |sender| format!("Subscribe to mail from {sender}"),
        lead: "You get a mail with a link first. Nothing else is sent before you follow it.",
        address: "E-mail address",
        name: "Name",
        optional: "optional",
        letters_in: "Language of the mail",
        topics: "What would you like to get?",
        consent: "What you agree to",
        agree: "I agree",
        trap: "Leave this field empty",
        send: "Subscribe",
        closed: ("New subscriptions are not taken at the moment", "Please come back another time."),
        asked: ("Look into your mailbox", |address| {
            format!(
                "If mail can be sent to {address}, a letter is on its way. Follow its link within seven days and press the button: only then are you subscribed. Look among the spam too."
            )
        }),
        one_more_step: "One more step: read what you agree to, and press the button.",
        too_fast: "That was very quick. Please press the button once more.",
        too_old: "This page was open for a long time. Please press the button once more.",
        text_changed: "The words have changed meanwhile. Please read them and press the button once more.",
        no_agreement: "Please tick that you agree; without it we may not write to you.",
    },
    confirm: Confirm {
        title: "Was it you?",
        lead: |address, day| format!("On {day} somebody asked for mail to {address}. Press the button if it was you."),
        topics: "What was chosen",
        button: "Yes, subscribe me",
        not_me: "If it was not you, do nothing: without the button nothing will be sent.",
        done: ("You are subscribed", |address| {
            format!("From now on we write to {address}. The link in every mail lets you change or end it at any time.")
        }),
        unknown: (
            "This link works no more",
            "Such a link works for seven days. Nothing was changed; subscribe once more and you get a new one.",
        ),
        stopped: ("We cannot write to this address", |reason| match reason {
            SuppressionReason::Bounced => "Mail to it came back. Use another address, or write to us from this one.",
            SuppressionReason::Complained | SuppressionReason::Refused => {
                "A mail of ours was reported as spam from it, so we do not write to it again. Use another address."
            }
            SuppressionReason::ByHand => {
                "We stopped writing to it ourselves. Write to us if you would like to hear from us."
            }
        }),
        again: "To the form",
    },
    keep: Keep {
        title: "Do you still want our mail?",
        agreed: |sender, day| {
            format!("On {day} you agreed to e-mail with news and offers (advertising) from {sender}.")
        },
        means: |sender| {
            format!(
                "If you press the button, you agree to go on receiving e-mail with news and offers (advertising) from {sender}."
            )
        },
        button: "Yes, keep sending it",
        silence: "If you do nothing, your consent stays as it is. You can withdraw it at any time, without signing in.",
        done: ("Thank you, it is noted", |sender, day| {
            format!("Your consent to e-mail from {sender} was renewed on {day}. We will ask you again in two years.")
        }),
        stopped: ("You get no mail from us", |sender| {
            format!(
                "{sender} does not write to this address any more, and this button does not change that. See your preferences."
            )
        }),
        unknown: (
            "This link does not work",
            "It was cut off or is not complete, so nothing was changed. Please press the button in the mail once more. Your consent stays as it is.",
        ),
        choices: "Stop the mail, or choose what you get",
    },
    day: domain::day::english,
};
