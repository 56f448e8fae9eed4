use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;

use super::Profile;
use crate::step::step;

/// Files by their path in the site.
#[derive(Debug, Default)]
pub struct Files(BTreeMap<PathBuf, Vec<u8>>);

impl Files {
    /// Everything in `folder`, if there is one, below `prefix`.
    pub fn under(folder: &Path, prefix: &Path) -> Result<Self> {
        let mut files = Self::default();
        for path in paths_under(folder)? {
            let place = prefix.join(path.strip_prefix(folder)?);
            files.add(place, fs::read(&path).with_context(|| path.display().to_string())?);
        }
        Ok(files)
    }

    pub fn add(&mut self, place: PathBuf, content: Vec<u8>) {
        self.0.insert(place, content);
    }

    pub fn add_all(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Makes the site hold these files and no others. Those that are the same already are not touched, so cargo sees no change.
    pub fn lay_down(self, site: &Path, profile: Profile) -> Result<()> {
        let mut wanted = Vec::new();
        for (place, content) in &self.0 {
            let path = site.join(place);
            let changed = write_if_changed(&path, content)?;
            if profile == Profile::Release && is_worth_compressing(place) {
                wanted.push(compress_if(changed, &path, content)?);
            }
            wanted.push(path);
        }
        for stale in paths_under(site)?.into_iter().filter(|path| !wanted.contains(path)) {
            fs::remove_file(stale)?;
        }
        Ok(())
    }
}

fn write_if_changed(path: &Path, content: &[u8]) -> Result<bool> {
    if fs::read(path).is_ok_and(|before| before == content) {
        return Ok(false);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())?;
    Ok(true)
}

fn is_worth_compressing(place: &Path) -> bool {
    place.extension().is_some_and(|kind| ["js", "wasm", "css", "svg"].iter().any(|known| kind == *known))
}

fn compress_if(changed: bool, path: &Path, content: &[u8]) -> Result<PathBuf> {
    let compressed = PathBuf::from(format!("{}.br", path.display()));
    if changed || !compressed.exists() {
        step(format!("Compressing {}", path.display()), || {
            let mut brotli = Vec::new();
            let best = BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
            brotli::BrotliCompress(&mut &content[..], &mut brotli, &best)?;
            eprintln!("    {} bytes, {} compressed", content.len(), brotli.len());
            Ok(fs::write(&compressed, brotli)?)
        })?;
    }
    Ok(compressed)
}

fn paths_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    if !folder.is_dir() {
        return Ok(paths);
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            paths.extend(paths_under(&path)?);
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site_of(pairs: &[(&str, &str)]) -> Files {
        Files(pairs.iter().map(|(place, content)| (PathBuf::from(place), content.as_bytes().to_vec())).collect())
    }

    #[test]
    fn the_site_holds_what_is_laid_down_and_nothing_else() {
        let site = tempfile::tempdir().unwrap();
        site_of(&[("pkg/pabal.css", "a{}"), ("old.txt", "x")]).lay_down(site.path(), Profile::Release).unwrap();
        assert!(site.path().join("pkg/pabal.css.br").exists());
        let first = fs::metadata(site.path().join("pkg/pabal.css")).unwrap().modified().unwrap();

        site_of(&[("pkg/pabal.css", "a{}")]).lay_down(site.path(), Profile::Dev).unwrap();
        assert_eq!(paths_under(site.path()).unwrap(), [site.path().join("pkg/pabal.css")]);
        assert_eq!(fs::metadata(site.path().join("pkg/pabal.css")).unwrap().modified().unwrap(), first);
    }
}
