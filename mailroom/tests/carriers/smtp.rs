use crate::{
    doubles::smtp::{Answer, Encryption, Manners, SmtpDouble},
    fault_of, letter, letter_of, tag,
};
use domain::outcome::{Receipt, SendFault};
use mailroom::mailer::{Carrier, Mailer, MailerSettings, SmtpSettings, smtp::Timeouts};
use std::{path::Path, time::Duration};

const FROM: &str = "news@shop.example.com";

fn settings(server: &SmtpDouble) -> MailerSettings {
    let timeouts = Timeouts {
        connect: Duration::from_secs(5),
        command: Duration::from_secs(5),
        block: Duration::from_secs(5),
        end_of_data: Duration::from_millis(300),
    };
    let smtp = SmtpSettings { timeouts, extra_roots: vec![server.root.clone()], ..SmtpSettings::default() };
    MailerSettings { smtp, ..MailerSettings::default() }
}

async fn open_at(url: &str, settings: MailerSettings) -> Mailer {
    let carrier: Carrier = url.parse().unwrap();
    Mailer::open_with(&carrier, Path::new("unused"), settings).await.unwrap()
}

pub async fn open(server: &SmtpDouble) -> Mailer {
    open_at(&format!("smtp://{}?connections=4", server.address), settings(server)).await
}

async fn start() -> (SmtpDouble, Mailer) {
    let server = SmtpDouble::start(Manners::default()).await;
    let mailer = open(&server).await;
    (server, mailer)
}

async fn send(mailer: &Mailer, to: &str) -> Result<Receipt, SendFault> {
    mailer.send(&letter(to), tag(1)).await
}

#[tokio::test]
async fn the_envelope_goes_in_one_piece_where_the_server_pipelines() {
    let (server, mailer) = start().await;
    assert_eq!(send(&mailer, "kim@a.kr").await, Ok(Receipt("2.0.0 Ok: queued as 0001".into())));
    assert_eq!(server.log().accepted[0].from, FROM);
    let envelope = "MAIL FROM:<news@shop.example.com>\r\nRCPT TO:<kim@a.kr>\r\nDATA\r\n".to_owned();
    assert!(server.log().reads.contains(&envelope), "{:?}", server.log().reads);
}

#[tokio::test]
async fn it_goes_step_by_step_where_the_server_does_not() {
    let server = SmtpDouble::start(Manners { pipelines: false, ..Manners::default() }).await;
    let mailer = open(&server).await;
    send(&mailer, "kim@a.kr").await.unwrap();
    assert!(server.log().reads.contains(&"DATA\r\n".to_owned()), "{:?}", server.log().reads);
    server.answer("lee@a.kr", [Answer::Recipient("550 5.1.1 no such user")]);
    assert_eq!(fault_of(send(&mailer, "lee@a.kr").await).0, "never");
    send(&mailer, "park@a.kr").await.unwrap();
    assert_eq!(server.recipients(), ["kim@a.kr", "park@a.kr"]);
    assert_eq!(server.log().connections, 1);
}

#[tokio::test]
async fn every_byte_arrives_and_dots_stay_what_they_were() {
    let (server, mailer) = start().await;
    let mut mime = b".first\r\n..second\r\n.\r\n\r\nMAIL FROM:<evil@a.kr>\r\n".to_vec();
    for line in 0..5_000 {
        mime.extend_from_slice(format!(".line {line} of a long letter\r\n").as_bytes());
    }
    mailer.send(&letter_of("kim@a.kr", mime.clone()), tag(1)).await.unwrap();
    assert!(server.log().accepted[0].content == mime);
}

#[tokio::test]
async fn a_smuggled_end_of_letter_stays_inside_the_letter() {
    let (server, mailer) = start().await;
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r\n.\r"] {
        let mime = format!("Subject: x\r\n\r\na{end}MAIL FROM:<evil@a.kr>{end}");
        mailer.send(&letter_of("kim@a.kr", mime.into_bytes()), tag(1)).await.unwrap();
    }
    let log = server.log();
    assert_eq!(log.accepted.len(), 5);
    for letter in &log.accepted {
        let text = String::from_utf8(letter.content.clone()).unwrap();
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    }
}

