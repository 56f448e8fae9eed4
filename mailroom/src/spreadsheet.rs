//! Lists as CSV that a spreadsheet opens as it is meant (RFC 4180).

use crate::{Error, Result};

/// Without it Excel takes UTF-8 for something else.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The first line of a file.
pub fn head(names: &[impl AsRef<str>]) -> Result<Vec<u8>> {
    Ok([BYTE_ORDER_MARK.as_bytes(), &lines([names])?].concat())
}

pub fn lines<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator<Item: AsRef<str>>,
{
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        csv.write_record(row.into_iter().map(|cell| harmless(cell.as_ref()))).map_err(Error::broken)?;
    }
    csv.into_inner().map_err(Error::broken)
}

/// A spreadsheet runs what begins like a formula, and names come from strangers (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_ends_early() {
        for (cell, written) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+82 10", "'+82 10"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("a,b", "\"a,b\""),
            ("=a,b", "\"'=a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            assert_eq!(lines([[cell, "x"]]).unwrap(), format!("{written},x\r\n").into_bytes(), "{cell}");
        }
    }

    #[test]
    fn a_file_begins_with_the_mark_of_utf_8() {
        assert_eq!(head(&["이름"]).unwrap(), "\u{feff}이름\r\n".as_bytes());
    }
}
