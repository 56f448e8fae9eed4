//! Starts both emulators, says where, and panics once its input ends.

use emulators::{Dynoxide, Ministack};
use std::io;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (kept, shared) = (Dynoxide::start()?, Ministack::shared());
    println!("{} {}", kept.endpoint(), shared.endpoint());
    io::copy(&mut io::stdin(), &mut io::sink())?;
    panic!("as a failing test does");
}