#[tokio::test]
async fn eight_bit_letters_and_sizes_are_declared() {
    let server = SmtpDouble::start(Manners { size: Some(100), ..Manners::default() }).await;
    let mailer = open(&server).await;
    mailer.send(&letter_of("kim@a.kr", "한글\r\n".into()), tag(1)).await.unwrap();
    let mail = format!("MAIL FROM:<{FROM}> SIZE=8 BODY=8BITMIME");
    assert!(server.log().commands.contains(&mail), "{:?}", server.log().commands);
    let (fault, why) = fault_of(mailer.send(&letter_of("kim@a.kr", vec![b'a'; 101]), tag(1)).await);
    assert_eq!((fault, why.code.as_str()), ("never", "552 5.3.4"));
}

#[tokio::test]
async fn refusals_are_told_apart_and_the_connection_goes_on() {
    for pipelines in [true, false] {
        let server = SmtpDouble::start(Manners { pipelines, ..Manners::default() }).await;
        let mailer = open(&server).await;
        for (address, answer, expected) in [
            ("kim@a.kr", Answer::Recipient("451 4.7.1 Greylisted"), "later"),
            ("kim@a.kr", Answer::Recipient("550 5.1.1 no such user"), "never"),
            ("kim@a.kr", Answer::Data("452 4.3.1 out of disk"), "later"),
            ("kim@a.kr", Answer::Content("554 5.7.1 spam"), "never"),
            ("kim@a.kr", Answer::Content("454 Throttling failure: Maximum sending rate exceeded."), "throttled"),
            ("kim@a.kr", Answer::Content("454 Throttling failure: Daily message quota exceeded."), "quota spent"),
            (FROM, Answer::Mail("550 5.7.1 sender refused"), "halt"),
            (FROM, Answer::Mail("451 4.3.0 later"), "later"),
        ] {
            let shown = format!("{answer:?}");
            server.answer(address, [answer]);
            assert_eq!(fault_of(send(&mailer, "kim@a.kr").await).0, expected, "{shown}");
            send(&mailer, "lee@a.kr").await.unwrap();
        }
        assert_eq!(server.recipients(), ["lee@a.kr"; 8]);
        assert_eq!(server.log().connections, 1);
    }
}

#[tokio::test]
async fn a_connection_lost_before_the_dot_leaves_the_letter_unsent() {
    for answer in [Answer::DropAtRecipient, Answer::DropInBody] {
        let (server, mailer) = start().await;
        server.answer("kim@a.kr", [answer]);
        let big = letter_of("kim@a.kr", vec![b'a'; 8_000_000]);
        assert_eq!(fault_of(mailer.send(&big, tag(1)).await).0, "later");
        assert!(server.recipients().is_empty());
    }
}

#[tokio::test]
async fn a_connection_lost_after_the_dot_leaves_the_letter_in_doubt() {
    for (answer, accepted) in [(Answer::DropAfterAccepting, 1), (Answer::DropAfterDot, 0)] {
        let (server, mailer) = start().await;
        send(&mailer, "lee@a.kr").await.unwrap();
        server.answer("kim@a.kr", [answer]);
        assert_eq!(fault_of(send(&mailer, "kim@a.kr").await).0, "unsure");
        assert_eq!(server.recipients().len(), 1 + accepted, "sent once at most");
        send(&mailer, "park@a.kr").await.unwrap();
        assert_eq!(server.log().connections, 2);
    }
}

#[tokio::test]
async fn silence_after_the_dot_leaves_the_letter_in_doubt() {
    let (server, mailer) = start().await;
    server.answer("kim@a.kr", [Answer::Silence]);
    let (fault, why) = fault_of(send(&mailer, "kim@a.kr").await);
    assert_eq!((fault, why.code.as_str()), ("unsure", "timeout"));
    assert_eq!(server.recipients(), ["kim@a.kr"]);
}

