//! `events.ndjson`: SES-shaped events, one a line, only ever appended to.

use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

const NAME: &str = "events.ndjson";

pub struct Journal(PathBuf);

impl Journal {
    /// A line that a power cut left half written is ended, so that it spoils none after it.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().create(true).append(true).read(true).open(folder.join(NAME))?;
        file.lock()?;
        if file.metadata()?.len() > 0 {
            file.seek(SeekFrom::End(-1))?;
            let mut last = [0];
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
            }
        }
        Ok(Self(folder.join(NAME)))
    }

    /// All lines or none. The file lock keeps other processes out while a full disk's half line is taken back;
    /// each append opens the file anew because locks belong to the opened file, not to the thread.
    pub fn append(&self, lines: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.0)?;
        file.lock()?;
        let end = file.metadata()?.len();
        file.write_all(lines).inspect_err(|_| {
            file.set_len(end).ok();
        })
    }
}

/// How long the journal is by now.
pub fn octets(folder: &Path) -> io::Result<u64> {
    fs::metadata(folder.join(NAME)).map(|journal| journal.len())
}

/// Whole lines from the byte `from_offset` on, about `max_bytes` of them, and the offset to go on from.
/// Never half a line. A journal shorter than the offset was made anew and is read from its start.
pub fn read_events(folder: &Path, from_offset: u64, max_bytes: usize) -> io::Result<(Vec<String>, u64)> {
    let mut file = match File::open(folder.join(NAME)) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        Err(e) => return Err(e),
    };
    let from = if file.metadata()?.len() < from_offset { 0 } else { from_offset };
    file.seek(SeekFrom::Start(from))?;
    let mut reader = BufReader::new(file);
    let mut events = Vec::new();
    let mut next = from;
    while next - from < max_bytes as u64 {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') {
            break;
        }
        next += line.len() as u64 + 1;
        if !line.is_empty() {
            events.push(String::from_utf8_lossy(&line).into_owned());
        }
    }
    Ok((events, next))
}

/// Every message id that the journal has accepted.
pub(super) fn message_ids(folder: &Path) -> io::Result<HashSet<String>> {
    let mut ids = HashSet::new();
    for line in BufReader::new(File::open(folder.join(NAME))?).lines() {
        let event: serde_json::Value = serde_json::from_str(&line?).unwrap_or_default();
        ids.extend(event["mail"]["messageId"].as_str().map(str::to_owned));
    }
    Ok(ids)
}

pub(super) fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}
