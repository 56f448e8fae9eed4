#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use cluster::{Cluster, ClusterError, Opened, Programs, Settings, Url};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

const FOR_TESTS: Settings = Settings { durable: false, max_connections: 10, shared_buffers_mb: 16 };

#[test]
fn a_stopped_cluster_is_found_again_with_its_rows() {
    let dir = folder();
    let cluster = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    sql(cluster.url(), "create table letters (subject text); insert into letters values ('안녕')");
    cluster.stop();
    assert!(!dir.path().join("data/postmaster.pid").exists(), "Postgres has not ended");

    let again = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    assert_eq!(sql(again.url(), "select subject from letters"), "안녕");
}

#[test]
fn a_second_start_names_the_owner_and_does_not_harm_it() {
    let dir = folder();
    let owner = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    let refused = Cluster::start(dir.path(), FOR_TESTS).unwrap_err();
    assert!(
        matches!(refused, ClusterError::Locked { holder: Some(pid), .. } if pid == std::process::id()),
        "{refused}"
    );
    let said = refused.to_string();
    assert!(said.contains(&format!("in use by process {}", std::process::id())), "{said}");
    assert_eq!(sql(owner.url(), "select 1"), "1");
}

#[test]
fn opening_what_another_owns_attaches_to_it() {
    let dir = folder();
    let owner = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    sql(owner.url(), "create table letters ()");
    match Cluster::open(dir.path()).unwrap() {
        Opened::Attached(url) => {
            assert_eq!(&url, owner.url());
            assert_eq!(sql(&url, "select count(*) from letters"), "0");
        }
        Opened::Owned(_) => panic!("two owners"),
    }
}

#[test]
fn one_of_two_that_open_at_once_owns_and_the_other_attaches_when_it_is_ready() {
    let dir = folder();
    let opened: Vec<Opened> = thread::scope(|scope| {
        let opening = [(); 2].map(|()| scope.spawn(|| Cluster::open(dir.path()).unwrap()));
        opening.into_iter().map(|opening| opening.join().unwrap()).collect()
    });
    assert_eq!(opened.iter().filter(|opened| matches!(opened, Opened::Owned(_))).count(), 1);
    for opened in &opened {
        assert_eq!(sql(opened.url(), "select 1"), "1");
    }
}

#[test]
fn postgres_ends_with_a_killed_owner_and_the_next_one_starts() {
    let dir = folder();
    let mut owner = Own::start(dir.path());
    assert!(owner.said.starts_with("owned "), "{}", owner.said);
    let postmaster = postmaster(dir.path());
    owner.child.kill().unwrap();
    owner.child.wait().unwrap();

    let next = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    assert_eq!(sql(next.url(), "select 1"), "1");
    assert!(!Path::new(&format!("/proc/{postmaster}/cwd")).exists(), "the first Postgres still lives");
}

#[test]
fn an_owner_killed_while_it_makes_the_cluster_leaves_nothing_broken() {
    let dir = folder();
    let mut owner = own(dir.path()).stdout(Stdio::null()).spawn().unwrap();
    until("initdb has begun", || fs::read_dir(dir.path()).unwrap().flatten().any(|entry| named_new(&entry.path())));
    owner.kill().unwrap();
    owner.wait().unwrap();

    let next = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    assert_eq!(sql(next.url(), "select 1"), "1");
    assert!(!fs::read_dir(dir.path()).unwrap().flatten().any(|entry| named_new(&entry.path())), "leftovers");
}

#[test]
fn a_pid_file_left_by_a_power_cut_is_no_obstacle() {
    let dir = folder();
    Cluster::start(dir.path(), FOR_TESTS).unwrap().stop();
    let unused = 4_194_303;
    let left =
        format!("{unused}\n{}\n1795345989\n5432\n/nowhere\n\n  1 1\nready   \n", dir.path().join("data").display());
    fs::write(dir.path().join("data/postmaster.pid"), left).unwrap();
    let cluster = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    assert_eq!(sql(cluster.url(), "select 1"), "1");
}