#[tokio::test]
async fn a_pooled_connection_that_died_is_replaced_without_an_attempt() {
    let (server, mailer) = start().await;
    send(&mailer, "kim@a.kr").await.unwrap();
    server.hang_up();
    send(&mailer, "lee@a.kr").await.unwrap();
    server.answer("park@a.kr", [Answer::DropAtRecipient]);
    send(&mailer, "park@a.kr").await.unwrap();
    assert_eq!(server.recipients(), ["kim@a.kr", "lee@a.kr", "park@a.kr"]);
    assert_eq!(server.log().connections, 3);
}

#[tokio::test]
async fn a_server_that_closes_old_connections_costs_no_attempt() {
    let server = SmtpDouble::start(Manners { letters_per_connection: 2, ..Manners::default() }).await;
    let mailer = open(&server).await;
    for _ in 0..5 {
        send(&mailer, "kim@a.kr").await.unwrap();
    }
    assert_eq!(server.log().connections, 3);
}

#[tokio::test]
async fn we_say_goodbye_after_a_hundred_letters() {
    let (server, mailer) = start().await;
    for _ in 0..101 {
        send(&mailer, "kim@a.kr").await.unwrap();
    }
    assert_eq!(server.log().connections, 2);
    while !server.log().commands.contains(&"QUIT".to_owned()) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn at_most_so_many_connections_as_the_address_says() {
    let (server, mailer) = start().await;
    assert_eq!(mailer.width(), 4);
    let sends = (0..100).map(|n| {
        let mailer = mailer.clone();
        tokio::spawn(async move { send(&mailer, &format!("p{n}@a.kr")).await })
    });
    for sent in sends.collect::<Vec<_>>() {
        sent.await.unwrap().unwrap();
    }
    assert_eq!(server.recipients().len(), 100);
    assert!(server.log().most_open <= 4, "{}", server.log().most_open);
}

#[tokio::test]
async fn a_send_dropped_half_way_leaves_no_broken_connection() {
    let (server, mailer) = start().await;
    send(&mailer, "kim@a.kr").await.unwrap();
    server.answer("lee@a.kr", [Answer::Silence]);
    let dropped = tokio::time::timeout(Duration::from_millis(50), send(&mailer, "lee@a.kr")).await;
    assert!(dropped.is_err());
    send(&mailer, "park@a.kr").await.unwrap();
    assert_eq!(server.recipients(), ["kim@a.kr", "lee@a.kr", "park@a.kr"]);
}

#[tokio::test]
async fn a_relay_that_is_down_uses_no_attempt() {
    let (server, mailer) = start().await;
    send(&mailer, "kim@a.kr").await.unwrap();
    server.stop();
    let down = async {
        loop {
            match send(&mailer, "kim@a.kr").await {
                Ok(_) => tokio::task::yield_now().await,
                failed => return failed,
            }
        }
    };
    assert_eq!(fault_of(down.await).0, "unreachable");
}

#[tokio::test]
async fn a_greeting_that_is_no_welcome() {
    for (greeting, expected) in [
        ("421 4.3.2 restarting", "unreachable"),
        ("421 Too many concurrent SMTP connections", "throttled"),
        ("554 No SMTP service here", "halt"),
    ] {
        let server = SmtpDouble::start(Manners { greeting, ..Manners::default() }).await;
        assert_eq!(fault_of(send(&open(&server).await, "kim@a.kr").await).0, expected, "{greeting}");
    }
}

#[tokio::test]
async fn letters_travel_encrypted_by_either_way() {
    for (encryption, scheme) in [(Encryption::Implicit, "smtps"), (Encryption::StartTls, "smtp")] {
        let server = SmtpDouble::start(Manners { encryption, ..Manners::default() }).await;
        let mailer = open_at(&format!("{scheme}://{}", server.address), settings(&server)).await;
        let mime = vec![b'.'; 300_000];
        mailer.send(&letter_of("kim@a.kr", mime.clone()), tag(1)).await.unwrap();
        mailer.send(&letter("lee@a.kr"), tag(2)).await.unwrap();
        assert_eq!(server.recipients(), ["kim@a.kr", "lee@a.kr"], "{encryption:?}");
        assert!(server.log().accepted[0].content.starts_with(&mime));
        assert_eq!(server.log().connections, 1);
    }
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_halts() {
    let server = SmtpDouble::start(Manners { encryption: Encryption::StartTls, ..Manners::default() }).await;
    let mailer = open_at(&format!("smtp://kim:hunter2@{}", server.address), MailerSettings::default()).await;
    let (fault, why) = fault_of(send(&mailer, "kim@a.kr").await);
    assert_eq!((fault, why.code.as_str()), ("halt", "certificate"));
    assert!(!why.text.contains("hunter2"));
}

#[tokio::test]
async fn plain_text_behind_starttls_is_refused() {
    let manners = Manners { encryption: Encryption::StartTls, injects: "250 injected\r\n", ..Manners::default() };
    let server = SmtpDouble::start(manners).await;
    assert_eq!(fault_of(send(&open(&server).await, "kim@a.kr").await).0, "halt");
}

#[tokio::test]
async fn nothing_goes_in_plain_text_to_another_machine() {
    let Some(address) = address_of_this_machine() else {
        return eprintln!("not tried: this machine has no address but loopback");
    };
    let server = SmtpDouble::start_at(&format!("{address}:0"), Manners::default()).await;
    let mailer = open_at(&format!("smtp://kim:hunter2@{}", server.address), settings(&server)).await;
    let (fault, why) = fault_of(send(&mailer, "kim@a.kr").await);
    assert_eq!((fault, why.code.as_str()), ("halt", "no STARTTLS"));
    assert!(server.log().commands.iter().all(|command| command.starts_with("EHLO")));
}

/// The one this machine would reach another from; no packet is sent.
fn address_of_this_machine() -> Option<std::net::IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    socket.local_addr().ok().map(|local| local.ip()).filter(|ip| !ip.is_loopback())
}

#[tokio::test]
async fn user_and_password_are_given_as_the_server_asks() {
    for mechanisms in ["PLAIN", "LOGIN", "CRAM-MD5 LOGIN PLAIN"] {
        let login = Some((mechanisms, "kim@a.kr", "p@ss:한글"));
        let server = SmtpDouble::start(Manners { login, encryption: Encryption::Implicit, ..Manners::default() }).await;
        let url = |password: &str| format!("smtps://kim%40a.kr:{password}@{}", server.address);
        let mailer = open_at(&url("p%40ss%3A%ED%95%9C%EA%B8%80"), settings(&server)).await;
        send(&mailer, "lee@a.kr").await.unwrap();
        let wrong = open_at(&url("hunter2"), settings(&server)).await;
        let (fault, why) = fault_of(send(&wrong, "lee@a.kr").await);
        assert_eq!((fault, why.code.as_str()), ("halt", "535 5.7.8"), "{mechanisms}");
    }
}

#[tokio::test]
async fn a_server_that_wants_a_login_halts_who_has_none() {
    let login = Some(("PLAIN", "kim", "secret"));
    let server = SmtpDouble::start(Manners { login, ..Manners::default() }).await;
    assert_eq!(fault_of(send(&open(&server).await, "kim@a.kr").await).0, "halt");
    let offers_none =
        SmtpDouble::start(Manners { login: Some(("XOAUTH2", "kim", "secret")), ..Manners::default() }).await;
    let mailer = open_at(&format!("smtp://kim:secret@{}", offers_none.address), settings(&offers_none)).await;
    assert_eq!(fault_of(send(&mailer, "kim@a.kr").await).1.code, "no AUTH");
}

#[tokio::test]
async fn a_refusal_stands_when_the_server_hangs_up_after_it() {
    let (server, mailer) = start().await;
    server.answer(FROM, [Answer::Mail("550 5.7.1 blocked\r\n")]);
    assert_eq!(fault_of(send(&mailer, "kim@a.kr").await).0, "halt");
    send(&mailer, "kim@a.kr").await.unwrap();
}
