//! Files on their way in, straight to the disk.

use axum::{
    extract::multipart::{Field, MultipartError},
    http::StatusCode,
};
use mailroom::{Error, Result};
use tokio::{fs::File, io::AsyncWriteExt};

/// How much of a file is taken.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Octets that are kept; one more says that there was more.
    pub kept: u64,
    /// Read on to here and thrown away, so that a browser hears why instead of a broken connection.
    pub read_in_vain: u64,
}

/// Piece by piece. Says how large it was, or how much of it came before it was given up.
pub async fn write(mut field: Field<'_>, mut file: File, limit: Limit) -> Result<u64> {
    let mut octets = 0;
    while let Some(piece) = field.chunk().await.map_err(cut_off)? {
        let room = (limit.kept + 1).saturating_sub(octets).min(piece.len() as u64) as usize;
        file.write_all(&piece[..room]).await.map_err(Error::broken)?;
        octets += piece.len() as u64;
        if octets > limit.read_in_vain {
            break;
        }
    }
    file.flush().await.map_err(Error::broken)?;
    Ok(octets)
}

/// Of a form that ended before it was over, or went on for too long.
pub fn cut_off(error: MultipartError) -> Error {
    Error::refused(match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("the file is too large to be taken".to_owned(), "파일이 너무 커서 받을 수 없습니다")
        }
        _ => (format!("the upload was cut off ({error}); try it again"), "업로드가 중간에 끊겼습니다. 다시 시도하세요"),
    })
}
