//! The file of an import: what is seen of it at first, how it is kept until it is brought in, and opened then.

use super::{
    encoding::Encoding,
    reading::{self, Shape, unreadable},
    workbook,
};
use crate::{Mailroom, Result};
use domain::{
    ImportId, Invalid,
    import::{PEEK_ROWS, Peek, ReadAs, SHEET_ROWS_MAX, Sheet},
};
use sqlx::PgConnection;
use std::path::{Path, PathBuf};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncWriteExt},
};

const PART_OCTETS: u64 = 1024 * 1024;

pub(super) fn peek(path: &Path) -> Result<Peek> {
    if workbook::is_one(path)? {
        return peek_workbook(path);
    }
    peek_text(path, &reading::shape_loosely(path)?)
}

/// As a person says a text file is to be read.
pub(super) fn peek_as(path: &Path, said: ReadAs) -> Result<Peek> {
    peek_text(path, &reading::shape_as(path, said)?)
}

fn peek_text(path: &Path, shape: &Shape) -> Result<Peek> {
    let format = match shape.encoding {
        Encoding::Utf8Marked => "UTF-8",
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Cp949 => shape.encoding.name(),
    };
    Ok(Peek {
        format: format.into(),
        encoding: shape.encoding.unmarked(),
        delimiter: Some(shape.delimiter.into()),
        sheets: vec![sheet(String::new(), path, shape)?],
    })
}

fn peek_workbook(path: &Path) -> Result<Peek> {
    let folder = tempfile::tempdir().map_err(unreadable)?;
    let out = folder.path().join("sheet.csv");
    let mut sheets = Vec::new();
    for name in workbook::sheets(path)? {
        let seen = workbook::write_out(path, &name, &out, PEEK_ROWS + 1).and_then(|()| {
            let shape = reading::shape_of_sheet(&out)?;
            sheet(name.clone(), &out, &shape)
        });
        sheets.push(match seen {
            Ok(sheet) => sheet,
            Err(crate::Error::Invalid(Invalid { reason, .. })) => {
                Sheet { name, columns: Vec::new(), rows: Vec::new(), problem: Some(reason) }
            }
            Err(other) => return Err(other),
        });
    }
    match sheets.iter().find(|sheet| sheet.problem.is_none()) {
        Some(_) => Ok(Peek { format: "XLSX".into(), encoding: None, delimiter: None, sheets }),
        None => Err(Invalid::new("file", sheets.swap_remove(0).problem.unwrap_or_default()).into()),
    }
}

fn sheet(name: String, path: &Path, shape: &Shape) -> Result<Sheet> {
    let rows = reading::peek(path, shape)?;
    Ok(Sheet { name, columns: shape.columns.iter().cloned().collect(), rows, problem: None })
}

/// Where its rows are read from, and as what: as a person saw it.
pub(super) fn unpack(path: &Path, peek: &Peek, sheet: &str) -> Result<(PathBuf, Shape)> {
    if let Some(delimiter) = peek.delimiter {
        let seen = ReadAs { encoding: peek.encoding, delimiter };
        return Ok((path.to_owned(), reading::shape_as(path, seen)?));
    }
    let out = path.with_extension("csv");
    workbook::write_out(path, sheet, &out, SHEET_ROWS_MAX + 1)?;
    let shape = reading::shape_of_sheet(&out)?;
    Ok((out, shape))
}

pub(super) async fn keep(db: &mut PgConnection, import: ImportId, path: &Path) -> Result<()> {
    let mut file = File::open(path).await.map_err(unreadable)?;
    for part in 0.. {
        let mut content = Vec::new();
        (&mut file).take(PART_OCTETS).read_to_end(&mut content).await.map_err(unreadable)?;
        if content.is_empty() {
            break;
        }
        sqlx::query!(
            "insert into import_files (import_id, part, content) values ($1, $2, $3)",
            import.0,
            part,
            content
        )
        .execute(&mut *db)
        .await?;
    }
    Ok(())
}

pub(super) async fn fetch(mailroom: &Mailroom, import: ImportId, folder: &Path) -> Result<PathBuf> {
    let path = folder.join("file");
    let mut file = File::create(&path).await.map_err(unreadable)?;
    for part in 0.. {
        let content =
            sqlx::query_scalar!("select content from import_files where import_id = $1 and part = $2", import.0, part);
        let Some(content) = content.fetch_optional(&mailroom.db).await? else { break };
        file.write_all(&content).await.map_err(unreadable)?;
    }
    file.flush().await.map_err(unreadable)?;
    Ok(path)
}
