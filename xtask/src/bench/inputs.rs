//! Made-up audiences and templates, the same at every run.

use crate::workspace;
use anyhow::Result;
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

pub struct Inputs(PathBuf);

impl Inputs {
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self(folder.to_owned()))
    }

    /// A CSV of so many people with the columns a shop has.
    pub fn people(&self, n: usize) -> Result<PathBuf> {
        self.people_called("people", n, |i| format!("customer{i:07}"))
    }

    /// Whose addresses are in no order, as addresses are: every index of them is written all over.
    pub fn scattered_people(&self, n: usize) -> Result<PathBuf> {
        // an odd factor: each number once
        self.people_called("scattered", n, |i| format!("c{:08x}", (i as u32).wrapping_mul(2_654_435_761)))
    }

    fn people_called(&self, file: &str, n: usize, name: impl Fn(usize) -> String) -> Result<PathBuf> {
        let path = self.0.join(format!("{file}-{n}.csv"));
        let mut out = BufWriter::new(File::create(&path)?);
        writeln!(out, "Email,Name,Gender,CreateTime,SubscriptionStatus,City,Tier,LastOrder")?;
        let (names, cities, tiers) =
            (["김지우", "류도윤", "안수빈", "제갈하준"], ["서울", "부산", "광주"], ["vip", "gold", "bronze"]);
        for i in 0..n {
            writeln!(
                out,
                "{}@mail{}.example.org,{},{},16{:08},true,{},{},20{:02}-0{}-1{}",
                name(i),
                i % 7,
                names[i % 4],
                if i % 2 == 0 { "Female" } else { "Male" },
                i % 100_000_000,
                cities[i % 3],
                tiers[i % 3],
                20 + i % 6,
                1 + i % 9,
                i % 10
            )?;
        }
        out.flush()?;
        Ok(path)
    }

    /// About 2.7 KB of HTML.
    pub fn small_template(&self) -> Result<PathBuf> {
        let path = self.0.join("small.html");
        let line = "<p style=\"margin:0 0 12px\">A quiet line of a small newsletter, one of some, for you.</p>\n";
        let body = format!(
            "<!DOCTYPE html><html><body><h1>Hello {{{{Name}}}}</h1>\n{}<p><a href=\"{{{{UnsubscribeUrl}}}}\">Unsubscribe</a></p></body></html>",
            line.repeat(27)
        );
        fs::write(&path, body)?;
        Ok(path)
    }

    /// The sample of about 100 KB, a catalogue with a name on every product.
    pub fn large_template(&self) -> PathBuf {
        workspace::root().join("samples/catalogue-100kb.html")
    }
}
