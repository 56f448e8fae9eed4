//! The program as a server, and somebody at its door.

use super::{House, Program};
use reqwest::{Client, Response, redirect::Policy};
use std::fs;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::ChildStdout,
};

pub const PASSWORD: &str = "correct horse battery";

/// A server on this house, and where it listens.
pub struct Server {
    program: Program,
    _said: Lines<BufReader<ChildStdout>>,
    pub at: String,
    /// Of the link that makes the first admin, where nobody is there yet.
    first: Option<String>,
}

impl Server {
    /// Pages only: it sends nothing.
    pub async fn start(house: &House) -> Self {
        Self::start_in(house, &[]).await
    }

    /// In an environment of its own.
    pub async fn start_in(house: &House, environment: &[(&str, &str)]) -> Self {
        let mut program = house.pabal_in(environment, &["serve", "--listen", "127.0.0.1:0", "--roles", "web"]);
        let mut said = BufReader::new(program.stdout()).lines();
        let greeting = said.next_line().await.unwrap().unwrap();
        let at = greeting.rsplit(' ').next().unwrap().to_owned();
        let mut first = None;
        if house.one::<bool>("select not exists (select from members)").await {
            // the link is made last: one made before it would no longer be good
            while first.is_none() {
                let line = said.next_line().await.unwrap().unwrap();
                first = line.split_once("/welcome/").map(|(_, token)| token.trim().to_owned());
            }
        }
        Self { program, _said: said, at, first }
    }

    /// The most memory it ever held at once, in MB, since [`Self::forget_peak`].
    pub fn peak_megabytes(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }

    pub fn forget_peak(&self) {
        fs::write(format!("/proc/{}/clear_refs", self.program.id()), "5").unwrap();
    }

    /// A browser of the first admin.
    pub async fn sign_in(&self, house: &House) -> Visitor {
        let token = self.first.as_deref().unwrap();
        mailroom::members::accept_invitation(&house.mailroom, token, "ann@example.com", "Ann", PASSWORD).await.unwrap();
        let visitor = self.stranger();
        assert!(visitor.signs_in("ann@example.com", PASSWORD).await);
        visitor
    }

    pub fn stranger(&self) -> Visitor {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Visitor { client, at: self.at.clone() }
    }
}

/// A browser without a script.
pub struct Visitor {
    pub client: Client,
    at: String,
}

impl Visitor {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.at)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.client.get(self.url(path)).send().await.unwrap()
    }

    /// Whether the door opened.
    pub async fn signs_in(&self, email: &str, password: &str) -> bool {
        self.submit("/sign-in", "/api/sign_in", &[("email", email), ("password", password)]).await;
        self.get("/overview").await.status().is_success()
    }

    /// Fills in the form of a page that leads to this action; where the answer sends them.
    pub async fn submit(&self, page: &str, action: &str, form: &[(&str, &str)]) -> String {
        let shown = self.get(page).await.text().await.unwrap();
        let actions = shown.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        let action = actions.into_iter().find(|leads| leads.starts_with(action)).expect("a form of this action");
        let sent = self.client.post(self.url(action)).header("accept", "text/html").header("referer", self.url(page));
        let answer = sent.form(form).send().await.unwrap();
        answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    /// One file, as a form of that one field.
    pub async fn upload(&self, path: &str, accept: &str, files: &[(&str, Vec<u8>)]) -> Response {
        let mut body = Vec::new();
        for (name, octets) in files {
            let head = format!(
                "--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 content-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(octets);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let request = self.client.post(self.url(path)).header("accept", accept);
        request.header("content-type", "multipart/form-data; boundary=frontier").body(body).send().await.unwrap()
    }
}
