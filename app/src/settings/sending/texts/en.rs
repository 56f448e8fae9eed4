use super::Texts;
use crate::texts::count;
use domain::{
    sending_domain::{Purpose, RecordState},
    ses::{Enforcement, Review, Verification},
};

pub static TEXTS: Texts = Texts {
    title: "Sending account",
    lead: "The account your letters leave through, and the DNS records that make mailboxes believe them.",
    outbox: "Letters become files in the outbox folder of the server, and nobody gets one. What your domain needs before the first real campaign stands below all the same.",
    nobody: "Nothing that sends is running right now, so there is no account to show. What your domain needs stands below all the same.",
    other: |account| {
        format!(
            "Letters leave through {account}. This process does not ask that carrier about its account; what your domain needs stands below."
        )
    },
    how_ses: "To see and set up an Amazon SES account here, start Pabal with --carrier ses.",
    cannot_ask: "Amazon SES did not tell this part:",

    account: "Account",
    asked: "As of",
    production: "Production",
    sandbox: "Sandbox",
    sandbox_means: "Only addresses and domains verified here get mail. That is enough to try everything out; before the first campaign, ask Amazon for production access with the text below.",
    review: |review| match review {
        Review::Pending => "Amazon is looking at your request for production access.",
        Review::Granted => "Amazon granted production access.",
        Review::Denied => {
            "Amazon denied production access. Its answer is in the AWS console, under Support; say more about how people join your list, and ask again."
        }
        Review::Failed => "The request for production access did not arrive. Send it again.",
    },
    region: "Region",
    quota: "Last 24 hours",
    quota_label: "Quota used in the last 24 hours",
    used_of: |used, most| format!("{} of {} letters", count(used), count(most)),
    unlimited: "no limit",
    left: "Left",
    rate: "Rate",
    per_second: |rate| format!("{rate} a second"),
    sending: "Sending",
    is_on: "on",
    is_off: "switched off",
    is_off_means: "Amazon refuses every letter of this account now. The reason is in a mail to the owner of the AWS account and in the SES console.",
    standing: "Standing",
    enforcement: |standing| match standing {
        Enforcement::Healthy => "healthy",
        Enforcement::Probation => "under review",
        Enforcement::Shutdown => "shut down",
        Enforcement::Unknown => "not told",
    },
    enforcement_means: |standing| match standing {
        Enforcement::Healthy | Enforcement::Unknown => "",
        Enforcement::Probation => {
            "Amazon found too many bounces or complaints. Mail only people who agreed lately until the review is over; one that fails shuts the account down."
        }
        Enforcement::Shutdown => {
            "Amazon shut this account down. Answer the case in the AWS console; nothing can be sent until then."
        }
    },
    suppression: "Account's suppression list",
    suppresses_nothing: "switched off",
    suppresses: |reasons| format!("takes {reasons}"),
    bounces: "bounces",
    complaints: "complaints",
    to_suppressions: "Suppressions",

    identities: "Who may send",
    identities_means: "A verified domain may send from every address in it. In the sandbox, verify single addresses too: of a sender, or of somebody who gets your test letters.",
    identity: "Domain or address",
    no_identities: "Nobody may send yet",
    no_identities_hint: "Add the domain of your sender below. Amazon then names the records for it.",
    state: "State",
    verification: |verification| match verification {
        Verification::NotStarted => "not begun",
        Verification::Pending => "waits for its proof",
        Verification::Verified => "verified",
        Verification::TemporaryFailure => "could not be checked",
        Verification::Failed => "failed",
    },
    show_records: "Show",
    records_of: |name| format!("Records of {name}"),
    new_identity: "Domain or address to verify",
    new_identity_hint: "A domain gets records to enter in DNS; an address gets a mail with a link that holds for 24 hours.",
    add: "Verify",
    added: "Added at Amazon SES.",
    sender: "Sender",
    senders: "Your senders",
    senders_means: "Each sender needs a verified domain or address.",
    may_send_by: "May send under",
    may_not_send: "no",
    not_yet: "not yet",
    add_domain: |domain| format!("Verify {domain}"),
    no_senders: "No sender yet",
    no_senders_hint: "Say whom mail comes from, and what its domain needs is shown here.",
    to_senders: "Senders",

    domain: "Domain",
    records_title: |domain| format!("DNS records of {domain}"),
    records_lead: "Enter each record where your domain is managed. Many DNS pages add the domain by themselves: enter the short name there.",
    records_plain: "What mailboxes look for in this domain. The values come from your carrier.",
    check_again: "Check again",
    checked: "Checked",
    all_good: "All records are as they should be.",
    to_enter: |n| if n == 1 { "1 record needs a hand.".into() } else { format!("{n} records need a hand.") },
    what: "For",
    kind: "Type",
    name: "Name",
    value: "Value",
    copy_name: "Copy the name",
    copy_value: "Copy the value",
    short_name: "short:",
    found: "DNS has:",
    purpose: |purpose| match purpose {
        Purpose::Dkim => "DKIM signature",
        Purpose::MailFromMx => "MAIL FROM: bounces",
        Purpose::MailFromSpf => "MAIL FROM: SPF",
        Purpose::Spf => "SPF",
        Purpose::Dmarc => "DMARC policy",
    },
    record_state: |state| match state {
        RecordState::Good => "good",
        RecordState::Advice => "works",
        RecordState::Waiting => "wait",
        RecordState::Missing => "missing",
        RecordState::Wrong => "wrong",
        RecordState::Unasked => "not known",
    },
    ses_says: "Amazon SES says",
    ses_waits: "Amazon looks for the records by itself, for up to 72 hours, and verifies the domain when it has found them.",
    ses_problem: "Its last look found:",
    address_waits: "Amazon sent a mail to this address. Whoever reads it clicks the link in it within 24 hours.",
    address_good: "This address is verified. Letters from it carry Amazon's signature rather than yours: for campaigns, verify the domain.",
    mail_again: "Send the mail again",
    mailed_again: "Amazon has sent the mail once more.",
    mail_from: "MAIL FROM domain",
    mail_from_means: "The envelope still names amazonses.com, so SPF proves Amazon and not you. A name below your domain makes SPF and DMARC agree.",
    mail_from_label: "Name below your domain",
    mail_from_hint: |domain| {
        format!("Used for nothing else: no mail is sent from it or received at it. Such as mail.{domain}")
    },
    mail_from_set: "Use this name",
    saved: "Saved at Amazon SES. Its records are in the list now.",

    reports: "Reports",
    reports_means: "What became of each letter comes back by a configuration set and an SNS topic. Without it nothing is known of deliveries, bounces and complaints, and doubts stay open.",
    set: "Configuration set",
    reports_unnamed: "This installation names no configuration set, so Amazon reports nothing. Start Pabal with --ses-configuration-set pabal, and set it up here.",
    reports_missing: |name| {
        format!("There is no configuration set ‘{name}’ yet, and Amazon refuses every letter sent with it.")
    },
    reports_paused: "Sending is switched off in this configuration set. Somebody did that in the AWS console; switch it on there.",
    reports_no_topic: "No topic gets its reports.",
    reports_lack: |kinds| format!("These reports go nowhere: {kinds}."),
    reports_good: "Every kind of report that Pabal needs goes to a topic.",
    destination: "Destination",
    kinds: |n| if n == 1 { "1 kind".into() } else { format!("{n} kinds") },
    is_no_topic: "no SNS topic: Pabal does not hear it",
    topic: "SNS topic",
    topic_hint: "Its ARN, in the same region. Pabal reads it through an SQS queue, or the topic calls /hooks/ses.",
    set_up: "Set up reports",
    was_set_up: "Reports were set up at Amazon SES.",

    request: "Request for production access",
    request_means: "Written from your own settings. Fill in what stands in brackets, then paste it as the use case in the SES console; choose Marketing as the mail type. Amazon reads English and answers within a day or so.",
    request_label: "Text for Amazon",
    request_copy: "Copy the text for Amazon",
    console: "SES console",
};
