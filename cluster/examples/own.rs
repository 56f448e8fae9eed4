//! Owns or attaches to the cluster in a folder, says which, and stays until its input ends.

use std::io;
use std::path::Path;

use cluster::{Cluster, Opened};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).ok_or("usage: own DIR")?;
    let opened = Cluster::open(Path::new(&dir)).map_err(|error| error.to_string())?;
    match &opened {
        Opened::Owned(cluster) => println!("owned {}", cluster.url()),
        Opened::Attached(url) => println!("attached {url}"),
    }
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}
