use super::{CampaignsTexts, FrameTexts, LiveTexts, PeopleTexts, SignInTexts, Texts, WelcomeTexts, count};
use crate::AppError;
use domain::{
    DeliveryState,
    campaign::{CampaignKind, CampaignState, DoubtPolicy},
    member::Role,
};

pub static TEXTS: Texts = Texts {
    frame: FrameTexts {
        skip_to_content: "Skip to content",
        overview: "Overview",
        campaigns: "Campaigns",
        failed_sends: "Failed sends",
        templates: "Templates",
        images: "Images",
        audience: "Audience",
        people: "People",
        segments: "Segments",
        imports: "Imports",
        topics: "Topics",
        suppressions: "Suppressions",
        settings: "Settings",
        password: "Change password",
        sign_out: "Sign out",
        language: "Language",
        places: "Main menu",
        menu: "Menu",
        content: "Content",
        theme: "Theme",
        theme_system: "Auto",
        theme_light: "Light",
        theme_dark: "Dark",
        not_found: "There is nothing here",
        not_found_hint: "The address may be mistyped, or what it showed was removed.",
        to_campaigns: "Go to campaigns",
        loading: "Loading…",
    },
    sign_in: SignInTexts { title: "Sign in", email: "E-mail address", password: "Password", submit: "Sign in" },
    welcome: WelcomeTexts {
        title: "Welcome to Pabal",
        lead: "Make the first account of this server. It may do everything.",
        lead_invited: |role| format!("You were invited to this server as: {}.", (TEXTS.role)(role)),
        name: "Your name",
        name_hint: "Shown to the people you work with.",
        password_hint: |least| format!("At least {least} characters. A sentence is easier to remember than symbols."),
        submit: "Make the account",
        no_longer_good: "This link no longer works",
        no_longer_good_hint: "It was used already, or it is older than 24 hours. \
                              If nobody has an account yet, start the server again: it prints a new link.",
    },
    campaigns: CampaignsTexts {
        title: "Campaigns",
        name: "Campaign",
        state: "State",
        audience: "Audience",
        progress: "Progress",
        result: "Result",
        launched: "Launched",
        older: "Older campaigns",
        newest: "Newest campaigns",
        none_yet: "No campaigns yet",
        none_yet_hint: "Write the first one here: five cards, saved as you type.",
        none_older: "There are no older campaigns",
        ended_of: |ended, audience| format!("{} of {} done", count(ended), count(audience)),
        none_ended: "Nobody yet",
        new: "New campaign",
        name_hint: "For you and your colleagues; no letter carries it.",
        name_label: "Name",
        begin: "Begin to write",
        all: "All",
        archived: "Archived",
        search: "Search names",
        none_found: "No campaign is like that",
        show_all: "Show all campaigns",
        goes_at: "goes",
        more: "More",
        more_of: |name| format!("More about {name}"),
        duplicate: "Duplicate",
        copy_of: |name| format!("{name} (copy)"),
        copy_means: "A new draft with the same words, audience and sender.",
        archive: "Archive",
        unarchive: "Bring back",
        delete: "Delete",
    },
    live: LiveTexts {
        back: "All campaigns",
        audience: |n| if n == 1 { "person".into() } else { "people".into() },
        accounted_for: "every one of them accounted for",
        bar: |parts| format!("Where everybody stands: {parts}"),
        all: "All",
        connected: "Live",
        reconnecting: "Connection lost, trying again…",
        launched: "Launched",
        finished: "Finished",
        rate: |rate| {
            if rate < 10.0 { format!("{rate:.1} a second") } else { format!("{} a second", count(rate as i64)) }
        },
        time_left: |seconds| match seconds {
            ..=1 => "about a second left".into(),
            2..=99 => format!("about {seconds} seconds left"),
            100..=5999 => format!("about {} minutes left", (seconds + 30) / 60),
            _ => format!("about {} hours left", (seconds + 1800) / 3600),
        },
        report: "Report",
        halted: "Pabal has paused this campaign",
        held: "Quiet hours: no advertising leaves now",
        held_until: "It goes on by itself at",
        paused: |left, held, rest| match rest {
            0 => format!("Paused: {} left, {} held.", count(left), count(held)),
            rest => format!("Paused: {} left, {} held, {} will not go.", count(left), count(held), count(rest)),
        },
        in_doubt: |n| match n {
            1 => "One mail is in doubt: it may or may not have been accepted. A report from the carrier settles it."
                .into(),
            n => format!(
                "{} mails are in doubt: they may or may not have been accepted. Reports from the carrier settle them.",
                count(n)
            ),
        },
        doubts_end: |policy| match policy {
            DoubtPolicy::AssumeSent => {
                "Where no report comes it counts as sent: advertising is never sent twice on a guess."
            }
            DoubtPolicy::SendAgain => {
                "Where no report comes it is sent again: information had better arrive twice than not at all. \
                 After three more attempts without an answer it counts as failed."
            }
        },
        doubts_end_by: "The last of them is settled so at",
        settled_as_sent: |n| match n {
            1 => "No report about one mail in doubt came in time: it counts as sent.".into(),
            n => format!("No reports about {} mails in doubt came in time: they count as sent.", count(n)),
        },
        settled_as_unsent: |again, given_up| {
            let taken = format!(
                "Doubts that no report settled in time: {}. Each was taken as not sent",
                count(again + given_up)
            );
            match given_up {
                0 => format!("{taken}, and owed another attempt."),
                n => format!("{taken}; {} of them, after the last attempt, count as failed.", count(n)),
            }
        },
        pause: "Pause",
        resume: "Resume",
        cancel: "Cancel…",
        cancel_title: "Cancel this campaign?",
        cancel_means: |left, held| {
            format!(
                "{} mails have left and cannot be called back. {} people will not get it. \
                 A cancelled campaign cannot be resumed.",
                count(left),
                count(held)
            )
        },
        cancel_yes: "Cancel the campaign",
        cancel_no: "Keep it",
        send_all_again: |n| match n {
            1 => "Send the failed one again".into(),
            n => format!("Send all {} failed again", count(n)),
        },
        sent_again: |n| match n {
            1 => "One mail will be sent again.".into(),
            n => format!("{} mails will be sent again.", count(n as i64)),
        },
    },
    people: PeopleTexts {
        title: "People",
        filter: "Filter by state",
        search: "Search addresses that begin with…",
        search_submit: "Search",
        clear: "Show everybody",
        number: "No.",
        address: "Address",
        name: "Name",
        state: "State",
        attempts: "Attempts",
        detail: "Last word",
        time: "Time",
        select: |address| format!("Select {address}"),
        send_again: "Send again",
        send_again_to: |address| format!("Send again to {address}"),
        send_selected_again: "Send selected again",
        nobody: "Nobody has been addressed yet.",
        nobody_matches: "Nobody matches. Choose another state, or search for less.",
        looked_at: |n| format!("{} people were looked at and no page is full yet.", count(n as i64)),
        go_on: "Go on searching",
        first: "First page",
        next: "Next page",
    },
    operator: "Server administrator",
    error: |error| match error {
        AppError::Invalid(invalid) => sentence(&invalid.reason.en),
        AppError::Refused(why) => sentence(&why.en),
        AppError::Missing(what) => format!("There is no {what}. It may have been removed."),
        AppError::SignInFirst => "Your session has ended. Sign in again.".into(),
        AppError::NotAllowed => "Your role does not allow this. Ask an admin.".into(),
        AppError::WrongPassword => "The address or the password is not right.".into(),
        AppError::TooManySignIns { minutes: 1 } => "Too many attempts. Try again in a minute.".into(),
        AppError::TooManySignIns { minutes } => format!("Too many attempts. Try again in {minutes} minutes."),
        AppError::Broken { incident } => {
            format!("Something went wrong on our side. Try again; if it stays, tell an admin the number {incident}.")
        }
        AppError::Unreachable => "The server cannot be reached. Check your connection and try again.".into(),
    },
    delivery_state: |state| match state {
        DeliveryState::Waiting => "waiting",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Delivered => "delivered",
        DeliveryState::Retrying => "retrying",
        DeliveryState::InDoubt => "in doubt",
        DeliveryState::Failed => "failed",
        DeliveryState::Bounced => "bounced",
        DeliveryState::Complained => "complained",
        DeliveryState::Skipped => "skipped",
        DeliveryState::Cancelled => "cancelled",
    },
    delivery_state_means: |state| match state {
        DeliveryState::Waiting => "Not handed over yet",
        DeliveryState::Sending => "Being handed to the carrier",
        DeliveryState::Sent => "The carrier took it",
        DeliveryState::Delivered => "The mailbox took it",
        DeliveryState::Retrying => "Will be tried again",
        DeliveryState::InDoubt => "May or may not have been taken",
        DeliveryState::Failed => "Could not be sent",
        DeliveryState::Bounced => "The mailbox sent it back",
        DeliveryState::Complained => "Marked as spam by the person",
        DeliveryState::Skipped => "Never tried: does not want mail, or cannot get it",
        DeliveryState::Cancelled => "Never sent: the campaign was cancelled",
    },
    campaign_state: |state| match state {
        CampaignState::Draft => "Draft",
        CampaignState::Scheduled => "Scheduled",
        CampaignState::Running => "Sending",
        CampaignState::Paused => "Paused",
        CampaignState::Cancelled => "Cancelled",
        CampaignState::Finished => "Finished",
    },
    leaving: |seconds| match seconds {
        Some(seconds) => format!("leaves in {seconds} s"),
        None => "leaves in a moment".into(),
    },
    campaign_kind: |kind| match kind {
        CampaignKind::Advertising => "Advertising",
        CampaignKind::Informational => "Informational",
    },
    role: |role| match role {
        Role::Admin => "Admin",
        Role::Marketer => "Marketer",
        Role::Viewer => "Viewer",
    },
};

/// A reason as the rules word it, made to stand alone.
fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let Some(first) = letters.next() else { return String::new() };
    let stop = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
}
