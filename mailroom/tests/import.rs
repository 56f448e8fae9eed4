//! Contacts from files and from sources, against a real Postgres: a database of its own for each test.
#![allow(clippy::unwrap_used)]

mod import {
    mod consent;
    mod crash;
    mod erased;
    mod files;
    mod frozen;
    mod house;
    mod people;
    mod rows;
    mod shop;
    mod upload;
    mod users;
}