#[test]
fn a_postgres_that_was_killed_is_started_again() {
    let dir = folder();
    let cluster = Cluster::start(dir.path(), Settings::default()).unwrap();
    sql(cluster.url(), "create table letters ()");
    let first = postmaster(dir.path());
    kill(first, Signal::SIGKILL).unwrap();
    until("it is back", || try_sql(cluster.url(), "select count(*) from letters").as_deref() == Ok("0"));
    assert_ne!(postmaster(dir.path()), first);
}

#[test]
fn a_deep_folder_gets_a_short_socket_and_is_attached_to_all_the_same() {
    let dir = folder();
    let deep = dir.path().join("우편".repeat(12)).join("pabal".repeat(12));
    let owner = Cluster::start(&deep, FOR_TESTS).unwrap();
    assert!(!owner.url().socket_folder().starts_with(dir.path()));
    let Opened::Attached(url) = Cluster::open(&deep).unwrap() else { panic!("two owners") };
    assert_eq!(sql(&url, "select 1"), "1");
    let sockets = url.socket_folder().to_path_buf();
    owner.stop();
    assert!(!sockets.exists(), "{} is left over", sockets.display());
}

#[test]
fn a_folder_whose_parent_is_closed_to_others_will_do() {
    let parent = folder();
    fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let cluster = Cluster::start(&parent.path().join("a folder/data"), FOR_TESTS).unwrap();
    assert_eq!(sql(cluster.url(), "select 1"), "1");
}

#[test]
fn postgres_outlives_the_thread_that_asked_for_it() {
    let dir = folder();
    let cluster = thread::scope(|scope| scope.spawn(|| Cluster::start(dir.path(), FOR_TESTS)).join()).unwrap().unwrap();
    let first = postmaster(dir.path());
    // the kernel sends a parent-death signal at once; a shutdown would have begun by the second statement
    assert_eq!(sql(cluster.url(), "select pg_sleep(0.5); select 1"), "1");
    assert_eq!(postmaster(dir.path()), first);
}

#[test]
fn a_wrong_pg_bindir_is_named() {
    let dir = folder();
    let ran = own(dir.path()).env("PG_BINDIR", "/no/such/folder").stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(!ran.status.success() && said.contains("/no/such/folder"), "{said}");
}

#[test]
fn a_ctrl_c_in_the_terminal_does_not_reach_postgres() {
    let dir = folder();
    let _cluster = Cluster::start(dir.path(), FOR_TESTS).unwrap();
    let group = nix::unistd::getpgid(Some(postmaster(dir.path()))).unwrap();
    assert_ne!(group, nix::unistd::getpgrp());
}

#[test]
fn what_postgres_says_when_it_does_not_start_is_passed_on() {
    let dir = folder();
    Cluster::start(dir.path(), FOR_TESTS).unwrap().stop();
    fs::write(dir.path().join("data/postgresql.conf"), "no_such_setting = 1\n").unwrap();
    let refused = Cluster::start(dir.path(), FOR_TESTS).unwrap_err().to_string();
    assert!(refused.contains("no_such_setting") && refused.contains(dir.path().to_str().unwrap()), "{refused}");
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn sql(url: &Url, statements: &str) -> String {
    try_sql(url, statements).unwrap()
}

fn try_sql(url: &Url, statements: &str) -> Result<String, String> {
    let psql = Programs::find().unwrap().path("psql");
    let ran = Command::new(psql).arg(url.as_str()).args(["-XqAtc", statements]).output().unwrap();
    if ran.status.success() {
        Ok(String::from_utf8(ran.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&ran.stderr).into_owned())
    }
}

fn postmaster(dir: &Path) -> Pid {
    let file = fs::read_to_string(dir.join("data/postmaster.pid")).unwrap();
    Pid::from_raw(file.lines().next().unwrap().parse().unwrap())
}

fn named_new(path: &Path) -> bool {
    path.file_name().unwrap().to_string_lossy().starts_with("data.new")
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(180), "waited three minutes until {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The example `own` in a process of its own, so that it can be killed.
struct Own {
    child: Child,
    said: String,
}

impl Own {
    fn start(dir: &Path) -> Self {
        let mut child = own(dir).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        Self { child, said }
    }
}

fn own(dir: &Path) -> Command {
    let tests: PathBuf = std::env::current_exe().unwrap();
    let mut command = Command::new(tests.ancestors().nth(2).unwrap().join("examples/own"));
    command.arg(dir).stdin(Stdio::piped());
    command
}
